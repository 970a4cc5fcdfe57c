"""Recognising: which records the lines of a table are about, and which of them are new."""

from collections import Counter

from editorial.exchange.cells import Trouble
from editorial.exchange.directory import OF_THE_FILE
from editorial.exchange.plans import CHUNK, Planned
from editorial.folding import key

LEFT_TWIN = "Possible duplicate of {}: left out."


class Recognising:
    """The part of a plan that reads the table of the records."""

    def read_records(self):
        """Plan what the table of the records says: first which records these are, then what changes of them."""
        self.index()
        for table in self.tables:
            if table.sheet is self.exchange.sheet:
                self.tell_faults(table)
                for line, cells in table.table.rows:
                    self.planned.append(self.recognised(table, line, cells))
        self.load({one.record for one in self.planned if isinstance(one.record, int)})
        firsts = {}
        for one in self.planned:
            self.introduce(one, firsts)
        for one in self.planned:
            if not one.out and not one.problems:
                self.apply(one)

    def tell_faults(self, table):
        """Note the lines that nobody could read."""
        for line, value, said in table.table.faults:
            stray = Planned(table.sheet, line, None)
            stray.trouble("", value, said)
            self.strays.append(stray)

    def index(self):
        """Ask once what records are known by."""
        self.heading = next(one for one in self.exchange.sheet.columns if one.name in {"title", "name"})
        dated = [one for one in self.exchange.sheet.columns if one.name == self.exchange.twins_by]
        self.dated = dated[0] if dated else None
        self.twins = self.exchange.twins() if self.exchange.twins_by else {}
        self.identified = {name: self.identities(name) for name in self.exchange.known_by}

    def identities(self, name):
        """Return {value of a field: key of the record}, without the values that several records share."""
        pairs = list(self.exchange.model.objects.exclude(**{name: ""}).order_by().values_list(name, "pk"))
        shared = Counter(value for value, _ in pairs)
        return {value: pk for value, pk in pairs if shared[value] == 1}

    def recognised(self, table, line, cells):
        """Return a line of the table of records with the record it is about, or the key of that."""
        planned = Planned(table.sheet, line, None, table.texts(cells), lenient=table.table.lenient)
        planned.mark = cells.get(table.mark, "")
        directory = self.directory(self.exchange.model)
        if planned.mark and (kept := directory.by_mark.get(planned.mark)):
            planned.record = kept
        elif planned.mark and not (OF_THE_FILE.fullmatch(planned.mark) or self.could_be_mark(planned.mark)):
            planned.trouble("id", planned.mark, "No record has this id.", "Leave it empty for a new record.")
        else:
            planned.record = self.same_identity(planned) or self.same_name(planned)
        return planned

    def could_be_mark(self, text):
        return len(text) == 8 and set(text) <= set("23456789bcdfghjkmnpqrstvwxz")

    def same_identity(self, planned):
        """Return the key of the record with the same DOI, ORCID iD or the like."""
        for column, text in planned.texts.items():
            if text and column.name in self.identified:
                try:
                    found = self.identified[column.name].get(column.read(text, self.exchange.model(), self))
                except Trouble:
                    continue  # It is told when the cell is read.
                if found:
                    return found
        return None

    def same_name(self, planned):
        """Return the key of the record that this may be again, by its name, or its title and year."""
        heading, year = planned.texts.get(self.heading, ""), ""
        if self.dated:
            year = planned.texts.get(self.dated, "")
            try:
                year = str(self.dated.read(year, None, self))[:4]
            except Trouble:
                year = ""
            found = self.twins.get((key(heading), year), [])
        else:
            found = sorted(self.directory(self.exchange.model).by_name.get(key(heading), ())) if heading else []
        planned.twins = (key(heading), year), found
        if self.exchange.known_by_name:
            return found[0] if found else None
        planned.twin = bool(found) and not self.could_be_mark(planned.mark) and self.options.twins != "add"
        return found[0] if planned.twin else None

    def load(self, keys):
        """Fetch the records with these keys, and all that their columns show, and hand them out from now on."""
        directory = self.directory(self.exchange.model)
        keys = sorted(keys - set(directory.fetched))
        topics = ["topic_links__tag"] if hasattr(self.exchange.model, "topic_links") else []
        for first in range(0, len(keys), CHUNK):
            found = directory.records.filter(pk__in=keys[first : first + CHUNK])
            found = found.select_related(*self.exchange.sheet.references).prefetch_related(*topics)
            directory.keep(found.order_by())

    def introduce(self, planned, firsts):
        """Give a line its record, an old or a new one, and let other lines refer to it."""
        directory = self.directory(self.exchange.model)
        if isinstance(planned.record, int):
            planned.record = directory.fetch(planned.record)
        elif not planned.problems:
            self.begin(planned, firsts)
        if planned.record is None:
            planned.record = self.exchange.model()
        planned.called = str(planned.record)
        first = self.by_record.setdefault(id(planned.record), planned)
        if first is not planned and planned.twin:
            planned.out = f"Possible duplicate of line {first.line}: left out."
        elif first is not planned and not planned.out:
            planned.trouble("", str(planned.record), f"Line {first.line} is about the same record.")
        if planned.fresh or planned.mark:
            directory.bring(planned.record, planned.mark)
        if planned.twin and len(planned.twins[1]) > 1:
            planned.out = LEFT_TWIN.format(f"{planned.record} ({len(planned.twins[1])} records)")

    def begin(self, planned, firsts):
        """Begin a new record, unless an earlier line did so already."""
        twin, _ = planned.twins
        if twin in firsts and not planned.mark and self.options.twins != "add" and twin[0]:
            planned.record = firsts[twin].record
            planned.out = f"Possible duplicate of line {firsts[twin].line}: left out."
            return
        planned.fresh, planned.record = True, self.exchange.model()
        setattr(planned.record, self.heading.name, planned.texts.get(self.heading, ""))
        if self.could_be_mark(planned.mark):
            planned.record.permanent_id = planned.mark
            planned.notes.append(f"No record has the id {planned.mark} yet; a new one is made with it.")
        firsts.setdefault(twin, planned)
