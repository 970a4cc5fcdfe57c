"""Two editors at one record: nothing is overwritten without a word, and nothing typed is lost."""

import json
import subprocess
import sys

import pytest
from django.contrib.auth.models import User
from django.test import Client

from editorial.content import content
from editorial.models import Revision
from events.models import Event, Outcome, Role
from tests import factories as make
from tests.newsroom import address, errors, row, sent
from tests.test_bulk import change

pytestmark = pytest.mark.django_db


class Editor:
    """Somebody with a record open in the newsroom."""

    def __init__(self, name, record):
        self.user = User.objects.filter(username=name).first() or User.objects.create_superuser(name)
        self.client, self.url = Client(), address(type(record), "change", record.pk)
        self.client.force_login(self.user)
        self.open()

    def open(self):
        self.form = sent(self.client.get(self.url))
        return self

    def save(self, button="_continue", **changes):
        return self.client.post(self.url, self.form | {button: "1"} | changes)

    def choose(self, page, **choices):
        """Answer the page that asks, each clash by the end of its name."""
        context, data = page.context, {"_reconciled": "1", "_kept": page.context["kept"], **page.context["pressed"]}
        for clash in context["clashes"]:
            data[clash.name] = next((side for end, side in choices.items() if clash.name.endswith(end)), "mine")
        return self.client.post(self.url, data)


@pytest.fixture
def event():
    people = [(make.person(name), "speaker") for name in ("Ana", "Bea", "Cid")]
    return make.event("Talks", people=people, topics=[make.topic("Peace"), make.topic("War")], summary="Short.")


@pytest.fixture
def two(event):
    return Editor("amina", event), Editor("boris", event)


def clashes(page):
    assert page.status_code == 409, page.status_code
    return [(one.label, one.before, one.theirs, one.mine) for one in page.context["clashes"]]


def told(response, client):
    return [str(message) for message in client.get(response["Location"]).context["messages"]]


def test_what_only_one_of_them_changed_is_kept_of_both_and_the_second_is_told(event, two):
    amina, boris = two
    new = {"outcomes-TOTAL_FORMS": 1, **row("outcomes", 0, kind="proposal", text="To meet again")}
    amina.save(summary="Shorter.", topics=["Peace", "Trade"], **{"participations-0-position": "Director"}, **new)
    other = {"outcomes-TOTAL_FORMS": 1, **row("outcomes", 0, kind="proposal", text="To write it down")}
    answer = boris.save(
        title="Peace talks", topics=["Peace", "War", "Energy"], **{"participations-1-DELETE": "on"}, **other
    )
    assert answer.status_code == 302
    event = Event.objects.get()
    assert (event.title, event.summary, sorted(event.topics.names())) == (
        "Peace talks",
        "Shorter.",
        ["Energy", "Peace", "Trade"],
    )
    assert [(one.name, one.position) for one in event.participations.all()] == [("Ana", "Director"), ("Cid", "")]
    assert sorted(event.outcomes.values_list("text", flat=True)) == ["To meet again", "To write it down"]
    said = " ".join(told(answer, boris.client))
    assert (
        "While you had this open, amina saved: Topics; Summary; Participant Ana: position as printed; Outcome" in said
    )
    kept = [(one.made_by and one.made_by.username, one.said) for one in Revision.objects.of(event)]
    assert kept == [
        ("boris", "Saved, together with what amina changed meanwhile."),
        ("amina", "Saved."),
        (None, "As it stood before."),
    ]


def test_what_both_changed_is_asked_field_by_field_with_all_that_was_typed(event, two):
    amina, boris = two
    amina.save(title="Peace talks", summary="Hers.", **{"participations-0-position": "Director"})
    page = boris.save(title="War talks", city="Okara", **{"participations-0-position": "President"})
    assert clashes(page) == [
        ("Title", "Talks", "Peace talks", "War talks"),
        ("Participant Ana: position as printed", "", "Director", "President"),
    ]
    shown = page.content.decode()
    assert ("amina saved it on" in shown, ">Hers<" in shown, Event.objects.get().title) == (True, True, "Peace talks")
    assert boris.choose(page, title="theirs").status_code == 302
    event = Event.objects.get()
    ana = event.participations.get(name="Ana")
    assert (event.title, event.summary, event.city, ana.position) == ("Peace talks", "Hers.", "Okara", "President")
    assert [one.made_by.username for one in Revision.objects.of(event)[:2]] == ["boris", "amina"]


def test_a_choice_is_not_saved_over_what_somebody_saved_while_it_was_made(event, two):
    amina, boris = two
    amina.save(title="Peace talks")
    page = boris.save(title="War talks", city="Okara")
    amina.open().save(title="Trade talks", summary="Hers.")
    page = boris.choose(page)
    assert clashes(page) == [("Title", "Peace talks", "Trade talks", "War talks")]
    assert Event.objects.get().title == "Trade talks"
    boris.choose(page)
    event = Event.objects.get()
    assert (event.title, event.summary, event.city) == ("War talks", "Hers.", "Okara")


@pytest.mark.parametrize("side, left", [("mine", ["Bea", "Cid"]), ("theirs", ["Ana", "Bea", "Cid"])])
def test_a_row_that_one_took_out_and_the_other_changed_is_asked_about(event, two, side, left):
    amina, boris = two
    amina.save(**{"participations-0-position": "Director"})
    page = boris.save(**{"participations-0-DELETE": "on"})
    ((label, _, theirs, mine),) = clashes(page)
    assert (label, theirs, mine) == ("Participant Ana", "position as printed: Director", None)
    boris.choose(page, **{str(event.participations.first().pk): side})
    assert [one.name for one in event.participations.all()] == left


def test_a_row_that_the_other_took_out_comes_back_only_if_it_was_changed_and_is_wanted(event, two):
    amina, boris = two
    key = event.participations.first().pk
    amina.save(**{"participations-0-DELETE": "on", "participations-1-DELETE": "on"})
    page = boris.save(**{"participations-0-position": "Director"})
    assert [label for label, *_ in clashes(page)] == ["Participant Ana"]
    boris.choose(page)
    rows = event.participations.all()
    assert [(one.pk == key, one.name, one.position) for one in rows] == [(True, "Ana", "Director"), (False, "Cid", "")]


def test_two_who_add_the_same_keep_one_and_two_who_cannot_both_be_right_are_asked(event, two):
    amina, boris = two
    new = {"participations-TOTAL_FORMS": 4}
    dan = make.person("Dan")
    new |= row("participations", 3, role=Role.objects.get(slug="speaker").pk, person=dan.pk)
    amina.save(**new)
    assert boris.save(**new).status_code == 302
    assert [one.name for one in event.participations.all()] == ["Ana", "Bea", "Cid", "Dan"]
    amina.open(), boris.open()
    new = {"participations-TOTAL_FORMS": 5}
    new |= row("participations", 4, role=Role.objects.get(slug="moderator").pk, person=dan.pk, position="Director")
    amina.save(**new)
    page = boris.save(**new | {"participations-4-position": "President"})
    assert [(label, theirs and "Director" in theirs, mine) for label, _, theirs, mine in clashes(page)] == [
        ("Participant Dan", True, None)
    ]
    boris.choose(page)
    assert [one.position for one in event.participations.filter(name="Dan")] == ["", "President"]


def test_two_changes_that_each_make_sense_but_not_together_are_asked_about(event, two):
    amina, boris = two
    event.start_date = "2025-05-10"
    event.save()
    amina.open(), boris.open()
    amina.save(start_date="2025-05-20")
    page = boris.save(end_date="2025-05-12")
    assert "The last day cannot be before the first." in page.content.decode()
    assert [(label, theirs, mine) for label, _, theirs, mine in clashes(page)] == [
        ("Date", "20 May 2025", "10 May 2025")
    ]
    boris.choose(page)
    assert (Event.objects.get().start_date, Event.objects.get().end_date) == ("2025-05-10", "2025-05-12")


def test_publishing_loses_nothing_that_another_saved_meanwhile(event):
    make.draft(event)
    amina, boris = Editor("amina", event), Editor("boris", event)
    amina.save("_publish", summary="Hers.")
    boris.save("_publish", city="Okara")
    event = Event.objects.get()
    assert (event.state, event.summary, event.city) == ("public", "Hers.", "Okara")
    amina.open(), boris.open()
    amina.client.post(address(Event, "withdraw"), {"pk": [event.pk], "reason": "No."})
    boris.save(city="Lahore")
    event = Event.objects.get()
    assert (event.state, event.city) == ("withdrawn", "Lahore")


def test_what_many_records_are_given_at_once_stays_when_a_form_is_saved_that_was_open(event, two):
    amina, boris = two
    change(amina.client, [event], "add-topics", topics=["Trade"])
    boris.save(title="War talks")
    assert (Event.objects.get().title, sorted(event.topics.names())) == ("War talks", ["Peace", "Trade", "War"])


def test_what_was_written_behind_the_newsrooms_back_is_not_overwritten_either(event, two):
    event.title = "Theirs"
    event.save()
    page = two[1].save(title="Mine")
    assert [mine for *_, mine in clashes(page)] == ["Mine"]


@pytest.mark.once
def test_errors_are_shown_first_and_what_was_typed_is_brought_together_once_they_are_mended(event, two):
    amina, boris = two
    amina.save(summary="Hers.")
    page = boris.save(title="", city="Okara")
    assert (page.status_code, errors(page)) == (200, {"title": ["This field is required."]})
    boris.client.post(boris.url, sent(page, title="Mended", _continue="1"))
    event = Event.objects.get()
    assert (event.title, event.summary, event.city) == ("Mended", "Hers.", "Okara")


@pytest.mark.once
def test_a_picture_that_was_chosen_is_kept_with_everything_else(event, two, django_capture_on_commit_callbacks):
    amina, boris = two
    amina.save(title="Peace talks")
    photo = {"photos-TOTAL_FORMS": 1, "photos-0-picture": make.picture(), "photos-0-picture_alt": "All of us."}
    with django_capture_on_commit_callbacks(execute=True):
        page = boris.save(title="War talks", **photo)
    boris.choose(page)
    kept = event.photos.get()
    assert (Event.objects.get().title, kept.picture_alt, kept.picture.storage.exists(kept.picture.name)) == (
        "War talks",
        "All of us.",
        True,
    )


@pytest.mark.once
def test_nobody_answers_for_another_or_with_what_was_never_asked(event, two):
    amina, boris = two
    amina.save(title="Peace talks")
    page = boris.save(title="War talks")
    for editor, kept in ((amina, page.context["kept"]), (boris, "x"), (boris, page.context["kept"][:-1]), (boris, "")):
        answer = editor.client.post(editor.url, {"_reconciled": "1", "_kept": kept})
        assert (answer.status_code, Event.objects.get().title) == (302, "Peace talks")
    answer = boris.client.post(boris.url, {"_reconciled": "1", "_kept": page.context["kept"]})
    assert (answer.status_code, Event.objects.get().title) == (409, "Peace talks")


@pytest.mark.parametrize("seen", ["", "x", "9" * 40, "-1", "99"])
@pytest.mark.once
def test_a_form_that_does_not_say_what_it_was_opened_with_overwrites_nothing(event, two, seen):
    amina, boris = two
    amina.save(title="Peace talks")
    before = content(event)
    page = boris.save(title="War talks", seen_version=seen)
    assert page.status_code in (200, 302, 409)
    assert content(event) in (before, before | {"fields": before["fields"] | {"title": "War talks"}})
    assert Outcome.objects.count() == 0


@pytest.mark.once
def test_the_line_breaks_of_browsers_are_no_change(event, two):
    amina, boris = two
    Event.objects.update(summary="One.\nTwo.")
    amina.open(), boris.open()
    amina.save(summary="One.\r\nTwo.\r\nThree.")
    assert boris.save(summary="One.\r\nTwo.", title="War talks").status_code == 302
    event = Event.objects.get()
    assert (event.summary, event.title) == ("One.\r\nTwo.\r\nThree.", "War talks")


def test_of_many_who_save_the_same_few_records_nobody_loses_a_word():
    """In a process of its own, with a database that threads can share."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.rush", "5", "4", "1"], capture_output=True, text=True, check=False
    )
    found = json.loads(ran.stdout or "{}")
    assert (ran.returncode, found.get("lost"), found.get("otherwise")) == (0, [], []), ran.stderr[-2000:]
    assert found["together"] + found["asked"] > 0
