"""The reading of a report: everything that it says of an event, each value with the words that say so."""

import re
from dataclasses import dataclass, field

from events.intake import occasion
from events.intake.bodies import BodyFinder
from events.intake.cues import PARTICIPANT, SPEAKER, Cue
from events.intake.hosting import Named, at_which, hosts_of, parties_of
from events.intake.layout import layout
from events.intake.lexicon import lexicon
from events.intake.mentions import MentionFinder
from events.intake.normal import normal
from events.intake.people import PRONOUNS, Seen, Told, best_name, brought_together, roles_of, told_of
from events.intake.roles import RoleFinder
from events.intake.tokens import sentences as sentences_of
from events.intake.tokens import spoken, tokens

# Who holds one of these speaks for a state, and for no institution that a heading names.
OF_STATE = frozenset(
    "ambassador minister envoy commissioner consul attaché attache chargé charge secretary senator president".split()
)
# Who is said to have done one of these is a person, even without a title.
PROVES = frozenset(
    """moderator chair keynote signatory discussant author welcome_remarks concluding_remarks vote_of_thanks chief_guest
    guest_of_honour""".split()
)
CONTACTS = frozenset("contact contacts tel phone email e-mail fax enquiries inquiries queries".split())
ASKS = frozenset("please media press information details further tel phone email e-mail fax mobile contact".split())
CREDITS = frozenset(
    "photo photos photograph photographs report reported written compiled story picture pictures".split()
)
BOOK = re.compile(
    r"\b(?:book|volume|report|monograph|publication|study)s?(?:\s(?:titled|entitled|called|on))?,?\s(?P<title>[A-Z“][^.“”\n]{10,200}?)(?=\.|,\s(?:by|edited|authored|written|was|is)\b|\n)"
)


@dataclass
class Person:
    """One person of the report, as billed there."""

    name: Told
    honorific: Told | None
    position: Told | None
    institution: Told | None
    roles: list
    others: list
    band: str


@dataclass
class Reading:
    """What a report says. Spans of values are places in `normal.text`; `normal.span` leads on to the pasted text."""

    normal: object
    title: Told | None = None
    kind: Told | None = None
    date: Told | None = None
    basis: str = ""
    time: Told | None = None
    venue: Told | None = None
    city: Told | None = None
    hosts: list = field(default_factory=list)
    co_hosts: list = field(default_factory=list)
    people: list = field(default_factory=list)
    # Those of whom the text does not say clearly that they took part, or that they are people.
    perhaps: list = field(default_factory=list)
    publications: list = field(default_factory=list)
    agreements: list = field(default_factory=list)


def read(pasted, words=None, bodies=(), names=()):
    """Return the Reading of a pasted text.

    `words` is a Lexicon, ours if none is given; `bodies` and `names` are names of institutions and people that are known.
    """
    words = words or lexicon()
    return Reader(words, bodies, names).read(pasted)


class Reader:
    def __init__(self, words, bodies, names):
        self.words = words
        self.bodies = BodyFinder(words, bodies)
        self.mentions = MentionFinder(words, names)
        self.roles = RoleFinder(words)

    def read(self, pasted):
        text = normal(pasted)
        form = layout(text.text, self.words)
        spans = list(form.skipped)
        found = [
            [token for token in sentence if not any(start <= token.start < end for start, end in spans)]
            for sentence in sentences_of(tokens(text.text))
        ]
        found = [sentence for sentence in found if sentence]
        for sentence in found:
            self.bodies.find(sentence)
        named = [self.bodies.find(sentence) for sentence in found]
        reading = Reading(text)
        people = self.people(found, named)
        reading.people = [person for person in people if person.band != "low"]
        reading.perhaps = [person for person in people if person.band == "low"]
        self.occasion(reading, form, found, named)
        return reading

    # People

    def people(self, sentences, named):
        seen, speaking, pending = [], None, None
        for sentence, bodies in zip(sentences, named, strict=True):
            here = self.in_sentence(sentence, bodies, pending)
            pending = self.announces(sentence, here, pending)
            if not here or here[0].mention.first > 6:
                taken = {cue.role for one in here for _, cue in one.cues}
                speaking = self.carried_on(sentence, speaking, seen, taken)
            seen += here
            subjects = [one for one in here if one.cues]
            speaking = subjects[-1] if subjects else speaking
        people = [self.person(human) for human in brought_together(seen)]
        return [person for person in people if person]

    def in_sentence(self, sentence, bodies, pending):
        mentions = [] if self.is_contact(sentence) else self.mentions.find(sentence, bodies)
        cues = self.roles.assign(sentence, mentions)
        here = []
        for group in self.roles.groups(sentence, mentions):
            clear = any(mention.titled or mention.placed for mention in group.mentions) or len(group.mentions) > 1
            for mention in group.mentions:
                told = cues.get(mention, [])
                if pending and not told and mention.first <= 3:
                    told = [pending]
                here.append(
                    Seen(
                        mention,
                        sentence,
                        [(sentence, cue) if not isinstance(cue, tuple) else cue for cue in told],
                        clearly=clear,
                    )
                )
        self.sides(sentence, bodies, here)
        return here

    def is_contact(self, sentence):
        """Whether a line tells whom to ask, or who wrote it or took the photograph, none of whom took part by that."""
        told = {token.low for token in sentence}
        return bool(told & CONTACTS and told & ASKS) or (len(sentence) < 9 and bool(told & CREDITS) and "by" in told)

    def announces(self, sentence, here, pending):
        """Return the (sentence, cue) that a line such as “Speakers:” announces for the lines after it, or None."""
        if here:
            return pending if here[0].mention.first <= 3 else None
        line = spoken([token for token in sentence if token.text not in ":|–-"]).strip()
        if role := self.words.headings.get(line):
            return (sentence, Cue(role, 0, len(sentence)))
        cues = self.roles.cues(sentence, 0, len(sentence))
        if len(sentence) <= 8 and cues and (sentence[-1].text == ":" or len(sentence) <= 3):
            return (sentence, cues[-1])
        return None

    def carried_on(self, sentence, speaking, seen, taken):
        """Give “In his concluding remarks, he …” to whoever spoke before."""
        opening = [token.low for token in sentence[:9]]
        if speaking and set(opening) & PRONOUNS:
            cues = [
                cue
                for cue in self.roles.cues(sentence, 0, min(len(sentence), 9))
                if cue.role in ("concluding_remarks", "vote_of_thanks", "welcome_remarks") and cue.role not in taken
            ]
            if cues:
                seen.append(
                    Seen(speaking.mention, speaking.sentence, [(sentence, cues[0])], speaking.side, speaking.clearly)
                )
        return speaking

    def sides(self, sentence, bodies, here):
        """Give to those who are named without an institution the one of the side that they stand on."""
        last = None
        for number, one in enumerate(here):
            before = here[number - 1].mention.last if number else 0
            side = [
                body
                for body in bodies
                if before <= body.first
                and body.last <= one.mention.first
                and body.name not in {b.name for b in one.mention.bodies}
                and not at_which(sentence, body)
            ]
            listed = any(cue.role in (PARTICIPANT, SPEAKER, "discussant") for _, cue in one.cues)
            if side and listed and self.heads_a_list(sentence, side[-1], one.mention.first):
                last = side[-1]
            told = {token.low for token in sentence[before : one.mention.first]}
            delegation = told & {"delegation", "team", "side"} and told & {"led", "headed", "side"}
            if delegation and not side and one.mention.body:
                last = one.mention.body
            one.side = last

    def heads_a_list(self, sentence, body, first):
        between = sentence[body.last : first]
        return not any(token.text in ";." for token in between) and len(between) < 26

    def person(self, human):
        """Return the Person whom mentions are about, or None where nothing but capitals speaks for one."""
        roles = roles_of(human)
        chosen = best_name(human)
        placed = next((one for one in human.seen if one.mention.position), None)
        titled = next((one for one in human.seen if one.mention.honorific), None)
        if len(chosen.parts) < 2 or not (roles or titled or placed):
            return None
        return Person(
            name=told_of(chosen.sentence, (chosen.mention.name_first, chosen.mention.name_last), "name"),
            honorific=told_of(titled.sentence, titled.mention.honorific, "title") if titled else None,
            position=told_of(placed.sentence, placed.mention.position, "office") if placed else None,
            institution=self.institution(human, placed),
            roles=[Told(role, self.span(sentence, cue), "cue") for role, (sentence, cue) in roles.items()],
            others=sorted({one.mention.name for one in human.seen} - {chosen.mention.name}),
            band=self.band(human, roles, titled or placed),
        )

    def band(self, human, roles, known_by):
        """Return "high" for somebody with a title or an office who did something, "low" where that is in doubt."""
        clear = any(one.clearly for one in human.seen) or set(roles) & PROVES or len(human.seen) > 1
        if not roles or not clear:
            return "low"
        return "high" if known_by else "likely"

    def span(self, sentence, cue):
        return (sentence[cue.first].start, sentence[min(cue.last, len(sentence)) - 1].end)

    def institution(self, human, placed):
        stated = [one for one in human.seen if one.mention.body]
        whole = next((one for one in stated if not one.mention.body.unit), None)
        if placed and placed in stated and not placed.mention.body.unit:
            whole = placed
        sided = next((one for one in human.seen if one.side), None)
        office = {token.low for token in placed.sentence[slice(*placed.mention.position)]} if placed else set()
        if whole:
            return Named(whole.mention.body, whole.sentence).told("office")
        if sided and not office & OF_STATE - ({"president", "secretary"} if office & {"general", "vice"} else set()):
            return Named(sided.side, sided.sentence).told("side", "likely")
        if stated:
            return Named(stated[0].mention.body, stated[0].sentence).told("office", "likely")
        return None

    # The occasion

    def occasion(self, reading, form, sentences, named):
        text = reading.normal.text
        reading.kind = occasion.kind_of(text, form.headings, self.words)
        kind = reading.kind.value if reading.kind else ""
        reading.date, reading.basis = occasion.date_of(text, form, sentences)
        reading.time = occasion.time_of(text, form)
        reading.venue = occasion.venue_of(text, form)
        reading.city = occasion.city_of(text, form, reading.venue, self.words)
        reading.publications = self.books(text, form) if kind == "book_launch" else []
        reading.title = (
            (reading.publications or [None])[0] or occasion.title_of(text, form, kind) or occasion.heading_title(form)
        )
        parties = parties_of(sentences, named) if kind == "mou_signing" else []
        self.hosts(reading, sentences, named, parties, kind)
        if parties:
            signed = [
                person.name for person in reading.people if any(role.value == "signatory" for role in person.roles)
            ]
            reading.agreements = [{"parties": [party.told("pact") for party in parties], "signatories": signed}]

    def books(self, text, form):
        for match in occasion.QUOTED.finditer(text[:2400]):
            before = text[max(0, match.start() - 80) : match.start()].casefold()
            if re.search(r"\b(?:book|volume|report|monograph|memoir|study|publication|launch|discussion|on)\b", before):
                return [Told(match["title"].strip(" ,"), match.span("title"), "quoted")]
        if match := BOOK.search(text[:2400]):
            return [Told(match["title"].strip(" ,"), match.span("title"), "book", "likely")]
        return []

    def hosts(self, reading, sentences, named, parties, kind):
        hosts, partners = hosts_of(sentences, named, kind == "mou_signing")
        if parties and not hosts:
            hosts, partners = parties[:1], parties[1:]
        reading.hosts = [host.told("held") for host in hosts]
        reading.co_hosts = [partner.told("with") for partner in partners]


def record(reading):
    """Return a Reading in the plain form of values alone, as JSON can hold it."""

    def plain(told):
        return told.value if told else None

    people = [
        {
            "name": person.name.value,
            "honorific": plain(person.honorific),
            "position": plain(person.position),
            "institution": plain(person.institution),
            "roles": [role.value for role in person.roles],
        }
        for person in reading.people
    ]
    return {
        "title": plain(reading.title),
        "kind": plain(reading.kind),
        "date_iso": plain(reading.date),
        "time": plain(reading.time),
        "venue": plain(reading.venue),
        "city": plain(reading.city),
        "hosts": [host.value for host in reading.hosts],
        "co_hosts": [host.value for host in reading.co_hosts],
        "people": people,
        "publications": [book.value for book in reading.publications],
        "agreements": [
            {name: [told.value for told in values] for name, values in pact.items()} for pact in reading.agreements
        ],
        "topics_free": [],
    }
