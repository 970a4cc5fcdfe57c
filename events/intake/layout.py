"""Layout: what the form of a text tells before its sentences do: its heads, dateline, headings and marked lines."""

import re
from dataclasses import dataclass, field
from datetime import date

from events.intake.when import Day, days

HEAD = re.compile(r"^\s*(?P<key>[A-Za-z][A-Za-z &/’']{1,40}?)\s*[:：]\s*(?P<value>\S.*)$")
# What a head is called, and the field it fills.
HEADS = {
    "date": "date",
    "event date": "date",
    "dated": "date",
    "date of event": "date",
    "when": "date",
    "date and time": "date",
    "day": "date",
    "date & time": "date",
    "time": "time",
    "timing": "time",
    "event time": "time",
    "venue": "venue",
    "location": "venue",
    "place": "venue",
    "where": "venue",
    "event venue": "venue",
    "title": "title",
    "topic": "title",
    "theme": "title",
    "subject": "title",
    "event": "title",
    "event title": "title",
    "organiser": "hosts",
    "organizer": "hosts",
    "organised by": "hosts",
    "organized by": "hosts",
    "organisers": "hosts",
    "organizers": "hosts",
    "host": "hosts",
    "hosts": "hosts",
    "hosted by": "hosts",
    "co-host": "co_hosts",
    "co-hosts": "co_hosts",
    "in collaboration with": "co_hosts",
    "partner": "co_hosts",
    "partners": "co_hosts",
    "city": "city",
}
MARK = re.compile(r"^\s*date\s+(?P<day>\d{4}-\d\d-\d\d)\s*", re.IGNORECASE)
# ISLAMABAD, NOV 4: /DNA/ – …   ISLAMABAD (App) – …   COLOMBO: …
DATELINE = re.compile(
    r"^\s*(?P<city>[A-ZÀ-Ý][\w.’'À-ÿ-]+(?:\s[A-ZÀ-Ý][\w.’'À-ÿ-]+){0,2})\s*(?P<rest>[,/(][^:\n]{0,90}?)?\s*(?P<end>[:–—]|\s-\s|\)(?=\s*[A-Z]))"
)
# What numbers or marks the line of a list.
MARKER = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|[•●▪◦‣*·–—-]|\(?[a-z][.)])\s+(?=\S)")
SHORT_LINE = 28
KICKERS = re.compile(
    r"^\s*(?:press release|post[- ]event report|event reports?|report|news|press note|media release|for immediate release|events?|home|post)\s*\|?\s*$",
    re.IGNORECASE,
)


@dataclass
class Layout:
    """What the form tells. Spans are places in the normal text; `body` is where running prose begins in each line."""

    heads: list = field(default_factory=list)
    city: tuple | None = None
    told_on: Day | None = None
    headings: list = field(default_factory=list)
    skipped: list = field(default_factory=list)

    @property
    def day(self):
        return self.told_on.whole if self.told_on else None


def layout(text, lexicon):
    """Return the Layout of a normal text."""
    found = Layout()
    place, opening = 0, True
    for number, line in enumerate(text.split("\n")):
        start, place = place, place + len(line) + 1
        if not line.strip():
            continue
        rest = start
        if mark := MARK.match(line):
            found.told_on = told(mark["day"], start + mark.start("day"))
            rest, line = start + mark.end(), line[mark.end() :]
            found.skipped.append((start, rest))
        skip_marker(found, line, rest)
        if opening and number < 40 and (length := read_dateline(found, line, rest, lexicon)):
            found.skipped.append((rest, rest + length))
            opening = False
            continue
        if head := read_head(line, rest):
            found.heads.append(head)
        elif is_heading(line):
            if not read_day_line(found, line, rest) and not KICKERS.match(line):
                found.headings.append((line.strip(), rest + len(line) - len(line.lstrip()), rest + len(line.rstrip())))
        else:
            opening = opening and len(line) < 60
    return found


def skip_marker(found, line, start):
    if marker := MARKER.match(line):
        found.skipped.append((start, start + marker.end()))


def told(day, start):
    try:
        whole = date.fromisoformat(day)
    except ValueError:
        return None
    return Day(whole.year, whole.month, whole.day, start, start + len(day))


def read_head(line, start):
    """Return (field, value, start, end) of a line such as “Venue: Russian Embassy, Islamabad”, or None."""
    match = HEAD.match(line)
    if not match or match["key"].strip().casefold() not in HEADS:
        return None
    value = match["value"].rstrip()
    return (
        HEADS[match["key"].strip().casefold()],
        value,
        start + match.start("value"),
        start + match.start("value") + len(value),
    )


def read_dateline(found, line, start, lexicon):
    """Read the place and the date before the first sentence; return how long they are, or 0 when they are not there."""
    match = DATELINE.match(line)
    if not match:
        return 0
    city = match["city"].casefold()
    if (
        not (match["city"].isupper() or any(word in lexicon.cities for word in city.split()))
        or len(line) - match.end() < 40
    ):
        return 0
    if not any(word in lexicon.cities for word in city.split()) and not match["rest"]:
        return 0
    found.city = (match["city"].title(), start + match.start("city"), start + match.end("city"))
    told_days = days(match["rest"] or "", start + match.start("rest") if match["rest"] else start)
    if told_days:
        found.told_on = within_reach(told_days[0], found.told_on)
    return agency(line, match.end())


def within_reach(day, published):
    """Return the day of a dateline, with the year of when it was published; that day where they lie weeks apart."""
    if not published:
        return day
    year = published.year - (day.month > published.month)
    whole = Day(day.year or year, day.month, day.day, day.start, day.end)
    return whole if 0 <= (published.whole - whole.whole).days < 15 else published


def agency(line, end):
    """Return where the names of agencies between strokes and dashes end: “/DNA/ –”."""
    more = re.compile(r"\s*(?:/\s*[A-Z]{2,12}\s*/|\([^)]{1,40}\)|[–—:-])\s*").match(line, end)
    while more and more.end() > end:
        end = more.end()
        more = re.compile(r"\s*(?:/\s*[A-Z]{2,12}\s*/|[–—:-])\s*").match(line, end)
    return end


def read_day_line(found, line, start):
    """Take a line that is nothing but a date for the date of the text."""
    told_days = days(line)
    if len(told_days) == 1 and len(re.sub(r"[\W_]", "", line)) - (told_days[0].end - told_days[0].start) <= 12:
        day = told_days[0]
        found.told_on = found.told_on or Day(day.year, day.month, day.day, start + day.start, start + day.end)
        return True
    return False


def is_heading(line):
    words = line.split()
    return len(words) <= SHORT_LINE and not line.rstrip().endswith((".", ",", ";", ":", "!", "-"))
