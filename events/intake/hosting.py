"""Hosting and agreements: which institutions held the event, and which bound themselves at it."""

from dataclasses import dataclass

from events.intake.bodies import Body
from events.intake.people import Told

HELD = frozenset(
    "hosted organised organized convened arranged conducted co-hosted co-organised co-organized organises organizes hosts holds hosting organising organizing sponsored staged".split()
)
BY_ITSELF = frozenset("held launched inaugurated received welcomed celebrated commemorated invited".split())
WITH = (
    "collaboration",
    "partnership",
    "cooperation",
    "co-operation",
    "association",
    "conjunction",
    "coordination",
    "co-ordination",
    "liaison",
)
SIGNS = frozenset(
    "extended extend extends renewed renew renews signed sign signs inked inks concluded concludes signing exchanged entered finalised finalized formalised formalized".split()
)
PACTS = ("mou", "mous", "memorandum", "memoranda", "letter", "agreement", "protocol", "loc", "loi")
SENTENCES = 12


@dataclass(frozen=True)
class Named:
    """An institution with the sentence in which it is named."""

    body: Body
    sentence: list

    def told(self, rule, band="high"):
        first, last = self.sentence[self.body.first], self.sentence[self.body.last - 1]
        return Told(self.body.full, (first.start, last.end), rule, band)


def hosts_of(sentences, found, is_pact):
    """Return (hosts, co-hosts) as lists of Named, read from the opening sentences and the institutions in each."""
    hosts, partners = [], []
    for sentence, bodies in list(zip(sentences, found, strict=True))[:SENTENCES]:
        with_them = joined_by(sentence, bodies)
        partners += with_them
        others = [body for body in bodies if body not in [named.body for named in with_them]]
        hosts += [Named(body, sentence) for body in holding(sentence, others)]
    hosts = (
        hosts
        or [
            Named(body, sentence)
            for sentence, bodies in zip(sentences[:4], found[:4], strict=True)
            for body in whose(sentence, bodies)
        ][:1]
    )
    hosts = (
        hosts
        or [
            one for sentence, bodies in zip(sentences[:4], found[:4], strict=True) for one in visited(sentence, bodies)
        ][:1]
    )
    hosts, partners = once(hosts), once(partners)
    return hosts, [named for named in partners if named.body.name not in {host.body.name for host in hosts}]


def visited(sentence, bodies):
    """Return the institution that received somebody: “a delegation visited the A”, “during their visit to the A”."""
    for place, token in enumerate(sentence[:-1]):
        to = 1 if token.low in ("visit", "visits") and sentence[place + 1].low == "to" else 0
        if to or token.low == "visited":
            return [Named(body, sentence) for body in run_of(sentence, bodies, place + 1 + to)]
    return []


def once(named):
    return list({one.body.name: one for one in reversed(named)}.values())[::-1]


def joined_by(sentence, bodies):
    """Return the institutions after “in collaboration with”, as Named."""
    found = []
    for place, token in enumerate(sentence[:-2]):
        under = token.low in ("auspices", "aegis", "umbrella") and sentence[place + 1].low == "of"
        if under or (token.low in (*WITH, "jointly") and sentence[place + 1].low == "with"):
            run = run_of(sentence, bodies, place + 2) or ([] if under else capitals(sentence, place + 2))
            found += [Named(body, sentence) for body in run]
    return found


def capitals(sentence, place):
    """Return the run of capital words at `place` as an institution, in a place where only one can stand."""
    place += place < len(sentence) and sentence[place].low == "the"
    last = place
    while last < len(sentence) and (
        sentence[last].capital
        or (
            sentence[last].low in ("of", "for", "and", "on", "&")
            and last > place
            and last + 1 < len(sentence)
            and sentence[last + 1].capital
        )
    ):
        last += 1
    name = " ".join(token.text for token in sentence[place:last])
    return [Body(place, last, name, certain=False)] if last - place > 1 else []


def run_of(sentence, bodies, place):
    """Return the institutions of a list that begins at `place`: “the A, B and C”."""
    found = []
    for body in bodies:
        if body.first < place:
            continue
        between = [token for token in sentence[place : body.first] if not token.low.endswith("-based")]
        if any(
            token.low
            not in (
                "the",
                "and",
                ",",
                "&",
                "both",
                "its",
                "as",
                "well",
                "also",
                "both",
                "at",
                "of",
                "jointly",
                "through",
            )
            for token in between
        ):
            break
        found.append(body)
        place = body.last
    return found


def holding(sentence, bodies):
    """Return the institutions that by this sentence held something."""
    for place, token in enumerate(sentence):
        if token.low not in HELD | BY_ITSELF or (token.capital and place):
            continue
        found = held_by(sentence, bodies, place)
        holds = token.low in HELD or holds_event(sentence, place)
        together = (
            place and sentence[place - 1].low == "jointly" and sentence[place - 2].low not in ("was", "were", "is")
        )
        if not found and holds and (together or not is_passive(sentence, place)):
            found = subjects(sentence, bodies, place)
        if found:
            return found
    return []


def is_passive(sentence, place):
    return any(
        one.low in ("was", "were", "been", "is", "being", "jointly") for one in sentence[max(0, place - 4) : place]
    )


def held_by(sentence, bodies, place):
    """Return the institutions after “organised by”, where the verb stands at `place`."""
    following = next(
        (one for one in range(place + 1, min(place + 22, len(sentence))) if sentence[one].low == "by"), None
    )
    if following is None or not (is_passive(sentence, place) or following == place + 1):
        return []
    return run_of(sentence, bodies, following + 1) if nothing_between(sentence, place, following) else []


def whose(sentence, bodies):
    """Return the institution of which something was held: “The third lecture of the series of the A was held”."""
    for place, token in enumerate(sentence[1:], 1):
        if token.low in ("held", "organised", "organized", "took") and (
            token.low == "took" or sentence[place - 1].low in ("was", "were")
        ):
            before = [
                body
                for body in bodies
                if body.last <= place and sentence[body.first - 1].low in ("of", "the", "by") and body.certain
            ]
            return before[-1:]
    return []


def nothing_between(sentence, place, following):
    return not any(
        token.text == ";" or token.low in ("and", "while", "who") for token in sentence[place + 1 : following]
    )


def holds_event(sentence, place):
    words = {token.low.rstrip("s") for token in sentence[place + 1 : place + 16]}
    return bool(
        words
        & {
            "seminar",
            "roundtable",
            "round-table",
            "conference",
            "webinar",
            "ceremony",
            "launch",
            "event",
            "forum",
            "dialogue",
            "meeting",
            "discussion",
            "visit",
            "delegation",
            "lecture",
            "session",
            "workshop",
            "symposium",
            "talk",
            "table",
            "consultation",
            "book",
            "panel",
            "report",
            "study",
        }
    )


def subjects(sentence, bodies, verb):
    """Return the institutions that are the subject of the verb at `verb`: those just before it, and their centres."""
    found, place = [], verb
    for body in sorted((body for body in bodies if body.last <= verb), key=lambda body: -body.last):
        between = without_partners(sentence[body.last : place])
        if not body.certain and sentence[body.first].low.rstrip(".") in ("u.s", "us", "uk"):
            break
        if (
            any(
                one.text in ".;"
                or one.low in ("by", "with", "that", "which", "said", "director", "dg", "president", "chairman")
                for one in between
            )
            or len(between) > 9
        ):
            break
        if any(one.low in ("of", "to") for one in between) and found:
            break
        found.insert(0, body)
        place = body.first
    return found


def without_partners(between):
    """Leave out what follows “in collaboration with”."""
    place = next(
        (
            place
            for place, token in enumerate(between[:-1])
            if (token.low in WITH and between[place + 1].low == "with")
            or token.low in ("auspices", "aegis", "umbrella")
        ),
        None,
    )
    return between if place is None else between[: max(place - 1, 0)]


def parties_of(sentences, found):
    """Return the institutions bound by what was signed, as Named, or nothing."""
    best = []
    for sentence, bodies in zip(sentences, found, strict=True):
        words = {token.low for token in sentence}
        if not words & set(PACTS) or not words & (SIGNS | {"between", "with"}):
            continue
        parties = in_pact(sentence, bodies)
        if len({body.name for body in parties}) >= 2 and words & SIGNS:
            return once([Named(body, sentence) for body in parties])
        if len({body.name for body in parties}) > len(best):
            best = once([Named(body, sentence) for body in parties])
    return best if len(best) >= 2 else []


def at_which(sentence, body):
    """Whether an institution is only the place: “a ceremony at the A”."""
    before = [token.low for token in sentence[max(0, body.first - 2) : body.first] if token.low != "the"]
    return bool(before) and before[-1] == "at"


def across(sentence, bodies, first):
    """Return the other party of “between A, situated in Kazan, and B”."""
    second = next((body for body in bodies if body.first >= first.last), None)
    return [second] if second and "and" in {token.low for token in sentence[second.first - 2 : second.first]} else []


def in_pact(sentence, bodies):
    """Return the institutions between which or by which a sentence says that something was signed."""
    for place, token in enumerate(sentence):
        if token.low == "between" and (run := run_of(sentence, bodies, place + 1)):
            return run if len(run) > 1 else run + across(sentence, bodies, run[0])
    sign = next((place for place, token in enumerate(sentence) if token.low in SIGNS), None)
    if sign is None:
        return []
    first = [body for body in subjects(sentence, bodies, sign) if not at_which(sentence, body)][-2:]
    if not first:
        earlier = [body for body in bodies if body.last <= sign]
        first = earlier[-1:]
    if len(first) >= 2 and not any(token.low == "with" for token in sentence[sign:]):
        return first
    first = (
        first[:1]
        if len(first) > 1 and any(token.low == "at" for token in sentence[first[0].last : first[1].first])
        else first
    )
    second = next(
        (
            run
            for place in range(sign, len(sentence))
            if sentence[place].low == "with" and (run := run_of(sentence, bodies, place + 1))
        ),
        [],
    )
    by = next(
        (
            run
            for place in range(sign, len(sentence))
            if sentence[place].low == "by" and (run := run_of(sentence, bodies, place + 1))
        ),
        [],
    )
    return [*first, *second] if second else by or first
