"""Cards: the picture of 1200 × 630 by which a link to a record is shown where it is shared (Open Graph protocol)."""

import hashlib
from io import BytesIO
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import caches
from PIL import Image, ImageDraw

from editorial.drawing.institute import DAY, accent, initials, logo
from editorial.drawing.lettering import fitted, is_rightward, leading, letter_line, printable, shortened, width

SIZE = (1200, 630)
EDGE = 76
ROOM = SIZE[0] - 2 * EDGE
INK, QUIET, RULE, PAPER = "#1c1c1a", "#5a574f", "#d9d4c8", DAY[0]
# Whoever changes the drawing changes this, so that none drawn before is shown again.
DRAWING = 1
KEPT_FOR = 60 * 24 * 3600


def dotted(*words):
    """Return what there is of `words` in one line, parted by points."""
    return " · ".join(filter(None, words))


class Card(NamedTuple):
    """What stands on a card: a line above the title, the title, and a line below it."""

    kicker: str
    title: str
    byline: str = ""

    kind = "image/png"

    @property
    def etag(self):
        """What changes whenever the picture does: its words, the institute's look and the drawing itself."""
        look = [DRAWING, settings.SITE_NAME, settings.SITE_URL, accent(), logo()]
        return hashlib.sha256(repr([*self, *look]).encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def content(self):
        """Return the picture as PNG; it is drawn once and kept."""
        drawings, key = caches["drawings"], f"card-{self.etag}"
        found = drawings.get(key)
        if found is None:
            found = drawn(self)
            drawings.set(key, found, KEPT_FOR)
        return found


def drawn(card):
    """Return the bytes of the card's picture."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, SIZE[0], 14), fill=INK)
    kicker, title = printable(card.kicker), printable(card.title)
    if not title:
        kicker, title = "", kicker or initials()
    rightward = is_rightward(title)
    say(pen, kicker, 108, 30, accent().day, rightward)
    entitle(pen, title, rightward)
    say(pen, card.byline, 500, 28, QUIET, rightward)
    sign(image, pen)
    out = BytesIO()
    # So few colours fit in a palette, and the file is a quarter of what it would be.
    image.quantize(96, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG", compress_level=7)
    return out.getvalue()


def entitle(pen, title, rightward):
    """Write the title between the lines above and below it, a little nearer to the one above."""
    words = fitted(title, ROOM, (88, 80, 72, 64, 56, 50, 44), 5, height=324)
    step = leading(words.size, rightward)
    top = 128 + round((324 - step * len(words.lines)) * 0.4) + round(step * (0.72 if rightward else 0.82))
    for number, line in enumerate(words.lines):
        write(pen, line, top + number * step, words.size, INK, rightward, rightward)


def say(pen, text, baseline, size, colour, at_right):
    """Write one line of `text`, cut where it is too long."""
    if text := printable(text):
        words = fitted(text, ROOM, (size,), 1)
        write(pen, words.lines[0], baseline, size, colour, words.rightward, at_right)


def write(pen, line, baseline, size, colour, rightward, at_right):
    at, anchor = (SIZE[0] - EDGE, "rs") if at_right else (EDGE, "ls")
    letter_line(pen, line, (at, baseline), size, colour, rightward, anchor)


def sign(image, pen):
    """Write at the foot whose record it is: logo or initials, name, host."""
    pen.line((EDGE, 538, SIZE[0] - EDGE, 538), fill=RULE, width=2)
    host, left = printable(urlsplit(settings.SITE_URL).netloc), EDGE + mark(image, pen) + 20
    taken = min(width(host, 24), ROOM // 3)
    say(pen, shortened(host, taken, 24) if width(host, 24) > taken else host, 595, 24, QUIET, at_right=True)
    if name := printable(settings.SITE_NAME):
        words = fitted(name, SIZE[0] - EDGE - taken - left - 30, (34, 30, 26, 23), 1)
        letter_line(pen, words.lines[0], (left, 596), words.size, INK, words.rightward)


def mark(image, pen):
    """Draw the logo, or a square with the initials when there is none that can be drawn; return its width."""
    own = logo()
    if own and own.kind != "image/svg+xml":
        with Image.open(BytesIO(own.content)) as file:
            small = file.convert("RGBA")
        small.thumbnail((220, 52), Image.Resampling.LANCZOS)
        image.paste(small, (EDGE, 584 - small.height // 2), small)
        return small.width
    return seal(pen, EDGE, 558, 52)


def seal(pen, left, top, side):
    """Draw a square in the accent with the institute's initials; return its side."""
    pen.rectangle((left, top, left + side, top + side), fill=accent().day)
    words = fitted(
        printable(initials()) or "·", side * 0.88, [round(side * part) for part in (0.62, 0.5, 0.42, 0.34, 0.28)], 1
    )
    middle = (left + side / 2, top + side / 2 + words.size * 0.36)
    letter_line(pen, words.lines[0], middle, words.size, "#fff", words.rightward, "ms")
    return side
