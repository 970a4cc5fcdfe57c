"""Counts are kept while nothing changes, and are right again with the first change, whoever made it."""

import datetime
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.db.models import Count
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial.reading import remembered as memory
from editorial.reading.remembered import remembered
from events.models import Event
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


def counted():
    return dict(
        remembered(Event.objects.published().values_list("kind__slug").annotate(records=Count("pk")).order_by())
    )


def elsewhere(work):
    """Do `work` over a connection of its own, as another process would."""

    def alone():
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        other.submit(alone).result()


@pytest.fixture
def event():
    return make.event("A talk", "roundtable")


def asked():
    with CaptureQueriesContext(connection) as queries:
        counted()
    return [query["sql"] for query in queries if "events_event" in query["sql"]]


def test_what_nobody_has_changed_is_not_counted_twice(event):
    assert counted() == {"roundtable": 1}
    assert asked() == []
    assert counted() == {"roundtable": 1}


def test_what_another_connection_changes_is_seen_at_once(event):
    assert counted() == {"roundtable": 1}
    elsewhere(lambda: make.event("A forum", "forum"))
    assert counted() == {"roundtable": 1, "forum": 1}
    elsewhere(
        lambda: Event.objects.filter(pk=event.pk).update(withdrawn_at=timezone.now(), withdrawal_reason="An error.")
    )
    assert counted() == {"forum": 1}
    elsewhere(lambda: Event.objects.all().delete())
    assert counted() == {}


def test_what_this_connection_changes_is_seen_at_once(event):
    assert counted() == {"roundtable": 1}
    Event.objects.filter(pk=event.pk).update(published_at=None)
    assert counted() == {}


def test_what_is_taken_back_was_never_kept(event):
    assert counted() == {"roundtable": 1}
    with transaction.atomic():
        make.event("A forum", "forum")
        assert counted() == {"roundtable": 1, "forum": 1}
        transaction.set_rollback(True)
    assert counted() == {"roundtable": 1}


def test_a_change_is_seen_when_it_is_committed(event):
    assert counted() == {"roundtable": 1}
    written, counted_meanwhile = threading.Event(), threading.Event()

    def slowly():
        with transaction.atomic():
            make.event("A forum", "forum")
            written.set()
            counted_meanwhile.wait(10)
        connection.close()

    writer = threading.Thread(target=slowly)
    writer.start()
    written.wait(10)
    # A database that SQLite keeps in memory, as these tests do, lets nobody read while another one writes.
    if connection.vendor == "postgresql":
        assert counted() == {"roundtable": 1}
    counted_meanwhile.set()
    writer.join()
    assert counted() == {"roundtable": 1, "forum": 1}


def test_a_scheduled_record_appears_at_its_hour(event):
    hour = timezone.now() + datetime.timedelta(seconds=1.5)
    make.event("A forum", "forum", published_at=hour)
    while timezone.now() < hour:
        assert counted() == {"roundtable": 1} or timezone.now() >= hour
        time.sleep(0.05)
    time.sleep(0.01)
    assert counted() == {"roundtable": 1, "forum": 1}


def test_no_more_is_kept_than_fits(event, monkeypatch):
    monkeypatch.setattr(memory, "MOST_ROWS", 2 * (memory.QUESTION + 1))
    for number in range(5):
        assert len(remembered(Event.objects.published().annotate(n=Count("pk") + number).values_list("pk", "n"))) == 1
        assert len(memory.MEMORY.answers) <= 2
    for year in range(5):
        assert remembered(Event.objects.published().filter(year=year).values_list("pk")) == []
        assert len(memory.MEMORY.answers) <= 2
