"""The front page: what is on, what is new, and the ways into the record."""

from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.views.generic import TemplateView

from editorial.reading.paging import whole
from events.models import Event, Hosting, Participation
from events.views import AgreementList, EventList
from people.models import Institution, Person
from portal.listings import LISTS, Listing
from portal.topics import commonest_topics
from publications.views import PublicationList

# So many events that are over are looked through for one with a report, and for who was heard there.
LOOKED_THROUGH = 60


class Home(TemplateView):
    template_name = "portal/home.html"

    def get_context_data(self, **kwargs):
        lead, latest = newest_events()
        works = PublicationList().records().filter(part_of=None).newest()
        return super().get_context_data(
            lead=lead,
            latest=latest,
            upcoming=[marked(event, timezone.now()) for event in next_events(5)],
            publications=whole(works, works[:3]),
            agreements=AgreementList().records().newest()[:3],
            heard=heard_lately(9),
            topics=commonest_topics()[:14],
            centres=busy_centres()[:8],
            listings=[listing for listing in map(Listing, LISTS) if listing.count],
            canonical=self.request.path,
            **kwargs,
        )


def newest_events():
    """Return the newest event with a host and a report (of so many looked through), or the newest of all, and those after."""
    past = EventList().records().past()
    newest, recent = whole(past, past[:7]), list(past.values_list("pk", flat=True)[:LOOKED_THROUGH])
    told = past.filter(pk__in=recent).exclude(report="")
    told = told.filter(Exists(Hosting.objects.filter(event=OuterRef("pk"))))
    lead = told.prefetch_related("photos").first() or next(iter(newest), None)
    return lead, [event for event in newest if event != lead][:6]


def next_events(most):
    """Return what is on and what comes next; what is known by its year alone is too vague to stand first."""
    coming = EventList().records().upcoming()[: most * 2]
    return sorted(coming, key=lambda event: not event.start_date.month)[:most]


def marked(event, moment):
    """Return `event` with a mark in `today` when it is being held on the day of `moment` by the clock of its place."""
    day = moment.astimezone(ZoneInfo(event.timezone)).date()
    event.today = bool(event.start_date.day) and not event.date_certainty and event.start_date.first <= day
    return event


def heard_lately(most):
    """Return the latest appearance, as billed, of each of the `most` people who were heard last."""
    over = list(Event.objects.published().past().values_list("pk", flat=True)[:LOOKED_THROUGH])
    rows = Participation.objects.published().filter(person__in=Person.objects.published())
    rows = rows.filter(event__in=over, presence=Participation.Presence.PRESENT)
    rows = rows.order_by(F("event__starts_at").desc(nulls_last=True), "-event", "role__position", "order", "pk")
    latest = {}
    for key, person in rows.values_list("pk", "person"):
        latest.setdefault(person, key)
    keys = list(latest.values())[:most]
    shown = rows.filter(pk__in=keys).select_related("person").in_bulk()
    return [shown[key] for key in keys if key in shown]


def busy_centres():
    """Return the centres that hold events, by name; others are named on the record only because somebody works there."""
    hosting = Hosting.objects.published().values("institution")
    return Institution.objects.published().filter(kind__slug="centre", pk__in=hosting).order_by("name")
