"""Arabic script for a machine without FriBiDi: letters joined, and the line in the order in which it is drawn.

Pillow shapes and orders such text by itself where the system has that library. Where it has not, this does what a
title needs: the presentation forms of Unicode for the shapes, and the Unicode Bidirectional Algorithm (UAX 9) without
its explicit marks for the order. Pure functions.
"""

import unicodedata
from functools import cache
from itertools import accumulate

MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
PLACES = ("isolated", "final", "initial", "medial")


@cache
def shapes():
    """Return the presentation forms as {letters: {place in the word: form}}; two letters are lam with an alef."""
    found = {}
    for point in (*range(0xFB50, 0xFBEA), *range(0xFBFC, 0xFC00), *range(0xFE80, 0xFEFD)):
        place, *letters = unicodedata.decomposition(chr(point)).split() or [""]
        if place.strip("<>") in PLACES:
            text = "".join(chr(int(letter, 16)) for letter in letters)
            found.setdefault(text, {}).setdefault(place.strip("<>"), chr(point))
    return found


def joined(text):
    """Return `text` with every Arabic letter in the shape of its place in the word."""
    letters, out = pairs(text), []
    bare = [letter for letter in letters if not unicodedata.combining(letter[0])]
    ahead = iter([*bare[1:], ""])
    before = ""
    for letter in letters:
        if unicodedata.combining(letter[0]):
            out.append(letter)
            continue
        after, forms = next(ahead), shapes().get(letter, {})
        to_last, to_next = reaches(before) and "final" in forms, reaches(letter) and takes(after)
        place = {(0, 0): "isolated", (1, 0): "final", (0, 1): "initial", (1, 1): "medial"}[to_last, to_next]
        out.append(forms.get(place, letter))
        before = letter
    return "".join(out)


def pairs(text):
    """Return the letters of `text`, a lam and the alef after it as one."""
    letters = []
    for letter in text:
        if letters and letters[-1] + letter in shapes():
            letters[-1] += letter
        else:
            letters.append(letter)
    return letters


def reaches(letter):
    """Whether `letter` joins to the one after it."""
    return letter == "ـ" or "initial" in shapes().get(letter, {})


def takes(letter):
    """Whether `letter` joins to the one before it."""
    return letter == "ـ" or "final" in shapes().get(letter, {})


def drawn_order(text, rightward):
    """Return `text` in the order of drawing, from left to right; `rightward` says that the line reads from the right."""
    levels = levelled(text, int(rightward))
    for level in range(max(levels, default=0), 0, -1):
        text, levels = reversed_from(level, text, levels)
    return text


def reversed_from(level, text, levels):
    """Turn round every stretch of at least this level, brackets with it (UAX 9, L2 and L4)."""
    out, places, start = "", [], 0
    while start < len(text):
        end = start
        while end < len(text) and (levels[end] >= level) == (levels[start] >= level):
            end += 1
        step = -1 if levels[start] >= level else 1
        piece = text[start:end][::step]
        out += piece.translate(MIRRORED) if step < 0 else piece
        places += levels[start:end][::step]
        start = end
    return out, places


def levelled(text, base):
    """Return the embedding level of every character (UAX 9, from W1 to I2, as far as a title needs them)."""
    kinds = [kind(letter) for letter in text]
    for place in range(1, len(text) - 1):
        if text[place] in ".,:/" and kinds[place - 1] == kinds[place + 1] == "N":
            kinds[place] = "N"  # 12,5 is one figure (W4)
    strong = list(accumulate(kinds, lambda last, here: here if here in "LR" else last, initial="LR"[base]))[1:]
    kinds = ["L" if here == "N" and last == "L" else here for here, last in zip(kinds, strong, strict=True)]
    sides = ["R" if here == "N" else here for here in kinds]  # a number counts as R for what stands beside it (N1)
    for start, end in bracketed(text):
        kinds[start] = kinds[end] = sides[start] = sides[end] = side_of_brackets(sides, start, end, "LR"[base])
    for place, side in enumerate(sides):
        if side == " ":
            last = next((each for each in reversed(sides[:place]) if each != " "), "LR"[base])
            following = next((each for each in sides[place:] if each != " "), "LR"[base])
            kinds[place] = last if last == following else "LR"[base]
    inner = {"L": 2 if base else 0, "R": 1, "N": 2}
    return [inner[here] for here in kinds]


def bracketed(text):
    """Return the places of every two brackets that belong together."""
    pairs, waiting = [], []
    for place, letter in enumerate(text):
        if letter in "([{":
            waiting.append(place)
        elif waiting and letter == ")]}"["([{".index(text[waiting[-1]])]:
            pairs.append((waiting.pop(), place))
    return sorted(pairs)


def side_of_brackets(sides, start, end, base):
    """Return the direction of two brackets: that of the line if anything in them has it, else that before them (N0)."""
    inside = {side for side in sides[start:end] if side != " "}
    before = next((side for side in reversed(sides[:start]) if side != " "), base)
    if base in inside or not inside:
        return base if inside else " "
    return before


def kind(letter):
    """Return L or R for letters, N for figures, a blank for what takes its direction from its neighbours."""
    sort = unicodedata.bidirectional(letter)
    if sort in ("R", "AL"):
        return "R"
    return {"L": "L", "EN": "N", "AN": "N"}.get(sort, " ")
