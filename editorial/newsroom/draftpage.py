"""The page of a draft: what it changes, field by field, and what becomes of it: published now or later, or discarded."""

import datetime
from urllib.parse import unquote

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from editorial import rights
from editorial.bin import remove_unused
from editorial.clock import default_zone, in_words, zones
from editorial.content import UnfitError, content, differences
from editorial.documents import UNDER_EMBARGO
from editorial.drafts import Draft
from editorial.newsroom.drafting import Drafting
from editorial.newsroom.hours import instant, on_the_wall
from editorial.newsroom.preview import framed
from editorial.newsroom.widgets import ClockInput
from editorial.proofs import brought_out, proof, whole_proof
from editorial.reading.files import basename
from editorial.reviews import LONGEST_NOTE


class HourForm(forms.Form):
    """An hour on the clock of some place. `cleaned_data["at"]` is the moment that it means."""

    date = forms.DateField(widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    time = forms.TimeField(label="Hour", widget=ClockInput())
    zone = forms.ChoiceField(label="Time zone", help_text="The clock by which the hour is meant.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = [(name, name.replace("_", " ")) for name in zones()]

    def clean(self):
        cleaned = super().clean()
        if {"date", "time", "zone"} <= cleaned.keys():
            cleaned["at"] = self.moment(cleaned)
        return cleaned

    def moment(self, cleaned):
        """Return the moment meant. Raises ValidationError for one that has gone by or that no clock there shows."""
        at = instant(datetime.datetime.combine(cleaned["date"], cleaned["time"]), cleaned["zone"])
        if at <= timezone.now():
            raise ValidationError("That hour has gone by already.")
        return at


def hour_of(draft):
    """Return what the form of the hour shows: that which was chosen, or just the institute's zone."""
    zone = draft.due_zone or default_zone()
    there = draft.due_at and on_the_wall(draft.due_at, zone)
    return {"zone": zone, **({"date": there.date(), "time": there.time()} if there else {})}


class DraftPages(Drafting):
    """The part of a record's admin that has a page for the draft of each record."""

    def asked_draft(self, request, key):
        """Return a draft and its record for somebody who may look at both. Raises Http404 where there is none."""
        find = self.get_queryset(request).filter(pk=key).first
        record = self.waited_for(request, key) if request.method == "POST" else find()
        draft = record and self.draft_of(request, record.pk)
        if not draft:
            raise Http404
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        return draft, record

    def draft_view(self, request, key):
        if request.method != "POST":
            return self.draft_page(request, *self.asked_draft(request, key))
        with transaction.atomic():
            draft, record = self.asked_draft(request, key)
            draft = Draft.objects.select_for_update().filter(pk=draft.pk).first()
            if draft is None:
                raise Http404
            if not self.may_draft(request, record):
                raise PermissionDenied
            return self.decided(request, draft, record)

    def decided(self, request, draft, record):
        """Do with a draft what the button pressed says, unless somebody changed it while its page was looked at."""
        if request.POST.get("version") != str(draft.version):
            messages.error(request, "The draft was changed meanwhile. Look at it again.")
            return HttpResponseRedirect(self.address("draft", record.pk))
        for name in ("publish", "schedule", "unschedule", "submit", "return", "discard", "update"):
            if f"_{name}" in request.POST:
                return getattr(self, f"do_{name}")(request, draft, record)
        return self.draft_page(request, draft, record)

    def do_publish(self, request, draft, record):
        return self.published_draft(request, draft, record)

    def do_schedule(self, request, draft, record):
        if not self.has_publish_permission(request):
            raise PermissionDenied
        form = HourForm(request.POST)
        if not form.is_valid():
            return self.draft_page(request, draft, record, form)
        due = {"due_at": form.cleaned_data["at"], "due_zone": form.cleaned_data["zone"], "due_by": request.user}
        said = f"The changes go public on {in_words(due['due_at'], due['due_zone'])}."
        return self.told_of(request, draft, record, said, refusal="", **due)

    def do_unschedule(self, request, draft, record):
        if not self.has_publish_permission(request):
            raise PermissionDenied
        undone = {"due_at": None, "due_by": None, "due_zone": "", "refusal": ""}
        return self.told_of(request, draft, record, "The draft waits until it is published by hand.", **undone)

    def do_submit(self, request, draft, record):
        asked = {"review_requested_at": timezone.now(), "review_requested_by": request.user, "review_note": ""}
        return self.told_of(request, draft, record, "The draft was submitted for review.", **asked)

    def do_return(self, request, draft, record):
        """Send a draft that waits for review back with a note, which stands above the form that holds it."""
        if not self.has_publish_permission(request):
            raise PermissionDenied
        note = request.POST.get("note", "").replace("\0", "").strip()[:LONGEST_NOTE]
        if not note:
            messages.error(request, "Say in the note what is to be done before it can be published.")
            return HttpResponseRedirect(self.address("draft", record.pk))
        back = {"review_requested_at": None, "review_requested_by": None, "review_note": note}
        return self.told_of(request, draft, record, "The draft was sent back with a note.", **back)

    def told_of(self, request, draft, record, said, **changes):
        for name, value in changes.items():
            setattr(draft, name, value)
        draft.save(update_fields=list(changes))
        self.log_draft(request, record, said)
        messages.success(request, said)
        return HttpResponseRedirect(self.address("draft", record.pk))

    def do_update(self, request, draft, record):
        """Take into the draft what was changed in the record meanwhile; of what both changed, what is chosen."""
        found = draft.reconciled(record, request.POST).content
        said = "The draft has what was changed in the record meanwhile."
        told = {"content": found, "base": content(record), "version": draft.version + 1, "refusal": ""}
        return self.told_of(request, draft, record, said, **told)

    def do_discard(self, request, draft, record):
        if not self.has_publish_permission(request) and draft.begun_by_id != request.user.pk:
            raise PermissionDenied
        draft.delete()
        transaction.on_commit(lambda: remove_unused(draft.files))
        self.log_draft(request, record, "Changes kept as a draft were discarded.")
        messages.success(request, "The draft is discarded. The record is as readers see it.")
        return HttpResponseRedirect(self.address("change", record.pk))

    # What is shown

    def draft_page(self, request, draft, record, form=None):
        live = content(record)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Draft of changes to “{record}”",
            "opts": self.opts,
            "original": record,
            "draft": draft,
            "differences": differences(live, draft.tried(record)[0], type(record)),
            "meanwhile": differences(draft.base, live, type(record)),
            "clashes": draft.reconciled(record).clashes(),
            "form": form or HourForm(initial=hour_of(draft)),
            "may_publish": self.has_publish_permission(request),
            "may_draft": self.may_draft(request, record),
            "may_discard": self.has_publish_permission(request) or draft.begun_by_id == request.user.pk,
            "change_url": self.address("change", record.pk),
            "page_url": self.address("draft_page", record.pk),
        }
        return render(request, "admin/draft.html", context)

    def draft_page_view(self, request, key, beneath=""):
        """Show the page of a record as the draft makes it, or a file beneath it, to whoever may look at the draft."""
        draft, record = self.asked_draft(request, key)
        if is_kept_back(request.user, record, beneath):
            raise Http404
        with transaction.atomic():
            try:
                draft.try_on(record)
                response = self.proofed(request, record, beneath)
            except UnfitError as error:
                raise Http404 from error
            transaction.set_rollback(True)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def proofed(self, request, record, beneath):
        if not beneath:
            return framed(request, record, whole_proof(request, record))
        record = brought_out(record)
        return proof(request, record, self.address("draft_page", record.pk), beneath)

    def get_urls(self):
        stem, view = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        page = view(self.draft_page_view)
        return [
            path("<int:key>/draft/", view(self.draft_view), name=f"{stem}_draft"),
            path("<int:key>/draft/page/", page, name=f"{stem}_draft_page"),
            path("<int:key>/draft/page/<path:beneath>", page, name=f"{stem}_draft_file"),
            *super().get_urls(),
        ]


def is_kept_back(user, record, beneath):
    """Whether a file is a document under embargo that `user` may not read, whatever their draft says of its hour."""
    if not beneath or rights.sees_drafts(user, record) or not hasattr(record, "documents"):
        return False
    names = record.documents.filter(UNDER_EMBARGO).values_list("file", flat=True)
    return basename(unquote(beneath)) in map(basename, names)
