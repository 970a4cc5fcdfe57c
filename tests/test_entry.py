"""The forum of 18 December 2025 entered by hand in a browser, published, and found by a reader."""

import pytest
from django.contrib.auth.models import User

from events.models import Event
from tests import factories as make
from tests.desk import Desk

TITLE = "Russia–Pakistan: Overview of the Modern Stage of Bilateral Relations"
ROLES = {
    "Khorev": "welcome remarks",
    "Bhatti": "speaker",
    "Shabir": "speaker",
    "Sajjad": "speaker",
    "Sundus": "speaker",
    "Zulfiqar": "speaker",
}
OUTCOMES = [
    "Resume direct flights between the two countries",
    "Launch joint educational programmes of Russian and Pakistani universities",
    "Translate Russian classical and contemporary literature into Urdu",
]


@pytest.fixture
def known():
    """Whom the newsroom knows from earlier events: everybody but the trade representative and one host."""
    embassy = make.institution("Embassy of the Russian Federation in Islamabad", kind="embassy")
    peshawar = make.institution("University of Peshawar", kind="university")
    centre = make.institution("Area Study Centre", kind="centre", parent=peshawar)
    make.person("Albert P. Khorev", "Ambassador of the Russian Federation to Pakistan", embassy, honorific="H.E.")
    make.person("Gul I Ayesha Bhatti", "Director", make.institution("Eurasian Chapter"), honorific="Dr.")
    make.person("Shabir Ahmed Khan", "", centre, honorific="Prof. Dr.")
    make.person("Sajjad Mubin", "Vice Chancellor", make.institution("University of Okara"))
    make.person("Sundus Khizar", "Assistant Professor", make.institution("University of Sargodha"))
    make.person("Zulfiqar Ali", "Vice Chancellor", make.institution("University of Agriculture, Faisalabad"))
    make.event("INNOPROM 2026", kind="fair", start_date="2026-07")
    make.event("Pakistan–Russia Eurasian Forum 2025", kind="forum", start_date="2025-12-16")
    make.topic("Diplomacy")
    User.objects.create_superuser("assistant", password="secret")


@pytest.mark.usefixtures("known")
def test_the_forum_is_entered_published_and_found_by_topic_and_institution(live_server, page, tmp_path):
    desk = Desk(page, live_server.url)
    desk.log_in("/admin/events/event/add/")
    page.wait_for_selector("#event_form .tiptap")
    write_heads(desk)
    write_hosts(desk)
    write_people(desk)
    write_what_came_of_it(desk)
    add_files(desk, tmp_path)
    page.click("[name=_publish]")
    page.wait_for_url("**/admin/events/event/")
    assert "is public now" in page.inner_text(".messagelist")
    assert desk.told == []
    check_record()
    find_as_a_reader(page, live_server.url)


def write_heads(desk):
    desk.pick("kind", "forum")
    desk.fill(title=TITLE, start_date="18 December 2025", start_time="12:00", end_time="14:00")
    desk.fill(venue="Russian Embassy, Islamabad", city="Islamabad", attendance="about 40 scholars")
    desk.pick("country", "Pakistan")
    desk.choose("topics", "diplom")
    desk.choose("topics", "Trade between Russia and Pakistan")
    desk.page.keyboard.press("Escape")
    desk.page.click(".tiptap")
    desk.page.keyboard.type("The embassy and the consortium brought scholars together.")


def write_hosts(desk):
    desk.choose("hostings-0-institution", "embassy russian")
    desk.add_row("hostings")
    desk.pick("hostings-1-part", "co-host")
    name = "Consortium for Asia Pacific & Eurasian Studies"
    desk.make_new("hostings-1-institution", name, kind="consortium or association")


def write_people(desk):
    for number, (name, role) in enumerate(ROLES.items()):
        if number:
            desk.add_row("participations")
        desk.pick(f"participations-{number}-role", role)
        desk.person(f"participations-{number}-person", name)
    billed = ("honorific", "name", "position", "institution_name")
    assert desk.values("participations-0", *billed) == [
        "H.E.",
        "Albert P. Khorev",
        "Ambassador of the Russian Federation to Pakistan",
        "Embassy of the Russian Federation in Islamabad",
    ]
    desk.fill(**{"participations-1-remarks": "Gave an overview of recent diplomatic engagements."})
    desk.add_row("participations")
    desk.pick("participations-6-role", "speaker")
    desk.make_new("participations-6-person", "Denis A. Nevzorov")
    desk.fill(**{"participations-6-position": "Trade Representative of the Russian Federation in Pakistan"})
    desk.add_row("participations")
    desk.pick("participations-7-role", "concluding remarks")
    desk.person("participations-7-person", "Khorev")
    # The trade representative spoke before the farmer: one step up, by keyboard.
    desk.page.focus("#id_participations-6-position")
    desk.page.keyboard.press("Alt+ArrowUp")


def write_what_came_of_it(desk):
    for number, text in enumerate(OUTCOMES):
        desk.add_row("outcomes")
        desk.fill(**{f"outcomes-{number}-text": text})
    for number, (kind, attendance) in enumerate(
        [("own report", "approximately 40"), ("original reporting", "more than 40")]
    ):
        desk.add_row("coverages")
        desk.pick(f"coverages-{number}-kind", kind)
        desk.page.click(f"#coverages-{number} summary")
        desk.fill(**{f"coverages-{number}-attendance": attendance})
    for number, (relation, name) in enumerate([("invited to", "innoprom"), ("referred to", "eurasian forum")]):
        desk.add_row("links")
        desk.pick(f"links-{number}-relation", relation)
        desk.choose(f"links-{number}-other", name)


def add_files(desk, folder):
    photo, paper = folder / "photo.png", folder / "report.pdf"
    photo.write_bytes(make.picture().read())
    paper.write_bytes(make.pdf().read())
    desk.add_row("photos")
    desk.page.set_input_files("#id_photos-0-picture", photo)
    desk.page.wait_for_selector("#photos-0 canvas")
    desk.fill(**{"photos-0-picture_alt": "Participants around a long table"})
    desk.add_row("documents")
    desk.fill(**{"documents-0-title": "Post-event report"})
    desk.page.set_input_files("#id_documents-0-file", paper)


def check_record():
    event = Event.objects.published().get(title=TITLE)
    said = "Speaker Khorev Bhatti Shabir Sajjad Sundus Nevzorov Zulfiqar Khorev".split()[1:]
    rows = list(event.participations.select_related("role"))
    assert [next((name for name in said if name in row.name), row.name) for row in rows] == said
    assert (rows[0].role.name, rows[-1].role.name) == ("welcome remarks", "concluding remarks")
    assert [(row.position, row.institution_name) for row in rows[3:6]] == [
        ("Vice Chancellor", "University of Okara"),
        ("Assistant Professor", "University of Sargodha"),
        ("Trade Representative of the Russian Federation in Pakistan", ""),
    ]
    assert [str(row) for row in event.hostings.all()] == [
        "Embassy of the Russian Federation in Islamabad",
        "Consortium for Asia Pacific & Eurasian Studies",
    ]
    assert [row.text for row in event.outcomes.all()] == OUTCOMES
    assert [row.attendance for row in event.coverages.all()] == ["approximately 40", "more than 40"]
    assert [str(row.other) for row in event.links.all()] == ["INNOPROM 2026", "Pakistan–Russia Eurasian Forum 2025"]
    assert (event.photos.count(), event.documents.count(), str(event.dates)) == (1, 1, "18 December 2025")
    assert event.report == "<p>The embassy and the consortium brought scholars together.</p>"


def find_as_a_reader(page, address):
    """Go from the list of events by topic, then by institution, to the event's page."""
    page.goto(f"{address}/events/")
    for facet in ("Trade between Russia and Pakistan", "Consortium for Asia Pacific"):
        page.evaluate("document.querySelectorAll('details').forEach(folded => folded.open = true)")
        page.click(f".facet a:has-text('{facet}')")
    titles = page.locator("main .list article h2, main .list article h3, main h2 a, main h3 a").all_inner_texts()
    assert TITLE in [title.strip() for title in titles]
    page.click(f"main a:has-text('{TITLE}')")
    assert page.inner_text("h1").strip() == TITLE
