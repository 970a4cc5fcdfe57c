"""Copying with one press where scripts run; without them everything is there to be read and selected."""

import pytest

from tests import factories as make

pytestmark = pytest.mark.browser


@pytest.fixture
def event(transactional_db):
    return make.event("A talk", hosts=[make.institution("Institute")], start_date="2025-12-18")


@pytest.mark.parametrize("button, copied", [("Copy as text", "note.txt"), ("Copy the citation", "")])
def test_a_press_copies_and_says_so(live_server, page, event, button, copied):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(live_server.url + event.get_absolute_url())
    wanted = page.locator(".citation").inner_text()
    if copied:
        wanted = page.request.get(live_server.url + event.get_absolute_url() + copied).text()
    line = page.locator(".copy", has=page.get_by_role("button", name=button))
    line.get_by_role("button").click()
    line.get_by_role("status").get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == wanted


def test_a_press_that_is_not_allowed_says_so(live_server, page, event):
    page.goto(live_server.url + event.get_absolute_url())
    page.evaluate("() => { navigator.clipboard.write = () => Promise.reject(new Error()) }")
    page.get_by_role("button", name="Copy as text").click()
    page.get_by_text("Your browser did not allow it; select the text instead").wait_for()


def test_without_scripts_the_note_is_a_link_and_the_citation_a_text(live_server, browser, event):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url + event.get_absolute_url())
    assert page.locator(".beside").get_by_role("button").count() == 0
    assert page.locator(".citation").inner_text().startswith("Institute, “A talk”, roundtable, 18 December 2025")
    page.get_by_role("link", name="Briefing note as plain text").click()
    assert "Date  18 December 2025" in page.locator("body").inner_text()
