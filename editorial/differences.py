"""Differences: what one content says otherwise than another, in the words of the form."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.db import models
from django.utils.dateparse import parse_time
from django.utils.formats import date_format
from django.utils.text import capfirst

from editorial import rights
from editorial.anatomy import fields, relations
from editorial.dates import PartialDate, PartialDateField
from editorial.publishing import Publishable
from editorial.richtext import RichTextField, plain

TOPICS = "topics"
ORDER = "order"


@dataclass(frozen=True)
class Difference:
    """One thing that differs: `where` it is (a field's name, or relation, key, field …), what the form calls it, and
    how it was and is in words. Of a row that came or went one of the two is None.

    `values` are the two as contents have them.
    """

    where: tuple
    label: str
    before: str | None
    after: str | None
    values: tuple = field(default=(None, None), compare=False, repr=False)

    @property
    def kind(self):
        """One of "added", "removed" and "changed"."""
        return "added" if self.before is None else "removed" if self.after is None else "changed"

    def __str__(self):
        if self.kind == "changed":
            return f"{self.label}: “{self.before}” became “{self.after}”"
        return f"{self.label}: {self.kind}"


def differences(before, after, model, names=None):
    """Return the Differences between two contents of a record of `model`, in the order of the model.

    `names` are the Names of these contents, for whoever compares many at once.
    """
    names = names or Names(model, before, after)
    found = list(fields_between(model, before["fields"], after["fields"], names))
    if sorted(before.get(TOPICS, [])) != sorted(after.get(TOPICS, [])):
        was, now = before.get(TOPICS, []), after.get(TOPICS, [])
        found.append(Difference((TOPICS,), "Topics", "; ".join(was), "; ".join(now), (was, now)))
    return found + list(rows_between(model, before["rows"], after["rows"], names))


def fields_between(model, was, now, names, where=(), label="", but=None):
    for one in fields(model, but):
        if where and one.name == ORDER:
            continue  # Told once for all rows of a kind.
        old, new = was.get(one.name), now.get(one.name)
        if one.name in was and one.name in now and not alike(old, new):
            called = f"{label}: {one.verbose_name}" if label else str(capfirst(one.verbose_name))
            words = [in_words(one, value, names) for value in (old, new)]
            yield Difference((*where, one.name), called, *words, (old, new))


def alike(one, other):
    """Say whether two values say the same. Browsers send every line break as two characters (HTML, 4.10.22.4)."""
    if isinstance(one, str) and isinstance(other, str):
        return one.replace("\r\n", "\n") == other.replace("\r\n", "\n")
    return one == other


def rows_between(model, was, now, names, where=(), label=""):
    for relation in relations(model):
        name, kind = relation.get_accessor_name(), relation.related_model
        if name not in was or name not in now:
            continue
        place = (*where, name)
        yield from order_between(kind, was[name], now[name], names, place, label)
        yield from kind_between(relation, was[name], now[name], names, place, label)


def kind_between(relation, was, now, names, where, label):
    """Compare the rows of one relation: which came, which went, and what changed in those that stayed."""
    kind, old = relation.related_model, {row["key"]: row for row in was}
    kept = {row["key"] for row in now}
    for row in was:
        if row["key"] not in kept:
            yield Difference(
                (*where, row["key"]), headed(label, kind, row, names), told(relation, row, names), None, (row, None)
            )
    for number, row in enumerate(now):
        before, called = old.get(row["key"]), headed(label, kind, row, names)
        if before is None:
            key = row["key"] or f"new-{number}"
            yield Difference((*where, key), called, None, told(relation, row, names), (None, row))
            continue
        place = (*where, row["key"])
        yield from fields_between(kind, before["fields"], row["fields"], names, place, called, relation.field)
        yield from rows_between(kind, before["rows"], row["rows"], names, place, called)


def order_between(kind, was, now, names, where, label):
    """Say that rows which stayed stand in another order."""
    both = {row["key"] for row in was} & {row["key"] for row in now}
    lists = [[row for row in rows if row["key"] in both] for rows in (was, now)]
    if [row["key"] for row in lists[0]] != [row["key"] for row in lists[1]]:
        words = ["; ".join(names.of_row(kind, row) for row in rows) for rows in lists]
        called = ": ".join(filter(None, [label, str(capfirst(kind._meta.verbose_name_plural))]))
        yield Difference(
            (*where, ORDER), f"{called}: order", *words, tuple([row["key"] for row in rows] for rows in lists)
        )


def headed(label, kind, row, names):
    called = f"{capfirst(kind._meta.verbose_name)} {names.of_row(kind, row)}"
    return f"{label}, {called[0].lower()}{called[1:]}" if label else called


def told(relation, row, names):
    """Return a whole row in words: each field that says something, by its name."""
    kind, said = relation.related_model, []
    for one in fields(kind, relation.field):
        value = row["fields"].get(one.name)
        if one.name != ORDER and value not in (None, "", False) and value != one.get_default():
            said.append(f"{one.verbose_name}: {in_words(one, value, names)}")
    for below in relations(kind):
        rows = row["rows"].get(below.get_accessor_name(), [])
        said += [f"{below.related_model._meta.verbose_name}: {names.of_row(below.related_model, one)}" for one in rows]
    return "\n".join(said)


def in_words(one, value, names):
    """Return the value of a field as staff read it."""
    if value in (None, ""):
        return dict(one.flatchoices).get(value, "") if one.choices else ""
    if isinstance(one, models.ForeignKey):
        return names.of(one.related_model, value)
    if one.choices:
        return str(dict(one.flatchoices).get(value, value))
    return plainly(one, value)


def plainly(one, value):
    if isinstance(one, models.BooleanField):
        return "yes" if value else "no"
    if isinstance(one, models.FileField):
        return PurePosixPath(value).name
    if isinstance(one, PartialDateField):
        return PartialDate(value).spoken
    if isinstance(one, models.TimeField):
        return date_format(parse_time(value), "H:i")
    return plain(value) if isinstance(one, RichTextField) else str(value)


class Names:
    """What the things are called to which contents refer; each kind is asked for once.

    Of what `user` may not see, where one is given, nothing is said.
    """

    def __init__(self, model, *contents, user=None):
        keys = {}
        for content in contents:
            self.collect(model, content, keys)
        self.known = {kind: self.seen(kind, user).in_bulk(sorted(pks)) for kind, pks in keys.items()}

    def seen(self, kind, user):
        if user and issubclass(kind, Publishable) and rights.is_limited(user, kind):
            return kind.objects.visible_to(user)
        return kind._base_manager.all()

    def collect(self, model, content, keys, but=None):
        for one in fields(model, but):
            if isinstance(one, models.ForeignKey) and content["fields"].get(one.name) is not None:
                keys.setdefault(one.related_model, set()).add(content["fields"][one.name])
        for relation in relations(model):
            for row in content["rows"].get(relation.get_accessor_name(), []):
                self.collect(relation.related_model, row, keys, relation.field)

    def of(self, model, key):
        found = self.known.get(model, {}).get(key)
        return str(found) if found else f"{model._meta.verbose_name} no longer there"

    def of_row(self, kind, row):
        """Return what a row goes by: its own words, as `called` or `str` give them."""
        kept = {one.name: one for one in fields(kind)}
        made = kind()
        for name, value in row["fields"].items():
            one = kept.get(name)
            if isinstance(one, models.ForeignKey):
                made._state.fields_cache[name] = self.known.get(one.related_model, {}).get(value)
            elif one and not isinstance(one, models.FileField):
                setattr(made, name, one.to_python(value))
        return str(getattr(made, "called", "") or made)
