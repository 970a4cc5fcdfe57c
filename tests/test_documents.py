"""The text of documents is found, and no PDF, however broken or hostile, stands in the way of anything."""

import zlib
from io import BytesIO, StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from pypdf import PdfReader, PdfWriter

from editorial import pdftext
from editorial.search.answers import ranked
from events.models import EventDocument
from publications.models import PublicationDocument
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def pdf(*pages, squeeze=False):
    """Return the bytes of a PDF with these texts, one a page, each the operators of ISO 32000 that show it."""
    shown = [f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode() if isinstance(text, str) else text for text in pages]
    bodies = [
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(each), each) for each in map(pack, shown)
    ]
    numbers = [5 + 2 * place for place in range(len(pages))]
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids)}
    objects[3] = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    for number, body in zip(numbers, bodies, strict=True):
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
        objects |= {number: page % (number + 1), number + 1: body}
    out, places = b"%PDF-1.4\n", {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%d 1\n%010d 00000 n \n" % entry for entry in places.items())
    return (
        out
        + b"xref\n%s" % table
        + b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF"
        % (
            max(objects) + 1,
            len(out),
        )
    )


def pack(content):
    return zlib.compress(content, 9)


def locked(content):
    writer, out = PdfWriter(clone_from=PdfReader(BytesIO(content))), BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def attached(kind, record, content, title="Full report"):
    row = {"publication": record} if kind is PublicationDocument else {"event": record}
    document = kind.objects.create(title=title, file=ContentFile(content, "report.pdf"), **row)
    record.settle()
    return document


def told():
    out = StringIO()
    call_command("read_documents", stdout=out)
    return out.getvalue()


def test_what_stands_in_a_document_is_found_once_it_was_read():
    report, talk = make.publication("A report"), make.event("A talk")
    paper = attached(PublicationDocument, report, pdf("Glaciers of Baltistan", "melt early"))
    attached(EventDocument, talk, pdf("A speech on glaciers"))
    assert (ranked("glaciers"), ranked("full report")) == ([], [entry(talk), entry(report)])
    assert paper.text_state == "Its text has not been read yet, so only its title is found by a search."
    assert told() == "Read 2 documents; 0 could not be read.\n"
    assert ranked("glaciers melt") == [entry(report)]
    assert sorted(ranked("glaciers")) == sorted([entry(report), entry(talk)])
    paper = PublicationDocument.in_full().get()
    assert (paper.text, paper.text_state) == ("Glaciers of Baltistan\nmelt early", "")
    assert told() == "Read 0 documents; 0 could not be read.\n"


def entry(record):
    return record.entries.get().pk


def test_another_file_is_another_text():
    report = make.publication("A report")
    paper = attached(PublicationDocument, report, pdf("Glaciers"))
    told()
    paper = PublicationDocument.objects.get()
    paper.file = ContentFile(pdf("Deserts"), "report.pdf")
    paper.save()
    report.settle()
    assert ranked("glaciers") == []
    told()
    assert (ranked("glaciers"), ranked("deserts")) == ([], [entry(report)])


def test_texts_of_drafts_are_nobodys():
    attached(PublicationDocument, make.draft(make.publication("A draft")), pdf("Glaciers"))
    told()
    assert ranked("glaciers") == []


@pytest.mark.parametrize(
    "content, reason",
    [
        (locked(pdf("Glaciers")), pdftext.LOCKED),
        (pdf("Glaciers")[:200], pdftext.DAMAGED),
        (b"%PDF-1.4\n" + b"\xff\x00<<" * 500 + b"\n%%EOF", pdftext.DAMAGED),
        (b"%PDF-1.7\n<html>" + b"<script>alert(1)</script>" * 50, pdftext.DAMAGED),
        (pdf(""), pdftext.PICTURES),
        (pdf(), pdftext.PICTURES),
    ],
    ids=["locked", "cut off", "noise", "a web page", "no words", "no pages"],
)
def test_of_a_text_that_cannot_be_read_staff_are_told_why(content, reason):
    talk = make.event("A talk")
    attached(EventDocument, talk, content)
    assert told() == "Read 0 documents; 1 could not be read.\n"
    assert EventDocument.objects.get().text_state == f"Its text could not be read: {reason}."
    assert ranked("full report") == [entry(talk)]
    assert told() == "Read 0 documents; 0 could not be read.\n"


def test_a_document_made_to_exhaust_its_reader_is_given_up(monkeypatch):
    monkeypatch.setattr(pdftext, "SECONDS", 4)
    bomb = pdf(b"BT /F1 1 Tf " + b"(x) Tj " * 200_000 * 40 + b"ET")
    assert len(bomb) < 200_000
    with pytest.raises(pdftext.UnreadableError) as refused:
        pdftext.read(bomb)
    assert str(refused.value) in {pdftext.TOO_LONG, pdftext.TOO_MUCH, pdftext.DAMAGED}


def test_a_document_whose_file_is_gone_is_said_to_be_gone():
    attached(EventDocument, make.event("A talk"), pdf("Glaciers")).file.storage.delete(
        EventDocument.objects.get().file.name
    )
    told()
    assert EventDocument.objects.get().text_state == "Its text could not be read: the file is missing."


def test_no_text_is_longer_than_is_kept():
    text = pdftext.read(pdf(*["word " * 12_000] * 20))
    assert 300_000 < len(text) <= pdftext.LONGEST
