"""What readers meet in a browser: no barrier, nothing that needs a script, nothing said on the console."""

from io import StringIO
from itertools import cycle
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command

from events.models import Agreement
from people.models import Person
from tests import places

pytestmark = pytest.mark.browser

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Colour scheme and width. Wide, everything stands open; narrow, the sections and the filters are folded away.
WAYS = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 320, 768)]
DEMONSTRATION = [
    "/",
    "/events/",
    "/events/?topic=diplomacy&institution=issi",
    "/events/russia-pakistan-overview-forum/",
    "/events/pakistan-russia-relations-book-launch/",
    "/publications/pakistan-russia-relations-historical-and-strategic-analysis/",
    "/institutions/issi/",
    "/topics/",
]


def barriers(page, rules=None):
    """Return {name of a rule of axe: what breaks it} on the open page."""
    rules = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": STANDARDS}
    found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]}).response["violations"]
    return {fault["id"]: [node["html"] for node in fault["nodes"]][:3] for fault in found}


def shown(page, scheme, width):
    """Show the page in one of the WAYS; what changes its colours does so at once."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})


def in_states(*states):
    return pytest.mark.parametrize("visited", states, indirect=True, ids=lambda state: state.__name__)


@pytest.mark.long
@in_states(*places.STATES)
def test_no_page_has_a_barrier(page, visited):
    """Each page in one of the WAYS, and its neighbour in the next; `make thorough` shows all pages in all of them."""
    found = {}
    for address, way in zip(visited, cycle(WAYS)):
        shown(page, *way)
        found[address, *way] = barriers(page)
    assert {where: faults for where, faults in found.items() if faults} == {}


@in_states(places.each)
def test_every_type_of_page_can_be_read_and_touched_in_the_dark_on_a_telephone(page, visited):
    """Of all rules those that depend on the colours and on the width."""
    found = {}
    for address in visited:
        shown(page, "dark", 320)
        found[address] = barriers(page, ["color-contrast", "target-size"])
    assert {where: faults for where, faults in found.items() if faults} == {}


def test_suggestions_have_no_barrier(live_server, page, transactional_db):
    places.one()
    page.goto(f"{live_server.url}/events/")
    page.get_by_role("combobox").type("tal")
    page.get_by_role("option").first.wait_for()
    assert barriers(page) == {}


def test_everything_is_read_and_filtered_without_scripts(live_server, browser, transactional_db):
    places.one()
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{live_server.url}/events/")
    page.get_by_text("Filter", exact=True).click()
    page.get_by_role("link", name="Energy 1").click()
    assert page.get_by_role("status").inner_text() == "1 event"
    page.get_by_role("link", name="A talk").click()
    assert page.get_by_role("heading", level=1).inner_text() == "A talk"
    # A connection kept open would outlive the server of the tests.
    context.close()


def test_the_demonstration_has_no_barrier_and_breaks_no_rule(live_server, page, transactional_db):
    """Nothing is said on the console: neither by a script nor by the content security policy."""
    call_command("load_demo", stdout=StringIO())
    page.add_init_script(path=Path(__file__).with_name("reach.js"))
    told, found = [], {}
    page.on("console", lambda message: told.append((page.url, message.text)))
    page.on("pageerror", lambda error: told.append((page.url, str(error))))
    records = [*Agreement.objects.all(), *Person.objects.all()[:2]]
    for address in DEMONSTRATION + [record.get_absolute_url() for record in records]:
        for scheme, rules in (("light", None), ("dark", ["color-contrast"])):
            shown(page, scheme, 1280)
            assert page.goto(live_server.url + address).status == 200
            page.evaluate("reach.unfold()")
            found[address, scheme] = barriers(page, rules)
    assert ({where: faults for where, faults in found.items() if faults}, told) == ({}, [])
