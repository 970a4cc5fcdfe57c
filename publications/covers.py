"""Covers drawn for publications that have none: title, series, authors, publisher and year in the institute's look.

They are drawings (SVG), so that they are sharp at any size and weigh next to nothing. The words stand in the reader's
own fonts; their lines are broken by the measure of ours, which is among the widest, so that they fit in any.
"""

import hashlib
from typing import NamedTuple

from django.template.loader import render_to_string

from editorial.drawing.institute import accent
from editorial.drawing.lettering import clean, fitted, leading

ROOM, FOOT = 326, 452
# Whoever changes the drawing changes this, so that caches ask for the new one.
DRAWING = 1
# How much darker than the accent: the volumes of a series look alike, and unlike those of another.
SHADES = (0, 0.14, 0.28)


class Line(NamedTuple):
    """One line of words where it is drawn."""

    text: str
    top: int
    size: int
    rightward: bool


class Cover(NamedTuple):
    """What stands on a cover. `people` and `imprint` stand at its foot, `subtitle` where the title leaves room."""

    title: str
    subtitle: str = ""
    series: str = ""
    people: str = ""
    imprint: str = ""
    language: str = "en"

    kind = "image/svg+xml"

    @property
    def etag(self):
        """What changes whenever the drawing does."""
        return hashlib.sha256(repr([*self, DRAWING, accent()]).encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def content(self):
        """Return the drawing."""
        named = {"name": clean(self.title), "language": clean(self.language), "accent": accent().day}
        return render_to_string("publications/cover.svg", {**named, **self.words()}).encode()

    def words(self):
        """Return the lines of every part where they stand, and what else the drawing depends on."""
        title = placed(self.title, 118, (60, 54, 48, 43, 38, 34), 8, 330)
        rule = title[-1].top + round(title[-1].size * 0.4) + 14 if title else FOOT
        return {
            "above": placed(self.series, 62, (21, 19, 17), 2),
            "title": title,
            "rule": rule if rule < FOOT - 8 else None,
            "subtitle": placed(self.subtitle, rule + 36, (22, 20), (FOOT - 20 - rule) // 30),
            "people": placed(self.people, 494, (21, 19, 17), 1),
            "imprint": placed(self.imprint, 530 if self.people else 514, (18, 16, 14), 1),
            "shade": SHADES[hashlib.sha256(self.series.encode("utf-8", "surrogatepass")).digest()[0] % 3],
        }


def placed(text, top, sizes, most, height=None):
    """Return the Lines in which `text` is drawn from the height `top` down: where its first line stands."""
    if not (text := clean(text)) or most < 1:
        return []
    words = fitted(text, ROOM, sizes, most, height)
    step = leading(words.size, words.rightward)
    start = top + round(words.size * 0.8) if height else top
    return [Line(line, start + number * step, words.size, words.rightward) for number, line in enumerate(words.lines)]
