"""Exporting: the records of a list, as it is filtered or as they are chosen, as tables to work on elsewhere."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone

from editorial import rights
from editorial.audit import enter
from editorial.exchange import leaving
from editorial.newsroom.widgets import could_be_key

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


class Exporting:
    """The part of a desk that hands out its records as tables."""

    def has_export_permission(self, request):
        """Contributors see only a part of the record, and of what it names; tables of it are for those who see all."""
        return self.has_view_permission(request) and not rights.is_limited(request.user, self.model)

    def exchange_address(self, name):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}")

    @admin.action(description="Export …", permissions=["export"])
    def export_chosen(self, request, queryset):
        return self.export_page(request, list(queryset.values_list("pk", flat=True)), "chosen")

    def get_actions(self, request):
        """Offer the export in every list, whatever other actions it has."""
        actions = super().get_actions(request)
        if self.has_export_permission(request) and not request.GET.get("_popup"):
            actions.setdefault("export_chosen", self.get_action("export_chosen"))
        return actions

    def export_view(self, request):
        """Hand out the records of the list as its address filters it, or those chosen in it."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        asked = request.POST if request.method == "POST" else request.GET
        form = asked.get("form", "")
        if asked.get("of") == "pattern":
            return self.sent(leaving.pattern(self.exchange()), "xlsx", f"{self.exchange.title}-template")
        keys = self.keys_chosen(request, asked) if "pk" in asked else self.keys_listed(request)
        if keys is None:
            return HttpResponseRedirect(self.exchange_address("changelist") + "?e=1")
        if form not in leaving.FORMS:
            return self.export_page(request, keys, "chosen" if "pk" in asked else "listed")
        details = {"kind": self.opts.label_lower, "records": len(keys), "form": form}
        enter(request, "exported", None, details, f"{len(keys)} {self.opts.verbose_name_plural} exported.")
        data = leaving.FORMS[form](self.exchange(), keys)
        return self.sent(data, form, f"{self.exchange.title}-{timezone.localdate()}")

    def keys_chosen(self, request, asked):
        keys = [int(key) for key in asked.getlist("pk") if could_be_key(key)]
        seen = set(self.get_queryset(request).values_list("pk", flat=True))
        return [key for key in dict.fromkeys(keys) if key in seen]

    def keys_listed(self, request):
        """Return the keys of the records in the list that the address filters, in its order; None when it cannot."""
        asked = request.GET
        request.GET = asked.copy()
        for name in ("form", "of", "p", "all", "e"):
            request.GET.pop(name, None)
        try:
            listed = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return None
        finally:
            request.GET = asked
        return list(dict.fromkeys(listed.queryset.values_list("pk", flat=True)))

    def export_page(self, request, keys, of):
        context = {**self.admin_site.each_context(request), "opts": self.opts, "exchange": self.exchange()}
        context |= {"title": f"Export {self.opts.verbose_name_plural}", "media": self.media, "of": of}
        context |= {"count": len(keys), "keys": keys if of == "chosen" else (), "asked": request.GET.lists()}
        context["total"] = self.get_queryset(request).count()
        return render(request, "admin/export.html", context)

    def sent(self, data, form, stem):
        response = HttpResponse(data, content_type=TYPES[form])
        response["Content-Disposition"] = f'attachment; filename="{stem}.{form}"'
        return response

    def changelist_view(self, request, extra_context=None):
        asked = request.GET.urlencode()
        links = {}
        if self.has_export_permission(request):
            links["export_url"] = self.exchange_address("export") + (f"?{asked}" if asked else "")
        if self.may_import(request):
            links["import_url"] = self.exchange_address("import")
        return super().changelist_view(request, links | (extra_context or {}))

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        return [path("export/", self.admin_site.admin_view(self.export_view), name=name), *super().get_urls()]
