"""Received: reports that came in as text and wait to become an event, and what was learned from those that did."""

import hashlib

from django.conf import settings
from django.db import models

from editorial import rights
from events.event import Event
from people.models import Institution, Person

LONGEST = 200_000


class IntakeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Reports that a user may see: their own, and for an editor of events all."""
        return self if rights.is_editor(user, Event) else self.filter(received_by=user)

    def waiting(self):
        return self.filter(state=Intake.State.WAITING)

    def next_after(self, intake):
        """Return the report of the same batch that waits next after this one, or None."""
        others = self.waiting().filter(batch=intake.batch, trouble="").exclude(pk=intake.pk).order_by("pk")
        return (others.filter(pk__gt=intake.pk).first() or others.first()) if intake.batch else None


class Intake(models.Model):
    """One report as it came in. It stays as the provenance of the event that was made of it.

    `evidence` says, once it is confirmed, which words said what: a list of {"of": what it says, "value", "start",
    "end"}, the places counted in `text`.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        CONFIRMED = "confirmed", "became an event"
        COVERAGE = "coverage", "became coverage of an event"
        ASIDE = "aside", "set aside"

    name = models.CharField("called", max_length=200, blank=True, help_text="The file it came in, or its first words.")
    text = models.TextField(max_length=LONGEST, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING, db_index=True, editable=False)
    # Reports that came together, by the name of their archive or folder.
    batch = models.CharField(max_length=120, blank=True, db_index=True, editable=False)
    # What the file says of itself when its text could not be read.
    trouble = models.CharField(max_length=300, blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, default="", db_index=True, editable=False)
    received_at = models.DateTimeField(auto_now_add=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    event = models.ForeignKey(Event, models.SET_NULL, null=True, editable=False, related_name="intakes")
    evidence = models.JSONField(default=list, editable=False)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        default_permissions = ()
        verbose_name = "received report"

    def __str__(self):
        return self.name or f"report {self.pk}"

    def save(self, *args, **kwargs):
        # Line ends as a page shows them, so that places in the text are counted alike there and here.
        self.text = self.text.replace("\r\n", "\n").replace("\0", " ")[:LONGEST]
        self.digest = digest(self.text, self.name)
        self.name = (self.name or first_words(self.text))[:200]
        super().save(*args, **kwargs)


def digest(text, name=""):
    """Return by what a text is known again when it is sent a second time; without a text, the file's name."""
    return hashlib.sha256(" ".join((text or name).split()).encode("utf-8", "replace")).hexdigest()


def first_words(text):
    """Return what a report is called when nobody says: its first line, or as much of it as fits."""
    line = next(filter(None, (line.strip() for line in text.split("\n"))), "")
    return line if len(line) <= 90 else f"{line[:90].rsplit(' ', 1)[0]} …"


def receive(papers, user, batch=""):
    """Keep reports that came in; return (those kept, how many were there already). Sending them again adds nothing.

    Each is kept by itself, so that what broke off is gone on with by sending the same again.
    """
    kept, known = [], 0
    for paper in papers:
        if Intake.objects.visible_to(user).filter(digest=digest(paper.text, paper.name)).exists():
            known += 1
            continue
        kept.append(
            Intake.objects.create(
                name=paper.name if batch or not paper.text else "",
                text=paper.text,
                trouble=paper.trouble[:300],
                batch=batch[:120],
                received_by=user,
            )
        )
    return kept, known


class Denial(models.Model):
    """A name that in a report meant somebody or something else than a record to which it is like."""

    key = models.CharField("name, folded", max_length=200)
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    institution = models.ForeignKey(Institution, models.CASCADE, null=True, blank=True, related_name="+")
    said_at = models.DateTimeField(auto_now_add=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["key", "pk"]
        default_permissions = ()
        verbose_name = "name that is not"
        verbose_name_plural = "names that are not"
        constraints = [
            models.UniqueConstraint(fields=["key", "person"], name="denial_of_person_once"),
            models.UniqueConstraint(fields=["key", "institution"], name="denial_of_institution_once"),
            models.CheckConstraint(
                condition=models.Q(person=None) ^ models.Q(institution=None), name="denial_of_one_record"
            ),
        ]

    def __str__(self):
        return f"“{self.key}” is not {self.person or self.institution}"

    @classmethod
    def pairs(cls, field):
        """Return {(folded name, primary key)} of the people or institutions (`field`) that names are not."""
        return frozenset(cls.objects.exclude(**{field: None}).values_list("key", f"{field}_id"))


class LearnedWord(models.Model):
    """A word of offices or of institutions that a confirmed report had and our list had not. It counts while it is on."""

    class Kind(models.TextChoices):
        POSITION = "positions", "what somebody is"
        BODY = "bodies", "what an institution is"

    kind = models.CharField(max_length=10, choices=Kind)
    word = models.CharField(max_length=40)
    on = models.BooleanField("counts", default=True)
    learned_from = models.ForeignKey(Intake, models.SET_NULL, null=True, editable=False, related_name="+")
    learned_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["kind", "word"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "word"], name="learnedword_once")]

    def __str__(self):
        return self.word

    @classmethod
    def counting(cls):
        """Return the words that count, as {"positions": {…}, "bodies": {…}}."""
        found = {kind: set() for kind in cls.Kind.values}
        for kind, word in cls.objects.filter(on=True).values_list("kind", "word"):
            found[kind].add(word)
        return found
