"""Offices: what somebody is said to be, before the name or after it, and where that office is held."""

from events.intake.bodies import Body, told
from events.intake.lexicon import Lexicon

LONGEST_OFFICE = 40
# Honorifics that, next to a name, always are an office and no part of how somebody is addressed.
OFFICES = frozenset(
    """minister president secretary governor chancellor chairman chairperson commissioner deputy representative speaker
    leader chief king queen prince judge vice principal""".split()
)
# Those by which somebody can be called with the surname alone: Minister Ryabkov.
ADDRESSES_BY_OFFICE = frozenset("minister president secretary governor chancellor ambassador commissioner".split())
# A general of these is no general.
BEFORE_GENERAL = frozenset(
    "director secretary attorney consul inspector surveyor auditor solicitor advocate directors dy".split()
)
STARTS_A_CLAUSE = frozenset(
    """who which that while whereas when where said says has have had will would shall in on during as speaking addressing
    highlighting after before also then later although though because if he she it they his her their is was are were
    with by for at noting saying stressing adding emphasizing emphasising reiterating giving delivering presenting
    moderating chairing opening closing concluding thanking welcoming reflecting sharing echoing representing""".split()
)
BEFORE_OFFICE = frozenset("ex- ex former acting honourable honorable hon'ble senate house then".split())
# With these an apposition goes on: “Director at the Centre”, “Chair for Peace”.
LINKS_OF_OFFICE = frozenset("of for at in on to and & the from with de".split())


# Who is one of these is that of a body, where others are of a field: “Director of Outreach”.
PRESIDES = frozenset(
    """president chairman chairperson chairwoman chair ceo founder co-founder secretary-general director-general whip member
    rector chancellor vice-chancellor vice-president vice-chairman editor partner patron trustee""".split()
)
OPENERS = frozenset("in delivering speaking addressing during earlier opening giving making sharing".split())


def opens_sentence(sentence, place):
    """Whether what begins at `place` follows an opening such as “In his remarks,”."""
    before = sentence[place - 1] if 1 < place < 12 else None
    opened = before is not None and before.text == "," and sentence[0].low in OPENERS
    return opened and not any(token.text == "," for token in sentence[: place - 1])


class Offices:
    """Reads titles and offices by the words of a lexicon."""

    def __init__(self, lexicon: Lexicon):
        self.words = lexicon

    def honorific_begins(self, sentence, first):
        """Return where the honorifics that end before `first` begin."""
        place = first
        while place > 0:
            token = sentence[place - 1]
            if place > 2 and self.bracketed_title(sentence, place):
                place -= 3
                continue
            dotted = token.text in ("’", "'") and place > 1 and self.addresses(sentence, place - 2)
            # Tan is a title before Sri only, and a surname elsewhere.
            admiral = token.low in ("vice", "rear", "air") and sentence[place].low in self.words.ranks
            if dotted or admiral or (token.low == "tan" and sentence[place].low == "sri"):
                place -= 1
                continue
            if not self.addresses(sentence, place - 1) or (place < len(sentence) and self.a_land(sentence, place)):
                break
            if token.low == "general" and place > 1 and sentence[place - 2].low in BEFORE_GENERAL:
                break
            if token.low == "ambassador" and place > 1 and self.of_a_people(sentence[place - 2]):
                break
            place -= 1
        return place

    def bracketed_title(self, sentence, place):
        """Whether “(Retd)” or “(Dr.)” ends before `place`."""
        opening, inside, closing = sentence[place - 3 : place]
        title = inside.low.startswith("ret") or inside.low in self.words.honorifics
        return opening.text == "(" and closing.text == ")" and title

    def of_a_people(self, token):
        return token.low in self.words.peoples or token.low.endswith("'s")

    def office_begins(self, sentence, end, within):
        """Return where an office that stands directly before `end` begins, or `end`."""
        comma = end > 1 and sentence[end - 1].text == ","
        if end and sentence[end - 1].low in LINKS_OF_OFFICE | {"by"}:
            return end
        best = self.leftmost_office(sentence, end - comma, end, within)
        if best == end and (over := self.office_before_body(sentence, end, within)) is not None:
            return over
        if best == end:
            best = self.office_of_field(sentence, end - comma, end)
        whole = self.with_what_it_is_of(sentence, best, within)
        if (
            best == end
            or not self.holds_office(sentence[best:end])
            or (comma and not self.comma_belongs(sentence, whole))
        ):
            return end
        return whole

    def leftmost_office(self, sentence, place, end, within):
        """Go left from `place` over the words of an office; return where its first word stands, or `end`."""
        best = end
        while place > 0 and end - place < LONGEST_OFFICE:
            token = sentence[place - 1]
            if place - 1 in within:
                place = within[place - 1].first
                continue
            if token.low.removesuffix("'s") in self.words.offices:
                best = place - 1
            elif not self.goes_with_office(sentence, place - 1):
                break
            place -= 1
        return best

    def office_of_field(self, sentence, place, end):
        """Return where “Vice President for Research and Outreach” begins before a name, or `end`."""
        strangers = 0
        while place > 1 and end - place < 9:
            token = sentence[place - 1]
            if token.low in ("of", "for") and sentence[place - 2].low in self.words.positions and strangers < 3:
                return self.leftmost_office(sentence, place - 1, end, {})
            stranger = token.low.removesuffix("'s") not in self.words.body_words | self.words.built_on
            strangers = strangers + 1 if stranger and token.capital else 0
            if strangers > 1 or not (token.capital or token.low in ("and", "&", ",")):
                break
            place -= 1
        return end

    def goes_with_office(self, sentence, place):
        """Whether the token at `place` can stand within an office: “Ambassador to”, “Representative in Almaty”."""
        low = sentence[place].low.removesuffix("'s")
        if low == "in":
            return sentence[place + 1].low in self.words.geography
        links = LINKS_OF_OFFICE - {"with", "from", "and"}
        return low in links or low in self.words.geography or self.stands_in_office(sentence, place)

    def with_what_it_is_of(self, sentence, best, within):
        """Go on left over “Russian” and “ISSI” before an office."""
        while best > 0:
            if best - 1 in within and within[best - 1].last == best:
                best = within[best - 1].first
                continue
            low = sentence[best - 1].low.removesuffix("'s")
            second = low in ("and", "&") and best > 1 and sentence[best - 2].low in self.words.positions
            if second and not sentence[best - 2].capital:
                best = self.leftmost_office(sentence, best - 1, best, within)
                continue
            of_land = low in self.words.peoples or (sentence[best - 1].low != low and low in self.words.geography)
            if not of_land and low not in BEFORE_OFFICE:
                break
            best -= 1
        return best

    def office_before_body(self, sentence, end, within):
        """Return where “Principal Secretary, State Department” begins, before “Mr A”; None when it is not there."""
        body = within.get(end - 1)
        if body is None or body.first < 2 or sentence[body.first - 1].text != ",":
            return None
        place = body.first - 1
        while (
            place > 0
            and sentence[place - 1].capital
            and (sentence[place - 1].low in self.words.offices | self.words.body_words)
        ):
            place -= 1
        opens = (
            opens_sentence(sentence, place)
            or place == 0
            or sentence[place - 1].text in ".;:"
            or sentence[place - 1].low in ("the", "by", "and")
        )
        return (
            place if opens and place < body.first - 1 and self.holds_office(sentence[place : body.first - 1]) else None
        )

    def stands_in_office(self, sentence, place):
        token = sentence[place]
        built = self.words.body_words | self.words.units | self.words.bodies
        return (token.capital and token.low in built) or (token.acronym and token.low not in self.words.honorifics)

    def holds_office(self, found):
        """Whether there is the word of an office among tokens, and not only a rank or an opener."""
        return any(token.low in self.words.positions | OFFICES for token in found)

    def comma_belongs(self, sentence, first):
        """Whether “The head of the office, Name,” is one: what begins at `first` is no apposition of somebody before."""
        before = sentence[first - 1] if first else None
        return (
            before is None
            or opens_sentence(sentence, first)
            or before.text in ".:;"
            or (before.text == "–" and not sentence[first - 2].capital)
            or before.low in ("the", "its", "their", "by", "our", "and", "while", "while")
        )

    def office(self, sentence, first, last, within):
        """Split the words of an apposition into the office and the institution where it is held."""
        bodies = tuple(dict.fromkeys(within[place] for place in range(first, last) if place in within))
        chosen = self.where_held(sentence, first, bodies, last)
        end = min(
            [body.first for body in bodies if body.first > first and not (body.unit and chosen is not body)],
            default=last,
        )
        while end > first and (
            sentence[end - 1].text in ",–("
            or sentence[end - 1].low in ("of", "at", "the", "for", "in", "with", "from", "and", "&")
        ):
            end -= 1
        if chosen and chosen.unit and end == first:
            end = last
        start = first
        leading = next((body for body in bodies if body.first == first), None)
        if leading and leading.last < last:
            start, end = (
                leading.last,
                max(end, min([body.first for body in bodies if body.first > first], default=last)),
            )
        while start < end and sentence[start].low in ("the", "a", "an", "and", "its", "’", "'s", ","):
            start += 1
        held = (start, end) if end > start and self.holds_office(sentence[start:end]) else None
        if not chosen:
            chosen, held = self.last_part(sentence, start, end, held)
        if not chosen and held:
            chosen, held = self.presided(sentence, *held)
        return {"position": held, "body": chosen, "bodies": bodies}

    def presided(self, sentence, first, last):
        """Take “Imani Africa” for an institution in “President of Imani Africa”, where no field or land can stand."""
        of = next((place for place in range(first + 1, last - 1) if sentence[place].low in ("of", "at")), None)
        if of is None or sentence[of - 1].low not in PRESIDES:
            return None, (first, last)
        begun = of + 1 + (sentence[of + 1].low == "the")
        named = sentence[begun:last]
        usual = self.words.body_words | self.words.geography | self.words.titles | self.words.links
        capitals = all(token.capital or token.low in self.words.links for token in named)
        if not named or not capitals or all(token.low in usual for token in named) or self.holds_office(named):
            return None, (first, last)
        return Body(begun, last, told(named), certain=False), (first, of)

    def where_held(self, sentence, first, bodies, last):
        """Return the institution of the first office: the last one before “and former …”, parts of bodies last."""
        ends = next(
            (
                place
                for place in range(first + 1, last)
                if sentence[place].low in ("and", "&") and self.opens_another(sentence, place + 1)
            ),
            last,
        )
        own = [body for body in bodies if body.first < ends] or list(bodies)
        whole = [body for body in own if not body.unit and (body.certain or len(own) == 1)] or own
        after_office = [body for body in whole if body.first > first] or whole
        return after_office[-1] if after_office else None

    def opens_another(self, sentence, place):
        return place < len(sentence) and sentence[place].low in ("former", "ex", "ex-", "also", "previously", "a")

    def last_part(self, sentence, first, last, held):
        """Take the part after the last comma for an institution when it is in capitals and names no office."""
        comma = next((place for place in range(last - 1, first, -1) if sentence[place].text == ","), None)
        if held is None or comma is None:
            return None, held
        part = sentence[comma + 1 : last]
        named = part and all(token.capital or token.low in self.words.links for token in part) and len(part) <= 8
        if not named or self.holds_office(part) or all(token.low in self.words.geography | {"the"} for token in part):
            return None, held
        return Body(comma + 1, last, told(part), certain=False), (held[0], comma) if held else None
