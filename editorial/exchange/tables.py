"""Tables: what an uploaded file holds, whether it is a workbook, a text with separators or an archive of such texts."""

from dataclasses import dataclass, field

from editorial.exchange import archives, commas, workbooks
from editorial.exchange.cells import UnreadableError, taken

MOST_BYTES = 10 * 2**20
# Sheets that explain, and are not read.
EXPLAINING = {"how to", "columns"}


@dataclass
class Table:
    """One table: its name, its headings, and its rows as (number of the line, {heading: text})."""

    name: str
    headings: list
    rows: list
    notes: list = field(default_factory=list)
    # Lines that could not be read at all, as (number, what stands there, why).
    faults: list = field(default_factory=list)
    # Whether topics that nobody knows are only told, as the keywords of a bibliography are.
    lenient: bool = False


def tables(name, data):
    """Return the tables in a file. Raises UnreadableError, in words for staff, when there are none to be read."""
    if len(data) > MOST_BYTES:
        raise UnreadableError(f"This file is larger than {MOST_BYTES // 2**20} MB. Import it in parts.")
    found = [table for table in parts(name.lower(), name.rpartition(".")[0] or name, data) if table]
    if not found:
        raise UnreadableError("There is nothing in this file. The first line of a table names its columns.")
    return found


def parts(name, stem, data):
    """Return the tables of a file by what it is, which its first bytes say better than its name."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError("This is an old Excel workbook (.xls), or a locked one. Save it as .xlsx or .csv.")
    if not data.startswith(b"PK"):
        return [csv_table(stem, data)]
    if name.endswith(".zip"):
        return [csv_table(stem, text) for stem, text in archives.members(data, ".csv").items()]
    sheets = workbooks.read(data).items()
    return [table(title, rows) for title, rows in sheets if title.lower() not in EXPLAINING]


def csv_table(stem, data):
    text, note = commas.decoded(data)
    made = table(stem, commas.rows(text))
    if made and note:
        made.notes.append(note)
    return made


def table(name, rows):
    """Return rows of text as a table, or None when they are empty; the first that says something has the headings."""
    lines = [(number, [taken(cell) for cell in row]) for number, row in enumerate(rows, 1)]
    lines = [(number, cells) for number, cells in lines if any(cells)]
    if not lines:
        return None
    headings = lines[0][1]
    made = Table(name, [heading for heading in headings if heading], [])
    made.rows = [
        (number, {heading: cell for heading, cell in zip(headings, cells, strict=False) if heading})
        for number, cells in lines[1:]
    ]
    made.notes += [f"There are two columns “{one}”." for one in {h for h in headings if h and headings.count(h) > 1}]
    return made
