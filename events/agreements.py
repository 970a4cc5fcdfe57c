"""Agreements: what institutions signed with one another, who signed for whom, and how long it holds."""

from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils import timezone
from django_countries.fields import CountryField
from taggit.managers import TaggableManager

from editorial.dates import Certainty, PartialDateField, hedged
from editorial.models import Document, Publishable, TopicLink, TopicTerm, Vocabulary
from editorial.publishing import PublishableQuerySet, Row
from editorial.richtext import RichTextField, plain
from editorial.search.entries import Findable
from events.event import Event
from people.models import NAMES_AN_INSTITUTION, Credit, Institution, InstitutionNamed, InstitutionTerm


class AgreementKind(Vocabulary):
    """What sort of instrument an agreement is: memorandum of understanding, letter of cooperation …"""


class AgreementQuerySet(PublishableQuerySet):
    def newest(self):
        return self.order_by(F("year").desc(nulls_last=True), "-signed_on", "-pk")


class Agreement(Publishable):
    """An instrument between institutions, as a record that lives on after the signing."""

    kind = models.ForeignKey(AgreementKind, models.PROTECT, related_name="agreements")
    title = models.CharField(max_length=300)
    event = models.ForeignKey(
        Event,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name="signed at",
        help_text="The event at which it was signed.",
    )
    signed_on = PartialDateField(help_text="A day, a month or a year; empty when the source gives none.")
    date_certainty = models.CharField("certainty", max_length=8, choices=Certainty, blank=True, default="")
    date_note = models.CharField(
        "note on the date", max_length=200, blank=True, help_text="What the source says or leaves out about the date."
    )
    year = models.PositiveSmallIntegerField(null=True, blank=True, editable=False, db_index=True)
    in_force_until = PartialDateField(help_text="Empty when no end is agreed or known.")
    venue = models.CharField(max_length=250, blank=True)
    city = models.CharField(max_length=100, blank=True)
    country = CountryField(blank=True)
    text = RichTextField("description", help_text="What was agreed.")
    predecessor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        help_text="The agreement that this one renews or carries further.",
    )

    topics = TaggableManager("topics", through="events.AgreementTopic", blank=True, related_name="agreements")

    objects = AgreementQuerySet.as_manager()

    sharing = "Both named in “{}”"
    kin = {"event": "Both signed at “{}”"}
    dated_by = "signed_on"

    class Meta(Publishable.Meta):
        ordering = [F("year").desc(nulls_last=True), "-signed_on", "-pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(predecessor=None) | ~Q(predecessor=F("id")),
                name="agreement_not_its_own_predecessor",
                violation_error_message="An agreement cannot be its own predecessor.",
            ),
            models.CheckConstraint(
                condition=Q(signed_on="")
                | Q(in_force_until="")
                | Q(signed_on__lte=F("in_force_until"))
                | Q(signed_on__startswith=F("in_force_until")),
                name="agreement_signed_before_it_ends",
                violation_error_message="It cannot end before it was signed.",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.year = self._meta.get_field("signed_on").to_python(self.signed_on).year
        super().save(*args, **kwargs)

    @property
    def has_ended(self):
        """Whether the last day on which it can have been in force is over, by the calendar of this site."""
        return bool(self.in_force_until) and self.in_force_until.last < timezone.localdate()

    @property
    def dated(self):
        """The date of signing in words and how firmly it is known."""
        return hedged(self.signed_on.spoken, self.date_certainty)

    def settle(self):
        super().settle()
        if self.event_id:
            self.event.settle()

    @classmethod
    def settle_all(cls, keys, words=True):
        super().settle_all(keys, words)
        signed_at = cls.objects.filter(pk__in=keys, event__isnull=False).order_by()
        Event.settle_all(set(signed_at.values_list("event", flat=True)), words=False)

    @classmethod
    def searched(cls):
        documents = cls._meta.get_field("documents").related_model.in_full()
        return ["kind", "parties", "signatures", "areas", Prefetch("documents", documents)]

    def searchable(self):
        parties = [row.institution_name for row in self.parties.all()]
        signed = [words for row in self.signatures.all() for words in row.printed()]
        near = [*parties, *signed, self.signed_on.spoken, self.kind.name, self.venue, self.city, self.country.name]
        papers = [words for document in self.documents.all() for words in document.findable()]
        text = [self.summary, plain(self.text), *(area.name for area in self.areas.all()), *papers]
        return Findable([self.title], near, text, self.signed_on.first)

    @classmethod
    def institution_pairs(cls, keys):
        """Return {(agreement, institution)}: the parties, and the institutions for which people signed."""
        return {
            pair
            for rows in (Party, Signature)
            for pair in rows.objects.filter(agreement__in=keys, institution__isnull=False)
            .order_by()
            .values_list("agreement", "institution")
        }


class Party(InstitutionNamed, Row):
    """An institution that an agreement binds."""

    institution = models.ForeignKey(Institution, models.PROTECT, null=True, blank=True, related_name="parties")
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")

    row_of = "agreement"

    class Meta(Row.Meta):
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "institution"],
                name="party_once",
                violation_error_message="This institution is a party already.",
            ),
            NAMES_AN_INSTITUTION,
        ]


class Signature(Credit):
    """Somebody who signed or witnessed an agreement, with the office held then, for the institution given."""

    class Capacity(models.TextChoices):
        SIGNATORY = "signatory", "signed"
        WITNESS = "witness", "witnessed"

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatures")
    capacity = models.CharField(max_length=10, choices=Capacity, default=Capacity.SIGNATORY)

    row_of = "agreement"

    class Meta(Credit.Meta):
        verbose_name = "signatory or witness"
        verbose_name_plural = "signatories and witnesses"
        constraints = [
            *Credit.Meta.constraints,
            models.UniqueConstraint(
                fields=["agreement", "person", "capacity"],
                name="signature_once",
                violation_error_message="This person is there already.",
            ),
        ]


class Area(Row):
    """A field in which the parties agreed to work together."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="areas")
    name = models.CharField(max_length=200)

    row_of = "agreement"

    class Meta(Row.Meta):
        verbose_name = "area of cooperation"
        verbose_name_plural = "areas of cooperation"

    def __str__(self):
        return self.name


class AgreementDocument(Document):
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="documents")

    row_of = "agreement"

    class Meta(Document.Meta):
        verbose_name = "document"


class AgreementTopic(TopicLink):
    content_object = models.ForeignKey(Agreement, models.CASCADE, related_name="topic_links")


class AgreementTopicTerm(TopicTerm):
    record = models.ForeignKey(Agreement, models.CASCADE, related_name="topic_terms")


class AgreementInstitutionTerm(InstitutionTerm):
    record = models.ForeignKey(Agreement, models.CASCADE, related_name="institution_terms")
