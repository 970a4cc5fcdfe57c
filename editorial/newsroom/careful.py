"""Careful: what only the database could refuse comes back as an error of the form, with everything typed kept."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

REFUSED = "The database refused this: it excludes something that is there already. Look at it again and save."


class Careful:
    """The part of an admin that shows a refusal of the database; its form is a CarefulForm."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"request": request})

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Save, or on a refusal go through the form a second time with the refusal as its error."""
        if "_saveasnew" in request.POST:
            raise PermissionDenied  # No form offers it, but Django would look for no record then.
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            if hasattr(request, "refusal"):
                raise
            request.refusal = REFUSED
            return super().changeform_view(request, object_id, form_url, extra_context)
