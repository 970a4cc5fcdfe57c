"""Folding: one plain form for every way of writing the same words.

Names in this field come with and without accents, points, hyphens and in several scripts. Both databases
compare the folded form, so that they give the same answers; no database collation or extension is needed.
"""

import re
import unicodedata
from functools import lru_cache

# Letters that no decomposition unites: those that keyboards for Arabic, Persian and Urdu write differently, Latin ones
# with a stroke, and the dotless i. Folding comes after the letters' case.
VARIANTS = {"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ہ", "ه": "ہ", "ە": "ہ", "ھ": "ہ", "ٱ": "ا"}
VARIANTS |= {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "a", "ґ": "г"}
# What is written within words and is no letter of theirs: hamza, tatweel, the joiners, soft hyphens, and the modifier
# letters by which transliterations tell ayn, hamza and the soft sign.
SILENT = set("ء\u0640\u200c\u200d\u200e\u200f\u00ad\u2060ʹʺʻʼʽʾʿˈ")
POINTED = re.compile(r"\b(?:\w\.){2,}(?!\w)|\b(?:\w\.)+\w\b")
# Nothing is read twice (++): a long word without an apostrophe would take for ever.
APOSTROPHE = re.compile(r"\b(\w++)['’‘`´](?=\w)")
# Before an apostrophe these are words of their own (l'économie, dell'arte); anything else goes on after it (O'Connor).
ELIDED = {
    "l",
    "d",
    "j",
    "m",
    "n",
    "s",
    "t",
    "c",
    "qu",
    "jusqu",
    "lorsqu",
    "puisqu",
    "dell",
    "all",
    "nell",
    "sull",
    "un",
}
POSSESSIVE = re.compile(r"['’]s\b")
WORDS = re.compile(r"[^\W_]+")


class Plain(dict):
    """What each letter becomes, found out when it is first met: {code point: text, empty for a mark}."""

    def __missing__(self, code):
        letter = chr(code)
        if letter in SILENT or unicodedata.category(letter).startswith("M"):
            letter = ""
        self[code] = plain = str(unicodedata.decimal(letter, VARIANTS.get(letter, letter))) if letter else ""
        return plain


PLAIN = Plain()


def fold(text):
    """Return `text` as lower-case words without marks, parted by single spaces; empty for no words at all.

    Points within an acronym vanish (C.P.E.C. is cpec), figures of other scripts become Western ones, and letters that
    differ by keyboard only become one.
    """
    text = unicodedata.normalize("NFKD", text)
    text = unicodedata.normalize("NFKD", text.casefold()).translate(PLAIN)
    text = POINTED.sub(lambda found: found[0].replace(".", ""), text)
    text = APOSTROPHE.sub(joined, POSSESSIVE.sub(" s", text))
    return " ".join(WORDS.findall(text))


def joined(found):
    return f"{found[1]} " if found[1] in ELIDED else found[1]


def words(text, limit=12):
    """Return the folded words of what a person typed, at most `limit` of them and 200 characters in all."""
    return fold(text[:200]).split()[:limit]


# The same names and posts are compared again and again, thousands of times for somebody who appears a great deal.
@lru_cache(maxsize=2000)
def key(text):
    """Return the folded form of a name as it is stored and compared, cut to the 200 characters of its column."""
    return fold(text)[:200]


def script(text):
    """Return the script in which most of a name is written, as Unicode names it: LATIN, ARABIC, CYRILLIC …"""
    letters = [unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha()]
    return max(sorted(set(letters)), key=letters.count, default="")


def refold(model, **columns):
    """Write the keys of all rows of `model` anew, after folding has changed: `columns` are {key: what it is made of}.

    A key that would meet another's where each may stand once stays as it was; two such names are for an editor to merge.
    """
    once = {column for column in columns if model._meta.get_field(column).unique}
    once |= {name for rule in model._meta.constraints for name in getattr(rule, "fields", ()) if name in columns}
    for row in model.objects.only("pk", *columns, *columns.values()).iterator():
        fresh = {column: key(getattr(row, source)) for column, source in columns.items()}
        changed = {column: value for column, value in fresh.items() if value != getattr(row, column)}
        taken = [column for column in once & set(changed) if model.objects.filter(**{column: changed[column]}).exists()]
        if changed and not taken:
            model.objects.filter(pk=row.pk).update(**changed)
