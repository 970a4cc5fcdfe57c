"""Pointers: every way in which rows of the database refer to a record, found by walking all models.

A foreign key, a one-to-one or many-to-many relation (by the rows between), and pairs of a content type and a key: one
that is added later is found as well. What is derived is left out, for it is settled anew; so is what is written down
about the past of a record, such as the log of its changes, which stays under the key that it was written under. A model
of our own says so with `stays_behind = True`.
"""

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from editorial.columns import AT_ONCE, foreign_keys, is_derived

LOGS = {"admin.logentry"}


class Pointer:
    """A foreign key by which rows of `model` refer to a record."""

    def __init__(self, model, field):
        self.model, self.field = model, field
        self.columns = (field.attname,)

    def value(self, record):
        return getattr(record, self.field.target_field.attname)

    def rows(self, records):
        return self.model._base_manager.filter(**{f"{self.field.attname}__in": [self.value(one) for one in records]})

    def lead(self, keys, record):
        """Make the rows with these keys refer to `record`."""
        for first in range(0, len(keys), AT_ONCE):
            rows = self.model._base_manager.filter(pk__in=keys[first : first + AT_ONCE])
            rows.update(**{self.columns[-1]: self.value(record)})

    @property
    def name(self):
        """What the field is called among the fields of its model."""
        return self.field.name

    @property
    def owns(self):
        """Whether its rows are part of the record, and go when it goes."""
        return self.field.remote_field.on_delete is models.CASCADE

    def __repr__(self):
        return f"{self.model._meta.label_lower}.{self.name}"


class LoosePointer(Pointer):
    """A pair of a content type and a key by which rows of `model` refer to records of any kind."""

    owns = True
    name = "object"

    def __init__(self, model, kind, number):
        self.model, self.kind, self.number = model, kind, number
        self.columns = (kind.attname, number.attname)

    def value(self, record):
        return self.number.to_python(record.pk)

    def rows(self, records):
        kind = ContentType.objects.get_for_model(records[0])
        keys = [self.value(one) for one in records]
        return self.model._base_manager.filter(**{self.kind.attname: kind.pk, f"{self.number.attname}__in": keys})


def pointers(model):
    """Return every Pointer that may refer to records of `model`."""
    found = []
    for other in apps.get_models(include_auto_created=True):
        if not other._meta.managed or other._meta.proxy or is_derived(other) or is_log(other):
            continue
        found += [Pointer(other, field) for field in foreign_keys(other) if leads_to(field, model)]
        found += [LoosePointer(other, *pair) for pair in pairs(other)]
    return found


def is_log(model):
    return model._meta.label_lower in LOGS or getattr(model, "stays_behind", False)


def leads_to(field, model):
    return field.related_model._meta.concrete_model is model._meta.concrete_model


def pairs(model):
    """Return the pairs of (key to the content type, key of the record) that `model` has."""
    named = {
        (field.ct_field, field.fk_field) for field in model._meta.private_fields if type(field) is GenericForeignKey
    }
    fields = {field.name: field for field in model._meta.concrete_fields}
    if fields.keys() >= {"content_type", "object_id"} and leads_to_type(fields["content_type"]):
        named.add(("content_type", "object_id"))
    return [(fields[kind], fields[number]) for kind, number in sorted(named)]


def leads_to_type(field):
    return isinstance(field, models.ForeignKey) and field.related_model is ContentType
