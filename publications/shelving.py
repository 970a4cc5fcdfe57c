"""Shelving: the entries of a bibliography as tables of publications and contributors, chapters beside their books."""

from html import escape

from editorial.exchange.tables import Table
from editorial.folding import key
from publications.models import PublicationKind

# Sorts of entries that programs know, and our vocabulary calls otherwise: (BibTeX or RIS type: the one it is like).
LIKE = {
    "inbook": "incollection",
    "inproceedings": "incollection",
    "conference": "incollection",
    "inreference": "incollection",
    "suppbook": "incollection",
    "collection": "edited-book",
    "mvbook": "book",
    "mvcollection": "edited-book",
    "booklet": "book",
    "report": "report",
    "techreport": "report",
    "periodical": "article",
    "suppperiodical": "article",
    "ECHAP": "CHAP",
    "CPAPER": "CHAP",
    "EBOOK": "BOOK",
    "GOVDOC": "RPRT",
    "STAND": "RPRT",
    "EJOUR": "JOUR",
    "MGZN": "JOUR",
    "JFULL": "JOUR",
    "ABST": "JOUR",
}
INSIDE = {"incollection", "CHAP", "CONF"}
HEADINGS = ["id", "title", "subtitle", "kind", "date", "publisher", "place", "edition", "series", "number", "part of"]
HEADINGS += ["pages", "isbn", "issn", "doi", "website", "abstract", "language", "topics"]


class Shelf:
    """The tables made of entries. `kind` finds the word of our vocabulary for the sort of an entry."""

    def __init__(self, entries):
        self.kinds = list(PublicationKind.objects.all())
        self.marks = {entry.mark: f"new {number}" for number, entry in enumerate(entries, 1) if entry.mark}
        self.by_mark = {entry.mark: entry for entry in entries if entry.mark}
        self.books = {}
        self.works = Table("publications", HEADINGS, [], lenient=True)
        self.credits = Table("contributors", ["publication", "role", "name"], [])
        for number, entry in enumerate(entries, 1):
            self.add(entry, f"new {number}")

    @property
    def tables(self):
        return [self.works, self.credits] if self.credits.rows else [self.works]

    def add(self, entry, mark):
        if entry.faults:
            self.works.faults += [(entry.line, entry.mark, fault) for fault in entry.faults]
            return
        above = self.by_mark.get(entry.get("crossref")) if entry.get("crossref") else None
        cells = self.cells(entry, mark)
        if self.is_inside(entry) and (entry.get("booktitle") or above):
            cells |= {"part of": self.book(entry, above), "isbn": "", "series": "", "number": "", "edition": ""}
        if above:
            cells = {name: value or self.inherited(above, name) for name, value in cells.items()}
        self.works.rows.append((entry.line, cells))
        inside = cells["part of"]
        for role, name in entry.people:
            if not (inside and role == "editor"):
                self.credit(entry.line, mark, role, name)

    def inherited(self, above, name):
        """Return what a chapter takes over from its book where it says nothing itself."""
        return {"date": above.date, "publisher": above.get("publisher"), "place": place(above)}.get(name, "")

    def credit(self, line, mark, role, name):
        if name:
            self.credits.rows.append((line, {"publication": mark, "role": role, "name": name[:200]}))

    def is_inside(self, entry):
        return LIKE.get(entry.kind, entry.kind) in INSIDE

    def cells(self, entry, mark):
        title, subtitle = entry.get("title"), entry.get("subtitle", "titleaddon")
        if not subtitle and ": " in title and len(title) > 60:
            title, _, subtitle = title.partition(": ")
        journal = entry.get("journal", "journaltitle")
        return {
            "id": mark,
            "title": title,
            "subtitle": subtitle,
            "kind": self.kind(entry),
            "date": entry.date,
            "publisher": entry.get("publisher", "institution", "school", "organization"),
            "place": place(entry),
            "edition": entry.get("edition"),
            "series": journal or entry.get("series"),
            "number": entry.number[:30],
            "part of": "",
            "pages": entry.pages[:30],
            "isbn": entry.isbn,
            "issn": entry.issn,
            "doi": entry.get("doi"),
            "website": entry.website,
            "abstract": f"<p>{escape(entry.get('abstract'), quote=False)}</p>" if entry.get("abstract") else "",
            "language": entry.language,
            "topics": entry.keywords,
        }

    def book(self, entry, above):
        """Return the mark of the book that a chapter is in; one that has no entry of its own becomes one."""
        if above:
            return self.marks[above.mark]
        title, date = entry.get("booktitle"), entry.date
        known = (key(title), date[:4])
        if known not in self.books:
            mark = self.books[known] = self.entered(title, date) or f"new book {len(self.books) + 1}"
            if mark.startswith("new book"):
                cells = self.cells(entry, mark) | {
                    "title": title,
                    "subtitle": "",
                    "pages": "",
                    "doi": "",
                    "website": "",
                }
                cells |= {
                    "abstract": "",
                    "topics": "",
                    "kind": self.named("proceedings" if "proc" in entry.kind else "edited-book"),
                }
                self.works.rows.append((entry.line, cells | {"date": date[:4]}))
                for role, name in entry.people:
                    if role == "editor":
                        self.credit(entry.line, mark, role, name)
        return self.books[known]

    def entered(self, title, date):
        """Return the mark of a book of this title and year that has an entry of its own."""
        for other in self.by_mark.values():
            if not self.is_inside(other) and key(other.get("title")) == key(title) and other.date[:4] == date[:4]:
                return self.marks.get(other.mark, "")
        return ""

    def kind(self, entry):
        """Return the name of our kind of publication for the sort of an entry."""
        told = LIKE.get(entry.kind, entry.kind)
        if told == "book" and {role for role, _ in entry.people} == {"editor"}:
            told = "edited-book"
        found = [kind for kind in self.kinds if told == kind.slug]
        found = found or [kind for kind in self.kinds if told in {kind.bibtex_type, kind.ris_type} and told != "misc"]
        return str(found[0]) if found else self.named("other")

    def named(self, slug):
        return next((str(kind) for kind in self.kinds if kind.slug == slug), str(self.kinds[-1]))


def place(entry):
    return entry.get("address", "location")
