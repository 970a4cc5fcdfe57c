"""Once: a form of the newsroom that is sent twice, by a double click or by a retry after a lost answer, saves once."""

import hashlib
import re
from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.contrib.messages import constants, get_messages
from django.contrib.messages.storage.cookie import MessageDecoder, MessageEncoder
from django.db import IntegrityError, models, transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone

from editorial.pictures import prepare

# The name that static/newsroom/kept.js gives to a form that was opened; it stays with what was typed through a login and
# a lost network. Without scripts the token against forgery serves, which is another one in every form that is shown.
NAME = "_form"
NAMED = re.compile("[a-z0-9]{16,40}")
# Tells that script which forms were saved, so that it lets go of what it kept of them.
SAVED_COOKIE = "newsroom_saved"
DAY = timedelta(days=1)


class Sent(models.Model):
    """A form as it was sent, by a fingerprint of who sent what to where, and where it led."""

    fingerprint = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)
    answer = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"Sent at {self.sent_at:%Y-%m-%d %H:%M}"

    def claim(self):
        """Take the fingerprint for this transaction. Raises SentBeforeError, if need be after waiting for the one before."""
        try:
            self.save(force_insert=True)
        except IntegrityError as error:
            raise SentBeforeError from error

    def settle(self, request, response):
        """Remember where the form led; one that comes back with errors may be sent again."""
        answer = answered(request, response)
        if not answer:
            self.delete()
            return
        self.answer = answer
        self.save(update_fields=["answer"])
        if self.pk % 50 == 0:
            transaction.on_commit(self.clear_old)

    def clear_old(self):
        type(self).objects.filter(sent_at__lt=timezone.now() - DAY).delete()

    def respond(self, request):
        """Lead to where the form led when it was sent first, and say there what was said."""
        for message in self.answer["told"] and MessageDecoder().decode(self.answer["told"]):
            get_messages(request).add(message.level, message.message, message.extra_tags)
        if popup := self.answer["popup"]:
            return TemplateResponse(request, "admin/popup_response.html", {"popup_response_data": popup})
        return HttpResponseRedirect(self.answer["location"])


class SentBeforeError(Exception):
    """This very form was sent before."""


def answered(request, response):
    """Return where a form led, as Sent keeps it; nothing when it was shown again."""
    popup = (getattr(response, "context_data", None) or {}).get("popup_response_data")
    if not popup and not 300 <= response.status_code < 400:
        return None
    # Only the storage itself knows what it has been told in this request and has not shown yet.
    told = get_messages(request)._queued_messages
    return {"location": response.get("Location", ""), "popup": popup, "told": MessageEncoder().encode(told)}


def fingerprint(request):
    """Return what tells one sending of a form from every other; nothing when the form has no name of its own."""
    name = request.POST.get(NAME, "")
    token = name if NAMED.fullmatch(name) else request.POST.get("csrfmiddlewaretoken")
    if not token:
        return None
    digest = hashlib.sha256(repr((request.user.pk, request.get_full_path(), token)).encode())
    for field, values in request.POST.lists():
        if field != "csrfmiddlewaretoken":
            digest.update(repr((field, values)).encode())
    for field, files in request.FILES.lists():
        for file in files:
            digest.update(repr((field, file.name, file.size)).encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.hexdigest()


def by_itself(view):
    """Mark a view that claims what is sent to it only when it stores something, because it thinks for long before."""
    view.claims_by_itself = True
    return view


def once(view):
    """Let `view` save a form once, however often it is sent.

    The sending is written down in the transaction that saves: a second one waits for the first and leads to where that
    led. Pictures are decoded and made smaller before, for others would have to wait for that.
    """
    if getattr(view, "claims_by_itself", False):
        return view

    @wraps(view)
    def answer(request, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        mark = fingerprint(request)
        prepare(request.FILES)
        if not mark:
            return view(request, *args, **kwargs)
        sent = Sent(fingerprint=mark)
        try:
            with transaction.atomic():
                sent.claim()
                response = view(request, *args, **kwargs)
                sent.settle(request, response)
        except SentBeforeError:
            sent = Sent.objects.get(fingerprint=mark)
            response = sent.respond(request)
        if sent.answer:
            tell_saved(request, response)
        return response

    return answer


def tell_saved(request, response):
    """Let the browser know that the form was saved, unless all that was said was a warning or an error."""
    name, told = request.POST.get(NAME, ""), get_messages(request)._queued_messages
    if not NAMED.fullmatch(name) or (told and min(message.level for message in told) >= constants.WARNING):
        return
    names = [one for one in request.COOKIES.get(SAVED_COOKIE, "").split(".") if NAMED.fullmatch(one)]
    response.set_cookie(
        SAVED_COOKIE,
        ".".join(dict.fromkeys([*names[-8:], name])),
        max_age=7 * DAY,
        path=settings.ADMIN_PREFIX,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
