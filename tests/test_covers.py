"""Covers drawn for publications that have none: what stands on them, whatever the title is made of."""

import re
from xml.etree import ElementTree

import pytest

from publications.covers import FOOT, ROOM, Cover
from publications.models import Series
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.once]

TITLES = [
    "Energy",
    "Regional connectivity and the order that emerges in Asia Pacific and Eurasia: opportunities for all " * 3,
    "پاکستان اور چین کے درمیان اسٹریٹجک تعاون: CPEC کے بعد",
    "Экологическая безопасность и трансграничные водные ресурсы",
    "中国与巴基斯坦战略合作伙伴关系研究报告",
    "a" * 300,
    "🎉 \x01\u202e\ufffe\ud800 <script>alert(1)</script> & ]]> \"'",
    "",
]


def texts(drawing):
    """Return the lines on a cover as (text, attributes)."""
    root = ElementTree.fromstring(drawing)
    return [(each.text, each.attrib) for each in root.iter("{http://www.w3.org/2000/svg}text")]


def test_a_publication_without_a_cover_is_shown_with_one(client):
    series = Series.objects.create(name="Issue briefs", slug="issue-briefs")
    people = [(make.person("Ann Ahmad"), "author"), (make.person("Boris B"), "author")]
    work = make.publication("Water", subtitle="A study", people=people, series=series, number="3", date="2025-03")
    work.publisher_name = "Institute"
    work.save()
    page = client.get(work.get_absolute_url()).content.decode()
    assert '<img class="cover" src="/publications/water/cover.svg" width="400" height="566" alt="">' in page
    answer = client.get("/publications/water/cover.svg")
    assert [text for text, _ in texts(answer.content)] == [
        "Issue briefs · no. 3",
        "Water",
        "A study",
        "Ann Ahmad, Boris B",
        "Institute · 2025",
    ]
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert len(answer.content) < 2000


def test_a_cover_of_its_own_is_shown_instead_and_a_chapter_goes_by_its_book(client):
    book = make.publication("Book", "book", picture=make.picture())
    chapter = make.publication("Chapter", "chapter", part_of=book)
    for record in (book, chapter):
        assert "cover.svg" not in client.get(record.get_absolute_url()).content.decode()


@pytest.mark.parametrize("title", TITLES)
def test_any_title_makes_a_drawing_whose_lines_stay_on_it(title):
    drawing = Cover(title, title, title, title, title).content().decode()
    assert re.findall(r"<(?!/?(?:svg|title|rect|path|g|text)\b)[^>]*>", drawing) == []
    lines = texts(drawing)
    tops = [int(attributes["y"]) for _, attributes in lines]
    assert tops == sorted(tops)
    assert [top for top in tops if FOOT - 8 < top < FOOT + 20] == []
    assert all(text and "\u202e" not in text for text, _ in lines)


def test_a_title_is_large_enough_to_be_read_on_a_thumbnail():
    for title in TITLES[:-1]:
        sizes = {int(attributes["font-size"]) for _, attributes in texts(Cover(title).content())}
        assert min(sizes) * 88 / 400 >= 7


def test_a_line_of_urdu_begins_at_the_right():
    text, attributes = texts(Cover(TITLES[2], language="ur").content())[0]
    assert (attributes["direction"], attributes["x"]) == ("rtl", str(40 + ROOM))
    assert text == "پاکستان اور چین"


def test_a_cover_is_kept_until_something_on_it_changes(client, settings):
    work = make.publication("Water")
    first = client.get("/publications/water/cover.svg")
    assert client.get("/publications/water/cover.svg").content == first.content
    known = {"if-none-match": first["ETag"]}
    assert client.get("/publications/water/cover.svg", headers=known).status_code == 304
    settings.SITE_ACCENT = "#7a0019"
    assert b"#7a0019" in client.get("/publications/water/cover.svg", headers=known).content
    make.draft(work)
    assert client.get("/publications/water/cover.svg", headers=known).status_code == 404
    work.publish()
    make.withdrawn(work)
    assert client.get("/publications/water/cover.svg", headers=known).status_code == 404


def test_staff_see_the_cover_of_a_draft_and_no_cache_keeps_it(admin_client):
    make.draft(make.publication("Water"))
    answer = admin_client.get("/publications/water/cover.svg")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
