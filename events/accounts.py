"""Accounts: what an event left behind – reports of it, proposals, pictures, papers, links to other events."""

from django.db import models
from django.db.models import F, Q

from editorial.dates import PartialDateField
from editorial.models import Document, Illustrated
from editorial.publishing import Row
from events.event import Event
from people.models import InstitutionNamed
from publications.models import Publication


class Coverage(InstitutionNamed, Row):
    """One account of an event, with what it states otherwise than the others. The institution is the outlet."""

    class Kind(models.TextChoices):
        RELEASE = "release", "own release"
        REPORT = "report", "own report"
        PICKUP = "pick-up", "wire pick-up"
        ORIGINAL = "original", "original reporting"

    event = models.ForeignKey(Event, models.CASCADE, related_name="coverages")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ORIGINAL)
    headline = models.CharField(max_length=300, blank=True)
    address = models.URLField(blank=True, help_text="Where it can be read.")
    date = PartialDateField("dated")
    byline = models.CharField(max_length=200, blank=True, help_text="Who wrote it, or the agency.")
    language = models.CharField(max_length=12, default="en", help_text="Language code, such as en or ur.")
    described_as = models.CharField("calls it", max_length=120, blank=True, help_text="Forum, roundtable discussion …")
    attendance = models.CharField("attendance it states", max_length=120, blank=True)
    differs = models.TextField("what else it gives differently", blank=True, help_text="One point a line.")

    row_of = "event"

    class Meta(Row.Meta):
        verbose_name = "account"
        verbose_name_plural = "accounts of it"

    def __str__(self):
        return self.headline or ", ".join(filter(None, [self.get_kind_display(), self.institution_name]))


class Outcome(Row):
    """Something that came out of an event, as a line of its own."""

    class Kind(models.TextChoices):
        PROPOSAL = "proposal", "proposal"
        RECOMMENDATION = "recommendation", "recommendation"
        ANNOUNCEMENT = "announcement", "announcement"

    event = models.ForeignKey(Event, models.CASCADE, related_name="outcomes")
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.PROPOSAL)
    text = models.CharField(max_length=500)

    row_of = "event"

    def __str__(self):
        return self.text


class EventPublication(Row):
    """How an event and a publication belong together."""

    class Relation(models.TextChoices):
        LAUNCHED = "launched", "launched"
        DISCUSSED = "discussed", "discussed"
        RESULTING = "resulting", "came out of it"

    event = models.ForeignKey(Event, models.CASCADE, related_name="event_publications")
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="event_publications")
    relation = models.CharField(max_length=10, choices=Relation, default=Relation.LAUNCHED)

    row_of = "event"

    class Meta(Row.Meta):
        verbose_name = "publication"
        constraints = [
            models.UniqueConstraint(
                fields=["event", "publication"],
                name="eventpublication_once",
                violation_error_message="This publication is there already.",
            )
        ]

    def __str__(self):
        return f"{self.publication} ({self.get_relation_display()})"


class EventLink(Row):
    """How one event points to another; each is shown on the page of the other."""

    class Relation(models.TextChoices):
        INVITES = "invites", "invited to"
        REFERS = "refers", "referred to"
        MARGINS = "margins", "held on the margins of"
        FOLLOWS = "follows", "followed up"

    # The same relation told from the other end.
    REVERSE = {
        Relation.INVITES: "invitation extended at",
        Relation.REFERS: "referred to at",
        Relation.MARGINS: "occasion for",
        Relation.FOLLOWS: "followed up by",
    }

    event = models.ForeignKey(Event, models.CASCADE, related_name="links")
    other = models.ForeignKey(Event, models.PROTECT, related_name="links_from", verbose_name="other event")
    relation = models.CharField(max_length=10, choices=Relation, default=Relation.REFERS)

    row_of = "event"

    class Meta(Row.Meta):
        verbose_name = "link to another event"
        verbose_name_plural = "links to other events"
        constraints = [
            models.UniqueConstraint(
                fields=["event", "other", "relation"],
                name="eventlink_once",
                violation_error_message="This link is there already.",
            ),
            models.CheckConstraint(
                condition=~Q(event=F("other")),
                name="eventlink_not_to_itself",
                violation_error_message="An event cannot be linked to itself.",
            ),
        ]

    def __str__(self):
        return f"{self.get_relation_display()} {self.other}"

    @property
    def reverse(self):
        """The relation as the other event's page words it."""
        return self.REVERSE[self.relation]


class EventPhoto(Illustrated, Row):
    """A photo of an event."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="photos")
    caption = models.CharField(max_length=300, blank=True)

    row_of = "event"

    class Meta(Row.Meta):
        verbose_name = "photo"
        constraints = [
            models.CheckConstraint(
                condition=~Q(picture=""), name="eventphoto_has_picture", violation_error_message="Choose the picture."
            )
        ]

    def __str__(self):
        return self.caption or self.picture_alt or "photo"

    def illustrated_record(self):
        return self.event


class EventDocument(Document):
    event = models.ForeignKey(Event, models.CASCADE, related_name="documents")

    row_of = "event"

    class Meta(Document.Meta):
        verbose_name = "document"
