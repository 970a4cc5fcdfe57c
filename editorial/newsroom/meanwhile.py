"""Meanwhile: of two people who have a record open and save it, neither overwrites the other.

What the second one typed is tried on the state in which they opened the form, and what comes of that is brought together
with what is stored now. What both changed differently is asked, with all that was typed kept; nothing is saved until then.
"""

from contextlib import suppress

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.html import format_html

from editorial.anatomy import fields
from editorial.content import UnfitError, content, fill, put
from editorial.newsroom.drafting import KEEPING, seen_draft
from editorial.newsroom.history import Historied
from editorial.newsroom.marking import marked
from editorial.newsroom.once import NAME
from editorial.newsroom.widgets import could_be_key
from editorial.reconciling import STATE, Reconciling, set_state, without_new_keys
from editorial.revisions import Revision
from editorial.shelf import put_away

SALT = "newsroom.meanwhile"
# What says how the form was sent, and by which name the browser keeps what was typed (editorial/newsroom/once.py).
SENT = ("_save", "_continue", "_addanother", "_publish", "_popup", "_to_field", NAME)
TOGETHER = "Saved, together with what {} changed meanwhile."
KEPT_TOO = "While you had this open, {} saved: {}. That is kept, and so is yours."
LOST = "What you had typed cannot be found any more. The form shows the record as it stands."
# Of what others changed so much is named in one message.
MOST_NAMED = 12


class MeanwhileError(Exception):
    """The record that a form would save is no longer the one that it was opened with."""


class Meanwhile(Historied):
    """The part of an admin that saves a form over what others saved meanwhile, and asks where both cannot be had."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST" or not object_id or not self.saves_at_once(request):
            return super().changeform_view(request, object_id, form_url, extra_context)
        if "_reconciled" in request.POST:
            return self.answered(request, object_id)
        request.saves_over = True
        with suppress(MeanwhileError):
            return super().changeform_view(request, object_id, form_url, extra_context)
        request.saves_over = False
        return self.reconciled(request, object_id, form_url)

    def saves_at_once(self, request):
        apart = {"_preview", "_saveasnew", *KEEPING} & request.POST.keys()
        return not (apart or seen_draft(request) or hasattr(request, "rehearsal"))

    def held(self, request, record):
        record = super().held(request, record)
        if getattr(request, "saves_over", False) and request.POST.get("seen_version") != str(record.version):
            raise MeanwhileError
        return record

    def set_stage(self, request, object_id, *args):
        """Bring the record back into the state in which the form was opened, for as long as the form is tried."""
        if not hasattr(request, "stage"):
            return super().set_stage(request, object_id, *args)
        record = self.model._base_manager.get(pk=object_id)
        set_state(record, request.stage["state"])
        return put(record, request.stage)

    @transaction.atomic
    def reconciled(self, request, object_id, form_url):
        """Save what was typed together with what was saved meanwhile, or ask; show the form where it has errors."""
        record = self.changeable(request, object_id)
        now = Revision.keep_before(record)
        opened = self.opened_with(request, record)
        run = self.tried(request, object_id, form_url, opened or now)
        if run.outcome is None:
            return run.response
        transaction.on_commit(lambda: put_away(run.shelf))
        mine = without_new_keys(self.model, run.outcome, (opened or now).content)
        kept = {"opened": opened and opened.number, "seen": now.number, "mine": mine, "by": request.user.pk}
        return self.bring_together(request, record, kept)

    def changeable(self, request, object_id):
        """Return the record, held for this transaction. Raises PermissionDenied when it is no longer theirs to change."""
        record = self.get_object(request, object_id)
        if record is None or not self.has_change_permission(request, record):
            raise PermissionDenied
        return record

    def opened_with(self, request, record):
        """Return the revision of the state in which the form was opened, or the nearest before it that was kept."""
        seen = request.POST.get("seen_version", "")
        return Revision.objects.at(record, int(seen)) if could_be_key(seen) else None

    def tried(self, request, object_id, form_url, opened):
        try:
            request.stage = opened.content
            return self.rehearse(request, object_id, content, form_url)
        except UnfitError:
            # That state cannot be had any more. The form then is tried on what is stored.
            del request.stage
            return self.rehearse(request, object_id, content, form_url)
        finally:
            request.__dict__.pop("stage", None)

    def bring_together(self, request, record, kept, choices=None, ask_all=False, reasons=()):
        """Save both, where all that there is to choose was chosen; ask otherwise. The record is held."""
        base, theirs = self.between(record, kept)
        found = Reconciling(self.model, base and base.content, theirs.content, kept["mine"], choices, ask_all)
        if found.unanswered:
            return self.ask_which(request, record, kept, found, reasons)
        try:
            with transaction.atomic():
                self.make(request, record, found.content)
        except (UnfitError, ValidationError) as error:
            reasons = getattr(error, "reasons", None) or error.messages
            stored = self.model._base_manager.get(pk=record.pk)
            if ask_all:
                return self.ask_which(request, stored, kept, found, reasons)
            return self.bring_together(request, stored, kept, choices, True, reasons)
        return self.saved_together(request, record, found, base, theirs)

    def between(self, record, kept):
        """Return the revision with which the form was opened, None where nobody knows, and what others made of it."""
        found = Revision.objects.numbered(record, *filter(None, [kept["opened"], kept["seen"]]))
        return (found[0], found[-1]) if kept["opened"] else (None, found[-1])

    def make(self, request, record, wanted):
        """Make the record what is wanted. Raises ValidationError and UnfitError where that cannot be."""
        record.changed_by = request.user
        tried = type(record)._base_manager.get(pk=record.pk)
        fill(tried, fields(self.model), wanted["fields"])
        tried.clean()
        set_state(record, wanted["state"])
        put(record, wanted)

    def saved_together(self, request, record, found, base, theirs):
        who = self.others(record, base, theirs, request.user)
        self.log_change(request, record, TOGETHER.format(who))
        told = self.told_apart(request, base.content, theirs.content) if base else ()
        told = [one for one in told if one.where not in found.refused]
        if labels := dict.fromkeys(one.label for one in told):
            named = "; ".join(list(labels)[:MOST_NAMED]) + (" …" if len(labels) > MOST_NAMED else "")
            messages.warning(request, format_html(KEPT_TOO, who, named))
        return self.response_change(request, record)

    def others(self, record, base, theirs, user):
        """Say who saved a record after the state `base`."""
        since = base.number if base else theirs.number - 1
        later = Revision.objects.of(record).filter(number__gt=since, number__lte=theirs.number)
        names = {one.made_by for one in later.select_related("made_by")}
        told = sorted("you in another window" if one == user else str(one) for one in names if one)
        return " and ".join(told) or "somebody else"

    # The question

    def ask_which(self, request, record, kept, found, reasons=()):
        base, theirs = self.between(record, kept)
        clashes = sorted(found.clashes(), key=lambda one: self.place_on_form(request, one.where[0]))
        for clash in clashes:
            if clash.where == STATE:
                contents = (one["state"] for one in (found.base, found.theirs, found.mine))
                clash.before, clash.theirs, clash.mine = map(self.state_meant, contents)
            clash.marked = {
                "theirs": marked(clash.before, clash.theirs, whole=True),
                "mine": marked(clash.before, clash.mine, whole=True),
            }
        labels = {one.label for one in clashes}
        told = self.changes_between(request, found.base, found.theirs)
        context = {
            "clashes": clashes,
            "who": self.others(record, base, theirs, request.user),
            "saved_at": theirs.made_at,
            "kept_too": [] if found.ask_all else [one for one in told if one.label not in labels],
            "kept": signing.dumps(kept | {"record": record.pk, "all": found.ask_all}, salt=SALT, compress=True),
            "pressed": {name: request.POST[name] for name in SENT if name in request.POST},
            "reasons": reasons,
        }
        return self.history_page(request, record, "clash", "Two of you changed this", context, 409)

    @transaction.atomic
    def answered(self, request, object_id):
        """Save what was chosen, unless somebody saved again meanwhile: then that is brought together as well."""
        record = self.changeable(request, object_id)
        kept = self.what_was_kept(request, record)
        if kept is None:
            messages.error(request, LOST)
            return HttpResponseRedirect(request.path)
        choices = {name: value for name, value in request.POST.items() if name.startswith("choice-")}
        now = Revision.keep_before(record)
        if now.number != kept["seen"]:
            kept, choices = self.moved_on(record, kept, choices, now), None
        return self.bring_together(request, record, kept, choices, choices is not None and kept.get("all", False))

    def what_was_kept(self, request, record):
        """Return what the page that asked had kept, None when it is not what this page gave this user."""
        try:
            kept = signing.loads(request.POST.get("_kept", ""), salt=SALT)
        except signing.BadSignature:
            return None
        return kept if (kept["record"], kept["by"]) == (record.pk, request.user.pk) else None

    def moved_on(self, record, kept, choices, now):
        """Return what is kept as if the form had been opened with what was seen when choosing, and sent as chosen."""
        base, theirs = self.between(record, kept)
        contents = (base and base.content, theirs.content, kept["mine"])
        chosen = Reconciling(self.model, *contents, choices, kept.get("all", False)).content
        return {"opened": kept["seen"], "seen": now.number, "mine": chosen, "by": kept["by"]}
