"""The occasion: what kind of event it was, what it was called, who held it, where and when."""

import re
from functools import cache

from events.intake.people import Told
from events.intake.when import days, hours, meant

QUOTED = re.compile(r"[“\"‘«](?P<title>[^“”\"«»]{6,240}?)[,.]?[”\"’»](?=[\s,.;:)–—-]|$)")
NAMED = re.compile(
    r"\b(?:titled|entitled|themed|theme|topic|on|called|under|of|book|volume|report|discussion|lecture|subject)\b[^“\"‘«]{0,30}$",
    re.IGNORECASE,
)
# The event, as the object of holding one.
HOLDS = re.compile(
    r"\b(?:hosted|organi[sz]ed|co-hosted|co-organi[sz]ed|convened|held|arranged|conducted|hosts|organi[sz]es|launched|inaugurated|"
    r"concluded|signed|inked|took place|was held|attended|participated in|sign)\b",
    re.IGNORECASE,
)
WHEN = re.compile(
    r"\b(?:held|hosted|organi[sz]ed|took place|convened|arranged|conducted|launched|signed|inaugurated|on|received|dated|concluded)\b",
    re.IGNORECASE,
)
VENUE = re.compile(
    r"\b(?:at|in)\s+(?P<venue>(?:the\s|its\s|his\s)?(?:[A-ZÀ-Ý][\w’'&.-]*,?\s?|auditorium\b|conference hall\b|campus\b|premises\b|headquarters\b|office\b|of\s|for\s|the\s|and\s|de\s|,\s(?=[A-Z][a-z]+\s(?:Centre|Center|Institute|Hotel|University|Hall|Library)\b)){1,10})"
)
PLACES = re.compile(
    r"\b(?:Hall|Hotel|Auditorium|Embassy|Centre|Center|Library|House|Club|University|College|Boardroom|Room|Campus|Theatre|Theater|Museum|Complex|Institute|Secretariat|Ministry|Palace|Mahal|Headquarters|Academy|School|Council|Chamber|Lodge|auditorium|conference hall|campus|premises|headquarters|office|Bhavan|Bhawan|Residence|Serena|Marriott|Foundation)\b"
)
LEAD = 900
SPOKEN_KINDS = ("mou_signing", "book_launch", "webinar")


def kind_of(text, headings, lexicon):
    """Return the kind of the event as a Told value, with the words that tell it, or None."""
    lead = text[: LEAD + sum(end - start for _, start, end in headings[:3])]
    low = re.sub(r"[‐‑-]", "-", lead.casefold()).replace("’", "'")
    found = {kind: first_of(low, phrases) for kind, phrases in lexicon.kinds.items()}
    found = {kind: place for kind, place in found.items() if place}
    if "mou_signing" in found and not signs(low):
        del found["mou_signing"]
    for kind in SPOKEN_KINDS:
        if kind in found:
            return value(kind, found[kind], kind)
    if not found:
        return None
    # The event is what was held; of several words the one nearest behind the verb that holds it, then the first.
    verb = HOLDS.search(lead)

    def rank(item):
        kind, (start, _) = item
        last = kind == "meeting"
        return (last, abs(start - verb.start()) if verb else start, start)

    kind, place = min(found.items(), key=rank)
    return value(kind, place, kind)


def value(told, span, rule):
    return Told(told, span, rule)


def first_of(low, phrases):
    places = [(match.start(), match.end()) for phrase in phrases if (match := re.search(worded(phrase), low))]
    return min(places, default=None)


@cache
def worded(phrase):
    """Return the pattern of a phrase of a kind, which may be dressed up: “launch of its new edited book”."""
    words = [re.escape(word) for word in phrase.split()]
    between = r"\s(?:(?:new|newly|edited|latest|recent|published|co-edited|landmark|two|joint|one-day|two-day)\s){0,3}"
    return re.compile(rf"(?<![\w-]){between.join(words)}(?:s|es)?(?!\w)")


def signs(low):
    return (
        re.search(r"\b(?:sign|signs|signed|signing|inked|inks|concluded|put their signatures|exchanged)\b", low)
        is not None
    )


def title_of(text, layout, kind):
    """Return the title: of a head, in quotation marks after “on” or “titled”, or of the heading."""
    for field, told, start, end in layout.heads:
        if field == "title":
            return Told(told.strip("“”\"'"), (start, end), "head")
    lead = text[: LEAD * 2]
    for match in QUOTED.finditer(lead):
        if NAMED.search(lead[max(0, match.start() - 60) : match.start()]) and len(match["title"].split()) > 1:
            return Told(match["title"].strip(" ,"), match.span("title"), "quoted")
    return None


def heading_title(layout):
    """Return the heading that most likely is the title: the last of those at the top that name no place."""
    found = [
        heading for heading in layout.headings[:5] if 3 <= len(heading[0].split()) <= 25 and not is_place(heading[0])
    ]
    if not found:
        return None
    told, start, end = found[-1] if len(found) < 3 else found[1]
    return Told(told, (start, end), "heading", "likely")


def is_place(line):
    return line.count(",") > 1 or bool(PLACES.search(line) and re.search(r"\d", line))


def date_of(text, layout, sentences):
    """Return (Told day in ISO form, its basis): stated, weekday beside the dateline, or the dateline alone."""
    for field, told, start, _ in layout.heads:
        if field == "date" and (found := next(iter(days(told, start)), None)):
            return iso(found, layout, "stated")
    for sentence in sentences[:8]:
        if found := stated(text, sentence, layout):
            return found
    if layout.day:
        lead_end = sentences[min(7, len(sentences) - 1)][-1].end if sentences else 0
        if found := meant(text[:lead_end], layout.day):
            return Told(found[0].isoformat(), found[1].span(), "weekday", "likely"), "weekday"
        marked = layout.told_on
        return Told(layout.day.isoformat(), (marked.start, marked.end), "dateline", "low"), "dateline"
    return None, ""


def stated(text, sentence, layout):
    """Return the day on which a sentence says that the event was held, or None."""
    start, end = sentence[0].start, sentence[-1].end
    part = text[start:end]
    if not any(
        word in part.casefold()
        for word in (
            " held",
            "hosted",
            "organis",
            "organiz",
            "took place",
            "convened",
            "arranged",
            "conducted",
            "launch",
            "signed",
            "visit",
            "on ",
        )
    ):
        return None
    for day in days(part, start):
        before = QUOTED.sub("", text[max(start, day.start - 300) : day.start])[-70:]
        if layout.told_on and (day.start, day.end) == (layout.told_on.start, layout.told_on.end):
            continue
        if WHEN.search(before) and not re.search(
            r"\b(?:from|until|since|between|scheduled|by|dated|of|signed in|agreement)\s*$",
            before.rstrip(),
            re.IGNORECASE,
        ):
            return iso(day, layout, "stated")
    return None


def iso(day, layout, basis):
    year = day.year or (layout.day.year if layout.day else None)
    if not year:
        return None, ""
    return Told(
        f"{year:04}-{day.month:02}-{day.day:02}", (day.start, day.end), basis, "high" if day.year else "likely"
    ), basis


def time_of(text, layout):
    for field, told, start, _ in layout.heads:
        if field in ("time", "date") and (found := hours(told)):
            return Told(found[0], (start + found[1].start(), start + found[1].end()), "head")
    lead = text[: LEAD * 2]
    for match in re.finditer(r"\b(?:at|from|time:?)\s", lead, re.IGNORECASE):
        found = hours(lead[match.end() : match.end() + 24])
        if found and found[1].start() == 0 and (":" in found[1][0] or "m" in found[1][0].casefold()):
            return Told(found[0], (match.end(), match.end() + found[1].end()), "stated", "likely")
    return None


def venue_of(text, layout):
    for field, told, start, end in layout.heads:
        if field == "venue":
            return Told(told, (start, end), "head")
    for told, start, end in layout.headings[:6]:
        if is_place(told):
            return Told(told, (start, end), "heading", "likely")
    lead = text[: LEAD * 2]
    for match in VENUE.finditer(lead):
        venue = re.sub(r"\s(?:of|for|the|and|de)$", "", match["venue"].strip().rstrip(",.")).strip()
        before = lead[max(0, match.start() - 90) : match.start()]
        if PLACES.search(venue) and len(venue.split()) > 1 and HOLDS.search(before) and match[0].startswith("at"):
            return Told(
                re.sub(r"^(?:the|its|his)\s", "", venue),
                (match.start("venue"), match.start("venue") + len(venue)),
                "at",
                "likely",
            )
    return None


def city_of(text, layout, venue, lexicon):
    """Return the city: of a head, of the venue, of the dateline, or in which it was held."""
    if head := next((head for head in layout.heads if head[0] == "city"), None):
        return Told(head[1], head[2:], "head")
    if venue and (found := city_in(venue.value, lexicon)):
        return Told(found[0], (venue.span[0] + found[1], venue.span[0] + found[2]), "venue")
    if layout.city:
        return Told(layout.city[0], layout.city[1:], "dateline", "likely")
    return city_of_holding(text[:LEAD], lexicon)


def city_of_holding(lead, lexicon):
    for match in re.finditer(r"\b(?:in|at)\s(?P<city>[A-Z][\w’'-]+(?:\s[A-Z][\w-]+)?)", lead):
        if HOLDS.search(lead[max(0, match.start() - 160) : match.start()]) and (
            found := city_in(match["city"], lexicon)
        ):
            return Told(found[0], (match.start("city") + found[1], match.start("city") + found[2]), "in", "likely")
    return None


def city_in(text, lexicon):
    for match in re.finditer(r"[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?", text):
        words = match[0].split()
        if match[0].casefold() in lexicon.cities_of_two:
            return match[0], match.start(), match.end()
        for word in words:
            if word.casefold() in lexicon.cities:
                at = match.start() + match[0].index(word)
                return word, at, at + len(word)
    return None
