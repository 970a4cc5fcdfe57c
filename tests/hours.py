"""A clock that tests move: that of the database, and that of this machine with it.

    def test_it_goes(client, clock):
        clock.move(datetime.timedelta(hours=1))

Nothing else is told of it: whatever comes true by itself does so because the database asks its own clock.
"""

import datetime

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from editorial.reading import remembered

SECOND = datetime.timedelta(seconds=1)


class Clock:
    """By how much both clocks are ahead, or the moment at which they stand still."""

    def __init__(self, present):
        self.present, self.ahead, self.stands_at = present, datetime.timedelta(), None

    def now(self):
        return self.stands_at or self.present() + self.ahead

    def move(self, ahead):
        self.ahead, self.stands_at = ahead, None

    def stand(self, moment):
        self.stands_at = moment

    def before(self, moment):
        """One second before `moment`."""
        self.stand(moment - SECOND)

    def after(self, moment):
        """One second after `moment`."""
        self.stand(moment + SECOND)

    def as_sqlite(self, expression, compiler, connection, **context):
        return f"'{self.now().astimezone(datetime.UTC):%Y-%m-%d %H:%M:%S.%f}'", []

    def as_postgresql(self, expression, compiler, connection, **context):
        return f"'{self.now().isoformat()}'::timestamptz", []


@pytest.fixture
def clock(monkeypatch):
    clock = Clock(timezone.now)
    monkeypatch.setattr(timezone, "now", clock.now)
    monkeypatch.setattr(Now, "as_sqlite", lambda *args, **kwargs: clock.as_sqlite(*args, **kwargs))
    monkeypatch.setattr(Now, "as_postgresql", lambda *args, **kwargs: clock.as_postgresql(*args, **kwargs))
    for vendor, state in remembered.STATES.items():
        monkeypatch.setitem(remembered.STATES, vendor, lambda state=state: (state()[0], clock.now()))
    return clock
