"""What a page costs a reader on a slow line: everything counted that is fetched with an empty cache, as it is sent."""

import gzip
import re
from dataclasses import dataclass, field
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.urls import resolve

from tests.crawl import crawl

pytestmark = [pytest.mark.browser, pytest.mark.long]

KB = 1024
BUDGETS = {"portal:home": 200 * KB, "portal:search": 60 * KB}
USUAL = 150 * KB
MOST_REQUESTS = 12
TEXT = re.compile(r"text/|javascript|json|svg|xml")


@dataclass
class Cost:
    """What was fetched for a page: bytes by type, addresses, and the cookies that were left."""

    kinds: dict = field(default_factory=dict)
    addresses: list = field(default_factory=list)
    cookies: list = field(default_factory=list)

    def count(self, request):
        response, sizes = request.response(), request.sizes()
        kind = response.headers.get("content-type", "").partition(";")[0]
        sent = sizes["responseBodySize"]
        if TEXT.search(kind) and "content-encoding" not in response.headers:
            # Collected static files are kept compressed; here they are served from where they lie.
            sent = len(gzip.compress(response.body()))
        self.kinds[kind] = self.kinds.get(kind, 0) + sent + sizes["responseHeadersSize"]
        self.addresses.append(request.url)

    def of(self, *words):
        return sum(sent for kind, sent in self.kinds.items() if any(word in kind for word in words))

    def faults(self, budget, site):
        """Return what is too much, by name."""
        found = {
            "total": self.of("") > budget,
            "styles": self.of("css") > 10 * KB,
            "scripts": self.of("javascript") > 5 * KB,
            "requests": len(self.addresses) > MOST_REQUESTS,
            "fonts": self.of("font") > 0,
            "elsewhere": [address for address in self.addresses if not address.startswith(site)],
            "cookies": self.cookies,
        }
        return {name: (fault, self.kinds) for name, fault in found.items() if fault}


def heaviest_of_each_kind(client):
    """Return the address of the heaviest page behind each name of the URLconf that a crawl comes upon."""
    pages = {}
    for address, answer in crawl(client, ["/"], most=0, alike=10):
        if answer.status == 200 and answer.headers.get("Content-Type", "").startswith("text/html"):
            name = resolve(urlsplit(address).path).view_name
            pages[name] = max(pages.get(name, (0, "")), (len(gzip.compress(answer.body)), address))
    return {name: address for name, (_, address) in pages.items()}


def visit(browser, address):
    """Open a page as somebody who was never here, look through it to its end, and return what that cost."""
    context, cost = browser.new_context(viewport={"width": 1440, "height": 900}), Cost()
    page = context.new_page()
    finished = []
    page.on("requestfinished", lambda request: finished.append(request))
    page.goto(address)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    for request in finished:
        cost.count(request)
    cost.cookies = context.cookies()
    context.close()
    return cost


def test_every_kind_of_page_keeps_within_its_budget(live_server, browser, client, transactional_db):
    call_command("load_demo", stdout=StringIO())
    pages = heaviest_of_each_kind(client)
    assert len(pages) > 10
    faults = {}
    for name, address in pages.items():
        cost = visit(browser, live_server.url + address)
        if found := cost.faults(BUDGETS.get(name, USUAL), live_server.url):
            faults[name, address] = found
    assert faults == {}


def test_no_page_waits_for_a_script(client, db):
    page = client.get("/").content.decode()
    assert [tag for tag in re.findall(r"<script[^>]*>", page) if " defer" not in tag] == []
