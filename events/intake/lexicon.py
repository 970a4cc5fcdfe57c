"""The lexicon: the words by which press prose is read, from a file that an institute can add to."""

import tomllib
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path

from django.utils.translation import override
from django_countries import countries

WORDS = Path(__file__).with_name("words.toml")


@dataclass(frozen=True)
class Lexicon:
    """The words, folded to lower case, in sets by what they tell; and the phrases of kinds and roles in their order."""

    honorifics: frozenset
    ranks: frozenset
    positions: frozenset
    openers: frozenset
    bodies: frozenset
    units: frozenset
    body_words: frozenset
    links: frozenset
    spoke: frozenset
    attended: frozenset
    held: frozenset
    particles: frozenset
    suffixes: frozenset
    small: frozenset
    others: frozenset
    peoples: frozenset
    lands: frozenset
    cities: frozenset
    cities_of_two: frozenset
    outlets: frozenset
    kinds: dict = field(hash=False)
    roles: dict = field(hash=False)
    headings: dict = field(hash=False)

    @cached_property
    def geography(self):
        return self.peoples | self.lands | self.cities

    @cached_property
    def offices(self):
        """The words of which what somebody is, is made."""
        return self.positions | self.openers

    @cached_property
    def titles(self):
        return self.honorifics | self.positions

    @cached_property
    def no_people(self):
        """Words that make capitals a body, an event or an office."""
        return self.others | self.bodies | self.openers

    @cached_property
    def no_names(self):
        """The words with which nobody is named."""
        return self.others | self.positions | self.openers | self.honorifics | self.suffixes | self.outlets

    @cached_property
    def built_on(self):
        """The nouns on which names of institutions and of their parts are built."""
        return self.bodies | self.units

    def learned(self, positions=(), bodies=()):
        """Return a lexicon that also knows these words of offices and of institutions, given folded."""
        return replace(self, positions=self.positions | set(positions), bodies=self.bodies | set(bodies))


@cache
def lexicon(*additions):
    """Return the Lexicon of our words and of the TOML files `additions`, which have the same form."""
    told = [tomllib.loads(WORDS.read_text(encoding="utf-8"))]
    told += [tomllib.loads(Path(path).read_text(encoding="utf-8")) for path in additions]

    def words(section, name):
        return frozenset(word for one in told for word in one.get(section, {}).get(name, "").split())

    def phrases(section):
        names = dict.fromkeys(name for one in told for name in one.get(section, {}))
        return {name: [phrase for one in told for phrase in one.get(section, {}).get(name, ())] for name in names}

    with override("en"):
        names = " ".join(name for _, name in countries).casefold().replace(",", "")
    named = frozenset(word for word in names.split() if len(word) > 3)
    return Lexicon(
        honorifics=words("honorifics", "plain") | words("honorifics", "offices") | words("honorifics", "ranks"),
        ranks=words("honorifics", "ranks"),
        positions=words("positions", "heads"),
        openers=words("positions", "openers"),
        bodies=words("institutions", "nouns"),
        units=words("institutions", "units"),
        body_words=words("institutions", "words"),
        links=words("institutions", "links"),
        spoke=words("verbs", "spoke"),
        attended=words("verbs", "attended"),
        held=words("verbs", "held"),
        particles=words("names", "particles"),
        suffixes=words("names", "suffixes"),
        small=words("names", "small"),
        others=words("names", "small") | words("names", "others"),
        peoples=words("places", "peoples"),
        lands=words("places", "lands") | named,
        cities=words("places", "cities"),
        cities_of_two=frozenset(city for one in told for city in one.get("places", {}).get("cities_of_two", ())),
        outlets=words("outlets", "words"),
        kinds=phrases("kinds"),
        roles=phrases("roles"),
        headings={phrase: role for role, told_by in phrases("headings").items() for phrase in told_by},
    )
