"""Nearby: names that somebody may have meant, or may be typing."""

from django.db.models import Q
from rapidfuzz import process
from rapidfuzz.fuzz import partial_ratio, token_sort_ratio

from editorial.folding import fold
from editorial.search.answers import kinds_of_mention, public
from editorial.search.entries import Entry
from editorial.search.found import NAMES, Holds
from editorial.search.question import MOST_WORDS, Ask

ENOUGH = 80
# Looked at before what the public may not see is left out.
CANDIDATES = 40
OFFERED = 8
SHORTEST = 4


def meant(text, most=3):
    """Return the public people, institutions and topics, by their headings, of which a name is like `text`."""
    typed = fold(text)
    if len(typed) < SHORTEST:
        return []
    rows = Entry.objects.filter(content_type__in=kinds_of_mention()).order_by("pk")
    rows = list(rows.values_list("content_type", "object_id", "heading", "names"))
    names = [(name, row) for row in rows for name in row[3].strip("| ").split(" | ") if len(name) >= SHORTEST]
    scores = {}
    for alike in (token_sort_ratio, partial_ratio):
        found = process.extract(typed, [name for name, _ in names], scorer=alike, score_cutoff=ENOUGH, limit=CANDIDATES)
        for _, score, place in found:
            row = names[place][1]
            scores[row] = max(score, scores.get(row, 0))
    seen = public((row[0], row[1]) for row in scores)
    best = sorted(scores, key=lambda row: (-scores[row], len(row[3]), row[2]))
    return [heading for kind, key, heading, _ in best if key in seen[kind]][:most]


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
    rows = list(rows.values_list("content_type", "object_id", "heading", "names")[: CANDIDATES * 10])
    beginning = f"| {' '.join(typed)}"
    rows.sort(key=lambda row: (beginning not in row[3], len(row[2]), row[2]))
    seen = public((kind, key) for kind, key, *_ in rows)
    return [heading for kind, key, heading, _ in rows if key in seen[kind]]
