"""Who else has a record open, and what they save meanwhile, is said above its form; nothing stays locked."""

import time

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from editorial.models import Presence, Topic
from events.models import Event
from people.models import Person
from tests import factories as make
from tests.desk import Desk
from tests.newsroom import address, contributor, row, save, sent

NOON = "2026-05-05T12:00:00Z"


@pytest.fixture
def amina(django_user_model):
    return colleague("amina", "Amina")


def colleague(name, first_name=""):
    client = Client()
    client.force_login(User.objects.create_superuser(name, first_name=first_name))
    return client


def heard(client, record, **sent):
    answer = client.post(address(type(record), "presence", record.pk), sent)
    return answer.json()["said"]


def panel(client, record):
    return client.get(address(type(record), "change", record.pk)).context["presence"]["said"]


@pytest.mark.django_db
@pytest.mark.parametrize("made", [lambda: make.event("Talks"), lambda: make.topic("Energy")])
def test_who_opens_a_record_reads_who_has_it_open_with_scripts_or_without(admin_client, amina, made):
    record = made()
    with time_machine.travel(NOON, tick=False) as clock:
        assert heard(amina, record) == []
        clock.shift(60)
        assert heard(amina, record) == []
        clock.shift(39)
        said = ["Amina has this open since 12:00."]
        assert panel(admin_client, record) == heard(admin_client, record) == said
        assert panel(amina, record) == ["admin has this open since 12:01."]
        clock.shift(2)
        assert panel(admin_client, record) == []


@pytest.mark.django_db
def test_who_leaves_is_gone_at_once_and_nothing_is_left_behind(admin_client, amina):
    event = make.event("Talks")
    heard(amina, event)
    heard(amina, event, leaving="1")
    assert panel(admin_client, event) == []
    with time_machine.travel(timezone.now() - timezone.timedelta(hours=1)):
        heard(amina, event)
    heard(admin_client, event)
    assert Presence.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.once
def test_what_another_saves_meanwhile_is_said_with_the_names_of_the_form(admin_client, amina):
    person = make.person("Rufus T. Firefly")
    url = address(Person, "change", person.pk)
    with time_machine.travel(NOON, tick=False) as clock:
        opened = admin_client.get(url).context["presence"]["opened"]
        clock.shift(420)
        save(amina, url, honorific="H.E.", **row("affiliations", 0, position="Duck"), **{"affiliations-TOTAL_FORMS": 1})
        said = "saved a change at 12:07: honorific, positions."
        assert heard(admin_client, person, opened=opened) == [f"Amina {said}"]
        assert heard(amina, person, opened=opened)[1:] == [f"You, in another window, {said}"]
        clock.shift(20)
        assert heard(admin_client, person, opened=timezone.now().isoformat()) == ["Amina has this open since 12:07."]


@pytest.mark.django_db
@pytest.mark.once
def test_a_form_that_comes_back_with_errors_still_says_what_was_saved_since_it_was_opened(admin_client, amina):
    topic = make.topic("Energy")
    url = address(Topic, "change", topic.pk)
    with time_machine.travel(NOON, tick=False) as clock:
        page = admin_client.get(url)
        clock.shift(60)
        save(amina, url, description="All of it.")
        form = sent(page, name="", _opened=page.context["presence"]["opened"])
        assert admin_client.post(url, form).context["presence"]["said"] == [
            "Amina saved a change at 12:01: description."
        ]


@pytest.mark.django_db
@pytest.mark.once
def test_who_may_not_see_a_record_learns_nothing_of_who_has_it_open(client, admin_client, amina):
    event = make.event("Talks")
    heard(amina, event)
    url = address(Event, "presence", event.pk)
    assert admin_client.get(url).status_code == 404
    assert admin_client.post(address(Event, "presence", 999)).json() == {"said": []}
    assert admin_client.post(url, {"opened": "2026-99-99T00:00:00Z"}).status_code == 200
    assert contributor(client, "view_person").post(url).status_code == 404
    event.delete()
    amina.post(address(Event, "delete", event.pk or 1), {"post": "yes"})
    assert admin_client.post(url).status_code == 410


def test_two_at_one_record_read_of_each_other_in_their_browsers(live_server, page):
    User.objects.create_superuser("assistant", password="secret")
    person, amina = make.person("Rufus T. Firefly"), colleague("amina", "Amina")
    url = address(Person, "change", person.pk)
    desk = Desk(page, live_server.url)
    desk.log_in(url)
    heard(amina, person)
    save(amina, url, honorific="H.E.")
    expect(page.locator(".presence p")).to_have_count(2, timeout=15_000)
    since, saved = page.locator(".presence p").all_inner_texts()
    assert since.startswith("Amina has this open since ")
    assert saved.startswith("Amina saved a change at ")
    assert saved.endswith(": honorific.")
    page.goto(f"{live_server.url}/admin/")
    here = Presence.objects.exclude(user__username="amina")
    deadline = time.monotonic() + 10
    while here.exists() and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    assert not here.exists()
    assert desk.told == []
