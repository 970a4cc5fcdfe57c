"""The preview in a browser: the page in its frame at both widths, with and without scripts, and the form left as it is."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import expect

from events.models import Event
from tests import factories as make
from tests.desk import Desk
from tests.newsroom import address


@pytest.fixture
def shown():
    User.objects.create_superuser("assistant", password="secret")
    event = make.event("A talk", summary="What was said.")
    event.photos.create(picture=make.picture(), picture_alt="A hall")
    return event


def previewed(desk):
    with desk.page.expect_popup() as opened:
        desk.page.click("[name=_preview]")
    window = opened.value
    window.on("console", lambda message: desk.told.append(message.text) if message.type == "error" else None)
    window.wait_for_load_state()
    return window


def widths(window):
    """Return how wide the page in the frame is laid out, on a desk and on a phone."""
    frame = window.frame_locator("iframe").locator("html")
    found = [frame.evaluate("page => page.ownerDocument.defaultView.innerWidth")]
    window.locator("label", has_text="Phone").click()
    return [*found, frame.evaluate("page => page.ownerDocument.defaultView.innerWidth")]


def test_what_was_typed_is_shown_on_a_phone_and_a_desk_and_the_form_stays(live_server, page, shown):
    desk = Desk(page, live_server.url)
    page.set_viewport_size({"width": 1280, "height": 800})
    desk.log_in(address(Event, "change", shown.pk))
    # The test's server has one connection for all, which what is asked at the same time must not meet half-way.
    with page.expect_response(lambda answer: "/alike/" in answer.url):
        desk.fill(title="A talk that nobody saved")
    window = previewed(desk)
    inside = window.frame_locator("iframe")
    expect(inside.locator("h1")).to_have_text("A talk that nobody saved")
    assert inside.locator("img[alt='A hall']").evaluate("image => image.decode().then(() => image.naturalWidth)") == 640
    assert inside.locator("h1").evaluate("title => getComputedStyle(title).fontFamily") != "serif"
    assert widths(window) == [1278, 388]
    window.set_viewport_size({"width": 320, "height": 640})
    assert [problem["id"] for problem in Axe().run(window).response["violations"]] == []
    assert (page.input_value("#id_title"), desk.told) == ("A talk that nobody saved", [])
    shown.refresh_from_db()
    assert shown.title == "A talk"
    # Whoever leaves now is still asked, for nothing was saved.
    page.on("dialog", lambda dialog: dialog.accept())
    with page.expect_event("dialog"):
        page.close(run_before_unload=True)


def test_without_scripts_a_preview_is_shown_and_errors_are_shown_beside_the_form(live_server, browser, shown):
    context = browser.new_context(java_script_enabled=False)
    desk = Desk(context.new_page(), live_server.url)
    desk.log_in(address(Event, "change", shown.pk))
    desk.fill(title="A talk without scripts")
    inside = previewed(desk).frame_locator("iframe")
    expect(inside.locator("h1")).to_have_text("A talk without scripts")
    desk.fill(city="Lahore", start_date="no date at all")
    window = previewed(desk)
    expect(window.locator(".errornote")).to_be_visible()
    assert [each.input_value("#id_city") for each in (window, desk.page)] == ["Lahore", "Lahore"]
    context.close()
