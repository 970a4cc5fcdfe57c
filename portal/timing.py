"""Timing: walks the public pages as a visitor does and says what each kind of page costs."""

import re
import time
from collections import defaultdict, deque
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, get_resolver, resolve, reverse

from editorial.models import Topic
from events.models import Event, EventInstitutionTerm, EventTopicTerm, Participation
from people.models import Institution, Person

LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"')
SEARCH = re.compile(r'<form\b[^>]*?\baction="([^"]*)"[^>]*>(?:(?!</form>).)*?\bname="q"', re.DOTALL)


@dataclass
class Cost:
    """What one page cost: milliseconds of this process and of the clock, statements, and bytes as transferred."""

    address: str
    status: int
    cpu: float
    wall: float
    statements: int
    size: int


class Walk:
    """Asks for pages by the links between them, `each` pages of every kind; a kind is an address's name and parameter.

    Of addresses with parameters those with one of `parameters` are followed: there is no end of their combinations.
    """

    parameters = ("topic", "institution", "q", "page")

    def __init__(self, each, repeats, words):
        self.each, self.repeats, self.words = each, repeats, words
        self.client = Client(SERVER_NAME=settings.SITE_HOST or "localhost")
        self.kinds, self.known, self.waiting = defaultdict(list), set(), deque()

    def walk(self, starts):
        """Return {kind: costs} for all that can be reached from the addresses `starts`."""
        self.waiting.extend(starts)
        while self.waiting:
            address = self.waiting.popleft()
            kind = kind_of(address)
            if kind and len(self.kinds[kind]) < self.each:
                self.kinds[kind].append(self.cost(address))
        return {kind: costs for kind, costs in self.kinds.items() if costs}

    def note(self, addresses):
        for address in addresses:
            names = [name for name, _ in parse_qsl(urlsplit(address).query)]
            if address not in self.known and (not names or (len(names) == 1 and names[0] in self.parameters)):
                self.known.add(address)
                self.waiting.append(address)

    def cost(self, address):
        """Ask once to follow the links and warm up, and then so many times more; the quickest answer counts."""
        self.follow(address, self.ask(address))
        return min((self.timed(address) for _ in range(self.repeats)), key=lambda cost: cost.cpu)

    def follow(self, address, answer):
        if answer.get("Content-Type", "").startswith("text/html"):
            self.note(links(address, answer.content.decode(), self.words))

    def ask(self, address, **headers):
        return self.client.get(address, secure=settings.HTTPS, **headers)

    def timed(self, address):
        with counted() as statements:
            clock, cpu = time.perf_counter(), time.process_time()
            answer = self.ask(address, HTTP_ACCEPT_ENCODING="gzip")
            size = len(answer.getvalue())
            cpu, clock = time.process_time() - cpu, time.perf_counter() - clock
        return Cost(address, answer.status_code, cpu * 1000, clock * 1000, len(statements), size)


@contextmanager
def counted():
    """Yield a list that grows by one with each statement sent to the database."""
    sent = []

    def count(execute, sql, *rest):
        sent.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        yield sent


def kind_of(address):
    """Return the name of the address with the names of its parameters; None for what is no public page."""
    parts = urlsplit(address)
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        return None
    if parts.path.startswith((settings.ADMIN_PREFIX, settings.STATIC_URL)):
        return None
    parameters = sorted({parameter for parameter, _ in parse_qsl(parts.query)})
    return f"{name}?{'&'.join(parameters)}" if parameters else name


def links(address, page, words):
    """Return the addresses on this site to which a page leads; its searches are asked for `words`."""
    found = [unescape(link) for link in LINK.findall(page)]
    found += [f"{unescape(action)}?q={words}" for action in SEARCH.findall(page)]
    whole = [urldefrag(urljoin(address, link)).url for link in found]
    return [
        link.removeprefix(settings.SITE_URL)
        for link in whole
        if not urlsplit(link.removeprefix(settings.SITE_URL)).scheme
    ]


def starts():
    """Return the addresses that need no argument, and those of what the events tell most of."""
    return [*plain_addresses(), *busiest()]


def plain_addresses(resolver=None, namespace=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            if pattern.namespace != "admin":
                yield from plain_addresses(
                    pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                )
        elif pattern.name:
            try:
                yield reverse(f"{namespace}{pattern.name}")
            except NoReverseMatch:
                continue


def busiest():
    """Return the pages with the longest stories: of the topic, the body and the person with most events, and an event."""
    events = Event.objects.published()
    rows = {
        Topic: EventTopicTerm.objects.filter(record__in=events).values_list("term"),
        Institution: EventInstitutionTerm.objects.filter(record__in=events).values_list("term"),
        Person: Participation.objects.published().values_list("person"),
        Event: Participation.objects.published().values_list("event"),
    }
    for model, keys in rows.items():
        most = keys.annotate(rows=Count("pk")).order_by("-rows")[:5]
        shown = model.objects.published().in_bulk([key for key, _ in most])
        yield from [record.get_absolute_url() for record in shown.values()][:1]
