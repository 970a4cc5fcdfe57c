"""Lists: what is said of one of several people who are named in a row holds for the others of that row."""

from itertools import pairwise

# Words with which a row is over, because a clause of its own begins.
ENDS_A_ROW = frozenset("who whom whose which that while whereas where when he she they represented".split())
OPENING, CLOSING = "“«", "”»"


def spread(sentence, groups, found, is_verb):
    """Give the cues of a group to those beside it that have none, in `found`, which it changes.

    Groups stand in one row when no verb and no new clause parts them: “attended by A, B of C; D and his wife, E”.
    """
    rows = [groups[:1]]
    for before, group in pairwise(groups):
        if in_a_row(sentence, before.last, group.first, is_verb):
            rows[-1].append(group)
        else:
            rows.append([group])
    for row in rows:
        told = [cues for group in row for mention in group.mentions if (cues := found.get(mention))]
        for group in row if told else ():
            for mention in group.mentions:
                found[mention] = found[mention] or told[0]


def in_a_row(sentence, last, first, is_verb):
    between = sentence[last:first]
    parted = any(token.text in ",;" or token.low in ("and", "&") for token in between)
    ended = any(token.text in '.“”"' or token.low in ENDS_A_ROW or is_verb(token) for token in between)
    return parted and not ended and len(between) < 30


def told_of_others(sentence, first, spoke):
    """Whether the person at `first` is only spoken of: “A said that B had signed …”, “According to him, B …”."""
    if sentence[0].low == "according" and first > 3:
        return True
    for place in range(first - 1, 0, -1):
        token = sentence[place]
        if token.text in ";“”" or token.low in ("while", "whereas", "by"):
            return False
        if token.low == "that":
            return any(one.low in spoke for one in sentence[max(place - 2, 0) : place])
    return False


def within_quotes(sentence):
    """Return for each token whether it stands in quotation marks that were opened in this sentence."""
    inside, straight, places = False, False, []
    for token in sentence:
        straight ^= token.text == '"'
        inside = (inside or token.text in OPENING) and token.text not in CLOSING
        places.append(inside or straight)
    return places
