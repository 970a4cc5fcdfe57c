"""Drafts of live records: changes that are kept apart until somebody publishes them, while readers see what was there.

A draft holds the content that its record is to have (editorial/content.py) and the one that it had when the draft was
begun. Rows that only the draft has carry keys of their own, below zero, so that they are told apart however often the
draft is tried on; they are given real ones when it is published.
"""

import copy

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.utils import timezone

from editorial.anatomy import fields, rows_of
from editorial.clock import in_words
from editorial.content import content, put
from editorial.following import followed
from editorial.reconciling import Reconciling

# A record on which a draft is tried on counts its versions from here, so that no form takes one for the other.
TRIED_ON = 1_000_000_000
# So many earlier states of a draft are kept.
MOST_EARLIER = 20


class OvertakenError(Exception):
    """A draft whose record was changed after it was begun, in the same places."""

    def __str__(self):
        return "the record was changed after this draft was begun, and both changed the same."


class DraftQuerySet(models.QuerySet):
    def of(self, model):
        return self.filter(content_type=ContentType.objects.get_for_model(model))

    def of_record(self, record):
        return self.of(type(record)).filter(object_id=record.pk).first()

    def scheduled(self):
        """Drafts that are published by themselves at their hour, the next first."""
        return self.filter(due_at__isnull=False, refusal="").order_by("due_at", "pk")

    def refused(self):
        """Drafts whose hour has come and which could not be published; `refusal` says why."""
        return self.exclude(refusal="")


class Draft(models.Model):
    """The changes to one live record that are not published yet."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    content = models.JSONField(encoder=DjangoJSONEncoder)
    base = models.JSONField(encoder=DjangoJSONEncoder)
    version = models.PositiveIntegerField(default=1)
    # Names of files that were stored along with the draft, and go if it is discarded.
    files = models.JSONField(default=list)
    # What the last forms were filled with, by the number that such a form carries, for whoever still has one open.
    earlier = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    begun_at = models.DateTimeField(auto_now_add=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    review_requested_at = models.DateTimeField(null=True, db_index=True)
    review_requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    review_note = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True, db_index=True)
    due_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    due_zone = models.CharField(max_length=60, blank=True)
    refusal = models.TextField(blank=True)

    # What was meant for a record that was merged into another one is not meant for that other one.
    stays_behind = True

    objects = DraftQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="draft_once")]

    def __str__(self):
        return f"Draft of {self.content_type.name} {self.object_id}"

    @property
    def due_in_words(self):
        """When it goes public by itself, by the clock that was chosen for it."""
        return in_words(self.due_at, self.due_zone) if self.due_at else ""

    def record(self):
        """Return the record, as readers see it, or None when it has gone."""
        return self.content_type.model_class()._base_manager.filter(pk=self.object_id).first()

    @classmethod
    def keep(cls, record, tried, user, files=()):
        """Keep the content `tried`, that of a `record` on which the draft, if there is one, was tried on.

        The caller holds the transaction, and has seen to it that nobody else keeps a draft of the record meanwhile.
        """
        live, kind = content(record), ContentType.objects.get_for_model(record)
        draft = cls.objects.of_record(record)
        if draft:
            known, (shown, draft.base) = [live, draft.base, draft.content], draft.tried(record)
            earlier = {**draft.earlier, str(draft.stamp(record.version)): shown}
            draft.earlier = dict(list(earlier.items())[-MOST_EARLIER:])
        else:
            known = [live]
            draft = cls(content_type=kind, object_id=record.pk, base=live, begun_by=user, version=0)
        draft.content = renumbered(type(record), tried, known)
        draft.version += 1
        draft.files = sorted({*draft.files, *files})
        draft.changed_at, draft.changed_by, draft.refusal = timezone.now(), user, ""
        draft.save()
        return draft

    def tried(self, record):
        """Return (content, base) that the draft has by now: what was changed in the record meanwhile is in both, unless
        both were changed in the same place, which somebody has to decide.
        """
        both = self.reconciled(record)
        return (followed(type(record), self.content), self.base) if both.places else (both.content, content(record))

    def stamp(self, live):
        """Return the number by which forms go: another one after each change to the draft and after each to the record,
        which stands at its version `live`.
        """
        return TRIED_ON + self.version + live

    def try_on(self, record):
        """Give the stored record the draft's content within a transaction that will be taken back."""
        live = type(record)._base_manager.values_list("version", flat=True).get(pk=record.pk)
        put(record, self.tried(record)[0])
        stamp = {
            "version": self.stamp(live),
            "changed_by": self.changed_by_id,
            "changed_at": self.changed_at,
        }
        type(record)._base_manager.filter(pk=record.pk).update(**stamp)
        record.refresh_from_db()

    def reconciled(self, record, choices=None):
        """Return the Reconciling of the draft with what was changed in the record after it was begun."""
        base, mine = (followed(type(record), kept) for kept in (self.base, self.content))
        return Reconciling(type(record), base, content(record), {**mine, "state": base["state"]}, choices)

    def wanted(self, record):
        """Return the content with which the record goes public, with real keys for its new rows.

        Raises OvertakenError when the record was changed after the draft was begun, and in the same places.
        """
        both = self.reconciled(record)
        if both.places:
            raise OvertakenError
        return settled_keys(type(record), both.content)


def keys_of(model, kept):
    return {(kind, row["key"]) for kind, _, row in rows_of(model, kept)}


def rekeyed(model, kept, new):
    """Return a content in which rows have the keys that `new`, {(model, key): key}, gives, wherever they are named."""
    kept = copy.deepcopy(kept)
    for kind, belongs, row in [(model, None, kept), *rows_of(model, kept)]:
        if belongs:
            row["key"] = new.get((kind, row["key"]), row["key"])
        for field in fields(kind, belongs):
            if isinstance(field, models.ForeignKey):
                value = row["fields"].get(field.name)
                row["fields"][field.name] = new.get((field.related_model, value), value)
    return kept


def renumbered(model, tried, known):
    """Return a content in which rows that are in none of the contents `known` have keys below zero."""
    old = set().union(*(keys_of(model, each) for each in known))
    lowest = min([0, *(key for _, key in old if key is not None)])
    fresh = [(kind, row["key"]) for kind, _, row in rows_of(model, tried) if (kind, row["key"]) not in old]
    return rekeyed(model, tried, {each: lowest - number for number, each in enumerate(fresh, 1)})


def settled_keys(model, kept):
    """Return a content in which rows with a key below zero have the next that their table gives out."""
    new, below = {}, [(kind, row["key"]) for kind, _, row in rows_of(model, kept) if (row["key"] or 0) < 0]
    for kind in dict.fromkeys(kind for kind, _ in below):
        waiting = [key for each, key in below if each is kind]
        new |= {(kind, key): real for key, real in zip(waiting, next_keys(kind, len(waiting)), strict=True)}
    return rekeyed(model, kept, new)


def next_keys(model, number):
    """Return the next keys of a table. The caller holds a transaction in which they are used."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # It counts what was given out before, and is itself counted on by the rows that now come.
            cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
            last = cursor.fetchone()[0]
            return range(last + 1, last + 1 + number)
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [connection.ops.quote_name(table), column, number],
        )
        return [key for (key,) in cursor.fetchall()]
