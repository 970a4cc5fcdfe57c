"""Changes to a live record are kept apart as a draft, compared, published or discarded; readers see what was there."""

import re
import secrets

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from editorial.content import content
from editorial.heirs import MergedRecord
from editorial.models import AuditEntry, Draft, Revision
from events.models import Event
from tests import factories as make
from tests.newsroom import address, contributor, errors, row, sent
from tests.staff import colleague, logged_in
from tests.test_preview import KINDS, as_typed, everything, page_in, preview

pytestmark = pytest.mark.django_db


def press(client, url, button="_keep", **changes):
    typed = {name: as_typed(value) for name, value in sent(client.get(url)).items()}
    return client.post(url, {**typed, button: "1", **changes})


def decide(client, record, button, **told):
    url = address(type(record), "draft", record.pk)
    return client.post(url, {button: "1", "version": Draft.objects.of_record(record).version, **told})


def talk():
    """Make an event with rows of several kinds, one of which refers to another."""
    event = make.event("A talk", people=[(make.person("Ann Ahmad"), "speaker"), (make.person("Boris B"), "chair")])
    event.sessions.create(title="Opening")
    return event


def changes(event):
    """What an editor does to the rows of `talk`: one is changed, one removed, two are new."""
    cid, role = make.person("Cid"), make.Role.objects.get(slug="speaker").pk
    return {
        "title": "A talk, as it was",
        "topics": ["Energy"],
        "participations-0-position": "Director",
        "participations-0-session": event.sessions.get().pk,
        "participations-1-DELETE": "on",
        **row("participations", 2, role=role, person=cid.pk, name="Cid"),
        "participations-TOTAL_FORMS": 3,
        **row("sessions", 1, title="Closing"),
        "sessions-TOTAL_FORMS": 2,
    }


def plain(record):
    """The content of a record without keys of rows and without what no draft has."""

    def keyless(rows):
        return {
            name: [{"fields": one["fields"], "rows": keyless(one["rows"])} for one in each]
            for name, each in rows.items()
        }

    found = content(record)
    return {**found, "rows": keyless(found["rows"])}


@pytest.mark.parametrize("made", KINDS)
def test_a_draft_kept_and_discarded_leaves_the_database_as_it_was(admin_client, made):
    record = make.small_record()[made]
    record.refresh_from_db()
    before, heading = everything(), "name" if hasattr(record, "name") else "title"
    press(admin_client, address(type(record), "change", record.pk), **{heading: "Otherwise", "topics": ["Quite new"]})
    assert Draft.objects.of_record(record).content["fields"][heading] == "Otherwise"
    assert everything(but=Draft) == before
    assert decide(admin_client, record, "_discard").status_code == 302
    assert everything() == before
    assert Draft.objects.count() == 0


def test_a_draft_kept_and_published_is_the_same_as_saving_directly(admin_client):
    direct, drafted = talk(), talk()
    for event, button in ((direct, "_save"), (drafted, "_keep")):
        press(admin_client, address(Event, "change", event.pk), button, **changes(event))
    assert decide(admin_client, drafted, "_publish").status_code == 302
    one, other = plain(direct), plain(drafted)
    # Each has people and a session of its own.
    for each in (one, other):
        for participation in each["rows"]["participations"]:
            participation["fields"].pop("person")
            participation["fields"]["session"] = bool(participation["fields"]["session"])
        each["fields"].pop("slug")
    assert one == other
    drafted.refresh_from_db()
    direct.refresh_from_db()
    assert (drafted.version, drafted.changed_by.username) == (direct.version, "admin")
    assert drafted.participations.filter(pk__lt=0).count() == Draft.objects.count() == 0


def test_the_form_opens_with_the_draft_and_is_kept_again_with_its_new_rows(admin_client):
    event = talk()
    url = address(Event, "change", event.pk)
    press(admin_client, url, **changes(event))
    opened = admin_client.get(url)
    assert "This form holds a draft" in opened.content.decode()
    assert opened.context_data["absolute_url"] == event.get_absolute_url()
    assert opened.context["adminform"].form["title"].value() == "A talk, as it was"
    (kept,) = (one.formset for one in opened.context["inline_admin_formsets"] if one.formset.prefix == "sessions")
    assert [form.instance.title for form in kept.forms] == ["Opening", "Closing"]
    closing = kept.forms[1].instance.pk
    response = press(admin_client, url, **{"participations-1-session": closing, "sessions-1-title": "The very end"})
    assert response.status_code == 302, errors(response)
    draft = Draft.objects.of_record(event)
    rows = draft.content["rows"]
    assert [one["fields"]["title"] for one in rows["sessions"]] == ["Opening", "The very end"]
    assert rows["participations"][1]["fields"]["session"] == rows["sessions"][1]["key"]
    decide(admin_client, event, "_publish")
    assert event.participations.get(name="Cid").session.title == "The very end"
    assert event.participations.get(name="Cid").session_id > 0


def test_readers_see_what_was_there_until_the_draft_is_published(admin_client, client):
    event = talk()
    before = client.get(event.get_absolute_url()).content
    press(admin_client, address(Event, "change", event.pk), **changes(event))
    assert client.get(event.get_absolute_url()).content == before
    shown = page_in(admin_client.get(address(Event, "draft_page", event.pk)))
    assert "A talk, as it was" in shown
    assert "Cid" in shown
    press(admin_client, address(Event, "change", event.pk), "_publish_draft", title="A talk, in the end")
    assert "A talk, in the end" in client.get(event.get_absolute_url()).content.decode()
    assert Draft.objects.count() == 0


def files():
    """What is entered for a new photo and a new document."""
    # Unlike all others, for what is stored already is stored no second time.
    unlike = secrets.token_hex(3)
    photo = SimpleUploadedFile("photo.png", make.picture(colour=f"#{unlike}").read(), "image/png")
    paper = SimpleUploadedFile("paper.pdf", make.pdf(f"Draft of {unlike}.").read(), "application/pdf")
    rows = row("photos", 0, picture=photo, picture_alt="A hall")
    rows |= row("documents", 0, file=paper, title="Full report", language="en")
    totals = {"photos-TOTAL_FORMS": 1, "documents-TOTAL_FORMS": 1}
    return rows | totals


@pytest.mark.parametrize("end", ["_discard", "_publish"])
@pytest.mark.once
def test_files_of_a_draft_are_seen_in_it_and_end_as_it_does(
    admin_client, client, end, django_capture_on_commit_callbacks
):
    event, before = talk(), everything()[1]
    with django_capture_on_commit_callbacks(execute=True):
        press(admin_client, address(Event, "change", event.pk), **files())
    draft = Draft.objects.of_record(event)
    page = address(Event, "draft_page", event.pk)
    opened = admin_client.get(address(Event, "change", event.pk)).content.decode()
    (shown,) = re.findall(rf'src="({page}images/[^"]+)"', opened)
    answer = admin_client.get(shown)
    assert (answer.status_code, "no-store" in answer["Cache-Control"], len(answer.getvalue()) > 100) == (
        200,
        True,
        True,
    )
    names = sorted(draft.files)
    assert [default_storage.exists(name) for name in names] == [True, True]
    assert client.get(event.get_absolute_url() + "files/" + names[0].split("/")[1]).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        decide(admin_client, event, end)
    if end == "_discard":
        assert everything()[1] == before
    else:
        assert client.get(event.get_absolute_url() + "files/" + names[0].split("/")[1]).getvalue().startswith(b"%PDF")


@pytest.mark.once
def test_a_draft_previewed_in_its_form_shows_what_stands_there(admin_client):
    event = talk()
    url = address(Event, "change", event.pk)
    press(admin_client, url, **changes(event))
    kept = Draft.objects.values().get()
    shown = page_in(preview(admin_client, url, title="Not even kept"))
    assert ("Not even kept" in shown, "Cid" in shown) == (True, True)
    assert Draft.objects.values().get() == kept


@pytest.mark.once
def test_the_page_of_a_draft_compares_it_with_what_readers_see(admin_client):
    event = talk()
    press(admin_client, address(Event, "change", event.pk), **changes(event))
    response = admin_client.get(address(Event, "draft", event.pk))
    assert [each.label for each in response.context["differences"]][:2] == ["Title", "Topics"]
    assert response.context["meanwhile"] == []


def test_what_can_no_longer_be_put_in_is_said_and_the_record_stays(admin_client):
    event = talk()
    gone = make.person("Soon gone")
    role = make.Role.objects.get(slug="speaker").pk
    rows = row("participations", 2, role=role, person=gone.pk, name="Soon gone")
    press(admin_client, address(Event, "change", event.pk), **rows, **{"participations-TOTAL_FORMS": 3})
    gone.delete()
    before = plain(event)
    assert "cannot be opened" in admin_client.get(address(Event, "change", event.pk)).content.decode()
    response = admin_client.post(
        address(Event, "draft", event.pk), {"_publish": "1", "version": "1"}, follow=True
    ).content.decode()
    assert "Not published: Person: this person is no longer there." in response
    assert plain(event) == before


@pytest.mark.once
def test_nobody_without_the_right_publishes_a_draft_and_there_is_none_of_a_draft(client):
    event = talk()
    staff = contributor(client, "view_event", "change_event")
    assert press(staff, address(Event, "change", event.pk), title="Mine").status_code == 302
    for button in ("_publish", "_schedule", "_unschedule"):
        assert decide(staff, event, button).status_code == 403
    assert press(staff, address(Event, "change", event.pk), "_publish_draft", title="Mine").status_code == 403
    assert decide(staff, event, "_submit").status_code == 302
    assert Draft.objects.exclude(review_requested_at=None).get().review_requested_by.username == "contributor"
    unseen = make.draft(make.event("Unseen"))
    assert press(staff, address(Event, "change", unseen.pk), title="Mine").status_code == 403


def test_what_was_changed_meanwhile_goes_public_together_with_the_draft(admin_client):
    event = talk()
    press(admin_client, address(Event, "change", event.pk), **changes(event))
    first = event.participations.order_by("order").first()
    event.city = "Lahore"
    event.save()
    event.topics.add(make.topic("Trade"))
    event.participations.filter(pk=first.pk).update(honorific="Dr")
    event.sessions.create(title="Interlude", order=9)
    assert decide(admin_client, event, "_publish").status_code == 302
    event.refresh_from_db()
    first.refresh_from_db()
    assert (event.title, event.city) == ("A talk, as it was", "Lahore")
    assert (first.honorific, first.position) == ("Dr", "Director")
    assert sorted(map(str, event.topics.all())) == ["Energy", "Trade"]
    assert sorted(event.sessions.values_list("title", flat=True)) == ["Closing", "Interlude", "Opening"]
    assert event.participations.count() == 2


@pytest.mark.parametrize("choice, title", [("mine", "A talk, as it was"), ("theirs", "Quite otherwise")])
def test_what_both_changed_is_chosen_before_the_draft_is_published(admin_client, choice, title):
    event = talk()
    press(admin_client, address(Event, "change", event.pk), **changes(event))
    second = event.participations.order_by("order").last()
    second.position = "Ambassador"
    second.save()
    event.title = "Quite otherwise"
    event.save()
    assert decide(admin_client, event, "_publish").status_code == 302
    page = admin_client.get(address(Event, "draft", event.pk))
    clashes = page.context["clashes"]
    first = clashes[0]
    assert (first.label, first.mine, first.theirs) == ("Title", "A talk, as it was", "Quite otherwise")
    assert len(page.context["clashes"]) == 2
    decide(admin_client, event, "_update", **{clash.name: choice for clash in clashes})
    assert admin_client.get(address(Event, "draft", event.pk)).context["meanwhile"] == []
    decide(admin_client, event, "_publish")
    event.refresh_from_db()
    assert event.title == title
    assert event.participations.filter(pk=second.pk).exists() == (choice == "theirs")
    assert Draft.objects.count() == 0


def test_a_contributor_keeps_a_draft_of_what_readers_see_and_submits_it_and_an_editor_publishes(client):
    event = talk()
    assistant, editor = logged_in(colleague("contributor")), logged_in(colleague("editor"))
    url = address(Event, "change", event.pk)
    form = assistant.get(url).content.decode()
    assert [name for name in ("_save", "_continue", "_publish", "_keep", "_preview") if f'name="{name}"' in form] == [
        "_keep",
        "_preview",
    ]
    assert press(assistant, url, "_save", title="Straight").status_code == 403
    assert "Better" in page_in(preview(assistant, url, title="Better"))
    assert press(assistant, url, title="Better").status_code == 302
    assert decide(assistant, event, "_publish").status_code == 403
    assert decide(assistant, event, "_submit").status_code == 302
    assert "Submitted for review" in editor.get(url).content.decode()
    assert decide(assistant, event, "_return", note="No.").status_code == 403
    decide(editor, event, "_return", note="Say where.")
    assert "Say where." in assistant.get(url).content.decode()
    decide(assistant, event, "_submit")
    assert "Say where." not in assistant.get(url).content.decode()
    assert decide(editor, event, "_publish").status_code == 302
    event.refresh_from_db()
    assert (event.title, event.changed_by.username) == ("Better", "editor")


def test_a_draft_leaves_one_entry_in_the_audit_log_and_a_revision_only_once_it_is_published(admin_client):
    event = talk()
    start = AuditEntry.objects.count()
    press(admin_client, address(Event, "change", event.pk), title="Better")
    assert (AuditEntry.objects.count() - start, Revision.objects.count()) == (1, 0)
    decide(admin_client, event, "_publish")
    assert AuditEntry.objects.count() - start == 2
    said = Revision.objects.order_by("-number").values_list("said", "made_by__username").first()
    assert said == ("Published the changes that admin had kept as a draft.", "admin")


@pytest.mark.parametrize("told", [{}, {"version": "x"}, {"version": "9" * 30}, {"version": "1\x00"}])
@pytest.mark.once
def test_rubbish_sent_to_the_page_of_a_draft_changes_nothing(admin_client, told):
    event = talk()
    press(admin_client, address(Event, "change", event.pk), title="Better")
    before = Draft.objects.values().get(), everything()
    assert admin_client.post(address(Event, "draft", event.pk), {"_publish": "1", **told}).status_code == 302
    assert admin_client.get(address(Event, "draft", 10**6)).status_code == 404
    for nothing in ("no.png", "images/../x", "images/none.png", "%00"):
        assert admin_client.get(address(Event, "draft_page", event.pk) + nothing).status_code == 404
    assert (Draft.objects.values().get(), everything()) == before


def test_the_form_of_a_draft_has_what_was_changed_meanwhile_and_is_not_kept_over_what_comes_after(admin_client):
    event = talk()
    url = address(Event, "change", event.pk)
    press(admin_client, url, title="Better")
    Event.objects.filter(pk=event.pk).update(city="Lahore")
    opened = admin_client.get(url)
    form = opened.context["adminform"].form
    assert (form["title"].value(), form["city"].value()) == ("Better", "Lahore")
    stale = {name: as_typed(value) for name, value in sent(opened).items()}
    event.refresh_from_db()
    event.city = "Karachi"
    event.save()
    asked = admin_client.post(url, {**stale, "_keep": "1"})
    assert (asked.status_code, [one.label for one in asked.context["clashes"]]) == (409, ["City"])
    assert "Karachi" in page_in(admin_client.get(address(Event, "draft_page", event.pk)))
    assert press(admin_client, url, summary="Kept again").status_code == 302
    shown = admin_client.get(address(Event, "draft", event.pk)).context["differences"]
    assert {each.label for each in shown} == {"Title", "Summary"}


def test_a_draft_that_names_somebody_who_was_merged_names_the_one_who_is_left(admin_client):
    event, one, other = talk(), make.person("Kate Smith"), make.person("Katherine Smith")
    role = make.Role.objects.get(slug="speaker").pk
    rows = row("participations", 2, role=role, person=one.pk, name="Kate Smith")
    press(admin_client, address(Event, "change", event.pk), **rows, **{"participations-TOTAL_FORMS": 3})
    MergedRecord.remember(one, other)
    one.delete()
    assert "This form holds a draft" in admin_client.get(address(Event, "change", event.pk)).content.decode()
    decide(admin_client, event, "_publish")
    assert event.participations.get(name="Kate Smith").person == other


@pytest.mark.parametrize("button", ["_save", "_keep", "_preview", "_publish_draft"])
@pytest.mark.once
def test_whatever_is_sent_to_the_form_is_answered_and_changes_nothing(admin_client, button):
    event = talk()
    url = address(Event, "change", event.pk)
    rubbish = [
        {},
        {"title": "x\0y", "slug": ""},
        {"participations-TOTAL_FORMS": "1", "participations-INITIAL_FORMS": "1", "participations-0-id": "-77"},
        {"seen_version": "1000000001"},
        {"seen_version": "9" * 40},
    ]
    for drafted in (False, True):
        if drafted:
            press(admin_client, url, title="Better")
        before = everything(but=Revision)
        assert {admin_client.post(url, {**told, button: "1"}).status_code for told in rubbish} == {200}
        assert everything(but=Revision) == before
    for nothing in ("x", "9" * 30, "9" * 18, "0"):
        nowhere = f"/admin/events/event/{nothing}/change/"
        assert admin_client.post(nowhere, {button: "1"}).status_code in {302, 404}
