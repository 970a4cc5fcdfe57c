"""Rights: whatever a contributor sends by hand changes nothing that is not theirs, by whichever way it comes."""

import pytest
from django.contrib import admin
from django.test import Client

from editorial.newsroom.records import PublishableAdmin
from events.models import Event, EventPhoto, Hosting
from people.models import Affiliation, Institution, Person
from tests import factories as make
from tests.newsroom import address, errors, kind, row, save, sent
from tests.newsroom import contributor as given
from tests.staff import colleague, logged_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ADD = "/admin/events/event/add/"


@pytest.fixture
def ann():
    return colleague("contributor", "ann")


@pytest.fixture
def client(ann):
    return logged_in(ann)


def states():
    return {event.title: event.state for event in Event.objects.all()}


def test_what_is_set_by_hand_in_a_form_is_not_set(client):
    response = client.get(ADD)
    by_hand = {
        "published_at": "2020-01-01T00:00",
        "_publish": "1",
        "state": "public",
        "withdrawn_at": "2020-01-01T00:00",
        "created_by": "1",
        "slug": "mine",
        "review_requested_at": "2020-01-01",
    }
    client.post(ADD, sent(response, title="Mine", kind=kind(), **by_hand))
    event = Event.objects.get()
    assert (event.state, event.withdrawn_at, event.created_by.username, event.is_waiting) == (
        "draft",
        None,
        "ann",
        False,
    )
    client.post(address(Event, "change", event.pk), sent(client.get(address(Event, "change", event.pk)), **by_hand))
    as_new = sent(client.get(address(Event, "change", event.pk)), title="Other", _saveasnew="1")
    assert client.post(address(Event, "change", event.pk), as_new).status_code == 403
    assert (Event.objects.count(), states()) == (1, {"Mine": "draft"})


def test_records_of_others_and_public_ones_are_changed_by_no_way(client, ann):
    public, others = make.event("Public"), make.event("Others", published_at=None)
    own_once_public = make.event("Own, public", created_by=ann)
    scheduled = make.scheduled(make.event("Own, scheduled", created_by=ann))
    before = list(Event.objects.values())
    everything = [public, others, own_once_public, scheduled]
    for event in everything:
        answers = [
            client.post(
                address(Event, "change", event.pk), {"title": "Taken", "kind": kind(), "_save": "1"}
            ).status_code,
            client.post(address(Event, "delete", event.pk), {"post": "yes"}).status_code,
        ]
        assert (set(answers) <= {302, 403, 404} and 403 in answers) or event is others
    keys = [event.pk for event in everything]
    assert client.post(address(Event, "bulk", "add-topics"), {"pk": keys, "topics": ["Trade"]}).status_code == 403
    for name in ("withdraw", "stay", "return"):
        assert client.post(address(Event, name), {"pk": keys, "reason": "x", "note": "x"}).status_code == 403
    for action in ("publish_chosen", "withdraw_chosen", "delete_selected", "add_topics_to_chosen"):
        client.post(address(Event, "changelist"), {"action": action, "_selected_action": keys, "post": "yes"})
    client.post(
        address(Event, "changelist"), {"form-TOTAL_FORMS": 1, "form-0-id": public.pk, "form-0-title": "x", "_save": "1"}
    )
    assert (list(Event.objects.values()), Event.topics.through.objects.count()) == (before, 0)


def test_own_drafts_are_written_and_deleted_freely(client, ann):
    save(client, ADD, title="Mine", kind=kind())
    event = Event.objects.get()
    save(client, address(Event, "change", event.pk), title="Mine, bettered")
    assert states() == {"Mine, bettered": "draft"}
    assert client.get(address(Event, "delete", event.pk)).status_code == 200


def test_a_hidden_record_cannot_be_chosen_by_its_key(client):
    hidden, public = make.draft(make.institution("Hidden")), make.institution("Public")
    rows = row("hostings", 0, part="host", institution=hidden.pk) | {"hostings-TOTAL_FORMS": 1}
    response = save(client, ADD, title="Talks", kind=kind(), venue_institution=hidden.pk, **rows)
    assert set(errors(response)) == {"venue_institution", "hostings-0-institution"}
    assert "Hidden" not in response.content.decode()
    rows = row("hostings", 0, part="host", institution=public.pk) | {"hostings-TOTAL_FORMS": 1}
    assert save(client, ADD, title="Talks", kind=kind(), **rows).status_code == 302
    assert Hosting.objects.get().institution == public


def test_what_an_editor_put_into_a_contributors_draft_stays_there_unnamed(client, ann):
    hidden = make.draft(make.institution("Hidden"))
    event = make.draft(make.event("Mine", created_by=ann))
    Hosting.objects.create(event=event, institution=hidden, institution_name="As printed")
    page = address(Event, "change", event.pk)
    shown = client.get(page).content.decode()
    assert ["(not public yet)" in shown, "As printed" in shown, "Hidden" in shown] == [True, True, False]
    assert save(client, page, title="Mine, bettered").status_code == 302
    event.refresh_from_db()
    assert (event.title, event.hostings.get().institution) == ("Mine, bettered", hidden)


def test_a_person_is_made_as_a_draft_while_an_event_is_entered_and_chosen_at_once(client):
    url = f"{address(Person, 'add')}?_popup=1"
    response = client.post(url, sent(client.get(url), name="New guest", _popup="1", _publish="1"))
    assert response.status_code == 200
    guest = Person.objects.get()
    assert (guest.state, guest.created_by.username) == ("draft", "ann")
    asked = {"app_label": "events", "model_name": "participation", "field_name": "person", "term": "guest"}
    assert [one["id"] for one in client.get("/admin/autocomplete/", asked).json()["results"]] == [str(guest.pk)]
    other = logged_in(colleague("contributor", "eve"))
    assert other.get("/admin/autocomplete/", asked).json()["results"] == []
    assert other.get(address(Person, "alike"), {"text": "New guest"}).json() == {"alike": []}
    assert other.get(address(Person, "billing"), {"person": guest.pk}).status_code == 404


def test_a_draft_is_read_at_its_public_address_by_its_author_and_by_editors(client, ann):
    own, others = (
        make.event(title, published_at=None, created_by=who) for title, who in (("Own", ann), ("Other", None))
    )
    editor = logged_in(colleague("editor"))
    seen = {
        event.title: [one.get(event.get_absolute_url()).status_code for one in (client, editor)]
        for event in (own, others)
    }
    assert seen == {"Own": [200, 200], "Other": [404, 200]}


def test_a_photo_is_as_much_somebodys_as_its_event(client, ann):
    events = [make.event("Public"), make.draft(make.event("Others")), make.draft(make.event("Own", created_by=ann))]
    photos = [EventPhoto.objects.create(event=event, picture=make.picture(), picture_alt="x") for event in events]
    url = [address(EventPhoto, "change", photo.pk) for photo in photos]
    assert [client.get(one).status_code for one in url] == [200, 302, 200]
    assert [client.post(one, {"caption": "Taken"}).status_code for one in url[:2]] == [403, 302]
    listed = client.get(address(EventPhoto, "changelist")).context["cl"].queryset
    assert set(listed) == {photos[0], photos[2]}
    moved = sent(client.get(url[2]), event=events[0].pk)
    assert client.post(url[2], moved).context["adminform"].form.errors.keys() == {"event"}


def test_counts_and_filters_of_a_list_know_nothing_of_what_is_hidden(client):
    hidden = make.draft(make.institution("Hidden body"))
    who = make.person("Ann Ahmad")
    Affiliation.objects.create(person=who, institution=hidden, position="Director", institution_name="As printed")
    make.draft(make.event("Others"))
    page = client.get(address(Person, "changelist"), {"_facets": "True"}).content.decode()
    assert ["Hidden body" in page, "Ann Ahmad" in page] == [False, True]
    events = client.get(address(Event, "changelist"), {"_facets": "True"}).content.decode()
    assert ["Others" in events, "0 events" in events] == [False, True]
    assert client.get(address(Institution, "changelist"), {"q": "hidden"}).context["cl"].result_count == 0


def test_permissions_given_one_by_one_go_on_as_they_were():
    event = make.event("Public")
    make.event("Others", published_at=None)
    client = given(Client(), "view_event", "change_event")
    assert client.get(address(Event, "changelist")).context["cl"].result_count == 2
    assert save(client, address(Event, "change", event.pk), title="Changed").status_code == 302
    assert states() == {"Changed": "public", "Others": "draft"}


def test_no_list_of_records_is_edited_in_place():
    """Django asks for no right to a single record there."""
    desks = [desk for desk in admin.site._registry.values() if isinstance(desk, PublishableAdmin)]
    assert {desk.opts.label: desk.list_editable for desk in desks} == {desk.opts.label: () for desk in desks}
