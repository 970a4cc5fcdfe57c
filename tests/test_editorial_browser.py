"""The way of a record through a browser: entered, submitted, sent back, published, and gone at its hour, with no job run."""

import datetime

import pytest
from playwright.sync_api import expect

from events.models import Event
from tests import factories as make
from tests.desk import Desk
from tests.hours import clock  # noqa: F401 – a fixture
from tests.staff import colleague


@pytest.fixture
def desk(live_server, page):
    return Desk(page, live_server.url)


def at_work(desk, name, next_page):
    """Let the colleague of that name sit down at the desk."""
    desk.page.context.clear_cookies()
    desk.log_in(next_page, name)


def entitle(desk, title):
    """Type a title, and let the newsroom look for others like it."""
    with desk.page.expect_response(lambda answer: "/alike/" in answer.url):
        desk.fill(title=title)


def press(desk, button):
    desk.page.click(f"[name={button}]")
    desk.page.wait_for_selector(".messagelist")


def send_back(desk, note):
    desk.page.click("text=Send back with a note")
    desk.page.fill("[name=note]", note)
    desk.page.click("input[type=submit][value^=Send]")
    desk.page.wait_for_selector(".messagelist")


def test_from_a_contributor_through_an_editor_to_readers_and_away_at_its_hour(desk, clock):  # noqa: F811
    kind = str(make.event("Any").kind)
    for role in ("contributor", "editor"):
        colleague(role)
    at_work(desk, "contributor", "/admin/events/event/add/")
    desk.pick("kind", kind)
    entitle(desk, "Talks on glaciers")
    desk.page.fill("[name=review_word]", "Is the title right?")
    assert desk.page.locator("[name=_publish]").count() == 0
    press(desk, "_submit")
    event = Event.objects.get(title="Talks on glaciers")
    public, change = f"{desk.address}{event.get_absolute_url()}", f"/admin/events/event/{event.pk}/change/"
    at_work(desk, "editor", change)
    expect(desk.page.locator(".review-note")).to_contain_text("Is the title right?")
    send_back(desk, "Say which glaciers.")
    at_work(desk, "contributor", change)
    expect(desk.page.locator(".review-note")).to_contain_text("Say which glaciers.")
    entitle(desk, "Talks on the glaciers of Hunza")
    press(desk, "_submit")
    at_work(desk, "editor", change)
    press(desk, "_publish")
    desk.page.goto(f"{desk.address}/admin/events/event/withdraw/?pk={event.pk}")
    hour = (clock.now() + datetime.timedelta(days=2)).replace(hour=9, minute=0, second=0, microsecond=0)
    desk.fill(reason="The speaker asked for it.", at=f"{hour:%Y-%m-%dT%H:%M}", hours_zone="Asia/Karachi")
    desk.page.click("input[type=submit][value^=Withdraw]")
    desk.page.wait_for_selector(".messagelist")
    goes = hour - datetime.timedelta(hours=5)
    desk.page.goto(desk.address + change)
    expect(desk.page.locator(".state-line")).to_contain_text(
        "(Asia/Karachi); then readers see: The speaker asked for it."
    )
    desk.page.context.clear_cookies()
    answers = []
    for move in (clock.before, clock.after):
        move(goes)
        answers.append(desk.page.goto(public).status)
    assert answers == [200, 410]
    expect(desk.page.locator("main")).to_contain_text("The speaker asked for it.")
    assert [one for one in desk.told if "410" not in one] == []
