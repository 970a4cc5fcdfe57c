"""Carrying: storing what was planned, all of it in one transaction or nothing at all."""

from django.db import IntegrityError, models, transaction

from editorial.publishing import Publishable

OVERTAKEN = (
    "“{}” was changed by somebody while this import was being looked at. Nothing was imported: check the file again."
)
REFUSED = "The database refused “{}”: it excludes something that is there already. Nothing was imported."


class OvertakenError(Exception):
    """The database is no longer as it was when the import was planned, so that nothing of it was done."""


def carry(plan, user, log, hold):
    """Store what `plan` says. `hold(record)` keeps a stored record for this transaction alone and returns it as it is
    now, or None when it is gone; `log(record, fresh)` writes down what was done with each record.

    Raises OvertakenError, with a sentence for staff, when something stands against it; nothing is stored then.
    """
    told = [""]
    try:
        with transaction.atomic():
            refuse_overtaken(plan.steps, hold)
            store(plan, user, log, told)
    except IntegrityError as error:
        raise OvertakenError(REFUSED.format(told[0])) from error


def refuse_overtaken(steps, hold):
    """Raise OvertakenError when a record is not as it was read; hold the others until all is stored."""
    for record in sorted((one.record for one in steps if not one.fresh), key=lambda record: record.pk):
        now = hold(record)
        if now is None or getattr(now, "version", 0) != getattr(record, "version", 0):
            raise OvertakenError(OVERTAKEN.format(record))


def store(plan, user, log, told):
    """Store what others refer to before them, then the records with their rows, and settle all in the end."""
    words, brought, steps = plan.used_words, [*plan.used_topics, *plan.used_drafts], in_order(plan.steps)
    for record in [*words, *brought]:
        told[0] = str(record)
        save(record, user, fresh=True)
    for one in steps:
        told[0] = str(one.record)
        store_one(one, user)
    settle(brought)
    settle([one.record for one in steps])
    plan.exchange.settle_others(steps)
    for record in [*words, *brought]:
        log(record, True)
    for one in steps:
        log(one.record, one.fresh)


def settle(records):
    """Settle records after all that belongs to them is stored."""
    kinds = {}
    for record in records:
        kinds.setdefault(type(record), []).append(record)
    for model, some in kinds.items():
        if issubclass(model, Publishable):
            model.settle_all({record.pk for record in some})
        else:
            for record in some:
                record.settle()


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
