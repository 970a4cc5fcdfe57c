"""Every page in the hands of those who read otherwise: by keyboard, in large letters, at four hundred per cent, without
motion, in the colours of their system, on paper. Each test numbers the criterion of WCAG 2.2 that it answers for."""

import pytest

from tests import places
from tests.test_readers import in_states

pytestmark = [pytest.mark.browser, pytest.mark.long]
WIDTHS = (320, 768, 1280)
# A spacing that every page must bear (1.4.12).
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }"""


def faults(page, *questions):
    return [fault for question in questions for fault in page.evaluate(f"reach.{question}()")]


def restyled(page, css):
    """Put `css` over the styles of the page, or take it away when it is empty."""
    page.evaluate(
        "css => { document.adoptedStyleSheets = [new CSSStyleSheet()]; document.adoptedStyleSheets[0].replaceSync(css) }",
        css,
    )


def lettered(page, size):
    """Set the size of letters that a reader chooses in the browser's settings."""
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": size}})


def resized(page):
    """Yield what is wrong in every width, folded and unfolded, in large letters and in another spacing."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        yield f"at {width}", faults(page, "sideways", "overlapping")
        page.evaluate("reach.unfold()")
        yield f"unfolded at {width}", faults(page, "sideways", "clipped", "overlapping")
        restyled(page, SPACED)
        yield f"spaced at {width}", faults(page, "sideways", "clipped", "overlapping")
        restyled(page, "")
    # Wide windows alone: a narrow one is itself a wide one enlarged.
    lettered(page, 32)
    yield f"large at {width}", faults(page, "sideways", "clipped", "overlapping")
    lettered(page, 16)


@in_states(*places.STATES)
def test_no_text_is_lost_in_any_width_size_or_spacing(page, visited):
    """1.4.4, 1.4.10 and 1.4.12. The narrowest width is that of a wide window at four hundred per cent."""
    found = {(address, how): wrong for address in visited for how, wrong in resized(page) if wrong}
    assert found == {}


def outward(page):
    """Yield what is wrong without motion, in the colours of the system, and on paper."""
    page.set_viewport_size({"width": 1280, "height": 800})
    for words, media, question in (
        ("without motion", {"reduced_motion": "reduce"}, "moving"),
        ("in the system's colours", {"forced_colors": "active"}, "borderless"),
        ("on paper", {"media": "print", "color_scheme": "dark"}, "printed"),
    ):
        page.emulate_media(**media)
        yield words, faults(page, question)
        page.emulate_media(media="null", reduced_motion="null", forced_colors="null", color_scheme="null")


@in_states(places.each)
def test_no_page_moves_loses_its_controls_or_wastes_paper(page, visited):
    """Animations are for those who want them (2.3.3), the colours of a system leave controls their borders (1.4.11)."""
    found = {(address, how): wrong for address in visited for how, wrong in outward(page) if wrong}
    assert found == {}


@in_states(places.each)
def test_every_control_is_reached_by_keyboard_in_order_and_shows_its_focus(page, visited):
    """2.1.1, 2.1.2, 2.4.3, 2.4.7, 2.4.11 and 2.4.13, in a wide window and, with everything unfolded, in a narrow one."""
    found = {}
    for address in visited:
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 640})
            found[address, width] = [*faults(page, "unclear"), *walked(page), *unskipped(page)]
            page.evaluate("reach.unfold()")
    assert {where: wrong for where, wrong in found.items() if wrong} == {}


def walked(page):
    """Walk with the tabulator key through all the controls of a page; return those that it met elsewhere or not at all."""
    for _ in range(page.evaluate("reach.follow()")):
        page.keyboard.press("Tab")
    return page.evaluate("reach.visited()")


def unskipped(page):
    """Return what is wrong with the way past the masthead: it is the first stop, and leads into the content (2.4.1)."""
    links = page.locator(".skip, main a[href]").count()
    if page.locator("nav").count() == 0 or links < 2:
        return []
    page.evaluate("reach.start()")
    for key in ("Tab", "Enter", "Tab"):
        page.keyboard.press(key)
    return page.evaluate("reach.unskipped()")
