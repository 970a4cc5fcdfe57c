"""Anatomy: of what a record consists – its fields, its rows and its topics – found by walking its model.

What cannot be edited is derived by `save()` and `settle()`, or says who the record is, and is no part of it here. A
relation that deletes along with the record holds rows of it, unless it is hidden (related_name="+") or an index.
"""

from django.db import models
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from editorial.publishing import Publishable
from editorial.terms import Reference

# Of what all records have in common this is content. The rest says who the record is and how far it is with readers.
COMMON = frozenset({"slug", "summary", "language"})


def fields(model, but=None):
    """Return the fields in which `model` keeps content, without `but`, the key by which a row belongs to its record."""
    sizes = sizes_of_pictures(model)
    apart = {field.name for field in common(model)} - COMMON
    return [
        field
        for field in model._meta.concrete_fields
        if (field.editable or field.name in sizes)
        and not (field.primary_key or field.name in apart or (but and field.name == but.name))
    ]


def common(model):
    return Publishable._meta.local_fields if issubclass(model, Publishable) else []


def sizes_of_pictures(model):
    """Return the names of the fields that go with a picture: they are known without opening it."""
    pictures = [field for field in model._meta.concrete_fields if isinstance(field, models.ImageField)]
    return {name for field in pictures for name in (field.width_field, field.height_field)}


def state_fields(model):
    """Return the fields that say how far a record is on its way to readers."""
    told = {"permanent_id", "key", "version", "created_at", "created_by", "changed_at", "changed_by"}
    names = [field.name for field in common(model) if field.name not in COMMON | told and not field.primary_key]
    return [model._meta.get_field(name) for name in names]


def relations(model):
    """Return the relations to `model` that hold its rows."""
    found = [one for one in model._meta.related_objects if one.on_delete is models.CASCADE]
    return [one for one in found if not issubclass(one.related_model, (Reference, ItemBase))]


def rows_of(model, kept):
    """Return every row of a content (editorial/content.py), at any depth, as (its model, the field that leads to what it
    belongs to, row).
    """
    for relation in relations(model):
        for row in kept["rows"].get(relation.get_accessor_name(), ()):
            yield relation.related_model, relation.field, row
            yield from rows_of(relation.related_model, row)


def topic_links(model):
    """Return the model of the links between a record of `model` and its topics, or None."""
    managers = [field for field in model._meta.local_many_to_many if isinstance(field, TaggableManager)]
    return managers[0].remote_field.through if managers else None
