"""Every saved state of a record is kept, whole, with who saved it, when, and what they did."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial.content import content
from editorial.models import Revision, Topic
from editorial.revisions import BEFORE
from events.models import Event
from people.models import Person
from tests import factories as make
from tests.newsroom import address, kind, row, save
from tests.test_bulk import change

pytestmark = pytest.mark.django_db
ADD = "/admin/events/event/add/"


def told(record):
    """Return what is kept of a record, the oldest first."""
    kept = reversed(Revision.objects.of(record).select_related("made_by"))
    return [(one.number, one.version, one.made_by and one.made_by.username, one.said) for one in kept]


def test_every_save_is_kept_with_who_made_it_and_all_of_the_record(admin_client):
    rows = {"sessions-TOTAL_FORMS": 1, **row("sessions", 0, title="Opening")}
    save(admin_client, ADD, title="Talks", kind=kind(), topics=["Energy"], **rows)
    event = Event.objects.get()
    first = content(event)
    save(admin_client, address(Event, "change", event.pk), title="Peace talks")
    assert told(event) == [(1, 1, "admin", "Added."), (2, 2, "admin", "Saved.")]
    assert [one.content for one in Revision.objects.of(event)] == [content(event), first]


def test_what_was_there_before_revisions_were_kept_is_not_lost(admin_client):
    event = make.event("Talks")
    before = content(event)
    save(admin_client, address(Event, "change", event.pk), title="Peace talks")
    assert told(event) == [(1, event.version, None, BEFORE), (2, event.version + 1, "admin", "Saved.")]
    assert Revision.objects.of(event).get(number=1).content == before


def test_what_another_program_wrote_meanwhile_is_kept_before_it_is_changed(admin_client):
    event = make.event("Talks", published_at=None)
    url = address(Event, "change", event.pk)
    save(admin_client, url, title="Peace talks")
    event = Event.objects.get()
    event.title = "War talks"
    event.save()
    save(admin_client, url, title="Peace talks again")
    titles = [one.content["fields"]["title"] for one in Revision.objects.of(event)]
    assert titles == ["Peace talks again", "War talks", "Peace talks", "Talks"]


def test_publishing_withdrawing_and_topics_added_to_many_are_kept_too(admin_client):
    event, guest = make.event("Talks", published_at=None), make.person("Rufus", published_at=None)
    admin_client.post(address(Event, "changelist"), {"action": "publish_chosen", "_selected_action": [event.pk]})
    change(admin_client, [event], "add-topics", topics=["Trade"])
    admin_client.post(address(Event, "withdraw"), {"pk": [event.pk], "reason": "It never took place."})
    said = [said for *_, said in told(event)]
    assert said == [BEFORE, "Published.", "Added the topic Trade.", "Withdrawn: It never took place."]
    kept = [(one.content["topics"], one.content["state"]["withdrawal_reason"]) for one in Revision.objects.of(event)]
    assert kept == [(["Trade"], "It never took place."), (["Trade"], ""), ([], ""), ([], "")]
    save(admin_client, address(Person, "change", guest.pk), "_publish")
    assert [one.content["state"]["published_at"] is None for one in Revision.objects.of(guest)] == [False, True]


def test_topics_have_their_revisions_as_well(admin_client):
    save(admin_client, address(Topic, "add"), name="Peace", slug="peace")
    topic = Topic.objects.get()
    names = {"names-TOTAL_FORMS": 1, **row("names", 0, name="Amity")}
    save(admin_client, address(Topic, "change", topic.pk), description="Its absence is war.", **names)
    assert told(topic) == [(1, 1, "admin", "Added."), (2, 2, "admin", "Saved.")]
    assert [row["fields"]["name"] for row in Revision.objects.of(topic).first().content["rows"]["names"]] == ["Amity"]


def test_a_rehearsed_save_leaves_no_revision(admin_client):
    event = make.event("Talks")
    save(admin_client, address(Event, "change", event.pk), "_preview", title="Peace talks")
    assert told(event) == []


def test_a_save_spends_six_statements_on_its_revision_at_most(admin_client):
    event = make.small_record()["event"]
    url = address(Event, "change", event.pk)
    save(admin_client, url)
    with CaptureQueriesContext(connection) as asked:
        save(admin_client, url)
    spent = [each["sql"] for each in asked if "editorial_revision" in each["sql"] or "UNION ALL" in each["sql"]]
    assert len(spent) <= 6
