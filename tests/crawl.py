"""A visitor that walks every public page: from every address the site has, through every link it finds."""

import html
import re
from collections import Counter
from dataclasses import dataclass
from itertools import product
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, quote, urldefrag, urljoin, urlsplit

from django.conf import settings
from django.urls import get_resolver, reverse

from editorial.pictures import WIDTHS
from tests.canaries import files

LINK = re.compile(r'\b(?:href|src|action)="([^"]*)"|\bcontent="(http[^"]*)"')
# Pages of which there are very many and all made alike: about two records, or about a choice on another page's list.
ALIKE = re.compile(r"/(connections)/[^/]+/(\w+)/|/(search|statistics|years)/([^?]*\?\w+=)")
SOURCES = re.compile(r'\bsrcset="([^"]*)"')


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes


def ask(client, address):
    response = client.get(address)
    return Answer(response.status_code, dict(response.headers), response.getvalue())


def public_names(resolver=None, namespace=""):
    """Return the names of all public addresses of the URLconf; those of the newsroom begin with admin/ and stay out."""
    found = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        if str(pattern.pattern).startswith(settings.ADMIN_PREFIX.strip("/")):
            continue
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found |= public_names(pattern, inner)
        else:
            found.add(f"{namespace}{pattern.name or pattern.pattern}")
    return found


def addresses(names, records, topics):
    """Return every address that `names` ({name of an address: what it shows}) stand for, whatever its state is.

    What is no record is listed by the words that stand for it in the address.
    """
    found = []
    for name, shown in names.items():
        if shown is None:
            found.append(reverse(name))
        elif isinstance(shown, list):
            found += [reverse(name, args=[word]) for word in shown]
        elif shown == "permanent":
            found += [reverse(name, args=[record.permanent_id]) for record in records]
        elif isinstance(shown, tuple):
            parts = [part if isinstance(part, list) else slugs(records, part) for part in shown]
            found += [reverse(name, args=words) for words in product(*parts)]
        elif shown == "topic":
            found += [reverse(name, args=[topic.slug]) for topic in topics]
        elif name.endswith(("-picture", "-document")):
            found += [
                reverse(name, args=[record.slug, file])
                for record in records
                if isinstance(record, shown)
                for file in file_names(record)
            ]
        else:
            found += [reverse(name, args=[record.slug]) for record in records if isinstance(record, shown)]
    return found


def slugs(records, model):
    return [record.slug for record in records if isinstance(record, model)]


def file_names(record):
    """Return the names under which the files of `record` could be asked for, pictures in every width."""
    names = [PurePosixPath(file.name) for file in files(record)]
    return [str(name.name) for name in names] + [f"{name.stem}-{width}.webp" for name in names for width in WIDTHS]


def crawl(client, starts, most=1, alike=None):
    """Yield (address, answer) for `starts` and all that can be reached from there, each once.

    Addresses with more than `most` parameters are left out: every facet value, order and page is asked for, not
    every combination of them. Of pages that are ALIKE no more than `alike` of each sort are asked for.
    """
    waiting, seen, met = list(starts), set(starts), Counter()
    while waiting:
        address = waiting.pop(0)
        answer = ask(client, address)
        yield address, answer
        for link in links(address, answer):
            if link not in seen and len(parse_qsl(urlsplit(link).query, keep_blank_values=True)) <= most:
                seen.add(link)
                sort = ALIKE.match(link)
                met[sort and sort.groups()] += 1
                if not sort or alike is None or met[sort.groups()] <= alike:
                    waiting.append(link)


def links(address, answer):
    """Return the addresses on this site that a page leads to, files of the design and the newsroom left out."""
    found = [answer.headers["Location"]] if "Location" in answer.headers else []
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        text = answer.body.decode()
        found += [html.unescape(link or content) for link, content in LINK.findall(text)]
        found += [source.split()[0] for sources in SOURCES.findall(text) for source in sources.split(", ")]
    whole = [urldefrag(urljoin(settings.SITE_URL + quote(address, safe="/?&=%~"), link)).url for link in found]
    local = [link.removeprefix(settings.SITE_URL) for link in whole if link.startswith(settings.SITE_URL + "/")]
    return [link for link in local if not link.startswith((settings.STATIC_URL, settings.ADMIN_PREFIX))]
