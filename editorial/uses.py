"""Uses: where other records name one, found by walking the models, so that a relation added later is found as well."""

from dataclasses import dataclass

from django.db import models
from django.utils.text import capfirst
from taggit.models import ItemBase

from editorial.columns import is_derived
from editorial.publishing import Row


@dataclass(eq=False)
class Use:
    """One way in which records of a kind are named: by the field of a model, in so many rows, the first of them."""

    field: models.ForeignKey
    count: int
    rows: list

    @property
    def label(self):
        """What the list of these is called: “Participants of events: person”."""
        words = self.field.model._meta
        above = owner_model(self.field.model)
        if above is self.field.model:
            return f"{capfirst(words.verbose_name_plural)}: {self.field.verbose_name}"
        if issubclass(self.field.model, ItemBase):
            return capfirst(above._meta.verbose_name_plural)
        plural, kind = str(words.verbose_name_plural), str(above._meta.verbose_name_plural)
        return capfirst(plural if kind in plural else f"{plural} of {kind}")

    @property
    def more(self):
        return self.count - len(self.rows)

    @property
    def printed(self):
        """The name of the field that keeps the printed words when the link goes, or nothing where the link must stay."""
        return getattr(self.field.model, "printed_as", {}).get(self.field.name, "") if self.field.null else ""

    def named(self, keys):
        """Return all rows that name the records with these keys."""
        return self.field.model._base_manager.filter(**{f"{self.field.name}__in": keys})


def uses(model, keys, most=20):
    """Return how the records of `model` with these keys are named by others, with at most so many rows of each way."""
    found = []
    for relation in model._meta.related_objects:
        if is_use(relation):
            use = Use(relation.field, 0, [])
            rows = use.named(keys)
            if count := rows.count():
                found.append(Use(relation.field, count, list(with_owners(rows)[:most])))
    return found


def is_use(relation):
    """Whether a relation names the record from elsewhere: it neither goes when the record goes nor is an index."""
    by_key = isinstance(relation.field, models.ForeignKey)
    return by_key and relation.on_delete is not models.CASCADE and not is_derived(relation.related_model)


def owner_path(model):
    """Return the fields, one after the other, that lead from a row of `model` to the record that it belongs to."""
    if issubclass(model, ItemBase):
        return ["content_object"]
    if not issubclass(model, Row):
        return []
    above = model._meta.get_field(model.row_of).related_model
    return [model.row_of, *owner_path(above)]


def owner_model(model):
    for name in owner_path(model):
        model = model._meta.get_field(name).related_model
    return model


def owner(row):
    """Return the record that a row belongs to; a record that names another one itself is its own."""
    for name in owner_path(type(row)):
        row = getattr(row, name)
    return row


def with_owners(rows):
    path = "__".join(owner_path(rows.model))
    return rows.select_related(path) if path else rows
