"""What a share link shows: one record as readers will see it, with its pictures and papers, and nothing else."""

import logging

from django.db import Error, transaction
from django.http import Http404
from django.shortcuts import render

from editorial.content import UnfitError
from editorial.proofs import brought_out, proof
from editorial.sharing import ShareLink

logger = logging.getLogger(__name__)
PRIVATE = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}


def shared(request, token, beneath=""):
    """Answer with the record to which a share link leads, or with a file beneath it.

    A link that was never made, has expired or was revoked is answered alike, and so is a file that is not there.
    """
    link = ShareLink.objects.by_token(token)
    try:
        response = link and opened(request, link, beneath)
    except (Http404, UnfitError):
        response = None
    if response and not beneath and request.method == "GET":
        count(link)
    response = response or render(request, "404.html", status=404)
    for name, value in PRIVATE.items():
        response.headers[name] = value
    return response


def opened(request, link, beneath):
    """Return what readers will get, or None if the record has gone or was taken back. The database is left as it was."""
    with transaction.atomic():
        record, draft = link.record(), link.draft()
        if record is None or link.was_overtaken(record):
            return None
        if draft:
            draft.try_on(record)
        response = proof(request, brought_out(record), link.get_absolute_url(), beneath, shared=link)
        transaction.set_rollback(True)
    return response


def count(link):
    """Note the opening; a page is a page even where that cannot be written down."""
    try:
        with transaction.atomic():
            link.count()
    except Error:
        logger.warning("The opening of a share link was not counted.", exc_info=True)
