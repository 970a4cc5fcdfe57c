"""What two share: the lists of the site narrowed to both, the part that each had at every event, and who recurs there."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Count, Prefetch, Q
from django.urls import reverse

from editorial.reading.charts import over_years
from editorial.reading.paging import whole
from editorial.reading.remembered import remembered
from editorial.trees import with_descendants
from editorial.views import grouped
from events.models import Agreement, Hosting, Participation, Party, Signature
from events.views import linked
from people.models import Institution, Person
from portal.listings import Listing

# What binds comes first, then what was held, then what was written.
LISTS = {
    "agreements": "events:agreement-list",
    "events": "events:event-list",
    "publications": "publications:publication-list",
}
MOST_RECURRING = 20


@dataclass
class Side:
    """One of two that share something: a person, or institutions by their keys with those of all beneath them."""

    name: str
    keys: set = field(default_factory=set)
    person: Person = None

    @classmethod
    def of(cls, body):
        return cls(body.acronym or body.name, with_descendants(Institution, [body.pk], "parent"))

    def takes(self, row):
        """Whether `row` of an event or an agreement is about this side."""
        return getattr(row, "person_id", None) == self.person.pk if self.person else row.institution_id in self.keys


@dataclass
class Part:
    """What a side did at one event: its rows among the hosts, who was billed for it, and what it signed there."""

    side: Side
    hostings: list = field(default_factory=list)
    people: list = field(default_factory=list)
    parties: list = field(default_factory=list)

    @property
    def billed(self):
        """The people as [(first row, rows)]: one person under the same words once, with every role."""
        same = grouped(self.people, lambda row: (row.person_id, row.styled, row.position, row.institution_name))
        return [(rows[0], rows) for _, rows in same]


def listings(**question):
    """Return the lists of agreements, events and publications that answer `question`, by those names."""
    return {kind: Listing(name, urlencode(question, doseq=True)) for kind, name in LISTS.items()}


def years(listing):
    """Return the chart of a list of events by year, each bar leading to those of that year."""
    filters = listing.filters
    counts = {year: value.count for year, value in filters.offered("year", filters.facets["year"]).items()}
    undated = listing.count - sum(counts.values())
    return over_years(
        counts,
        lambda chosen: narrowed(listing, year=[str(year) for year in chosen]),
        "Events by year",
        ("event", "events"),
        undated=undated,
    )


def ends(lists):
    """Return the first and the latest dated record of all lists as [(word, record, date)], [] when all are of one."""
    found = []
    for listing in lists.values():
        column = listing.records.model.dated_by
        by_date = listing.records.exclude(**{column: ""}).order_by(column, "pk")
        both = whole(by_date, by_date[:1]) + whole(by_date, by_date.reverse()[:1])
        found += [(getattr(record, column), record) for record in both]
    found.sort(key=lambda end: end[0])
    if not found or found[0][0] == found[-1][0]:
        return []
    return [(word, record, date) for word, (date, record) in (("First", found[0]), ("Latest", found[-1]))]


def narrowed(listing, **further):
    """Return the address of a list of events with further choices made."""
    return reverse(LISTS["events"]) + listing.filters.address({**listing.filters.chosen, **further}).lstrip(".")


def with_parts(events, sides):
    """Return [(event, [Part])]: what each side did at every one of `events`, as printed there."""
    parts = {event.pk: [Part(side) for side in sides] for event in events}
    for kind, event, row in rows(events, sides):
        if part := next((part for part in parts[event] if part.side.takes(row)), None):
            getattr(part, kind).append(row)
    return [(event, parts[event.pk]) for event in events]


def rows(events, sides):
    """Yield (kind of part, key of the event, row) for every row of `events` that may be about one of the sides."""
    keys, people = set().union(*(side.keys for side in sides)), [side.person for side in sides if side.person]
    held = {"event__in": [event.pk for event in events]}
    hostings = Hosting.objects.filter(institution__in=keys, **held)
    for row in hostings.prefetch_related(*linked("institution")).order_by("order", "pk"):
        yield "hostings", row.event_id, row
    named = Participation.objects.disclosed().filter(Q(institution__in=keys) | Q(person__in=people), **held)
    named = named.select_related("role").prefetch_related(*linked("person", "institution"))
    for row in named.order_by("role__position", "order", "pk"):
        yield "people", row.event_id, row
    signed = Agreement.objects.published().filter(**held)
    for row in Party.objects.filter(agreement__in=signed, institution__in=keys).select_related("agreement"):
        yield "parties", row.agreement.event_id, row


def with_signatures(agreements, sides):
    """Return [(agreement, [(side, rows)])]: who signed or witnessed each agreement for either side, as printed."""
    found = []
    for agreement in agreements.prefetch_related(signatories(), successors()):
        rows = list(agreement.signatures.all())
        found.append((agreement, [(side, [row for row in rows if side.takes(row)]) for side in sides]))
    return found


def signatories():
    return Prefetch("signatures", Signature.objects.prefetch_related(*linked("person", "institution")))


def successors():
    return Prefetch("successors", Agreement.objects.published())


def recurring(listing, sides):
    """Return those named at several events of the list, as [{person, events, address of these, sides spoken for}]."""
    per_side = {
        f"side_{place}": Count("event", filter=Q(institution__in=side.keys), distinct=True)
        for place, side in enumerate(sides)
    }
    events, people = listing.records.order_by().values("pk"), Person.objects.published()
    rows = Participation.objects.published().filter(event__in=events, person__in=people).order_by().values("person")
    rows = rows.annotate(events=Count("event", distinct=True), **per_side).filter(events__gt=1)
    rows = remembered(rows.order_by("-events", "person__sort_key", "person")[:MOST_RECURRING])
    people = people.in_bulk([row["person"] for row in rows])
    return [
        {
            "person": people[row["person"]],
            "events": row["events"],
            "address": narrowed(listing, person=[people[row["person"]].slug]),
            "sides": [side for place, side in enumerate(sides) if row[f"side_{place}"]],
        }
        for row in rows
    ]
