"""The institute whose record this is: its name, its initials, its accent and its logo, as the settings say."""

import re
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from PIL import Image, UnidentifiedImageError

from editorial.drawing import colours

# The grounds on which the accent is read, as static/site.css has them: paper and sheet, by day and by night, with the
# lettering that stands on the accent itself.
DAY = ("#fdfcf9", "#f3f0e8", "#ffffff")
NIGHT = ("#141615", "#1e2120", "#0d1f1a")
AT_NIGHT = 7  # At night the least that is allowed would still be tiring to read.
SMALL_WORDS = {"of", "for", "the", "and", "in", "on", "at", "de", "du", "des", "la", "le", "et", "und", "für", "&"}
LOGO_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp", ".jpg": "image/jpeg"}
VIEW_BOX = re.compile(rb'\bviewBox\s*=\s*["\'][-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)')


class Accent(NamedTuple):
    """The accent for light pages and for dark ones."""

    day: str
    night: str


HOUSE = Accent("#0b5a4b", "#8bd1bd")


class Logo(NamedTuple):
    content: bytes
    kind: str
    width: int
    height: int


def accent():
    """Return the accent of the settings in a lightness that can be read, the house's own when they name none."""
    return readable(settings.SITE_ACCENT)


@lru_cache(8)
def readable(colour):
    try:
        return Accent(colours.nearest(colour, DAY), colours.nearest(colour, NIGHT, AT_NIGHT)) if colour else HOUSE
    except ValueError:
        return HOUSE  # config/checks.py says what is wrong with it.


def initials(name=None):
    """Return up to four letters for the institute: those with which its words begin, small words left out."""
    words = [word for word in (name or settings.SITE_NAME).split() if word.casefold() not in SMALL_WORDS]
    first = "".join(next(filter(str.isalnum, word), "") for word in words)
    capital = "".join(filter(str.isupper, first))
    return (capital or first[:1].upper())[:4]


def logo():
    """Return the institute's Logo, or None when the settings name none that can be shown; it is read once."""
    return _logo(settings.SITE_LOGO) if settings.SITE_LOGO else None


@lru_cache(4)
def _logo(name):
    path = Path(settings.DATA_DIR, name)
    try:
        content = path.read_bytes()
    except OSError:
        return None  # config/checks.py says so.
    kind = LOGO_TYPES.get(path.suffix.lower())
    width, height = measures(content, kind) if kind else (0, 0)
    return Logo(content, kind, width, height) if width and height else None


def measures(content, kind):
    """Return the width and height of a picture, zeros when it is none of its kind."""
    if kind == "image/svg+xml":
        found = VIEW_BOX.search(content[:20_000])
        return (round(float(found[1])), round(float(found[2]))) if found else (0, 0)
    try:
        with Image.open(BytesIO(content), formats=("PNG", "WEBP", "JPEG")) as image:
            image.load()
            return image.size
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return 0, 0
