"""Remembered: counts that are asked for again and again are kept for as long as nothing at all has changed.

What counts as a change is left to the database, so that no way of writing can be forgotten. SQLite tells each connection
whether another one has committed (PRAGMA data_version) and how many rows it has changed itself; PostgreSQL names the
transactions that a statement sees (pg_current_snapshot). While these stay the same so do all answers, but for the clock:
a record appears and goes by itself at the hours for which that is scheduled, so nothing is kept beyond the next such hour.
Within a transaction nothing is kept: it sees what may never be committed.
"""

import threading

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Min
from django.db.models.functions import Now
from django.utils import timezone

# So many rows are kept for each connection at most; then it begins again. A question takes the room of so many of them.
MOST_ROWS, QUESTION = 20_000, 10
# A question with more to it, such as the keys of all that a search found, is asked anew rather than kept.
LONGEST_QUESTION = 2000
# The fields with the hours at which what the public sees changes by itself.
HOURS = {"published_at", "withdrawn_at", "embargoed_until"}


class Memory(threading.local):
    """What one thread remembers of the database, `state` and `until` when."""

    state = until = None

    def __init__(self):
        self.answers, self.rows = {}, 0

    def forget(self, state=None, until=None):
        self.state, self.until = state, until
        self.answers, self.rows = {}, 0

    def keep(self, question, answer):
        room = QUESTION + len(answer)
        if self.rows + room > MOST_ROWS:
            self.answers, self.rows = {}, 0
        self.answers[question] = answer
        self.rows += room


MEMORY = Memory()


def remembered(rows):
    """Return the rows of `rows`, a queryset of values which no clock changes but that of publication, as a list."""
    return kept(rows, lambda: list(rows))


def how_many(records):
    """Return the number of `records`, a queryset which no clock changes but that of publication."""
    (number,) = kept(records.order_by(), lambda: [records.count()]) or [0]
    return number


def kept(query, ask):
    """Return the list that `ask` gives for the queryset `query`, from memory where nothing has changed."""
    if connection.in_atomic_block:
        return ask()
    try:
        sql, params = query.query.sql_with_params()
    except EmptyResultSet:
        return []
    question = sql, repr(params), ask.__qualname__
    if len(question[1]) > LONGEST_QUESTION:
        return ask()
    bring_up_to_date()
    if question not in MEMORY.answers:
        MEMORY.keep(question, ask())
    return [*MEMORY.answers[question]]


def bring_up_to_date():
    """Forget everything if anything has changed since it was kept, or an hour has come for which something was scheduled."""
    connection.ensure_connection()
    state, now = STATES[connection.vendor]()
    if state != MEMORY.state or (MEMORY.until and now >= MEMORY.until):
        # The next hour is asked for after the state, and answers after both: nothing kept is older than it seems.
        MEMORY.forget(state, next_transition())


def state_of_sqlite():
    handle = connection.connection
    (version,) = handle.execute("PRAGMA data_version").fetchone()
    # The connection is part of it: another one counts from another beginning.
    return (handle, version, handle.total_changes), timezone.now()


def state_of_postgresql():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text, clock_timestamp()")
        snapshot, now = cursor.fetchone()
    return (connection.connection, snapshot), now


STATES = {"sqlite": state_of_sqlite, "postgresql": state_of_postgresql}


def next_transition():
    """Return the next hour at which anything appears or goes by itself, by the hours of all models, or None."""
    hours = [
        model._default_manager.filter(**{f"{field.name}__gt": Now()}).aggregate(hour=Min(field.name))["hour"]
        for model in apps.get_models()
        for field in model._meta.fields
        if field.name in HOURS
    ]
    return min(filter(None, hours), default=None)
