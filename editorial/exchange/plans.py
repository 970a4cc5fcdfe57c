"""Plans: what an import would make of one record or row, and what its importer decided."""

from dataclasses import dataclass, field, fields

# So many records are asked for at a time.
CHUNK = 500


@dataclass(frozen=True)
class Options:
    """What the importer decided: about possible duplicates, unknown names, new topics, and lines with problems."""

    twins: str = "leave"  # or "change", or "add"
    unknown: str = "printed"  # or "draft"
    topics: bool = False
    series: bool = False
    skip: bool = False

    @classmethod
    def chosen(cls, data):
        return cls(**{one.name: data[one.name] for one in fields(cls) if one.name in data})


@dataclass
class Problem:
    """Why a cell or a line cannot be taken, and what to do."""

    table: str
    line: int
    column: str
    value: str
    said: str
    suggestion: str = ""


@dataclass
class Planned:
    """A record or a row of the file: what it is now, and what would become of it."""

    sheet: object
    line: int
    record: object
    texts: dict = field(default_factory=dict)
    fresh: bool = False
    twin: bool = False
    out: str = ""
    skipped: bool = False
    lenient: bool = False
    changes: list = field(default_factory=list)
    before: dict = field(default_factory=dict)
    changed: set = field(default_factory=set)
    problems: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    called: str = ""
    rows: list = field(default_factory=list)

    @property
    def everything(self):
        return [self, *self.rows]

    @property
    def troubled(self):
        return any(one.problems for one in self.everything)

    @property
    def verdict(self):
        if self.out:
            return "left out"
        if self.troubled:
            return "with problems"
        if self.fresh:
            return "new"
        return "changed" if any(one.changes or one.fresh for one in self.everything) else "unchanged"

    @property
    def touched(self):
        """The record and its rows of which something changes."""
        return [one for one in self.everything if one.changes]

    @property
    def all_notes(self):
        return [note for one in self.everything for note in one.notes]

    def trouble(self, column, value, said, suggestion=""):
        self.problems.append(Problem(self.sheet.title, self.line, column, value[:200], said, suggestion))

    def facts(self):
        """Return what would be done, as it is compared with what was confirmed."""
        known = [self.record.pk, getattr(self.record, "version", None)] if self.record is not None else []
        told = [[one.sheet.title, one.line, one.fresh, one.changes] for one in self.everything]
        return [self.verdict, *known, told]
