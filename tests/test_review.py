"""Reviews: a contributor submits a draft, an editor publishes it or sends it back with a note, and the thread is kept."""

import pytest
from django.urls import reverse

from editorial.models import ReviewNote
from events.models import Event
from people.models import Person
from tests import factories as make
from tests.newsroom import address, kind, save, sent
from tests.staff import colleague, logged_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ADD = "/admin/events/event/add/"


@pytest.fixture
def desks():
    """A contributor's and an editor's client, and the contributor."""
    ann = colleague("contributor", "ann")
    return logged_in(ann), logged_in(colleague("editor", "ed")), ann


def page(event):
    return address(Event, "change", event.pk)


def steps(event):
    return [(note.step, note.made_by.username, note.text) for note in reversed(event.review_notes.all())]


def test_a_draft_is_submitted_sent_back_with_a_note_submitted_again_and_published(desks):
    contributor, editor, ann = desks
    save(contributor, ADD, "_submit", title="Talks", kind=kind(), review_word="Is the date right?")
    event = Event.objects.get()
    assert (list(Event.objects.waiting()), event.state, event.review_requested_by) == ([event], "draft", ann)
    shown = editor.get(page(event)).content.decode()
    assert ["Is the date right?" in shown, "Send back with a note" in shown, "Submit for review" in shown] == [
        True,
        True,
        False,
    ]
    url = address(Event, "return")
    assert editor.post(url, {"pk": event.pk, "note": " "}).context["form"].errors == {
        "note": ["This field is required."]
    }
    editor.post(url, {"pk": event.pk, "note": "The host is missing."})
    assert (list(Event.objects.waiting()), steps(event)[-1][0]) == ([], "returned")
    shown = contributor.get(page(event)).content.decode()
    assert ["Sent back" in shown, "The host is missing." in shown, 'name="_submit"' in shown] == [True] * 3
    save(contributor, page(event), "_submit")
    assert list(Event.objects.waiting()) == [event]
    save(editor, page(event), "_publish")
    event.refresh_from_db()
    assert (event.state, event.review_requested_at, list(Event.objects.waiting())) == ("public", None, [])
    assert steps(event) == [
        ("submitted", "ann", "Is the date right?"),
        ("returned", "ed", "The host is missing."),
        ("submitted", "ann", ""),
    ]
    assert "Review so far" in editor.get(page(event)).content.decode()


def test_what_waits_is_its_authors_to_read_and_to_take_back_not_to_change(desks):
    contributor, *_ = desks
    save(contributor, ADD, "_submit", title="Talks", kind=kind())
    event = Event.objects.get()
    form = contributor.get(page(event)).content.decode()
    assert ('name="_save"' in form, "Take back from review" in form) == (False, True)
    assert contributor.post(page(event), {"title": "Other"}).status_code == 403
    assert contributor.post(address(Event, "delete", event.pk), {"post": "yes"}).status_code == 403
    assert contributor.post(address(Event, "take_back"), {"pk": event.pk}).status_code == 302
    event.refresh_from_db()
    assert (event.is_waiting, event.title) == (False, "Talks")
    assert save(contributor, page(event), title="Other").status_code == 302
    assert Event.objects.get().title == "Other"
    assert [step for step, *_ in steps(event)] == ["submitted", "taken-back"]


def test_an_editor_may_better_what_waits_without_ending_the_wait(desks):
    contributor, editor, _ = desks
    save(contributor, ADD, "_submit", title="Talks", kind=kind())
    event = Event.objects.get()
    save(editor, page(event), title="Talks, bettered")
    assert [str(one) for one in Event.objects.waiting()] == ["Talks, bettered"]
    listed = editor.get(address(Event, "changelist"), {"state": "waiting"})
    assert (list(listed.context["cl"].queryset), b"Waiting for review</span>" in listed.content) == ([event], True)


def test_nobody_takes_back_or_sends_back_what_is_not_theirs(desks):
    contributor, editor, _ = desks
    event = make.event("Talks", published_at=None, created_by=colleague("contributor", "eve"))
    event.ask_for_review(event.created_by)
    event.save()
    contributor.post(address(Event, "take_back"), {"pk": event.pk})
    assert contributor.post(address(Event, "return"), {"pk": event.pk, "note": "No."}).status_code == 403
    assert list(Event.objects.waiting()) == [event]
    assert "Talks" not in contributor.get(address(Event, "take_back"), {"pk": event.pk}).content.decode()
    for rubbish in ("9" * 40, "²", "a\x00b", ""):
        assert editor.post(address(Event, "return"), {"pk": rubbish, "note": "x\x00"}).status_code == 200
    assert not ReviewNote.objects.exists()


def test_a_public_record_and_a_popup_are_not_submitted(desks):
    contributor, editor, ann = desks
    event = make.event("Public", created_by=ann)
    shown = contributor.get(page(event)).content.decode()
    assert 'value="Submit for review"' not in shown
    assert b"_submit" not in contributor.get(f"{address(Person, 'add')}?_popup=1").content
    assert b'name="_submit"' not in editor.get(ADD).content
    response = editor.get(ADD)
    editor.post(ADD, sent(response, title="Mine", kind=kind(), _submit="1"))
    assert list(Event.objects.waiting()) == []


def test_an_error_keeps_the_word_that_was_typed(desks):
    contributor, *_ = desks
    response = save(contributor, ADD, "_submit", title="", kind=kind(), review_word="Please “check” <this>")
    assert 'value="Please “check” &lt;this&gt;"' in response.content.decode()
    assert not Event.objects.exists()
    save(contributor, ADD, "_submit", title="x", kind=kind(), review_word="a\x00" + "b" * 5000)
    assert len(ReviewNote.objects.get().text) == 2000


def test_the_log_and_the_revisions_say_that_it_was_submitted(desks):
    contributor, editor, _ = desks
    save(contributor, ADD, "_submit", title="Talks", kind=kind())
    event = Event.objects.get()
    editor.post(address(Event, "return"), {"pk": event.pk, "note": "The host is missing."})
    history = editor.get(reverse("admin:events_event_history", args=[event.pk])).content.decode()
    assert ["Submitted for review." in history, "Sent back: The host is missing." in history] == [True, True]
