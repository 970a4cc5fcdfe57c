"""Likeness: does a name typed today look like one already there? Pure comparison of folded names.

A warning is all that may come of it. Half of all names in this field exist in several spellings, and the other
half belong to two people; only an editor can tell.
"""

from rapidfuzz.fuzz import token_set_ratio

ENOUGH = 88
# Words that every second title or institution shares and that therefore prove nothing.
COMMON = {"a", "an", "and", "at", "by", "de", "for", "from", "in", "la", "of", "on", "or", "the", "to", "with"}
COMMON |= {"international", "national", "university"}


def parts(name):
    """Return the full parts of a folded name: words of more than one letter, initials left out."""
    return {word for word in name.split() if len(word) > 1}


def same_person(name, other):
    """Say whether two folded names may be one person: alike as a whole, and two full parts the same.

    A surname alone never suffices, nor a forename: half the country would be warned about the other half.
    """
    shared = parts(name) & parts(other)
    return name == other or (len(shared) >= 2 and token_set_ratio(name, other) >= ENOUGH)


def same_heading(name, other):
    """Say whether two folded titles or names of institutions may mean one thing.

    The shorter may lack some words of the longer, but not most: a university is not each of its departments.
    """
    if name == other:
        return True
    fewer, more = sorted((parts(name) - COMMON, parts(other) - COMMON), key=len)
    if len(fewer & more) < 2 or len(fewer) * 10 < len(more) * 6:
        return False
    return token_set_ratio(name, other) >= ENOUGH


def alike(name, candidates, same):
    """Return the keys of those candidates of which one name is like the folded `name`.

    `candidates` maps a key to the folded names of one record; `same` is one of the comparisons above.
    """
    return [key for key, names in candidates.items() if any(same(name, other) for other in names if other)]
