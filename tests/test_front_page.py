"""The front page of the newsroom: what waits for whom, what comes next, what was done, what is to be put right."""

import datetime

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial.drafts import Draft
from editorial.newsroom.desk import ROOM
from events.models import Event, EventDocument
from people.models import Person
from tests import factories as make
from tests.newsroom import address, save

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SOON = datetime.datetime(2060, 3, 1, 7, tzinfo=datetime.UTC)


def colleague(role):
    user = User.objects.create_user(role.lower(), password="secret", is_staff=True)
    user.groups.set([Group.objects.get(name=role)])
    return user


def sections(client):
    """Return {section: [(kind, title, what is said)]} of the front page."""
    shown = client.get("/admin/").context["sections"]
    return {section.slug: [(line.kind, line.title, line.told) for line in section.shown] for section in shown}


def draft(title, **fields):
    return make.event(title, published_at=None, **fields)


def test_my_drafts_are_mine_and_no_longer_there_once_they_are_submitted_or_public(client):
    editor, assistant = colleague("Editor"), colleague("Contributor")
    draft("Mine", created_by=editor)
    draft("Of another", created_by=assistant)
    draft("Submitted", created_by=editor, review_requested_at=timezone.now(), review_requested_by=editor)
    make.event("Public", created_by=editor)
    client.force_login(editor)
    assert sections(client)["mine"] == [("event", "Mine", "changed just now")]


def test_what_an_editor_sent_back_stands_first_with_the_note(client):
    editor, assistant = colleague("Editor"), colleague("Contributor")
    for title in ("Sent back", "Sent back and submitted", "Later"):
        one = draft(title, created_by=assistant)
        if title != "Later":
            one.note("submitted", assistant)
            one.note("returned", editor, "The date is missing.")
    Event.objects.filter(title__endswith="submitted").update(review_requested_at=timezone.now())
    client.force_login(assistant)
    shown = sections(client)
    assert shown["mine"] == [
        ("event", "Sent back", "sent back by editor: “The date is missing.”"),
        ("event", "Later", "changed just now"),
    ]
    assert [line[1] for line in shown["waiting"]] == ["Sent back and submitted"]


def test_editors_see_the_queue_and_contributors_what_of_theirs_is_in_it(client):
    editor, assistant = colleague("Editor"), colleague("Contributor")
    hours = {who: timezone.now() - datetime.timedelta(hours=hours) for who, hours in ((editor, 2), (assistant, 5))}
    for who, at in hours.items():
        draft(f"By {who}", created_by=who, review_requested_at=at, review_requested_by=who)
    client.force_login(editor)
    assert sections(client)["waiting"] == [
        ("event", "By contributor", "from contributor, 5\xa0hours ago"),
        ("event", "By editor", "from editor, 2\xa0hours ago"),
    ]
    client.force_login(assistant)
    assert [line[1] for line in sections(client)["waiting"]] == ["By contributor"]


def test_what_happens_by_itself_is_told_by_the_clock_of_its_zone_the_next_first(client):
    editor, assistant = colleague("Editor"), colleague("Contributor")
    day = datetime.timedelta(days=1)
    make.event("Coming", published_at=SOON + day, hours_zone="Asia/Karachi", created_by=editor)
    going = make.person("Going", created_by=editor)
    going.withdraw("Over.", at=SOON)
    talk = make.event("Public")
    embargoed = {"file": "documents/none.pdf", "embargoed_until": SOON + 2 * day}
    EventDocument.objects.create(event=talk, title="Paper", **embargoed)
    client.force_login(editor)
    assert sections(client)["scheduled"] == [
        ("person", "Going", "is withdrawn on 1 March 2060, 07:00 (UTC)"),
        ("event", "Coming", "goes public on 2 March 2060, 12:00 (Asia/Karachi)"),
        ("event", "Public", "a document is released on 3 March 2060, 07:00 (UTC)"),
    ]
    client.force_login(assistant)
    assert sections(client)["scheduled"] == []
    Person.objects.update(created_by=assistant)
    assert [line[1] for line in sections(client)["scheduled"]] == ["Going"]


def pending(record, user, **fields):
    from django.contrib.contenttypes.models import ContentType

    kind = ContentType.objects.get_for_model(record)
    return Draft.objects.create(content_type=kind, object_id=record.pk, content={}, base={}, changed_by=user, **fields)


def test_changes_that_readers_do_not_see_yet_stand_where_they_wait(client):
    editor = colleague("Editor")
    pending(make.event("Loose"), editor)
    pending(make.event("Due"), editor, due_at=SOON, due_zone="Asia/Karachi")
    pending(make.event("Refused"), editor, due_at=timezone.now(), refusal="It was changed meanwhile.")
    pending(make.event("Asked"), editor, review_requested_at=timezone.now(), review_requested_by=editor)
    client.force_login(editor)
    shown = sections(client)
    assert shown["mine"] == [("event", "Loose", "changes that readers do not see yet")]
    assert shown["waiting"] == [("event", "Asked", "changes from editor, just now")]
    assert shown["scheduled"] == [
        ("event", "Refused", "changes could not be published: It was changed meanwhile."),
        ("event", "Due", "changes go public on 1 March 2060, 12:00 (Asia/Karachi)"),
    ]


def test_a_contributor_has_changes_of_their_own_to_public_records_before_them_and_no_others(client):
    assistant, other = colleague("Contributor"), colleague("Editor")
    pending(make.event("Of another"), other)
    pending(make.event("Mine"), assistant)
    pending(make.event("Mine, bettered by an editor"), other, begun_by=assistant)
    pending(make.event("Mine, sent back"), assistant, review_note="The date is missing.")
    pending(make.event("Mine, submitted"), assistant, review_requested_at=timezone.now(), review_requested_by=assistant)
    client.force_login(assistant)
    shown = sections(client)
    assert shown["mine"] == [
        ("event", "Mine, sent back", "changes sent back: “The date is missing.”"),
        ("event", "Mine", "changes that readers do not see yet"),
        ("event", "Mine, bettered by an editor", "changes that readers do not see yet"),
    ]
    assert shown["waiting"] == [("event", "Mine, submitted", "changes from contributor, just now")]


def test_what_was_done_lately_is_told_once_a_record_with_who_did_it_as_far_as_one_may_see_it(client):
    editor, assistant = colleague("Editor"), colleague("Contributor")
    talk, person = draft("Talks"), make.person("Ann Ahmad")
    client.force_login(editor)
    save(client, address(Event, "change", talk.pk), "_save", title="Talks on ducks")
    save(client, address(Person, "change", person.pk), "_save", honorific="Dr")
    save(client, address(Event, "change", talk.pk), "_publish")
    Event.objects.filter(pk=talk.pk).update(published_at=None)
    assert sections(client)["recent"] == [
        ("event", "Talks on ducks", "published by editor, just now"),
        ("person", "Ann Ahmad", "changed by editor, just now"),
    ]
    client.force_login(assistant)
    assert [line[1] for line in sections(client)["recent"]] == ["Ann Ahmad"]


def test_what_is_to_be_put_right_is_counted_and_gone_when_it_is(client):
    editor = colleague("Editor")
    bare = make.event("Bare", topics=[make.topic("Energy")], start_date="2060")
    client.force_login(editor)

    def wrong():
        return [(rule.slug, number) for rule, number in client.get("/admin/").context["wrong"]]

    assert wrong() == [("event-without-host", 1)]
    host = make.institution("An institute", country="PK")
    sent = {"row": bare.pk, "mend": "1", f"mend-{bare.pk}-institution": host.pk}
    client.post("/admin/to-fix/event-without-host/", sent)
    assert wrong() == []
    assert "Everything is in order" in client.get("/admin/").content.decode()


def test_an_empty_desk_says_why_in_every_section(client):
    for role in ("Contributor", "Editor", "Administrator"):
        client.force_login(colleague(role))
        page = client.get("/admin/")
        assert [section.lines for section in page.context["sections"]] == [[]] * 4
        assert all(section.empty in page.content.decode() for section in page.context["sections"])


def test_buttons_and_lists_are_those_that_one_may_use(client):
    client.force_login(colleague("Contributor"))
    page = client.get("/admin/")
    assert [label for label, _ in page.context["adding"]] == [
        "Add an event",
        "Paste a report",
        "Add an agreement",
        "Add a publication",
        "Add a person",
        "Add an institution",
    ]
    assert 'href="/admin/events/event/"' in page.content.decode()
    client.force_login(User.objects.create_user("guest", password="secret", is_staff=True))
    page = client.get("/admin/")
    assert (page.status_code, page.context["adding"], page.context["has_rules"]) == (200, [], False)


def test_a_section_has_a_dozen_lines_and_a_page_with_all(client):
    editor = colleague("Editor")
    for number in range(ROOM + 2):
        draft(f"Draft {number}", created_by=editor)
    client.force_login(editor)
    assert (len(sections(client)["mine"]), "/admin/desk/mine/" in client.get("/admin/").content.decode()) == (
        ROOM,
        True,
    )
    assert len(client.get("/admin/desk/mine/").context["section"].lines) == ROOM + 2
    assert client.get("/admin/desk/nonsense/").status_code == 404


@pytest.mark.parametrize("role", ["Contributor", "Editor"])
def test_the_desk_asks_the_database_fifteen_times_at_most_however_much_there_is(client, role):
    user = colleague(role)
    client.force_login(user)
    asked = []
    for count in (1, 3):
        for number in range(count):
            draft(f"Mine {count} {number}", created_by=user)
            draft(f"Waits {count} {number}", created_by=user, review_requested_at=timezone.now())
            make.event(f"Coming {count} {number}", published_at=SOON)
            pending(make.event(f"Due {count} {number}"), user, due_at=SOON)
            save(client, address(Event, "change", Event.objects.filter(title__startswith="Mine").last().pk), "_save")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get("/admin/")
        asked.append(len(captured))
    assert asked[0] == asked[1] <= 15
