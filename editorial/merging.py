"""Merging: several records that are one, made one – with everything that refers to any of them, and undone in one step.

Nothing is listed here of what a person, an institution or a topic is: what moves is found by walking the models
(editorial/pointers.py), and rows that would then be there twice are folded into one (editorial/doubles.py).
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db import IntegrityError, models, transaction
from django.db.models.fields.files import FieldFile

from editorial.acts import act
from editorial.addresses import FormerAddress
from editorial.anatomy import COMMON, fields
from editorial.columns import foreign_keys, remove, rewrite, stored
from editorial.doubles import filled, folds
from editorial.heirs import DifferentPair, MergedRecord
from editorial.pointers import Pointer, pointers
from editorial.publishing import Publishable
from editorial.settling import add, records_behind, records_beneath, settle
from editorial.trees import with_ancestors

EMPTY = (None, "", False)
HEADINGS = ("name", "title")


class LoopError(ValueError):
    """The record kept would come to stand beneath itself."""


@dataclass
class Move:
    """What one pointer makes of the merge: the keys of the rows that move, and {row: the row that it is folded into}."""

    pointer: Pointer
    keys: list
    folds: dict

    @property
    def moving(self):
        return [key for key in self.keys if key not in self.folds]


class Question:
    """A field in which merged records differ, or of which only one of them knows anything."""

    def __init__(self, fields, records):
        self.fields, self.field = fields, fields[0]
        ours = {record.pk for record in records} if self.field in parents(type(records[0])) else set()
        # Beneath one of those that become one nothing of them can stand.
        known = [(record, self.field.value_from_object(record)) for record in records]
        self.values = [(record, None if ours and value in ours else value) for record, value in known]

    @property
    def name(self):
        return self.field.name

    def default(self):
        """Return the record whose value is taken unless somebody says otherwise: the kept one's, if it has any."""
        return next((record for record, value in self.values if not is_empty(value)), self.values[0][0])

    def repeats(self):
        """Whether the field says of each record what it is called, as where somebody stands in the alphabet may."""
        return self.name not in HEADINGS and all(str(value) == str(record) for record, value in self.values)


def is_empty(value):
    return not value if isinstance(value, (FieldFile, str)) or value is None else value in EMPTY


def questions(records):
    """Return a Question for each field of which any of the records knows something, the heading first; a picture goes
    with what is said of it.
    """
    model, found = type(records[0]), []
    kept = [field for field in fields(model) if field.name != "slug"]
    pictures = [field.name for field in kept if isinstance(field, models.ImageField)]
    beside = {field.name: name for name in pictures for field in kept if field.name.startswith(f"{name}_")}
    for field in sorted(kept, key=lambda field: (field.name not in HEADINGS, field.name in COMMON)):
        parts = [each for each in kept if beside.get(each.name) == field.name]
        question = Question([field, *parts], records)
        if field.name not in beside and any(not is_empty(value) for _, value in question.values):
            found.append(question)
    return found


def parents(model):
    """Return the foreign keys by which records of `model` stand beneath others of their kind."""
    return [field for field in foreign_keys(model) if field.related_model is model]


class Merge:
    """A merge of `losers` into `kept`; `chosen` is {field's name: the record whose value is taken}."""

    def __init__(self, kept, losers, chosen=None):
        self.model, self.kept, self.losers = type(kept), kept, list(losers)
        self.records = [kept, *self.losers]
        self.asked = chosen or {}
        self.chosen = {question.name: question.default() for question in self.questions()} | self.asked

    def questions(self):
        return questions(self.records)

    def moves(self):
        """Return a Move for each pointer by which rows refer to the losers."""
        found = []
        for pointer in pointers(self.model):
            keys = sorted(pointer.rows(self.losers).values_list("pk", flat=True))
            if pointer.model is self.model:
                keys = [key for key in keys if key not in self.keys]
            if keys:
                kept = sorted(pointer.rows([self.kept]).values_list("pk", flat=True))
                found.append(Move(pointer, keys, folds(pointer, kept, keys)))
        return found

    def check(self):
        """Raise LoopError when the record kept would come to stand beneath itself."""
        for field in parents(self.model):
            above = getattr(self.asked.get(field.name, self.kept), field.attname)
            if above not in self.keys and self.is_beneath(above, field):
                between = self.model._base_manager.get(pk=above)
                words = "“{}” would come to stand beneath itself, by way of “{}”. Keep the one that stands highest."
                raise LoopError(words.format(self.kept, between))

    @property
    def keys(self):
        return {record.pk for record in self.records}

    def is_beneath(self, key, field):
        """Say whether the record with this key stands beneath any of those that are merged."""
        return bool(key and with_ancestors(self.model, [key], field.name) & self.keys)

    def parent(self, field):
        """Return the key of the record beneath which the kept one stands afterwards, or None."""
        above = [getattr(record, field.attname) for record in self.records]
        if field.name in self.asked:
            # Beneath one of those that go nobody can stand; then it is what that one stood beneath.
            chosen = getattr(self.asked[field.name], field.attname)
            above = above if chosen in self.keys else [chosen]
        return next((key for key in above if key and not self.is_beneath(key, field)), None)

    def run(self, user, title):
        """Merge; return the act by which it is undone. Raises LoopError."""
        with act(user, "merge", title, needs=self.needs()) as journal:
            keys = [record.pk for record in self.records]
            locked = self.model._base_manager.select_for_update().in_bulk(keys)
            self.kept, self.losers = locked[self.kept.pk], [locked[record.pk] for record in self.losers]
            self.chosen = {name: locked[record.pk] for name, record in self.chosen.items()}
            self.asked = {name: locked[record.pk] for name, record in self.asked.items()}
            self.records = [self.kept, *self.losers]
            self.check()
            found = Merging(self, journal)
            found.run(user)
        return journal.act

    def needs(self):
        """Return the permissions that it takes to merge such records, and to undo it."""
        words = self.model._meta
        if issubclass(self.model, Publishable):
            return [f"{words.app_label}.publish_{words.model_name}"]
        return [f"{words.app_label}.{what}_{words.model_name}" for what in ("change", "delete")]


class Merging:
    """A merge under way."""

    def __init__(self, merge, journal):
        self.merge, self.journal = merge, journal
        self.model, self.kept, self.losers = merge.model, merge.kept, merge.losers
        self.touched, self.linked = defaultdict(set), defaultdict(set)

    def run(self, user):
        keys = [record.pk for record in self.losers]
        for field in parents(self.model):
            add(self.linked, records_beneath(self.model, keys, field.name))
        self.journal.watch(*self.merge.records, *self.owned())
        wanted, names = self.values(), self.names()
        for move in self.merge.moves():
            self.move(move, self.kept)
        self.part_pairs(keys)
        remove(self.model, keys)
        self.change_kept(wanted, user)
        self.keep_names(names)
        for record in self.losers:
            if hasattr(record, "slug"):
                FormerAddress.remember(self.kept, record.slug)
            self.journal.made(MergedRecord.remember(record, self.kept))
        self.settle(keys)

    def owned(self):
        """Return the sets of rows to which the merge itself adds."""
        slugs = [record.slug for record in self.merge.records if hasattr(record, "slug")]
        led = models.Q(object_id=self.kept.pk) | models.Q(slug__in=slugs)
        sets = [FormerAddress.of(self.model).filter(led)]
        return sets + ([self.kept.names.all()] if hasattr(self.kept, "names") else [])

    def values(self):
        """Return {column: value} that the record kept has afterwards in the fields that are asked about."""
        found = {}
        for question in self.merge.questions():
            source = self.merge.chosen[question.name]
            for field in question.fields:
                found[field.attname] = getattr(source, field.attname)
        for field in parents(self.model):
            found[field.attname] = self.merge.parent(field)
        return {**found, **self.release(), **self.repeated(found)}

    def release(self):
        """A reader's link to any of them must lead to a page: kept is a public record if one of them is public."""
        if not issubclass(self.model, Publishable) or self.kept.state == "public":
            return {}
        public = [record.published_at for record in self.losers if record.state == "public"]
        return {"published_at": min(public), "withdrawn_at": None, "withdrawal_reason": ""} if public else {}

    def repeated(self, found):
        """A field that merely repeats the heading, such as where somebody stands in the alphabet, follows the heading."""
        heading = next((found[name] for name in HEADINGS if name in found), "")
        called = {str(one) for one in self.merge.records}
        return {
            name: ""
            for name, value in found.items()
            if name not in HEADINGS and value and value != heading and value in called
        }

    def names(self):
        """Return what each of the records is called, as (words, kind of name)."""
        return [name for record in self.merge.records for name in getattr(record, "called", list)()]

    def move(self, move, to):
        """Make the rows of a move refer to `to`, and fold those that are there already."""
        pointer = move.pointer
        rows = stored(pointer.model, move.keys)
        add(self.linked, records_behind(pointer.model, [rows[key] for key in move.moving]))
        add(self.touched, records_behind(pointer.model, [rows[key] for key in move.folds]))
        self.journal.keep(pointer.model, [*move.keys, *move.folds.values()])
        for key, twin in move.folds.items():
            self.fold(pointer, key, twin)
        pointer.lead(move.moving, to)

    def fold(self, pointer, key, twin):
        """Delete a row in favour of the one that says the same, which is given what only the other knows."""
        rows = stored(pointer.model, [key, twin])
        gone, stays = (pointer.model._base_manager.get(pk=each) for each in (key, twin))
        for beneath in pointers(pointer.model):
            self.move_beneath(beneath, gone, stays)
        remove(pointer.model, [key])
        if missing := filled(pointer.model, rows[twin], rows[key], pointer.columns):
            try:
                with transaction.atomic():
                    rewrite(pointer.model, [twin], missing)
            except IntegrityError:
                return  # What both know together contradicts itself, such as an end before the beginning.

    def move_beneath(self, pointer, gone, stays):
        """What hangs on a row that goes hangs on the one that stays."""
        if keys := sorted(pointer.rows([gone]).values_list("pk", flat=True)):
            there = sorted(pointer.rows([stays]).values_list("pk", flat=True))
            self.move(Move(pointer, keys, folds(pointer, there, keys)), stays)

    def part_pairs(self, keys):
        """Who was known to be different from one that goes is different from the one that is kept."""
        pairs = DifferentPair.with_any(self.model, [self.kept.pk, *keys])
        self.journal.watch(pairs)
        ours = {self.kept.pk, *keys}
        for pair in DifferentPair.with_any(self.model, keys):
            for other in {pair.one, pair.other} - ours:
                DifferentPair.keep(self.model, self.kept.pk, other, pair.said_by)
            pair.delete()

    def change_kept(self, wanted, user):
        for name, value in wanted.items():
            # Assigned, a picture would be opened and measured.
            self.kept.__dict__[name] = getattr(value, "name", value) if isinstance(value, FieldFile) else value
        self.kept._state.fields_cache.clear()
        if isinstance(self.kept, Publishable):
            self.kept.changed_by = user
        self.kept.save()

    def keep_names(self, names):
        """Keep as other names what the records were called and the one kept is not; drop those that say its name twice."""
        if not hasattr(self.kept, "names"):
            return
        self.kept.names.filter(name=str(self.kept)).delete()
        known = {row.name for row in self.kept.names.all()} | {word for word, _ in self.kept.called()}
        for name, kind in names:
            if name not in known:
                self.kept.also_call(name, kind)
                known.add(name)

    def settle(self, gone):
        for found in (self.touched, self.linked):
            found[self.model] -= set(gone)
        self.touched[self.model].add(self.kept.pk)
        settle(self.linked, words=False)
        settle(self.touched)
