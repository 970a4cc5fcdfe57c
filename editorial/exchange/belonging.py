"""Belonging: which rows of which records the lines of the other tables are about."""

from editorial.exchange.cells import Trouble
from editorial.exchange.columns import SiblingColumn
from editorial.exchange.plans import CHUNK, Planned


class RowReading:
    """The part of a plan that reads the tables of rows."""

    def read_rows(self):
        """Plan what the tables of rows say, each table after those to which it may refer."""
        tables = [table for sheet in self.exchange.rows for table in self.tables if table.sheet is sheet]
        directory = self.directory(self.exchange.model)
        self.load(
            {directory.key_of(cells.get(table.owner, "")) for table in tables for _, cells in table.table.rows} - {None}
        )
        for table in tables:
            owned = {}
            for line, cells in table.table.rows:
                if owner := self.owner(table, line, cells):
                    owned.setdefault(id(owner), (owner, []))[1].append((line, cells))
            for sheet in [table.sheet, *self.referred(table.sheet)]:
                self.load_rows(sheet, [owner.record for owner, _ in owned.values()])
            for owner, lines in owned.values():
                self.plan_rows(table, owner, lines)

    def owner(self, table, line, cells):
        """Return the plan of the record to which a row belongs; a row without one is a problem of its own."""
        text = cells.get(table.owner, "")
        stray = Planned(table.sheet, line, None)
        try:
            record = self.directory(self.exchange.model).meant(text) if text else None
        except Trouble as trouble:
            stray.trouble(table.sheet.heading, text, trouble.said, trouble.suggestion)
        else:
            if record is not None:
                return self.plan_of(record)
            said = f"There is no such {table.sheet.heading}." if text else "Say to which record this row belongs."
            like = self.directory(self.exchange.model).like(text) if text else ""
            stray.trouble(table.sheet.heading, text, said, like)
        self.strays.append(stray)
        return None

    def plan_of(self, record):
        if id(record) not in self.by_record:
            self.by_record[id(record)] = Planned(self.exchange.sheet, 0, record)
            self.planned.append(self.by_record[id(record)])
        return self.by_record[id(record)]

    def referred(self, sheet):
        """Return the sheets to whose rows this one's refer, as participants do to sessions."""
        models = [column.field.related_model for column in sheet.columns if isinstance(column, SiblingColumn)]
        return [one for one in self.exchange.rows if one.model in models]

    def load_rows(self, sheet, records):
        """Fetch the rows that the records have already."""
        by_key = {one.pk: one for one in records if one.pk and (sheet.model, one.pk) not in self.kin}
        self.kin |= {(sheet.model, pk): [] for pk in by_key}
        keys = sorted(by_key)
        for first in range(0, len(keys), CHUNK):
            found = sheet.model.objects.filter(**{f"{sheet.owner.name}__in": keys[first : first + CHUNK]})
            for row in found.select_related(*sheet.references).order_by("pk"):
                owner = by_key[getattr(row, sheet.owner.attname)]
                setattr(row, sheet.owner.name, owner)
                self.kin[(sheet.model, owner.pk)].append(row)

    def plan_rows(self, table, owner, lines):
        """Plan the rows of one record: those that are there already are recognised, the others are new."""
        sheet, free = table.sheet, {}
        kept = {str(row.pk): row for row in self.kin.get((sheet.model, owner.record.pk), ())}
        marks = {cells.get(table.mark, "") for _, cells in lines}
        for mark, row in kept.items():
            if mark not in marks:
                free.setdefault(sheet.identity(row), []).append(row)
        place = max((getattr(row, "order", 0) for row in kept.values()), default=0)
        for line, cells in lines:
            planned = Planned(sheet, line, None, table.texts(cells))
            planned.record = kept.pop(cells.get(table.mark, ""), None) or self.alike(planned, owner, free)
            if planned.record is None:
                place += 1
                if owner.record.pk and cells.get(table.mark):
                    planned.notes.append(f"Row {cells[table.mark]} is none of this record’s; the line is added to it.")
                planned.record, planned.fresh = self.row(sheet, owner), True
                if hasattr(planned.record, "order"):
                    planned.record.order = place
            owner.rows.append(planned)
            self.apply(planned)

    def row(self, sheet, owner):
        return sheet.model(**{sheet.owner.name: owner.record})

    def alike(self, planned, owner, free):
        """Return a row of the record that says who or what this one says, and that no other line has taken."""
        if not free:
            return None
        trial = Planned(planned.sheet, planned.line, self.row(planned.sheet, owner), planned.texts, fresh=True)
        self.apply(trial)
        found = free.get(planned.sheet.identity(trial.record))
        return found.pop(0) if found else None
