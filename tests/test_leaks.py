"""A draft appears nowhere: whatever is not public carries a canary, and nobody who crawls the whole site finds one."""

import re

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from editorial.addresses import FormerAddress
from editorial.dates import PartialDateField
from editorial.publishing import Publishable
from events.models import EventDocument, EventPhoto, PhotoSubject, Role
from people.models import PersonName
from tests import factories as make
from tests.crawl import crawl, public_patterns

pytestmark = pytest.mark.django_db

STATES = {"draft": make.draft, "scheduled": make.scheduled, "withdrawn": make.withdrawn}
KINDS = ["institution", "person", "event", "publication", "agreement"]
MADE = [make.institution, make.person, make.event, make.publication, make.agreement]
# What a tombstone may say: which record it was, and why it is gone.
TOLD = {"name", "title", "withdrawal_reason"}
CANARY = re.compile(r"canary[\w-]*", re.IGNORECASE)


def free_texts(model):
    """Return the columns of `model` in which staff write what they like."""
    for field in model._meta.fields:
        free = type(field) in (models.CharField, models.TextField) or type(field).__name__ == "RichTextField"
        if free and field.editable and not field.choices and field.name not in {"language", "timezone"}:
            yield field


def mark(record, state):
    """Write a canary into every free text of `record`, past what `save` would make of it."""
    texts = {field.name: f"CANARY-{record._meta.model_name}-{state}-{field.name}" for field in free_texts(type(record))}
    if state == "withdrawn":
        texts = {name: text for name, text in texts.items() if name not in TOLD}
    type(record).objects.filter(pk=record.pk).update(**{n: t[: width(record, n)] for n, t in texts.items()})


def width(record, name):
    return record._meta.get_field(name).max_length or 200


@pytest.fixture
def hidden():
    """For each kind a record in each state that the public does not see, all tied to public ones in every way."""
    topic = make.topic("Public topic")
    body = make.institution("Public institute", country="PK", topics=[topic])
    who = make.person("Public person", "Director", body, topics=[topic])
    talk = make.event("Public talk", hosts=[body], people=[(who, "speaker")], topics=[topic], start_date="2025-01-01")
    book = make.publication("Public book", "book", people=[(who, "author")], publisher=body, topics=[topic])
    pact = make.agreement("Public pact", parties=[body], signatories=[(who, body)], event=talk, topics=[topic])
    found = []
    for state in STATES:
        secret = make.topic(f"CANARY-topic-{state}", broader=topic)
        unit = make.institution(f"Unit {state}", parent=body, topics=[secret])
        guest = make.person(f"Guest {state}", "Guest", body, topics=[secret])
        held = make.event(
            f"Held {state}", hosts=[body, unit], people=[(who, "chair"), (guest, "host")], topics=[secret]
        )
        part = make.publication(
            f"Part {state}", part_of=book, people=[(who, "editor")], publisher=body, topics=[secret]
        )
        deal = make.agreement(f"Deal {state}", parties=[body, unit], event=talk, predecessor=pact, topics=[secret])
        tie(talk, book, unit, guest, held, part)
        found += [(record, state) for record in (unit, guest, held, part, deal)]
    for record, state in found:
        rows(record)
        STATES[state](record)
        mark(record, state)
    for record in (talk, book, pact, body, who):
        record.settle()
    return found


def tie(talk, book, unit, guest, held, part):
    """Put what is hidden onto the public pages in the words printed there, which are public."""
    speaker = Role.objects.get(slug="speaker")
    talk.participations.create(
        person=guest, institution=unit, name="As billed", institution_name="Of that day", role=speaker
    )
    talk.hostings.create(institution=unit, institution_name="Host as billed")
    talk.links.create(other=held)
    held.links.create(other=talk)
    talk.event_publications.create(publication=part)
    held.event_publications.create(publication=book)
    talk.coverages.create(institution=unit, institution_name="Outlet as printed")
    held.coverages.create(institution=unit.parent, headline="CANARY-headline")


def rows(record):
    """Give a record the rows that carry words and files of their own."""
    if record._meta.model_name == "event":
        photo = EventPhoto.objects.create(event=record, picture=make.picture(), caption="CANARY-caption")
        PhotoSubject.objects.create(photo=photo, name="CANARY-subject")
        record.outcomes.create(text="CANARY-outcome")
        record.sessions.create(title="CANARY-session")
        EventDocument.objects.create(event=record, title="CANARY-document", file=make.pdf("CANARY-bytes"))
    if record._meta.model_name == "person":
        PersonName.objects.create(person=record, name="CANARY-spelling")
    if record._meta.model_name == "agreement":
        record.areas.create(name="CANARY-area")
    if hasattr(record, "picture"):
        record.picture = make.picture(colour="#123456")
        record.save()


def addresses():
    """Return an address for every public pattern there is, with every record that there is: hidden ones too."""
    found = {reverse(name) for name in ("portal:home", "portal:topic-list", *LISTS.values())}
    for kind, name in DETAILS.items():
        model = apps.get_model(name.split(":")[0], kind)
        for record in model.objects.all():
            found |= {reverse(name, args=[record.slug]), reverse("editorial:permanent", args=[record.permanent_id])}
            found |= {file.url for file in files(record)}
    found |= {
        reverse("portal:topic", args=[topic.slug]) for topic in apps.get_model("editorial", "topic").objects.all()
    }
    found |= {f"{address}?{name}={slug}" for name, slug in values() for address in map(reverse, LISTS.values())}
    return found


LISTS = {
    "event": "events:event-list",
    "agreement": "events:agreement-list",
    "publication": "publications:publication-list",
    "person": "people:person-list",
    "institution": "people:institution-list",
}
DETAILS = {kind: name.removesuffix("-list") for kind, name in LISTS.items()}
FILES = {
    "events:event-picture",
    "events:event-document",
    "events:agreement-document",
    "publications:publication-picture",
    "publications:publication-document",
    "people:person-picture",
    "people:institution-picture",
}
OTHERS = {"portal:home", "portal:topic-list", "portal:topic", "editorial:permanent"}


def values():
    """Yield every value that a filter could be asked for, hidden ones too."""
    for name, label in (
        ("topic", "editorial.topic"),
        ("institution", "people.institution"),
        ("person", "people.person"),
    ):
        for slug in apps.get_model(label).objects.values_list("slug", flat=True):
            yield name, slug


def files(record):
    pictures = [record, *(record.photos.all() if hasattr(record, "photos") else [])]
    found = [each.picture for each in pictures if getattr(each, "picture", None)]
    return found + [each.file for each in record.documents.all()] if hasattr(record, "documents") else found


def test_every_public_address_is_crawled():
    assert public_patterns() == {*LISTS.values(), *DETAILS.values(), *FILES, *OTHERS}


def test_every_kind_of_record_is_hidden_in_every_state(hidden):
    assert {(type(record), state) for record, state in hidden} == {
        (model, state) for model in apps.get_models() if issubclass(model, Publishable) for state in STATES
    }
    assert all(list(free_texts(type(record))) for record, _ in hidden)
    assert not any(isinstance(field, PartialDateField) for record, _ in hidden for field in free_texts(type(record)))


def test_nothing_that_is_not_public_is_found_anywhere(client, hidden):
    answers = crawl(client, addresses())
    found = {
        (address, canary)
        for address, answer in answers.items()
        for canary in CANARY.findall(answer.body.decode(errors="replace"))
        # What was asked for comes back in the box where it can be dropped; that tells nobody anything.
        if canary.lower() not in address.lower()
    }
    assert found == set()
    assert {answer.status_code for answer in answers.values()} == {200, 301, 404, 410}


def test_no_public_page_points_to_what_is_hidden(client, hidden):
    answers = crawl(client, ["/"])
    assert {
        address: answer.status_code for address, answer in answers.items() if answer.status_code not in (200, 301)
    } == {}
    assert {"/events/public-talk/", "/publications/public-book/", "/institutions/public-institute/"} <= set(answers)


def test_a_hidden_record_answers_as_if_there_were_none(client, hidden):
    for record, state in hidden:
        address = record.get_absolute_url()
        known, unknown = client.get(address), client.get(address.replace(record.slug, "no-such-record"))
        if state == "withdrawn":
            assert known.status_code == 410
        else:
            assert (known.status_code, known.content, known.headers) == (404, unknown.content, unknown.headers)


def test_files_of_hidden_records_are_not_there(client, hidden):
    asked = [file.url for record, _ in hidden for file in files(record)]
    assert len(asked) == 15
    assert {client.get(address).status_code for address in asked} == {404}


def test_a_former_address_of_a_draft_tells_nothing(client, hidden):
    for record, state in hidden:
        FormerAddress.remember(record, f"once-{state}-{record.pk}")
        code = client.get(reverse(record_name(record), args=[f"once-{state}-{record.pk}"])).status_code
        assert code == (410 if state == "withdrawn" else 404)


def record_name(record):
    return f"{record._meta.app_label}:{record._meta.model_name}"


def snapshot(client):
    return {address: answer.body for address, answer in crawl(client, ["/"]).items()}


def test_drafts_change_no_byte_of_any_public_page(client):
    topic = make.topic("Energy")
    body = make.institution("Institute", country="PK", topics=[topic])
    who = make.person("Ann Ahmad", "Director", body, topics=[topic])
    talk = make.event("A talk", hosts=[body], people=[(who, "speaker")], topics=[topic], start_date="2025-01-01")
    book = make.publication("A book", "book", people=[(who, "author")], publisher=body, topics=[topic])
    pact = make.agreement("A pact", parties=[body], signatories=[(who, body)], event=talk)
    before = snapshot(client)
    for hide in (make.draft, make.scheduled):
        unit = hide(make.institution("Unit", parent=body))
        guest = hide(make.person("Guest", "Guest", body))
        held = hide(make.event("Held", hosts=[body, unit], people=[(who, "chair"), (guest, "host")], topics=[topic]))
        held.links.create(other=talk)
        hide(make.publication("Part", part_of=book, people=[(who, "editor")], publisher=body, topics=[topic]))
        hide(make.agreement("Deal", parties=[body, unit], signatories=[(who, body)], event=talk, predecessor=pact))
    assert snapshot(client) == before


def test_under_a_rule_nobody_learns_who_said_what(client):
    who = make.person("Ann Ahmad")
    row = {"remarks": "CANARY-remarks", "position": "Director"}
    make.event("Open", people=[(who, "speaker")])
    make.event("Unquoted", people=[(who, "speaker", row)], rule="chatham-house", withheld="remarks")
    answers = crawl(client, addresses())
    assert [address for address, answer in answers.items() if b"CANARY" in answer.body] == []
    assert b"Director" in answers["/events/unquoted/"].body


def test_under_a_rule_nobody_learns_who_was_there(client):
    body = make.institution("Far institute")
    who = make.person("Ann Ahmad")
    row = {"remarks": "CANARY-remarks", "position": "CANARY-position", "institution": body, "name": "CANARY-name"}
    event = make.event("Closed", people=[(who, "moderator", row)], rule="chatham-house", withheld="names")
    photo = EventPhoto.objects.create(event=event, picture=make.picture())
    PhotoSubject.objects.create(photo=photo, person=who, name="CANARY-in-the-photo")
    answers = crawl(client, addresses())
    assert [address for address, answer in answers.items() if b"CANARY" in answer.body] == []
    for address in ("/people/ann-ahmad/", "/institutions/far-institute/", "/events/?person=ann-ahmad"):
        assert b"Closed" not in answers[address].body
    assert b"oderator" not in client.get("/people/").content + client.get("/events/").content


def test_private_contacts_are_nowhere(client):
    make.person("Ann Ahmad", private_contact="CANARY@example.org")
    assert not [a for a, answer in crawl(client, addresses()).items() if b"CANARY" in answer.body]
