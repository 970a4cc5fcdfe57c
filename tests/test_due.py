"""A draft is published at its hour by the first request after it, once, as whoever set the hour; no job is needed."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.utils import timezone

from editorial.content import content
from editorial.models import Draft
from editorial.reading.remembered import MEMORY
from events.models import Event
from tests import factories as make
from tests.newsroom import address
from tests.served import served
from tests.test_drafts import decide, press

pytestmark = pytest.mark.django_db
ADDRESSES = ["/", "/robots.txt", "/events/", "/search/?q=talk", "/share.png", "/no-such-page/"]


def waiting(client, at, **changes):
    """Make a public event and keep changes to it, which go public at the moment `at`."""
    event = make.event("A talk")
    press(client, address(Event, "change", event.pk), **{"title": "A talk, as it was", **changes})
    there = at.astimezone(datetime.timezone(datetime.timedelta(hours=5)))
    told = {"date": there.date(), "time": there.strftime("%H:%M"), "zone": "Asia/Karachi"}
    assert decide(client, event, "_schedule", **told).status_code == 302
    return event


def in_an_hour():
    return (timezone.now() + datetime.timedelta(hours=1)).replace(second=0, microsecond=0)


@pytest.mark.parametrize("first", ADDRESSES)
def test_the_first_request_after_the_hour_publishes_whatever_it_asks_for(admin_client, client, first):
    at = in_an_hour()
    event = waiting(admin_client, at)
    assert Draft.objects.get().due_at == at
    there = at + datetime.timedelta(hours=5)
    assert f"{there:%H:%M} (Asia/Karachi)" in admin_client.get(address(Event, "draft", event.pk)).content.decode()
    with time_machine.travel(at - datetime.timedelta(seconds=1), tick=False):
        client.get(first)
        assert "as it was" not in client.get(event.get_absolute_url()).content.decode()
    with time_machine.travel(at, tick=False):
        client.get(first)
        event.refresh_from_db()
        assert (event.title, event.changed_by.username) == ("A talk, as it was", "admin")
        assert "as it was" in client.get(event.get_absolute_url()).content.decode()
    assert Draft.objects.count() == 0
    told = LogEntry.objects.filter(object_id=str(event.pk)).latest("pk")
    assert (told.user.username, "admin" in told.change_message) == ("admin", True)


@pytest.mark.once
def test_what_cannot_be_published_is_said_and_pages_go_on(admin_client, client):
    at = in_an_hour()
    gone, event = make.institution("Soon gone"), make.event("Another")
    event = waiting(admin_client, at, venue_institution=gone.pk)
    gone.delete()
    with time_machine.travel(at, tick=False):
        answers = [client.get(path).status_code for path in ("/", event.get_absolute_url(), "/events/")]
    assert answers == [200, 200, 200]
    event.refresh_from_db()
    assert event.title == "A talk"
    assert "no longer there" in Draft.objects.refused().get().refusal
    assert "Not published at its hour" in admin_client.get(address(Event, "draft", event.pk)).content.decode()


@pytest.mark.once
def test_whoever_lost_the_right_to_publish_publishes_nothing_at_any_hour(admin_client, client):
    at = in_an_hour()
    event = waiting(admin_client, at)
    User.objects.update(is_active=False)
    with time_machine.travel(at, tick=False):
        client.get("/")
    event.refresh_from_db()
    assert (event.title, Draft.objects.get().refusal) == ("A talk", "admin may not publish such records any more.")


@pytest.mark.once
def test_an_hour_can_be_changed_and_given_up_and_must_lie_ahead(admin_client):
    event = waiting(admin_client, in_an_hour())
    told = {"date": "2020-01-01", "time": "12:00", "zone": "Asia/Karachi"}
    refused = decide(admin_client, event, "_schedule", **told)
    assert refused.context["form"].non_field_errors() == ["That hour has gone by already."]
    for rubbish in (
        {"date": "x", "time": "25:99", "zone": "Nowhere"},
        {},
        {**told, "date": "9999-12-31", "time": "23:59"},
    ):
        assert decide(admin_client, event, "_schedule", **rubbish).status_code in {200, 302}
    skipped = {"date": "2027-03-28", "time": "02:30", "zone": "Europe/Berlin"}
    refused = decide(admin_client, event, "_schedule", **skipped)
    assert refused.context["form"].non_field_errors() == [
        "In Europe/Berlin the clocks jump over 02:30 that day. Did you mean 03:30?"
    ]
    assert decide(admin_client, event, "_unschedule").status_code == 302
    assert list(Draft.objects.values_list("due_at", "due_zone")) == [(None, "")]


@pytest.mark.django_db(transaction=True)
def test_a_page_asks_nothing_more_while_nothing_changes(client, django_assert_num_queries, admin_client):
    make.person("Ann Ahmad")
    client.get("/robots.txt")
    before = MEMORY.state
    with django_assert_num_queries(0 if before and len(before) == 3 else 1):
        client.get("/robots.txt")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_many_who_ask_at_once_after_the_hour_see_it_published_and_it_is_published_once(tmp_path):
    user = User.objects.create_superuser("admin", password="secret")
    event = make.event("A talk")
    wanted = content(event)
    wanted["fields"]["title"] = "A talk, as it was"
    Draft.keep(event, wanted, user)
    Draft.objects.update(due_at=timezone.now(), due_by=user, due_zone="UTC")
    with served(tmp_path, user) as house, ThreadPoolExecutor(8) as readers:
        answers = list(readers.map(house.ask, [event.get_absolute_url()] * 16))
        assert {(status, "A talk, as it was" in text) for status, _, text in answers} == {(200, True)}
        _, _, history = house.ask(address(Event, "history", event.pk))
    assert history.count("Published the changes that admin had kept as a draft.") == 1
