"""Entries: one row for every record, with all the words that it is found by.

A record says in `searchable()` what it is called, what it names beside, and what its text is; all of it must be fit for
anybody to see who may see the record. Whom and what a record mentions is kept as rows beside its entry, so that it is
found by all their names, however those change; but only by names of what is itself public at the moment of asking.

Python writes only these rows. The database keeps its full text up to date by itself: SQLite by triggers, PostgreSQL by
generated columns (editorial/migrations/0004).
"""

from dataclasses import dataclass, field
from datetime import date

from django.apps import apps
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.functional import cached_property

from editorial.folding import fold
from editorial.search.question import LONGEST_WORD
from editorial.terms import Reference

# So much of a text is kept and searched, in bytes of UTF-8.
LONGEST_TEXT = 400_000
AT_ONCE = 200


@dataclass
class Findable:
    """What a record is found by: its own names, who and what is named on it, its text; and the day it is put under."""

    names: list
    near: list = field(default_factory=list)
    text: list = field(default_factory=list)
    day: date | None = None

    def columns(self):
        text = cut("\n".join(filter(None, self.text)))
        return {
            "heading": self.names[0][:300],
            "names": folded(self.names),
            "near": folded(self.near),
            "body": cut(folded(text.split("\n"))),
            "text": text,
            "day": self.day,
            "year": self.day and self.day.year,
        }


def cut(text):
    return text.encode("utf-8", "ignore")[:LONGEST_TEXT].decode("utf-8", "ignore").replace("\0", " ")


def folded(texts):
    """Return texts as folded words with a bar between each two, which no phrase reaches across."""
    found = [" ".join(word[:LONGEST_WORD] for word in fold(text or "").split()) for text in texts]
    found = list(dict.fromkeys(filter(None, found)))
    return f"| {' | '.join(found)} |" if found else ""


class Searchable(models.Model):
    """A record that has an entry. Subclasses say what it is found by, and which rows that takes."""

    entries = GenericRelation("editorial.Entry")

    class Meta:
        abstract = True

    @classmethod
    def searched(cls):
        """Return the relations that `searchable` reads, to be fetched for many records at once."""
        return []

    def searchable(self):
        """Return the Findable of the record: nothing that anybody who sees it may not see."""
        raise NotImplementedError

    def findable_later(self):
        """Yield (row, Findable) for each row at whose hour the record will be found by more (editorial/search/later.py)."""
        yield from ()

    @classmethod
    def kinds(cls):
        return [model for model in apps.get_models() if issubclass(model, Searchable)]


class EntryQuerySet(models.QuerySet):
    def of(self, model):
        return self.filter(content_type=Entry.kind(model))

    def published(self):
        """Entries of what the public sees, by the rule of each kind of record."""
        found = models.Q()
        for model in Searchable.kinds():
            found |= models.Q(content_type=Entry.kind(model), object_id__in=model.objects.published().values("pk"))
        return self.filter(found)


class Entry(models.Model):
    """The entry of one record: its heading and text as written, and its words folded, by how much they weigh."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    heading = models.CharField(max_length=300)
    names = models.TextField()
    near = models.TextField(blank=True)
    body = models.TextField(blank=True)
    text = models.TextField(blank=True)
    day = models.DateField(null=True, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True, db_index=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "record", "records"
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="entry_once")]

    def __str__(self):
        return self.heading

    @cached_property
    def model(self):
        return ContentType.objects.get_for_id(self.content_type_id).model_class()

    @classmethod
    def kind(cls, model):
        """Return the content type under which the entries of `model` stand."""
        # Asked for together, so that whoever is the first to ask costs one query.
        return ContentType.objects.get_for_models(*Searchable.kinds())[model]

    @classmethod
    def write_all(cls):
        """Write the entry of every record there is, so many at a time."""
        for model in Searchable.kinds():
            cls.write_all_of(model, model.objects.values_list("pk", flat=True))

    @classmethod
    def write_all_of(cls, model, keys, words=True):
        """Write the entries of many records of `model`, so many at a time; without `words` only what they mention."""
        keys = sorted(keys)
        for first in range(0, len(keys), AT_ONCE):
            some = keys[first : first + AT_ONCE]
            if words:
                cls.write(model, some)
            else:
                known = {
                    entry.object_id: entry
                    for entry in cls.objects.of(model).filter(object_id__in=some).only("pk", "object_id")
                }
                cls.write_mentions(model, known)

    @classmethod
    def write(cls, model, keys):
        """Write the entries of the records of `model` with these keys, and whom and what they mention."""
        kind = cls.kind(model)
        known = {entry.object_id: entry for entry in cls.objects.of(model).filter(object_id__in=keys)}
        fresh, later = [], []
        for record in cls.fetched(model, keys):
            columns = record.searchable().columns()
            later += [(record.pk, row, findable.columns()) for row, findable in record.findable_later()]
            entry = known.get(record.pk)
            if entry is None:
                fresh.append(cls(content_type=kind, object_id=record.pk, **columns))
            elif any(getattr(entry, name) != value for name, value in columns.items()):
                cls.objects.filter(pk=entry.pk).update(**columns)
        cls.write_mentions(model, known | {entry.object_id: entry for entry in cls.objects.bulk_create(fresh)})
        cls.write_later(model, keys, later)

    @classmethod
    def fetched(cls, model, keys):
        """Return the records of `model` with these keys, with all that `searchable` reads."""
        read = model.searched()
        along = [one for one in read if isinstance(one, str) and model._meta.get_field(one).many_to_one]
        below = [one for one in read if one not in along]
        return model.objects.filter(pk__in=keys).select_related(*along or [None]).prefetch_related(*below)

    @classmethod
    def write_mentions(cls, model, known):
        """Write whom and what the records of these entries mention; `known` is {key of a record: its entry}."""
        kinds, keys = Mention.kinds(), [entry.pk for entry in known.values()]
        first, *others = [
            kind.objects.filter(record__in=keys).values_list(models.Value(number), "pk", "record", "term")
            for number, kind in enumerate(kinds)
        ]
        have = [{} for _ in kinds]
        for number, pk, record, term in first.union(*others, all=True):
            have[number][record, term] = pk
        for kind, rows in zip(kinds, have, strict=True):
            kind.write(model, known, rows)

    @classmethod
    def later_of(cls, model, keys):
        """Return the entries that will stand in for those of the records with `keys`: they are kept under documents."""
        if not hasattr(model, "documents"):
            return cls.objects.none()
        documents = model.documents.field.model
        own = documents.objects.filter(**{f"{model.documents.field.name}__in": keys}).values("pk")
        return cls.objects.filter(content_type=ContentType.objects.get_for_model(documents), object_id__in=own)

    @classmethod
    def write_later(cls, model, keys, later):
        """Make the entries that will stand in for those of the records with `keys` exactly `later`: (record, row, columns)."""
        cls.later_of(model, keys).delete()
        for record, row, columns in later:
            entry = cls.objects.create(content_type=ContentType.objects.get_for_model(row), object_id=row.pk, **columns)
            cls.write_mentions(model, {record: entry})


class Mention(Reference):
    """A subject that the record of an entry mentions, or that stands above one: concrete classes add `term`."""

    record = models.ForeignKey(Entry, models.CASCADE, related_name="%(class)s_rows")

    class Meta(Reference.Meta):
        abstract = True

    @classmethod
    def subject(cls):
        return cls._meta.get_field("term").related_model

    @classmethod
    def pairs(cls, model, keys):
        """Return the set of (key of a record, key of a subject it mentions) for the records of `model` with `keys`."""
        raise NotImplementedError

    @classmethod
    def write(cls, model, entries, have):
        """Make the rows of `entries` ({key of a record of `model`: its entry}) exactly what the records mention.

        `have` is what they are now: {(key of an entry, key of a subject): key of the row}.
        """
        wanted = {(entries[record].pk, term) for record, term in cls.pairs(model, list(entries))}
        if gone := have.keys() - wanted:
            cls.objects.filter(pk__in=[have[pair] for pair in gone]).delete()
        cls.objects.bulk_create([cls(record_id=record, term_id=term) for record, term in sorted(wanted - have.keys())])
