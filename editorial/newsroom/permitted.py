"""Permitted: what the newsroom shows of records to whom, and lets them do with these, whichever way they come."""

from django.contrib import admin
from django.db.models import ForeignKey, Prefetch, Q

from editorial import rights
from editorial.publishing import Publishable

UNSEEN = "(not public yet)"


def leads(model):
    """Return the fields by which a row or record leads to records with a page of their own."""
    keys = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    return [key for key in keys if issubclass(key.related_model, Publishable)]


def seen_by(user, queryset, *names):
    """Return `queryset` with the records that its rows lead to by the fields `names`; contributors see none that is
    hidden from them, by whatever field.
    """
    limited = [key for key in leads(queryset.model) if rights.is_limited(user, key.related_model)]
    if not limited:
        return queryset.select_related(*names) if names else queryset
    for key in limited:
        seen = key.related_model._default_manager.visible_to(user)
        # A row that would be nothing without what it leads to is hidden with it.
        shown = queryset if key.null else queryset.filter(**{f"{key.name}__in": seen})
        queryset = shown.prefetch_related(Prefetch(key.name, seen))
    return queryset


def let_keep(form):
    """Offer, besides what whoever fills in the form may see, what the row or record leads to already, unnamed."""
    for name, field in form.fields.items():
        user, kept = getattr(field, "limited_to", None), getattr(form.instance, f"{name}_id", None)
        if user and kept:
            known = field.queryset.filter(pk=kept).exists()
            field.queryset = field.queryset.model._default_manager.filter(
                Q(pk__in=field.queryset.values("pk")) | Q(pk=kept)
            )
            if not known:
                named = field.label_from_instance
                field.label_from_instance = lambda one, kept=kept, named=named: UNSEEN if one.pk == kept else named(one)


class Permitted:
    """The part of a record's admin that asks editorial/rights.py who may do what."""

    # The fields to other records of which a list or a suggestion gives the name.
    names = ()

    def has_view_permission(self, request, obj=None):
        return rights.may(request.user, "view", obj) if obj else super().has_view_permission(request)

    def has_change_permission(self, request, obj=None):
        return rights.may(request.user, "change", obj) if obj else super().has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return rights.may(request.user, "delete", obj) if obj else super().has_delete_permission(request)

    def has_publish_permission(self, request, obj=None):
        return rights.is_editor(request.user, self.model)

    def get_queryset(self, request):
        return seen_by(request.user, super().get_queryset(request).visible_to(request.user), *self.names)

    def get_list_select_related(self, request):
        """As laid out, but for what `get_queryset` lets a contributor see a part of."""
        laid_out = super().get_list_select_related(request)
        if not rights.is_contributor(request.user) or not isinstance(laid_out, list | tuple):
            return laid_out
        return [name for name in laid_out if name not in {key.name for key in leads(self.model)}]


class PermittedRow:
    """The same for a row of a record that has a page of its own in the newsroom."""

    def above(self, row):
        return getattr(row, self.model.row_of)

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and (
            not obj or rights.may(request.user, "view", self.above(obj))
        )

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (not obj or rights.may(request.user, "change", self.above(obj)))

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and (not obj or rights.may(request.user, "change", self.above(obj)))

    def get_queryset(self, request):
        records = self.model._meta.get_field(self.model.row_of).related_model.objects.visible_to(request.user)
        return super().get_queryset(request).filter(**{f"{self.model.row_of}__in": records})

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == self.model.row_of:
            kwargs["queryset"] = db_field.related_model.objects.changeable_by(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class SeenOnlyFilter(admin.RelatedOnlyFieldListFilter):
    """A filter by what the records in the list lead to, as far as whoever looks may see it."""

    def field_choices(self, field, request, model_admin):
        choices = super().field_choices(field, request, model_admin)
        if not rights.is_limited(request.user, field.related_model):
            return choices
        seen = set(field.related_model.objects.visible_to(request.user).values_list("pk", flat=True))
        return [choice for choice in choices if choice[0] in seen]
