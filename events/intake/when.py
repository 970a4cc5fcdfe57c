"""When: the dates and hours that a text states, and what “on Tuesday” means beside the date of its dateline."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = "january february march april may june july august september october november december".split()
MONTH = r"(?P<{0}month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
DAY = r"(?P<{0}day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?(?:-|–|—|to|and|&)\s?\d{{1,2}}(?:st|nd|rd|th)?)?"
YEAR = r"(?P<{0}year>(?:19|20)\d\d)\b"
FORMS = [
    re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b"),
    re.compile(rf"\b{DAY.format('')}\s?(?:of\s)?\s?{MONTH.format('')}(?:,?\s?{YEAR.format('')})?", re.IGNORECASE),
    re.compile(rf"\b{MONTH.format('')}\s?{DAY.format('')}(?![\d:])(?:,?\s?{YEAR.format('')})?", re.IGNORECASE),
    re.compile(r"\b(?P<day>\d{1,2})[./](?P<number>\d{1,2})[./](?P<year>(?:19|20)\d\d)\b"),
]
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
WEEKDAY = re.compile(
    rf"(?:\b(?:on|last|this|held)|(?<=\w),)\s+(?:last\s+)?(?P<day>{'|'.join(WEEKDAYS)})\b|\b(?P<today>today|yesterday|here on (?P<other>{'|'.join(WEEKDAYS)}))\b",
    re.IGNORECASE,
)
HOUR = r"(?P<{0}hour>\d{{1,2}})(?:[:.](?P<{0}minute>\d\d))?\s*(?P<{0}half>[ap]\.?m\.?)?"
HOURS = re.compile(
    rf"\b{HOUR.format('a')}(?:\s*(?:hrs|hours))?(?:\s*(?:-|–|—|to|until|till)\s*{HOUR.format('b')})?(?:\s*(?:hrs|hours))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Day:
    """A day told in the text between `start` and `end`. Without a year it is no whole date."""

    year: int | None
    month: int
    day: int
    start: int
    end: int

    @property
    def whole(self):
        return date(self.year, self.month, self.day) if self.year else None


def days(text, offset=0):
    """Return the days that `text` tells, in their order; days that no calendar has, such as 31 February, are none."""
    found, taken = [], set()
    for form in FORMS:
        for match in form.finditer(text):
            if taken & set(range(*match.span())):
                continue
            if day := read_day(match, offset):
                found.append(day)
                taken |= set(range(*match.span()))
    return sorted(found, key=lambda day: day.start)


def read_day(match, offset):
    told = match.groupdict()
    if told.get("number"):
        month = int(told["number"])
        if "." in match[0] or "/" in match[0]:
            # 03/04/2025 is the third of April or the fourth of March, so it is neither.
            if int(told["day"]) <= 12 and month <= 12 and int(told["day"]) != month:
                return None
            if month > 12:
                told["day"], month = month, int(told["day"])
    else:
        month = next(number for number, name in enumerate(MONTHS, 1) if name.startswith(told["month"].casefold()[:3]))
    year, number = told.get("year"), int(told["day"])
    try:
        date(int(year or 2024), month, number)
    except ValueError:
        return None
    return Day(int(year) if year else None, month, number, match.start() + offset, match.end() + offset)


def meant(text, told_on):
    """Return (day, match) of the first weekday, “today” or “yesterday” that a text of the day `told_on` speaks of."""
    for match in WEEKDAY.finditer(text):
        name = (match["day"] or match["other"] or "").casefold()
        if name:
            back = (told_on.weekday() - WEEKDAYS.index(name)) % 7
            return told_on - timedelta(days=back), match
        if match["today"]:
            return told_on - timedelta(days=match["today"].casefold() == "yesterday"), match
    return None


def hours(text):
    """Return ("HH:MM" or "HH:MM-HH:MM", match) of the first hours that a text tells, or None."""
    for match in HOURS.finditer(text):
        start, end = clock(match, "a"), clock(match, "b") if match["bhour"] else None
        certain = match["aminute"] or match["ahalf"] or match["bhalf"]
        if (
            not certain
            or start is None
            or (match["aminute"] and "." in match[0] and not match["ahalf"] and not match["bhalf"])
        ):
            continue
        return (f"{start}-{end}" if end else start), match
    return None


def clock(match, side):
    hour, minute = int(match[f"{side}hour"]), int(match[f"{side}minute"] or 0)
    half = (match[f"{side}half"] or (match["bhalf"] if side == "a" else "") or "").casefold()
    if half.startswith("p") and hour < 12:
        hour += 12
    if half.startswith("a") and hour == 12:
        hour = 0
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
