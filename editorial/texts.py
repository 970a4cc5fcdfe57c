"""Texts of documents: read when nobody waits for it, so that no save depends on what is in a PDF."""

from django.db import transaction
from django.utils import timezone

from editorial.documents import Document
from editorial.pdftext import UnreadableError, read
from editorial.search.entries import Entry


def read_unread():
    """Read the texts of the documents that nobody tried to read yet; return how many were read and how many could not be."""
    read_well = failed = 0
    for kind in Document.kinds():
        for document in kind.objects.filter(text_read_at=None).order_by("pk"):
            if keep(document, *tried(document)):
                failed += 1
            else:
                read_well += 1
    return read_well, failed


def tried(document):
    """Return the text of a document and, when it could not be read, the reason in words."""
    try:
        with document.file.open("rb") as file:
            return read(file.read()), ""
    except UnreadableError as error:
        return "", str(error)
    except OSError:
        return "", "the file is missing"


@transaction.atomic
def keep(document, text, note):
    """Keep what was read, unless the file was changed meanwhile, and let the record be found by it; return the note."""
    rows = type(document).objects.filter(pk=document.pk, file=document.file.name)
    if rows.update(text=text, text_note=note, text_read_at=timezone.now()):
        record = document.documented_record()
        Entry.write(type(record), [record.pk])
    return note
