"""Bodies: the institutions that a text names, with their acronyms, found by the nouns that such names are built on."""

import re
from dataclasses import dataclass

from events.intake.lexicon import Lexicon

# Words in capitals that stand for no institution.
NO_BODIES = frozenset(
    """mou mous loc loi ai us usa uk uae un eu ussr bog ceo coo cto cfo dg ed vc md evp svp mp mna mpa usd pkr inr gdp covid
    covid-19 sdgs sdg ndc psc phd q&a iii ii iv vi vii am pm nov dec jan feb mar apr jun jul aug sep sept oct cpec bri nato asean
    sco brics saarc g20 g7 ict it fdi ngo ngos smes tv pr ph.d m.phil u.s u.k dna app inp nni r&d""".split()
)
# After these a name has come to its end, and capital words that follow without a link are another name.
CLOSING = frozenset(
    """studies sciences affairs relations analyses analysis research policy security development law arts cooperation trade
    technology diplomacy peace strategy economics education management administration governors directors trustees""".split()
)
INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]?\.?")
AFTER_ACRONYMS = frozenset("global international africa asia europe worldwide".split())
LONGEST = 18
LEFTMOST = 7


@dataclass(frozen=True, slots=True)
class Body:
    """An institution named by the tokens from `first` up to `last`, which it does not include.

    `certain` is false where nothing but its capitals tells that this is one; `unit` is true for a part of a body, such
    as a department.
    """

    first: int
    last: int
    name: str
    acronym: str = ""
    certain: bool = True
    unit: bool = False

    @property
    def full(self):
        return f"{self.name} ({self.acronym})" if self.acronym and self.acronym != self.name else self.name


class BodyFinder:
    """Finds institutions sentence by sentence, and remembers the acronyms that the text explains."""

    def __init__(self, lexicon: Lexicon, known=()):
        self.words = lexicon
        # What an acronym stands for, and how it is written.
        self.acronyms, self.shown = {}, {}
        self.known = {tuple(name.casefold().replace("’", "'").split()): name for name in known if " " in name}
        self.longest_known = max(map(len, self.known), default=0)

    def find(self, sentence):
        """Return the institutions that a sentence, a list of tokens, names: those with a noun or a known name, then
        acronyms; in their order, and none within another.
        """
        found, place = [], 0
        while place < len(sentence):
            body = self.known_at(sentence, place) or self.built_around(sentence, place, found[-1].last if found else 0)
            if body:
                found.append(body)
            place = max(body.last, place + 1) if body else place + 1
        return self.with_acronyms(sentence, found)

    def known_at(self, sentence, place):
        for length in range(min(self.longest_known, len(sentence) - place), 1, -1):
            words = tuple(token.low for token in sentence[place : place + length])
            if words in self.known and sentence[place].capital:
                return self.named(sentence, place, place + length, False)
        return None

    def built_around(self, sentence, place, free):
        """Return the institution whose noun stands at `place`, taking tokens from `free` on, or None."""
        token = sentence[place]
        if not token.capital:
            return None
        singular = token.low.removesuffix("'s")
        noun = singular in self.words.built_on or singular.rpartition("-")[2] in self.words.bodies
        if not noun:
            return None
        last = place + 1 if token.low != singular else self.rightmost(sentence, place + 1)
        first = self.leftmost(sentence, place, max(free, place - LEFTMOST))
        if (last - first == 1 and singular in self.words.built_on) or all(
            self.is_place(one) or one.low in ("federation", "the", "of") for one in sentence[first:last]
        ):
            return None
        if last > place + 1 and sentence[last - 1].low in self.words.links:
            last -= 1
        unit = singular in self.words.units and not any(
            one.low in self.words.bodies - self.words.units for one in sentence[first:last]
        )
        return self.named(sentence, first, last, unit)

    def rightmost(self, sentence, place):
        """Return where the name that reached `place` ends."""
        limit = min(len(sentence), place + LONGEST)
        while place < limit:
            token = sentence[place]
            if self.goes_on(sentence, place, limit):
                place += 1
            elif token.low in self.words.links | {"under", ","} and (step := self.step_over(sentence, place, limit)):
                place = step
            else:
                break
        return place

    def list_ends(self, sentence, place, limit):
        """Return where the words of “Power, Energy and Mineral Resources” end that go on at a comma, or 0."""
        step = place
        while step < limit and sentence[step].text == ",":
            run = step + 1
            while run < limit and sentence[run].low in self.words.body_words - self.words.built_on:
                if not sentence[run].capital or self.is_title(sentence, run):
                    return 0
                run += 1
            if run == step + 1:
                return 0
            step = run
        joined = step + 1 < limit and sentence[step].low in ("and", "&")
        last = sentence[step + 1] if joined else None
        known = joined and last.capital and last.low in self.words.body_words - self.words.built_on
        return step + 1 if known else 0

    def goes_on(self, sentence, place, limit):
        token, before = sentence[place], sentence[place - 1]
        if not token.capital or token.low in self.words.links or self.is_title(sentence, place):
            return False
        if before.low in self.words.links - {"and", "&"}:
            return True
        strange = not self.belongs(token)
        following = sentence[place + 1] if place + 1 < limit else None
        strangers = strange and following is not None and following.capital and not self.belongs(following)
        if strange and before.low in CLOSING | self.words.bodies and not token.acronym:
            return not strangers and before.low not in self.words.bodies and self.is_place(token)
        return not strangers

    def belongs(self, token):
        low = token.low.removesuffix("'s")
        return low in self.words.body_words or low in self.words.built_on or self.is_place(token)

    def is_place(self, token):
        return token.low in self.words.geography

    def is_title(self, sentence, place):
        """Whether a name of a person or an office begins at `place`."""
        token = sentence[place]
        low = token.low
        if (
            sentence[place - 1].low == "first"
            or low in self.words.body_words | self.words.bodies
            or (self.is_place(token) and before_place(sentence, place, self))
        ):
            return False
        return low in self.words.honorifics or (
            low in self.words.positions and sentence[place - 1].low not in ("of", "the", "first")
        )

    def step_over(self, sentence, place, limit):
        """Return where the words go on after a link or a comma, or 0 when the name ends before it."""
        return (self.list_ends if sentence[place].text == "," else self.link_ends)(sentence, place, limit)

    def link_ends(self, sentence, place, limit):
        """Return where the words go on after the links at `place`, or 0 when the name ends before them."""
        step = place
        while step < limit and sentence[step].low in self.words.links | {"under"}:
            step += 1
        if step >= limit or not sentence[step].capital or step - place > 3:
            return 0
        first = sentence[place].low
        if first == "under":
            return step + 1
        if first in ("in", "at", "to", "on") and (self.is_place(sentence[step]) or first == "at"):
            return 0
        if first in ("and", "&", "y", "et", "und") and self.another_begins(sentence, step, limit):
            return 0
        if first in ("the", "to") or (self.is_title(sentence, step) and first not in ("of", "under", "for")):
            return 0
        return step

    def another_begins(self, sentence, place, limit):
        """Whether what comes after “and” is an institution of its own, or a person."""
        if self.is_title(sentence, place) or sentence[place].acronym or sentence[place - 1].low == "the":
            return True
        run = place
        while run < limit and sentence[run].capital:
            if sentence[run].low in self.words.bodies:
                return True
            run += 1
        return not self.belongs(sentence[place]) and run - place > 1

    def leftmost(self, sentence, place, free):
        """Return where the name whose noun is at `place` begins."""
        first = place
        while first > free:
            token, before = sentence[first - 1], sentence[first - 2] if first - 1 > free else None
            if self.can_open(token) or (token.text == "All" and before and before.low in ("the", "of")):
                first -= 1
            elif token.text in ("’", "'") and before and before.text.endswith("s") and self.can_open(before):
                first -= 2
            elif (
                token.low in ("and", "&", "of", "for")
                and before
                and before.capital
                and self.joins(sentence, first, token)
            ):
                first -= 2 if before.low in self.words.body_words else 1
                if before.low not in self.words.body_words:
                    first += 1
                    break
            else:
                break
        while first < place and sentence[first].low in self.words.links | {"'s", "’s"}:
            first += 1
        return first

    def joins(self, sentence, first, link):
        before = sentence[first - 2]
        known = before.low in self.words.body_words and before.low not in self.words.positions
        return known and (link.low in ("and", "&"))

    def can_open(self, token):
        if (
            token.low.endswith("-based")
            or not token.capital
            or (token.low.endswith("'s") and token.low[:-2] not in self.words.body_words)
        ):
            return False
        if token.low in self.words.body_words or self.is_place(token):
            return True
        office = not token.acronym and token.low in self.words.positions | self.words.openers | self.words.honorifics
        return not office and token.low not in self.words.small and not token.initial

    def named(self, sentence, first, last, unit):
        """Return the institution in these tokens, with the acronym in brackets after them."""
        name = unowned(told(sentence[first:last]))
        short, end = bracketed(sentence, last)
        if not short:
            short, end = self.short_name(sentence, last, name)
        if short:
            self.acronyms.setdefault(short.casefold(), name)
            self.shown.setdefault(short.casefold(), short)
            return Body(first, end, name, short, unit=unit)
        return Body(first, last, name, self.acronym_of(name), unit=unit)

    def short_name(self, sentence, place, name):
        """Return “Unsri” in “Universitas Sriwijaya (Unsri)” and where its brackets end, or nothing and `place`."""
        inside = sentence[place + 1] if place + 2 < len(sentence) and sentence[place].text == "(" else None
        if not inside or sentence[place + 2].text != ")" or not inside.capital or not 2 < len(inside.text) < 9:
            return "", place
        letters = iter(name.casefold())
        known = inside.low in self.words.geography | self.words.no_names
        made = not known and all(letter in letters for letter in inside.low)
        return (inside.text, place + 3) if made else ("", place)

    def acronym_of(self, name):
        return next((self.shown[short] for short, long in self.acronyms.items() if long == name), "")

    def with_acronyms(self, sentence, found):
        """Return `found` with the acronyms that stand alone between them."""
        taken = {place for body in found for place in range(body.first, body.last)}
        for place, token in enumerate(sentence):
            short = token.acronym or unowned(token.low) in self.acronyms
            if place in taken or not short or self.initials(sentence, place):
                continue
            for last in (place + 2, place + 1):
                if body := self.short_for(sentence, place, last):
                    found.append(body)
                    taken |= set(range(place, last))
                    break
        return sorted(found, key=lambda body: body.first)

    def initials(self, sentence, place):
        """Whether capitals are those of a person, as in “Dr. ARM Solaiman”."""
        low = sentence[place].low
        before, after = sentence[place - 1] if place else None, sentence[place + 1 : place + 2]
        if low in self.acronyms:
            return False
        titled = before and before.capital and before.low in self.words.honorifics
        named = bool(after) and after[0].capital and not self.belongs(after[0])
        if (titled or INITIALS.fullmatch(sentence[place].text)) and named:
            return True
        beside = [token for token in (before, *after) if token and self.strange(token)]
        return len(low) > 2 and low.isalpha() and bool(beside)

    def strange(self, token):
        """Whether a word can only be part of somebody's name, so that capitals beside it are a surname: “Rizal SUKMA”."""
        plain = token.capital and not token.acronym and not token.initial and token.text.replace("-", "").isalpha()
        return plain and token.low not in self.words.no_names and not self.belongs(token)

    def short_for(self, sentence, first, last):
        """Return the institution for which the tokens stand as an acronym, one that nobody explained included."""
        short = unowned(told(sentence[first:last]))
        low = short.casefold().rstrip(".")
        if low in self.acronyms:
            return Body(first, last, self.acronyms[low], self.shown[low])
        strange = last - first == 1 and len(low) > 2 and low not in NO_BODIES | self.words.outlets and "–" not in short
        if not strange or low in self.words.geography:
            return None
        if last < len(sentence) and sentence[last].capital and sentence[last].low in AFTER_ACRONYMS:
            short, last = f"{short} {sentence[last].text}", last + 1
        return Body(first, last, short, certain=False)


def bracketed(sentence, place):
    """Return the acronym in brackets at `place` and where they end, or nothing and `place`."""
    if place < len(sentence) and sentence[place].text == "(":
        end = next((one for one in range(place + 1, min(place + 5, len(sentence))) if sentence[one].text == ")"), place)
        inside = sentence[place + 1 : end]
        if inside and all(token.acronym or sum(map(str.isupper, token.text)) > 2 for token in inside):
            return told(inside), end + 1
    return "", place


def before_place(sentence, place, finder):
    """Whether the token at `place` belongs to the name of a land of two words, such as Sri Lanka."""
    return place + 1 < len(sentence) and finder.is_place(sentence[place + 1])


def told(found):
    """Return tokens as they are written, with the spaces between them."""
    out = ""
    for before, token in zip([None, *found], found, strict=False):
        out += (" " if before and token.start > before.end else "") + token.text
    return out


def unowned(name):
    return name.removesuffix("’s").removesuffix("'s")
