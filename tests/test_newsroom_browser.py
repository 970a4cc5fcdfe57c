"""What the scripts of the newsroom do for whoever types, and what they leave alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import expect

from events.models import Event
from people.models import Affiliation
from tests import factories as make
from tests.desk import Desk
from tests.newsroom import address

ADD = "/admin/events/event/add/"
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {margin:0}</style></head>
<body><!--StartFragment--><h1 style='margin:12pt'>Report<o:p></o:p></h1>
<p class=MsoNormal style='text-align:justify'><b><span style='font-family:"Times New Roman";color:red'>Opening.</span></b>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;</span>
</span></span><![endif]>First</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>o<span>&nbsp;</span></span><![endif]>Below</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp;</span></span><![endif]>Second</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span>&nbsp;</span></span><![endif]>Alpha</p><!--EndFragment--></body></html>"""
KEPT = (
    "<h2>Report</h2><p><strong>Opening.</strong></p>"
    "<ul><li><p>First</p><ul><li><p>Below</p></li></ul></li><li><p>Second</p></li></ul>"
    "<ol><li><p>Alpha</p></li></ol>"
)


@pytest.fixture
def desk(live_server, page):
    User.objects.create_superuser("assistant", password="secret")
    return Desk(page, live_server.url)


def test_a_paste_from_word_keeps_headings_and_lists_and_nothing_else(desk):
    kind = make.event("Any").kind
    desk.log_in(ADD)
    desk.pick("kind", str(kind))
    desk.fill(title="Pasted")
    desk.page.click(".tiptap")
    paste = """html => {
        const data = new DataTransfer();
        data.setData('text/html', html);
        const event = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
        document.querySelector('.tiptap').dispatchEvent(event);
    }"""
    desk.page.evaluate(paste, WORD)
    desk.page.click("[name=_save]")
    desk.page.wait_for_selector(".messagelist")
    assert Event.objects.get(title="Pasted").report == KEPT
    assert desk.told == []


def test_a_row_is_filled_in_from_the_day_and_never_over_what_was_typed(desk):
    guest, ministry = make.person("Rufus T. Firefly", honorific="H.E."), make.institution("Ministry")
    Affiliation.objects.create(person=guest, institution=ministry, position="Minister", end="2024")
    Affiliation.objects.create(person=guest, position="Fellow", start="2025")
    desk.log_in(ADD)
    desk.fill(start_date="5 May 2024")
    desk.person("participations-0-person", "rufus")
    printed = ("honorific", "position", "institution_name")
    expect(desk.page.locator("#id_participations-0-position")).to_have_value("Minister")
    assert desk.values("participations-0", *printed) == ["H.E.", "Minister", "Ministry"]
    with desk.page.expect_response(lambda answer: "/billing/" in answer.url):
        desk.fill(start_date="2025")
        desk.page.keyboard.press("Tab")
    expect(desk.page.locator("#id_participations-0-position")).to_have_value("Fellow")
    assert desk.values("participations-0", *printed) == ["H.E.", "Fellow", ""]
    desk.fill(**{"participations-0-position": "Duck"})
    with desk.page.expect_response(lambda answer: "/billing/" in answer.url):
        desk.fill(start_date="5 May 2024")
        desk.page.keyboard.press("Tab")
    expect(desk.page.locator("#id_participations-0-institution_name")).to_have_value("Ministry")
    assert desk.values("participations-0", *printed) == ["H.E.", "Duck", "Ministry"]


def test_what_is_saved_stays_when_the_form_is_opened_and_its_date_changed(desk):
    guest = make.person("Rufus T. Firefly", position="Minister")
    event = make.event("Talks", people=[(guest, "speaker")], start_date="2024-05-05")
    desk.log_in(address(Event, "change", event.pk))
    desk.fill(start_date="2025-05-05")
    desk.page.keyboard.press("Tab")
    desk.page.click("[name=_save]")
    desk.page.wait_for_selector(".messagelist")
    assert [(row.name, row.position) for row in event.participations.all()] == [("Rufus T. Firefly", "")]


def test_rows_move_by_drag_button_and_key_saved_or_not_and_stay_so_through_an_error(desk):
    people = [(make.person(name), "speaker") for name in ("Ana", "Bea", "Cid")]
    event = make.event("Talks", people=people)
    desk.log_in(address(Event, "change", event.pk))
    desk.page.locator("#participations-2 .grip").drag_to(desk.page.locator("#participations-0 h3"))
    desk.page.click("#participations-0 [title='Move down']")
    desk.add_row("participations")
    desk.pick("participations-3-role", "---------")
    desk.fill(**{"participations-3-position": "Duck"})
    desk.page.focus("#id_participations-3-position")
    desk.page.keyboard.press("Alt+ArrowUp")
    desk.page.click("[name=_save]")
    refused = desk.page.locator("#participations-group .inline-related:has(.errorlist)")
    assert refused.locator(".errorlist").inner_text() == "This field is required."
    refused.locator("select[name$=role]").select_option(label="chair")
    desk.page.click("[name=_save]")
    desk.page.wait_for_selector(".messagelist")
    assert [str(row) for row in event.participations.all()] == ["Cid", "Bea", "Duck", "Ana"]


def test_enter_takes_the_suggested_topic_and_makes_no_new_one(desk):
    make.topic("Nuclear disarmament")
    desk.log_in(ADD)
    desk.type_into("topics", "nucl")
    assert desk.page.locator(".select2-results__option").all_inner_texts() == ["Nuclear disarmament", "New topic: nucl"]
    desk.page.keyboard.press("Enter")
    assert desk.page.locator("#id_topics").evaluate("list => [...list.selectedOptions].map(one => one.value)") == [
        "Nuclear disarmament"
    ]


def test_enter_pressed_while_an_answer_is_awaited_takes_none_of_the_answer_before(desk):
    first, sought = make.institution("Area Study Centre"), make.institution("Moscow State University")
    desk.log_in(ADD)
    box = desk.page.locator("#id_hostings-0-institution + .select2-container .select2-selection")
    box.click()
    desk.page.locator(".select2-results__option", has_text=first.name).wait_for()
    # Each answer comes when all the typing is done; those to fewer letters are dropped by then.
    desk.page.route("**/autocomplete/**", lambda route: desk.page.wait_for_timeout(500) or route.continue_())
    desk.page.keyboard.type("moscow")
    desk.page.keyboard.press("Enter")
    expect(box).to_have_text(f"×{sought.name}")
    assert desk.values("hostings-0", "institution") == [str(sought.pk)]


def test_a_title_like_one_there_is_warned_about_while_it_is_typed(desk):
    make.event("Overview of the Modern Stage of Bilateral Relations", start_date="2025-12-18")
    desk.log_in(ADD)
    desk.page.type("#id_title", "Overview of the modern stage of bilateral relation")
    warning = desk.page.locator(".alike a")
    warning.wait_for()
    assert warning.inner_text() == "Overview of the Modern Stage of Bilateral Relations – 18 December 2025"


def test_after_a_new_person_and_a_new_row_hands_stay_on_the_keyboard(desk):
    desk.log_in(ADD)
    desk.page.wait_for_selector("#event_form .tiptap")
    desk.pick("participations-0-role", "speaker")
    desk.type_into("participations-0-person", "Rufus T. Firefly")
    desk.page.keyboard.press("Escape")
    with desk.page.expect_popup() as opened:
        desk.page.click("#add_id_participations-0-person")
    window = opened.value
    window.wait_for_selector("#id_name")
    with window.expect_event("close"):
        window.press("#id_name", "Enter")
    expect(desk.page.locator("#id_participations-0-position")).to_be_focused()
    desk.add_row("participations")
    expect(desk.page.locator("#id_participations-1-role")).to_be_focused()
    assert desk.page.locator("#id_participations-1-role option:checked").inner_text() == "speaker"
    assert desk.values("participations-1", "position", "name", "honorific") == ["", "", ""]


PAGES = ["event", "agreement", "publication", "person", "institution"]


def test_no_form_breaks_the_policy_scrolls_sideways_or_bars_anybody(desk):
    records = [getattr(make, kind)(f"Some {kind}") for kind in PAGES]
    pages = [address(type(record), "change", record.pk) for record in records]
    pages += [address(type(record), "add") for record in records]
    desk.page.set_viewport_size({"width": 390, "height": 800})
    desk.log_in(pages[0])
    found = {}
    for url in pages:
        desk.page.goto(desk.address + url)
        desk.page.wait_for_timeout(300)
        wide = desk.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        barriers = [fault["id"] for fault in Axe().run(desk.page).response["violations"]]
        found[url] = (wide, barriers)
    assert found == dict.fromkeys(pages, (False, []))
    assert desk.told == []
