"""A rush: many editors save the same few records over and over, and afterwards every save is accounted for.

    python -m tests.rush 60            on SQLite, in a file of its own
    python -m tests.postgresql tests.rush 60 8 20      on PostgreSQL, with eight editors and twenty records

Each save puts a word of its own into a field, often into a new row or topic as well. A word may only leave a record by a
save of somebody who was shown it: in the form that they opened, or on the page that asked them to choose.
"""

import json
import os
import random
import re
import sys
import tempfile
import threading
import time
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import urlsplit, urlunsplit

WORD = re.compile(r"word\d+x\d+")
FIELDS = ("summary", "city", "venue", "attendance")


class Form(HTMLParser):
    """What a browser would send of the last form with an address of its own on a page."""

    def __init__(self, page):
        super().__init__()
        self.data, self.text = {}, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        name, kind = told.get("name"), told.get("type", "text")
        if tag == "select":
            self.select = name
        elif tag == "option" and "selected" in told and self.select:
            self.data.setdefault(self.select, []).append(told.get("value", ""))
        elif tag == "textarea":
            self.text = name
            self.data[name] = [""]
        elif tag == "input" and name and is_sent(kind, told):
            self.data[name] = [told.get("value", "")]

    def handle_endtag(self, tag):
        if tag in {"textarea", "select"}:
            self.text = self.select = None

    def handle_data(self, data):
        if self.text:
            # The line break after the tag is no part of a text (HTML, 13.1.2.5).
            self.data[self.text] = [self.data[self.text][0] + data.removeprefix("\r\n").removeprefix("\n")]

    def get(self, name):
        return self.data[name][0]


def is_sent(kind, told):
    return kind not in {"submit", "file"} and (kind not in {"checkbox", "radio"} or "checked" in told)


class Editor(threading.Thread):
    """Somebody who opens one of the records, changes something and saves it, until the time is over."""

    def __init__(self, number, keys, until):
        super().__init__()
        self.number, self.keys, self.until, self.chance = number, keys, until, random.Random(number)
        self.seen, self.saved, self.times, self.told = {}, [], [], {"saved": 0, "asked": 0, "otherwise": []}

    def run(self):
        from django.contrib.auth.models import User
        from django.db import connection
        from django.test import Client

        self.client = Client()
        self.client.force_login(User.objects.get(username=f"editor{self.number}"))
        while time.monotonic() < self.until:
            self.edit(
                f"/admin/events/event/{self.chance.choice(self.keys)}/change/", f"word{self.number}x{len(self.seen)}"
            )
        connection.close()

    def edit(self, url, word):
        page = self.client.get(url).content.decode()
        self.seen[word] = set(WORD.findall(page))
        form = Form(page)
        form.data[self.chance.choice(FIELDS)] = [f"{word} was here"]
        if self.chance.random() < 0.3:
            row = int(form.get("outcomes-TOTAL_FORMS"))
            added = {"kind": "proposal", "text": word, "order": row + 1}
            form.data |= {f"outcomes-{row}-{name}": [value] for name, value in added.items()}
            form.data["outcomes-TOTAL_FORMS"] = [row + 1]
        if self.chance.random() < 0.1:
            form.data["topics"] = [*form.data.get("topics", ()), word]
        self.answer(url, self.send(url, form.data | {"_continue": ["1"]}), word)

    def send(self, url, data):
        begun = time.monotonic()
        answer = self.client.post(url, data)
        self.times.append(time.monotonic() - begun)
        return answer

    def answer(self, url, answer, word):
        while answer.status_code == 409:
            self.told["asked"] += 1
            page = answer.content.decode()
            self.seen[word] |= set(WORD.findall(page))
            chosen = Form(page).data
            for name in [name for name in chosen if name.startswith("choice-")]:
                chosen[name] = [self.chance.choice(["mine", "theirs"])]
            answer = self.send(url, chosen)
        if answer.status_code == 302:
            self.told["saved"] += 1
        else:
            self.told["otherwise"].append(answer.status_code)


def words_in(content):
    return set(WORD.findall(json.dumps(content)))


def lost(keys, seen):
    """Return the words that left a record by a save of somebody who had not been shown them."""
    from editorial.models import Revision
    from events.models import Event

    found = []
    for event in Event.objects.filter(pk__in=keys):
        contents = [one.content for one in Revision.objects.of(event).defer(None).order_by("number")]
        for before, after in pairwise(contents):
            gone, new = words_in(before) - words_in(after), words_in(after) - words_in(before)
            shown = set().union(*(seen[word] for word in new), new)
            found += [(event.pk, word, sorted(new)) for word in gone - shown]
    return found


def rush(seconds, editors=8, records=20):
    """Run the rush and return what came of it."""
    from django.contrib.auth.models import User

    from tests import factories as make

    for number in range(editors):
        User.objects.create_superuser(f"editor{number}")
    people = [(make.person(f"Person {number}"), "speaker") for number in range(8)]
    keys = [make.event(f"Event {number}", people=people).pk for number in range(records)]
    until = time.monotonic() + seconds
    threads = [Editor(number, keys, until) for number in range(editors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen = {word: shown for thread in threads for word, shown in thread.seen.items()}
    times = sorted(each for thread in threads for each in thread.times)
    return {
        "saved": sum(thread.told["saved"] for thread in threads),
        "asked": sum(thread.told["asked"] for thread in threads),
        "together": together(),
        "otherwise": [each for thread in threads for each in thread.told["otherwise"]],
        "lost": lost(keys, seen),
        "p50": round(times[len(times) // 2], 3),
        "p95": round(times[int(len(times) * 0.95)], 3),
    }


def together():
    """Return how many saves were brought together with others'."""
    from editorial.models import Revision

    return Revision.objects.filter(said__startswith="Saved, together").count()


def own_database():
    """Return the address of an empty database, on the server that is named or in a file."""
    if not (named := os.environ.get("DATABASE_URL")):
        return f"sqlite:///{tempfile.mkdtemp(prefix='rush-')}/rush.sqlite3"
    import psycopg

    with psycopg.connect(named, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS rush")
        connection.execute("CREATE DATABASE rush")
    return urlunsplit(urlsplit(named)._replace(path="/rush"))


def main(seconds, *numbers):
    os.environ |= {"DATABASE_URL": own_database(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    print(json.dumps(rush(float(seconds), *map(int, numbers))))


if __name__ == "__main__":
    main(*sys.argv[1:])
