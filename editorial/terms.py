"""Index terms: the derived rows under which a record is found, roll-up included.

A record tagged with a narrow topic has a row for that topic and one for each broader topic, so filtering and
counting are a single join. The rows are rewritten by `settle()` in the transaction that saves the record.
"""

from django.db import models

AT_ONCE = 500


class Reference(models.Model):
    """One row of an index: a record stands under a term, once. Concrete classes add `record` and `term`."""

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["record", "term"], name="%(class)s_once")]
        indexes = [models.Index(fields=["term", "record"], name="%(class)s_ix")]

    def __str__(self):
        return f"{self.record_id} under {self.term_id}"

    @classmethod
    def kinds(cls):
        """Return the concrete classes beneath this one, those of higher apps included."""
        below = [kind for child in cls.__subclasses__() for kind in (child, *child.kinds())]
        return [kind for kind in below if not kind._meta.abstract]


class Term(Reference):
    """One row of a record's own index. Concrete classes add `record`, and abstract ones below this `term`."""

    class Meta(Reference.Meta):
        abstract = True

    @classmethod
    def rewrite(cls, record, ids):
        """Make the rows of `record` exactly those for the terms with the primary keys `ids` (a set)."""
        rows = cls.objects.filter(record=record)
        have = set(rows.values_list("term_id", flat=True))
        if gone := have - ids:
            rows.filter(term_id__in=gone).delete()
        cls.objects.bulk_create([cls(record=record, term_id=pk) for pk in sorted(ids - have)])

    @classmethod
    def rewrite_all(cls, keys, named, lines):
        """Make the rows of the records with these keys those for what they name, {(record, term)}, and the line above."""
        wanted = {(record, above) for record, term in named for above in lines[term]}
        rows = cls.objects.filter(record__in=keys)
        have = {(record, term): pk for pk, record, term in rows.values_list("pk", "record", "term")}
        gone = [have[pair] for pair in have.keys() - wanted]
        for first in range(0, len(gone), AT_ONCE):
            cls.objects.filter(pk__in=gone[first : first + AT_ONCE]).delete()
        fresh = [cls(record_id=record, term_id=term) for record, term in sorted(wanted - have.keys())]
        cls.objects.bulk_create(fresh, batch_size=AT_ONCE)

    @classmethod
    def pairs(cls, model, keys):
        """Return the rows of these kinds as {(record, term)}, for the records of `model` with the primary keys `keys`."""
        kinds = [kind for kind in cls.kinds() if kind._meta.get_field("record").related_model is model]
        rows = [kind.objects.filter(record__in=keys).values_list("record", "term") for kind in kinds]
        return {pair for found in rows for pair in found}

    @classmethod
    def resettle(cls, term):
        """Settle every record found under `term`, after its place in the tree has changed."""
        for kind in cls.kinds():
            records = kind._meta.get_field("record").related_model
            records.settle_all(list(kind.objects.filter(term=term).values_list("record", flat=True)), words=False)
