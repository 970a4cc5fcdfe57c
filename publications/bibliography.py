"""Bibliographies: what an entry of one tells of a publication, whatever program wrote it."""

import re
from dataclasses import dataclass, field

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# What sources write where a date should stand, and is none.
UNDATED = {"forthcoming", "in press", "n.d.", "n.d", "nd", "no date", "to appear", "submitted", "accepted", "s.a."}
LANGUAGES = {
    "english": "en",
    "british": "en",
    "american": "en",
    "urdu": "ur",
    "russian": "ru",
    "chinese": "zh-hans",
    "arabic": "ar",
    "persian": "fa",
    "french": "fr",
    "german": "de",
    "ngerman": "de",
    "turkish": "tr",
    "spanish": "es",
    "italian": "it",
    "portuguese": "pt",
    "hindi": "hi",
}


@dataclass
class Entry:
    """One entry: where it begins, by which mark others refer to it, its fields under BibTeX's names as plain text, its
    people as (role, name) in their order, and what is wrong with it.
    """

    line: int
    mark: str = ""
    kind: str = ""
    fields: dict = field(default_factory=dict)
    people: list = field(default_factory=list)
    faults: list = field(default_factory=list)

    def get(self, *names):
        """Return the first of these fields that says something."""
        return next((self.fields[name] for name in names if self.fields.get(name)), "")

    @property
    def date(self):
        """The date as far as it is given: a day, a month or a year; what is no date is returned as it stands."""
        date = self.get("date").split("/")[0].strip()
        year = date or self.get("year").strip("() ")
        if year.casefold() in UNDATED:
            return ""
        month = month_of(self.get("month"))
        if not re.fullmatch(r"\d{4}", year) or not month:
            return year
        day = self.get("day")
        return f"{year}-{month}-{int(day):02}" if re.fullmatch(r"[0-9]{1,2}", day) else f"{year}-{month}"

    @property
    def number(self):
        """The number in a series or journal, such as 12(3)."""
        volume, number = self.get("volume"), self.get("number", "issue")
        return f"{volume}({number})" if volume and number else volume or number

    @property
    def pages(self):
        return re.sub(r"\s*(?:--?|–)\s*", "–", self.get("pages", "pagetotal", "numpages"))

    @property
    def language(self):
        told = self.get("langid", "language").casefold()
        code = told.split("-")[0] if re.fullmatch(r"[a-z]{2,3}(-[a-z]+)?", told) and told not in LANGUAGES else ""
        return LANGUAGES.get(told, code if len(code) in (2, 3) else "")

    @property
    def keywords(self):
        return re.sub(r"\s*[,;|]\s*", "; ", self.get("keywords", "keyword"))

    @property
    def isbn(self):
        """The first of the numbers that are often given one after the other."""
        return re.split(r"[;,]|\s+(?=97[89])|\(", self.get("isbn"))[0].strip()

    @property
    def issn(self):
        return re.split(r"[;,(]|\s+(?=\d{4}-)", self.get("issn"))[0].strip()

    @property
    def website(self):
        found = re.search(r"https?://\S+", self.get("url", "howpublished"))
        return found[0].rstrip(".,;") if found else ""


def month_of(text):
    """Return the month that a word or figure names, as two figures, or nothing."""
    text = text.strip().casefold()
    if text[:3] in MONTHS:
        return f"{MONTHS.index(text[:3]) + 1:02}"
    return f"{int(text):02}" if re.fullmatch("[0-9]{1,2}", text) and 1 <= int(text) <= 12 else ""
