"""The proposal: what the reading of a report becomes beside the records that we have, for an editor to confirm."""

from dataclasses import dataclass, field
from datetime import date

from editorial.folding import fold, key
from editorial.models import Topic
from events.event import Event
from events.intake.lexicon import lexicon
from events.intake.reading import read
from events.received import Denial, LearnedWord
from events.resemblance import Facts, resembling
from people.models import Institution, Person
from people.recognition import SAME, recognise_institutions, recognise_people

# The words of the reading, and the slugs of our vocabularies.
KINDS = {"book_launch": "book-launch", "mou_signing": "signing"}
ROLES = {"author": "participant"}
BODY_KINDS = (
    ("university", ("university", "college", "université", "universität")),
    ("embassy", ("embassy", "consulate", "commission of", "mission of")),
    ("ministry", ("ministry", "secretariat", "authority", "government", "directorate")),
    ("academy", ("academy",)),
    ("faculty", ("department", "faculty", "school")),
    ("consortium", ("consortium", "association", "federation", "society", "alliance", "network")),
    ("centre", ("centre", "center")),
    ("media", ("news", "times", "television", "press")),
    ("company", ("company", "corporation", "limited", "ltd", "solutions", "bank")),
    ("international", ("united nations", "organisation", "organization")),
)
MOST_KNOWN = 20_000


@dataclass
class BodyCard:
    """An institution of the report: its name as printed, whom it can be, and its part in the event."""

    name: str
    acronym: str
    span: tuple
    part: str = ""
    party: bool = False
    candidates: list = field(default_factory=list)

    @property
    def chosen(self):
        return self.candidates[0].record.pk if self.candidates and self.candidates[0].band == SAME else None

    @property
    def kind(self):
        """The slug of the kind that the name tells, for a new record."""
        plain = f" {self.name.casefold()} "
        return next((slug for slug, words in BODY_KINDS if any(word in plain for word in words)), "think-tank")


@dataclass
class PersonCard:
    """A person of the report as billed there; `body` is the place of the institution among the cards, or None."""

    person: object
    body: int | None
    roles: list
    candidates: list = field(default_factory=list)

    @property
    def chosen(self):
        return self.candidates[0].record.pk if self.candidates and self.candidates[0].band == SAME else None


@dataclass
class Proposal:
    reading: object
    bodies: list
    people: list
    topics: list
    resembling: list

    @property
    def kind(self):
        told = self.reading.kind.value if self.reading.kind else ""
        return KINDS.get(told, told)


def propose(text, user):
    """Return the Proposal for a pasted text: the same text beside the same records gives the same one.

    Only what `user` may see of the record is offered and known.
    """
    people, institutions = Person.objects.visible_to(user), Institution.objects.visible_to(user)
    words = lexicon().learned(**LearnedWord.counting())
    reading = read(text, words, known_bodies(institutions), known_people(people))
    bodies = body_cards(reading)
    offered = recognise_institutions(
        [(card.name, card.acronym) for card in bodies], institutions, Denial.pairs("institution")
    )
    for card, candidates in zip(bodies, offered, strict=True):
        card.candidates = candidates
    cards = person_cards(reading, bodies, people)
    return Proposal(reading, bodies, cards, topics_in(reading.normal.text), similar(reading, bodies, cards, user))


def known_bodies(institutions):
    names = institutions.values_list("name", "names__name")[:MOST_KNOWN]
    return sorted({name for pair in names for name in pair if name})


def known_people(people):
    return sorted(set(people.values_list("name", flat=True)[:MOST_KNOWN]))


def body_cards(reading):
    """Return a card for each institution named in a part of its own, beside a person or under an agreement."""
    cards = {}

    def card(told, **part):
        name, _, short = told.value.partition(" (")
        found = cards.setdefault(key(name), BodyCard(name, short.rstrip(")"), told.span))
        for field_name, value in part.items():
            setattr(found, field_name, getattr(found, field_name) or value)

    for host in reading.hosts:
        card(host, part="host")
    for partner in reading.co_hosts:
        card(partner, part="co-host")
    for party in (party for pact in reading.agreements for party in pact["parties"]):
        card(party, party=True)
    for person in (*reading.people, *reading.perhaps):
        if person.institution and person.band != "low":
            card(person.institution)
    return list(cards.values())


def person_cards(reading, bodies, people):
    places = {key(card.name): place for place, card in enumerate(bodies)}
    asked, cards = [], []
    for person in (*reading.people, *reading.perhaps):
        named = person.institution.value.partition(" (")[0] if person.institution else ""
        place = places.get(key(named)) if named else None
        meant = [one.record.pk for one in bodies[place].candidates] if place is not None else []
        asked.append((person.name.value, meant))
        roles = [ROLES.get(role.value, role.value).replace("_", "-") for role in person.roles]
        cards.append(PersonCard(person, place, roles))
    for card, candidates in zip(cards, recognise_people(asked, people, Denial.pairs("person")), strict=True):
        card.candidates = candidates
    return cards


def topics_in(text):
    """Return the topics of which a name stands in the text as a whole, those of several words first."""
    plain = f" {fold(text)} "
    names = list(Topic.objects.values_list("pk", "key")) + list(
        Topic.objects.exclude(names__key=None).values_list("pk", "names__key")
    )
    found = {pk: (-len(name.split()), name) for pk, name in names if name and f" {name} " in plain}
    best = sorted(found, key=found.get)[:6]
    topics = Topic.objects.in_bulk(best)
    return [topics[pk] for pk in best]


def similar(reading, bodies, cards, user):
    """Return the events that this is probably another account of."""
    from_hosts = [card.chosen for card in bodies if card.part]
    facts = Facts(
        title=reading.title.value if reading.title else "",
        day=date.fromisoformat(reading.date.value) if reading.date else None,
        city=reading.city.value if reading.city else "",
        hosts=frozenset(filter(None, from_hosts)),
        people=frozenset(card.chosen for card in cards if card.chosen),
    )
    return resembling(facts, Event.objects.visible_to(user))
