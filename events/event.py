"""Events: what an institute held or took part in, when by the clock of the place, and under which rule."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Prefetch, Q
from django.db.models.functions import Now
from django_countries.fields import CountryField
from taggit.managers import TaggableManager

from editorial import clock
from editorial.dates import Certainty, PartialDateField, hedged, span
from editorial.models import Publishable, TopicLink, TopicTerm, Vocabulary
from editorial.publishing import PublishableQuerySet
from editorial.richtext import RichTextField, plain
from editorial.search.entries import Findable
from people.models import Institution, InstitutionTerm
from publications.models import Publication


class EventKind(Vocabulary):
    """What sort of event it is: roundtable, book launch, forum …"""

    schema_type = models.CharField("schema.org type", max_length=60, default="Event")


class EventSeries(models.Model):
    """Events that recur under one name: an annual dialogue, a yearly fair."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "event series"

    def __str__(self):
        return self.name

    def next_ordinal(self):
        """Return the number after the highest that an edition has, or None when none has one."""
        highest = self.events.aggregate(highest=models.Max("ordinal"))["highest"]
        return highest and highest + 1


class EventQuerySet(PublishableQuerySet):
    def upcoming(self):
        """Events that are not over by the clock of their own place, the next one first."""
        return self.filter(ends_at__gt=Now()).order_by("starts_at", "pk")

    def past(self):
        """Events that are over, the newest first; those without a date come last."""
        return self.filter(Q(ends_at__lte=Now()) | Q(ends_at=None)).newest()

    def newest(self):
        return self.order_by(F("starts_at").desc(nulls_last=True), "-pk")


class Event(Publishable):
    """Something that was held: its time, place, rule, text and the relations to everything else."""

    class Format(models.TextChoices):
        IN_PERSON = "in-person", "in person"
        ONLINE = "online", "online"
        HYBRID = "hybrid", "in person and online"

    class Rule(models.TextChoices):
        ON_RECORD = "on-record", "on the record"
        CHATHAM_HOUSE = "chatham-house", "Chatham House Rule"
        BACKGROUND = "background", "background"

    class Withheld(models.TextChoices):
        NOTHING = "", "nothing"
        REMARKS = "remarks", "who said what"
        NAMES = "names", "who took part"

    kind = models.ForeignKey(EventKind, models.PROTECT, related_name="events")
    title = models.CharField(max_length=300)
    start_date = PartialDateField("date", help_text="18 December 2025, December 2025 or 2025; empty when not known.")
    start_time = models.TimeField("from", null=True, blank=True, help_text="By the clock of the place.")
    end_date = PartialDateField("last day", help_text="Only when it lasted longer than a day.")
    end_time = models.TimeField("to", null=True, blank=True)
    timezone = models.CharField("time zone", max_length=64, default=clock.default_zone, validators=[clock.check_zone])
    second_time = models.BooleanField(
        "when clocks went back",
        null=True,
        blank=True,
        choices=[(False, "the first of the two times"), (True, "the second of the two times")],
        help_text="Only for a time that the clocks showed twice that night.",
    )
    date_certainty = models.CharField("certainty", max_length=8, choices=Certainty, blank=True, default="")
    date_note = models.CharField(
        "note on the date", max_length=200, blank=True, help_text="What the source says or leaves out about the date."
    )
    starts_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    ends_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True, editable=False, db_index=True)

    venue = models.CharField(max_length=250, blank=True, help_text="Filled in from the institution when left empty.")
    venue_institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="events_at", verbose_name="venue (institution)"
    )
    city = models.CharField(max_length=100, blank=True)
    country = CountryField(blank=True, help_text="Where it was held; an embassy is in its host country.")
    format = models.CharField(max_length=10, choices=Format, blank=True)
    attendance = models.CharField(
        max_length=120, blank=True, help_text="As the institute states it: “about 40 scholars”."
    )
    report = RichTextField(help_text="What happened and what was said.")
    rule = models.CharField("attribution", max_length=16, choices=Rule, default=Rule.ON_RECORD)
    withheld = models.CharField(
        "kept from the public",
        max_length=8,
        choices=Withheld,
        blank=True,
        default="",
        help_text="Under a rule: hide what each person said, or who took part at all.",
    )
    series = models.ForeignKey(EventSeries, models.PROTECT, null=True, blank=True, related_name="events")
    ordinal = models.PositiveSmallIntegerField(
        "number in the series", null=True, blank=True, help_text="16 for the sixteenth."
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        help_text="The visit or conference it was part of.",
    )
    website = models.URLField(blank=True, help_text="Its own page elsewhere.")
    recording = models.URLField(blank=True, help_text="Where it can be watched or heard.")

    publications = models.ManyToManyField(Publication, through="events.EventPublication", related_name="events")
    topics = TaggableManager("topics", through="events.EventTopic", blank=True, related_name="events")

    objects = EventQuerySet.as_manager()

    sharing = "Both at “{}”"
    kin = {"series": "Same series", "parent": "Both part of “{}”"}
    dated_by = "start_date"
    printed_as = {"venue_institution": "venue"}

    class Meta(Publishable.Meta):
        ordering = [F("starts_at").desc(nulls_last=True), "-pk"]
        # Everything by which events are shown, sorted and counted, so that no list reads through all reports.
        indexes = [
            *Publishable.Meta.indexes,
            models.Index(
                fields=[
                    "published_at",
                    "withdrawn_at",
                    "ends_at",
                    "starts_at",
                    "withheld",
                    "kind",
                    "year",
                    "country",
                    "series",
                    "language",
                ],
                name="event_in_lists",
            ),
        ]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at__lte=F("ends_at")),
                name="event_start_before_end",
                violation_error_message="The event cannot end before it begins.",
            ),
            models.CheckConstraint(
                condition=Q(rule="on-record", withheld="") | (~Q(rule="on-record") & ~Q(withheld="")),
                name="event_rule_withholds",
                violation_error_message="A rule must say what is kept from the public; on the record, nothing is.",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="event_not_part_of_itself",
                violation_error_message="An event cannot be part of itself.",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        if self.venue_institution_id and not self.venue:
            self.venue = self.venue_institution.name
        self.set_instants()
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if not self.dates_readable():
            return  # The fields have said so already.
        self.check_dates()
        for time in ("start_time", "end_time"):
            self.check_clock(time)
        if self.rule != self.Rule.ON_RECORD and not self.withheld:
            raise ValidationError({"withheld": "Say what this rule keeps from the public."})
        self.set_instants()

    @property
    def dates(self):
        """The date or dates in words, empty when none is known."""
        return span(self.start_date, self.end_date)

    @property
    def dated(self):
        """The dates in words and how firmly they are known."""
        return hedged(self.dates, self.date_certainty)

    @property
    def day(self):
        """The first day that the date can mean, or None: the day for which people are billed."""
        return self.start_date.first if self.start_date else None

    def dates_readable(self):
        """Turn what was assigned into partial dates; False when one of them is none."""
        try:
            for field in ("start_date", "end_date"):
                setattr(self, field, self._meta.get_field(field).to_python(getattr(self, field)))
        except ValidationError:
            return False
        return True

    def check_dates(self):
        """Raise ValidationError, by field, for a time without a day or an end before the beginning."""
        if self.start_time and len(self.start_date) < 10:
            raise ValidationError({"start_time": "A time needs the full date."})
        if self.end_time and not self.start_time:
            raise ValidationError({"end_time": "Give the time at which it began as well."})
        if self.end_date and (not self.start_date or self.end_date.last < self.start_date.first):
            raise ValidationError({"end_date": "The last day cannot be before the first."})
        if self.end_time and len(self.end_date) in (4, 7):
            raise ValidationError({"end_date": "A time needs the full date."})
        if self.end_time and self.end_date in ("", self.start_date) and self.end_time < self.start_time:
            raise ValidationError(
                {"end_time": "It ends before it begins. If it went past midnight, give the last day."}
            )

    def check_clock(self, field):
        """Raise ValidationError when the clocks skipped a time that day, or showed it twice and nobody said which."""
        time = getattr(self, field)
        if not time or self.timezone not in clock.zones():
            return
        day = (self.end_date if field == "end_time" and self.end_date else self.start_date).first
        if shown := clock.skipped(day, time, self.timezone):
            raise ValidationError({field: f"The clocks jumped over this time that day. Did you mean {shown:%H:%M}?"})
        if self.second_time is None and clock.twice(day, time, self.timezone):
            raise ValidationError({"second_time": f"The clocks showed {time:%H:%M} twice that day. Say which it was."})

    def set_instants(self):
        """Derive the instants between which the event takes place, and its year, from wall time and zone."""
        start = self._meta.get_field("start_date").to_python(self.start_date)
        end = self._meta.get_field("end_date").to_python(self.end_date) or start
        self.year, self.starts_at, self.ends_at = start.year, None, None
        if start and self.timezone in clock.zones():
            begins = self.start_time or clock.MIDNIGHT
            self.starts_at = clock.instant(start.first, begins, self.timezone, bool(self.second_time))
            self.ends_at = clock.midnight_after(end.last, self.timezone)
            if self.end_time:
                self.ends_at = clock.instant(end.last, self.end_time, self.timezone, bool(self.second_time))

    def settle(self):
        """Derive the index anew and, in case the rules of a time zone changed meanwhile, the instants."""
        super().settle()
        before = (self.starts_at, self.ends_at, self.year)
        self.set_instants()
        if before != (self.starts_at, self.ends_at, self.year):
            self.save(update_fields=["starts_at", "ends_at", "year"])

    @classmethod
    def searched(cls):
        billed = cls._meta.get_field("participations").related_model.open_to_all()
        documents = cls._meta.get_field("documents").related_model.in_full()
        rows = ["kind", "series", "hostings", "sessions", "outcomes", "coverages", "photos"]
        return [*rows, Prefetch("participations", billed), Prefetch("documents", documents)]

    def searchable(self):
        billed = self.participations.all()
        told = [words for row in billed for words in (*row.printed(), row.on_behalf_of, row.side)]
        place = [self.venue, self.city, self.country.name]
        hosts = [row.institution_name for row in self.hostings.all()]
        near = [*hosts, *told, *place, self.dates, self.kind.name, self.series.name if self.series else ""]
        return Findable([self.title], near, self.texts(), self.day)

    def texts(self):
        """Return all that anybody may read of the event, in the order of its page."""
        parts = [self.summary, plain(self.report), *(row.title for row in self.sessions.all())]
        parts += [row.said for row in self.participations.all()]
        parts += [row.text for row in self.outcomes.all()]
        for row in self.coverages.all():
            parts += [row.headline, row.institution_name, row.byline, row.described_as, row.differs]
        parts += [row.caption for row in self.photos.all()]
        return parts + [words for document in self.documents.all() for words in document.findable()]

    @classmethod
    def institution_pairs(cls, keys):
        """Return {(event, institution)}: hosts, participants' institutions unless the rule hides them, and the parties of
        what was signed there.
        """
        rows = {name: cls._meta.get_field(name).related_model.objects for name in ("hostings", "participations")}
        named = [rows["hostings"].filter(event__in=keys), rows["participations"].filter(event__in=keys).disclosed()]
        signed = cls._meta.get_field("agreements").related_model.objects.published().filter(event__in=keys)
        hosts, heard = [some.order_by().values_list("event", "institution") for some in named]
        pairs = hosts.union(heard, signed.order_by().values_list("event", "parties__institution"))
        return {(event, institution) for event, institution in pairs if institution}


class EventTopic(TopicLink):
    content_object = models.ForeignKey(Event, models.CASCADE, related_name="topic_links")


class EventTopicTerm(TopicTerm):
    record = models.ForeignKey(Event, models.CASCADE, related_name="topic_terms")


class EventInstitutionTerm(InstitutionTerm):
    record = models.ForeignKey(Event, models.CASCADE, related_name="institution_terms")
