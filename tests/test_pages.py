"""Public pages: each shows what its record knows, and asks the database as often for many records as for one."""

import datetime

import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    """A small record in which everything is linked to everything."""
    trade, energy = make.topic("Trade"), make.topic("Energy")
    oil = make.topic("Oil", broader=energy)
    institute = make.institution("Institute of Everything", acronym="IOE", country="PK", city="Islamabad")
    centre = make.institution("Centre for Something", kind="centre", parent=institute)
    embassy = make.institution("Embassy of Elsewhere", kind="embassy", country="PK", sending_country="RU")
    ann = make.person("Ann Ahmad", "Director", centre, topics=[oil], honorific="Dr")
    boris = make.person("Boris B", "Ambassador", embassy)
    talk = make.event(
        "A talk",
        hosts=[centre, embassy],
        people=[(ann, "moderator"), (boris, "speaker", {"remarks": "Said much."})],
        topics=[oil, trade],
        start_date="2025-12-18",
        start_time=datetime.time(12),
        end_time=datetime.time(14),
        timezone="Asia/Karachi",
        country="PK",
        city="Islamabad",
        summary="A talk about all of it.",
    )
    book = make.publication(
        "A book", "book", people=[(ann, "editor")], topics=[trade], date="2025", publisher=institute
    )
    pact = make.agreement(
        "A pact", parties=[institute, embassy], signatories=[(ann, institute)], event=talk, signed_on="2025-04-08"
    )
    talk.event_publications.create(publication=book)
    talk.settle()
    return {
        "event": talk,
        "publication": book,
        "agreement": pact,
        "person": ann,
        "institution": institute,
        "topic": oil,
    }


LISTS = ["/", "/events/", "/publications/", "/people/", "/institutions/", "/agreements/", "/topics/"]


@pytest.mark.parametrize("address", LISTS)
def test_an_empty_record_has_pages_that_say_so(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", LISTS)
def test_lists_are_shown(client, record, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("name", ["event", "publication", "agreement", "person", "institution", "topic"])
def test_records_are_shown(client, record, name):
    assert client.get(record[name].get_absolute_url()).status_code == 200
