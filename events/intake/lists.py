"""Lists: what is said of one of several people who are named in a row holds for the others of that row."""

from itertools import pairwise

from events.intake.cues import PARTICIPANT, Cue

# Words with which a row is over, because a clause of its own begins.
ENDS_A_ROW = frozenset("who whom whose which that while whereas where when he she they represented".split())
THERE = frozenset("present attendance".split())
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
    if sum(token.text == ";" for token in sentence) > 1 and closing(sentence, rows[-1]):
        # “A, head of B; C, serving as D; and others were present” is one row, whatever its parts say.
        rows = [[group for row in rows for group in row]]
    for row in rows:
        told = [(group, cues) for group in row for mention in group.mentions if (cues := found.get(mention))]
        told = told or closing(sentence, row)
        for group in row if told else ():
            for mention in group.mentions:
                found[mention] = found[mention] or shared(sentence, group, *told[0])


def closing(sentence, row):
    """Return the cue for a row that ends in “… and others were present”, with its last group; in a list, or none."""
    rest = sentence[row[-1].last :] if row else []
    for number, token in enumerate(rest):
        if token.low in THERE and rest[number - 1].low in ("were", "was", "also", "in", "are"):
            place = row[-1].last + number
            return [(row[-1], [Cue(PARTICIPANT, place, place + 1)])]
        if token.text in ".:“”" or token.low in ENDS_A_ROW:
            break
    return []


def shared(sentence, group, other, cues):
    """Return what of the cues of `other` holds for `group`: not what a clause of its own, “who chaired it”, tells."""
    own = any(token.low == "who" for token in sentence[other.last : group.first])
    return [Cue(PARTICIPANT, cue.first, cue.last) for cue in cues[:1]] if own else cues


def in_a_row(sentence, last, first, is_verb):
    between = sentence[last:first]
    semicolon = max((place for place, token in enumerate(between) if token.text == ";"), default=None)
    if semicolon is not None and len(between) < 60:
        between = between[semicolon:]
    parted = any(token.text in ",;" or token.low in ("and", "&") for token in between)
    ended = any(token.text in '.“”"' or token.low in ENDS_A_ROW or is_verb(token) for token in between)
    return parted and not ended and len(between) < 30


def told_of_others(sentence, first, spoke):
    """Whether the person at `first` is only spoken of: “A said that B had signed …”, “According to him, B …”."""
    behalf = [token.low for token in sentence[max(first - 3, 0) : first] if token.low != "the"][-2:] == ["behalf", "of"]
    if behalf or (sentence[0].low == "according" and first > 3):
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
