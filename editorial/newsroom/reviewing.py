"""Reviewing: the part of a record's admin in which contributors submit drafts, and editors send them back with a note."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.urls import path
from django.utils.html import format_html

from editorial import rights
from editorial.newsroom.forms import ChosenRecordsForm
from editorial.newsroom.thrifty import has_none
from editorial.reviews import LONGEST_NOTE, ReviewNote

Step = ReviewNote.Step


class ReturnForm(ChosenRecordsForm):
    question = "Send back with a note"
    nothing = "None of what was chosen waits for review."
    note = forms.CharField(
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text="What is to be done before it can be published. Whoever submitted it sees this above the form.",
    )


class TakeBackForm(ChosenRecordsForm):
    question = "Take back from review"
    nothing = "None of what was chosen is yours and waits for review."


class Reviewing:
    """A record is submitted by a button of its form, with a word to the editors or without."""

    def may_submit(self, request, obj):
        """Whether the form offers to submit the record: to whoever may write it, but not publish it, while it is a draft."""
        if self.has_publish_permission(request):
            return False
        if obj is None or not obj.pk:
            return self.has_add_permission(request)
        return obj.state == "draft" and not obj.is_waiting and self.has_change_permission(request, obj)

    def review_context(self, request, obj):
        """What the record's form says of its review, and offers to do about it."""
        known = obj is not None and obj.pk and not has_none(obj, "review_notes")
        notes = list(obj.review_notes.select_related("made_by")) if known else []
        waits = bool(notes) and obj.is_waiting
        mine = waits and request.user.pk in {obj.created_by_id, obj.review_requested_by_id}
        returned = bool(notes) and not waits and obj.state == "draft" and notes[0].step == Step.RETURNED
        return {
            "review_notes": notes,
            "review_waits": waits,
            "review_returned": notes[0] if returned else None,
            "may_submit": self.may_submit(request, obj),
            "review_word": request.POST.get("review_word", "")[:LONGEST_NOTE],
            "return_url": f"{self.address('return')}?pk={obj.pk}"
            if waits and self.has_publish_permission(request)
            else "",
            "take_back_url": f"{self.address('take_back')}?pk={obj.pk}" if mine else "",
        }

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= self.review_context(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        # Asked before anything is stored: what was submitted is not its author's to change any more.
        request.submits = "_submit" in request.POST and self.may_submit(request, obj)
        if request.submits:
            obj.ask_for_review(request.user)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if getattr(request, "submits", False):
            form.instance.note(Step.SUBMITTED, request.user, request.POST.get("review_word", ""))
            said = "“{}” is submitted for review. Until an editor has seen it, you can take it back, not change it."
            request.happened = format_html(said, form.instance)

    def construct_change_message(self, request, form, formsets, add=False):
        made = super().construct_change_message(request, form, formsets, add)
        return "Submitted for review." if getattr(request, "submits", False) else made

    @transaction.atomic
    def end_review(self, request, record, step, said, note=""):
        record = self.held(request, record)
        record.changed_by = request.user
        record.end_review()
        record.settle()
        record.note(step, request.user, note)
        self.log_change(request, record, f"{said}: {note}" if note else f"{said}.")

    def return_view(self, request):
        if not self.has_publish_permission(request):
            raise PermissionDenied

        def answer(form):
            for record in form.cleaned_data["pk"]:
                self.end_review(request, record, Step.RETURNED, "Sent back", form.cleaned_data["note"])
            messages.success(
                request, f"Sent back with your note: {form.in_words}. Whoever submitted it finds it on the desk."
            )

        return self.question(request, self.get_queryset(request).waiting(), ReturnForm, answer)

    def take_back_view(self, request):
        if not rights.has(request.user, "change", self.model):
            raise PermissionDenied
        mine = Q(created_by=request.user) | Q(review_requested_by=request.user)

        def answer(form):
            for record in form.cleaned_data["pk"]:
                self.end_review(request, record, Step.TAKEN_BACK, "Taken back from review")
            messages.success(request, f"Taken back from review, and yours to change again: {form.in_words}.")

        return self.question(request, self.get_queryset(request).waiting().filter(mine), TakeBackForm, answer)

    def get_urls(self):
        stem = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("return/", view(self.return_view), name=f"{stem}_return"),
            path("take-back/", view(self.take_back_view), name=f"{stem}_take_back"),
            *super().get_urls(),
        ]
