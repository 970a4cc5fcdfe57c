"""Doubles: of rows that come to refer to one record, those that would then say the same thing twice.

Rows are the same when a constraint of their model allows only one of them, when they differ in nothing but their place,
or when the model says so: `same_when = (fields that must be equal, fields that must not contradict each other)`.
"""

from django.db import models
from django.db.models import UniqueConstraint

from editorial.columns import AT_ONCE, stored_fields
from editorial.dates import PartialDateField
from editorial.search.entries import Searchable

# Where a row stands among others says nothing of what it is.
PLACES = {"order", "id"}


class Rule:
    """One way of being the same: rows with equal `names` are, if they meet `condition` and `agreeing` do not differ."""

    def __init__(self, names, condition=None, agreeing=(), with_nothing=False):
        self.names, self.condition, self.agreeing = tuple(names), condition, tuple(agreeing)
        # Whether rows that both have nothing in a field are equal in it.
        self.with_nothing = with_nothing

    def key(self, row):
        values = tuple(repr(row[name]) for name in self.names)
        return None if not self.with_nothing and any(row[name] is None for name in self.names) else values


def rules(pointer):
    """Return the rules by which two rows that refer to one record through `pointer` are the same."""
    model, through = pointer.model, set(pointer.columns)

    def columns(names):
        return {model._meta.get_field(name).attname for name in names}

    found = [
        (columns(constraint.fields), constraint.condition, ())
        for constraint in model._meta.constraints
        if isinstance(constraint, UniqueConstraint) and constraint.fields
    ]
    found += [(columns(names), None, ()) for names in model._meta.unique_together]
    found += [({field.attname}, None, ()) for field in stored_fields(model) if field.unique and not field.primary_key]
    if same := getattr(model, "same_when", None):
        found.append((columns(same[0]), None, columns(same[1])))
    fitting = [
        Rule(sorted(names - through), condition, agreeing)
        for names, condition, agreeing in found
        if through & names and set(pointer.columns[-1:]) <= names
    ]
    if issubclass(model, Searchable):
        return fitting  # Two records are never the same without anybody saying so.
    whole = {field.attname for field in stored_fields(model)} - through - PLACES
    return [*fitting, Rule(sorted(whole), with_nothing=True)]


def folds(pointer, kept, moving):
    """Return {key of a row among `moving` (a list of keys): key of the row that says the same}, in the order of keys."""
    ruled = rules(pointer)
    known = [meeting(pointer.model, rule, [*kept, *moving]) for rule in ruled]
    standing, found = [{} for _ in ruled], {}
    names = {name for rule in ruled for name in (*rule.names, *rule.agreeing)}
    for key, row in [*values(pointer.model, kept, names), *values(pointer.model, moving, names)]:
        twin = None if key in kept else twin_of(pointer.model, key, row, ruled, known, standing)
        if twin is not None:
            found[key] = twin
            continue
        for rule, fits, stand in zip(ruled, known, standing, strict=True):
            if key in fits and (same := rule.key(row)) is not None:
                stand.setdefault(same, []).append((key, row))
    return found


def twin_of(model, key, row, ruled, known, standing):
    for rule, fits, stand in zip(ruled, known, standing, strict=True):
        if key in fits:
            for other, its in stand.get(rule.key(row), ()):
                if all(agree(model, name, row[name], its[name]) for name in rule.agreeing):
                    return other
    return None


def meeting(model, rule, keys):
    """Return those of `keys` whose rows meet the condition of `rule`."""
    if rule.condition is None:
        return set(keys)
    met, keys = set(), list(keys)
    for first in range(0, len(keys), AT_ONCE):
        rows = model._base_manager.filter(rule.condition, pk__in=keys[first : first + AT_ONCE])
        met |= set(rows.values_list("pk", flat=True))
    return met


def values(model, keys, names):
    """Return (key, {column: value}) of rows in the order of their keys."""
    keys, found = sorted(keys), []
    for first in range(0, len(keys), AT_ONCE):
        rows = model._base_manager.filter(pk__in=keys[first : first + AT_ONCE]).order_by("pk")
        found += [(row["pk"], row) for row in rows.values("pk", *names)]
    return found


def agree(model, name, one, other):
    """Say whether two values do not contradict each other: one is missing, or says the other more closely."""
    if not one or not other or one == other:
        return True
    shorter, longer = sorted((str(one), str(other)), key=len)
    return isinstance(model._meta.get_field(name), PartialDateField) and longer.startswith(shorter)


def filled(model, row, other, but=()):
    """Return {column: value} of what `row` lacks and `other` has, keys and places left out. Both are {column: value}."""
    found = {}
    for field in stored_fields(model):
        name = field.attname
        if field.primary_key or name in PLACES or name in but or isinstance(field, models.FileField):
            continue
        lacks = row[name] in (None, "", False) or (
            isinstance(field, PartialDateField) and str(other[name]).startswith(str(row[name])) and other[name]
        )
        if lacks and other[name] not in (None, "", False) and other[name] != row[name]:
            found[name] = other[name]
    return found
