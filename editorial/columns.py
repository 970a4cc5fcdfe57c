"""Columns: every column of a row exactly, in a form that JSON can keep, and the way back into the database.

Unlike a serializer meant for exchange, nothing is made shorter or nicer: times keep their microseconds, decimals their
digits, files their names, and what is derived on saving comes back as it was, because nothing is derived here.
"""

from django.db import models
from django.db.models.fields.json import JSONField

from editorial.search.entries import Entry, Searchable
from editorial.terms import Reference

# What every save moves on, whoever saves; it neither makes a row a changed one nor comes back.
STAMPS = {"version", "changed_at", "changed_by_id"}
# As many keys as one statement may ask for on either database.
AT_ONCE = 1000


def is_derived(model):
    """Say whether the rows of `model` are an index that settling a record writes anew."""
    return issubclass(model, (Reference, Entry))


def stored_fields(model):
    """Return the fields of `model` that have a column which we write ourselves."""
    return [field for field in model._meta.concrete_fields if not field.generated]


def kept(field, row):
    """Return the value of one field of a row in a form that JSON can keep."""
    value = field.value_from_object(row)
    if value is None or isinstance(field, JSONField) or type(value) in (bool, int, float):
        return value
    # Keys of rows are numbers here, and Django's own way of writing them down would make texts of them.
    return value if type(value) is str else field.value_to_string(row)


def columns(row):
    """Return every column of a row as {its name: a value that JSON can keep}."""
    return {field.attname: kept(field, row) for field in stored_fields(type(row))}


def stored(model, keys, lock=False):
    """Return what is stored now under these keys of `model`, as {key: columns}; `lock` keeps others from it meanwhile."""
    rows = model._base_manager.select_for_update() if lock else model._base_manager
    keys, found = list(keys), {}
    for first in range(0, len(keys), AT_ONCE):
        found |= {row.pk: columns(row) for row in rows.filter(pk__in=keys[first : first + AT_ONCE])}
    return found


def values(model, kept_columns):
    """Return columns that were kept as values to give to a row of `model`."""
    fields = {field.attname: field for field in stored_fields(model)}
    return {name: fields[name].to_python(value) for name, value in kept_columns.items() if name in fields}


def insert(model, kept_columns):
    """Store a row again exactly as it was, its key included; nothing is derived, stamped or counted up."""
    model(**values(model, kept_columns)).save_base(raw=True, force_insert=True)


def rewrite(model, keys, kept_columns):
    """Give all rows with these keys the same values in some of their columns."""
    changes, keys = values(model, kept_columns), list(keys)
    for first in range(0, len(keys), AT_ONCE):
        model._base_manager.filter(pk__in=keys[first : first + AT_ONCE]).update(**changes)


def remove(model, keys):
    """Delete rows and what is derived from them, and nothing else: what refers to them is the caller's to look after."""
    keys = list(keys)
    for relation in model._meta.related_objects:
        if is_derived(relation.related_model):
            relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": keys}).delete()
    if issubclass(model, Searchable):
        Entry.objects.of(model).filter(object_id__in=keys).delete()
    rows = model._base_manager.filter(pk__in=keys)
    rows._raw_delete(rows.db)


def keys_leading_to(field, rows):
    """Return the keys to other rows that the field has in several columns as kept."""
    return {row[field.attname] for row in rows if row and row.get(field.attname) is not None}


def foreign_keys(model):
    return [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
