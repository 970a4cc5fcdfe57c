"""How often the newsroom asks the database: seldom, and as often with a large record as with a small one."""

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from editorial.roles import EDITOR
from events.models import Event
from tests import factories as make
from tests.newsroom import address, sent
from tests.test_queries import many

pytestmark = pytest.mark.django_db
LISTS = ["events_event", "events_agreement", "publications_publication", "people_person", "people_institution"]


@pytest.fixture
def editor():
    user = User.objects.create_user("editor", is_staff=True)
    user.groups.set(Group.objects.filter(name=EDITOR))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def event():
    """An event with eight participants, two hosts, three topics, an outcome, an account and a publication."""
    bodies = [make.institution(f"Body {n}") for n in range(8)]
    people = [make.person(f"Speaker {n}", "Fellow", bodies[n]) for n in range(8)]
    rows = [(one, "speaker", {"institution": bodies[n]}) for n, one in enumerate(people)]
    topics = [make.topic(name) for name in ("Trade", "Energy", "Water")]
    event = make.event("Talks", hosts=bodies[:2], people=rows, topics=topics, start_date="2025-12-18", venue="Hall")
    event.outcomes.create(text="An outcome")
    event.coverages.create(headline="An account")
    event.event_publications.create(publication=make.publication("A book"))
    event.settle()
    return event


def asked(act):
    """Return how many statements `act` takes when it is done for the second time, and its answer."""
    ContentType.objects.clear_cache()
    ContentType.objects.get_for_models(*(one.model_class() for one in ContentType.objects.all() if one.model_class()))
    with CaptureQueriesContext(connection) as queries:
        answer = act()
    # When the next draft is due is remembered between requests; only within a test's transaction it is asked for anew.
    return [one for one in queries.captured_queries if 'AS "due_at" FROM "editorial_draft"' not in one["sql"]], answer


def opened(client, event):
    return asked(lambda: client.get(address(Event, "change", event.pk)))


def saved(client, event, number):
    form = sent(client.get(address(Event, "change", event.pk)), title=f"Talks {number}", _form=f"{number}" * 20)
    form |= {"participations-0-position": f"Director {number}"}
    return asked(lambda: client.post(address(Event, "change", event.pk), form | {"_continue": "1"}))


@pytest.fixture
def counted(editor, event):
    """Count what opening the event, then saving it, takes: a new title, another position of the first participant."""

    def count():
        saved(editor, event, event.version + 1)  # What it was before there were revisions is kept but once.
        event.refresh_from_db()
        queries, answer = saved(editor, event, event.version + 1)
        assert answer.status_code == 302
        event.refresh_from_db()
        return len(opened(editor, event)[0]), len(queries)

    return count


def test_an_event_with_eight_participants_is_opened_with_20_statements_and_saved_with_60_however_many_there_are(
    counted,
):
    few = counted()
    assert few[0] <= 20
    assert few[1] <= 60
    many(12)
    assert counted() == few


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_the_newsroom_asks_as_often_for_many_as_for_few_and_seldom(editor, name):
    url = f"/admin/{name.replace('_', '/')}/"
    many(2)
    few = len(asked(lambda: editor.get(url))[0])
    many(7)
    assert len(asked(lambda: editor.get(url))[0]) == few
    assert few <= 15
