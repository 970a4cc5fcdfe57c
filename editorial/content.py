"""Content: all that an editor wrote in a record, its rows and topics included, taken out of the database and put back.

    {"fields": {name: value}, "topics": [names], "state": {name: value},
     "rows": {relation: [{"key": 7, "fields": {…}, "rows": {…}}, …]}}

Values are what JSON can hold: keys for what a record refers to, names for files, ISO 8601 for days and times. A row
that is not stored yet has the key None.
"""

import datetime

from django.db import IntegrityError, models, transaction
from django.db.models.functions import JSONObject
from django.utils.text import capfirst

from editorial.anatomy import fields, relations, rows_of, state_fields, topic_links
from editorial.differences import differences
from editorial.folding import key
from editorial.following import followed, places
from editorial.publishing import Publishable
from editorial.topics import Topic

__all__ = ["UnfitError", "content", "differences", "put"]

NO_LONGER = "Something that is there now excludes it, such as another record with the same address or name."


class UnfitError(ValueError):
    """A content that cannot be put into its record any more; `reasons` say why, in sentences."""

    def __init__(self, reasons):
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def content(record):
    """Return the content of a stored record, as it stands in the database, by one statement."""
    model, key = type(record), record.pk
    pieces = [Piece((), model, None, {"pk": key}), *pieces_below(model, key)]
    found = {piece.path: {} for piece in pieces}
    by_number = dict(enumerate(pieces))
    first, *others = [piece.question(number) for number, piece in by_number.items()]
    for number, above, own, values in first.union(*others, all=True):
        piece = by_number[number]
        found[piece.path].setdefault(above, []).append((own, piece.read(values)))
    ((_, values),) = found[()][0]
    state = {field.name: values.pop(field.name) for field in state_fields(model)}
    topics = sorted(
        (row["name"] for _, row in found.get(TOPICS, {}).get(key, [])), key=lambda name: (name.lower(), name)
    )
    return {"fields": values, "topics": topics, "rows": gathered(model, key, (), found), "state": state}


TOPICS = ("topics",)


class Piece:
    """One part of the question for a content: the record itself, the rows of one relation, or its topics."""

    def __init__(self, path, model, link, condition):
        self.path, self.model, self.link, self.condition = path, model, link, condition
        if path == TOPICS:
            self.fields = {}
        else:
            kept = fields(model, link) if path else [*fields(model), *state_fields(model)]
            self.fields = {field.name: field for field in kept}

    def question(self, number):
        asked = {name: models.F(field.attname) for name, field in self.fields.items()}
        above = models.F(self.link.attname) if self.link else models.Value(0, models.BigIntegerField())
        columns = JSONObject(**(asked or {"name": models.F("tag__name")}))
        rows = self.model._base_manager.filter(**self.condition).order_by()
        return rows.values_list(models.Value(number, models.IntegerField()), above, models.F("pk"), columns)

    def read(self, values):
        return {name: plain_value(self.fields[name], value) if self.fields else value for name, value in values.items()}


def pieces_below(model, key, path=(), condition=""):
    """Return the pieces beneath a record: its topics, and its rows at any depth."""
    found = []
    if links := topic_links(model):
        link = links._meta.get_field("content_object")
        found.append(Piece(TOPICS, links, link, {link.name: key}))
    for relation in relations(model):
        below = (*path, relation.get_accessor_name())
        lookup = f"{relation.field.name}__{condition}" if condition else relation.field.name
        found.append(Piece(below, relation.related_model, relation.field, {lookup: key}))
        found += pieces_below(relation.related_model, key, below, lookup)
    return found


def gathered(model, key, path, found):
    """Return the rows beneath the record or row `key`, by relation, in their order."""
    rows = {}
    for relation in relations(model):
        name, below = relation.get_accessor_name(), (*path, relation.get_accessor_name())
        here = sorted(found[below].get(key, []), key=lambda row: (row[1].get("order") or 0, row[0]))
        rows[name] = [
            {"key": own, "fields": values, "rows": gathered(relation.related_model, own, below, found)}
            for own, values in here
        ]
    return rows


def plain_value(field, value):
    """Return the value of a field, as the database put it into JSON, in the one form that both databases share."""
    if value is None or isinstance(field, (models.ForeignKey, models.FileField)):
        return value
    value = field.to_python(value)
    if isinstance(value, datetime.datetime):
        value = value if value.tzinfo else value.replace(tzinfo=datetime.UTC)
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return value if isinstance(value, (bool, int, float)) else str(value)


def put(record, wanted):
    """Make the stored `record` exactly what the content `wanted` says; its state and identity are left alone.

    Of records that were merged since it means those that took them in. The caller holds the transaction. Raises
    UnfitError, and changes nothing, when that can no longer be: somebody whom it names has gone, or its address has been
    given to another record.
    """
    now, wanted = content(record), followed(type(record), wanted)
    if reasons := gone(type(record), now, wanted):
        raise UnfitError(reasons)
    before = [getattr(record, field.name) for field in changed_keys(record, now, wanted)]
    try:
        with transaction.atomic():
            fill(record, fields(type(record)), wanted["fields"])
            record.save()
            put_rows(type(record), record.pk, now["rows"], wanted["rows"])
            put_topics(record, now["topics"], wanted.get("topics", now["topics"]))
    except IntegrityError as error:
        raise UnfitError([NO_LONGER]) from error
    record._prefetched_objects_cache = {}
    record.settle()
    for other in filter(None, before):
        other.settle()


def changed_keys(record, now, wanted):
    """Return the fields by which the record is to lead to another public record than it did: both are found anew."""
    return [
        field
        for field in fields(type(record))
        if isinstance(field, models.ForeignKey)
        and issubclass(field.related_model, Publishable)
        and now["fields"][field.name] != wanted["fields"].get(field.name, now["fields"][field.name])
    ]


def fill(instance, kept, wanted):
    for field in kept:
        if field.name not in wanted:
            continue
        value = wanted[field.name]
        if isinstance(field, models.FileField):
            instance.__dict__[field.attname] = value or ""  # Assigned, a picture would be opened and measured.
        elif isinstance(field, models.ForeignKey):
            setattr(instance, field.attname, value)
        else:
            setattr(instance, field.attname, field.to_python(value))


def put_rows(model, above, now, wanted):
    """Make the rows of the record or row with the key `above` what is wanted, by relation. A relation unheard of when
    the content was taken is left alone.
    """
    for relation in relations(model):
        name = relation.get_accessor_name()
        if name in wanted:
            put_relation(relation, above, now.get(name, []), wanted[name])


def put_relation(relation, above, now, wanted):
    model, have = relation.related_model, {row["key"]: row for row in now}
    rows = model._base_manager.filter(**{relation.field.name: above})
    kept = {row["key"] for row in wanted}
    if left := have.keys() - kept:
        rows.filter(pk__in=left).delete()
    changed = [row for row in wanted if row["key"] in have and row["fields"] != have[row["key"]]["fields"]]
    stored = rows.in_bulk([row["key"] for row in changed]) if changed else {}
    # Rows may exchange what only one of them may have, so all leave before the first comes back. What refers to them
    # is checked when the transaction ends.
    if stored:
        rows.filter(pk__in=stored)._raw_delete(rows.db)
    fresh = [row for row in wanted if row["key"] not in have]
    taken = (
        set(model._base_manager.filter(pk__in=[row["key"] for row in fresh]).values_list("pk", flat=True))
        if fresh
        else ()
    )
    for row in wanted:
        before = have.get(row["key"])
        own = row["key"]
        if before is None or row["key"] in stored:
            own = written(relation, above, row, before, stored.get(own), own in taken)
        put_rows(model, own, before["rows"] if before else {}, row["rows"])


def written(relation, above, row, before, instance, taken):
    """Store one row, under its key unless another record has that row now, and return its key."""
    kept = fields(relation.related_model, relation.field)
    files = [field.name for field in kept if isinstance(field, models.FileField)]
    if instance is None or any(row["fields"].get(name) != before["fields"][name] for name in files):
        # What was derived from another file is not true of this one.
        instance = relation.related_model(pk=None if taken else row["key"])
    setattr(instance, relation.field.attname, above)
    fill(instance, kept, row["fields"])
    instance.save(force_insert=True)
    return instance.pk


def put_topics(record, now, wanted):
    links = topic_links(type(record))
    if not links or sorted(now) == sorted(wanted):
        return
    topics = [known_topic(name) for name in wanted]
    rows = links._base_manager.filter(content_object=record)
    rows.exclude(tag__in=topics).delete()
    have = set(rows.values_list("tag", flat=True))
    missing = {topic.pk for topic in topics} - have
    links._base_manager.bulk_create([links(content_object=record, tag_id=pk) for pk in sorted(missing)])


def known_topic(name):
    """Return the topic that is called so, which another one may have taken in meanwhile; a new one if there is none."""
    return (
        Topic.objects.filter(key=key(name)).first()
        or Topic.objects.named(name).first()
        or Topic.objects.create(name=name)
    )


def gone(model, now, wanted):
    """Return a sentence for each thing that `wanted` refers to and that is no longer there."""
    asked, had, along = references(model, wanted), references(model, now), keys_of_rows(model, wanted)
    reasons = []
    for (field, target), keys in asked.items():
        new = keys - had.get((field, target), set()) - along.get(target, set())
        here = set(target._base_manager.filter(pk__in=new).values_list("pk", flat=True)) if new else set()
        if new - here:
            reasons.append(f"{capfirst(field)}: this {target._meta.verbose_name} is no longer there.")
    return reasons


def references(model, kept):
    """Return the keys by which a content leads elsewhere, by (what the field is called, the model it leads to)."""
    found = {}
    for field, values in places(model, kept):
        found.setdefault((field.verbose_name, field.related_model), set()).add(values[field.name])
    return found


def keys_of_rows(model, kept):
    """Return the keys of all rows of a content, by their model."""
    found = {}
    for kind, _, row in rows_of(model, kept):
        found.setdefault(kind, set()).add(row["key"])
    return found
