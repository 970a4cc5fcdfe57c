"""Notes: what the page of a record says, as plain text to paste into a mail or a brief."""

from django.conf import settings
from django.http import HttpResponse

from editorial.reading.plaintext import table


class RecordNote:
    """Stands before the view of a record's page and answers with its briefing note.

    `compose` writes the note from what the page shows, and so can tell nothing that the page withholds.
    """

    compose = None

    def render_to_response(self, context, **kwargs):
        draft = "DRAFT. Only staff see this note.\n\n" if getattr(self.object, "is_preview", False) else ""
        source = table([("Source", context["citation"])])
        text = f"{settings.SITE_NAME}\n\n{draft}{self.compose(context)}\n--\n{source}\n"
        # The page itself is what search engines should find.
        return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"X-Robots-Tag": "noindex"})

    def address_of(self, record):
        return f"{record.get_absolute_url()}note.txt"
