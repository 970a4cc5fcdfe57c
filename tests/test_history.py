"""The history of a record: read as differences, compared, previewed, and any state of it restored exactly."""

import copy

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editorial.content import content, put
from editorial.models import Revision, Topic
from editorial.newsroom.marking import marked
from events.models import Event
from people.models import Person
from tests import factories as make
from tests.newsroom import address, kind, row, save
from tests.whole import whole_record

pytestmark = pytest.mark.django_db


def history(client, record):
    """Return what the history page says of each revision, the newest first: (said, [(label, kind)])."""
    page = client.get(address(type(record), "history", record.pk)).context["page"]
    return [(one.said, [(each.label, each.kind) for each in getattr(one, "changes", [])]) for one in page]


def edited(client):
    """Return a public talk that was edited in the newsroom twice."""
    event = make.event("Talks", people=[(make.person("Rufus"), "speaker")], topics=[make.topic("Peace")])
    url = address(Event, "change", event.pk)
    save(client, url, title="Peace talks", topics=["Peace", "War"], **{"participations-0-position": "Director"})
    outcome = {"outcomes-TOTAL_FORMS": 1, **row("outcomes", 0, kind="proposal", text="To meet again")}
    save(client, url, **outcome, **{"participations-0-DELETE": "on"})
    return event


def test_the_history_says_of_every_save_what_it_changed_rows_and_topics_included(admin_client):
    event = edited(admin_client)
    assert history(admin_client, event) == [
        ("Saved.", [("Participant Rufus", "removed"), ("Outcome To meet again", "added")]),
        (
            "Saved.",
            [("Title", "changed"), ("Topics", "changed"), ("Participant Rufus: position as printed", "changed")],
        ),
        ("As it stood before.", []),
    ]
    page = admin_client.get(address(Event, "history", event.pk)).content.decode()
    assert "<ins>Peace talks</ins>" in page


def test_the_history_says_when_readers_began_and_ceased_to_see_a_record(admin_client):
    event = make.event("Talks", published_at=None)
    admin_client.post(address(Event, "changelist"), {"action": "publish_chosen", "_selected_action": [event.pk]})
    admin_client.post(address(Event, "withdraw"), {"pk": [event.pk], "reason": "It never took place."})
    changes = admin_client.get(address(Event, "history", event.pk)).context["page"][0].changes
    assert [(one.label, "It never took place." in "".join(text for _, text in one.marks)) for one in changes] == [
        ("What readers see", True)
    ]


def test_any_two_states_are_compared_and_the_record_without_history_says_so(admin_client):
    event = edited(admin_client)
    url = address(Event, "compare", event.pk)
    shown = admin_client.get(url, {"before": 3, "after": 1}).context["changes"]
    assert [(one.label, one.kind) for one in shown] == [
        ("Title", "changed"),
        ("Topics", "changed"),
        ("Participant Rufus", "removed"),
        ("Outcome To meet again", "added"),
    ]
    assert admin_client.get(url, {"before": "x", "after": "9" * 50}).status_code == 302
    assert admin_client.get(url, {"before": 1, "after": 99}).status_code == 404
    bare = make.event("Bare")
    assert "Nothing is kept yet." in admin_client.get(address(Event, "history", bare.pk)).content.decode()


def test_a_state_is_restored_exactly_as_a_revision_of_its_own_while_readers_go_on_seeing_the_record(admin_client):
    event = edited(admin_client)
    first = Revision.objects.of(event).get(number=1).content
    url = address(Event, "revision", event.pk, 1)
    page = admin_client.get(url)
    assert [one.label for one in page.context["changes"]] == [
        "Title",
        "Topics",
        "Participant Rufus",
        "Outcome To meet again",
    ]
    seen = Event.objects.get().version
    assert admin_client.post(url, {"seen": seen}).status_code == 302
    assert content(event) == first
    said, changes = history(admin_client, event)[0]
    assert (said.startswith("Restored as it stood on "), len(changes), Event.objects.get().state) == (True, 4, "public")
    admin_client.post(address(Event, "withdraw"), {"pk": [event.pk], "reason": "No."})
    admin_client.post(address(Event, "revision", event.pk, 2), {"seen": Event.objects.get().version})
    event = Event.objects.get()
    assert (event.title, event.state, event.withdrawal_reason) == ("Peace talks", "withdrawn", "No.")


def test_what_cannot_be_restored_any_more_is_refused_and_nothing_changes(admin_client):
    event = edited(admin_client)
    Person.objects.all().delete()
    for refused in (
        admin_client.post(address(Event, "revision", event.pk, 1), {"seen": Event.objects.get().version}),
        admin_client.get(address(Event, "revision_page", event.pk, 1)),
    ):
        assert refused.status_code == 409
        assert "Person: this person is no longer there." in refused.content.decode()
    assert Event.objects.get().title == "Peace talks"


def test_nobody_restores_over_what_was_saved_while_they_looked(admin_client):
    event = edited(admin_client)
    seen = Event.objects.get().version
    save(admin_client, address(Event, "change", event.pk), summary="In short.")
    refused = admin_client.post(address(Event, "revision", event.pk, 1), {"seen": seen})
    assert (refused.status_code, Event.objects.get().summary) == (409, "In short.")


@pytest.mark.once
def test_a_revision_is_previewed_as_readers_would_see_it_and_nothing_is_left_of_that(admin_client):
    event = edited(admin_client)
    before = content(event)
    page = admin_client.get(address(Event, "revision_page", event.pk, 2)).content.decode()
    assert ("Peace talks" in page, "Director" in page, "To meet again" in page) == (True, True, False)
    assert (content(event), Event.objects.get().version) == (before, event.version + 2)


def test_topics_have_a_history_and_are_restored(admin_client):
    save(admin_client, address(Topic, "add"), name="Peace", slug="peace")
    topic = Topic.objects.get()
    names = {"names-TOTAL_FORMS": 1, **row("names", 0, name="Amity")}
    save(admin_client, address(Topic, "change", topic.pk), description="No war.", **names)
    assert history(admin_client, topic)[0] == (
        "Saved.",
        [("Description", "changed"), ("Other name Amity", "added")],
    )
    admin_client.post(address(Topic, "revision", topic.pk, 1), {"seen": Topic.objects.get().version})
    topic = Topic.objects.get()
    assert (topic.description, topic.names.count()) == ("", 0)


@pytest.mark.once
def test_contributors_see_and_restore_the_history_of_what_is_theirs_to_write_alone(client):
    user = User.objects.create_user("assistant", is_staff=True)
    user.groups.add(Group.objects.get(name="Contributor"))
    client.force_login(user)
    save(client, address(Event, "add"), title="Mine", kind=kind())
    mine, other = Event.objects.get(), make.event("Public")
    assert client.get(address(Event, "history", mine.pk)).status_code == 200
    for name, *args in (("history", other.pk), ("revision", other.pk, 1), ("compare", other.pk)):
        assert client.get(address(Event, name, *args), {"before": 1, "after": 2}).status_code == 403
    assert client.post(address(Event, "revision", other.pk, 1), {"seen": 1}).status_code == 403


@pytest.mark.parametrize("key", ["9" * 40, "x", "0"])
@pytest.mark.once
def test_no_rubbish_in_an_address_breaks_the_history(admin_client, key):
    assert admin_client.get(f"/admin/events/event/{key}/history/").status_code in (302, 404)
    assert admin_client.get(f"/admin/events/event/{key}/history/{key}/").status_code in (302, 404)
    event = make.event("Talks")
    assert admin_client.get(f"/admin/events/event/{event.pk}/history/{key}/").status_code in (302, 404)
    assert admin_client.get(f"/admin/events/event/{event.pk}/history/{key}/page/").status_code in (302, 404)


@pytest.mark.once
def test_changes_in_a_text_are_marked_word_by_word_and_what_stays_is_cut_short():
    assert marked("The talks failed.", "The peace talks failed.") == [
        ("", "The"),
        ("ins", " peace"),
        ("", " talks failed."),
    ]
    assert marked("Ambassador", "Director") == [("del", "Ambassador"), ("", " "), ("ins", "Director")]
    assert marked(None, "New") == [("ins", "New")]
    long = "\n".join(f"Line {number} of a report that stays." for number in range(40))
    shown = marked(long, long.replace("Line 20 of", "Line twenty of"))
    assert [mark for mark, _ in shown] == ["", "del", "ins", ""]
    assert len("".join(text for _, text in shown)) < 250
    assert "".join(text for mark, text in marked("a\nb\nc", "a\nc\nd") if mark != "del").split() == ["a", "c", "d"]


SAID = ("remarks", "caption", "text", "title", "headline")


def retitled(kept, number, text):
    kept["fields"][("title", "summary", "venue", "city", "attendance")[number % 5]] = text.strip() or "Talk"


def retagged(kept, number, text):
    kept["topics"] = kept["topics"][1:] if number % 2 else [*kept["topics"], f"Topic {number}"]


def dropped(kept, number, text):
    rows = chosen_rows(kept, number)
    del rows[number % len(rows)]


def added(kept, number, text):
    kept["rows"]["outcomes"].append({"key": None, "fields": {"text": text or "x", "order": number}, "rows": {}})


def turned(kept, number, text):
    for place, each in enumerate(reversed(chosen_rows(kept, number))):
        each["fields"] |= {"order": place} if "order" in each["fields"] else {}


def reworded(kept, number, text):
    for each in chosen_rows(kept, number):
        name = next((one for one in SAID if one in each["fields"]), "")
        each["fields"] |= {name: text or "y"} if name else {}


def chosen_rows(kept, number):
    relations = [rows for _, rows in sorted(kept["rows"].items()) if rows]
    return relations[number % len(relations)]


EDITS = (retitled, retagged, dropped, added, turned, reworded)
texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)
edits = st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 99), texts), max_size=6)


def edit(event, steps):
    """Change a record at random in all that an editor can change."""
    kept = copy.deepcopy(content(event))
    for change, number, text in steps:
        change(kept, number, text)
    sessions = {each["key"] for each in kept["rows"]["sessions"]}
    for each in kept["rows"]["participations"]:
        each["fields"]["session"] = each["fields"]["session"] if each["fields"]["session"] in sessions else None
    put(Event.objects.get(pk=event.pk), kept)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(edits, min_size=1, max_size=4), st.integers(0, 99))
def test_whatever_was_edited_any_revision_is_restored_exactly(admin_client, saves, chosen):
    with transaction.atomic():
        event = whole_record()["event"]
        user = User.objects.get()
        Revision.keep(event, user, "Saved.")
        for steps in saves:
            edit(event, steps)
            Revision.keep(Event.objects.get(pk=event.pk), user, "Saved.")
        revision = Revision.objects.of(event).defer(None)[chosen % (len(saves) + 1)]
        seen = Event.objects.get(pk=event.pk).version
        answer = admin_client.post(address(Event, "revision", event.pk, revision.number), {"seen": seen})
        assert (answer.status_code, content(event)) == (302, revision.content)
        assert Revision.objects.of(event).defer(None).first().content == revision.content
        transaction.set_rollback(True)
