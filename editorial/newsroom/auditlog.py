"""The audit log in the newsroom: for administrators to read, to narrow and to take along as a table."""

import datetime
import json
from itertools import chain

from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from editorial.audit import AuditEntry, enter
from editorial.newsroom.site import DESK
from editorial.reading.spreadsheet import lines

COLUMNS = ["at", "user_key", "user_name", "address", "action", "kind", "object_key", "object_name", "said", "details"]


class PersonFilter(admin.SimpleListFilter):
    title, parameter_name = "person", "person"

    def lookups(self, request, model_admin):
        names = AuditEntry.objects.exclude(user_key=None).order_by("user_name").values_list("user_name", flat=True)
        return [(name, name) for name in names.distinct()]

    def queryset(self, request, queryset):
        return queryset.filter(user_name=self.value()) if self.value() else queryset


class KindFilter(admin.SimpleListFilter):
    title, parameter_name = "kind", "kind"

    def lookups(self, request, model_admin):
        kinds = AuditEntry.objects.exclude(kind="").order_by("kind").values_list("kind", flat=True).distinct()
        return [(kind, kind_in_words(kind).capitalize()) for kind in kinds]

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


def kind_in_words(kind):
    """Return what records of a kind are called; one that is no longer there goes by its label."""
    try:
        return str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return kind


class AuditLog(admin.ModelAdmin):
    """The audit log as a list. Nothing in it can be added, changed or deleted, whoever asks."""

    shelf = (DESK, 9)
    change_list_template = "admin/audit_log.html"
    list_display = ["moment", "user_name", "action", "kind_shown", "record", "told", "address"]
    list_display_links = ["moment"]
    list_filter = ["action", PersonFilter, KindFilter]
    date_hierarchy = "at"
    search_fields = ["object_name", "user_name", "said", "address"]
    search_help_text = "Words from the name of a record or an account, from what was done, or an address."
    list_per_page = 100
    show_full_result_count = False
    actions = None
    empty_value_display = ""

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Audit log", **(extra_context or {})})

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fields(self, request, obj=None):
        return [
            "moment",
            ("user_name", "user_key", "address"),
            "action",
            ("kind_shown", "record", "object_key"),
            "told",
            "particulars",
        ]

    @admin.display(description="when (UTC)", ordering="pk")
    def moment(self, entry):
        return f"{entry.at.astimezone(datetime.UTC):%Y-%m-%d %H:%M:%S}"

    @admin.display(description="kind")
    def kind_shown(self, entry):
        return kind_in_words(entry.kind) if entry.kind else ""

    @admin.display(description="record")
    def record(self, entry):
        try:
            if entry.action == AuditEntry.Action.DELETED:
                return entry.object_name
            address = reverse(f"admin:{entry.kind.replace('.', '_')}_change", args=[entry.object_key])
        except NoReverseMatch:
            return entry.object_name
        return format_html('<a href="{}">{}</a>', address, entry.object_name)

    @admin.display(description="what was done")
    def told(self, entry):
        return " ".join(filter(None, [entry.said, *changes_in_words(entry.details)]))

    @admin.display(description="in full")
    def particulars(self, entry):
        return format_html("<pre>{}</pre>", json.dumps(entry.details, indent=1, ensure_ascii=False))

    def export_view(self, request):
        """Answer with what the list shows, as narrowed, in a table (CSV); that it was taken is an entry itself."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self.get_changelist_instance(request).get_queryset(request)
        enter(request, AuditEntry.Action.EXPORTED, said="The audit log.", details={"filters": request.GET.dict()})
        response = StreamingHttpResponse(table(found), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="audit-log.csv"'
        return response

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.export_view))
        return [path("export/", view, name="editorial_auditentry_export"), *super().get_urls()]


def changes_in_words(details):
    """Yield a sentence for every value before and after that an entry holds."""
    before, after = details.get("state", [None, None])
    if before != after and before and after:
        yield f"{before.capitalize()} → {after}."
    for name, values in details.get("values", {}).items():
        named = any(isinstance(value, str) for value in values)
        before, after = ("none" if named and not value else listed(value) for value in values)
        yield f"{name.replace('_', ' ').capitalize()}: {before} → {after}."


def listed(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else ", ".join(value) or "none"


def table(entries):
    """Return the lines of the table, the newest entry first."""
    return lines(chain([COLUMNS], map(cells, entries.iterator(chunk_size=2000))))


def cells(entry):
    told = json.dumps(entry.details, ensure_ascii=False) if entry.details else ""
    values = [entry.at.isoformat(), *(getattr(entry, name) for name in COLUMNS[1:-1]), told]
    return ["" if value is None else value for value in values]
