"""Fitting: which of the tables of a kind an uploaded one is, and which of its columns stands under which heading."""

from dataclasses import dataclass, field

from editorial.exchange.columns import meant
from editorial.exchange.sheets import Sheet
from editorial.exchange.tables import Table
from editorial.folding import key


@dataclass
class Fitted:
    """A table and what its headings mean; `mark` and `owner` are the headings of the id and of the record of a row."""

    sheet: Sheet
    table: Table
    columns: dict = field(default_factory=dict)
    mark: str = ""
    owner: str = ""
    notes: list = field(default_factory=list)

    def texts(self, cells):
        """Return {column: text} of a line; a line that is too short leaves its last columns alone."""
        return {column: cells[heading] for heading, column in self.columns.items() if heading in cells}


def fitted(exchange, table):
    """Return the table with its columns recognised; headings that nobody knows are told in its notes."""
    best = named(exchange, table) or max(exchange.sheets, key=lambda sheet: fitness(exchange, sheet, table))
    made = Fitted(best, table, notes=list(table.notes))
    known = {heading: column for column in reversed(best.columns) for heading in reversed(column.headings)}
    known |= {column.headings[0]: column for column in best.columns}
    for heading in dict.fromkeys(table.headings):
        place(exchange, made, known, heading)
    return made


def place(exchange, made, known, heading):
    """Give a heading its meaning in a table."""
    folded, main = key(heading), made.sheet is exchange.sheet
    marks = {"id", "permanent id"} if exchange.has_marks else set()
    if folded in (marks if main else {key(made.sheet.mark)}):
        made.mark = heading
    elif not main and folded == key(made.sheet.heading) and not made.owner:
        made.owner = heading
    elif folded in known and known[folded] not in made.columns.values():
        made.columns[heading] = known[folded]
    elif not (main and folded == "state"):
        suggestion = meant(heading, [column.title for column in made.sheet.columns])
        made.notes.append(f"The column “{heading}” is not known here, and nothing of it is read. {suggestion}".strip())


def named(exchange, table):
    """Return the sheet whose title is the name of the table, or the end of it."""
    called = key(table.name)
    for sheet in sorted(exchange.sheets, key=lambda one: -len(one.title)):
        if called == key(sheet.title) or called.endswith(f" {key(sheet.title)}"):
            return sheet
    return None


def fitness(exchange, sheet, table):
    """Return how many headings of a table a sheet knows; rows need the heading of their record."""
    folded = {key(heading) for heading in table.headings}
    if sheet is not exchange.sheet and key(sheet.heading) not in folded:
        return -1
    return sum(bool(folded & set(column.headings)) for column in sheet.columns)
