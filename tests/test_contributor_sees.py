"""A contributor sees what is public and what is theirs: a walk through the whole newsroom finds nothing of anybody else's."""

import html
import re
from urllib.parse import urldefrag, urljoin

import pytest

from editorial.views import published_models
from tests.canaries import CANARY, HIDDEN, Aviary
from tests.newsroom import address
from tests.staff import colleague, logged_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LINK = re.compile(r'\b(?:href|action|data-ajax--url)="([^"]*)"')
# What a walk does not take: the way out, and what would only come back to where it was.
SKIPPED = re.compile(r"/(logout|jsi18n|password_change)/|[?&](o|p|e|all|_facets|_changelist_filters)=")
SUGGESTING = ("events", "participation", "person"), ("events", "hosting", "institution"), ("events", "event", "parent")
SUGGESTING += (("events", "agreement", "event"), ("publications", "publication", "part_of"))


def links(url, text):
    for found in LINK.findall(text):
        link = urldefrag(urljoin(url, html.unescape(found))).url
        if link.startswith("/admin/") and not SKIPPED.search(link):
            yield link


def walk(client, starts, most=600):
    """Yield (address, text) of whatever can be reached in the newsroom from `starts`; of each list, a filter at a time."""
    waiting, seen = list(starts), set(starts)
    while waiting and most:
        url, most = waiting.pop(0), most - 1
        answer = client.get(url)
        text = answer.getvalue().decode(errors="replace") + str(dict(answer.headers))
        yield url, text
        fresh = [link for link in dict.fromkeys(links(url, text)) if link not in seen]
        seen.update(fresh)
        waiting += [link for link in fresh if link.count("=") < 3]


def starts(aviary):
    """Return the addresses of every page about a record, hidden ones included, and of all suggestions."""
    found = ["/admin/"]
    for model in published_models():
        found.append(address(model, "changelist"))
        for record in aviary.everything(model):
            found += [address(model, name, record.pk) for name in ("change", "history", "delete", "named")]
            found.append(f"{address(model, 'withdraw')}?pk={record.pk}")
            found.append(f"{address(model, 'take_back')}?pk={record.pk}")
    for app, model, field in SUGGESTING:
        found.append(f"/admin/autocomplete/?app_label={app}&model_name={model}&field_name={field}&term=")
    return found


def told_to(client, aviary, words, urls, most=600):
    found = {}
    for url, text in walk(client, urls, most):
        if here := sorted({one.decode().lower() for one in CANARY.findall(text.encode())} & words):
            found[url] = [aviary.planted[word] for word in here][:6]
    return found


@pytest.fixture
def aviary():
    return Aviary()


@pytest.mark.long
def test_nothing_of_others_that_is_not_public_is_anywhere_in_a_contributors_newsroom(aviary):
    contributor = logged_in(colleague("contributor"))
    kept = {word for word, where in aviary.planted.items() if any(f"({state})" in where for state in HIDDEN)}
    everybodys = ("editorial.Topic", "Kind.", "Role.", "Series.", "withdrawal_reason")
    words = {word for word in kept if not any(one in aviary.planted[word] for one in everybodys)}
    found = told_to(contributor, aviary, words, starts(aviary))
    assert found == {}, "\n".join(map(str, found.items()))


def test_the_walk_finds_what_an_editor_sees(aviary):
    """It is able to find something: an editor is shown all of it."""
    editor = logged_in(colleague("editor"))
    hidden = [record for model in published_models() for record in aviary.everything(model) if record.state != "public"]
    urls = [address(type(record), "change", record.pk) for record in hidden]
    words = set(aviary.planted)
    assert set(urls[:6]) <= set(told_to(editor, aviary, words, urls[:6], most=6))
