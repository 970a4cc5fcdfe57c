"""What was learned from reports, in the newsroom: to be looked at, switched off and taken back by editors of events."""

from django.contrib import admin

from editorial import rights
from editorial.newsroom.site import WORDS
from events.models import Event


class LearnedAdmin(admin.ModelAdmin):
    """What reports taught; nothing is added here by hand."""

    shelf = (WORDS, 20)

    def has_module_permission(self, request):
        return rights.is_editor(request.user, Event)

    def has_add_permission(self, request):
        return False

    def has_view_permission(self, request, obj=None):
        return rights.is_editor(request.user, Event)

    has_change_permission = has_delete_permission = has_view_permission


class LearnedWordAdmin(LearnedAdmin):
    list_display = ["word", "kind", "on", "learned_from", "learned_at"]
    list_editable = ["on"]
    list_filter = ["kind", "on"]
    list_select_related = ["learned_from"]
    readonly_fields = ["word", "kind", "learned_from", "learned_at"]
    search_fields = ["word"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "on":
            field.widget.attrs["aria-label"] = "counts"  # In the list no label stands beside it.
        return field


class DenialAdmin(LearnedAdmin):
    list_display = ["key", "person", "institution", "said_by", "said_at"]
    list_select_related = ["person", "institution", "said_by"]
    readonly_fields = ["key", "person", "institution", "said_by", "said_at"]
    search_fields = ["key"]
