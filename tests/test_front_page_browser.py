"""The desk at the keyboard: from the front page to what is to be put right, and back, in a browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import expect

from events.models import Event
from tests import factories as make
from tests.desk import Desk


@pytest.fixture
def desk(live_server, page):
    User.objects.create_superuser("assistant", password="secret")
    return Desk(page, live_server.url)


def test_what_is_to_be_put_right_is_put_right_by_keyboard_and_no_page_on_the_way_has_barriers(desk):
    make.institution("Institute of Everything", country="PK")
    bare = make.event("Talks", topics=[make.topic("Energy")], start_date="2060")
    desk.log_in("/admin/")
    page = desk.page

    def barriers():
        found = []
        for width, scheme in ((1440, "light"), (390, "dark"), (320, "light")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(300)  # Colours of links take a moment to change.
            found += [
                (width, fault["id"], fault["nodes"][0]["html"]) for fault in Axe().run(page).response["violations"]
            ]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append((width, "overflow", page.url))
        page.set_viewport_size({"width": 1440, "height": 900})
        return found

    assert barriers() == []
    page.locator("#wrong a", has_text="Events without a host").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".line-mend .select2-container")
    assert barriers() == []
    desk.choose(f"mend-{bare.pk}-institution", "everything")
    page.locator(".line-mend button[name=mend]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_have_text("Put right: Talks.")
    assert [row.institution_name for row in Event.objects.get().hostings.all()] == ["Institute of Everything"]
    page.goto(f"{desk.address}/admin/to-fix/")
    assert barriers() == []
    assert desk.told == []
