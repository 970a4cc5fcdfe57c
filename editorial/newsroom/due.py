"""Due: drafts whose hour has come are published by the first request after it, before that is answered; no job is needed."""

import logging

from django.contrib import admin
from django.db import Error, transaction
from django.utils import timezone

from editorial.content import UnfitError
from editorial.drafts import Draft, OvertakenError
from editorial.proofs import asked_by_nobody
from editorial.reading.remembered import remembered

logger = logging.getLogger(__name__)
NO_LONGER = "{} may not publish such records any more."


def what_is_due_first(get_response):
    """Publish what is due before a request is answered; whatever becomes of that, the request is answered."""

    def answer(request):
        try:
            if is_due():
                carry_out(request)
        except Error:
            logger.exception("What was due could not be looked up.")
        return get_response(request)

    return answer


def is_due():
    """Whether the hour of some draft has come. While nothing changes the database is not asked for the next one."""
    next_hour = remembered(Draft.objects.scheduled().values_list("due_at")[:1])
    return bool(next_hour) and next_hour[0][0] <= timezone.now()


def carry_out(request):
    """Publish every draft that is due, each by itself, as whoever set its hour."""
    for key in Draft.objects.scheduled().filter(due_at__lte=timezone.now()).values_list("pk", flat=True):
        try:
            with transaction.atomic():
                publish_due(request, key)
        except (OvertakenError, UnfitError, NotAllowedError) as error:
            refuse(key, str(error))
        except Exception:
            # Pages go on, whatever it was; the desk says that it was not done, and the log why.
            logger.exception("A draft could not be published at its hour.")
            refuse(key, "Something went wrong; the log of the program says what.")


class NotAllowedError(Exception):
    """Whoever set the hour could not publish the draft now."""


def publish_due(request, key):
    """Publish one draft unless another process has. Raises what keeps it from being published."""
    draft = Draft.objects.filter(pk=key).first()
    record = draft and draft.record()
    if record:
        # The record first, as whoever decides about its draft by hand: so neither waits for the other for ever.
        type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
    draft = Draft.objects.select_for_update().filter(pk=key, due_at__lte=timezone.now(), refusal="").first()
    if draft is None:
        return
    if record is None:
        draft.delete()
        return
    asked = asked_by_nobody(request, request.path_info)
    asked.user = draft.due_by
    desk = admin.site.get_model_admin(type(record))
    if not (asked.user and asked.user.is_active and desk.has_publish_permission(asked)):
        raise NotAllowedError(NO_LONGER.format(asked.user or "Whoever set the hour"))
    desk.publish_draft(asked, draft, record)


def refuse(key, why):
    """Leave a draft and its record as they are, and keep why."""
    try:
        Draft.objects.filter(pk=key).update(refusal=why)
    except Error:
        logger.exception("Why a draft could not be published was not kept.")
