"""Two people at one draft: what the second one typed is brought together with what the first kept, or asked about.

As with saves of the record itself (editorial/newsroom/meanwhile.py) nothing is overwritten without a word: what both
changed differently is chosen, field by field, and until then neither the draft nor the record is touched.
"""

from copy import deepcopy

from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import HttpResponseRedirect

from editorial.content import UnfitError, content, put
from editorial.drafts import TRIED_ON, Draft, keys_of, rekeyed
from editorial.newsroom.drafting import Drafting, name_of, seen_draft
from editorial.newsroom.history import Historied
from editorial.newsroom.marking import marked
from editorial.newsroom.meanwhile import KEPT_TOO, LOST, MOST_NAMED
from editorial.newsroom.once import NAME
from editorial.newsroom.widgets import could_be_key
from editorial.reconciling import Reconciling
from editorial.revisions import Revision
from editorial.shelf import put_away

SALT = "newsroom.drafttogether"
SENT = ("_publish_draft", NAME)


class KeepingTogether(Drafting, Historied):
    """The part of an admin that keeps a form as a draft over what others kept or saved meanwhile."""

    def keep_form(self, request, record, form_url):
        if "_reconciled" in request.POST:
            return self.keep_answered(request, record)
        seen = request.POST.get("seen_version", "")
        if seen == self.number_now(record):
            return super().keep_form(request, record, form_url)
        return self.keep_over(request, record, form_url, int(seen) if could_be_key(seen) else 0)

    def number_now(self, record):
        """Return the number that a form has which is filled now."""
        draft = Draft.objects.of_record(record)
        return str(draft.stamp(record.version) if draft else record.version)

    def stands(self, record):
        """Return the content of the draft as it is by now, or that of the record where there is none."""
        draft = Draft.objects.of_record(record)
        return draft.tried(record)[0] if draft else content(record)

    def keep_over(self, request, record, form_url, seen):
        """Try what was typed on what the form was filled with, as far as that is known, and bring it together."""
        opened, theirs = self.filled_with(request, record, seen), self.stands(record)
        request.draft_stage = opened or theirs
        try:
            run = self.rehearse(request, str(record.pk), content, form_url)
        finally:
            del request.draft_stage
        if run.outcome is None:
            return run.response
        transaction.on_commit(lambda: put_away(run.shelf))
        stage = opened or theirs
        self.tell_of_hour(request, run, stage["state"])
        mine = apart(self.model, run.outcome, stage, theirs)
        kept = {"record": record.pk, "by": request.user.pk, "files": sorted(run.shelf)}
        return self.keep_both(request, record, kept | {"opened": opened, "mine": mine})

    def filled_with(self, request, record, seen):
        """Return the content with which a form was opened, None where nobody knows."""
        if seen_draft(request):
            draft = Draft.objects.of_record(record)
            return draft and draft.earlier.get(str(seen))
        if seen == record.version:
            return content(record)
        revision = Revision.objects.at(record, seen)
        return revision and revision.content

    def set_stage(self, request, object_id, *args):
        if not hasattr(request, "draft_stage"):
            return super().set_stage(request, object_id, *args)
        stored = self.model._base_manager.filter(pk=object_id)
        put(stored.get(), deepcopy(request.draft_stage))
        if seen_draft(request):
            # Its fields are to be those of the form that was sent: one of a draft has fewer.
            stored.update(version=TRIED_ON)
        return None

    def keep_both(self, request, record, kept, choices=None, ask_all=False, reasons=()):
        """Keep both as the draft where all that there is to choose was chosen; ask otherwise."""
        theirs = self.stands(record)
        sides = [one and one | {"state": theirs["state"]} for one in (kept["opened"], theirs, kept["mine"])]
        found = Reconciling(self.model, *sides, choices, ask_all)
        if found.unanswered:
            return self.ask_about(request, record, kept, found, reasons)
        try:
            with transaction.atomic():
                put(self.model._base_manager.get(pk=record.pk), deepcopy(found.content))
                transaction.set_rollback(True)
        except UnfitError as error:
            if ask_all:
                return self.ask_about(request, record, kept, found, error.reasons)
            return self.keep_both(request, record, kept, choices, True, error.reasons)
        who = self.by_whom(record)[0]
        draft = Draft.keep(record, found.content, request.user, kept["files"])
        self.tell_of_theirs(request, who, found)
        return self.kept(request, draft, record)

    def tell_of_theirs(self, request, who, found):
        told = [] if found.unknown else self.told_apart(request, found.base, found.theirs)
        labels = list(dict.fromkeys(one.label for one in told if one.where not in found.refused))
        if labels:
            named = "; ".join(labels[:MOST_NAMED]) + (" …" if len(labels) > MOST_NAMED else "")
            messages.warning(request, KEPT_TOO.format(who, named))

    def by_whom(self, record):
        """Return who changed the draft, or the record where there is none, and when."""
        last = Draft.objects.of_record(record) or record
        return name_of(last.changed_by), last.changed_at

    # The question

    def ask_about(self, request, record, kept, found, reasons):
        clashes = sorted(found.clashes(), key=lambda one: self.place_on_form(request, one.where[0]))
        for clash in clashes:
            clash.marked = {
                "theirs": marked(clash.before, clash.theirs, whole=True),
                "mine": marked(clash.before, clash.mine, whole=True),
            }
        labels = {one.label for one in clashes}
        told = self.changes_between(request, found.base, found.theirs)
        who, at = self.by_whom(record)
        kept = kept | {"seen": self.number_now(record), "all": found.ask_all}
        context = {
            "clashes": clashes,
            "who": who,
            "saved_at": at,
            "kept_too": [] if found.ask_all else [one for one in told if one.label not in labels],
            "kept": signing.dumps(kept, salt=SALT, compress=True),
            "pressed": {"_keep": "1"} | {name: request.POST[name] for name in SENT if name in request.POST},
            "reasons": reasons,
        }
        return self.history_page(request, record, "clash", "Two of you changed this", context, 409)

    def keep_answered(self, request, record):
        """Keep what was chosen, unless somebody kept or saved again meanwhile: then it is asked anew."""
        try:
            kept = signing.loads(request.POST.get("_kept", ""), salt=SALT)
        except signing.BadSignature:
            kept = {"record": None, "by": None}
        if (kept["record"], kept["by"]) != (record.pk, request.user.pk):
            messages.error(request, LOST)
            return HttpResponseRedirect(request.path)
        if kept["seen"] != self.number_now(record):
            theirs = self.stands(record)
            again = kept | {"mine": apart(self.model, kept["mine"], kept["opened"] or theirs, theirs)}
            return self.keep_both(request, record, again)
        choices = {name: value for name, value in request.POST.items() if name.startswith("choice-")}
        return self.keep_both(request, record, kept, choices, kept["all"])


def apart(model, mine, opened, theirs):
    """Return a content whose own new rows, those that are not in `opened`, have keys that nobody else's rows have."""
    old = keys_of(model, opened)
    lowest = min([0, *(key for _, key in old | keys_of(model, theirs) | keys_of(model, mine) if key)])
    fresh = sorted((kind._meta.label, key) for kind, key in keys_of(model, mine) - old)
    kinds = {kind._meta.label: kind for kind, _ in keys_of(model, mine)}
    return rekeyed(model, mine, {(kinds[kind], key): lowest - number for number, (kind, key) in enumerate(fresh, 1)})
