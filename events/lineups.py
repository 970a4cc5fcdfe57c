"""Line-ups: who stands where in a photo, as rows of people from left to right; read from a caption and said in words."""

import re

PARTED = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+")
FROM_LEFT = re.compile(
    r",?\s*(?:from\s+(?:the\s+)?left(?:\s+to\s+(?:the\s+)?right)?|left\s+to\s+right|l(?:eft)?\s*[-–]\s*r(?:ight)?)\s*",
    re.IGNORECASE,
)
LABEL = re.compile(r"([^:]{0,80}):\s*(.*)", re.DOTALL)
LONGEST_LABEL, LONGEST_NAME = 40, 200


def in_rows(subjects):
    """Return the people in a photo as [(label of the row, people)], rows in the order of their first."""
    rows = {}
    for subject in subjects:
        rows.setdefault(subject.row, []).append(subject)
    return list(rows.items())


def opening(people, label):
    """Return the words before the names of a row: where there are several, that they are named from the left."""
    if len(people) < 2:
        return f"{label}: " if label else ""
    return f"{label}, from left: " if label else "From left: "


def in_words(rows):
    """Return rows of a line-up as a text, for those who cannot see the photo; empty when there are none."""
    return " ".join(f"{opening(people, label)}{listed([one.name for one in people])}." for label, people in rows)


def listed(names):
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def typed(rows):
    """Return rows of a line-up as an editor types them: a line for each, its names parted by commas."""
    lines = []
    for label, people in rows:
        parting = "; " if any("," in one.name for one in people) else ", "
        names = parting.join(one.name for one in people)
        lines.append(f"{label}: {names}" if label else names)
    return "\n".join(lines)


def read(text):
    """Return what was typed as [(label of the row, name)] from left to right.

    A line is a row; what stands before a colon is its label, less the words “from left”. Names are parted by commas,
    or by semicolons where they contain commas themselves.
    """
    return [found for line in text.splitlines() for found in read_row(" ".join(line.split()))]


def read_row(line):
    label, names = LABEL.fullmatch(line).groups() if ":" in line[:81] else ("", line)
    label = FROM_LEFT.sub("", label).strip(" ,()")[:LONGEST_LABEL]
    names = names.strip().removesuffix(".")
    found = names.split(";") if ";" in names else PARTED.split(names)
    return [(label, name.strip(" ,")[:LONGEST_NAME]) for name in found if name.strip(" ,")]
