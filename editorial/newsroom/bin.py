"""The bin in the newsroom: what was deleted, by whom, how many days are left; putting it back, and removing it for good."""

from django.contrib import admin, messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html

from editorial import rights
from editorial.audit import enter
from editorial.bin import DAYS, Binned, purge, put_back
from editorial.newsroom.audited import entered_as
from editorial.newsroom.deletion import address_of
from editorial.newsroom.journal import counted
from editorial.newsroom.site import DESK
from editorial.undoing import Overtaken


class BinAdmin(admin.ModelAdmin):
    """What lies in the bin. Whoever may delete records of a kind puts them back; an administrator removes them for good."""

    # What its rows are called when they are counted.
    several = "deleted records"
    list_display = ["title", "kind", "deleted_at", "deleted_by", "left"]
    list_select_related = ["content_type", "deleted_by"]
    search_fields = ["title"]
    shelf = (DESK, 10)
    actions = ["put_back_chosen"]

    def get_queryset(self, request):
        """What lies there of the kinds that are somebody's to publish, and what they deleted themselves."""
        lying = Binned.objects.lying().defer("act__changes")
        kinds = [
            kind.pk
            for kind in ContentType.objects.filter(pk__in=lying.values("content_type").distinct())
            if rights.is_editor(request.user, kind.model_class()) or request.user.is_superuser
        ]
        return lying.filter(Q(content_type__in=kinds) | Q(deleted_by=request.user))

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_staff

    has_module_permission = has_view_permission

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        """Nothing is deleted in the bin but by `purge_view`."""
        return False

    def has_put_back_permission(self, request):
        return self.has_view_permission(request)

    def may_purge(self, request):
        return rights.is_administrator(request.user)

    @admin.display(description="kind", ordering="content_type")
    def kind(self, binned):
        return binned.model._meta.verbose_name

    @admin.display(description="days left", ordering="deleted_at")
    def left(self, binned):
        return binned.days_left

    def changelist_view(self, request, extra_context=None):
        words = f"What was deleted in the last {DAYS} days"
        return super().changelist_view(request, {"title": words, **(extra_context or {})})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return self.entry(request, self.found(request, object_id))

    def entry(self, request, binned, reasons=(), status=200):
        """Show what lies there of a record, with the ways on."""
        gone = [change for change in binned.act.changes if change["after"] is None]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(binned),
            "binned": binned,
            "holds": counted(gone),
            "reasons": reasons,
            "may_put_back": binned.act.may_be_undone_by(request.user),
            "may_purge": self.may_purge(request),
        }
        return render(request, "admin/bin_entry.html", context, status=status)

    def found(self, request, key):
        binned = self.get_object(request, str(key))
        if not binned:
            raise Http404
        return binned

    def put_back_view(self, request, key):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        binned = self.found(request, key)
        if not binned.act.may_be_undone_by(request.user):
            raise PermissionDenied
        try:
            record = self.put_back(request, binned)
        except Overtaken as refused:
            return self.entry(request, binned, refused.reasons, status=409)
        messages.success(request, f"“{record}” is back as it was.")
        return HttpResponseRedirect(address_of(self.admin_site, record) or self.list_address())

    @transaction.atomic
    def put_back(self, request, binned):
        with entered_as(request, "restored"):
            record = put_back(binned, request.user)
            if self.admin_site.is_registered(type(record)):
                desk = self.admin_site.get_model_admin(type(record))
                desk.log_change(request, record, "Put back from the bin.")
        return record

    @admin.action(description="Put back", permissions=["put_back"])
    def put_back_chosen(self, request, queryset):
        """Put back what is chosen, last deleted first, since it may need what was deleted before it."""
        back = 0
        for binned in queryset.select_related("act").order_by("-deleted_at", "-pk"):
            if not binned.act.may_be_undone_by(request.user):
                messages.error(request, f"“{binned}” is not yours to put back.")
                continue
            try:
                self.put_back(request, binned)
                back += 1
            except Overtaken as refused:
                messages.error(request, f"“{binned}” cannot come back: {' '.join(refused.reasons[:3])}")
        if back:
            messages.success(request, f"Put back: {back}.")

    def purge_view(self, request, key):
        if not self.may_purge(request):
            raise PermissionDenied
        binned = self.found(request, key)
        if request.method != "POST":
            context = {**self.admin_site.each_context(request), "opts": self.opts, "binned": binned}
            return render(request, "admin/bin_purge.html", context | {"title": "Remove for good"})
        with transaction.atomic():
            said = f"Removed for good from the bin: the {binned.model._meta.verbose_name} “{binned}”."
            told = {"kind": binned.model._meta.label_lower, "number": binned.object_id}
            enter(request, "deleted", None, told, said)
            purge(binned)
        messages.success(request, format_html("“{}” is removed for good.", binned))
        return HttpResponseRedirect(self.list_address())

    def list_address(self):
        return reverse("admin:editorial_binned_changelist")

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:key>/back/", view(self.put_back_view), name="editorial_binned_back"),
            path("<int:key>/purge/", view(self.purge_view), name="editorial_binned_purge"),
            *super().get_urls(),
        ]
