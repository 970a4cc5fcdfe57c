"""Copying: rows of one record made anew for another, with what stands beneath them and what they say of each other."""

from django.core.exceptions import ValidationError
from django.db import models

from editorial.anatomy import relations


class Copy:
    """Copies rows. `left` names, by relation, fields that begin empty; `adapt` may change a row before it is stored; the
    rows `apart` are not copied.
    """

    def __init__(self, left=None, adapt=lambda row: None, apart=()):
        self.left, self.adapt, self.apart = left or {}, adapt, set(apart)
        self.made = {}

    def rows(self, source, record, chosen):
        """Give `record` a copy of the rows that `source` has by the relations `chosen`; rows that others name come first."""
        models_copied = {relation.related_model for relation in relations(type(source))}
        self.made |= {model: {} for model in models_copied if model not in self.made}
        for relation in sorted(chosen, key=lambda one: self.names_rows(one.related_model)):
            for row in relation.related_model._base_manager.filter(**{relation.field.name: source}).order_by("pk"):
                if row not in self.apart:
                    self.row(row, relation, record)

    def names_rows(self, model):
        keys = (field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey))
        return any(field.related_model in self.made for field in keys)

    def row(self, row, relation, record):
        left = self.left.get(relation.get_accessor_name(), ())
        values = {
            field.attname: value_of(row, field)
            for field in row._meta.concrete_fields
            if not field.primary_key and field.name not in left
        }
        new = type(row)(**values | {relation.field.attname: record.pk})
        if not self.relink(new, relation.field) and not is_new(new):
            return
        self.adapt(new)
        new.save()
        self.made[type(row)][row.pk] = new.pk
        self.rows(row, new, relations(type(row)))

    def relink(self, row, owner):
        """Let a row name the copies of the rows that its source named; say whether all of them were copied."""
        whole = True
        for field in row._meta.concrete_fields:
            if field is not owner and isinstance(field, models.ForeignKey) and field.related_model in self.made:
                before = getattr(row, field.attname)
                after = self.made[field.related_model].get(before)
                setattr(row, field.attname, after)
                whole = whole and bool(after) == bool(before)
        return whole


def value_of(row, field):
    value = getattr(row, field.attname)
    return value.name if isinstance(field, models.FileField) else value


def is_new(row):
    """Whether the database will take a row which, without its session, may say what another one says already."""
    try:
        row.validate_constraints()
    except ValidationError:
        return False
    return True
