"""Every page asks the database as often for many rows as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Role
from portal.search import Search
from tests import factories as make
from tests.test_pages import DETAILS, LISTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    return make.small_record()


def many(number):
    """Make `number` further records of each kind, each with rows of every kind."""
    topic, body = make.topic("Trade"), make.institution(f"Institute {number}", country="PK")
    for n in range(number):
        who = make.person(f"Person {number} {n}", "Director", body, topics=[topic])
        event = make.event(f"Event {number} {n}", hosts=[body], people=[(who, "speaker")], topics=[topic])
        book = make.publication(f"Book {number} {n}", people=[(who, "author")], publisher=body, topics=[topic])
        make.agreement(f"Pact {number} {n}", parties=[body], signatories=[(who, body)], event=event, topics=[topic])
        event.event_publications.create(publication=book)


def asked(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("address", LISTS)
def test_a_list_asks_as_often_for_many_as_for_one(client, address):
    many(1)
    once = asked(client, address)
    many(3)
    assert asked(client, address) == once


def grow(record):
    """Give every record three more of everything that their pages show."""
    body, topic = record["institution"], record["topic"]
    for n in range(3):
        who = make.person(f"More {n}", "Fellow", body, topics=[topic])
        unit = make.institution(f"Unit {n}", parent=body, topics=[topic])
        rows = [(who, "speaker"), (record["person"], "chair")]
        event = make.event(f"More {n}", hosts=[body, unit], people=rows, topics=[topic])
        work = make.publication(f"Work {n}", people=[(record["person"], "author")], publisher=body, topics=[topic])
        part = make.publication(f"Chapter {n}", "chapter", part_of=record["publication"], people=[(who, "author")])
        pact = make.agreement(f"Pact {n}", parties=[body, unit], signatories=[(record["person"], body)], event=event)
        event.event_publications.create(publication=record["publication"])
        grow_event(record["event"], event, who, unit, work, part)
        record["agreement"].parties.create(institution=unit)
        record["agreement"].signatures.create(person=who, institution=unit)
        pact.predecessor = record["agreement"]
        pact.save()


def grow_event(event, other, who, unit, *works):
    event.hostings.create(institution=unit)
    event.participations.create(person=who, institution=unit, role=Role.objects.get(slug="discussant"))
    event.outcomes.create(text="An outcome")
    event.coverages.create(institution=unit)
    event.links.create(other=other)
    event.sessions.create(title="A session")
    for work in works:
        event.event_publications.create(publication=work)


@pytest.mark.parametrize("name", DETAILS)
def test_a_page_asks_as_often_for_many_rows_as_for_one(client, record, name):
    grow(record)
    once = asked(client, record[name].get_absolute_url())
    grow(record)
    assert asked(client, record[name].get_absolute_url()) == once


@pytest.mark.parametrize("address", LISTS[1:-1])
def test_a_narrowed_list_asks_as_often_for_many_as_for_one(client, address):
    many(1)
    found = f"{address}?topic=trade&topic=no-such-topic&sort=oldest&q=1"
    nothing = f"{address}?topic=trade&institution=no-such-institute&kind=no-such-kind"
    before = [asked(client, found), asked(client, nothing)]
    many(3)
    assert [asked(client, found), asked(client, nothing)] == before


@pytest.mark.parametrize(
    "question", ["q=book+event", "q=institute", "topic=trade", "q=no-such-word", "q=director&kind=people"]
)
def test_a_search_asks_as_often_for_many_as_for_one(client, question, monkeypatch):
    monkeypatch.setattr(Search, "paginate_by", 100)  # so that records of every kind are there before and after
    many(1)
    many(2)
    before = asked(client, f"/search/?{question}")
    many(3)
    assert asked(client, f"/search/?{question}") == before
    assert before <= 30
