"""Pictures and documents: nothing of an upload is kept but what it shows."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from PIL import Image

from editorial import pictures
from editorial.pictures import WIDTHS, encode, offered
from editorial.templatetags.records import picture
from events.models import EventPhoto
from publications.models import PublicationDocument
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def photographed():
    """Return a JPEG as a telephone makes it: lying on its side, with the place and a stranger's bytes in it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    out = BytesIO()
    Image.new("RGB", (1500, 900), "teal").save(out, "JPEG", exif=exif, comment=b"CANARY")
    return ContentFile(out.getvalue() + b"<script>CANARY</script>", "../../photo of us.jpg")


def test_a_photo_is_turned_upright_and_stripped():
    photo = EventPhoto(event=factories.event("Forum"), picture=photographed(), picture_alt="Us")
    photo.full_clean()
    photo.save()
    with default_storage.open(photo.picture.name) as file:
        stored = file.read()
    kept = Image.open(BytesIO(stored))
    assert (photo.picture_width, photo.picture_height, kept.size, dict(kept.getexif())) == (900, 1500, (900, 1500), {})
    assert b"CANARY" not in stored
    assert photo.picture.url.startswith("/events/forum/images/")


def photo_of(event, size=(900, 600), colour="teal"):
    return EventPhoto.objects.create(event=event, picture=factories.picture(size=size, colour=colour), picture_alt="Us")


def test_narrower_copies_are_offered_in_webp_and_made_when_first_asked_for(client):
    photo = photo_of(factories.event("Forum"))
    stem = photo.picture.name.removesuffix(".jpg")
    copies = {width: f"{stem}-{width}.webp" for width in WIDTHS}
    assert photo.picture.narrow == [
        (f"/events/forum/images/{Path(copies[w]).name}", min(w, 900)) for w in (320, 640, 960)
    ]
    assert [width for width in WIDTHS if default_storage.exists(copies[width])] == []
    for address, width in photo.picture.narrow:
        for _ in range(2):
            answer = client.get(address)
            made = Image.open(BytesIO(answer.getvalue()))
            assert (answer["Content-Type"], made.format, made.size[0]) == ("image/webp", "WEBP", width)
    assert client.get(f"/events/forum/images/{Path(copies[1280]).name}").status_code == 404
    assert [width for width in WIDTHS if default_storage.exists(copies[width])] == [320, 640, 960]


def test_a_picture_that_is_lost_or_broken_is_missing_and_nothing_more(client):
    event = factories.event("Forum")
    photo = photo_of(event, colour="olive")
    address = photo.picture.narrow[0][0]
    default_storage.delete(photo.picture.name)
    assert [client.get(each).status_code for each in (address, event.get_absolute_url())] == [404, 200]
    default_storage.save(photo.picture.name, ContentFile(b"no picture"))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("state", [factories.draft, factories.scheduled, factories.withdrawn])
def test_a_copy_of_what_is_not_public_is_neither_served_nor_made(client, state):
    event = factories.event("Forum")
    photo = photo_of(event, colour="navy")
    state(event)
    for address, _ in photo.picture.narrow:
        assert client.get(address).status_code == 404
        assert not default_storage.exists(f"pictures/{Path(address).name}")


@pytest.mark.parametrize(
    "width, widths", [(None, [320]), (100, [320]), (320, [320]), (321, [320, 640]), (2000, list(WIDTHS))]
)
def test_the_widest_copy_is_as_wide_as_the_picture_or_as_the_widest_of_all(width, widths):
    assert offered(width or 0) == widths


def test_a_page_offers_copies_with_their_measures_and_asks_no_storage(monkeypatch):
    photo = photo_of(factories.event("Forum"), size=(300, 200))
    for name in ("exists", "open", "size"):
        monkeypatch.setattr(type(default_storage._wrapped), name, None)
    stem = photo.picture.url.removesuffix(".jpg")
    source = f'<picture><source type="image/webp" srcset="{stem}-320.webp 300w" sizes="19rem">'
    image = f'<img src="{stem}.jpg" width="300" height="200" alt="Us"'
    assert picture(photo, sizes="19rem") == f'{source}{image} loading="lazy" decoding="async"></picture>'
    first = picture(photo, sizes="19rem", css="cover", lazy=False)
    assert first == f'{source}{image} class="cover" fetchpriority="high"></picture>'


def test_a_picture_is_made_smaller_before_the_transaction_in_which_it_is_saved(admin_client, monkeypatch):
    within = []
    event = factories.event("Forum")
    monkeypatch.setattr(pictures, "encode", lambda *made: within.append(saving()) or encode(*made))
    answer = admin_client.post(
        "/admin/events/eventphoto/add/",
        {"event": event.pk, "picture": photographed(), "picture_alt": "Us", "subjects-TOTAL_FORMS": 0}
        | {"subjects-INITIAL_FORMS": 0},
    )
    assert (answer.status_code, event.photos.get().picture_width, within) == (302, 900, [False])


def saving():
    """Whether a transaction of the admin is open within that of the test."""
    return len(connection.savepoint_ids) > 0


def test_equal_pictures_share_a_file():
    event = factories.event("Forum")
    names = {EventPhoto.objects.create(event=event, picture=factories.picture()).picture.name for _ in range(2)}
    assert len(names) == 1


def saved(form, name, size=(40, 40)):
    out = BytesIO()
    Image.new("L", size).save(out, form)
    return ContentFile(out.getvalue(), name)


@pytest.mark.parametrize(
    "upload",
    [
        lambda: saved("EPS", "drawing.jpg"),
        lambda: saved("TIFF", "scan.png"),
        lambda: saved("PNG", "wide.png", size=(12_001, 1)),
        lambda: saved("PNG", "bomb.png", size=(7_200, 7_000)),
        lambda: ContentFile(b"<svg onload=alert(1)>", "x.png"),
        lambda: ContentFile(saved("PNG", "x.png").read()[:50], "cut.png"),
        lambda: ContentFile(b"", "empty.png"),
    ],
)
def test_what_is_no_safe_picture_is_refused_with_advice(upload):
    photo = EventPhoto(event=factories.event("Forum"), picture=upload())
    with pytest.raises(ValidationError) as refused:
        photo.full_clean()
    assert list(refused.value.message_dict) == ["picture"]


def test_a_document_is_a_pdf_named_by_its_title_and_content():
    book = factories.publication("Book")
    paper = PublicationDocument(publication=book, title="Full text: “Résumé”", file=factories.pdf("A page."))
    paper.full_clean()
    paper.save()
    other = PublicationDocument.objects.create(publication=book, title="Full text: “Résumé”", file=factories.pdf("B."))
    assert paper.file.url.startswith("/publications/book/files/full-text-resume-")
    assert paper.file.name != other.file.name
    html = PublicationDocument(publication=book, title="Page", file=ContentFile(b"<html>", "page.pdf"))
    with pytest.raises(ValidationError) as refused:
        html.full_clean()
    assert refused.value.message_dict == {"file": ["This is not a PDF. Save the document as PDF and try again."]}


def test_a_picture_that_nobody_described_goes_by_the_name_of_what_it_shows():
    guest = factories.person("Rufus T. Firefly", picture=factories.picture())
    assert ' alt="Rufus T. Firefly"' in picture(guest)
    guest.picture_alt = "He smokes a cigar"
    assert ' alt="He smokes a cigar"' in picture(guest)
