"""What may stand in an address. Whatever else is tried leads to no view at all, and so never to the database."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class RecordSlug(StringConverter):
    """The slug of a record: letters of any script, figures, hyphens and underscores."""

    regex = r"[-\w]{1,120}"


class FileName(StringConverter):
    """The name of a kept file: no directories, no leading point."""

    regex = r"[-\w][-\w.]{0,120}"


def register():
    register_converter(RecordSlug, "record")
    register_converter(FileName, "file")
