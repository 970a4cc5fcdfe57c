"""Settling: which records are found under something else after rows were written behind their backs, and doing so."""

from collections import defaultdict

from editorial.columns import AT_ONCE, foreign_keys, keys_leading_to
from editorial.publishing import Row
from editorial.search.entries import Searchable
from editorial.terms import Term
from editorial.trees import with_descendants


def records_behind(model, rows):
    """Return the records that rows of `model`, as kept columns, belong or lead to, as {model: keys}."""
    found = defaultdict(set)
    if issubclass(model, Searchable):
        found[model] |= {row[model._meta.pk.attname] for row in rows if model._meta.pk.attname in row}
    for field in foreign_keys(model):
        target, keys = field.related_model, keys_leading_to(field, rows)
        if issubclass(target, Searchable):
            found[target] |= keys
        elif issubclass(target, Row) and keys:
            above = target._base_manager.filter(pk__in=keys).values_list(f"{target.row_of}_id", flat=True)
            owner = target._meta.get_field(target.row_of)
            for record, those in records_behind(target, [{owner.attname: key} for key in above]).items():
                found[record] |= those
    return found


def records_beneath(model, keys, parent):
    """Return what is found under rows of a tree, such as topics, that come to stand elsewhere, as {model: keys}."""
    found = defaultdict(set)
    if not keys or not issubclass(model, Searchable):
        return found
    found[model] |= with_descendants(model, keys, parent)
    for kind in Term.kinds():
        if kind._meta.get_field("term").related_model is model:
            record = kind._meta.get_field("record").related_model
            found[record] |= set(kind.objects.filter(term__in=keys).values_list("record", flat=True))
    return found


def add(found, more):
    """Add the records of {model: keys} to those of another."""
    for model, keys in more.items():
        found[model] |= keys


def settle(records, words=True):
    """Settle records, given as {model: keys}, many at once; `words` says whether their own words may have changed."""
    for model, keys in records.items():
        here = set()
        keys = sorted(keys)
        for first in range(0, len(keys), AT_ONCE):
            here |= set(model._base_manager.filter(pk__in=keys[first : first + AT_ONCE]).values_list("pk", flat=True))
        if here:
            model.settle_all(here, words)
