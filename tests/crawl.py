"""A visitor who follows every link of the public site."""

import re
from html import unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.urls import URLResolver, get_resolver

LINK = re.compile(r'(?:href|src)="([^"]+)"')
SOURCES = re.compile(r'srcset="([^"]+)"')


def public_patterns():
    """Return the names of all addresses outside the admin, with their app's name before a colon."""
    return set(_named(get_resolver().url_patterns, ""))


def _named(patterns, space):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from _named(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}"


def links(address, page):
    """Yield the addresses of this site that `page` points to; of filtered lists those with a single choice."""
    found = LINK.findall(page)
    for source in SOURCES.findall(page):
        found += [part.split()[0] for part in source.split(",")]
    for link in found:
        target = urlsplit(urljoin(address, unescape(link)))
        ours = target.netloc in ("", "testserver") and not target.path.startswith("/static/")
        if ours and len(parse_qsl(target.query)) <= 1:
            yield target.path + (f"?{target.query}" if target.query else "")


def crawl(client, starts):
    """Return {address: response} of everything that can be reached from the addresses `starts`."""
    waiting, seen = list(starts), {}
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        response = client.get(address)
        response.body = b"".join(response.streaming_content) if response.streaming else response.content
        seen[address] = response
        if response.get("Location"):
            waiting.append(response["Location"])
        elif response["Content-Type"].startswith("text/html"):
            waiting += links(address, response.body.decode())
    return seen
