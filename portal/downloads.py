"""Downloads: a list of the site, as it is narrowed, as a table for spreadsheets."""

from django.db.models import Prefetch
from django.views import View

from editorial.richtext import RichTextField
from events.models import Agreement, Event
from people.models import Institution, Person
from portal.statistics import Figures, in_full, known, spreadsheet
from publications.models import Publication

# So many records at a time are held in memory.
CHUNK = 1000


def lasting(event):
    """Return the dates of an event as ISO 8601 writes them, an interval with a stroke: 2025-04-17/2025-04-19."""
    return "/".join(filter(None, [event.start_date, event.end_date]))


def place(record):
    return ", ".join(filter(None, [record.city, record.country.name]))


# What each kind says of itself, by the heading of the column.
COLUMNS = {
    Event: {
        "title": str,
        "date": lasting,
        "date is": lambda event: event.date_certainty,
        "kind": lambda event: event.kind.name,
        "place": place,
    },
    Publication: {
        "title": lambda work: work.full_title,
        "date": lambda work: work.date,
        "kind": lambda work: work.kind.name,
        "place": lambda work: work.place,
        "institutions": lambda work: work.publisher_name,
    },
    Agreement: {
        "title": str,
        "date": lambda pact: pact.signed_on,
        "date is": lambda pact: pact.date_certainty,
        "kind": lambda pact: pact.kind.name,
        "place": place,
    },
    Person: {"name": str},
    Institution: {
        "name": str,
        "acronym": lambda body: body.acronym,
        "kind": lambda body: body.kind.name,
        "place": place,
        "part of": lambda body: body.parent or "",
    },
}
# What their rows say: the heading, the relation to the rows, and the columns that make up their words.
ROWS = {
    Event: [("institutions", "hostings", ["institution_name"])],
    Agreement: [("institutions", "parties", ["institution_name"])],
    Person: [("positions held", "affiliations", ["position", "institution_name"])],
}
TOPICS = ("topics", "topic_links", ["tag__name"])
ALSO = {Institution: [Prefetch("parent", Institution.objects.published())]}


class ListSpreadsheet(View):
    """The records of a list, in its order, one a line."""

    def get(self, request, kind):
        filters = Figures(known(kind), request.GET).filters
        return spreadsheet(table(filters.results), kind)


def table(records):
    """Yield the lines of the spreadsheet of public `records`."""
    model = records.model
    columns, rows = COLUMNS[model], [*ROWS.get(model, []), TOPICS]
    yield [*columns, *(heading for heading, *_ in rows), "address"]
    said = [words(records, relation, parts) for _, relation, parts in rows]
    # The texts of the pages are the bulk of a record, and no column has them.
    texts = [field.name for field in model._meta.fields if isinstance(field, RichTextField)]
    found = records.prefetch_related(None).prefetch_related(*ALSO.get(model, [])).defer(*texts)
    for record in found.iterator(chunk_size=CHUNK):
        cells = [str(cell(record)) for cell in columns.values()]
        yield [*cells, *(each.get(record.pk, "") for each in said), in_full(record.get_absolute_url())]


def words(records, relation, parts):
    """Return what the rows of `records` say as {primary key: words}, asked for at once: prefetching so many is slow."""
    field = records.model._meta.get_field(relation)
    rows = field.related_model.objects.filter(**{f"{field.remote_field.name}__in": records.order_by().values("pk")})
    order = field.related_model._meta.ordering or ["tag__key"]
    said = {}
    for key, *row in rows.order_by(*order).values_list(field.remote_field.name, *parts):
        said.setdefault(key, []).append(", ".join(filter(None, row)))
    return {key: "; ".join(rows) for key, rows in said.items()}
