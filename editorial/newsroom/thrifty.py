"""Thrift: the page of a record asks the database for no rows that the record does not have, and for nothing twice."""

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef
from django.forms.models import _get_foreign_key


def has_none(record, relation):
    """Whether a record was found, by the statement that fetched it, to have no rows of that relation."""
    return getattr(record, f"any_{relation}", True) is False


class Thrifty:
    """The part of an admin that fetches one record: without what only lists need, and with word of which rows it has."""

    def get_object(self, request, object_id, from_field=None):
        found = self.get_queryset(request).prefetch_related(None)
        field = self.opts.pk if from_field is None else self.opts.get_field(from_field)
        if request.method == "GET":
            found = found.annotate(**self.rows_there())
        try:
            return found.get(**{field.name: field.to_python(object_id)})
        except (self.model.DoesNotExist, ValidationError, ValueError, OverflowError):
            return None

    def rows_there(self):
        """Return, for each kind of rows that the form shows, the condition that the record has some."""
        found = {}
        for inline in self.inlines:
            if issubclass(inline, admin.StackedInline):
                key = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
                rows = inline.model._default_manager.filter(**{key.name: OuterRef("pk")})
                found[f"any_{key.remote_field.get_accessor_name()}"] = Exists(rows.order_by())
        for relation in self.opts.private_fields:
            kind = {relation.content_type_field_name: ContentType.objects.get_for_model(self.model)}
            rows = relation.related_model.objects.filter(**kind, **{relation.object_id_field_name: OuterRef("pk")})
            found[f"any_{relation.name}"] = Exists(rows.order_by())
        return found


def named_along(rows, names):
    """Fetch along with rows the records that they name by the keys `names`, without their texts."""
    texts = [
        f"{name}__{field.name}"
        for name in names
        for field in rows.model._meta.get_field(name).related_model._meta.concrete_fields
        if isinstance(field, models.TextField)
    ]
    return rows.select_related(*names).defer(*texts) if names else rows
