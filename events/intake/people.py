"""People: the mentions of a text brought together, one person each, with the fullest name and all roles."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz.fuzz import ratio

from events.intake.bodies import Body, told, unowned
from events.intake.cues import PARTICIPANT, SPEAKER
from events.intake.mentions import Mention

SIMILAR = 86
# Nobody reports an event of more, and who does is read no further.
MOST_PEOPLE = 300
# Roles that may be given to somebody who is called by the surname alone, or by “he”.
PRONOUNS = frozenset("he she his her".split())


@dataclass(frozen=True)
class Told:
    """A value and where it stands in the normal text: (start, end)."""

    value: str
    span: tuple
    rule: str
    band: str = "high"


@dataclass
class Seen:
    """A mention in its sentence, with (sentence, Cue) for what the person did, and the institution of the side it stands on."""

    mention: Mention
    sentence: list
    cues: list
    side: Body | None = None
    clearly: bool = True

    @cached_property
    def parts(self):
        return parts(unowned(self.mention.name))

    @property
    def start(self):
        return self.sentence[self.mention.first].start


@dataclass
class Human:
    """One person of the text. `seen` holds every mention of them, in the order of the text; `spellings` the parts of
    each form of the name, once.
    """

    seen: list = field(default_factory=list)
    spellings: dict = field(default_factory=dict)

    def add(self, one):
        self.seen.append(one)
        self.spellings.setdefault(tuple(one.parts), one)


def parts(name):
    """Return the parts of a name, folded, initials included."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.findall(
        r"[^\W\d_]+", "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("'", "")
    )


def brought_together(seen):
    """Return the Humans whom the mentions are about, in the order in which they are first named.

    Whole names come together when they are alike; a part of a name goes to the one person whom it can mean. What can
    mean nobody, or two, is nobody: a surname alone proves nothing.
    """
    people = by_whole_names(one for one in seen if is_whole(one.parts))
    for one in seen:
        name = set(one.parts)
        if name and not is_whole(one.parts):
            meant = [human for human in people if any(name <= set(known) for known in human.spellings)]
            if len(meant) == 1:
                meant[0].add(one)
    for human in people:
        human.seen.sort(key=lambda one: one.start)
    return sorted(people, key=lambda human: human.seen[0].start)


def by_whole_names(seen):
    people, by_part = [], defaultdict(list)
    for one in seen:
        alike = (human for part in one.parts for human in by_part[part[:2]] if same(human, one))
        human = next(alike, None)
        if human is None and len(people) < MOST_PEOPLE:
            human = Human()
            people.append(human)
            for part in full(one.parts):
                by_part[part[:2]].append(human)
        if human:
            human.add(one)
    return people


def is_whole(names):
    """Whether a name is more than one part of it; initials count when they are not alone: “M. R. Jonas”."""
    return len(names) > 1 and bool(full(names))


def full(names):
    return [part for part in names if len(part) > 1]


def same(human, one):
    return any(one_person(one.parts, known) for known in human.spellings)


def one_person(name, other):
    """Whether two whole names, as lists of parts, are one: one within the other, or each part spelt nearly alike."""
    few, many = sorted((full(name), full(other)), key=len)
    if len(few) < 2:
        return few[-1:] == many[-1:] and [part[0] for part in name[:-1]] == [part[0] for part in other[:-1]]
    if set(few) <= set(many):
        return True
    if "".join(name) == "".join(other):
        return True
    if len(few) == len(many) and ratio(" ".join(few), " ".join(many)) >= SIMILAR:
        return (
            all(ratio(one, another) >= 70 for one, another in zip(few, many, strict=True)) and few[0][0] == many[0][0]
        )
    return False


def roles_of(human):
    """Return {role: (sentence, Cue)} of a person: specific ones, else “speaker”, else “participant”."""
    found = {}
    for one in human.seen:
        for sentence, cue in one.cues:
            found.setdefault(cue.role, (sentence, cue))
    if not found:
        return {}
    specific = {role: told_by for role, told_by in found.items() if role not in (SPEAKER, PARTICIPANT)}
    return specific or ({SPEAKER: found[SPEAKER]} if SPEAKER in found else found)


def best_name(human):
    """Return the mention with the fullest form of the name, as spelt at the first one that is so full."""
    longest = max(len(full(name)) for name in human.spellings)
    return next(one for one in human.seen if len(full(one.parts)) == longest)


def told_of(sentence, places, rule, band="high"):
    """Return the Told value of some tokens of a sentence, or None."""
    if places is None or places[0] >= places[1]:
        return None
    part = sentence[places[0] : places[1]]
    return Told(unowned(told(part)), (part[0].start, part[-1].end), rule, band)
