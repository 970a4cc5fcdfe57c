"""History: what every save changed in a record, any two states compared, looked at as readers would, and restored."""

from copy import deepcopy
from itertools import pairwise

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path

from editorial import rights
from editorial.anatomy import relations, state_fields
from editorial.content import UnfitError, content, differences, put
from editorial.differences import Difference, Names
from editorial.models import Publishable, Revision
from editorial.newsroom.accompaniment import admin_address
from editorial.newsroom.audited import entered_as
from editorial.newsroom.forms import in_words
from editorial.newsroom.keeping import Keeping
from editorial.newsroom.marking import marked
from editorial.newsroom.preview import framed
from editorial.newsroom.release import state_in_words
from editorial.newsroom.widgets import could_be_key
from editorial.proofs import whole_proof
from editorial.shelf import shelved

AT_ONCE = 20
MEANWHILE = "It was changed while you looked. What restoring would change now is shown below."


class Change:
    """A Difference as the newsroom shows it: `marks` are its words, with what was taken out and put in."""

    def __init__(self, difference):
        self.label, self.kind, self.where = difference.label, difference.kind, difference.where
        self.marks = marked(difference.before, difference.after)
        self.form_alone = difference.kind == "changed" and difference.before == difference.after


class Historied(Keeping):
    """The part of an admin that shows the revisions of a record in place of Django's own history."""

    def may_restore(self, request, record):
        """Whether somebody may restore what a record once said: who may change it as it stands, for all to see."""
        if not isinstance(record, Publishable):
            return self.has_change_permission(request, record)
        return rights.may(request.user, "change", record)

    def historied(self, request, key):
        """Return a record of which somebody may see the history. Raises Http404 and PermissionDenied.

        Contributors see that of what is theirs to write: what others wrote was not always public.
        """
        record = self.get_object(request, unquote(str(key))) if could_be_key(key) else None
        if record is None:
            raise Http404
        limited = isinstance(record, Publishable) and rights.is_limited(request.user, self.model)
        if not self.has_view_or_change_permission(request, record) or (
            limited and not self.may_restore(request, record)
        ):
            raise PermissionDenied
        return record

    # What is told

    def changes_between(self, request, before, after, names=None):
        """Return the Changes between two contents in the order of the form, the state in which readers saw it first."""
        return [
            Change(one)
            for one in [*self.changes_of_state(before, after), *self.told_apart(request, before, after, names)]
        ]

    def told_apart(self, request, before, after, names=None):
        found = differences(before, after, self.model, names)
        return sorted(found, key=lambda one: self.place_on_form(request, one.where[0]))

    def changes_of_state(self, before, after):
        was, now = (self.state_meant(kept["state"]) for kept in (before, after))
        return [Difference(("state",), "What readers see", was, now)] if was != now else []

    def state_meant(self, state):
        fields = {field.name: field for field in state_fields(self.model)}
        if not fields:
            return ""
        record = self.model()
        for name, value in state.items():
            if name in fields:
                field = fields[name]
                setattr(record, field.attname, value if field.is_relation else field.to_python(value))
        return state_in_words(record)

    def place_on_form(self, request, name):
        """Return where on the form a field or a kind of row stands."""
        rows = {one.related_model: one.get_accessor_name() for one in relations(self.model)}
        names = [*flatten_fieldsets(self.get_fieldsets(request)), *(rows.get(one.model) for one in self.inlines)]
        return names.index(name) if name in names else len(names)

    # The pages

    def history_view(self, request, object_id, extra_context=None):
        """List the revisions of a record, the newest first, each with what it changed."""
        record = self.historied(request, object_id)
        kept = Revision.objects.of(record).defer(None).select_related("made_by")
        page = Paginator(kept, AT_ONCE).get_page(request.GET.get("p"))
        # The oldest of a page is compared with the newest of the next.
        shown = [*page.object_list, *kept[page.end_index() : page.end_index() + 1]]
        names = Names(self.model, *(one.content for one in shown), user=request.user)
        for later, earlier in pairwise(shown):
            later.changes = self.changes_between(request, earlier.content, later.content, names)
        context = {"page": page, "newest": kept[0].number if page.paginator.count else 0}
        return self.history_page(request, record, "history", f"History of “{record}”", context | (extra_context or {}))

    def compare_view(self, request, key):
        """Show what differs between the two revisions that the address names as `before` and `after`."""
        record = self.historied(request, key)
        asked = [request.GET.get(name, "") for name in ("before", "after")]
        if not all(map(could_be_key, asked)):
            messages.warning(request, "Choose two of the states to compare.")
            return HttpResponseRedirect(self.history_of(record))
        earlier, later = sorted((self.revision(record, number) for number in asked), key=lambda one: one.number)
        return self.compared(request, record, earlier, later, f"What changed in “{record}”")

    def revision_view(self, request, key, number):
        """Show what restoring a revision would change, and restore it."""
        if request.method == "POST":
            return self.restore(request, key, number)
        return self.revision_page(request, self.historied(request, key), number)

    def revision_page(self, request, record, number, reasons=(), status=200):
        """Show what restoring a revision would change. The state in which readers see the record is not part of that."""
        revision, now = self.revision(record, number), content(record)
        return self.compared(
            request,
            record,
            Revision(content=now, number=0),
            Revision(content=revision.content | {"state": now["state"]}, number=number, said=revision.said),
            f"“{record}” as {when(revision)}",
            reasons,
            status,
        )

    def revision(self, record, number):
        """Return a revision by its number. Raises Http404."""
        found = Revision.objects.of(record).defer(None).select_related("made_by").filter(number=int(number)).first()
        if found is None:
            raise Http404
        return found

    def compared(self, request, record, earlier, later, title, reasons=(), status=200):
        names = Names(self.model, earlier.content, later.content, user=request.user)
        context = {
            "earlier": earlier,
            "later": later,
            "changes": self.changes_between(request, earlier.content, later.content, names),
            "may_restore": self.may_restore(request, record),
            "reasons": reasons,
        }
        return self.history_page(request, record, "revision", title, context, status)

    def history_page(self, request, record, template, title, context, status=200):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": record,
            "title": title,
            "subtitle": None,
            "history_url": self.history_of(record),
            "has_page": isinstance(record, Publishable),
            **context,
        }
        return render(request, f"admin/{template}.html", context, status=status)

    def history_of(self, record):
        return admin_address(self, "history", record.pk)

    def revision_page_view(self, request, key, number):
        """Show a revision exactly as the public page would be, and take it back."""
        record = self.historied(request, key)
        revision = self.revision(record, number)
        if not isinstance(record, Publishable):
            raise Http404
        try:
            with shelved(), transaction.atomic():
                put(record, deepcopy(revision.content))
                response = framed(request, record, whole_proof(request, record))
                transaction.set_rollback(True)
        except UnfitError as error:
            return self.revision_page(request, self.historied(request, key), number, error.reasons, 409)
        return response

    def restore(self, request, key, number):
        """Make a record what a revision says, as a revision of its own. Its state before the public stays as it is."""
        try:
            with transaction.atomic():
                record = self.historied(request, key)
                if not self.may_restore(request, record):
                    raise PermissionDenied
                if request.POST.get("seen") != str(record.version):
                    return self.revision_page(request, record, number, [MEANWHILE], 409)
                revision = self.revision(record, number)
                record.changed_by = request.user
                put(record, revision.content)
                with entered_as(request, "restored"):
                    self.log_change(request, record, f"Restored as {when(revision)}.")
        except UnfitError as error:
            return self.revision_page(request, self.historied(request, key), number, error.reasons, 409)
        messages.success(
            request, f"“{record}” is again as {when(revision)}. What it was before is kept in its history."
        )
        return HttpResponseRedirect(self.history_of(record))

    def get_urls(self):
        stem, view = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        return [
            path("<int:key>/history/compare/", view(self.compare_view), name=f"{stem}_compare"),
            path("<int:key>/history/<int:number>/", view(self.revision_view), name=f"{stem}_revision"),
            path("<int:key>/history/<int:number>/page/", view(self.revision_page_view), name=f"{stem}_revision_page"),
            *super().get_urls(),
        ]


def when(revision):
    """Say of a revision when and by whom it was made, as the end of a sentence."""
    who = f"{revision.made_by.get_username()} left it" if revision.made_by else "it stood"
    return f"{who} on {in_words(revision.made_at)}"
