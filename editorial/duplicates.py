"""Duplicates: pairs of records that may be one, proposed by their names and never merged by themselves.

Only records that share two full parts of a name, or a whole name, are ever compared, so that a long list takes no longer
than its length asks for. A surname alone brings nobody together.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz.fuzz import token_set_ratio

from editorial.columns import foreign_keys
from editorial.folding import key
from editorial.heirs import DifferentPair
from editorial.likeness import COMMON, parts
from editorial.pointers import Pointer, pointers
from editorial.search.entries import Searchable

# More records than this that share two parts of a name say that these parts prove nothing.
MOST_IN_A_BLOCK = 400


@dataclass(frozen=True)
class Pair:
    """Two records, by their keys, that may be one: by which names, and how alike these are, of a hundred."""

    one: int
    other: int
    name: str
    like: str
    score: float

    @property
    def keys(self):
        return self.one, self.other

    @property
    def reason(self):
        if key(self.name) == key(self.like):
            return f"Both are called “{self.name}”." if self.name == self.like else f"“{self.name}” is “{self.like}”."
        return f"“{self.name}” is like “{self.like}”."


def names_of(model):
    """Return {key of a record: its names as written} for all records of `model`: headings, acronyms and other names."""
    found = defaultdict(list)
    fields = {field.name for field in model._meta.concrete_fields}
    heading = "name" if "name" in fields else "title"
    columns = [heading, *(["acronym"] if "acronym" in fields else [])]
    for record, *names in model._base_manager.order_by("pk").values_list("pk", *columns):
        found[record] += filter(None, names)
    if hasattr(model, "names"):
        field = model.names.field
        rows = field.model._base_manager.order_by("pk").values_list(field.attname, "name")
        for record, name in rows:
            found[record].append(name)
    return found


def candidates(known):
    """Return the pairs of (record, name) that share a whole folded name or two parts of one; `known` is
    {record: {folded name: name}}.
    """
    blocks = defaultdict(list)
    for record, names in known.items():
        for folded in names:
            blocks[folded].append((record, folded))
            for pair in combinations(sorted(parts(folded) - COMMON), 2):
                blocks[pair].append((record, folded))
    found = set()
    for block in blocks.values():
        if 1 < len(block) <= MOST_IN_A_BLOCK:
            found |= {(a, b) if a <= b else (b, a) for a, b in combinations(block, 2) if a[0] != b[0]}
    return found


def proposed(model, same, names=None):
    """Return the Pairs of records of `model` of which a name of one is the `same` as a name of the other, the most alike
    first. Pairs known to be different are left out, and so are records of which one stands directly above the other.
    """
    names = names_of(model) if names is None else names
    known = {record: {key(name): name for name in reversed(said) if key(name)} for record, said in names.items()}
    apart = set(DifferentPair.of(model).values_list("one", "other")) | lines(model)
    best = {}
    for (one, name), (other, like) in candidates(known):
        pair = tuple(sorted((one, other)))
        if pair in apart or not same(name, like):
            continue
        score = 101.0 if name == like else token_set_ratio(name, like)
        if pair not in best or score > best[pair].score:
            words = {one: known[one][name], other: known[other][like]}
            best[pair] = Pair(*pair, words[pair[0]], words[pair[1]], score)
    return sorted(best.values(), key=lambda pair: (-pair.score, pair.name, pair.keys))


def lines(model):
    """Return the pairs of records of which one stands directly above the other, such as an institute and its centre."""
    above = [field for field in model._meta.concrete_fields if field.related_model is model]
    found = set()
    for field in above:
        rows = model._base_manager.exclude(**{field.name: None}).order_by().values_list("pk", field.attname)
        found |= {tuple(sorted(pair)) for pair in rows}
    return found


def in_common(model, pairs):
    """Return {pair: {model: names}} of what the two records of each Pair both are named with, such as institutions and
    events, at most three names of a kind.
    """
    keys = {key for pair in pairs for key in pair.keys}
    beside = defaultdict(lambda: defaultdict(set))
    for pointer in pointers(model):
        for field in foreign_keys(pointer.model) if type(pointer) is Pointer else ():
            if field != pointer.field and issubclass(field.related_model, Searchable):
                rows = pointer.model._base_manager.filter(**{f"{pointer.columns[0]}__in": keys})
                rows = rows.exclude(**{field.name: None}).order_by().values_list(pointer.columns[0], field.attname)
                for record, other in rows.distinct():
                    beside[record][field.related_model].add(other)
    shared = {
        pair: {
            kind: sorted(beside[pair.one][kind] & beside[pair.other][kind])
            for kind in beside[pair.one].keys() & beside[pair.other].keys()
        }
        for pair in pairs
    }
    return {pair: named(found) for pair, found in shared.items()}


def named(shared):
    """Return {model: names} for {model: keys}, kinds with nothing left out."""
    kinds = sorted((kind for kind in shared if shared[kind]), key=lambda kind: kind._meta.label)
    return {kind: [str(one) for one in kind._base_manager.filter(pk__in=shared[kind][:3])] for kind in kinds}
