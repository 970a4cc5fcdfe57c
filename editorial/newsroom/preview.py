"""Preview: the public page exactly as it will look with what stands in the form now, on a phone and on a desk."""

from csp.constants import SELF
from django.shortcuts import render

from editorial.newsroom.rehearsal import Rehearsing
from editorial.proofs import whole_proof

# The page in the frame is given with the frame and so obeys its policy, that of readers; pictures are contained in it.
POLICY = {"script-src": [SELF], "style-src": [SELF], "img-src": [SELF, "data:"]}


def framed(request, record, page):
    """Return the page that shows `page`, that of `record` as text, in a frame of the width of a phone or a desk."""
    response = render(request, "admin/preview.html", {"record": record, "page": page})
    response._csp_replace = POLICY
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


class Previewing(Rehearsing):
    """The part of a record's admin that answers the button “Preview”: nothing is saved, and the form stays open."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and "_preview" in request.POST and not hasattr(request, "rehearsal"):
            return self.preview(request, object_id, form_url)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def preview(self, request, object_id, form_url=""):
        """Show the record as its form would store it; or the form, where it has errors."""
        run = self.rehearse(
            request, object_id, lambda record: framed(request, record, whole_proof(request, record)), form_url
        )
        return run.outcome or run.response
