"""Two people at one draft of a live record: neither overwrites the other, and what both changed is asked."""

import pytest

from editorial.models import Draft
from events.models import Event
from tests import factories as make
from tests.newsroom import row
from tests.test_meanwhile import Editor, clashes, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    people = [(make.person(name), "speaker") for name in ("Ana", "Bea")]
    return make.event("Talks", people=people, topics=[make.topic("Peace")], summary="Short.")


@pytest.fixture
def two(event):
    return Editor("amina", event), Editor("boris", event)


def kept(event):
    return Draft.objects.of_record(event).content


def outcome(text):
    return {"outcomes-TOTAL_FORMS": 1, **row("outcomes", 0, kind="proposal", text=text)}


@pytest.mark.parametrize("button", ["_keep", "_save"])
def test_what_only_one_changed_in_a_draft_is_kept_of_both_and_the_second_is_told(event, two, button):
    amina, boris = two
    amina.save("_keep", title="Old talks")
    amina.open(), boris.open()
    amina.save(button, summary="Shorter.", topics=["Peace", "Trade"], **outcome("To meet again"))
    answer = boris.save(button, title="Peace talks", topics=["Peace", "Energy"], **outcome("To write it down"))
    assert answer.status_code == 302
    fields, rows = kept(event)["fields"], kept(event)["rows"]
    assert (fields["title"], fields["summary"]) == ("Peace talks", "Shorter.")
    assert kept(event)["topics"] == ["Energy", "Peace", "Trade"]
    assert sorted(one["fields"]["text"] for one in rows["outcomes"]) == ["To meet again", "To write it down"]
    assert "While you had this open, amina saved: Topics; Summary; Outcome" in " ".join(told(answer, boris.client))
    assert Event.objects.get().title == "Talks"


def test_what_both_changed_in_a_draft_is_asked_and_kept_as_chosen(event, two):
    amina, boris = two
    amina.save("_keep", title="Old talks")
    amina.open(), boris.open()
    amina.save("_keep", title="War talks", summary="Hers.")
    page = boris.save("_keep", title="Peace talks", summary="His.")
    assert clashes(page) == [("Title", "Old talks", "War talks", "Peace talks"), ("Summary", "Short.", "Hers.", "His.")]
    assert kept(event)["fields"]["title"] == "War talks"
    assert boris.choose(page, title="mine", summary="theirs").status_code == 302
    assert (kept(event)["fields"]["title"], kept(event)["fields"]["summary"]) == ("Peace talks", "Hers.")


def test_a_draft_that_was_changed_again_while_somebody_chose_is_asked_about_again(event, two):
    amina, boris = two
    amina.save("_keep", title="Old talks")
    amina.open(), boris.open()
    amina.save("_keep", title="War talks", **outcome("To meet again"))
    page = boris.save("_keep", title="Peace talks", **outcome("To write it down"))
    amina.open().save("_keep", title="Cold talks", **{"outcomes-0-text": "To meet soon"})
    again = boris.choose(page)
    assert clashes(again) == [("Title", "Old talks", "Cold talks", "Peace talks")]
    boris.choose(again)
    assert kept(event)["fields"]["title"] == "Peace talks"
    assert sorted(one["fields"]["text"] for one in kept(event)["rows"]["outcomes"]) == [
        "To meet soon",
        "To write it down",
    ]


def test_a_form_of_the_live_record_is_brought_together_with_a_draft_begun_meanwhile_and_published(event, two):
    amina, boris = two
    amina.save("_keep", title="War talks", summary="Hers.")
    page = boris.save("_publish_draft", title="Peace talks")
    assert clashes(page) == [("Title", "Talks", "War talks", "Peace talks")]
    assert boris.choose(page).status_code == 302
    event = Event.objects.get()
    assert (event.title, event.summary, Draft.objects.count()) == ("Peace talks", "Hers.", 0)


@pytest.mark.parametrize("seen", ["1000000999", "9" * 40, "0"])
def test_of_a_form_of_which_nobody_knows_what_it_was_filled_with_all_that_differs_is_asked(event, two, seen):
    amina, boris = two
    amina.save("_keep", title="War talks", summary="Hers.", topics=["Trade"])
    page = boris.save("_keep", title="Peace talks", seen_version=seen)
    assert [clash[0] for clash in clashes(page)] == ["Title", "Summary"]
    boris.choose(page, title="mine", summary="theirs")
    assert (kept(event)["fields"]["title"], kept(event)["fields"]["summary"]) == ("Peace talks", "Hers.")
    assert kept(event)["topics"] == ["Peace", "Trade"]


def test_a_form_of_a_draft_that_was_published_meanwhile_begins_another_and_overwrites_nothing(event, two):
    amina, boris = two
    amina.save("_keep", title="War talks")
    amina.open(), boris.open()
    amina.save("_publish_draft", summary="Hers.")
    page = boris.save("_save", title="Peace talks")
    assert [clash[0] for clash in clashes(page)] == ["Title", "Summary"]
    boris.choose(page, summary="theirs")
    assert (kept(event)["fields"]["title"], kept(event)["fields"]["summary"]) == ("Peace talks", "Hers.")
    assert Event.objects.get().title == "War talks"


def test_an_answer_about_a_draft_that_was_tampered_with_or_is_another_persons_changes_nothing(event, two):
    amina, boris = two
    amina.save("_keep", title="War talks")
    page = boris.save("_keep", title="Peace talks")
    for editor, answer in [(boris, page.context["kept"] + "x"), (amina, page.context["kept"])]:
        response = editor.client.post(editor.url, {"_reconciled": "1", "_keep": "1", "_kept": answer})
        assert "cannot be found any more" in " ".join(told(response, editor.client))
    assert kept(event)["fields"]["title"] == "War talks"
