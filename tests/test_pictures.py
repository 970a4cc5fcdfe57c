"""Pictures and documents: nothing of an upload is kept but what it shows."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from editorial.templatetags.records import picture
from events.models import EventPhoto
from publications.models import PublicationDocument
from tests import factories

pytestmark = pytest.mark.django_db


def photographed():
    """Return a JPEG as a telephone makes it: lying on its side, with the place and a stranger's bytes in it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    out = BytesIO()
    Image.new("RGB", (1500, 900), "teal").save(out, "JPEG", exif=exif, comment=b"CANARY")
    return ContentFile(out.getvalue() + b"<script>CANARY</script>", "../../photo of us.jpg")


def test_a_photo_is_turned_upright_stripped_and_kept_in_its_widths():
    photo = EventPhoto(event=factories.event("Forum"), picture=photographed(), picture_alt="Us")
    photo.full_clean()
    photo.save()
    stem = photo.picture.name.removesuffix(".jpg")
    with default_storage.open(photo.picture.name) as file:
        stored = file.read()
    kept = Image.open(BytesIO(stored))
    assert (photo.picture_width, photo.picture_height, kept.size, dict(kept.getexif())) == (900, 1500, (900, 1500), {})
    assert b"CANARY" not in stored
    assert [width for width in (320, 640, 1280) if default_storage.exists(f"{stem}-{width}.webp")] == [320, 640]
    assert [(url.rsplit("/", 2)[1], width) for url, width in photo.picture.narrow] == [("images", 320), ("images", 640)]
    assert photo.picture.url.startswith("/events/forum/images/")


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
