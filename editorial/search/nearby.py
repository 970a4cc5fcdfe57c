"""Nearby: names that somebody may have meant, or may be typing."""

from django.db.models import Q
from rapidfuzz import process
from rapidfuzz.fuzz import partial_ratio, partial_ratio_alignment, ratio, token_sort_ratio

from editorial.folding import fold
from editorial.search.answers import kinds_of_mention, public, ranked
from editorial.search.entries import Entry
from editorial.search.found import NAMES, Holds
from editorial.search.question import MOST_WORDS, Ask

ENOUGH = 80
# The same of single words, and how many of a question are looked at.
ALIKE = 75
MOST_RESPELT = 6
# Looked at before what the public may not see is left out.
CANDIDATES = 400
OFFERED = 8
SHORTEST = 4


def meant(text, most=3):
    """Return what may have been meant by a question that found nothing, as questions that find something.

    These are public people, institutions and topics of which a name is like `text`, by their headings; or else the
    question itself with the words that nobody wrote replaced by the likest ones in such names.
    """
    typed = fold(text)
    if len(typed) < SHORTEST:
        return []
    rows = Entry.objects.filter(content_type__in=kinds_of_mention()).order_by("pk")
    rows = list(rows.values_list("content_type", "object_id", "heading", "names"))
    seen = public((kind, key) for kind, key, *_ in rows)
    known = [(heading, names) for kind, key, heading, names in rows if key in seen[kind]]
    return names_like(typed, known)[:most] or respelt(typed, known)


def names_like(typed, known):
    """Return those headings, of `known` as [(heading, folded names)], of which a name or part of one is like `typed`."""
    names = [(name, entry) for entry in known for name in entry[1].strip("| ").split(" | ") if len(name) >= SHORTEST]
    scores = {}
    for alike in (token_sort_ratio, partial_ratio):
        found = process.extract(typed, [name for name, _ in names], scorer=alike, score_cutoff=ENOUGH, limit=CANDIDATES)
        for name, score, place in found:
            entry = names[place][1]
            if alike is token_sort_ratio or at_a_beginning(typed, name):
                scores[entry] = max(score, scores.get(entry, 0))
    return [heading for heading, _ in sorted(scores, key=lambda entry: (-scores[entry], len(entry[1]), entry[0]))]


def at_a_beginning(typed, name):
    """Whether the part of `name` that is like `typed` begins where a word does: not the “later” of “multilateral”."""
    start = partial_ratio_alignment(typed, name).dest_start
    return not start or " " in name[start - 1 : start + 1]


def respelt(typed, known):
    """Return the question with the words that find nothing spelt as in a name, as [question], if that finds something."""
    spellings = sorted({word for _, names in known for word in names.split()})
    words = typed.split()[:MOST_RESPELT]
    fresh = [word if ranked(word) else singular(word) or likest(word, spellings) for word in words]
    return [" ".join(fresh)] if fresh != words and ranked(" ".join(fresh)) else []


def singular(word):
    """Return a word without the s of a plural, if that is found: “roundtables” are found as “roundtable”."""
    return word[:-1] if word.endswith("s") and len(word) > SHORTEST and ranked(word[:-1]) else ""


def likest(word, spellings):
    found = process.extractOne(word, spellings, scorer=ratio, score_cutoff=ALIKE)
    return found[0] if found else word


def begun(text):
    """Return public headings, most of them names, that have all words of `text`, the last of which is being typed."""
    typed = fold(text[:200]).split()[:MOST_WORDS]
    if not typed or len(typed[-1]) < 2:
        return []
    asks = [*(Ask((word,)) for word in typed[:-1]), Ask((typed[-1],), begun=True)]
    subjects = Q(content_type__in=kinds_of_mention())
    return list(dict.fromkeys([*headings(asks, subjects, typed), *headings(asks, ~subjects, typed)]))[:OFFERED]


def headings(asks, which, typed):
    """Return the headings of some public entries `which` hold `asks`, those that begin as was `typed` before the others."""
    rows = Entry.objects.filter(which, Holds(asks, NAMES)).order_by("pk")
    rows = list(rows.values_list("content_type", "object_id", "heading", "names")[:CANDIDATES])
    beginning = f"| {' '.join(typed)}"
    rows.sort(key=lambda row: (beginning not in row[3], len(row[2]), row[2]))
    seen = public((kind, key) for kind, key, *_ in rows)
    return [heading for kind, key, heading, _ in rows if key in seen[kind]]
