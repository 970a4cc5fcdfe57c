"""Rehearsal: the ordinary save of a record's form, run to see what would come of it, and taken back entirely."""

from django.contrib.messages.storage.base import BaseStorage
from django.db import transaction
from django.http import HttpResponse

from editorial.shelf import shelved


class Unheard(BaseStorage):
    """Messages of a save that in the end did not happen."""

    def _get(self, *args, **kwargs):
        return [], True

    def _store(self, messages, response, *args, **kwargs):
        return []


class Rehearsal:
    """One run: what is to be made of the record that the form stored, and what came of it.

    `outcome` is what `look(record)` gave, `shelf` holds the files that would have been stored, by their names. Where the
    form had errors there is no outcome, and `response` is the form that shows them.
    """

    outcome = response = None
    shelf = {}

    def __init__(self, look):
        self.look = look


class Rehearsing:
    """The part of a record's admin that saves its form for show. It stands first among the parts of the admin."""

    def rehearse(self, request, object_id, look, form_url=""):
        """Run the form's own save, hand the stored record to `look`, take everything back; return the Rehearsal.

        Files go to a shelf in memory. What is logged, told or handed to others of a save is left out or taken back.
        """
        run = request.rehearsal = Rehearsal(look)
        told, request._messages = request._messages, Unheard(request)
        try:
            with shelved() as run.shelf, transaction.atomic():
                self.set_stage(request, object_id)
                run.response = super().changeform_view(request, object_id, form_url, None)
                if hasattr(run.response, "render"):
                    run.response.render()
                transaction.set_rollback(True)
        finally:
            request._messages = told
            del request.rehearsal
        return run

    def set_stage(self, request, object_id):
        """Bring the record into the state in which its form is filled in; a pending draft of it does."""

    def response_add(self, request, obj, post_url_continue=None):
        return self.looked_at(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self.looked_at(request, obj) or super().response_change(request, obj)

    def looked_at(self, request, record):
        """Look at what was stored, within the transaction that is about to be taken back."""
        if run := getattr(request, "rehearsal", None):
            run.outcome = run.look(type(record)._base_manager.get(pk=record.pk))
            return HttpResponse()
        return None

    def log_addition(self, request, obj, message):
        return None if hasattr(request, "rehearsal") else super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        return None if hasattr(request, "rehearsal") else super().log_change(request, obj, message)
