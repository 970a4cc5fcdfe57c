"""Refusals: what is answered to a form of the newsroom that the defences against forgery turn away."""

from django.conf import settings
from django.http import HttpResponseForbidden
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.csrf import CSRF_FAILURE_TEMPLATE_NAME


def stale(request, reason=""):
    """Answer a form whose token is no good, as it is after a new login: say why, and that what was typed is not lost.

    A form that came from a page of ours, which browsers tell us, gets back what was typed, to be copied.
    """
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    form = request.path if request.path.startswith(settings.ADMIN_PREFIX) else ""
    context = {
        "form": form,
        "kept": form and form != reverse("admin:login"),
        "typed": list(texts(request.POST)) if ours else [],
    }
    return HttpResponseForbidden(render_to_string(CSRF_FAILURE_TEMPLATE_NAME, context, request))


def texts(sent):
    """Give the fields of a form that somebody typed words into, rather than chose or was given."""
    for name, values in sent.lists():
        typed = [value for value in values if " " in value or len(value) > 20]
        if typed and not name.startswith("_") and "token" not in name and "password" not in name:
            yield name, "\n".join(typed)
