"""Three ways: what two people made of one content is brought together, and where both changed the same is said.

Contents are those of editorial/content.py; `base` is the one that both began with.
"""

import copy
from dataclasses import dataclass

from editorial.anatomy import fields, relations

# What both may change without a word: the places of rows among each other.
QUIET = frozenset({"order"})
GONE = object()


@dataclass(frozen=True)
class Clash:
    """A place that both changed, each otherwise: a field's name, or relation, key, field …, as Difference has it.

    Of a row that one of them removed and the other changed, the place ends with its key.
    """

    where: tuple
    base: object
    mine: object
    theirs: object


def brought_together(model, base, mine, theirs, taking=()):
    """Return (content, [Clash]): all that either changed. Where both did it is mine, or theirs in the places `taking`."""
    clashes = []
    found = copy.deepcopy(theirs)
    found["fields"] = both_fields(model, base, mine, theirs, (), clashes, taking)
    found["topics"] = both_topics(*(set(each.get("topics", ())) for each in (base, mine, theirs)))
    found["rows"] = both_rows(model, base["rows"], mine["rows"], theirs["rows"], (), clashes, taking)
    return found, clashes


def both_topics(base, mine, theirs):
    return sorted((theirs | (mine - base)) - (base - mine), key=lambda name: (name.lower(), name))


def both_fields(model, base, mine, theirs, where, clashes, taking, but=None):
    found = dict(theirs["fields"])
    for field in fields(model, but):
        values = [each["fields"].get(field.name, GONE) for each in (base, mine, theirs)]
        if GONE in values[1:]:
            continue  # One of them was written before there was such a field.
        found[field.name] = decided((*where, field.name), *values, clashes, taking)
    return found


def decided(where, base, mine, theirs, clashes, taking):
    """Return what stands in one place when both have been there."""
    if mine in (base, theirs):
        return theirs
    if theirs == base or where[-1] in QUIET:
        return mine
    clashes.append(Clash(where, *(None if each is GONE else each for each in (base, mine, theirs))))
    return theirs if where in taking else mine


def both_rows(model, base, mine, theirs, where, clashes, taking):
    found = {}
    for relation in relations(model):
        name = relation.get_accessor_name()
        if name in mine and name in theirs:
            three = [{row["key"]: row for row in each.get(name, ())} for each in (base, mine, theirs)]
            keys = [*three[2], *(key for key in three[1] if key not in three[2])]
            rows = [both_row(relation, key, three, (*where, name, key), clashes, taking) for key in keys]
            found[name] = sorted(filter(None, rows), key=lambda row: row["fields"].get("order") or 0)
    return {**theirs, **found}


def both_row(relation, key, three, where, clashes, taking):
    """Return a row as both left it, or None when it is to go."""
    base, mine, theirs = (each.get(key) for each in three)
    if mine and theirs and base:
        kind = relation.related_model
        kept = both_fields(kind, base, mine, theirs, where, clashes, taking, relation.field)
        return {
            "key": key,
            "fields": kept,
            "rows": both_rows(kind, *(each["rows"] for each in (base, mine, theirs)), where, clashes, taking),
        }
    if not base:
        return mine or theirs
    return decided(where, base, mine, theirs, clashes, taking)
