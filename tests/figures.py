"""Reads the figures of a page that are links, and counts the records that each link leads to."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.http import QueryDict
from django.test import Client
from django.urls import resolve

from editorial.views import RecordList
from portal.listings import LISTS
from portal.statistics import KINDS

# What a mark of a drawing says of itself: "2024: 5 events", "Energy: 12 events".
SPOKEN = re.compile(r"\b(\d+) (?:event|publication|agreement|person|people|institution|record|meeting)")
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class FigureReader(HTMLParser):
    """Collects (address, figure) for links that hold a figure, marks that say one, and lines of a table that end in one."""

    def __init__(self):
        super().__init__()
        self.found, self.link, self.line = [], None, None
        self.number, self.depth, self.within, self.outside = None, 0, None, None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "a":
            self.link = self.within = attributes.get("href")
            if spoken := SPOKEN.search(attributes.get("aria-label") or ""):
                self.found.append((self.link, int(spoken[1])))
        if tag == "tr":
            self.line = None
        if self.number is not None:
            self.depth += tag not in VOID
        elif "num" in (attributes.get("class") or "").split():
            self.number, self.depth, self.within = "", 1, None
            self.outside = self.line if tag == "td" else self.link
        if tag == "th":
            self.line = ()

    def handle_endtag(self, tag):
        if self.number is not None:
            self.depth -= 1
            if not self.depth:
                self.keep()
        if tag == "a":
            self.line = self.link if self.line == () else self.line
            self.link = None

    def handle_data(self, data):
        if self.number is not None:
            self.number += data

    def keep(self):
        """Note the figure that ends here with the address it stands for, if it is one."""
        address = self.within or self.outside
        if address and self.number.strip().isdigit():
            self.found.append((address, int(self.number)))
        self.number = None


def figures(address, page):
    """Return every linked figure of `page`, the answer of `address`, as (address of the records, figure)."""
    reader = FigureReader()
    reader.feed(page.content.decode())
    return list(dict.fromkeys((urljoin(address, link), number) for link, number in reader.found))


def total(address):
    """Return how many records are listed at `address`, of every kind where it is that of a topic; None elsewhere."""
    parts = urlsplit(address)
    match = resolve(parts.path)
    view = getattr(match.func, "view_class", None)
    if view and issubclass(view, RecordList):
        # A list that belongs to somebody is asked for whole.
        return Client().get(address).context["total"] if match.kwargs else listed(view, parts.query)
    if match.view_name == "portal:statistics-kind":
        return listed(LISTS[KINDS[match.kwargs["kind"]]], parts.query)
    if match.view_name == "portal:topic":
        return sum(listed(view, f"topic={match.kwargs['slug']}") for view in LISTS.values())
    return None


def listed(view, query):
    """Return how many records a list has, by its own filter: the page around them would be made for every figure."""
    results = view.filters(QueryDict(query), queryset=view().records()).results
    return len(results) if isinstance(results, list) else results.count()
