"""Dates as sources give them: a day, a month, a year, or nothing (ISO 8601-2 level 0, as in EDTF)."""

import calendar
import datetime
import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dates import MONTHS
from django.utils.formats import date_format

ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
# Beyond these years no clock arithmetic is safe, and no think tank has met.
EARLIEST, LATEST = 1000, 2999
WRITTEN = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%B %d %Y", "%b %d, %Y")
WRITTEN_MONTHS = ("%B %Y", "%b %Y")


class PartialDate(str):
    """A date known to the day, the month or the year, kept as "2025-04-17", "2025-04" or "2025".

    It is its own text: it sorts, compares and serialises as that, and the empty string means "not given".
    Raises ValueError for anything that is not in the calendar of the years 1000 to 2999.
    """

    __slots__ = ()

    def __new__(cls, text=""):
        text = str(text)
        if text:
            found = ISO.fullmatch(text)
            if not found:
                raise ValueError(f"Not a date: {text}")
            year, month, day = found.groups()
            if not EARLIEST <= int(year) <= LATEST:
                raise ValueError(f"Not a year of the record: {year}")
            datetime.date(int(year), int(month or 1), int(day or 1))
        return super().__new__(cls, text)

    @classmethod
    def read(cls, text):
        """Return the date a person typed: ISO, or written as "17 April 2025", "April 17, 2025", "April 2025"."""
        text = " ".join(str(text).split())
        for formats, length in ((WRITTEN, 10), (WRITTEN_MONTHS, 7)):
            for written in formats:
                try:
                    return cls(datetime.datetime.strptime(text, written).date().isoformat()[:length])
                except ValueError:
                    continue
        return cls(text)

    @property
    def year(self):
        return int(self[:4]) if self else None

    @property
    def month(self):
        return int(self[5:7]) if len(self) >= 7 else None

    @property
    def day(self):
        return int(self[8:]) if len(self) == 10 else None

    @property
    def first(self):
        """The first day that the date can mean, or None."""
        return datetime.date(self.year, self.month or 1, self.day or 1) if self else None

    @property
    def last(self):
        """The last day that the date can mean, or None."""
        if not self:
            return None
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def spoken(self):
        """The date in words: 17 April 2025, April 2025, 2025, or nothing."""
        return span(self, PartialDate())


def span(start, end):
    """Return two partial dates as one phrase, such as 6–9 July 2026; the end may be empty or equal."""
    if not end or start == end:
        return _spoken(start)
    if len(start) == len(end) == 10:
        if start[:7] == end[:7]:
            return f"{start.day}–{_spoken(end)}"
        if start[:4] == end[:4]:
            return f"{start.day} {MONTHS[start.month]} – {_spoken(end)}"
    if len(start) == len(end) == 7 and start[:4] == end[:4]:
        return f"{MONTHS[start.month]} – {_spoken(end)}"
    return f"{_spoken(start)} – {_spoken(end)}"


def hedged(words, certainty):
    """Return a date in words with how firmly it is known before it: by 17 April 2025, about 1950."""
    return f"{certainty} {words}" if words and certainty else words


def _spoken(date):
    if len(date) == 10:
        return date_format(date.first, "j F Y")
    return f"{MONTHS[date.month]} {date.year}" if len(date) == 7 else str(date)


class Certainty(models.TextChoices):
    """How firmly a source gives a date (EDTF tells these apart as well)."""

    STATED = "", "as stated"
    BY = "by", "on or before this date"
    ABOUT = "about", "about this date"


class PartialDateField(models.CharField):
    """A CharField whose values are PartialDate; what a person types is read in the usual written forms too."""

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 10
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def from_db_value(self, value, expression, connection):
        return PartialDate(value or "")

    def to_python(self, value):
        try:
            return value if isinstance(value, PartialDate) else PartialDate.read(value or "")
        except ValueError as error:
            raise ValidationError(
                "Give a day, a month or a year that exists, such as 2025-04-17, 17 April 2025, April 2025 or 2025."
            ) from error

    def get_prep_value(self, value):
        return str(self.to_python(value))

    def pre_save(self, instance, add):
        value = self.to_python(super().pre_save(instance, add))
        setattr(instance, self.attname, value)
        return value

    def formfield(self, **kwargs):
        # People type dates in words, which are longer than what is kept.
        return super().formfield(**{"max_length": 40, **kwargs})
