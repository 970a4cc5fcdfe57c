"""Proofs: the page of a record, and the files beneath it, as readers will get them, before they do.

Nothing here decides what may be seen. Within a transaction that its caller takes back, the record is made public, and the
site is asked as any reader asks it: through the one door, by nobody in particular. So a proof shows of other records what
the public sees of them.
"""

import base64
import datetime
import re
from io import BytesIO
from urllib.parse import unquote

from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404
from django.urls import Resolver404, resolve
from django.utils import timezone

from editorial.addresses import shown_at

# What says of a request where it came in; the rest of it belongs to whoever asked.
PLACE = ("SERVER_NAME", "SERVER_PORT", "HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "wsgi.url_scheme", "SCRIPT_NAME")
# An address that no record has, for what is put into the page itself.
WITHIN = "/-within-/"
COPIES, PICTURE = re.compile(rf'<source [^>]*"{WITHIN}[^>]*>'), re.compile(rf' src="{WITHIN}([^"]*)"')


def asked_by_nobody(request, path):
    """Return a request for `path` as an anonymous reader would send it to the place where `request` came in."""
    place = {name: request.META[name] for name in PLACE if name in request.META}
    sent = {"REQUEST_METHOD": "GET", "PATH_INFO": path.encode().decode("latin-1"), "wsgi.input": BytesIO()}
    asked = WSGIRequest({**place, **sent})
    asked.user = AnonymousUser()
    return asked


def brought_out(record):
    """Make the record public for as long as the transaction lasts, unless it is; return it as it is stored then."""
    kind = type(record)
    if not kind.objects.published().filter(pk=record.pk).exists():
        out = {"published_at": timezone.now() - datetime.timedelta(seconds=5), "withdrawn_at": None}
        kind.objects.filter(pk=record.pk).update(**out, withdrawal_reason="")
    return kind.objects.get(pk=record.pk)


def proof(request, record, address, beneath="", **told):
    """Return what readers would get of `record` at its address, or `beneath` it, with `address` in place of its own.

    What is `told` stands on the request, for the page to print. Raises Http404 where readers would get nothing.
    """
    asked = asked_by_nobody(request, unquote(record.get_absolute_url()) + beneath)
    vars(asked).update(told)
    try:
        asked.resolver_match = match = resolve(asked.path_info)
    except Resolver404 as error:
        raise Http404 from error
    with shown_at(record, address):
        response = match.func(asked, *match.args, **match.kwargs)
        return response.render() if hasattr(response, "render") else response


def whole_proof(request, record):
    """Return the page of `record` as text in which its pictures are contained, whether or not they were ever stored."""
    record = brought_out(record)
    page = proof(request, record, WITHIN).content.decode()
    page = COPIES.sub("", page)
    page = PICTURE.sub(lambda found: f' src="{contained(request, record, found[1])}"', page)
    # What it links to of its own leads to where it will be; links are followed in a window of their own.
    page = page.replace(WITHIN, record.get_absolute_url())
    return page.replace("<head>", '<head>\n<base target="_blank">', 1)


def contained(request, record, beneath):
    """Return a file beneath the address of `record` as an address that contains it (RFC 2397), empty if there is none."""
    try:
        file = proof(request, record, WITHIN, unquote(beneath))
    except Http404:
        return ""
    content = base64.b64encode(b"".join(file)).decode()
    # Closing the response would tell Django that the request is over, which it is not.
    if kept := getattr(file, "file_to_stream", None):
        kept.close()
    return f"data:{file['Content-Type']};base64,{content}"
