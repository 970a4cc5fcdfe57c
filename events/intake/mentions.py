"""Mentions: where a sentence names a person, with the title, the office and the institution that it gives there."""

import re
from dataclasses import dataclass, field, replace

from events.intake.bodies import CLOSING, NO_BODIES, Body, told
from events.intake.lexicon import Lexicon
from events.intake.offices import ADDRESSES_BY_OFFICE, OFFICES, STARTS_A_CLAUSE, Offices

MOST_PARTS = 6
ARTICLED = re.compile(r"(?:al|el|ul|ur|ud|us|as|an|ar|bin|ibn)[-‐‑–][A-Z]")
ENDS_OF_BODIES = CLOSING | {"board"}
# Words of the lexicon that are names as well, where one has begun.
NAMES_TOO = frozenset("islam young day west banks".split())
# Titles that, before a single name, are the first of two.
FIRST_NAMES_TOO = frozenset("hafiz haji begum syeda sayyid nana sardar prince dean datu".split())
WHO_IS = frozenset("is was serves served".split())


@dataclass(frozen=True)
class Mention:
    """A person named in a sentence. All places are places of tokens: the whole mention from `first` to `last`, the name
    from `name_first` to `name_last`. `position` is (first, last) of the office, or None.
    """

    name: str
    first: int
    last: int
    name_first: int
    name_last: int
    honorific: tuple | None = None
    position: tuple | None = None
    body: Body | None = None
    bodies: tuple = field(default=())

    @property
    def titled(self):
        return self.honorific is not None

    @property
    def placed(self):
        return self.position is not None or self.body is not None


class MentionFinder(Offices):
    """Finds the people that a sentence names. `known` are names of people, whose words then count as parts of names."""

    def __init__(self, lexicon: Lexicon, known=()):
        super().__init__(lexicon)
        self.known = frozenset(word for name in known for word in name.casefold().split())
        # The last parts of the names that the text told in full so far: by these alone somebody can be meant.
        self.surnames = set()

    def find(self, sentence, bodies):
        """Return the mentions in a sentence, given the institutions in it, in their order."""
        within = {place: body for body in bodies for place in range(body.first, body.last)}
        cores = self.cores(sentence, within)
        bare = [self.with_titles(sentence, core, within) for core in cores]
        found = []
        for number, mention in enumerate(bare):
            if found and mention.name_first < found[-1].last:
                continue  # It was an office or an institution of the one before.
            limit = self.limit(sentence, bare, number)
            if mention.position and (office := self.office_of_next(sentence, bare, number, within)):
                bare[number + 1] = replace(bare[number + 1], first=mention.last + 1, **office)
                limit = mention.last
            found.append(self.with_apposition(sentence, mention, limit, within))
        self.surnames |= {
            sentence[one.name_last - 1].low.removesuffix("'s") for one in found if one.name_last - one.name_first > 1
        }
        return found

    def office_of_next(self, sentence, bare, number, within):
        """Return the office between this mention, which has one before its name, and the next: “…, Board Chair, Dr B”."""
        if number + 1 >= len(bare):
            return None
        mention, following = bare[number], bare[number + 1]
        first, last = mention.last + 1, following.first - 1
        between = sentence[mention.last : following.first]
        if (
            not following.titled
            or following.position
            or len(between) < 3
            or between[0].text != ","
            or between[-1].text != ","
        ):
            return None
        if any(token.text in ",;." for token in between[1:-1]) or not self.is_apposition(sentence, first, last, within):
            return None
        return self.office(sentence, first, last, within)

    # Names

    def cores(self, sentence, within):
        """Return (first, last) of each run of tokens that has the form of a name."""
        found, place = [], 0
        while place < len(sentence):
            last = self.core_ends(sentence, place, within)
            # “Consultative Board Sergey Kizim”: what stands before the name ends as bodies do.
            ends = [one for one in range(place, last - 2) if sentence[one].low in ENDS_OF_BODIES]
            place = ends[-1] + 1 if ends else place
            if last > place:
                found.append((place, last))
            place = max(last, place + 1)
        return found

    def core_ends(self, sentence, first, within):
        """Return where the name that begins at `first` ends, or `first` when none does."""
        addressed = first > 0 and self.addresses(sentence, first - 1) and not self.a_land(sentence, first)
        official = first > 0 and sentence[first - 1].low in ADDRESSES_BY_OFFICE
        place, full = first, 0
        while place < len(sentence) and place - first < MOST_PARTS and place not in within:
            token = sentence[place]
            if token.low in self.words.particles and place > first and not token.capital:
                place += 1
                continue
            if not self.may_be_part(token, addressed, place == first):
                break
            if place > first + 1 and full and token.low in self.words.offices:
                break
            full += not token.initial
            place += 1
            if token.low.endswith("'s"):
                break
        while place > first and sentence[place - 1].low in self.words.particles:
            place -= 1
        parts = place - first
        if not addressed and all(token.low in self.words.body_words for token in sentence[first:place]):
            return first
        lone = parts == 1 and sentence[first].low.removesuffix("'s") in self.surnames
        enough = lone or full >= 2 or (full == 1 and (parts > 1 or addressed or official))
        return place if enough else first

    def may_be_part(self, token, addressed, begins):
        low = token.low.removesuffix("'s")
        if low in NAMES_TOO and not begins and token.capital:
            return True
        if (
            not (token.capital or ARTICLED.match(token.text))
            or not any(letter.isalpha() for letter in token.text)
            or any(mark in token.text for mark in "&/@0123456789–")
        ):
            return False
        if token.initial:
            return not begins or addressed or token.text.endswith(".")
        if token.acronym and len(token.text) > 2 and low in NO_BODIES | self.words.outlets | self.words.geography:
            return False
        if low in self.words.titles and not (
            addressed and not begins and low not in self.words.ranks | {"ambassador", "senator"}
        ):
            return False
        if addressed or low in self.known:
            return low not in self.words.bodies and not (begins and low in self.words.openers)
        strange = low not in self.words.no_people
        return strange and low not in self.words.geography and low.rstrip("s") not in self.words.others

    def addresses(self, sentence, place):
        """Whether the token at `place` is an honorific that can stand before a name."""
        token = sentence[place]
        if token.text == ")":
            return place > 1 and self.bracketed_title(sentence, place + 1)
        return token.low in self.words.honorifics - OFFICES and token.capital

    def a_land(self, sentence, place):
        """Whether the tokens around `place` are a land, such as Sri Lanka, and no title with a name."""
        return {sentence[place - 1].low, sentence[place].low} <= self.words.geography

    # Titles and offices before a name

    def with_titles(self, sentence, core, within):
        first, last = core
        if last - first == 1 and first and sentence[first - 1].low in FIRST_NAMES_TOO:
            first -= 1
        name = told(sentence[first:last])
        start = self.honorific_begins(sentence, first)
        honorific = (start, first) if start < first else None
        office = self.office_begins(sentence, start, within)
        mention = Mention(name, min(office, start), last, first, last, honorific)
        if office < start:
            end = start - 1 if sentence[start - 1].text == "," else start
            mention = replace(mention, **self.office(sentence, office, end, within))
        if mention.position and not mention.body and mention.first and sentence[mention.first - 1].low == "its":
            mention = replace(
                mention, body=next((within[one] for one in range(mention.first, 0, -1) if one in within), None)
            )
        return mention

    # Offices and institutions after a name

    def limit(self, sentence, bare, number):
        """Return where what is said of the mention must have ended."""
        mention = bare[number]
        close = self.bracket_ends(sentence, mention.last)
        for following in bare[number + 1 :]:
            if following.name_first < close:
                continue
            if following.titled or following.position:
                return following.first
            apart = sentence[following.first - 1].text in ",;" or sentence[following.first - 1].low in (
                "and",
                "&",
                "with",
            )
            if apart and self.opens_apposition(sentence, following.last):
                return following.first
            if apart and self.list_of_names(sentence, mention.last, following.first):
                return following.first
        return len(sentence)

    def bracket_ends(self, sentence, place):
        """Return where the brackets end that open at `place` with an office, or 0."""
        if not self.opens_apposition(sentence, place) or sentence[place].text != "(":
            return 0
        return next((end for end in range(place, min(place + 30, len(sentence))) if sentence[end].text == ")"), 0)

    def list_of_names(self, sentence, last, first):
        return all(token.text in ",;" or token.low in ("and", "&") for token in sentence[last:first])

    def opens_apposition(self, sentence, place):
        """Whether an office follows the comma at `place`."""
        place = self.past_letters(sentence, place, len(sentence))
        if place >= len(sentence) or sentence[place].text not in (",", "("):
            return False
        following = [
            token
            for token in sentence[place + 1 : place + 6]
            if token.low not in ("the", "a", "an", "and", "its", "currently")
        ]
        return any(token.low in self.words.offices for token in following[:2])

    def with_apposition(self, sentence, mention, limit, within):
        """Return the mention with the office and the institution that follow the name."""
        mention, place = self.past_brackets(sentence, mention, limit, within)
        place = self.past_letters(sentence, place, limit)
        if place >= limit:
            return replace(mention, last=place)
        opener = sentence[place]
        if opener.text in (",", "(", "–", "-", "—"):
            begun = self.past_who_is(sentence, place + 1, limit)
            end = self.apposition_ends(sentence, begun, limit, opener.text == "(", within)
            if end > begun and self.is_apposition(sentence, begun, end, within):
                told_there = self.office(sentence, begun, end, within)
                last = end + 1 if opener.text == "(" and end < len(sentence) else end
                return self.merged(mention, told_there, last)
        elif opener.capital and opener.low in self.words.offices:
            end = self.apposition_ends(sentence, place, limit, False, within)
            return self.merged(mention, self.office(sentence, place, end, within), end)
        elif opener.low in ("of", "from") and (start := self.body_at(sentence, place + 1, within)):
            return replace(mention, body=mention.body or start, last=max(start.last, place))
        return replace(mention, last=place)

    def past_who_is(self, sentence, place, limit):
        """Step over “who is” and “who serves as” where an office may follow."""
        if place + 2 < limit and sentence[place].low == "who" and sentence[place + 1].low in WHO_IS:
            return place + 2 + (sentence[place + 2].low in ("currently", "also", "as", "presently"))
        return place

    def past_brackets(self, sentence, mention, limit, within):
        """Return the mention, with an institution in brackets after it, and where those brackets end."""
        place = mention.last
        while place < limit and sentence[place].text == "(" and not self.opens_apposition(sentence, place):
            close = next((end for end in range(place, min(place + 10, limit)) if sentence[end].text == ")"), None)
            if close is None:
                break
            if place + 1 in within and close - place < 9:
                mention = replace(mention, body=mention.body or within[place + 1])
            place = close + 1
        return mention, place

    def past_letters(self, sentence, place, limit):
        """Step over letters after a name, such as “, ndu, psc (Retd)”."""
        while (
            place + 2 < limit and sentence[place].text == "," and self.letters(sentence[place + 1], sentence[place + 2])
        ):
            place += 2
            if place + 2 < limit and sentence[place].text == "(" and sentence[place + 1].low.startswith("ret"):
                place += 3
        while place < limit and sentence[place].low in self.words.suffixes and sentence[place - 1].text != ",":
            place += 1
        return place

    def letters(self, token, after):
        low = token.low
        order = token.acronym and len(low) < 6 and after.text in ",(" and low not in self.words.positions
        return (low in self.words.suffixes and after.low not in ("for", "of")) or (order and len(low) == 2)

    def body_at(self, sentence, place, within):
        place += place < len(sentence) and sentence[place].low == "the"
        return within.get(place)

    def merged(self, mention, told_there, last):
        position = mention.position or told_there["position"]
        body = told_there["body"] or mention.body
        return replace(mention, position=position, body=body, bodies=mention.bodies + told_there["bodies"], last=last)

    def apposition_ends(self, sentence, place, limit, bracketed, within):
        """Return where the apposition that begins at `place` ends."""
        begun = place
        while place < limit:
            token = sentence[place]
            if place in within:
                place = within[place].last
                continue
            if bracketed and token.text == ")":
                return place
            if token.text in ';.:!?“"' or self.acts(sentence, place, begun):
                break
            after = sentence[place + 1] if place + 1 < len(sentence) else None
            if token.text in ",–—" and (
                after is None or after.low in STARTS_A_CLAUSE or self.acts(sentence, place + 1, begun)
            ):
                break
            place += 1
        place = min(place, limit)
        while place > begun and (
            sentence[place - 1].text in ",;–&"
            or sentence[place - 1].low in ("and", "while", "as", "well", "with", "along", "mr", "both")
        ):
            place -= 1
        return place

    def acts(self, sentence, place, begun):
        """Whether the token is a verb with which the apposition is over."""
        if place >= len(sentence) or place == begun:
            return False
        token = sentence[place]
        verbs = self.words.spoke | self.words.attended | self.words.held
        return not token.capital and (
            token.low in verbs
            or (token.low in ("who", "has", "had", "have", "also", "will", "to", "by") and token.low != "to")
        )

    def is_apposition(self, sentence, first, last, within):
        start = first
        while start < last and sentence[start].low in ("the", "a", "an", "currently", "and", "who", "is"):
            start += 1
        if start in within:
            return True
        opening = sentence[start : start + 4]
        return (
            any(token.low.removesuffix("'s") in self.words.offices for token in opening)
            and sentence[start].low not in STARTS_A_CLAUSE
            and not (not sentence[start].capital and sentence[start].low in self.words.attended | self.words.spoke)
        )
