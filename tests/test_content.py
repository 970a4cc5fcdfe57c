"""The content of a record is taken out whole, put back exactly, and told apart in the words of the form."""

import json

import pytest
from django.apps import apps
from django.core.serializers import serialize
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from editorial.anatomy import fields, relations
from editorial.content import UnfitError, content, differences, put
from editorial.models import Entry, Publishable, Topic, TopicLink
from editorial.terms import Reference
from events.models import Event, EventPhoto, Participation, PhotoSubject, Session
from people.models import Institution, Person
from tests import factories as make
from tests.whole import kinds_of_rows, whole_record

pytestmark = pytest.mark.django_db
KINDS = ["event", "publication", "agreement", "person", "institution", "topic"]
MOVES = {"version", "changed_at"}


def dump(*but):
    """Return every row of every table of the record, by table; what moves with each save is left out."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label in {"editorial", "people", "publications", "events"} and model._meta.managed:
            rows = [
                row | {"fields": {k: v for k, v in row["fields"].items() if k not in MOVES}} for row in dumped(model)
            ]
            found[model._meta.label] = sorted(rows, key=lambda row: row["pk"])
    return {label: rows for label, rows in found.items() if label not in but}


def dumped(model):
    rows = json.loads(serialize("json", model._base_manager.all()))
    if issubclass(model, (Reference, TopicLink)):  # Derived anew under other keys; what they say is what counts.
        return [row | {"pk": json.dumps(row["fields"], sort_keys=True)} for row in rows]
    return rows


def fresh(record):
    return type(record)._base_manager.get(pk=record.pk)


def restore(record, kept):
    with transaction.atomic():
        put(fresh(record), kept)


def test_the_record_of_these_tests_has_rows_of_every_kind():
    records = whole_record()
    rows = {one.related_model for record in records.values() for one in kinds_of_rows(type(record))}
    assert {kind._meta.label for kind in rows if not kind._base_manager.exists()} == set()
    assert {type(record) for record in records.values()} == {
        model for model in apps.get_models() if issubclass(model, (Publishable, Topic))
    }


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_put_back_as_it_was_leaves_the_database_as_it_was(kind):
    record = whole_record()[kind]
    before, kept = dump(), content(record)
    restore(record, json.loads(json.dumps(kept)))
    assert (content(record), dump()) == (kept, before)


def wipe(record):
    """Take everything from a record that it can be without."""
    for relation in relations(type(record)):
        relation.related_model._base_manager.filter(**{relation.field.name: record}).delete()
    if hasattr(record, "topics"):
        record.topics.clear()
    for field in fields(type(record)):
        if field.blank and field.name not in {"slug", "picture"}:
            setattr(record, field.name, None if field.null else field.get_default())
    record.save()
    record.settle()


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_taken_from_a_record_comes_back_under_its_keys(kind):
    record = whole_record()[kind]
    before, kept = dump("editorial.Entry"), content(record)
    entries = set(Entry.objects.values_list("heading", "names", "near", "text"))
    wipe(fresh(record))
    assert content(record) != kept
    restore(record, kept)
    assert content(record) == kept
    after = dump("editorial.Entry")
    read = {"publications.PublicationDocument": "text"}
    for label, name in read.items():  # What was read from a file that went is read again when nobody waits for it.
        if kind == "publication":
            before[label][0]["fields"][name] = ""
    assert after == before
    if kind != "publication":
        assert set(Entry.objects.values_list("heading", "names", "near", "text")) == entries


@pytest.mark.parametrize("kind", KINDS)
def test_rows_that_the_content_does_not_know_go(kind):
    record = whole_record()[kind]
    full = content(record)
    wipe(fresh(record))
    bare, before = content(record), dump()
    restore(record, full)
    restore(record, bare)
    assert (content(record), dump()) == (bare, before)


def test_a_content_is_plain_json_and_says_everything():
    event = whole_record()["event"]
    kept = content(event)
    assert json.loads(json.dumps(kept)) == kept
    assert {"key", "year", "starts_at", "version", "permanent_id", "published_at"} & kept["fields"].keys() == set()
    chosen = ("start_date", "start_time", "second_time", "country", "series", "report", "venue")
    assert {name: kept["fields"][name] for name in chosen} == {
        "start_date": "2025-12-18",
        "start_time": "12:00:00",
        "second_time": False,
        "country": "PK",
        "series": None,
        "report": "<p>They <strong>talked</strong>.</p>",
        "venue": "Room “A” – \\ N'1",
    }
    assert kept["topics"] == ["Oil", "Trade"]
    assert kept["state"] == {
        "published_at": make.LONG_AGO.isoformat(),
        "withdrawn_at": None,
        "withdrawal_reason": "",
        "hours_zone": "UTC",
        "review_requested_at": None,
        "review_requested_by": None,
    }
    ann = kept["rows"]["participations"][0]["fields"]
    assert (ann["name"], ann["heads_side"], ann["session"]) == ("Ann Ahmad", True, event.sessions.first().pk)
    assert [row["fields"]["name"] for row in kept["rows"]["photos"][1]["rows"]["subjects"]] == ["Ann Ahmad", "Boris B"]


def test_a_content_takes_one_statement_however_many_rows_there_are():
    event = whole_record()["event"]
    with CaptureQueriesContext(connection) as asked:
        content(event)
    assert len(asked) == 1


def test_rows_keep_their_order_and_can_exchange_what_only_one_of_them_may_have():
    event = make.event("Talk", people=[(make.person(name), "speaker") for name in ("Ana", "Bea", "Cid")])
    kept = content(event)
    rows = kept["rows"]["participations"]
    people = [row["fields"]["person"] for row in rows]
    for row, person, place in zip(rows, [*people[1:], people[0]], (2, 1, 0), strict=True):
        row["fields"] |= {"person": person, "order": place}
    restore(event, kept)
    assert [(row.person_id, row.pk) for row in event.participations.all()] == [
        (people[0], rows[2]["key"]),
        (people[2], rows[1]["key"]),
        (people[1], rows[0]["key"]),
    ]


def test_a_session_that_went_comes_back_with_those_who_sat_in_it():
    event = whole_record()["event"]
    kept, session = content(event), event.sessions.get(title="Morning")
    Session.objects.all().delete()
    assert Participation.objects.get(name="Ann Ahmad").session is None
    restore(event, kept)
    assert (content(event), Participation.objects.get(name="Ann Ahmad").session) == (kept, session)


def test_new_rows_get_keys_of_their_own_and_unknown_words_become_topics():
    event = make.event("Talk")
    kept = content(event)
    photo = {"picture": "pictures/x.png", "picture_width": 5, "picture_height": 4, "caption": "All of us", "order": 1}
    subject = {"key": None, "fields": {"name": "Ann"}, "rows": {}}
    kept["rows"]["photos"] = [{"key": None, "fields": photo, "rows": {"subjects": [subject]}}]
    kept["topics"] = ["Energy", "ENERGY"]
    restore(event, kept)
    assert PhotoSubject.objects.get().photo == EventPhoto.objects.get(caption="All of us", picture_width=5)
    assert [topic.name for topic in event.topics.all()] == ["Energy"]


def test_what_cannot_be_put_any_more_is_refused_in_words_and_changes_nothing():
    guest = make.person("Rufus")
    event = make.event("Talk", people=[(guest, "speaker")])
    kept = content(event)
    event.participations.all().delete()
    Person.objects.all().delete()
    before = dump()
    with pytest.raises(UnfitError) as refused:
        restore(event, kept | {"fields": kept["fields"] | {"title": "Other"}})
    assert refused.value.reasons == ["Person: this person is no longer there."]
    make.event("Second", slug="taken")
    with pytest.raises(UnfitError) as refused:
        restore(event, content(event) | {"fields": kept["fields"] | {"slug": "taken"}})
    assert refused.value.reasons[0].startswith("Something that is there now excludes it")
    assert fresh(event).title == "Talk"
    assert dump()["people.Person"] == before["people.Person"]


def test_a_changed_key_settles_the_record_that_was_left_and_the_one_that_is_led_to():
    party = make.institution("Institute")
    old, new = make.event("Old"), make.event("New")
    pact = make.agreement("Memorandum", event=old, parties=[party])
    kept = content(pact)
    restore(pact, kept | {"fields": kept["fields"] | {"event": new.pk}})
    assert (old.institution_terms.count(), list(new.institution_terms.values_list("term", flat=True))) == (
        0,
        [party.pk],
    )


def test_a_content_taken_before_a_field_or_a_kind_of_row_was_known_leaves_those_alone():
    event = whole_record()["event"]
    kept = content(event)
    old = kept | {"fields": {"title": "Renamed"}, "rows": {"outcomes": []}}
    restore(event, old)
    now = content(event)
    assert now == kept | {"fields": kept["fields"] | {"title": "Renamed"}, "rows": kept["rows"] | {"outcomes": []}}


def test_differences_are_told_in_the_words_of_the_form():
    event = whole_record()["event"]
    before = content(event)
    ann = event.participations.get(name="Ann Ahmad")
    ann.position, ann.session = "Director", event.sessions.get(title="Evening")
    ann.save()
    event.participations.get(name="Boris B").delete()
    event.outcomes.create(text="Write it down", kind="announcement", order=2)
    event.start_date, event.start_time, event.format, event.report = "2025-12", None, "online", "<p>They sang.</p>"
    event.save()
    event.topics.remove(make.topic("Trade"))
    event.photos.get(caption="Photo 1").subjects.filter(name="Boris B").update(row="Standing")
    event.photos.filter(caption="Photo 2").update(order=0)
    told = [(one.kind, one.label, one.before, one.after) for one in differences(before, content(event), Event)]
    assert set(told) == {
        ("changed", "Date", "18 December 2025", "December 2025"),
        ("changed", "From", "12:00", ""),
        ("changed", "Format", "", "online"),
        ("changed", "Report", "They talked.", "They sang."),
        ("changed", "Topics", "Oil; Trade", "Oil"),
        ("changed", "Participant Dr Ann Ahmad: session", "Morning", "Evening"),
        ("changed", "Participant Dr Ann Ahmad: position as printed", "", "Director"),
        (
            "removed",
            "Participant Boris B",
            "person: Boris B\nname as printed: Boris B\nrole: speaker\nremarks: Said much.",
            None,
        ),
        ("added", "Outcome Write it down", None, "kind: announcement\ntext: Write it down"),
        ("changed", "Photos: order", "Photo 1; Photo 2", "Photo 2; Photo 1"),
        ("changed", "Photo Photo 1, person in the photo Boris B: row", "", "Standing"),
    }


def test_contents_that_are_the_same_differ_in_nothing():
    for record in whole_record().values():
        assert differences(content(record), content(record), type(record)) == []


def test_somebody_who_has_gone_since_is_said_to_have_gone():
    before = content(make.event("Talk", venue_institution=make.institution("Institute")))
    after = before | {"fields": before["fields"] | {"venue_institution": None, "venue": "Garden"}}
    Event.objects.update(venue_institution=None)
    Institution.objects.all().delete()
    assert [(one.label, one.before) for one in differences(before, after, Event)] == [
        ("Venue", "Institute"),
        ("Venue (institution)", "institution no longer there"),
    ]
