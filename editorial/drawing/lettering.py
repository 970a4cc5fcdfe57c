"""Lettering: words broken into lines that fit a drawing, in any script that the font has, and drawn."""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

from PIL import ImageFont, features

from editorial.drawing.joining import drawn_order, joined

FONT = Path(__file__).parent / "fonts" / "record.ttf"
# What the font can print; whatever else a title holds is left out rather than drawn as an empty box.
COVERED = (
    "20-7e a0-24f 259 2bb-2bf 2c6-2dd 300-30c 311 323-328 331 370-377 37a-37f 384-38a 38c 38e-3a1 3a3-3e1 3f0-52f "
    "60c 61b 61f 621-6ff 750-77f 1e00-1eff 2000-2015 2018-2027 2030-203e 2044 2070-2071 2074-208e 2090-209c 20a0-20bf "
    "2113 2116-2117 2120 2122 2126 212e 2212 fb01-fb02 fb50-fbb1 fbd3-fbe9 fbfc-fbff fdf2 fdfa-fdfb fe70-fe74 fe76-fefc"
)
JOINERS = "\u200c\u200d"  # They decide how Persian and Urdu letters join.
MOST_LETTERS = 400
# Where a line may end inside a word: after a dash, and between any two signs of Chinese or Japanese.
SEAM = re.compile(r"(?<=\w\w[-–—/])(?=\w\w)|(?<=[\u3040-\u9fff])(?=[\u3040-\u9fff])")


class Lines(NamedTuple):
    """Words as they are drawn: so many pixels high, one string a line; `rightward` when they are read from the right."""

    size: int
    lines: list
    rightward: bool


@cache
def covered():
    """Return the set of characters that the font has."""
    spans = [[int(end, 16) for end in span.split("-")] for span in COVERED.split()]
    return {chr(point) for span in spans for point in range(span[0], span[-1] + 1)}


@cache
def font(size, layout=None):
    return ImageFont.truetype(FONT, size, layout_engine=layout if layout is not None else engine())


def engine():
    """Return how Pillow lays out text here: by itself where it has the library for it, else as told letter by letter."""
    return ImageFont.Layout.RAQM if features.check("raqm") else ImageFont.Layout.BASIC


def clean(text):
    """Return `text` as one line without what is no part of a title: control characters and marks of direction."""
    plain = unicodedata.normalize("NFC", str(text)[: MOST_LETTERS * 2])
    kept = (
        " " if unicodedata.category(letter) in ("Cc", "Zl", "Zp", "Zs") else letter
        for letter in plain
        if letter in JOINERS or unicodedata.category(letter) not in ("Cf", "Cs", "Co", "Cn")
    )
    return " ".join("".join(kept).split())[:MOST_LETTERS]


def printable(text):
    """Return `text` without what the font lacks, and empty when that would leave less than half of its letters."""
    whole = clean(text)
    left = "".join(letter for letter in whole if letter in covered())
    letters = [sum(map(str.isalnum, each)) for each in (left, whole)]
    return " ".join(left.split()) if letters[0] * 2 >= letters[1] else ""


def is_rightward(text):
    """Whether a line of `text` begins at the right: its first letter decides (UAX 9, P2)."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((sort in ("R", "AL") for sort in strong if sort in ("L", "R", "AL")), False)


def width(text, size):
    """Return how wide `text` is drawn; a letter that the font lacks is taken for a square."""
    known = "".join(letter for letter in text if letter in covered())
    face = font(size)
    shaped = known if face.layout_engine == ImageFont.Layout.RAQM else joined(known)
    return face.getlength(shaped) + size * (len(text) - len(known))


def fitted(text, room, sizes, most, height=None):
    """Return the Lines of `text` in the largest of `sizes` in which it takes at most `most` lines of `room` pixels.

    Together they are no taller than `height`, and no word is broken. Where even the smallest is too large, words are,
    and the last line ends in an ellipsis.
    """
    rightward = is_rightward(text)
    for size in sizes:
        lines = wrapped(text, room, size)
        limit = min(most, height // leading(size, rightward)) if height else most
        if len(lines) <= limit and (size == sizes[-1] or widest(text, size) <= room):
            return Lines(size, balanced(text, lines, room, size), rightward)
    return Lines(size, [*lines[: limit - 1], shortened(lines[limit - 1], room, size)], rightward)


def leading(size, rightward):
    """Return the distance of two lines; letters of Arabic script reach further down and up."""
    return round(size * (1.5 if rightward else 1.18))


def pieces(text):
    """Return what a line may end with, as (blank before it, piece): words, or parts of them."""
    return [(" " if number == 0 else "", part) for word in text.split() for number, part in enumerate(SEAM.split(word))]


def wrapped(text, room, size):
    """Return `text` in lines of at most `room` pixels, broken between words or, in a word too long, inside it."""
    lines, used = [], 0
    for blank, piece in ((blank, part) for blank, whole in pieces(text) for part in broken(whole, room, size)):
        needed = measured(blank, size) + measured(piece, size)
        if lines and used + needed <= room:
            lines[-1] += blank + piece
            used += needed
        else:
            lines.append(piece)
            used = measured(piece, size)
    return lines


def widest(text, size):
    return max((measured(piece, size) for _, piece in pieces(text)), default=0)


@cache
def _measured(word, size):
    return width(word, size)


def measured(word, size):
    """Return the width of a word, each measured once a size; the memory is emptied before it grows large."""
    if _measured.cache_info().currsize > 5000:
        _measured.cache_clear()
    return _measured(word, size)


def broken(word, room, size):
    """Return the pieces of `word`, each at most `room` wide: mostly the word itself."""
    if measured(word, size) <= room:
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def balanced(text, lines, room, size):
    """Return as many lines, of about the same length, with no word broken that fits."""
    low, high = int(widest(text, size)), int(room)
    while high - low > 8:
        middle = (low + high) // 2
        if len(wrapped(text, middle, size)) <= len(lines):
            high = middle
        else:
            low = middle
    return wrapped(text, high, size)


def shortened(line, room, size):
    while line and width(line + "…", size) > room:
        line = line[:-1]
    return line.rstrip(" ,;:–-(“") + "…"


def letter_line(pen, text, at, size, colour, rightward=False, anchor="ls"):
    """Draw one line of `text` with `pen`, a Pillow ImageDraw; `anchor` says as in Pillow which point of it is `at`."""
    face = font(size)
    if face.layout_engine == ImageFont.Layout.RAQM:
        pen.text(at, text, font=face, fill=colour, anchor=anchor, direction="rtl" if rightward else "ltr")
    else:
        pen.text(at, drawn_order(joined(text), rightward), font=face, fill=colour, anchor=anchor)
