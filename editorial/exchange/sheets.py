"""Sheets: how a kind of record is laid out as tables – one for the records, one for each sort of rows they have."""

from django.db import models
from django_countries.fields import CountryField
from taggit.managers import TaggableManager

from editorial.exchange.columns import CountryColumn, TopicsColumn, TruthColumn, column
from editorial.exchange.tables import tables
from editorial.folding import key
from editorial.publishing import Publishable

FILLED = {"slug": "slug", "published_at": "published_at", "sort_name": "sort_name"}
# What stands at the beginning of a table, and what at its end.
FIRST = {"title", "name"}
LAST = {"summary", "language", "published_at", "hours_zone", "slug", "order"}
# Pictures and papers do not travel in a table, nor what is said about them.
APART = {"picture_alt", "picture_credit", "withdrawal_reason"}


class Sheet:
    """One table: its title and the columns of the fields that staff may fill in."""

    def __init__(self, title, model, but=(), printed=None):
        self.title, self.model, self.printed = title, model, printed or {}
        # Fields that fill themselves when they are left empty, and the one whose words decide about that.
        self.filled = FILLED | {words: words for words in self.printed.values()}
        self.filled |= {"honorific": "name"} if "name" in self.filled else {}
        self.columns = [self.made(field) for field in model._meta.concrete_fields if self.travels(field, but)]

        self.columns.sort(key=lambda one: (one.name in LAST, one.name not in FIRST))
        for one in self.columns:
            one.printed = self.printed.get(one.name, "")

    def add(self, column):
        """Put a column before those that few will look at."""
        place = next((number for number, one in enumerate(self.columns) if one.name in LAST), len(self.columns))
        self.columns.insert(place, column)

    def travels(self, field, but):
        return not (
            field.primary_key
            or not field.editable
            or isinstance(field, models.FileField)
            or field.name in APART
            or field.name in but
        )

    def made(self, field):
        if isinstance(field, CountryField):
            return CountryColumn(field)
        if isinstance(field, models.BooleanField) and not field.choices:
            return TruthColumn(field)
        return column(field)

    @property
    def references(self):
        return [one.name for one in self.columns if isinstance(getattr(one, "field", None), models.ForeignKey)]


class Rows(Sheet):
    """The table of one sort of rows: `same` names the fields by which two rows are the same one.

    `printed` says which text field keeps the words of a person or an institution that we have no record of.
    """

    mark = "row"

    def __init__(self, title, relation, same, printed=None):
        self.title, self.relation, self.same, self.printed = title, relation, same, printed or {}

    @property
    def called(self):
        """What one line of the table is."""
        return f"{self.model._meta.verbose_name} of the {self.heading}"

    def of(self, model):
        """Complete the table with what only the model of the record tells."""
        relation = model._meta.get_field(self.relation)
        self.owner = relation.field
        super().__init__(self.title, relation.related_model, {relation.field.name}, self.printed)
        self.heading = str(model._meta.verbose_name)
        return self

    def identity(self, row):
        """Return what makes a row the same as another one of its record."""
        return tuple(key(str(self.told(row, name) or "")) for name in self.same)

    def told(self, row, name):
        value = getattr(row, name, None)
        others = [reference for reference, printed in self.printed.items() if printed == name]
        return value or next((getattr(row, other, None) for other in others), None)


class Exchange:
    """How a kind of record goes out and comes in. A subclass names its model, its tables, and what is unique to one.

    `known_by` are the fields whose value no two records share; `others` are the tables of its rows, each of which may
    refer to what stands in those before it.
    """

    model = None
    title = ""
    known_by = []
    others = []
    printed = {}
    # Fields that nobody fills in by a table.
    but = ()
    # Whether a name alone is enough to know a record by, as it is for topics.
    known_by_name = False
    # The field with the date whose year, beside the heading, tells one record from another; empty: the heading alone.
    twins_by = ""

    def __init__(self):
        self.sheet = Sheet(self.title, self.model, self.but, self.printed)
        if any(isinstance(field, TaggableManager) for field in self.model._meta.many_to_many):
            self.sheet.add(TopicsColumn())
        self.rows = [Rows(*told).of(self.model) for told in self.others]

    @classmethod
    def everything(cls):
        """Return how each kind is exchanged, those that others refer to first."""
        return [kind() for kind in cls.__subclasses__()]

    @classmethod
    def of(cls, model):
        """Return how records of `model` are exchanged, or None when they are not."""
        return next((kind() for kind in cls.__subclasses__() if kind.model is model), None)

    @property
    def has_marks(self):
        return issubclass(self.model, Publishable)

    @property
    def sheets(self):
        return [self.sheet, *self.rows]

    def headings(self, sheet):
        """Return the headings of a table: by what its records or rows are known, then its columns."""
        if sheet is self.sheet:
            first = ["id"] if self.has_marks else []
            return [*first, *(one.title for one in sheet.columns), *(["state"] if self.has_marks else [])]
        return [sheet.heading, sheet.mark, *(one.title for one in sheet.columns)]

    # What an import takes, by the endings of files and in words.
    endings = (".xlsx", ".csv", ".tsv", ".txt", ".zip")
    takes = "An Excel workbook (.xlsx), a table as text (.csv), or several of these in a .zip; 10 MB at most."

    def read(self, name, data):
        """Return the tables in an uploaded file. Raises UnreadableError when there are none to be read."""
        return tables(name, data)

    def draft(self, name):
        """Return a new record that is no more than its name, or None where a name is not enough."""
        return

    def twins(self):
        """Return {what may make two records one: their keys} of all records there are."""
        found = {}
        names = ["pk", "key", *([self.twins_by] if self.twins_by else [])]
        for pk, folded, *date in self.model.objects.values_list(*names):
            found.setdefault((folded, str(date[0] or "")[:4] if date else ""), []).append(pk)
        return found

    def settle_others(self, steps):
        """Settle what is found anew because the records of these plans were stored."""
