"""Leaving: records as tables, to be edited elsewhere, kept, or carried to another program."""

import io
import zipfile

from editorial.exchange import commas, workbooks
from editorial.exchange.cells import plain
from editorial.exchange.plans import CHUNK

HOW = [
    ("How this workbook is read when it comes back", ""),
    (
        "id",
        "By it a record is known again. Leave it empty for a new record; rows of other tables may then refer to it by its title, or write new1, new2 … into both.",
    ),
    ("row", "By it a row is known again. Leave it empty for a new row."),
    ("A column that is missing", "is left alone."),
    (
        "An empty cell",
        "empties what was there – except what fills itself in or cannot be empty, such as an address, a role or the day of publication.",
    ),
    ("A line that is missing", "is left alone: nothing is ever deleted by an import."),
    ("Dates", "2025, 2025-12 or 2025-12-18, or written as 18 December 2025."),
    ("People and institutions", "“Name [id]”, or a name alone when only one is called so."),
    ("A mark ' before a text", "keeps a spreadsheet from calculating it. It is taken away again."),
    ("state", "is for your information and is not read."),
]


def tables(exchange, keys):
    """Return [(title, rows of cells with the headings first)] for the records with the primary keys `keys`, in this order."""
    found = [(exchange.sheet.title, records(exchange, keys))]
    return found + [(sheet.title, rows(exchange, sheet, keys)) for sheet in exchange.rows]


def records(exchange, keys):
    yield exchange.headings(exchange.sheet)
    for some in chunks(keys):
        for record in fetched(exchange, some):
            first, last = ([record.permanent_id], [record.state]) if exchange.has_marks else ([], [])
            yield [*first, *cells(exchange.sheet, record), *last]


def rows(exchange, sheet, keys):
    yield exchange.headings(sheet)
    for some in chunks(keys):
        place = {key: number for number, key in enumerate(some)}
        found = sheet.model.objects.filter(**{f"{sheet.owner.name}__in": some})
        found = found.select_related(sheet.owner.name, *sheet.references)
        for row in sorted(found, key=lambda row: (place[getattr(row, sheet.owner.attname)], in_order(row))):
            owner = getattr(row, sheet.owner.name)
            mark = getattr(owner, "permanent_id", "")
            yield [plain(f"{owner} [{mark}]" if mark else str(owner)), row.pk, *cells(sheet, row)]


def in_order(row):
    return getattr(row, "order", 0), row.pk


def cells(sheet, record):
    return [column.cell(record) for column in sheet.columns]


def chunks(keys):
    keys = list(keys)
    return (keys[first : first + CHUNK] for first in range(0, len(keys), CHUNK))


def fetched(exchange, keys):
    """Return the records with these keys in their order, with all that their cells show."""
    found = exchange.model.objects.filter(pk__in=keys).select_related(*exchange.sheet.references)
    if hasattr(exchange.model, "topic_links"):
        found = found.prefetch_related("topic_links__tag")
    by_key = {record.pk: record for record in found.order_by()}
    return [by_key[key] for key in keys if key in by_key]


def workbook(exchange, keys):
    """Return records as the bytes of a workbook, one sheet a table."""
    return workbooks.written([*tables(exchange, keys), ("How to", [list(line) for line in HOW])])


def archive(exchange, keys):
    """Return records as the bytes of an archive of comma-separated texts, one a table."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for title, table in tables(exchange, keys):
            kept.writestr(f"{title}.csv", commas.written(table))
    return out.getvalue()


def pattern(exchange):
    """Return an empty workbook with the headings, and for each column what it takes."""
    told = [["table", "column", "takes", "about it"]]
    for sheet in exchange.sheets:
        told += [[sheet.title, one.title, one.takes, one.help] for one in sheet.columns]
    empty = [(sheet.title, [exchange.headings(sheet)]) for sheet in exchange.sheets]
    return workbooks.written([*empty, ("Columns", told), ("How to", [list(line) for line in HOW])])


FORMS = {"xlsx": workbook, "zip": archive}
