"""Cues: the words that tell a role, and which of several say most."""

from dataclasses import dataclass

SPEAKER, PARTICIPANT = "speaker", "participant"
QUOTES = frozenset('“”"‘’')


@dataclass(frozen=True)
class Cue:
    """A role, and the places of the tokens that tell it."""

    role: str
    first: int
    last: int


def said_by(sentence, first, spoke):
    """The cue in “…,” said A."""
    quoted = first > 1 and sentence[first - 1].low in spoke and sentence[first - 2].text in QUOTES
    return [Cue(SPEAKER, first - 1, first)] if quoted else []


def strongest(cues):
    """Return of cues those that say most: specific roles without “speaker”, and that without “participant”."""
    roles = {cue.role for cue in cues}
    specific = roles - {SPEAKER, PARTICIPANT}
    wanted = specific or ({SPEAKER} & roles) or roles
    kept = {}
    for cue in cues:
        if cue.role in wanted:
            kept.setdefault(cue.role, cue)
    return list(kept.values())
