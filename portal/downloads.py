"""Downloads: a list of the site, as it is narrowed, as a table for spreadsheets."""

from django.conf import settings
from django.db.models import Prefetch
from django.views import View

from events.models import Agreement, Event
from people.models import Institution, Person
from portal.statistics import Figures, known, spreadsheet
from publications.models import Publication

# So many records at a time are held in memory.
CHUNK = 500


def names(rows):
    return "; ".join(str(row) for row in rows)


def lasting(event):
    """Return the dates of an event as ISO 8601 writes them, an interval with a stroke: 2025-04-17/2025-04-19."""
    return "/".join(filter(None, [event.start_date, event.end_date]))


def place(record):
    return ", ".join(filter(None, [record.city, record.country.name]))


TOPICS = ("topics", lambda record: names(sorted(record.topics.all(), key=lambda topic: topic.key)))
# What each kind says of itself, by the heading of the column.
COLUMNS = {
    Event: [
        ("title", str),
        ("date", lasting),
        ("date is", lambda event: event.date_certainty),
        ("kind", lambda event: event.kind.name),
        ("place", place),
        ("institutions", lambda event: names(event.hostings.all())),
        TOPICS,
    ],
    Publication: [
        ("title", lambda work: work.full_title),
        ("date", lambda work: work.date),
        ("kind", lambda work: work.kind.name),
        ("place", lambda work: work.place),
        ("institutions", lambda work: work.publisher_name),
        TOPICS,
    ],
    Agreement: [
        ("title", str),
        ("date", lambda pact: pact.signed_on),
        ("date is", lambda pact: pact.date_certainty),
        ("kind", lambda pact: pact.kind.name),
        ("place", place),
        ("institutions", lambda pact: names(pact.parties.all())),
        TOPICS,
    ],
    Person: [
        ("name", str),
        ("positions", lambda person: names(row for row in person.affiliations.all() if not row.former)),
        TOPICS,
    ],
    Institution: [
        ("name", str),
        ("acronym", lambda body: body.acronym),
        ("kind", lambda body: body.kind.name),
        ("place", place),
        ("part of", lambda body: body.parent or ""),
        TOPICS,
    ],
}
ALSO = {Institution: [Prefetch("parent", Institution.objects.published())]}


class ListSpreadsheet(View):
    """The records of a list, in its order, one a line."""

    def get(self, request, kind):
        filters = Figures(known(kind), request.GET).filters
        return spreadsheet(table(filters.results), kind)


def table(records):
    """Yield the lines of the spreadsheet of public `records`."""
    columns = COLUMNS[records.model]
    yield [*(heading for heading, _ in columns), "address"]
    for record in records.prefetch_related("topics", *ALSO.get(records.model, [])).iterator(chunk_size=CHUNK):
        yield [*(str(cell(record)) for _, cell in columns), settings.SITE_URL + record.get_absolute_url()]
