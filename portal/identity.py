"""The institute's marks as browsers ask for them: accent, logo, icons, and the picture of a link to the site itself."""

import hashlib
from io import BytesIO
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from PIL import Image, ImageDraw

from editorial.drawing.cards import Card, seal
from editorial.drawing.institute import HOUSE, accent, initials, logo
from editorial.reading.files import shown

STANDFIRST = "Its events, those who took part, and what came of them"
SHORT, FOR_EVER = "public, max-age=3600", "public, max-age=31536000, immutable"


class Mark(NamedTuple):
    """A small file made from the settings."""

    kind: str
    body: bytes

    @property
    def version(self):
        return hashlib.sha256(self.body).hexdigest()[:12]

    def answer(self, request):
        """Return the file; under an address that names its version it may be kept for ever."""
        etag = quote_etag(self.version)
        response = get_conditional_response(request, etag=etag) or HttpResponse(self.body, content_type=self.kind)
        response["ETag"] = etag
        response["Cache-Control"] = FOR_EVER if request.META["QUERY_STRING"] == self.version else SHORT
        # A drawing that somebody was given may hold a script: opened by itself it may do nothing.
        response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response


def accent_sheet():
    """Return the stylesheet with the accent of the settings, or None where it is the house's own."""
    if accent() == HOUSE:
        return None
    return Mark(
        "text/css; charset=utf-8",
        "@layer modes {{ :root {{ --accent: light-dark({}, {}); }} }}\n".format(*accent()).encode(),
    )


def logo_file():
    own = logo()
    return Mark(own.kind, own.content) if own else None


def versioned(name, found):
    """Return the address of a mark with its version, empty where there is none."""
    return f"{reverse(name)}?{found.version}" if found else ""


def styles(request):
    return answered(request, accent_sheet())


def logo_image(request):
    return answered(request, logo_file())


def answered(request, found):
    if not found:
        raise Http404
    return found.answer(request)


def favicon(request):
    letters = initials()
    words = {"letters": letters, "accent": accent().day, "size": {1: 22, 2: 17, 3: 13}.get(len(letters), 11)}
    return Mark("image/svg+xml", render_to_string("portal/favicon.svg", words).encode()).answer(request)


def favicon_ico(request):
    """The icon under the address at which browsers look for it unasked."""
    return Mark("image/x-icon", icon(48, "ICO", sizes=[(16, 16), (32, 32), (48, 48)])).answer(request)


def touch_icon(request):
    """The icon for the home screen of a telephone."""
    return Mark("image/png", icon(180, "PNG")).answer(request)


def icon(side, form, **options):
    image = Image.new("RGB", (side, side))
    seal(ImageDraw.Draw(image), 0, 0, side)
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def share(request):
    """The picture of a link to the front page or to a list."""
    return shown(request, Card("", settings.SITE_NAME, STANDFIRST))
