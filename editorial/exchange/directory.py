"""Directory: which records of a kind there are, by their marks and by all their names, however these are written."""

import re

from editorial.exchange.cells import Trouble
from editorial.exchange.columns import meant
from editorial.folding import key

MARKED = re.compile(r"(.*?)\s*\[([^\[\]]{1,40})\]", re.DOTALL)
# Guessing what was meant takes a while among thousands of names, and a file with more such problems has another one.
MOST_GUESSES = 100
# Marks that stand for a record of the same file alone.
OF_THE_FILE = re.compile(r"new[\w -]*", re.IGNORECASE)


class Directory:
    """The records of `model` among `records` (a queryset), asked for once; those that a file brings are added to it."""

    def __init__(self, model, records):
        self.model, self.records = model, records
        self.fetched, self.brought, self.by_name, self.by_mark, self.names = {}, {}, {}, {}, {}
        self.guesses = 0
        fields = {field.name for field in model._meta.concrete_fields}
        keys = [name for name in ("key", "acronym_key") if name in fields]
        self.marks = marked = "permanent_id" in fields
        for pk, mark, *folded in records.order_by().values_list("pk", "permanent_id" if marked else "pk", *keys):
            self.know(pk, folded)
            if marked:
                self.by_mark[mark] = pk
        if hasattr(model, "names"):
            for pk, folded in records.order_by().filter(names__isnull=False).values_list("pk", "names__key"):
                self.know(pk, [folded])

    def know(self, pk, folded):
        for one in filter(None, folded):
            self.by_name.setdefault(one, set()).add(pk)

    def bring(self, record, mark=""):
        """Add a record of the file, under its name and under its mark there."""
        self.brought.setdefault(key(str(record)), []).append(record)
        if mark:
            self.by_mark[mark.casefold()] = record

    def key_of(self, text):
        """Return the key of the stored record whose mark stands in `text`, or None."""
        found = MARKED.fullmatch(text)
        kept = self.by_mark.get(found[2].strip() if found else text)
        return kept if isinstance(kept, int) else None

    def keep(self, records):
        """Hand out these very objects from now on."""
        self.fetched |= {record.pk: record for record in records}

    def fetch(self, pk):
        """Return the record with the key `pk`, the same object each time."""
        if not isinstance(pk, int):
            return pk
        if pk not in self.fetched:
            self.fetched[pk] = self.records.get(pk=pk)
        return self.fetched[pk]

    def marked(self, mark):
        found = self.by_mark.get(mark, self.by_mark.get(mark.casefold()))
        return None if found is None else self.fetch(found)

    def named(self, text):
        """Return the records with this name, those that the file brings first among them."""
        folded = key(text)
        brought = self.brought.get(folded, [])
        kept = {one.pk for one in brought if one.pk}
        return brought + [self.fetch(pk) for pk in sorted(self.by_name.get(folded, set()) - kept)]

    def meant(self, text):
        """Return the record that `text` names, by its mark or by its name, or None. Raises Trouble when it names several."""
        found = MARKED.fullmatch(text) if self.marks else None
        if found and (record := self.marked(found[2].strip())):
            return record
        if not found and (record := self.marked(text)):
            return record
        records = self.named(text) or (self.named(found[1]) if found else [])
        if len(records) > 1:
            raise Trouble(f"There are {len(records)} of that name.", f"Say which: {self.told(records)}.")
        return records[0] if records else None

    def told(self, records):
        """Return how each of several records of one name is referred to without doubt."""
        return " or ".join(f"{one} [{getattr(one, 'permanent_id', '')}]" for one in records[:4])

    def like(self, text):
        """Return the question after a record with a name like `text`, or nothing."""
        self.guesses += 1
        return meant(text, self.known_names()) if self.guesses <= MOST_GUESSES else ""

    def known_names(self):
        """Return the names of the records as {folded: as written}."""
        if not self.names:
            heading = "title" if any(field.name == "title" for field in self.model._meta.concrete_fields) else "name"
            names = self.records.order_by().values_list(heading, flat=True)[:20_000]
            self.names = {key(name): name for name in names}
        return self.names
