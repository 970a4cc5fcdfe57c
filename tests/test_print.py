"""What comes out of a printer: a report in the order in which an institute hands it over, and nothing to press."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests import factories as make

pytestmark = pytest.mark.browser


def printed(page, address):
    """Return the words of the page at `address` as it is printed, single spaces between them."""
    page.goto(address)
    pages = PdfReader(BytesIO(page.pdf(format="A4"))).pages
    return " ".join(" ".join(sheet.extract_text() for sheet in pages).split())


def order(text, words):
    """Return `words` in the order in which they first stand in `text`; those that do not are left out."""
    return sorted((word for word in words if word in text), key=text.index)


@pytest.fixture
def event(transactional_db):
    made = make.small_record()["event"]
    made.outcomes.create(text="Joint degrees.")
    made.report = "<p>They met in the hall.</p>"
    # Without the letters that a font joins and that nobody gets back from a PDF as they were.
    made.permanent_id = "k2m4p6r8"
    made.save()
    return made


def test_a_report_is_printed_in_the_order_of_a_report(live_server, page, event):
    text = printed(page, live_server.url + event.get_absolute_url())
    wanted = [
        *("Rapporteur", "Roundtable", "A talk", "A talk about all of it.", "18 December 2025", "12:00", "Islamabad"),
        *("Embassy of Elsewhere", "Who took part", "Dr Ann Ahmad", "Said much.", "They met in the hall."),
        *("What came of it", "Joint degrees.", "A pact", f"/p/{event.permanent_id}/", "printed on"),
    ]
    assert order(text, wanted) == wanted


def test_nothing_to_press_is_printed(live_server, page, event):
    pages = ["/", "/events/", event.get_absolute_url(), "/statistics/events/"]
    texts = {address: printed(page, live_server.url + address) for address in pages}
    words = ("Menu", "Skip to content", "Search the record", "Filter", "Find", "Sorted by", "Copy")
    assert [(address, word) for address, text in texts.items() for word in words if word in text] == []


def test_paper_is_white_whatever_the_screen_was(live_server, page, event):
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(live_server.url + event.get_absolute_url())
    colours = "body => [getComputedStyle(body).backgroundColor, getComputedStyle(body).color]"
    assert page.locator("body").evaluate(colours) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
