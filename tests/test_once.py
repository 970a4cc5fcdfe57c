"""A form that is sent twice saves once: by a double click, by a retry after a lost answer, from a “+” window."""

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from editorial.newsroom.once import DAY, SAVED_COOKIE, Sent
from events.models import Event
from people.models import Person
from tests import factories as make
from tests.newsroom import address, errors, kind, sent
from tests.served import served

ADD = "/admin/events/event/add/"
FORM = {"_form": "a" * 20}


def told(client, answer):
    return [str(message) for message in client.get(answer["Location"]).context["messages"]]


@pytest.mark.django_db
def test_the_second_sending_leads_to_where_the_first_led_and_says_the_same(admin_client):
    form = sent(admin_client.get(ADD), title="Talks", kind=kind(), _continue="1") | FORM
    first = admin_client.post(ADD, form)
    said = told(admin_client, first)
    second = admin_client.post(ADD, form)
    assert second["Location"] == first["Location"]
    assert told(admin_client, second) == said != []
    assert Event.objects.count() == 1
    assert second.cookies[SAVED_COOKIE].value == "a" * 20


@pytest.mark.django_db
def test_without_scripts_the_token_against_forgery_tells_a_form_that_was_opened(admin_client):
    form = sent(admin_client.get(ADD), title="Talks", kind=kind()) | {"csrfmiddlewaretoken": "b" * 64}
    assert [admin_client.post(ADD, form).status_code for _ in range(2)] == [302, 302]
    assert admin_client.post(ADD, form | {"csrfmiddlewaretoken": "c" * 64}).status_code == 302
    assert Event.objects.count() == 2


@pytest.mark.django_db
def test_a_form_that_came_back_with_errors_is_sent_again_and_another_text_is_another_sending(admin_client):
    form = sent(admin_client.get(ADD), title="", kind=kind()) | FORM
    for _ in range(2):
        assert errors(admin_client.post(ADD, form)) == {"title": ["This field is required."]}
    assert not Sent.objects.exists()
    for title in ("Talks", "Other talks"):
        admin_client.post(ADD, form | {"title": title})
    assert sorted(Event.objects.values_list("title", flat=True)) == ["Other talks", "Talks"]


@pytest.mark.django_db
def test_a_window_that_makes_a_person_gives_the_same_person_twice(admin_client):
    url = f"{address(Person, 'add')}?_popup=1"
    form = sent(admin_client.get(url), name="Rufus T. Firefly", _popup="1", _save="1") | FORM
    answers = [admin_client.post(url, form) for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert f"&quot;value&quot;: &quot;{Person.objects.get().pk}&quot;" in answers[1].content.decode()


@pytest.mark.django_db
def test_another_user_and_another_file_are_other_sendings(admin_client, client):
    url = address(Person, "add")
    form = sent(admin_client.get(url), name="Rufus T. Firefly") | FORM | {"picture_alt": "A man"}
    client.force_login(User.objects.create_superuser("second"))
    for one in (admin_client, client):
        assert one.post(url, form).status_code == 302
    for colour in ("#fff", "#000"):
        assert admin_client.post(url, form | {"picture": make.picture(colour=colour)}).status_code == 302
    assert (Sent.objects.count(), Person.objects.count()) == (4, 4)


@pytest.mark.django_db
def test_old_sendings_go():
    for name, age in {"old": DAY, "new": DAY / 2}.items():
        Sent.objects.create(fingerprint=name, sent_at=timezone.now() - age)
    Sent().clear_old()
    assert list(Sent.objects.values_list("fingerprint", flat=True)) == ["new"]


@pytest.mark.django_db(transaction=True)
def test_of_sendings_at_the_same_moment_one_saves_and_the_others_wait(tmp_path):
    user = User.objects.create_superuser("assistant")
    client = Client()
    client.force_login(user)
    form = sent(client.get(ADD), title="Talks", kind=kind(), _continue="1") | FORM
    with served(tmp_path, user) as house, ThreadPoolExecutor() as hands:
        answers = list(hands.map(lambda _: house.ask(ADD, form), range(4)))
        assert house.ask("/admin/events/event/")[2].count('class="action-select"') == 1
    assert [status for status, _, _ in answers] == [302] * 4
    assert len({location for _, location, _ in answers}) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scripts", [True, False])
def test_a_button_pressed_twice_while_the_database_is_busy_saves_once(tmp_path, browser, scripts):
    with served(tmp_path, User.objects.create_superuser("assistant")) as house:
        context = browser.new_context(java_script_enabled=scripts)
        context.add_cookies(
            [{"name": name, "value": value, "url": house.address} for name, value in house.cookies.items()]
        )
        page = context.new_page()
        page.goto(f"{house.address}/admin/people/person/add/")
        page.fill("#id_name", "Rufus T. Firefly")
        busy = sqlite3.connect(tmp_path / "copy.sqlite3", isolation_level=None)
        busy.execute("BEGIN IMMEDIATE")
        page.locator("[name=_save]").dblclick(no_wait_after=True)
        time.sleep(1)
        busy.close()
        page.wait_for_selector(".messagelist")
        assert "was added successfully" in page.inner_text(".messagelist")
        assert house.ask("/admin/people/person/")[2].count('class="action-select"') == 1
        context.close()
