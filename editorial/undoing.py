"""Undoing: the rows of an act put back as they were, unless somebody changed them since."""

from collections import defaultdict

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone

from editorial.columns import (
    STAMPS,
    foreign_keys,
    insert,
    is_derived,
    keys_leading_to,
    remove,
    rewrite,
    stored,
    stored_fields,
)
from editorial.publishing import Publishable
from editorial.search.entries import Searchable
from editorial.settling import add, records_behind, records_beneath, settle


class Overtaken(Exception):  # noqa: N818 - what happened, as the page says it
    """An act cannot be undone, for the `reasons` given, a sentence each."""

    def __init__(self, reasons):
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


class Kind:
    """The changes of an act to the rows of one model."""

    def __init__(self, model, changes):
        self.model = model
        self.labels = {change["key"]: change.get("label", "") for change in changes}
        self.made = {change["key"]: change["after"] for change in changes if change["before"] is None}
        self.gone = {change["key"]: change["before"] for change in changes if change["after"] is None}
        both = [change for change in changes if change["before"] is not None and change["after"] is not None]
        self.before = {change["key"]: change["before"] for change in both}
        self.after = {change["key"]: change["after"] for change in both}
        self.now = stored(model, self.labels, lock=True)

    def called(self, key):
        words = self.model._meta.verbose_name
        return f"The {words} “{self.labels[key]}”" if self.labels.get(key) else f"One {words}"

    def overtaken(self):
        """Say, a sentence each, what has happened to the rows since."""
        for key in self.gone.keys() & self.now.keys():
            yield f"{self.called(key)} is there again."
        for key, after in self.after.items():
            if key not in self.now:
                yield f"{self.called(key)} has been deleted since."
            elif names := self.differing(after, self.now[key]):
                yield f"{self.called(key)} has been changed since: {names}."
        for key in self.made.keys() & self.now.keys():
            if names := self.differing(self.made[key], self.now[key]):
                yield f"{self.called(key)} has been changed since: {names}."

    def differing(self, after, now):
        """Name the columns that have another value now than the act left in them."""
        fields = {field.attname: field.verbose_name for field in self.model._meta.concrete_fields}
        names = [name for name in after if name in fields and name not in STAMPS and now[name] != after[name]]
        # What is made from other columns goes by theirs, which editors know.
        shown = [name for name in names if self.model._meta.get_field(name).editable]
        return ", ".join(str(fields[name]) for name in shown or names)

    def rows(self, words):
        """Return the rows that there were and are, as full as they are known: those whose words come or go, or those of
        which nothing does but to which record they lead.
        """
        leads = {field.attname for field in foreign_keys(self.model) if issubclass(field.related_model, Searchable)}
        bare = leads | {self.model._meta.pk.attname} >= {field.attname for field in stored_fields(self.model)}
        known = {key: {**self.now.get(key, {}), **before} for key, before in self.before.items()} | self.gone
        chosen = {
            key for key in self.labels if words != (bare or (key in self.before and self.before[key].keys() <= leads))
        }
        return [row for rows in (known, self.now) for key, row in rows.items() if key in chosen]

    def put_back(self):
        """Put the changed rows back, those with the same values in one statement."""
        alike = defaultdict(list)
        for key, before in self.before.items():
            alike[repr(sorted(before.items()))].append(key)
        for keys in alike.values():
            rewrite(self.model, keys, self.before[keys[0]])

    def bring_back(self):
        for key in sorted(self.gone):
            insert(self.model, self.gone[key])

    def moved(self):
        """Return (field, keys): rows that now stand under another row of their kind, and by which field."""
        for field in foreign_keys(self.model):
            if field.related_model is self.model:
                yield field, {key for key, before in self.before.items() if field.attname in before}


class Undoing:
    """The undoing of an act's `changes`."""

    def __init__(self, changes):
        groups = defaultdict(list)
        for change in changes:
            groups[change["model"]].append(change)
        self.kinds = [Kind(apps.get_model(name), group) for name, group in groups.items()]

    def run(self, user):
        """Put everything back and settle it; return the records that were changed. Raises Overtaken."""
        reasons = [reason for kind in self.kinds for reason in kind.overtaken()]
        reasons += [reason for kind in self.kinds for reason in self.held(kind)]
        reasons += [reason for kind in self.kinds for reason in self.without_a_place(kind)]
        if reasons:
            raise Overtaken(reasons)
        behind, linked = self.behind(), self.behind(words=False)
        try:
            with transaction.atomic():
                self.write()
        except IntegrityError as error:
            raise Overtaken(["Something added since stands where this stood, so that it cannot come back."]) from error
        records = self.stamp(user)
        settle(linked, words=False)
        settle(behind)
        return records

    def write(self):
        """What is made goes first and what is gone comes back last, for each may stand where the other stood."""
        for kind in self.kinds:
            remove(kind.model, kind.made)
        for kind in self.kinds:
            kind.put_back()
        for kind in self.kinds:
            kind.bring_back()

    def held(self, kind):
        """Say which rows that the act made are referred to by others since, and so cannot go again."""
        ours = {each.model: each for each in self.kinds}
        for relation in kind.model._meta.related_objects:
            if not kind.made or is_derived(relation.related_model) or not isinstance(relation.field, models.ForeignKey):
                continue
            rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": list(kind.made)})
            known = ours[relation.related_model].labels if relation.related_model in ours else {}
            for row in rows.exclude(pk__in=list(known)):
                yield f"{kind.called(getattr(row, relation.field.attname))} has been put to use since: {row}."

    def without_a_place(self, kind):
        """Say which rows cannot come back because what they belonged to has been deleted since."""
        coming = {each.model: set(each.gone) for each in self.kinds}
        back = {**kind.before, **kind.gone}
        for field in foreign_keys(kind.model):
            wanted = keys_leading_to(field, back.values()) - coming.get(field.related_model, set())
            missing = wanted - set(field.related_model._base_manager.filter(pk__in=wanted).values_list("pk", flat=True))
            for key, row in back.items():
                if row.get(field.attname) not in missing or row.get(field.attname) is None:
                    continue
                if field.null and field.remote_field.on_delete is models.SET_NULL:
                    row[field.attname] = None  # As it would have been, had the row been there all along.
                else:
                    yield f"{kind.called(key)} cannot come back: its {field.verbose_name} has been deleted since."

    def behind(self, words=True):
        """Return the records to be settled afterwards, as {model: keys}: those whose own words change, or the others."""
        found = defaultdict(set)
        for kind in self.kinds:
            add(found, records_behind(kind.model, kind.rows(words)))
            for field, keys in () if words else kind.moved():
                add(found, records_beneath(kind.model, keys, field.name))
        return found

    def stamp(self, user):
        """Count up the versions of the changed records, so that nobody saves over what came back; return the records."""
        found = []
        for kind in self.kinds:
            if issubclass(kind.model, Publishable):
                changed = kind.model._base_manager.filter(pk__in=list(kind.before))
                changed.update(version=F("version") + 1, changed_at=timezone.now(), changed_by=user)
                found += kind.model._base_manager.filter(pk__in=[*kind.before, *kind.gone])
        return found
