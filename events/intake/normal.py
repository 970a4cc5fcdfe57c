"""Normal text: what was pasted, freed of what typesetting, word processors and web pages left in it.

Every character of the normal text knows where it came from, so that each value read from it can be shown in the text as
it was pasted. Unicode is brought to NFC (UAX #15) character by character, which keeps that map exact.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

# Longer texts are cut here: nobody reports an event in more, and time must stay bounded.
LONGEST = 200_000
INVISIBLE = dict.fromkeys(
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
SPACES = re.compile(r"[^\S\n]+")
MARKUP = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|cite|div|em|font|h[1-6]|hr|i|li|ol|p|script|small|span|strong|sub|sup|table|tbody|td|th|tr|u|ul)\b[^<>]{0,300}>",
    re.IGNORECASE,
)
BLOCKS = re.compile(r"</?(?:blockquote|br|div|h[1-6]|hr|li|p|table|tr)\b", re.IGNORECASE)
# A line that goes on in the next one: it is long, or ends in the middle of something.
UNFINISHED = re.compile(r"(?:[,–—&-]|\b(?:of|the|and|for|in|on|at|to|by|with|a|an|from))$")
BULLET = re.compile(r"\s*(?:[•●▪◦‣·*–—-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+")
# A line that tells who spoke or led begins anew, however long the one before it.
LABEL = re.compile(
    r"(?:Panell?ists?|Speakers?|Moderat(?:or|ed)|Chair(?:ed|person)?|Discussants?|Participants?|Keynote)\b"
)
LONG_LINE = 60
# Titles that lost their space: DrHumaBaqai, AmbassadorSohail.
GLUED = re.compile(
    r"\b(?:Dr|Mr|Mrs|Ms|Prof|Professor|Amb|Ambassador|Gen|Lt|Senator)\.?(?=[A-Z][a-z]+(?:[A-Z][a-z]+|\s[A-Z]))"
)
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
SMALL = re.compile(
    r"\b(?:A|AN|THE|OF|AND|OR|FOR|IN|ON|AT|TO|BY|WITH|FROM|AS|WAS|WERE|IS|ARE|HIS|HER|ITS|WHO|WHICH|THAT|[A-Z]{3,}ED|[A-Z]{3,}ING)\b"
)
DEGREES = re.compile(r"Mc$|Mac$|De$|Le$|La$|Fitz$")


@dataclass(frozen=True)
class Normal:
    """A text made normal. `origins` holds, for each character of `text`, its place in the text as pasted."""

    text: str
    origins: tuple

    def span(self, start, end):
        """Return where `text[start:end]` stands in the pasted text, as (start, end)."""
        if start >= end or not self.origins:
            return (0, 0)
        return (self.origins[start], self.origins[end - 1] + 1)

    def place(self, origin):
        """Return the place in `text` of a place in the pasted text: the last that does not come after it."""
        return max(bisect_right(self.origins, origin) - 1, 0)


def normal(pasted):
    """Return the Normal of a pasted text; what is beyond 200,000 characters is left out."""
    characters = list(enumerate(pasted[:LONGEST]))
    for step in (without_markup, without_the_unseen, composed, calmed, joined, unglued, thinned):
        characters = step(characters)
    return Normal("".join(letter for _, letter in characters), tuple(place for place, _ in characters))


def written(characters):
    return "".join(letter for _, letter in characters)


def without_markup(characters):
    """Replace tags by a space, or by a line break where they begin or end a block."""
    text = written(characters)
    if "<" not in text:
        return characters
    kept, last = [], 0
    for found in MARKUP.finditer(text):
        kept += characters[last : found.start()]
        kept.append((characters[found.start()][0], "\n" if BLOCKS.match(found[0]) else ""))
        last = found.end()
    return [(place, letter) for place, letter in kept + characters[last:] if letter]


def without_the_unseen(characters):
    """Drop what cannot be seen, such as soft hyphens, and turn every kind of space and line end into the plain one."""
    seen = []
    for place, letter in characters:
        if letter in INVISIBLE or letter == "\r":
            continue
        kind = unicodedata.category(letter)
        if letter in "\n\x0b\x0c\x85\u2028\u2029":
            letter = "\n"
        elif kind in ("Zs", "Cc", "Cs", "Co", "Cn"):
            letter = " "
        seen.append((place, letter))
    return seen


def composed(characters):
    """Join each letter with the marks that follow it, and take ligatures and full-width letters apart."""
    found = []
    for place, letter in characters:
        if found and unicodedata.combining(letter) and len(found[-1][1]) == 1:
            one = unicodedata.normalize("NFC", found[-1][1] + letter)
            if len(one) == 1:
                found[-1] = (found[-1][0], one)
                continue
        plain = unicodedata.normalize("NFKC", letter) if "ﬀ" <= letter <= "ﬆ" or "！" <= letter <= "～" else letter
        found += [(place, part) for part in plain]
    return found


def calmed(characters):
    """Write a text that shouts throughout as others are written, but for acronyms in brackets."""
    letters = [letter for _, letter in characters if letter.isalpha()]
    if len(letters) < 40 or sum(letter.isupper() for letter in letters) * 10 < len(letters) * 8:
        return characters
    text = written(characters)
    kept = {place for found in re.finditer(r"\([A-Z&-]{2,8}\)", text) for place in range(*found.span())}
    small = {place for found in SMALL.finditer(text) for place in range(*found.span())}
    quiet, before = [], " "
    for number, (place, letter) in enumerate(characters):
        inside = before.isalpha() or before in "’'" or number in small
        quiet.append((place, letter.lower() if inside and number not in kept and len(letter.lower()) == 1 else letter))
        before = letter
    return quiet


def joined(characters):
    """Join the lines of a paragraph that were broken to fit a page."""
    lines, line = [], []
    for pair in characters:
        line.append(pair)
        if pair[1] == "\n":
            lines.append(line)
            line = []
    lines.append(line)
    out, before = [], ""
    for line in lines:
        text = SPACES.sub(" ", written(line)).strip()
        if text and before and goes_on(before, text):
            while out and out[-1][1] in "\n ":
                last = out.pop()
            out.append((last[0], " "))
        out += line
        before = text or (before if UNFINISHED.search(before) else "")
    return out


def goes_on(before, line):
    """Whether `line` continues the line `before`."""
    if BULLET.match(line) or LABEL.match(line) or before.endswith((".", "!", "?", ":", ";", "”", '"')):
        return False
    return bool(UNFINISHED.search(before)) or line[0].islower() or (len(before) >= LONG_LINE and len(line) > 40)


def unglued(characters):
    """Part titles from the names they were glued to, and those names in themselves."""
    text = written(characters)
    cuts = set()
    for found in GLUED.finditer(text):
        cuts.add(found.end())
        end = next(
            (place for place in range(found.end(), min(found.end() + 60, len(text))) if not text[place].isalpha()),
            len(text),
        )
        word = text[found.end() : end]
        humps = [hump.start() for hump in HUMP.finditer(word)]
        cuts |= {found.end() + hump for hump in humps if not DEGREES.search(word[:hump])}
    if not cuts:
        return characters
    out = []
    for number, pair in enumerate(characters):
        if number in cuts:
            out.append((pair[0], " "))
        out.append(pair)
    return out


def thinned(characters):
    """Leave of several spaces one, and of several empty lines one."""
    out = []
    for place, letter in characters:
        if letter == " " and (not out or out[-1][1] in " \n"):
            continue
        if letter == "\n":
            while out and out[-1][1] == " ":
                out.pop()
            if len(out) > 1 and out[-1][1] == out[-2][1] == "\n":
                continue
        out.append((place, letter))
    return out
