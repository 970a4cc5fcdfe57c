"""Appearances: who hosted an event and who took part in it, in which role, as billed that day."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, Value, When

from editorial.models import Vocabulary
from editorial.publishing import Row, RowQuerySet
from events.event import Event
from people.models import NAMES_AN_INSTITUTION, Credit, InstitutionNamed, Person


class Role(Vocabulary):
    """What somebody did at an event: moderator, chief guest, discussant …"""

    schema_property = models.CharField(
        "schema.org property", max_length=40, default="performer", help_text="performer, organizer, attendee …"
    )


class Hosting(InstitutionNamed, Row):
    """An institution's part in holding an event."""

    class Part(models.TextChoices):
        HOST = "host", "host"
        CO_HOST = "co-host", "co-host"
        CENTRE = "centre", "organising centre"
        PARTNER = "partner", "partner"
        SUPPORTER = "supporter", "supporter"

    event = models.ForeignKey(Event, models.CASCADE, related_name="hostings")
    part = models.CharField("as", max_length=10, choices=Part, default=Part.HOST)

    row_of = "event"

    class Meta(Row.Meta):
        verbose_name = "host"
        constraints = [
            models.UniqueConstraint(
                fields=["event", "institution"],
                name="hosting_once",
                violation_error_message="This institution is among the hosts already.",
            ),
            NAMES_AN_INSTITUTION,
        ]


class Session(Row):
    """A part of an event with its own title, time and people."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="sessions")
    title = models.CharField(max_length=250)
    start_time = models.TimeField("from", null=True, blank=True)
    end_time = models.TimeField("to", null=True, blank=True)

    row_of = "event"

    def __str__(self):
        return self.title


class DisclosableQuerySet(RowQuerySet):
    """Rows that say who was there: the event's attribution rule may keep them from the public."""

    def disclosed(self):
        """Rows that the event's rule lets anybody see, whatever its state."""
        event = "event" if self.model.row_of == "event" else f"{self.model.row_of}__event"
        return self.exclude(**{f"{event}__withheld": Event.Withheld.NAMES})

    def published(self):
        return super().published().disclosed()


class ParticipationQuerySet(DisclosableQuerySet):
    def disclosed(self):
        """As above; each row's `said` is what it may be quoted with, which is nothing under a rule."""
        open_to_all = When(event__withheld=Event.Withheld.NOTHING, then=F("remarks"))
        said = Case(open_to_all, default=Value(""), output_field=models.TextField())
        return super().disclosed().annotate(said=said)


class Participation(Credit):
    """One appearance of one person in one role; somebody with two roles has two."""

    class Mode(models.TextChoices):
        UNSTATED = "", "—"
        IN_PERSON = "in-person", "in person"
        ONLINE = "online", "online"
        VIDEO = "video-message", "video message"
        READ_OUT = "read-out", "message read out"

    class Presence(models.TextChoices):
        PRESENT = "present", "present"
        ABSENT = "absent", "invited, but absent"
        REPRESENTED = "represented", "represented by another"

    event = models.ForeignKey(Event, models.CASCADE, related_name="participations")
    session = models.ForeignKey(Session, models.SET_NULL, null=True, blank=True, related_name="participations")
    role = models.ForeignKey(Role, models.PROTECT, related_name="participations")
    on_behalf_of = models.CharField(
        max_length=250, blank=True, help_text="Whom or what they spoke for, when not for their own institution."
    )
    mode = models.CharField(max_length=14, choices=Mode, blank=True, default=Mode.UNSTATED)
    presence = models.CharField(max_length=12, choices=Presence, default=Presence.PRESENT)
    side = models.CharField("side or delegation", max_length=120, blank=True, help_text="Such as “Russian delegation”.")
    heads_side = models.BooleanField("heads it", default=False)
    remarks = models.TextField(blank=True, help_text="What they said, in a sentence or two.")

    row_of = "event"

    objects = ParticipationQuerySet.as_manager()

    class Meta(Credit.Meta):
        verbose_name = "participant"
        constraints = [
            *Credit.Meta.constraints,
            models.UniqueConstraint(
                fields=["event", "person", "role"],
                condition=Q(session=None),
                name="participation_once_per_role",
                violation_error_message="This person is there in this role already.",
            ),
            models.UniqueConstraint(
                fields=["event", "session", "person", "role"],
                name="participation_once_per_session_and_role",
                violation_error_message="This person is there in this role and session already.",
            ),
            models.CheckConstraint(
                condition=Q(heads_side=False) | ~Q(side=""),
                name="participation_head_has_side",
                violation_error_message="Name the side or delegation that this person heads.",
            ),
        ]

    def clean(self):
        super().clean()
        if self.session_id and self.session.event_id != self.event_id:
            raise ValidationError({"session": "This session belongs to another event."})


class PhotoSubject(Row):
    """Who stands where in a photo of an event, from left to right."""

    photo = models.ForeignKey("events.EventPhoto", models.CASCADE, related_name="subjects")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="photo_subjects")
    name = models.CharField("name as printed", max_length=200, blank=True)
    row = models.CharField(
        max_length=40, blank=True, help_text="Such as “Seated” or “Front row”; empty where all stand in one."
    )
    order = models.PositiveIntegerField("place from the left", default=0)

    row_of = "photo"
    printed_as = {"person": "name"}
    same_when = (("photo", "person"), ())

    objects = DisclosableQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = "person in the photo"
        verbose_name_plural = "people in the photo, from left to right"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(name=""),
                name="photosubject_names_somebody",
                violation_error_message="Choose the person, or give the name as printed.",
            )
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        if self.person_id and not self.name:
            self.name = self.person.name
        super().save(*args, **kwargs)
