"""Folding: one plain form for every way of writing the same words.

Names in this field come with and without accents, points, hyphens and in several scripts. Both databases
compare the folded form, so that they give the same answers; no database collation or extension is needed.
"""

import re
import unicodedata

# Letters that keyboards for Arabic, Persian and Urdu write differently, and that no decomposition unites.
VARIANTS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ہ", "ه": "ہ", "ە": "ہ", "ٱ": "ا"})
JOINERS = re.compile("[\u0640\u200c\u200d]")
POINTED = re.compile(r"\b(?:\w\.){2,}")
WORDS = re.compile(r"[^\W_]+")


def fold(text):
    """Return `text` as lower-case words without marks, parted by single spaces; empty for no words at all.

    Points within an acronym vanish (C.P.E.C. is cpec) and letters that differ by keyboard only become one.
    """
    text = unicodedata.normalize("NFKD", text)
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = POINTED.sub(lambda found: found[0].replace(".", ""), JOINERS.sub("", text).translate(VARIANTS))
    return " ".join(WORDS.findall(text))


def words(text, limit=12):
    """Return the folded words of what a person typed, at most `limit` of them and 200 characters in all."""
    return fold(text[:200]).split()[:limit]


def key(text):
    """Return the folded form of a name as it is stored and compared, cut to the 200 characters of its column."""
    return fold(text)[:200]
