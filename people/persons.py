"""People: one display name, as many other spellings as the sources use, and the positions held over time."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from taggit.managers import TaggableManager

from editorial.dates import PartialDateField
from editorial.folding import fold, key, script
from editorial.identifiers import OrcidField
from editorial.models import Illustrated, Publishable, TopicLink, TopicTerm
from editorial.publishing import PublishableQuerySet, Row, RowQuerySet
from editorial.richtext import RichTextField, plain
from editorial.search.entries import Findable, Mention
from people.institutions import InstitutionNamed, InstitutionTerm, direction


class PersonQuerySet(PublishableQuerySet):
    def names_containing(self, word):
        other = PersonName.objects.filter(person=OuterRef("pk"), key__contains=word)
        return Q(key__contains=word) | Exists(other)

    def named(self, text):
        """People with `text` as name or other name, however it is written."""
        return self.filter(Q(key=key(text)) | Q(names__key=key(text))).distinct()

    def experts(self):
        """Those whom the institute names as its experts."""
        return self.filter(is_expert=True)


class Person(Illustrated, Publishable):
    """A person. One display name, printed as it stands; no first or last name is asked for."""

    name = models.CharField(max_length=200, help_text="As the institute prints it, without titles.")
    sort_name = models.CharField(
        max_length=200, blank=True, help_text="Where it stands in the alphabet. Made from the name when left empty."
    )
    sort_key = models.CharField(max_length=200, editable=False, db_index=True)
    honorific = models.CharField(
        max_length=80, blank=True, help_text="Ambassador, Senator, Lt Gen (Retd), Prof. Dr, U …"
    )
    post_nominals = models.CharField(max_length=80, blank=True, help_text="What follows the name: (Retd), HI(M), PhD …")
    biography = RichTextField()
    orcid = OrcidField("ORCID iD")
    is_expert = models.BooleanField("expert", default=False, help_text="Listed among the institute's experts.")
    private_contact = models.TextField(blank=True, help_text="E-mail, telephone: for the newsroom, never shown.")

    topics = TaggableManager("expertise", through="people.PersonTopic", blank=True, related_name="people")

    objects = PersonQuerySet.as_manager()

    class Meta(Publishable.Meta):
        ordering = ["sort_key", "pk"]
        verbose_name_plural = "people"
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                fields=["orcid"],
                condition=~Q(orcid=""),
                name="person_orcid_once",
                violation_error_message="Another person has this ORCID iD.",
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.sort_name = self.sort_name or self.name
        self.sort_key = key(self.sort_name)
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if not fold(self.name):
            raise ValidationError({"name": "Give the person a name with at least one letter."})

    @property
    def styled(self):
        """The name with honorific and post-nominals."""
        return " ".join(filter(None, [self.honorific, self.name, self.post_nominals]))

    @classmethod
    def institution_pairs(cls, keys):
        """Return {(person, institution)} of where the people with these keys are or were."""
        held = Affiliation.objects.filter(person__in=keys, institution__isnull=False)
        return set(held.order_by().values_list("person", "institution"))

    def called(self):
        """Return what the person is called, as (words, kind of other name)."""
        return [(self.name, None)]

    def also_call(self, words, kind):
        """Give the person another name, which is one in another script if it is written in another one than the name."""
        kinds = PersonName.Kind
        found = kinds.SPELLING if script(words) == script(self.name) else kinds.SCRIPT
        return self.names.create(name=words, kind=kind or found)

    @property
    def present_position(self):
        """The affiliation that is held now as far as anybody said, the primary one first, or None."""
        return next((held for held in self.affiliations.all() if not held.former and not held.end), None)

    @classmethod
    def searched(cls):
        return ["names", "affiliations"]

    def searchable(self):
        called = [self.name, self.sort_name, *(other.name for other in self.names.all())]
        held = [words for row in self.affiliations.all() for words in (row.position, row.institution_name)]
        return Findable(
            called, [self.honorific, self.post_nominals, *held, self.orcid], [self.summary, plain(self.biography)]
        )

    def affiliation_on(self, day):
        """Return the affiliation held on `day` (a date, or None for the latest), the primary one first, or None."""
        held = self.affiliations.on(day) if day else self.affiliations.all()
        return held.order_by("former", "-primary", "-start", "order", "pk").first()


class PersonName(models.Model):
    """Another name of a person: a spelling, a name in another script, a former name."""

    class Kind(models.TextChoices):
        SPELLING = "spelling", "also written"
        SCRIPT = "script", "in another script"
        FORMER = "former", "former name"

    person = models.ForeignKey(Person, models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, editable=False, db_index=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.SPELLING)
    language = models.CharField(max_length=12, blank=True, help_text="Language code, such as ur or ru.")

    class Meta:
        ordering = ["kind", "name"]
        verbose_name = "other name"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"], name="personname_once", violation_error_message="This name is there already."
            )
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.key = key(self.name)
        super().save(*args, **kwargs)

    @property
    def direction(self):
        return direction(self.language)


class PersonLink(models.Model):
    """An address where more about a person is found."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="links")
    label = models.CharField(max_length=80)
    address = models.URLField()

    same_when = (("person", "address"), ())

    class Meta:
        verbose_name = "link"

    def __str__(self):
        return self.label


class AffiliationQuerySet(RowQuerySet):
    def on(self, day):
        """Affiliations that may have been held on `day`, a date: an end known by its year covers the whole year."""
        iso = day.isoformat()
        begun = Q(start="") | Q(start__lte=iso)
        lasting = Q(end="", former=False) | Q(end__gte=iso) | Q(end__in=[iso[:4], iso[:7]])
        return self.filter(begun & lasting)


class Affiliation(InstitutionNamed, Row):
    """A position that a person holds or held, with what is known of its dates."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="affiliations")
    position = models.CharField(max_length=200, blank=True)
    start = PartialDateField("from", help_text="A day, a month or a year.")
    end = PartialDateField("until", help_text="Empty while it lasts.")
    former = models.BooleanField("no longer held", default=False, help_text="For a position that ended, date unknown.")
    primary = models.BooleanField(default=False, help_text="The one to print when there are several.")

    row_of = "person"
    # Two rows that say the same; dates may be known to one of them only.
    same_when = (("person", "institution", "position"), ("start", "end"))

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        ordering = ["former", "-primary", "-start", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(position="") | ~Q(institution_name="") | Q(institution__isnull=False),
                name="affiliation_says_something",
                violation_error_message="Give the position, the institution, or both.",
            ),
            models.CheckConstraint(
                condition=Q(start="") | Q(end="") | Q(start__lte=F("end")) | Q(start__startswith=F("end")),
                name="affiliation_start_before_end",
                violation_error_message="A position cannot end before it begins.",
            ),
        ]

    def __str__(self):
        return ", ".join(filter(None, [self.position, self.institution_name]))


class PersonTopic(TopicLink):
    content_object = models.ForeignKey(Person, models.CASCADE, related_name="topic_links")


class PersonTopicTerm(TopicTerm):
    record = models.ForeignKey(Person, models.CASCADE, related_name="topic_terms")


class PersonInstitutionTerm(InstitutionTerm):
    record = models.ForeignKey(Person, models.CASCADE, related_name="institution_terms")


class Credit(InstitutionNamed, Row):
    """A person as billed on a work or at an event: the words printed that day, which no later change touches.

    The person behind the words may be unknown, and the words may be only an office.
    """

    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="%(class)ss")
    honorific = models.CharField("honorific as printed", max_length=80, blank=True)
    name = models.CharField("name as printed", max_length=200, blank=True)
    position = models.CharField("position as printed", max_length=250, blank=True)

    ties = "person"
    printed_as = {**InstitutionNamed.printed_as, "person": "name"}

    class Meta(Row.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") | ~Q(position=""),
                name="%(class)s_names_somebody",
                violation_error_message="Say who it was: choose a person, or give a name or an office as printed.",
            )
        ]

    def __str__(self):
        return ", ".join(filter(None, [self.styled, self.position, self.institution_name]))

    def save(self, *args, **kwargs):
        self.bill()
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        self.bill()

    @classmethod
    def open_to_all(cls):
        """Return the rows that the rule of their record lets anybody see, whatever its state."""
        return cls.objects.disclosed() if hasattr(cls.objects, "disclosed") else cls.objects.all()

    def bill(self):
        """Print the person's name where none is given; what is printed already stays."""
        if self.person_id and not self.name:
            self.name = self.person.name
            self.honorific = self.honorific or self.person.honorific

    def printed(self):
        """Return the words printed of somebody, in the order in which they are read."""
        return [self.styled, self.position, self.institution_name]

    @property
    def called(self):
        """What the row goes by where it is one of many: the name, or the office when no name is known."""
        return self.styled or self.position

    @property
    def styled(self):
        """The name as printed with its honorific."""
        return " ".join(filter(None, [self.honorific, self.name]))


class EntryPerson(Mention):
    """A person billed on a record, as far as the record's rule lets anybody see."""

    term = models.ForeignKey(Person, models.CASCADE, related_name="+")

    @classmethod
    def pairs(cls, model, keys):
        kinds = [kind for kind in Credit.__subclasses__() if kind._meta.get_field(kind.row_of).related_model is model]
        rows = [kind.open_to_all().filter(**{f"{kind.row_of}__in": keys}, person__isnull=False) for kind in kinds]
        return {
            pair for kind, found in zip(kinds, rows, strict=True) for pair in found.values_list(kind.row_of, "person")
        }
