"""What readers meet in a browser: no barrier, no sideways scrolling, little weight, nothing from elsewhere."""

from io import StringIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command

from events.models import Agreement, EventDocument, EventPhoto
from people.models import InstitutionName, Person, PersonName
from tests import factories as make

pytestmark = pytest.mark.browser

LISTS = ["/", "/events/", "/publications/", "/people/", "/institutions/", "/agreements/", "/topics/"]
STATES = ["/events/?topic=energy&kind=nonsense", "/events/?topic=trade&year=1900", "/nothing/", "/events/withdrawn/"]
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
UNFOLD = "() => document.querySelectorAll('details').forEach(folded => { folded.open = true })"
# A spacing that every page must bear (WCAG 2.2, success criterion 1.4.12).
SPACE = """() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }')
    document.adoptedStyleSheets = [sheet]
}"""
LIMIT = 150 * 1024
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
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


@pytest.fixture
def addresses(transactional_db):
    """The address of a page of every type, full ones and empty ones."""
    record = make.small_record()
    fill(record["event"], record["person"], record["institution"])
    for number in range(45):
        make.event(f"Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft {number}")
    make.withdrawn(make.event("Withdrawn"))
    return LISTS + STATES + [shown.get_absolute_url() for shown in record.values()]


def fill(event, person, institution):
    photo = EventPhoto.objects.create(
        event=event, picture=make.picture(size=(1800, 1200)), picture_alt="A room", caption="All"
    )
    photo.subjects.create(person=person)
    EventDocument.objects.create(event=event, title="Report", file=make.pdf())
    event.coverages.create(
        kind="report", headline="Ours", attendance="40", address="https://example.org/a-very-long-address/"
    )
    event.coverages.create(headline="اردو", language="ur", attendance="41", described_as="x" * 60, differs="One\nTwo")
    event.outcomes.create(text="An outcome")
    event.report = "<p>Words.</p><h3>More</h3><ul><li>One</li></ul><table><tr><td>Cell</td><td>Cell</td></tr></table>"
    event.save()
    InstitutionName.objects.create(institution=institution, name="ادارہ", language="ur", kind="translation")
    PersonName.objects.create(person=person, name="Анна", language="ru", kind="script")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_barrier(live_server, page, addresses, scheme):
    page.emulate_media(color_scheme=scheme)
    found = {}
    for address in addresses:
        page.goto(live_server.url + address)
        result = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}})
        for fault in result.response["violations"]:
            found[address, fault["id"]] = [node["html"] for node in fault["nodes"]][:3]
    assert found == {}


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_no_page_scrolls_sideways(live_server, page, addresses, width):
    page.set_viewport_size({"width": width, "height": 800})
    wide = []
    for address in addresses:
        page.goto(live_server.url + address)
        for change in ("() => {}", UNFOLD, SPACE):
            page.evaluate(change)
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                wide.append((address, change))
    assert wide == []


def test_pages_are_light_and_ask_nobody_else(live_server, browser, addresses):
    heavy, elsewhere, cookies = {}, [], []
    for address in addresses:
        context = browser.new_context()
        page = context.new_page()
        answers = []
        page.on("requestfinished", lambda asked, answers=answers: answers.append(asked))
        page.goto(live_server.url + address)
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        page.wait_for_load_state("networkidle")
        weight = sum(asked.sizes()["responseBodySize"] + asked.sizes()["responseHeadersSize"] for asked in answers)
        heavy |= {address: weight} if weight > LIMIT else {}
        elsewhere += [asked.url for asked in answers if not asked.url.startswith(live_server.url)]
        cookies += context.cookies()
        context.close()
    assert (heavy, elsewhere, cookies) == ({}, [], [])


def test_everything_is_read_and_filtered_without_scripts(live_server, browser, addresses):
    page = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800}).new_page()
    page.goto(f"{live_server.url}/events/")
    page.get_by_text("Filter", exact=True).click()
    page.get_by_role("link", name="Energy 1").click()
    assert page.get_by_role("status").inner_text() == "1 event"
    page.get_by_role("link", name="A talk").click()
    assert page.get_by_role("heading", level=1).inner_text() == "A talk"


def test_the_first_tab_leads_past_the_masthead(live_server, page, addresses):
    page.goto(f"{live_server.url}/events/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_the_demonstration_has_no_barrier_and_breaks_no_rule(live_server, page, transactional_db):
    """Nothing is said on the console: neither by a script nor by the content security policy."""
    call_command("load_demo", stdout=StringIO())
    told, found = [], {}
    page.on("console", lambda message: told.append((page.url, message.text)))
    page.on("pageerror", lambda error: told.append((page.url, str(error))))
    records = [*Agreement.objects.all(), *Person.objects.all()[:2]]
    for address in DEMONSTRATION + [record.get_absolute_url() for record in records]:
        for scheme, options in (("light", {"runOnly": {"type": "tag", "values": STANDARDS}}), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)
            assert page.goto(live_server.url + address).status == 200
            page.evaluate(UNFOLD)
            faults = Axe().run(page, options=options).response["violations"]
            found |= {(address, scheme, fault["id"]): [node["html"] for node in fault["nodes"]][:3] for fault in faults}
    assert (found, told) == ({}, [])
