"""The answers when nothing else can be said."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.template.loader import render_to_string


def robots(request):
    """Tell crawlers that they may read it all (RFC 9309). No address is named: what is kept from them keeps itself."""
    return HttpResponse("User-agent: *\nAllow: /\n", content_type="text/plain; charset=utf-8")


def bad_request(request, exception):
    return HttpResponseBadRequest(render_to_string("400.html", {"site_name": settings.SITE_NAME}))


def server_error(request):
    form = request.path if request.path.startswith(settings.ADMIN_PREFIX) and request.method == "POST" else ""
    page = render_to_string("500.html", {"site_name": settings.SITE_NAME, "form": form})
    return HttpResponseServerError(page, headers={"Cache-Control": "no-store"})
