"""What was typed in a form and not saved comes back, whatever happened to it on its way."""

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import expect

from events.models import Event
from tests import factories as make
from tests.desk import Desk
from tests.newsroom import address

ADD = "/admin/events/event/add/"
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('newsroom:')).length"


@pytest.fixture
def desk(live_server, page):
    User.objects.create_superuser("assistant", password="secret")
    page.on("dialog", lambda dialog: dialog.accept())
    return Desk(page, live_server.url)


def type_all(desk):
    """Type something of every kind: words, choices, topics, records, rich text, two new rows of which one is moved up."""
    make.institution("Embassy of Freedonia")
    desk.log_in(ADD)
    desk.page.wait_for_selector("#event_form .tiptap")
    desk.fill(title="Forum on ducks", start_date="5 May 2026")
    desk.pick("kind", str(make.event("Any", "forum").kind))
    desk.type_into("topics", "Waterfowl")
    desk.page.keyboard.press("Enter")
    desk.page.click(".tiptap")
    desk.page.keyboard.type("They quacked.")
    desk.pick("participations-0-role", "speaker")
    desk.fill(**{"participations-0-position": "Second"})
    desk.add_row("participations")
    desk.fill(**{"participations-1-position": "First"})
    desk.page.click("#participations-1 [title='Move up']")
    desk.choose("hostings-0-institution", "freedonia")


def saved():
    event = Event.objects.get(title="Forum on ducks")
    return {
        "topics": list(event.topics.names()),
        "report": event.report,
        "people": [row.position for row in event.participations.all()],
        "hosts": [str(row) for row in event.hostings.all()],
        "day": str(event.start_date),
    }


WHOLE = {
    "topics": ["Waterfowl"],
    "report": "<p>They quacked.</p>",
    "people": ["First", "Second"],
    "hosts": ["Embassy of Freedonia"],
    "day": "2026-05-05",
}


def failing(fail):
    return lambda route: fail(route) if route.request.method == "POST" else route.fallback()


def press_save(desk):
    desk.page.locator("[name=_save]").first.click()


def log_in_again(desk, name="assistant"):
    desk.page.fill("#id_username", name)
    desk.page.fill("#id_password", "secret")
    desk.page.press("#id_password", "Enter")


def test_a_session_that_ended_costs_a_login_and_nothing_else(desk):
    type_all(desk)
    Session.objects.all().delete()
    press_save(desk)
    expect(desk.page.locator(".kept")).to_contain_text("Your session had ended.")
    log_in_again(desk)
    expect(desk.page.locator(".kept")).to_contain_text("did not arrive. It is back in the form.")
    press_save(desk)
    desk.page.wait_for_selector(".messagelist .success")
    assert saved() == WHOLE
    assert desk.page.evaluate(KEPT) == 0


def test_after_a_login_in_another_tab_the_form_is_saved_as_it_stands(desk):
    type_all(desk)
    Session.objects.all().delete()
    other = desk.page.context.new_page()
    Desk(other, desk.address).log_in("/admin/")
    press_save(desk)
    desk.page.wait_for_selector(".messagelist .success")
    assert saved() == WHOLE


def test_without_a_network_nothing_is_sent_and_nothing_lost(desk):
    type_all(desk)
    desk.page.context.set_offline(True)
    press_save(desk)
    expect(desk.page.locator(".kept")).to_contain_text("There is no network, so nothing was sent.")
    desk.page.context.set_offline(False)
    press_save(desk)
    desk.page.wait_for_selector(".messagelist .success")
    assert saved() == WHOLE


def test_what_a_failing_or_unreachable_server_lost_is_back_when_the_form_is_opened_again(desk):
    type_all(desk)
    for fail in (lambda route: route.abort(), lambda route: route.fulfill(status=503, body="Busy")):
        desk.page.route(f"**{ADD}", failing(fail))
        press_save(desk)
        desk.page.wait_for_timeout(500)
        desk.page.unroute(f"**{ADD}")
        desk.page.goto(desk.address + ADD)
        expect(desk.page.locator(".kept")).to_contain_text("did not arrive. It is back in the form.")
    press_save(desk)
    desk.page.wait_for_selector(".messagelist .success")
    assert saved() == WHOLE


def test_the_text_of_a_closed_tab_is_offered_to_whoever_typed_it_and_to_nobody_else(desk):
    User.objects.create_superuser("other", password="secret")
    event = make.event("Talks", people=[(make.person("Ana"), "speaker"), (make.person("Bea"), "speaker")])
    ana, bea = event.participations.all()
    url = address(Event, "change", event.pk)
    desk.log_in(url)
    desk.fill(**{"title": "Talks on ducks", "participations-1-position": "Duck", "participations-0-position": "Gone"})
    desk.page.wait_for_timeout(800)
    ana.delete()
    context, told = desk.page.context, desk.told
    desk.page.close()
    context.clear_cookies()
    second = Desk(context.new_page(), desk.address)
    second.page.goto(desk.address + url)
    log_in_again(second, "other")
    second.page.wait_for_load_state("load")
    second.page.wait_for_timeout(300)
    assert second.page.locator(".kept").count() == 0
    context.clear_cookies()
    second.page.goto(desk.address + url)
    log_in_again(second)
    expect(second.page.locator(".kept")).to_contain_text("You have unsaved text from ")
    second.page.click("text=Put it back")
    expect(second.page.locator(".kept")).to_contain_text("Left out: 1 of its rows, deleted meanwhile.")
    press_save(second)
    second.page.wait_for_selector(".messagelist .success")
    bea.refresh_from_db()
    assert (Event.objects.get().title, bea.position) == ("Talks on ducks", "Duck")
    assert second.page.evaluate(KEPT) == 0
    assert told + second.told == []


def test_discarded_text_is_gone(desk):
    desk.log_in(ADD)
    desk.fill(title="Forum on ducks")
    desk.page.wait_for_timeout(800)
    desk.page.goto(desk.address + ADD)
    desk.page.click("text=Discard it")
    assert desk.page.evaluate(KEPT) == 0
    desk.page.goto(desk.address + ADD)
    desk.page.wait_for_timeout(300)
    assert (desk.page.locator(".kept").count(), desk.page.input_value("#id_title")) == (0, "")


@pytest.mark.django_db
def test_a_form_that_had_grown_stale_says_so_and_gives_back_what_was_typed():
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_superuser("assistant"))
    form = {"title": "Forum on ducks", "kind": "3", "password": "my secret words", "_save": "1"}
    answer = client.post(ADD, form, headers={"origin": "http://testserver"})
    assert answer.status_code == 403
    said = answer.content.decode()
    assert f'<a href="{ADD}">open the form again</a>' in said
    assert "<dt>title</dt><dd>Forum on ducks</dd>" in said
    assert "my secret words" not in said
    assert "Forum on ducks" not in client.post(ADD, form).content.decode()
