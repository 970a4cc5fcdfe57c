"""Documents: the PDFs that belong to a record and are served under its address, never from a bare folder."""

import hashlib
from pathlib import PurePosixPath

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import BooleanField, Case, Q, When
from django.db.models.fields.files import FieldFile
from django.db.models.functions import Now
from django.utils.text import slugify

from editorial.publishing import Row, RowQuerySet

# An embargo without an hour is none; SQL leaves out both what is unknown and its opposite.
UNDER_EMBARGO = Q(embargoed_until__isnull=False, embargoed_until__gt=Now())
MAX_BYTES = 50 * 2**20


def check_pdf(file):
    """Raise ValidationError unless `file` is a PDF (ISO 32000: its header within the first 1,024 bytes)."""
    if file.size > MAX_BYTES:
        raise ValidationError("The document is larger than 50 MB. Save it smaller and try again.")
    file.seek(0)
    if b"%PDF-" not in file.read(1024):
        raise ValidationError("This is not a PDF. Save the document as PDF and try again.")
    file.seek(0)


class DocumentFile(FieldFile):
    """A kept document. Its name is its title and the beginning of its content's SHA-256."""

    @property
    def url(self):
        return f"{self.instance.documented_record().get_absolute_url()}files/{PurePosixPath(self.name).name}"

    def save(self, name, content, save=True):
        # The text of what was there before is not the text of this.
        self.instance.text, self.instance.text_note, self.instance.text_read_at = "", "", None
        digest = hashlib.sha256(b"".join(content.chunks())).hexdigest()[:8]
        stem = slugify(self.instance.title) or slugify(PurePosixPath(name).stem) or "document"
        content.seek(0)
        super().save(f"{stem[:80]}-{digest}.pdf", content, save)


class DocumentField(models.FileField):
    attr_class = DocumentFile

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("upload_to", "documents")
        super().__init__(*args, **kwargs)

    def clean(self, value, model_instance):
        value = super().clean(value, model_instance)
        if value and not value._committed:
            check_pdf(value.file)
        return value


class DocumentManager(models.Manager.from_queryset(RowQuerySet)):
    def get_queryset(self):
        """Documents without their texts, which are long and wanted by the search alone."""
        return super().get_queryset().defer("text")


class Document(Row):
    """A PDF that belongs to a record."""

    title = models.CharField(max_length=200, help_text="What it is: “Full report”, “Text of the memorandum”.")
    file = DocumentField(help_text="A PDF of up to 50 MB.")
    language = models.CharField(max_length=12, default="en", help_text="Language of the document, as a code.")
    # Until then readers see the title, and neither the file nor what is in it.
    embargoed_until = models.DateTimeField(
        "embargo until", null=True, blank=True, db_index=True, help_text="Empty: as soon as the record is public."
    )

    text = models.TextField(blank=True, editable=False)
    text_note = models.CharField(max_length=200, blank=True, editable=False)
    # Empty until somebody tried; manage.py read_documents does.
    text_read_at = models.DateTimeField(null=True, editable=False)

    # Whether readers may have the file: no, unless the database was asked (`told`).
    is_open = False
    # What stands in for the record's entry once an embargo is over; see editorial/search/later.py.
    entries = GenericRelation("editorial.Entry")

    objects = DocumentManager()

    class Meta(Row.Meta):
        abstract = True

    def __str__(self):
        return self.title

    def findable(self):
        """Return the words by which the record is found through this document; `told` says whether its text is one."""
        return [self.title, self.text] if self.text_read_at and self.is_open else [self.title]

    @property
    def text_state(self):
        """What staff should know of the document's text, in a sentence; nothing when it is found like any other."""
        if not self.file or not self.pk:
            return ""
        if self.text_note:
            return f"Its text could not be read: {self.text_note}."
        return "" if self.text_read_at else "Its text has not been read yet, so only its title is found by a search."

    @classmethod
    def told(cls):
        """Return the documents; each knows in `is_open` whether readers may have the file. Its title they have anyway."""
        is_open = Case(When(UNDER_EMBARGO, then=False), default=True, output_field=BooleanField())
        return cls.objects.annotate(is_open=is_open)

    @classmethod
    def in_full(cls):
        """Return the documents with their texts."""
        return cls.told().defer(None)

    @classmethod
    def kinds(cls):
        return [kind for kind in cls.__subclasses__() if not kind._meta.abstract]

    def documented_record(self):
        """The record whose address the document lies under."""
        return getattr(self, self.row_of)
