"""Deletion: refused for what is named anywhere; whatever else is deleted comes back whole from the bin, or goes for good."""

import datetime
import re

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from editorial.bin import throw_away
from editorial.models import Act, AuditEntry, Binned, FormerAddress
from events.models import Event, EventKind, EventSeries
from people.models import Institution, Person
from publications.models import Publication
from tests import factories as make
from tests.ledger import ledger
from tests.newsroom import address, contributor
from tests.staff import colleague, logged_in

pytestmark = pytest.mark.django_db
BIN = "/admin/editorial/binned/"


def delete(client, record, **said):
    return client.post(address(type(record), "delete", record.pk), {"post": "yes", **said})


def binned():
    return Binned.objects.latest("pk")


def put_back(client):
    return client.post(f"{BIN}{binned().pk}/back/")


def full_event():
    """Return an event with rows of every kind, a file, a picture and two former addresses."""
    guest, host = make.person("Guest"), make.institution("Host")
    event = make.event("First words", hosts=[host], people=[(guest, "speaker")], topics=[make.topic("Trade")])
    event.sessions.create(title="Opening")
    event.participations.update(session=event.sessions.get())
    event.outcomes.create(text="Meet again")
    event.documents.create(title="Report", file=make.pdf())
    photo = event.photos.create(picture=make.picture(), picture_alt="A table")
    photo.subjects.create(person=guest)
    for title in ("Second words", "Third words"):
        event.slug, event.title = "", title
        event.save()
    event.settle()
    return event


def test_whoever_is_named_anywhere_is_not_deleted_and_the_page_says_where_and_what_to_do(admin_client):
    guest = make.person("Rufus T. Firefly")
    talks = make.event("Talks", people=[(guest, "speaker")], published_at=None)
    make.publication("Book", people=[(guest, "author")])
    talks.photos.create(picture=make.picture()).subjects.create(person=guest)
    before = ledger()
    page = delete(admin_client, guest)
    held = [
        (use["label"], use["count"], [str(place["record"]) for place in use["places"]])
        for use in page.context["protected"]
    ]
    assert sorted(held) == [
        ("Contributions of publications", 1, ["Book"]),
        ("Participants of events", 1, ["Talks"]),
        ("People in the photo, from left to right of events", 1, ["Talks"]),
    ]
    assert page.context["ways_out"]["printed"] == 3
    assert f"{address(Person, 'withdraw')}?pk={guest.pk}" in page.content.decode()
    assert f'<a href="{address(Event, "change", talks.pk)}">Talks</a>' in page.content.decode()
    assert ledger() == before


def test_links_are_taken_off_with_the_names_kept_as_printed_in_one_step_that_can_be_undone(admin_client):
    guest, host = make.person("Rufus T. Firefly"), make.institution("Freedonia", city="Fredville")
    talks = make.event("Talks", hosts=[host], people=[(guest, "speaker")], venue_institution=host)
    make.publication("Book", people=[(guest, "author")], publisher=host)
    before, version = ledger(), talks.version
    for record in (guest, host):
        admin_client.post(address(type(record), "unlink", record.pk))
    talks.refresh_from_db()
    row = talks.participations.get()
    assert (row.person, row.name, talks.version) == (None, "Rufus T. Firefly", version + 2)
    assert (talks.venue_institution, talks.venue, str(talks.hostings.get())) == (None, "Freedonia", "Freedonia")
    assert not talks.institution_terms.exists()
    assert Publication.objects.get().publisher_name == "Freedonia"
    assert [delete(admin_client, record).status_code for record in (guest, host)] == [302, 302]
    assert [put_back(admin_client).status_code for _ in range(2)] == [302, 302]
    for act in Act.objects.filter(kind="unlink"):
        admin_client.post(f"/admin/editorial/act/{act.pk}/change/")
    assert ledger() == before


def test_links_are_not_taken_off_by_whoever_may_not_change_what_names_the_record(client):
    guest = make.person("Rufus T. Firefly")
    make.event("Talks", people=[(guest, "speaker")])
    contributor(client, "view_person", "delete_person")
    before = ledger()
    page = client.post(address(Person, "unlink", guest.pk), follow=True)
    assert "not yours to change, so nothing was changed" in page.content.decode()
    assert "Event that is not yours to see" in page.content.decode()
    assert ledger() == before


def test_what_was_deleted_comes_back_as_it_was_with_its_rows_files_and_addresses(admin_client, client):
    event = full_event()
    before, url = ledger(), event.get_absolute_url()
    files = [event.documents.get().file.url, event.photos.get().picture.url]
    page = admin_client.get(address(Event, "delete", event.pk)).content.decode()
    assert "1 host" in page
    assert "1 participant" in page
    delete(admin_client, event, reason="It never took place.")
    assert not Event.objects.exists()
    for gone in (url, "/events/first-words/", "/events/second-words/", event.get_permanent_url()):
        answer = client.get(gone)
        assert answer.status_code == 410
        assert "It never took place." in answer.content.decode()
    assert [client.get(file).status_code for file in files] == [404, 404]
    assert [admin_client.get(file).status_code for file in files] == [404, 404]
    assert "Third words" not in client.get("/events/").content.decode()
    assert "Third words" in admin_client.get(BIN).content.decode()
    assert put_back(admin_client)["Location"] == address(Event, "change", event.pk)
    assert ledger() == before
    assert (client.get(url).status_code, client.get("/events/first-words/")["Location"]) == (200, url)
    assert b"".join(client.get(files[0])).startswith(b"%PDF")


@pytest.mark.once
def test_nothing_that_is_sent_to_the_pages_of_deletion_makes_them_fail(admin_client):
    guest, free = make.person("Rufus T. Firefly"), make.event("Free", published_at=None)
    make.event("Talks", people=[(guest, "speaker")])
    before = ledger()
    for name in ("delete", "unlink"):
        for key in (999_999, "9" * 18):
            answer = admin_client.post(address(Person, name, key), {"post": "yes", "_to_field": "password"})
            assert answer.status_code in {302, 400, 404}
    for keys in (["x"], ["9" * 40], [""], [999_999]):
        chosen = {"action": "delete_selected", "_selected_action": keys, "post": "yes"}
        assert admin_client.post(address(Person, "changelist"), chosen).status_code in {200, 302}
    for name in ("back", "purge"):
        assert admin_client.post(f"{BIN}999999/{name}/").status_code == 404
    assert ledger() == before
    assert delete(admin_client, free, reason="a\x00b" * 500).status_code == 302
    assert (binned().reason[:3], len(binned().reason)) == ("a b", 300)


def test_everything_that_can_be_deleted_comes_back_the_same(admin_client):
    records = make.small_record()
    make.draft(make.person("Nobody"))
    make.withdrawn(make.institution("Gone"))
    EventSeries.objects.create(name="Forum", slug="forum")
    full_event()
    kinds = {type(record) for record in records.values()} | {EventSeries, EventKind}
    before, deleted = ledger(), []
    for model in sorted(kinds, key=lambda model: model.__name__):
        for record in model.objects.order_by("pk"):
            if delete(admin_client, record).status_code == 302:
                deleted.append(str(record))
                assert ledger() != before
                assert put_back(admin_client).status_code == 302
            assert ledger() == before
    assert {"A pact", "Third words", "Nobody", "Gone", "Forum", "book launch"} <= set(deleted)
    assert not {"Ann Ahmad", "A talk", "A book", "roundtable"} & set(deleted)


@pytest.mark.once
def test_the_address_of_what_lies_in_the_bin_is_not_given_away(admin_client):
    event = make.event("Talks")
    delete(admin_client, event)
    assert make.event("Talks").slug == "talks-2"
    put_back(admin_client)
    assert Event.objects.get(pk=event.pk).slug == "talks"


def test_of_a_draft_nothing_is_left_to_be_seen_and_a_withdrawn_record_keeps_its_reason(admin_client, client):
    draft, gone = make.event("Secret", published_at=None), make.withdrawn(make.event("Gone"))
    for record in (draft, gone):
        delete(admin_client, record)
    assert client.get("/events/secret/").status_code == 404
    assert client.get(draft.get_permanent_url()).status_code == 404
    answer = client.get("/events/gone/")
    assert (answer.status_code, "Published in error." in answer.content.decode()) == (410, True)


def test_after_thirty_days_only_the_tombstone_is_left_and_files_that_nobody_else_has_go(
    admin_client, admin_user, client, django_capture_on_commit_callbacks
):
    event = full_event()
    paper, picture = event.documents.get().file.name, event.photos.get().picture.name
    other = make.event("Other")
    other.photos.create(picture=picture, picture_alt="The same table")
    delete(admin_client, event)
    delete(admin_client, make.event("Draft", published_at=None))
    with time_machine.travel(timezone.now() + datetime.timedelta(31)):
        admin_client.force_login(admin_user)
        assert "Third words" not in admin_client.get(BIN).content.decode()
        assert admin_client.get(f"{BIN}{binned().pk}/change/").status_code == 404
        assert default_storage.exists(paper)
        with django_capture_on_commit_callbacks(execute=True):
            call_command("settle")
    assert [(one.title, one.act) for one in Binned.objects.all()] == [("Third words", None)]
    assert [default_storage.exists(name) for name in (paper, picture)] == [False, True]
    assert not FormerAddress.objects.filter(slug="draft").exists()
    assert [client.get(f"/events/{slug}/").status_code for slug in ("third-words", "first-words", "draft")] == [
        410,
        410,
        404,
    ]


@pytest.mark.once
def test_only_an_administrator_removes_for_good_and_that_is_logged(admin_client, client):
    event = make.event("Talks")
    delete(admin_client, event)
    url = f"{BIN}{binned().pk}/purge/"
    contributor(client, "view_event", "delete_event", "publish_event")
    assert "Remove for good" not in client.get(f"{BIN}{binned().pk}/change/").content.decode()
    assert client.post(url).status_code == 403
    assert "cannot be undone" in admin_client.get(url).content.decode()
    admin_client.post(url)
    assert AuditEntry.objects.first().said == "Removed for good from the bin: the event “Talks”."
    assert (Binned.objects.get().act, Act.objects.count()) == (None, 0)
    assert client.get("/events/talks/").status_code == 410


@pytest.mark.once
def test_the_bin_shows_to_each_what_they_may_put_back(client):
    event = make.event("Talks")
    boss = contributor(client, "view_event")
    throw_away(event, None)
    page = boss.get(BIN).content.decode()
    assert ("Talks" in page, boss.post(f"{BIN}{binned().pk}/back/").status_code) == (False, 404)


def test_nothing_of_a_selection_is_deleted_when_something_names_one_of_them(admin_client):
    guest, other = make.person("Guest"), make.person("Other")
    make.event("Talks", people=[(guest, "speaker")])
    chosen = {"action": "delete_selected", "_selected_action": [guest.pk, other.pk], "post": "yes"}
    page = admin_client.post(address(Person, "changelist"), chosen)
    assert [(use["label"], str(use["places"][0]["names"])) for use in page.context["protected"]] == [
        ("Participants of events", "Guest")
    ]
    assert Person.objects.count() == 2
    event = Event.objects.get()
    event.participations.all().delete()
    event.settle()
    before = ledger()
    admin_client.post(address(Person, "changelist"), chosen)
    assert (Person.objects.count(), Binned.objects.count()) == (0, 2)
    keys = [one.pk for one in Binned.objects.all()]
    admin_client.post(BIN, {"action": "put_back_chosen", "_selected_action": keys})
    assert ledger() == before


def test_what_needs_something_that_is_gone_itself_is_not_put_back(admin_client):
    host = make.institution("Host")
    event = make.event("Talks", hosts=[host])
    delete(admin_client, event)
    first = binned()
    delete(admin_client, host)
    response = admin_client.post(f"{BIN}{first.pk}/back/")
    assert response.status_code == 409
    assert "its institution has been deleted since" in response.content.decode()
    assert put_back(admin_client).status_code == 302
    assert admin_client.post(f"{BIN}{first.pk}/back/").status_code == 302
    assert Institution.objects.get() == Event.objects.get().hostings.get().institution


def test_whoever_deletes_a_draft_of_their_own_is_led_to_where_it_can_be_put_back():
    ann = colleague("contributor", "ann")
    client, event = logged_in(ann), make.draft(make.event("Mine"))
    Event.objects.filter(pk=event.pk).update(created_by=ann)
    page = client.post(address(Event, "delete", event.pk), {"post": "yes"}, follow=True).content.decode()
    (there,) = re.findall(r'href="([^"]+)" class="button">Put back', page)
    assert client.get(there).status_code == 200
    client.post(f"/admin/editorial/binned/{there.split('/')[-3]}/back/")
    assert Event.objects.get().title == "Mine"


def test_what_lies_in_the_bin_is_counted_by_what_it_is(admin_client):
    counts = {}
    for name in ("binned", "event", "act"):
        page = admin_client.get(f"/admin/editorial/{name}/" if name != "event" else "/admin/events/event/")
        counts[name] = " ".join(re.search(r'class="paginator">([^<]*)', page.content.decode())[1].split())
    assert counts == {
        "binned": "0 deleted records",
        "event": "0 events",
        "act": "0 undoable changes",
    }
