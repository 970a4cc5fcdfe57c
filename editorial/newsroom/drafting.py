"""Drafting: changes to a record that readers see are kept apart, compared, and published at once or at an hour."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.html import format_html

from editorial.addresses import shown_at
from editorial.audit import AuditEntry, enter
from editorial.content import UnfitError, content, put
from editorial.drafts import TRIED_ON, Draft, OvertakenError
from editorial.newsroom.preview import Previewing
from editorial.newsroom.widgets import could_be_key
from editorial.shelf import put_away

# Buttons by which the form is sent to be kept as a draft rather than saved.
KEEPING = ("_keep", "_publish_draft")
# Fields of the form that say how readers come to see the record, which no draft changes.
STANDING = ("published_at", "hours_zone")
APART = "The hour of publication is no part of a draft; it stays as it was."
PUBLISHED = "Published the changes that {} had kept as a draft."
UNOPENED = "The draft cannot be opened in the form any more, which shows what readers see. {}"


class Drafting(Previewing):
    """The part of a record's admin that keeps changes to a live record as its draft, and fills the form with them."""

    def may_draft(self, request, record):
        """Whether somebody may keep changes to this record that readers do not see yet."""
        seen = record.state == "public" or self.draft_of(request, record.pk)
        return bool(seen and super().has_change_permission(request))

    def has_change_permission(self, request, obj=None):
        """Whoever may not change what readers see may still fill in its form, and no other page, to keep it as a draft."""
        if super().has_change_permission(request, obj) or obj is None or not hasattr(request, "at_the_form"):
            return super().has_change_permission(request, obj)
        asked = request.method in {"GET", "HEAD"} or {*KEEPING, "_preview"} & request.POST.keys()
        return bool(asked and obj.pk and self.may_draft(request, obj))

    def draft_of(self, request, key):
        """Return the draft of the record with that key; while a page is made the database is asked once."""
        known = request.__dict__.setdefault("drafts", {})
        if key not in known or request.method == "POST":
            known[key] = Draft.objects.of(self.model).filter(object_id=key).first() if key else None
        return known[key]

    def get_readonly_fields(self, request, obj=None):
        """When it is public from is settled by its state, which no draft has."""
        fields = super().get_readonly_fields(request, obj)
        drafted = obj and obj.version >= TRIED_ON
        return [*fields, *(name for name in STANDING if name not in fields)] if drafted else fields

    # The form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        request.at_the_form = True
        if hasattr(request, "rehearsal") or not object_id or not could_be_key(object_id):
            return super().changeform_view(request, object_id, form_url, extra_context)
        if request.method == "POST" and self.is_kept(request):
            return self.keep_draft(request, object_id, form_url)
        if request.method != "POST" and (draft := self.draft_of(request, int(object_id))):
            return self.opened_draft(request, draft, object_id, form_url)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def is_kept(self, request):
        """Whether a form is sent to be kept as a draft; one that was filled with a draft can only be kept again."""
        saved = not {"_preview", *KEEPING} & request.POST.keys() and seen_draft(request)
        return bool(saved or {*KEEPING} & request.POST.keys())

    def opened_draft(self, request, draft, object_id, form_url):
        """Show the form filled with the draft, which is tried on for as long as that takes."""
        try:
            with transaction.atomic():
                readers_see = draft.record().get_absolute_url()
                self.set_stage(request, object_id, draft)
                record = draft.record()
                with shown_at(record, self.address("draft_page", object_id)):
                    response = super().changeform_view(request, object_id, form_url, {"draft": draft})
                    if hasattr(response, "render"):
                        response.context_data["absolute_url"] = readers_see
                        response.render()
                transaction.set_rollback(True)
                return response
        except UnfitError as error:
            messages.warning(request, UNOPENED.format(error))
        return super().changeform_view(request, object_id, form_url, {"unfit_draft": draft})

    def set_stage(self, request, object_id, draft=None):
        """Try the draft on the record for a form that was filled with it, or that is to be kept in its place."""
        if not object_id or not could_be_key(object_id):
            return
        draft = draft or Draft.objects.of(self.model).filter(object_id=object_id).first()
        if draft and (record := draft.record()) and (request.method != "POST" or kept_or_seen(request)):
            draft.try_on(record)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= self.draft_context(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def draft_context(self, request, obj):
        if not (obj and obj.pk):
            return {}
        draft = self.draft_of(request, obj.pk)
        return {
            "draft": draft if obj.version >= TRIED_ON else None,
            "unfit_draft": draft if obj.version < TRIED_ON else None,
            "may_draft": self.may_draft(request, obj),
            "may_save": super().has_change_permission(request, obj),
            "draft_url": self.address("draft", obj.pk) if draft else "",
        }

    # Keeping

    @transaction.atomic
    def keep_draft(self, request, object_id, form_url):
        """Keep what stands in the form as the draft, or show its errors; publish it if that was the button pressed."""
        record = self.waited_for(request, object_id)
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, record) or not self.may_draft(request, record):
            raise PermissionDenied
        try:
            return self.keep_form(request, record, form_url)
        except UnfitError as error:
            messages.error(request, UNOPENED.format(error))
            return HttpResponseRedirect(self.address("draft", record.pk))

    def keep_form(self, request, record, form_url):
        """Keep what stands in a form as the draft of a record, which is held. Raises UnfitError."""
        run = self.rehearse(request, str(record.pk), content, form_url)
        if run.outcome is None:
            return run.response
        transaction.on_commit(lambda: put_away(run.shelf))
        draft = Draft.keep(record, run.outcome, request.user, run.shelf)
        self.tell_of_hour(request, run, content(record)["state"])
        return self.kept(request, draft, record)

    def tell_of_hour(self, request, run, state):
        if any(run.outcome["state"][name] != state[name] for name in STANDING):
            messages.warning(request, APART)

    def waited_for(self, request, key):
        """Return a record as readers see it; of two people who decide on its draft at once the second waits here."""
        found = self.get_queryset(request).filter(pk=key).first()
        return found and self.model._default_manager.select_for_update(of=("self",)).get(pk=found.pk)

    def kept(self, request, draft, record):
        if "_publish_draft" in request.POST:
            return self.published_draft(request, draft, record)
        said = "Kept as a draft. Readers go on seeing “{}” as it was, until the changes are published."
        messages.success(request, format_html(said, record))
        self.log_draft(request, record, "Changes kept as a draft.")
        return HttpResponseRedirect(self.address("change", record.pk))

    def log_draft(self, request, record, said):
        """Enter in the audit log what was done to a draft; it stands in no revision, for its record is as it was."""
        enter(request, AuditEntry.Action.CHANGED, record, {}, said)

    # Publishing

    @transaction.atomic
    def publish_draft(self, request, draft, record):
        """Give the record what its draft holds and forget the draft. Raises UnfitError or OvertakenError."""
        record = self.held(request, record)
        record.changed_by = request.user
        put(record, draft.wanted(record))
        draft.delete()
        self.log_change(request, record, PUBLISHED.format(name_of(draft.changed_by)))

    def published_draft(self, request, draft, record):
        """Publish a draft and lead to its record, or say why it cannot be published and lead to the draft."""
        if not self.has_publish_permission(request):
            raise PermissionDenied
        try:
            self.publish_draft(request, draft, record)
        except (OvertakenError, UnfitError) as error:
            messages.error(request, f"Not published: {error}")
            return HttpResponseRedirect(self.address("draft", record.pk))
        messages.success(request, format_html("Readers now see the changes to “{}”.", record))
        self.tell_of_drafts(request, record)
        return HttpResponseRedirect(self.address("change", record.pk))


def name_of(user):
    return (user.get_full_name() or user.get_username()) if user else "somebody"


def seen_draft(request):
    """Whether the form that is sent was filled with a draft."""
    seen = request.POST.get("seen_version", "")
    return could_be_key(seen) and int(seen) >= TRIED_ON


def kept_or_seen(request):
    return seen_draft(request) or bool({*KEEPING} & request.POST.keys())
