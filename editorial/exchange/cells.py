"""Cells: what stands in a table as text, which no spreadsheet calculates and which comes back as it went out."""

import datetime
import re

from editorial.reading.spreadsheet import FORMULA

# What spreadsheets, XML and the databases do not take, or nobody can see: control characters and halves of letters.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Excel cuts a longer text without a word. Such a cell says instead that it leaves alone what is there.
LONGEST = 32_767
TOO_LONG = "[too long for a cell of a spreadsheet: what is there stays]"


class UnreadableError(ValueError):
    """A file that cannot be read as what it is said to be; the message tells staff why, and what to do."""


class Trouble(ValueError):  # noqa: N818 - it is a finding in a row, not a failure of the program
    """A cell that cannot be taken as it stands. It tells staff why, and what was perhaps meant."""

    def __init__(self, said, suggestion=""):
        super().__init__(said)
        self.said, self.suggestion = said, suggestion


def plain(text):
    """Return `text` as it is compared: line ends of one sort, nothing unseen, no space around it."""
    return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def risky(text):
    return bool(FORMULA.match(text) or FORMULA.match(text.lstrip("'")))


def defused(text):
    """Return `text` with a mark before what a spreadsheet would calculate; `taken` takes exactly that mark away."""
    return f"'{text}" if risky(text) else text


def taken(text):
    """Return what a cell says, without the mark that an export put before it."""
    return plain(text[1:] if text[:1] == "'" and risky(text[1:]) else text)


def spoken(value, number_format=""):
    """Return the text of a cell that a spreadsheet keeps as a number, a date, a time or a truth.

    Excel turns a typed 2025-12 into the first day of that month, and shows it by a format without a day.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat() if shows_day(number_format) else value.date().isoformat()[:7]
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, datetime.time):
        return value.isoformat(timespec="auto")
    return str(value)


def shows_day(number_format):
    return not number_format or "d" in re.sub(r'\[[^\]]*\]|"[^"]*"', "", number_format).lower()
