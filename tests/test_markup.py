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
from django.test import Client

from tests.crawl import crawl, links

pytestmark = [pytest.mark.once, pytest.mark.django_db]

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


def walk():
    """Return the answers at every address of the demonstration that a visitor can reach without choosing filters."""
    call_command("load_demo", stdout=StringIO())
    return dict(crawl(Client(), ["/"], most=0, alike=10))


def repeated(values):
    return [value for value, times in Counter(values).items() if times > 1]


def weights(pages, answers):
    """Return what each page weighs with its styles and all its pictures in their largest width, compressed as sent."""
    found = {}
    for address in pages:
        shown = {link for link in links(address, answers[address]) if "/images/" in link and not link.endswith("webp")}
        pictures = sum(len(answers[link].body) for link in shown)
        found[address] = len(gzip.compress(answers[address].body)) + STYLES + pictures
    return found


@pytest.mark.long
def test_every_page_of_the_demonstration_is_whole_light_and_read_in_order():
    answers = walk()
    assert {address: answer.status for address, answer in answers.items() if answer.status not in (200, 301)} == {}
    html = {a: each for a, each in answers.items() if each.headers.get("Content-Type", "").startswith("text/html")}
    pages = {address: Reader(answer.body.decode()) for address, answer in html.items() if answer.status == 200}
    assert len(pages) > 80
    assert {address: page.faults for address, page in pages.items() if page.faults} == {}
    assert repeated(page.title for page in pages.values()) == []
    own = {a: [tag["href"] for tag in page.all("link") if tag["rel"] == "canonical"] for a, page in pages.items()}
    assert own == {address: [settings.SITE_URL + address] for address in pages}
    assert {address: weight for address, weight in weights(pages, answers).items() if weight > LIGHT} == {}
