"""Every page of the demonstration record, read as a machine or a screen reader does: without styles and scripts."""

import gzip
from collections import Counter
from html.parser import HTMLParser
from io import StringIO
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from tests.crawl import crawl, links

pytestmark = pytest.mark.once

EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
LIGHT = 150 * 1024
STYLES = len(gzip.compress((Path(settings.BASE_DIR) / "static/site.css").read_bytes()))


class Reader(HTMLParser):
    """Reads a page and notes its `tags` as (name, attributes), the text of its title, and its `faults`."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.faults, self.title = [], [], [], ""
        self.feed(text)
        self.faults += [f"<{name}> is not closed" for name in self.open]
        self.check()

    def handle_starttag(self, name, attributes):
        self.tags.append((name, dict(attributes)))
        self.open += [name] if name not in EMPTY else []

    def handle_endtag(self, name):
        if not self.open or self.open.pop() != name:
            self.faults.append(f"</{name}> closes something else")

    def handle_data(self, data):
        if self.open[-1:] == ["title"]:
            self.title += data

    def all(self, *names):
        return [attributes for name, attributes in self.tags if name in names]

    def check(self):
        self.check_headings()
        self.check_landmarks()
        self.check_attributes()

    def check_headings(self):
        levels = [int(name[1]) for name, _ in self.tags if name in {"h1", "h2", "h3", "h4", "h5", "h6"}]
        if levels.count(1) != 1:
            self.faults.append(f"{levels.count(1)} headings of the first level")
        self.faults += [f"h{b} after h{a}" for a, b in pairwise(levels) if b > a + 1]

    def check_landmarks(self):
        """The masthead, the main content and the foot come once each and in this order; nothing stands outside them."""
        outer = [
            name for name, attributes in self.tags if name == "main" or attributes.get("class") in {"masthead", "foot"}
        ]
        if outer != ["header", "main", "footer"]:
            self.faults.append(f"landmarks are {outer}")
        if not self.all("html")[0].get("lang"):
            self.faults.append("no language")

    def check_attributes(self):
        for name, attributes in self.tags:
            inline = [each for each in attributes if each == "style" or each.startswith("on")]
            if inline or (name in {"script", "style"} and not attributes.get("src")):
                self.faults.append(f"{name} has an inline script or style")
            if name == "img" and not {"alt", "width", "height"} <= set(attributes):
                self.faults.append("an image lacks its description or its measures")
            if name == "a" and not attributes.get("href"):
                self.faults.append("a link leads nowhere")
            if urlsplit(attributes.get("href", "")).scheme not in {"", "http", "https", "mailto", "tel"}:
                self.faults.append(f"a link has another scheme: {attributes['href']}")
        ids = Counter(attributes["id"] for _, attributes in self.tags if "id" in attributes)
        self.faults += [f"the id {name} stands twice" for name, times in ids.items() if times > 1]


@pytest.fixture(scope="module")
def answers(django_db_setup, django_db_blocker):
    """Every address that a visitor of the demonstration can reach; loaded and walked once for all tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", stdout=StringIO())
        found = dict(crawl(Client(), ["/"]))
        transaction.set_rollback(True)
    return found


@pytest.fixture(scope="module")
def pages(answers):
    kept = {address: answer for address, answer in answers.items() if answer.status == 200}
    return {a: Reader(each.body.decode()) for a, each in kept.items() if "html" in each.headers["Content-Type"]}


def test_every_link_leads_somewhere(answers):
    assert {address: answer.status for address, answer in answers.items() if answer.status not in (200, 301)} == {}
    assert len(answers) > 200


def test_every_page_is_read_in_order_without_styles_and_scripts(pages):
    assert {address: page.faults for address, page in pages.items() if page.faults} == {}


def test_every_page_has_a_title_and_an_address_of_its_own(pages):
    plain = {address: page for address, page in pages.items() if "?" not in address}
    titles = Counter(page.title for page in plain.values())
    assert [title for title, times in titles.items() if times > 1] == []
    canonical = {
        address: [tag["href"] for tag in page.all("link") if tag.get("rel") == "canonical"]
        for address, page in plain.items()
    }
    assert canonical == {address: [settings.SITE_URL + address] for address in plain}


def test_every_page_weighs_little(answers, pages):
    """A page with its styles and all its pictures in their largest width, compressed as it is sent."""
    size = {address: len(answer.body) for address, answer in answers.items()}
    weights = {}
    for address in pages:
        pictures = {
            link for link in links(address, answers[address]) if "/images/" in link and not link.endswith("webp")
        }
        weights[address] = len(gzip.compress(answers[address].body)) + STYLES + sum(size[link] for link in pictures)
    assert {address: weight for address, weight in weights.items() if weight > LIGHT} == {}
