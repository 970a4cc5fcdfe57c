"""Rows: how forms of the newsroom ask for each kind of value, and how rows of a record are entered on its page."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db import models
from taggit.managers import TaggableManager

from editorial import rights
from editorial.documents import DocumentField
from editorial.newsroom.forms import RowForm, RowFormSet, TopicsField
from editorial.newsroom.hours import WallField
from editorial.newsroom.permitted import leads, seen_by
from editorial.newsroom.thrifty import named_along
from editorial.newsroom.widgets import (
    ClockInput,
    DocumentInput,
    MomentInput,
    PictureInput,
    ProseInput,
    RecordSelect,
    SuggestedInput,
)
from editorial.pictures import PictureField
from editorial.richtext import RichTextField


class Asking:
    """How a form of the newsroom asks for the kinds of values that records have."""

    formfield_overrides = {
        RichTextField: {"widget": ProseInput},
        PictureField: {"widget": PictureInput},
        DocumentField: {"widget": DocumentInput},
        TaggableManager: {"form_class": TopicsField},
        models.URLField: {"assume_scheme": "https"},
        models.TimeField: {"form_class": forms.TimeField, "widget": ClockInput},
        models.DateTimeField: {"form_class": WallField, "widget": MomentInput},
    }
    # Text fields with suggestions: the field's name and that of the list, which the record's admin gives.
    suggested = {"language": "language", "hours_zone": "zone"}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name in self.suggested:
            field.widget = SuggestedInput(self.suggested[db_field.name], field.widget.attrs)
        if field and isinstance(field.widget, AdminTextareaWidget):
            field.widget.attrs["rows"] = 3
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            self.leave_to_others(field.widget)
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = RecordSelect(db_field, self.admin_site, using=kwargs.get("using"))
        limited = db_field in leads(self.model) and rights.is_limited(request.user, db_field.related_model)
        if limited:
            kwargs.setdefault("queryset", db_field.related_model.objects.visible_to(request.user))
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and limited:
            field.limited_to = request.user
        return field

    def leave_to_others(self, wrapper):
        """Offer no deletion from within another record's form, and new words only where vocabularies are kept."""
        wrapper.can_delete_related = wrapper.can_view_related = False
        if not isinstance(wrapper.widget, AutocompleteSelect):
            wrapper.can_add_related = wrapper.can_change_related = False


# A record has no more rows of a kind.
MOST_ROWS = 1000


class Rows(Asking, admin.StackedInline):
    """Rows of a record, entered on its page; static/newsroom/rows.css lays each out as one compact block."""

    form = RowForm
    formset = RowFormSet
    extra = 0
    # Empty rows that stand ready on the form of a new record.
    ready = 0
    classes = ["rows"]
    # Labels that say more where there is no room for help.
    labels = {}

    def get_queryset(self, request):
        rows = seen_by(request.user, super().get_queryset(request))
        keys = [field.name for field in self.model._meta.concrete_fields if field.many_to_one]
        wanted = {*self.get_autocomplete_fields(request), "role"}
        partly = {key.name for key in leads(self.model) if rights.is_limited(request.user, key.related_model)}
        return named_along(rows, [name for name in keys if name in wanted - partly])

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, **{"absolute_max": MOST_ROWS, **kwargs})

    def get_extra(self, request, obj=None, **kwargs):
        return self.extra if obj else self.ready

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name in self.labels:
            field.label, field.help_text = self.labels[db_field.name], ""
        return field
