"""The public pages of events and agreements."""

from zoneinfo import ZoneInfo

from django.db.models import Case, Prefetch, Value, When
from django.db.models.functions import Now
from django.utils.text import capfirst

from editorial.drawing.cards import Card, dotted
from editorial.reading.files import RecordDocument, RecordDrawing, RecordPicture
from editorial.reading.notes import RecordNote
from editorial.views import RecordDetail, RecordList, grouped
from events.citation import cite_agreement, cite_event
from events.filters import AgreementFilter, EventFilter
from events.models import (
    Agreement,
    AgreementDocument,
    Coverage,
    Event,
    EventDocument,
    EventLink,
    EventPublication,
    Hosting,
    Participation,
    Party,
    PhotoSubject,
    Signature,
)
from events.note import agreement_note, event_note
from people.models import Institution, Person
from publications.models import Publication


def linked(*relations):
    """Return prefetches of people and institutions that leave empty whoever has no public page."""
    models = {"person": Person, "institution": Institution}
    return [Prefetch(name, models[name].objects.published()) for name in relations]


class EventList(RecordList):
    model = Event
    filters = EventFilter
    standfirst = "What was held and what is to come: who hosted, who took part and what came of it."

    def records(self):
        upcoming = Case(When(ends_at__gt=Now(), then=Value(True)), default=Value(False))
        return super().records().annotate(is_upcoming=upcoming).select_related("kind").prefetch_related("hostings")

    def group(self, event):
        if self.filter.order == "newest" and event.is_upcoming:
            return "Upcoming"
        return event.year or "Date not given"


class EventDetail(RecordDetail):
    model = Event
    cite = staticmethod(cite_event)

    def records(self):
        return Event.objects.select_related("kind", "series").prefetch_related(
            "topics",
            "sessions",
            "outcomes",
            Prefetch("documents", EventDocument.told()),
            Prefetch("venue_institution", Institution.objects.published()),
            Prefetch("parent", Event.objects.published()),
            Prefetch("parts", Event.objects.published().order_by("starts_at", "pk")),
            Prefetch("hostings", Hosting.objects.prefetch_related(*linked("institution"))),
            Prefetch("participations", disclosed(Participation).select_related("role")),
            Prefetch("coverages", Coverage.objects.prefetch_related(*linked("institution"))),
            Prefetch("links", EventLink.objects.filter(other__in=Event.objects.published()).select_related("other")),
            Prefetch("links_from", EventLink.objects.published().select_related("event")),
            Prefetch("event_publications", launched()),
            Prefetch("agreements", Agreement.objects.published().select_related("kind")),
            Prefetch("photos__subjects", disclosed(PhotoSubject)),
        )

    def get_context_data(self, **kwargs):
        event = self.object
        return super().get_context_data(
            hosts=hosts(event),
            programme=programme(event),
            outcomes=grouped(event.outcomes.all(), lambda outcome: outcome.get_kind_display()),
            works=grouped(event.event_publications.all(), lambda work: work.get_relation_display()),
            related=related(event),
            zone=zone_name(event),
            **kwargs,
        )


def disclosed(model):
    """Return the rows of people that the event's attribution rule lets anybody see."""
    people = "person", "institution"
    wanted = [name for name in people if name in {field.name for field in model._meta.fields}]
    return model.objects.disclosed().prefetch_related(*linked(*wanted))


def launched():
    return EventPublication.objects.filter(publication__in=Publication.objects.published()).select_related(
        "publication__kind"
    )


def hosts(event):
    """Return the hostings by their part, hosts first, whatever order they were entered in."""
    order = Hosting.Part.values
    rows = sorted(event.hostings.all(), key=lambda hosting: order.index(hosting.part))
    return grouped(rows, lambda hosting: hosting.get_part_display())


def programme(event):
    """Return who took part as [(session or None, [(role, people)])]: sessions in order, roles as the vocabulary has them."""
    rows = sorted(event.participations.all(), key=lambda row: (row.role.position, row.role.name, row.order, row.pk))
    sessions = [None, *event.sessions.all()]
    return [
        (session, grouped([row for row in rows if row.session_id == (session and session.pk)], lambda row: row.role))
        for session in sessions
        if session or any(row.session_id is None for row in rows)
    ]


def related(event):
    """Return the events that this one points to and those that point to it, by how they belong together."""
    links = [(link.get_relation_display(), link.other) for link in event.links.all()]
    links += [(link.reverse, link.event) for link in event.links_from.all()]
    return [(relation, [other for _, other in rows]) for relation, rows in grouped(links, lambda link: link[0])]


def zone_name(event):
    """Return what people there call the zone of the event's time, such as PKT, or its distance from UTC."""
    if not event.starts_at:
        return ""
    name = event.starts_at.astimezone(ZoneInfo(event.timezone)).tzname()
    return name if name.isalpha() else f"UTC{name}"


class EventNote(RecordNote, EventDetail):
    compose = staticmethod(event_note)


class EventPicture(RecordPicture):
    model = Event


class EventFile(RecordDocument):
    model = Event


class EventCard(RecordDrawing):
    model = Event

    def drawing(self, event):
        held = [row.institution_name for _, rows in hosts(event) for row in rows]
        return Card(dotted(capfirst(event.kind.name), event.dated), event.title, dotted(", ".join(held), event.city))


class AgreementList(RecordList):
    model = Agreement
    filters = AgreementFilter
    standfirst = "What institutions signed with one another, who signed for them, and what it covers."

    def records(self):
        return super().records().select_related("kind").prefetch_related("parties")

    def group(self, agreement):
        return agreement.year or "Date not given"


class AgreementDetail(RecordDetail):
    model = Agreement
    cite = staticmethod(cite_agreement)

    def records(self):
        return Agreement.objects.select_related("kind").prefetch_related(
            "topics",
            "areas",
            Prefetch("documents", AgreementDocument.told()),
            Prefetch("event", Event.objects.published()),
            Prefetch("predecessor", Agreement.objects.published()),
            Prefetch("successors", Agreement.objects.published()),
            Prefetch("parties", Party.objects.prefetch_related(*linked("institution"))),
            Prefetch("signatures", Signature.objects.prefetch_related(*linked("person", "institution"))),
        )

    def get_context_data(self, **kwargs):
        signatures = grouped(self.object.signatures.all(), lambda row: row.get_capacity_display())
        return super().get_context_data(signatures=signatures, **kwargs)


class AgreementNote(RecordNote, AgreementDetail):
    compose = staticmethod(agreement_note)


class AgreementFile(RecordDocument):
    model = Agreement


class AgreementCard(RecordDrawing):
    model = Agreement

    def drawing(self, agreement):
        parties = ", ".join(party.institution_name for party in agreement.parties.all())
        return Card(dotted(capfirst(agreement.kind.name), agreement.dated), agreement.title, parties)
