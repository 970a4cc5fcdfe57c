"""The picture of a shared link: drawn of what is public, in any script, once, and never from anything else."""

import time
from io import BytesIO

import pytest
from django.core.cache import caches
from PIL import Image, ImageFont

from editorial.drawing import cards, lettering
from editorial.drawing.cards import Card, drawn
from editorial.drawing.joining import drawn_order, joined
from tests import factories as make
from tests.test_queries import asked

pytestmark = [pytest.mark.django_db, pytest.mark.once]

TITLES = {
    "long": "Regional connectivity and the order that emerges " * 6,
    "Urdu": "پاکستان اور چین کے درمیان تعاون: CPEC (2025) کے بعد",
    "Russian": "Экологическая безопасность и водные ресурсы",
    "one word": "a" * 300,
    "Chinese": "中国与巴基斯坦",
    "emoji": "🎉🎉",
    "control": "a\x01\u202eb\ufffe\ud800 \u2028c",
    "nothing": "",
    "markup": "<script>alert(1)</script>&\"'",
}
RECORDS = {
    "event": lambda title: make.event(title, start_date="2025-12-18", city="Islamabad"),
    "publication": lambda title: make.publication(title, people=[(make.person("Ann Ahmad"), "author")], date="2025"),
    "agreement": lambda title: make.agreement(title, parties=[make.institution("Institute")]),
    "person": lambda title: make.person(title, "Director", make.institution("Institute")),
    "institution": lambda title: make.institution(title, city="Islamabad", country="PK"),
}


@pytest.fixture(autouse=True)
def _nothing_drawn():
    caches["drawings"].clear()


def picture(content):
    image = Image.open(BytesIO(content))
    image.load()
    return image


def ink(image):
    """Return how many pixels of the room for the title are dark."""
    room = image.convert("L").crop((0, 120, 1200, 470))
    return sum(room.histogram()[:100])


@pytest.mark.parametrize("kind", RECORDS)
def test_every_record_has_its_picture_and_its_page_names_it(client, kind):
    record = RECORDS[kind]("Water in the region")
    address = f"{record.get_absolute_url()}share.png"
    answer = client.get(address)
    image = picture(answer.content)
    assert (answer["Content-Type"], image.format, image.size) == ("image/png", "PNG", (1200, 630))
    assert len(answer.content) <= 60_000
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    page = client.get(record.get_absolute_url()).content.decode()
    assert f'<meta property="og:image" content="http://testserver{address}">' in page
    assert '<meta property="og:image:width" content="1200">' in page
    assert '<meta property="og:image:height" content="630">' in page
    assert '<meta property="og:image:type" content="image/png">' in page
    assert '<meta property="og:image:alt" content="Water in the region">' in page
    assert '<meta name="twitter:card" content="summary_large_image">' in page


def test_a_list_is_shared_with_the_picture_of_the_site(client):
    for page in ("/", "/events/", "/topics/"):
        assert '<meta property="og:image" content="http://testserver/share.png">' in client.get(page).content.decode()
    assert picture(client.get("/share.png").content).size == (1200, 630)


@pytest.mark.parametrize("kind", RECORDS)
def test_the_picture_of_what_is_not_public_is_not_there(client, admin_client, kind):
    record = RECORDS[kind]("Not yet")
    address = f"{record.get_absolute_url()}share.png"
    make.draft(record)
    assert client.get(address).status_code == 404
    seen = admin_client.get(address)
    assert (seen.status_code, seen["Cache-Control"], seen["X-Robots-Tag"]) == (200, "private, no-store", "noindex")
    make.scheduled(record)
    assert client.get(address).status_code == 404
    record.publish()
    assert client.get(address).status_code == 200
    make.withdrawn(record)
    assert client.get(address).status_code == 404


def test_it_is_drawn_once_until_something_on_it_changes(client, monkeypatch, settings):
    times = []
    monkeypatch.setattr(cards, "drawn", lambda card: times.append(card.title) or drawn(card))
    event = make.event("Water")
    address = f"{event.get_absolute_url()}share.png"
    first = client.get(address)
    assert client.get(address).content == first.content
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    event.title = "Water, again"
    event.save()
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200
    settings.SITE_ACCENT = "#8b1a1a"
    assert client.get(address)["ETag"] != first["ETag"]
    assert times == ["Water", "Water, again", "Water, again"]


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("layout", sorted({ImageFont.Layout.BASIC, lettering.engine()}))
def test_any_title_makes_a_picture_in_no_time(monkeypatch, title, layout):
    lettering.font.cache_clear()
    monkeypatch.setattr(lettering, "engine", lambda: layout)
    drawn(Card("Report", "Warm", "up"))
    begun = time.process_time()
    content = drawn(Card("Report · 2025", TITLES[title], TITLES[title]))
    assert time.process_time() - begun < 0.5  # a tenth of it on a quiet machine
    lettering.font.cache_clear()
    assert len(content) <= 60_000
    assert ink(picture(content)) > 1000


def test_what_the_font_lacks_is_left_out_rather_than_drawn_as_a_box():
    assert lettering.printable("🎉 Launch 🎉 of 中") == "Launch of"
    assert lettering.printable("中国与巴基斯坦 2025") == ""
    face, empty = lettering.font(40), lettering.font(40).getmask("\U0010fffd")
    boxes = [letter for letter in lettering.covered() if bytes(face.getmask(letter)) == bytes(empty)]
    assert [letter for letter in boxes if letter.isalnum()] == []


def test_lines_are_as_even_as_they_can_be_and_never_too_many():
    words = lettering.fitted("Pakistan–Russia relations in a changing world", 600, (60, 40), 3)
    assert words == (60, ["Pakistan–Russia", "relations in a", "changing world"], False)
    long = lettering.fitted("word " * 80, 600, (60, 40), 3)
    assert (long.size, len(long.lines), long.lines[-1][-1]) == (40, 3, "…")
    assert max(lettering.width(line, 40) for line in long.lines) <= 600


def test_letters_of_urdu_are_joined_without_help_of_the_system():
    # کے بعد: kaf at the beginning, ye at the end, be at the beginning, ain in the middle, dal at the end.
    assert joined("کے بعد") == "\ufb90\ufbaf \ufe91\ufecc\ufeaa"
    assert joined("لا") == "\ufefb"
    assert joined("اسلام") == "\ufe8d\ufeb3\ufefc\ufee1"
    assert joined("plain") == "plain"


@pytest.mark.parametrize(
    "written, rightward, drawn",
    [
        ("abc", False, "abc"),
        ("אב", True, "בא"),
        ("CPEC אב (2025)", True, "(2025) בא CPEC"),
        ("אב: CPEC (2025)", True, "CPEC (2025) :בא"),
        ("(אב) CPEC [x", True, "CPEC [x (בא)"),
        ("A (אב) 7", False, "A (בא) 7"),
        ("The “אב 12 גד” (x)", False, "The “דג 12 בא” (x)"),
        ("אב: 12,5", True, "12,5 :בא"),
        ("", True, ""),
    ],
)
def test_a_line_of_both_directions_is_put_into_the_order_of_drawing(written, rightward, drawn):
    assert drawn_order(written, rightward) == drawn


def test_a_picture_asks_the_database_as_often_for_many_rows_as_for_one(client):
    work = make.publication("Water", people=[(make.person("Ann Ahmad"), "author")])
    held = make.event("Talk", hosts=[make.institution("Institute")])
    addresses = [f"{work.get_absolute_url()}{name}" for name in ("share.png", "cover.svg")]
    addresses.append(f"{held.get_absolute_url()}share.png")
    once = [asked(client, address) for address in addresses]
    for number in range(3):
        work.contributions.create(name=f"Author {number}", role=work.contributions.first().role)
        held.hostings.create(institution=make.institution(f"Institute {number}"))
    assert [asked(client, address) for address in addresses] == once


@pytest.mark.parametrize("rubbish", ["%00", "%ED%A0%80", "a" * 500, "..", "no-such", "٣"])
def test_rubbish_in_the_address_of_a_picture_is_not_there(client, rubbish):
    kinds = {"events": "share.png", "publications": "cover.svg", "people": "share.png"}
    assert {client.get(f"/{kind}/{rubbish}/{name}").status_code for kind, name in kinds.items()} == {404}
