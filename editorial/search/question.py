"""Questions: what somebody typed, read as words, “phrases” and -exclusions. Nothing else of it means anything."""

import re
from dataclasses import dataclass

from editorial.folding import fold

# An ISBN, which libraries part by hyphens as they like.
NUMBER = re.compile(r"(?<!\S)97[89](?:[ -]?\d){10}(?!\S)")
MOST_WORDS = 12
LONGEST_WORD = 80
# Shorter words must be met as they are; of longer ones the beginning suffices, so that “weapon” finds weapons.
SHORTEST_BEGINNING = 4
PART = re.compile(r'(?:(?<!\S)(-))?(?:["“”„«»]([^"“”„«»]*)["“”„«»]?|([^\s"“”„«»]+))')


@dataclass(frozen=True)
class Ask:
    """Words that must be met: one, of which the beginning may suffice, or several as they follow one another."""

    words: tuple
    exact: bool = False
    # Still being typed: the beginning of any word suffices.
    begun: bool = False

    @property
    def phrase(self):
        return " ".join(self.words)

    def met_by(self, word):
        """Say whether the folded `word` is one of these, or begins as one of them does where that suffices."""
        return any(word == own or (self.begins(own) and word.startswith(own)) for own in self.words)

    def met_in(self, folded):
        """Say whether these are met in a column of folded words, where a space stands before and after each."""
        return f" {self.phrase}{'' if self.begins(self.phrase) else ' '}" in folded

    def begins(self, word):
        return self.begun or (not self.exact and len(word) >= SHORTEST_BEGINNING)


@dataclass(frozen=True)
class Question:
    """What must be met and what must not; `key` is the whole of it as a name is folded."""

    asks: tuple = ()
    without: tuple = ()
    key: str = ""

    @classmethod
    def read(cls, text):
        """Return the question that was typed. Whatever is no word, such as the signs of query languages, is nothing."""
        asks, without, left, key = [], [], MOST_WORDS, fold(text)
        for minus, phrase, plain in PART.findall(NUMBER.sub(unparted, text)):
            words = [word[:LONGEST_WORD] for word in fold(phrase or plain).split()][:left]
            left -= len(words)
            found = [Ask(tuple(words), exact=True)] if phrase and words else [Ask((word,)) for word in words]
            (without if minus else asks).extend(found)
        return cls(tuple(dict.fromkeys(asks)), tuple(dict.fromkeys(without)), key)

    def __bool__(self):
        return bool(self.asks)

    def met_by(self, word):
        return any(ask.met_by(word) for ask in self.asks)


def unparted(found):
    return re.sub("[ -]", "", found[0])
