"""A long report becomes a draft in a browser, in few steps, the text and the cards lighting each other up."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import expect

from events.models import Event
from tests.desk import Desk

LAUNCH = """ISLAMABAD (Own Report): The Institute of Strategic Studies Islamabad (ISSI), through its Centre for Strategic \
Perspectives (CSP), hosted the launch of its new edited book, “Pakistan–Russia Relations: A Comprehensive Historical and \
Strategic Analysis”. Senator Mushahid Hussain Syed was Chief Guest, while Russian Ambassador to Pakistan Albert P. Khorev \
joined as Guest of Honour.

DG ISSI Ambassador Sohail Mahmood, in his introductory remarks, looked back over the changes of seven decades and thanked \
the authors.

As a discussant, Dr. Rasul Bakhsh Rais, Professor Emeritus of Political Science at Quaid-i-Azam University, found the book \
deep and clear. Dr. Vyacheslav Belokrenitsky, Chair of the Near and Middle East Department at the Institute of Oriental \
Studies, Russian Academy of Sciences, commended its structure. Offering further reflections, Ambassador Qazi M. Khalilullah, \
Executive Director of the Centre for International Strategic Studies Sindh (CISSS) and former Ambassador of Pakistan to \
Russia, drew on his years in Moscow.

In a video message, Ambassador Faisal Niaz Tirmizi, Pakistan’s Ambassador to the Russian Federation, spoke of trade and of \
banks. Ambassador Albert P. Khorev called the book a landmark. Senator Mushahid Hussain Syed recalled the visit of \
President Ayub Khan to Moscow in 1965.

Several contributors to the book spoke briefly. Ambassador Khalid Mahmood, Chairman BoG, ISSI, in his vote of thanks, noted \
that the ties were never severed."""
ROLES = [
    ("Mushahid Hussain Syed", "chief-guest", ""),
    ("Albert P. Khorev", "guest-of-honour", ""),
    ("Sohail Mahmood", "welcome-remarks", "Institute of Strategic Studies Islamabad"),
    ("Rasul Bakhsh Rais", "discussant", "Quaid-i-Azam University"),
    ("Vyacheslav Belokrenitsky", "speaker", "Russian Academy of Sciences"),
    ("Qazi M. Khalilullah", "speaker", "Centre for International Strategic Studies Sindh"),
    ("Faisal Niaz Tirmizi", "video-message", ""),
    ("Khalid Mahmood", "vote-of-thanks", "Institute of Strategic Studies Islamabad"),
]


@pytest.fixture
def desk(live_server, page):
    User.objects.create_superuser("assistant", password="secret")
    return Desk(page, live_server.url)


def test_a_long_report_becomes_a_correct_draft_in_at_most_25_steps(desk):
    page, steps = desk.page, 0
    desk.log_in("/admin/events/intake/add/")
    page.fill("#id_text", LAUNCH)
    page.click("input[value='Read it']")
    page.wait_for_selector(".intake-card")
    steps += 2
    for card in page.locator(".intake-card details[open] input[value=new]").all():
        card.check()
        steps += 1
    page.click("input[value='Make the draft event']")
    page.wait_for_load_state()
    assert [error.inner_text() for error in page.locator(".errorlist").all()] == []
    page.wait_for_selector(".messagelist")
    steps += 1
    event = Event.objects.get()
    assert [
        (row.person and row.person.name, row.role.slug, row.institution_name) for row in event.participations.all()
    ] == ROLES
    assert (event.kind.slug, event.city, [row.institution_name for row in event.hostings.all()]) == (
        "book-launch",
        "Islamabad",
        ["Institute of Strategic Studies Islamabad", "Centre for Strategic Perspectives"],
    )
    assert event.publications.get().title == event.title
    assert steps <= 25
    assert desk.told == []


def test_the_two_sides_light_each_other_up_and_chosen_words_become_a_card(desk):
    page = desk.page
    desk.log_in("/admin/events/intake/add/")
    page.fill("#id_text", LAUNCH)
    page.click("input[value='Read it']")
    page.focus("#people-0 summary")
    expect(page.locator("#report .lit mark").first).to_have_text("Senator")
    page.click("#report a[data-card=people-3] >> nth=1")
    expect(page.locator("#people-3 input[name=people-3-take]")).to_be_focused()
    page.evaluate("""() => {
        const part = [...document.querySelectorAll('#report span')].find((one) => one.textContent.includes('seven decades'));
        const start = part.textContent.indexOf('seven decades');
        getSelection().setBaseAndExtent(part.firstChild, start, part.firstChild, start + 13);
        document.getElementById('report').dispatchEvent(new PointerEvent('pointerup', {bubbles: true}));
    }""")
    page.click(".intake-tools button:has-text('Person')")
    expect(page.locator("#people-9 input[name=people-9-name]")).to_have_value("seven decades")
    spans = page.input_value("#id_people-9-spans")
    start = LAUNCH.index("seven decades")
    assert spans == f'{{"name":[{start},{start + 13}]}}'
    assert desk.told == []


@pytest.mark.long
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_a_report_has_no_barrier(desk, width, scheme):
    page = desk.page
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    desk.log_in("/admin/events/intake/add/")
    assert Axe().run(page).response["violations"] == []
    page.fill("#id_text", LAUNCH)
    page.click("input[value='Read it']")
    page.wait_for_selector(".intake-card")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
