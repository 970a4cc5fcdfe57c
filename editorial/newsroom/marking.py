"""Marking: two texts as one, in which is marked what was taken out and what was put in."""

import re
from difflib import SequenceMatcher

SAME, OUT, IN = "", "del", "ins"
WORD = re.compile(r"\s+|\w+|[^\w\s]")
# Of what stays the same so many characters are shown on either side of a change.
AROUND = 70
# Two texts that share less than this part of their words are shown one after the other.
ALIKE = 0.5
# More words than this are compared line by line only, so that no page takes long.
MOST_WORDS = 3000


def marked(before, after, whole=False):
    """Return [(mark, text)], where a mark is "del", "ins" or empty, for a value that became another; None is none.

    What stays the same is cut short unless it is wanted `whole`.
    """
    before, after = (text and text.replace("\r\n", "\n") for text in (before, after))
    if not before or not after:
        return [(mark, text) for mark, text in ((OUT, before), (IN, after)) if text]
    if "\n" in before or "\n" in after:
        parts = by_line(before.split("\n"), after.split("\n"))
    else:
        parts = by_word(before, after)
    parts = joined(parts)
    return [(mark, text) for mark, text in (parts if whole else shortened(parts)) if text]


def by_line(before, after):
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for told, a, b, c, d in matcher.get_opcodes():
        old, new = "\n".join(before[a:b]), "\n".join(after[c:d])
        if told == "equal":
            yield SAME, f"{old}\n"
        elif told == "replace":
            yield from by_word(old, new)
            yield SAME, "\n"
        else:
            yield (OUT, f"{old}\n") if old else (IN, f"{new}\n")


def by_word(before, after):
    old, new = WORD.findall(before), WORD.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if len(old) + len(new) > MOST_WORDS or share(old, new) < ALIKE:
        return [(OUT, before), (SAME, " "), (IN, after)]
    return [part for code in matcher.get_opcodes() for part in told_of(code, old, new)]


def share(old, new):
    """Return the part of the words of two texts that both have, in their order."""
    words = [[word for word in text if not word.isspace()] for text in (old, new)]
    return SequenceMatcher(None, *words, autojunk=False).ratio()


def told_of(code, old, new):
    told, a, b, c, d = code
    if told == "equal":
        return [(SAME, "".join(old[a:b]))]
    return [(OUT, "".join(old[a:b])), (IN, "".join(new[c:d]))]


def joined(parts):
    """Return parts in which those that follow one another under one mark are one."""
    found = []
    for mark, text in parts:
        if found and found[-1][0] == mark:
            found[-1] = (mark, found[-1][1] + text)
        elif text:
            found.append((mark, text))
    return found


def shortened(parts):
    """Leave out the middle of what stays the same, and its end and beginning where nothing more changes."""
    for number, (mark, text) in enumerate(parts):
        first, last = number == 0, number == len(parts) - 1
        room = AROUND * (1 if first or last else 2)
        if mark or len(text) <= room + 20:
            yield mark, text
        else:
            yield mark, ("" if first else text[:AROUND]) + " … " + ("" if last else text[-AROUND:])
