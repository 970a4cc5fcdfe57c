"""Snippets: the words of a text that answer a question, marked where they stand in what was written."""

import re
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import mark_safe

from editorial.folding import fold

# Letters and figures, with what may stand within a word: marks, joiners, apostrophes, the points of an acronym.
WORD = re.compile(
    r"[^\W_](?:[^\W_]|[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640\u200c\u200d]|['’.](?=[^\W_]))*"
)
BEFORE, LENGTH = 70, 260
# Words written otherwise than letter for letter, with a mark or an apostrophe more, are looked for no further than this.
FAR = 1500


class Rough(dict):
    """The letter that each letter is folded into, one for one, so that places stay what they are."""

    def __missing__(self, code):
        self[code] = letter = fold(chr(code))[:1] or chr(code)
        return letter


ROUGH = Rough()


@lru_cache(maxsize=20_000)
def folded(word):
    return tuple(fold(word).split())


def marked(text, question):
    """Return `text` as HTML with every word that answers the question within mark elements."""
    pieces, end = [], 0
    for start, stop in hits(text, question):
        pieces += [escape(text[end:start]), "<mark>", escape(text[start:stop]), "</mark>"]
        end = stop
    # Everything from outside was escaped above, word by word.
    return mark_safe("".join([*pieces, escape(text[end:])]))  # noqa: S308


def snippet(text, question):
    """Return the part of `text` around the first word that answers, marked; where none does, its beginning."""
    first = next(hits(text, question, somewhere(text, question)), (0, 0))[0]
    start = opening(text, first)
    part = text[start : start + LENGTH]
    if start + LENGTH < len(text):
        part = part[: part.rfind(" ") if " " in part else LENGTH].rstrip(" ,;:–-") + " …"
    return marked(("… " if start else "") + " ".join(part.split()), question)


def hits(text, question, start=0):
    """Yield (start, end) of the words in `text` that answer, from the place `start` on and not far beyond."""
    for found in WORD.finditer(text, start, start + FAR):
        if any(question.met_by(word) for word in folded(found[0])):
            yield found.span()


def somewhere(text, question):
    """Return the place of the first word that answers letter for letter, or 0 when there is none."""
    words = [word if ask.begins(word) else rf"{word}\b" for ask in question.asks for word in ask.words]
    found = re.search(rf"\b(?:{'|'.join(words)})", text.translate(ROUGH)) if words else None
    return found.start() if found else 0


def opening(text, place):
    """Return where to begin so that `place` is shown with some words before it: a line's or a sentence's beginning if near."""
    if place <= BEFORE:
        return 0
    near = text[place - BEFORE : place]
    ends = [near.rfind(end) + len(end) for end in ("\n", ". ", "? ", "! ") if end in near]
    return place - BEFORE + (max(ends) if ends else near.find(" ") + 1)
