"""The institute's own look: an accent that can be read, its logo, and icons wherever a browser looks for one."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as current
from PIL import Image

from editorial.drawing import colours, institute
from editorial.drawing.institute import DAY, HOUSE, NIGHT, initials

BRANDS = ["#ff6600", "#ffd700", "#000", "#ffffff", "#0b5e57", "#7a0019", "#1f6feb", "#808080", "#00ff00", "#ff00ff"]
SHEET = Path(current.BASE_DIR) / "static" / "site.css"


def test_contrast_is_that_of_the_guidelines():
    assert [round(colours.contrast(*pair), 2) for pair in (("#000", "#fff"), ("#fff", "#fff"), ("#777", "#fff"))] == [
        21.0,
        1.0,
        4.48,
    ]
    assert colours.write(colours.read("#0B5a4b")) == "#0b5a4b"
    assert colours.within(*colours.oklch("#0b5a4b")) == "#0b5a4b"
    for wrong in ("teal", "", "#12345", "0b5a4b80", "rgb(1,2,3)", "#0b5a4b;}"):
        with pytest.raises(ValueError, match="is no colour"):
            colours.read(wrong)


@pytest.mark.parametrize("brand", BRANDS)
def test_any_colour_becomes_an_accent_that_is_read_by_day_and_by_night(brand):
    day, night = institute.readable(brand)
    assert colours.least(day, DAY) >= 4.5
    assert colours.least(night, NIGHT) >= 7
    if colours.least(brand, DAY) >= 4.5:
        assert day == colours.write(colours.read(brand))


def test_the_grounds_and_the_accent_of_the_house_are_those_of_the_stylesheet():
    named = dict(re.findall(r"--([\w-]+): light-dark\((#\w+, #\w+)\)", SHEET.read_text(encoding="utf-8")))
    assert [named[name].split(", ") for name in ("paper", "sheet")] == [[DAY[0], NIGHT[0]], [DAY[1], NIGHT[1]]]
    assert [colours.write(colours.read(each)) for each in named["on-accent"].split(", ")] == [DAY[2], NIGHT[2]]
    assert named["accent"] == ", ".join(HOUSE)
    assert (colours.least(HOUSE.day, DAY) >= 4.5, colours.least(HOUSE.night, NIGHT) >= 7) == (True, True)


@pytest.mark.parametrize(
    "name, letters",
    [
        ("Institute of Strategic Studies Islamabad", "ISSI"),
        ("Rapporteur", "R"),
        ("Consortium for Asia Pacific & Eurasian Studies", "CAPE"),
        ("chatham house", "C"),
        ("Институт стратегических исследований", "И"),
        ("ادارہ برائے مطالعات", "ا"),
        ("“Think” 2050", "T"),
        ("–", ""),
    ],
)
def test_initials_are_those_of_the_words_that_count(name, letters):
    assert initials(name) == letters


@pytest.mark.django_db
def test_a_page_in_the_colour_of_the_house_asks_for_no_further_sheet(client):
    assert "accent.css" not in client.get("/").content.decode()
    assert client.get("/accent.css").status_code == 404


@pytest.mark.django_db
def test_a_page_in_the_institutes_colour_asks_for_one_small_sheet_that_is_kept(client, settings):
    settings.SITE_ACCENT = "#7a0019"
    address = re.search(r'href="(/accent.css\?\w+)"', client.get("/").content.decode())[1]
    sheet = client.get(address)
    assert sheet.content.decode() == "@layer modes { :root { --accent: light-dark(#7a0019, #fc8989); } }\n"
    assert (sheet["Content-Type"], sheet["Cache-Control"]) == (
        "text/css; charset=utf-8",
        "public, max-age=31536000, immutable",
    )
    assert client.get("/accent.css?other")["Cache-Control"] == "public, max-age=3600"
    assert client.get(address, headers={"if-none-match": sheet["ETag"]}).status_code == 304
    settings.SITE_ACCENT = "#1f6feb"
    assert address not in client.get("/").content.decode()


@pytest.mark.django_db
def test_a_colour_that_cannot_be_used_leaves_the_site_readable(client, settings):
    for wrong in ("teal", "}</style><script>"):
        settings.SITE_ACCENT = wrong
        assert "accent.css" not in client.get("/").content.decode()
    settings.SITE_ACCENT = "#ffd700"
    assert b"ffd700" not in client.get("/accent.css").content.split(b",")[0]


def logo(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    return str(tmp_path / name)


def png(size):
    out = BytesIO()
    Image.new("RGBA", size, "#7a001980").save(out, "PNG")
    return out.getvalue()


@pytest.mark.django_db
def test_the_logo_stands_beside_the_name_and_harms_nobody(client, settings, tmp_path):
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><script>alert(1)</script></svg>'
    settings.SITE_LOGO = logo(tmp_path, "logo.svg", drawing)
    page = client.get("/").content.decode()
    address = re.search(r'<img class="logo" src="(/logo\?\w+)" width="120" height="40" alt="">', page)[1]
    answer = client.get(address)
    assert (answer.content, answer["Content-Type"]) == (drawing, "image/svg+xml")
    assert answer["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    plain = client.get("/share.png").content
    settings.SITE_LOGO = logo(tmp_path, "logo.png", png((300, 60)))
    assert client.get("/share.png").content != plain


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name, content", [("logo.svg", b"<html>"), ("logo.png", b"x"), ("logo.txt", b"x"), ("logo.png", png((9, 9))[:60])]
)
def test_what_is_no_logo_is_not_shown(client, settings, tmp_path, name, content):
    settings.SITE_LOGO = logo(tmp_path, name, content)
    assert 'class="logo"' not in client.get("/").content.decode()
    assert client.get("/logo").status_code == 404
    settings.SITE_LOGO = str(tmp_path / "nowhere.png")
    assert client.get("/").status_code == 200


@pytest.mark.django_db
def test_every_icon_that_a_browser_asks_for_is_there(client, settings):
    settings.SITE_NAME = "Institute of Strategic Studies & “<Islamabad>”"
    assert b">ISSI</text>" in client.get("/favicon.svg").content
    icon, touch = (Image.open(BytesIO(client.get(a).content)) for a in ("/favicon.ico", "/apple-touch-icon.png"))
    assert (icon.format, sorted(icon.info["sizes"])) == ("ICO", [(16, 16), (32, 32), (48, 48)])
    assert (touch.format, touch.size) == ("PNG", (180, 180))
    settings.SITE_NAME = "–"
    assert [client.get(a).status_code for a in ("/favicon.svg", "/favicon.ico", "/share.png")] == [200] * 3
