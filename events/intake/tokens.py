"""Tokens and sentences of a normal text."""

import re
from dataclasses import dataclass
from itertools import pairwise

TOKEN = re.compile(
    r"""[^\W_]+(?:(?:['’‘ʼ`´\-‐‑–.&@+]|/(?![A-Z][a-z]))[^\W_]+)*   # words, with what ties their parts: Gul-i-Ayesha, Pakistan–Russia, U.S
      | \n+
      | [^\s]""",
    re.VERBOSE,
)
# Words whose full stop ends no sentence.
SHORT = frozenset(
    """mr mrs ms dr prof amb gen lt col maj brig capt cdre adm hon he h.e rev fr st retd rtd ret sr jr engr adv
    rt smt ybhg yb hon'ble pvt md mohd abd ts ir arc barr assoc asst no vs etc jan feb mar apr jun jul aug sep sept oct nov dec dept univ inst assoc asst govt intl dated art vol pp p
    ed eds a.m p.m u.s u.k ph.d m.phil i.e e.g sqn ldr fig""".split()
)
# Longer sentences are cut: nobody wrote them, and what is read must stay proportional to the text.
LONGEST = 600
CLOSING = "”’\"')]"


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark, from `start` to `end` in the normal text. `low` is the word without case and full stop."""

    text: str
    start: int
    end: int
    low: str

    @property
    def capital(self):
        return self.text[0].isupper()

    @property
    def initial(self):
        """Whether it is an initial, such as “P.” or “M”."""
        return self.capital and len(self.low.replace(".", "")) == 1

    @property
    def word(self):
        return self.text[0].isalnum()

    @property
    def acronym(self):
        """Whether it is written in capitals throughout, such as ISSI or MP-IDSA."""
        if self.text[1:].islower() or self.text.islower():
            return False
        letters = [letter for letter in self.text if letter.isalpha()]
        capitals = sum(letter.isupper() for letter in letters)
        return len(letters) > 1 and capitals >= 2 and capitals * 10 >= len(letters) * 6


def tokens(text):
    """Return the tokens of a text; a shortened word and an initial keep their full stop."""
    found = []
    for match in TOKEN.finditer(text):
        word, start, end = match[0], match.start(), match.end()
        if word == "." and found and found[-1].end == start and ends_short(found[-1]):
            before = found.pop()
            found.append(Token(before.text + ".", before.start, end, before.low))
            continue
        found.append(Token(word, start, end, word.casefold().replace("’", "'")))
    return found


def ends_short(token):
    letters = token.low.replace(".", "")
    return (
        token.low in SHORT
        or (len(letters) == 1 and token.text[0].isupper())
        or ("." in token.text and len(letters) <= 4)
    )


def sentences(found):
    """Return the sentences among tokens, as lists of tokens; a line break ends one too, and is left out."""
    out, sentence = [], []
    for token, after in pairwise([*found, None]) if found else ():
        if token.text[0] == "\n":
            out.append(sentence)
            sentence = []
            continue
        sentence.append(token)
        before = sentence[-2].text if len(sentence) > 1 else ""
        if ends(token, after, before) or len(sentence) >= LONGEST:
            out.append(sentence)
            sentence = []
    return [one for one in [*out, sentence] if one]


def ends(token, after, before=""):
    """Whether a sentence ends with `token`, when `after` comes next."""
    if after is None or (after.text in CLOSING and token.text in ".!?"):
        return False
    if token.text in "!?":
        return after.start > token.end
    if token.text == ".":
        return after.start > token.end or after.text[0] in "“‘\"'"
    return token.text in CLOSING and before in (".", "!", "?") and after.start > token.end


def spoken(found):
    """Return tokens as one string of lower-case words with a space at either end, to look phrases up in."""
    return f" {' '.join(token.low for token in found)} "
