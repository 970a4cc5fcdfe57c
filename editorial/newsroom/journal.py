"""The journal in the newsroom: what was done to many rows in one step, by whom and when, and how it is undone."""

from collections import Counter

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html

from editorial.models import Act
from editorial.newsroom.audited import entered_as
from editorial.newsroom.site import DESK
from editorial.newsroom.widgets import could_be_key
from editorial.undoing import Overtaken

# So many names of a kind are listed one by one.
MOST_NAMES = 40


def told(change, number):
    """Return in words how many rows of a kind there are."""
    words = apps.get_model(change)._meta
    return f"{number:,} {words.verbose_name if number == 1 else words.verbose_name_plural}"


def outcome(changes):
    """Say what undoing these changes will do, as [(heading, [(how many of what, their names)])]."""
    headings = {
        "come back": lambda change: change["after"] is None,
        "are put back as they were": lambda change: change["before"] is not None and change["after"] is not None,
        "go again": lambda change: change["before"] is None,
    }
    return [
        (heading, kinds)
        for heading, fits in headings.items()
        if (kinds := counted([change for change in changes if fits(change)]))
    ]


def counted(changes):
    """Return (how many of what, names) for each kind among the changes."""
    numbers = Counter(change["model"] for change in changes)
    names = {model: dict.fromkeys(one["label"] for one in changes if one["model"] == model) for model in numbers}
    return [(told(model, number), [*filter(None, names[model])][:MOST_NAMES]) for model, number in numbers.items()]


def undo_button(acted):
    """Return a link to the page on which an act is undone, for a message about it."""
    return format_html('<a href="{}" class="button">Undo …</a>', reverse("admin:editorial_act_change", args=[acted.pk]))


class ActAdmin(admin.ModelAdmin):
    """What was done in one step, the newest first. An act is read and undone, and never changed or deleted."""

    list_display = ["title", "done_at", "done_by", "state"]
    list_filter = ["kind", "done_at"]
    list_select_related = ["done_by", "undone_by"]
    search_fields = ["title"]
    shelf = (DESK, 9)

    def get_queryset(self, request):
        return super().get_queryset(request).defer("changes")

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "What was done in one step", **(extra_context or {})})

    def has_view_permission(self, request, obj=None):
        """Those who may publish anything see what was done in one step."""
        user = request.user
        return user.is_active and (
            user.is_superuser or any(".publish_" in permission for permission in user.get_all_permissions())
        )

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="now")
    def state(self, acted):
        if acted.undone_at:
            return f"Undone by {acted.undone_by or 'somebody'}"
        address = reverse("admin:editorial_act_change", args=[acted.pk])
        return format_html('<a href="{}" aria-label="Undo: {}">Undo …</a>', address, acted)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show an act with what undoing it would bring back, and undo it when asked to."""
        acted = Act.objects.filter(pk=object_id).first() if could_be_key(object_id) else None
        if not acted:
            raise Http404
        if not self.has_view_permission(request, acted):
            raise PermissionDenied
        if request.method == "POST":
            return self.undo(request, acted)
        return self.shown(request, acted)

    def undo(self, request, acted):
        if not acted.may_be_undone_by(request.user):
            raise PermissionDenied
        try:
            with transaction.atomic(), entered_as(request, "undone"):
                for record in acted.undo(request.user):
                    self.log_undoing(request, record, acted)
        except Overtaken as refused:
            return self.shown(request, acted, refused.reasons, status=409)
        messages.success(request, f"Undone: {acted}.")
        return HttpResponseRedirect(reverse("admin:editorial_act_changelist"))

    def log_undoing(self, request, record, acted):
        if self.admin_site.is_registered(type(record)):
            desk = self.admin_site.get_model_admin(type(record))
            desk.log_change(request, record, f"Undone: {acted}.")

    def shown(self, request, acted, reasons=(), status=200):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(acted),
            "act": acted,
            "outcome": outcome(acted.changes),
            "may_undo": acted.may_be_undone_by(request.user) and not acted.undone_at,
            "reasons": reasons,
        }
        return render(request, "admin/act.html", context, status=status)
