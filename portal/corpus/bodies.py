"""The institutions of the corpus: one institute with its centres that holds most events, and those that it meets."""

from dataclasses import dataclass, field

from django_countries import countries

from editorial.folding import key
from people.models import Institution, InstitutionKind, InstitutionName, InstitutionTopic
from portal.corpus import subjects
from portal.corpus.chance import Zipf
from portal.corpus.prose import WORDS, begun
from portal.corpus.shelf import Words

CENTRES = 6
ALWAYS_PUBLIC = -1
TOWNS = {town: tuple(place) for town, place in WORDS["towns"].items()}
# How often a kind of body stands in a hundred.
SHARES = {
    "think-tank": 22,
    "university": 16,
    "faculty": 10,
    "centre": 8,
    "embassy": 16,
    "ministry": 8,
    "media": 8,
    "ngo": 4,
    "academy": 3,
    "consortium": 2,
    "publisher": 1,
    "international": 2,
}
WITHIN = {"faculty": "university", "centre": "think-tank"}


@dataclass
class Bodies:
    """The institutions that were made: all of them, those that hold and attend events, and some by kind."""

    home: Institution
    centres: list
    all: list
    kinds: dict = field(default_factory=dict)

    def __post_init__(self):
        for body in self.all:
            self.kinds.setdefault(body.kind.slug, []).append(body)

    def of(self, kind):
        return self.kinds.get(kind) or [self.home]

    def acting(self, chance):
        """Return those that hold and attend events, the commonest first, as a Zipf."""
        others = [body for body in self.all if body.kind.slug not in {"media", "publisher"} and body != self.home]
        return Zipf(chance, [self.home, *others])


def make(shelf, prose, number):
    """Make about `number` institutions and return them as Bodies."""
    kinds, topics = Words(InstitutionKind), list(prose.topics.values())
    home = shelf.put(Institution, [body(shelf, kinds, "think-tank", "International", drafts=ALWAYS_PUBLIC)])
    drawn = shelf.chance.choices([*SHARES], weights=[*SHARES.values()], k=max(number - CENTRES - 1, 20))
    above, below = ([kind for kind in drawn if (kind in WITHIN) is within] for within in (False, True))
    top = shelf.put(Institution, [body(shelf, kinds, kind, subject(shelf, topics)) for kind in [*above, *SPARE]])
    units = [body(shelf, kinds, "centre", titled(topic.name), home[0]) for topic in topics[:CENTRES]]
    units += [body(shelf, kinds, kind, subject(shelf, topics), one(shelf, top, kind)) for kind in below]
    units = shelf.put(Institution, units)
    every = [*home, *units[:CENTRES], *top, *units[CENTRES:]]
    subjects.tag(shelf, InstitutionTopic, every, Zipf(shelf.chance, topics))
    shelf.put(InstitutionName, [name for each in every for name in other_names(shelf.chance, each)])
    return Bodies(home[0], units[:CENTRES], every)


# However small the corpus, there is one of each of these.
SPARE = ("university", "think-tank", "embassy", "media", "publisher")


def one(shelf, bodies, kind):
    return shelf.chance.choice([each for each in bodies if each.kind.slug == WITHIN[kind]] or bodies)


def subject(shelf, topics):
    return titled(shelf.chance.choice(topics).name)


def titled(name):
    """Return a topic as it stands in the name of a body: with capitals."""
    return " ".join(word if word in {"and", "in", "of", "the"} else begun(word) for word in name.split())


def body(shelf, kinds, kind, subject, parent=None, drafts=0.04):
    """Return an institution of that kind, not yet kept; a unit is where the body above it is."""
    chance = shelf.chance
    town = parent.city if parent else chance.choice([*TOWNS])
    abroad = sorted({country for country, _ in TOWNS.values()} - {TOWNS[town][0]})
    sending = chance.choice(abroad) if kind == "embassy" else ""
    gaps = {"subject": subject, "town": town, "country": countries.name(sending)}
    name = WORDS["bodies"][kind].format(**gaps, paper=chance.choice(WORDS["spoken"]["papers"]))
    acronym = "".join(word[0] for word in name.replace(",", "").split() if word[0].isupper())
    made = Institution(
        name=name,
        acronym=acronym if len(acronym) > 2 else "",
        kind=kinds[kind],
        parent=parent,
        country=TOWNS[town][0],
        city=town,
        sending_country=sending,
        about=f"<p>{begun(name)} is found in the corpus alone.</p>",
        **shelf.life(drafts=drafts),
    )
    made.acronym_key = key(made.acronym)
    return made


def other_names(chance, body):
    """Return a former name for some and a translation for others."""
    if chance.often(0.1):
        name, end = f"{body.city} {body.name.split(',')[0]} Bureau", str(chance.randint(1990, 2015))
        yield InstitutionName(institution=body, name=name, key=key(name), kind="former", end=end)
    if chance.often(0.15):
        language = chance.choice(["ru", "ur"])
        word = {"ru": "Учреждение", "ur": "ادارہ"}[language]
        name = f"{word} {chance.randint(1, 999)}"
        yield InstitutionName(institution=body, name=name, key=key(name), kind="translation", language=language)
