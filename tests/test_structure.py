"""The pages of a reader as a list of parts: headings in order, links that say which they are, what is announced."""

import re
from collections import defaultdict
from html.parser import HTMLParser

import pytest

from tests import places
from tests.crawl import public_names
from tests.test_markup import EMPTY, Reader

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LISTS = {"ul", "ol"}
OTHER = re.compile(
    r":(permanent|robots|accent|logo|favicon(-ico)?|touch-icon|suggest|share|preview-file|\w+-(share|picture|document|cover|note))$"
    r"|-(csv|records)$"
)


class Links(HTMLParser):
    """Reads a page and notes the links of every list, as {what the link says: where it leads}; `faults` are those links
    that say the same within one list and lead to different places."""

    def __init__(self, text):
        super().__init__()
        self.open, self.lists, self.link, self.faults = [], [], None, []
        self.feed(text)

    def handle_starttag(self, name, attributes):
        attributes = dict(attributes)
        if name in LISTS:
            self.lists.append(defaultdict(set))
        if name == "a" and self.lists:
            self.link = [attributes["href"], attributes.get("aria-label", ""), ""]
        if name not in EMPTY:
            self.open.append(name)

    def handle_data(self, data):
        if self.link:
            self.link[2] += data

    def handle_endtag(self, name):
        self.open.pop()
        if name == "a" and self.link:
            address, label, text = self.link
            self.lists[-1][" ".join((label or text).split())].add(address)
            self.link = None
        if name in LISTS:
            links = self.lists.pop()
            self.faults += [f"“{said}” leads to {sorted(to)}" for said, to in links.items() if len(to) > 1 or not said]


def unsaid(page):
    """Return what a page leaves out: how many were found where there are filters, which of the pages of a list is open."""
    left_out = []
    if 'class="facets"' in page and page.count('role="status"') < 1:
        left_out.append("the number of results is not announced")
    if 'aria-label="Pages"' in page and page.count('<b aria-current="page">') != 1:
        left_out.append("the open page of the list is not marked")
    return left_out


@pytest.mark.parametrize("state", places.STATES, ids=lambda state: state.__name__)
def test_every_page_is_in_order_and_says_what_is_what(client, state):
    addresses = [address for address in state() if address not in places.BARE]
    pages = {address: client.get(address, follow=True).content.decode() for address in addresses}
    faults = {address: Reader(page).faults + Links(page).faults + unsaid(page) for address, page in pages.items()}
    assert {address: wrong for address, wrong in faults.items() if wrong} == {}


def test_every_type_of_page_is_looked_at():
    """Whoever makes a new type of page adds it to tests/places.py. Other answers are no pages: files, pictures, data."""
    pages = {name for name in public_names() if not OTHER.search(name)}
    assert places.names() == pages
