"""Carrying: storing what was planned, all of it in one transaction or nothing at all."""

from django.db import IntegrityError, models, transaction

from editorial.exchange.plans import CHUNK

OVERTAKEN = (
    "“{}” was changed by somebody while this import was being looked at. Nothing was imported: check the file again."
)
REFUSED = "The database refused “{}”: it excludes something that is there already. Nothing was imported."


class OvertakenError(Exception):
    """The database is no longer as it was when the import was planned, so that nothing of it was done."""


def carry(plan, user, log):
    """Store what `plan` says. `log(record, fresh)` writes down what was done with each record.

    Raises OvertakenError, with a sentence for staff, when something stands against it; nothing is stored then.
    """
    told = [""]
    try:
        with transaction.atomic():
            refuse_overtaken(plan.steps)
            store(plan, user, log, told)
    except IntegrityError as error:
        raise OvertakenError(REFUSED.format(told[0])) from error


def refuse_overtaken(steps):
    """Raise OvertakenError when a record is not as it was read; hold the others until all is stored."""
    seen = {one.record.pk: one.record for one in steps if not one.fresh and hasattr(one.record, "version")}
    keys = sorted(seen)
    for first in range(0, len(keys), CHUNK):
        some = keys[first : first + CHUNK]
        model = type(seen[some[0]])
        now = dict(model.objects.filter(pk__in=some).order_by("pk").select_for_update().values_list("pk", "version"))
        for key in some:
            if now.get(key) != seen[key].version:
                raise OvertakenError(OVERTAKEN.format(seen[key]))


def store(plan, user, log, told):
    """Store what others refer to before them, then the records with their rows, and settle all in the end."""
    words, brought, steps = plan.used_words, [*plan.used_topics, *plan.used_drafts], in_order(plan.steps)
    for record in [*words, *brought]:
        told[0] = str(record)
        save(record, user, fresh=True)
    for one in steps:
        told[0] = str(one.record)
        store_one(one, user)
    for record in brought:
        record.settle()
    for one in steps:
        plan.exchange.settle(one.record, one.before)
    for record in [*words, *brought]:
        log(record, True)
    for one in steps:
        log(one.record, one.fresh)


def store_one(one, user):
    save(one.record, user, one.fresh)
    for row in one.rows:
        if row.fresh or row.changes:
            row.record.save()
    if "topics" in {column for column, *_ in one.changes}:
        one.record.topics.set(one.record.chosen_topics)


def save(record, user, fresh):
    if hasattr(record, "changed_by_id"):
        record.changed_by = user
        record.created_by = user if fresh else record.created_by
    if getattr(record, "published_at", None):
        record.review_requested_at = record.review_requested_by = None
    record.save()


def in_order(steps):
    """Return the steps so that each comes after those whose new records it names: the book before its chapters."""
    waiting, ordered, done = {id(one.record): one for one in steps}, [], set()

    def add(one, above=()):
        if id(one.record) in done or id(one.record) in above:
            return
        for part in one.everything:
            for field in part.record._meta.concrete_fields:
                if isinstance(field, models.ForeignKey) and field.is_cached(part.record):
                    other = getattr(part.record, field.name)
                    if id(other) in waiting and other is not one.record:
                        add(waiting[id(other)], (*above, id(one.record)))
        done.add(id(one.record))
        ordered.append(one)

    for one in steps:
        add(one)
    return ordered
