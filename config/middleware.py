"""What every answer carries, and what only public pages may have done to them."""

import re

from csp.middleware import CSPMiddleware
from csp.utils import default_config
from django.conf import settings
from django.http import HttpResponseNotAllowed
from django.middleware.gzip import GZipMiddleware

SESSION_KEY = re.compile("[a-z0-9]{8,40}")
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"


def for_staff(request):
    return request.path_info.startswith(settings.ADMIN_PREFIX)


def browser_defences(get_response):
    """Headers for which Django has no setting; a view that says otherwise is left alone."""

    def answer(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return answer


def readers_only_read(get_response):
    """Outside the newsroom nothing is sent or changed: anything but reading is refused (RFC 9110, section 15.5.6)."""

    def answer(request):
        if request.method in ("GET", "HEAD") or for_staff(request):
            return get_response(request)
        return HttpResponseNotAllowed(["GET", "HEAD"])

    return answer


def forged_sessions_ignored(get_response):
    """A session cookie that Django never gave out is as good as none: PostgreSQL fails on some of what it may hold."""

    def answer(request):
        if not SESSION_KEY.fullmatch(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return get_response(request)

    return answer


class ContentSecurityPolicy(CSPMiddleware):
    """One strict policy for readers, and beneath the admin's address the one its rich text editor needs."""

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if for_staff(request) and parts.config is None and not report_only:
            parts.config = default_config(settings.ADMIN_CONTENT_SECURITY_POLICY)
        return parts


class CompressPublicPages(GZipMiddleware):
    """Text is compressed on its way to readers.

    Compressing a page that holds a secret together with text chosen by an attacker can give the secret away
    (BREACH). Public pages hold no secret; the admin's forms hold a CSRF token and go out as they are. Files are
    streamed, mostly compressed already, and keep the length by which a browser shows how much is still to come.
    """

    def process_response(self, request, response):
        if response.streaming or for_staff(request):
            return response
        return super().process_response(request, response)
