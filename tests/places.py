"""Every type of public page, and the states in which readers may find it: without a record, with one, with many, with
words that do not break, from right to left, filtered, without a result, and as a refusal.

A new type of page joins with one line, in STANDING or in ABOUT.
"""

from django.contrib.contenttypes.models import ContentType
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import resolve

from editorial.models import ShareLink
from tests import casts
from tests import factories as make

# Pages that are there before any record is: their address, what narrows them, and what leaves nothing of them.
STANDING = {
    "/": [],
    "/search/": ["?q=talk", "?q=talk&topic=energy&page=2", "?q=no-such-word", "?q=tlak"],
    "/events/": ["?topic=energy&kind=roundtable", "?page=2", "?topic=trade&year=1900", "?kind=nonsense"],
    "/publications/": ["?topic=energy&kind=report", "?q=no-such-word"],
    "/people/": ["?topic=energy", "?q=nobody"],
    "/experts/": ["?topic=energy", "?q=nobody"],
    "/institutions/": ["?topic=energy&country=pk", "?country=fr"],
    "/agreements/": ["?topic=energy", "?year=1900"],
    "/topics/": [],
    "/years/": [],
    "/statistics/": [],
    "/statistics/events/": ["?topic=energy", "?year=1900"],
    "/statistics/publications/": [],
    "/statistics/agreements/": [],
    "/statistics/people/": [],
    "/statistics/institutions/": [],
    "/connections/": [],
}
# Pages that records bring with them; what stands in braces is a record of a cast.
ABOUT = [
    "/events/{event}/",
    "/publications/{publication}/",
    "/agreements/{agreement}/",
    "/people/{person}/",
    "/institutions/{institution}/",
    "/topics/{topic}/",
    "/years/{year}/",
    "/years/{year}/?institution={institution}",
    "/connections/{institution}/",
    "/connections/{institution}/with/{partner}/",
    "/connections/{institution}/person/{person}/",
    "/connections/{institution}/in/{country}/",
]
REFUSALS = ["/no/such/page/", "/events/withdrawn/"]
# Answers that nobody gets by asking nicely: the address stands for the template.
BARE = {f"/{code}/": f"{code}.html" for code in ("400", "403", "403_csrf", "500")}
# These two are made without a request, when nothing else can be relied on.
ALONE = ("/400/", "/500/")


def empty():
    """Return the addresses of the pages that need no record."""
    return list(STANDING)


def one():
    """Make one record of each kind; return the addresses of all types of page, a link for outsiders among them."""
    cast = casts.plain()
    kind = ContentType.objects.get_for_model(cast["event"])
    link = ShareLink.objects.create(content_type=kind, object_id=cast["event"].pk, nonce="given-to-an-outsider")
    return [*STANDING, *around(cast), link.get_absolute_url()]


def each():
    """Make many records of each kind; return the addresses of all types of page."""
    cast = casts.plain()
    casts.fill(cast["event"], cast["person"], cast["institution"])
    casts.crowd(cast)
    return [*STANDING, *around(cast)]


def many():
    """Like `each`, with the addresses of narrowed pages, of those that this leaves empty, and of refusals besides."""
    pages = each()
    make.withdrawn(make.event("Withdrawn"))
    narrowed = [address + query for address, queries in STANDING.items() for query in queries]
    return [*pages, *narrowed, *REFUSALS, *BARE]


def unbroken():
    """Make records whose words do not break."""
    return [*STANDING, *around(casts.wordy(casts.LONG))]


def right_to_left():
    """Make records in Urdu, beside some in Russian."""
    return [*STANDING, *around(casts.wordy(casts.URDU, "ur")), *around(casts.wordy(casts.RUSSIAN, "ru"))]


STATES = [empty, one, many, unbroken, right_to_left]


def around(cast):
    """Return the addresses of the pages that the records of `cast` ({kind: record}) bring with them."""
    slugs = {name: getattr(record, "slug", record) for name, record in cast.items()}
    return [address.format(**slugs) for address in ABOUT]


def names():
    """Return the names of the addresses of all types of page."""
    some = dict.fromkeys(["event", "publication", "agreement", "person", "institution", "partner", "topic"], "a")
    addresses = [*STANDING, "/preview/a/", *(address.format(**some, country="ru", year="2025") for address in ABOUT)]
    return {resolve(address.partition("?")[0]).view_name for address in addresses}


def visit(page, site, addresses):
    """Open the pages at `addresses` one after the other, and say which is open."""
    page.route("**/*", lambda route: answer(route, route.request.url.removeprefix(site)))
    for address in addresses:
        page.goto(site + address)
        yield address


def answer(route, address):
    if address in BARE:
        return route.fulfill(body=bare(address), content_type="text/html; charset=utf-8")
    return route.fallback()


def bare(address):
    """Return the page that stands for the address of BARE."""
    request = None if address in ALONE else RequestFactory().get(address)
    return render_to_string(BARE[address], {"site_name": "Institute"}, request)
