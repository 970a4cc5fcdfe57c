"""Ailments: a record in which all is in order, and one function for each way to spoil it."""

import datetime

from django.utils import timezone

from events.models import Event, EventDocument, EventPhoto, Hosting, Participation, Role
from people.models import Affiliation
from publications.models import Contribution, ContributionRole
from tests import factories as make

TODAY = timezone.localdate()
SOON, LATE = ((TODAY + datetime.timedelta(days=days)).isoformat() for days in (30, 300))
LAST_YEAR = (TODAY - datetime.timedelta(days=500)).isoformat()


def sound():
    """Make a record in which there is nothing to put right; return some of it."""
    energy = make.topic("Energy")
    host = make.institution("An institute", country="PK")
    guest = make.institution("An academy", country="RU")
    ann = make.person("Ann Ahmad", "Director", host)
    talk = make.event(
        "A talk",
        hosts=[host],
        people=[(ann, "speaker", {"institution": host})],
        topics=[energy],
        start_date=SOON,
    )
    book = make.publication("A book", people=[(ann, "author")], topics=[energy], date="2025")
    pact = make.agreement("A pact", parties=[host, guest], topics=[energy], signed_on=TODAY.isoformat())
    return {"energy": energy, "host": host, "guest": guest, "ann": ann, "talk": talk, "book": book, "pact": pact}


def credited(event, **fields):
    return Participation.objects.create(event=event, role=Role.objects.get(slug="speaker"), **fields)


def a_past_event(known):
    make.event("Over", hosts=[known["host"]], topics=[known["energy"]], start_date="2025-01-01", report="")


def an_event_without_anything(known):
    make.event("Bare")


def a_launch(known):
    make.event("Launch", "book-launch", hosts=[known["host"]], topics=[known["energy"]], start_date=SOON)


def a_participant_by_name(known):
    credited(known["talk"], name="Somebody Else", institution=known["host"])


def a_participant_by_office(known):
    credited(known["talk"], position="Deputy Minister", institution=known["host"])


def a_participant_from_nowhere(known):
    credited(known["talk"], person=make.person("Bob", "Fellow", known["host"]))


def a_participant_from_a_name(known):
    person = make.person("Bob", "Fellow", known["host"])
    credited(known["talk"], person=person, institution_name="Another institute")


def a_host_by_name(known):
    Hosting.objects.create(event=known["talk"], institution_name="Another institute")


def a_photo(known):
    EventPhoto.objects.create(event=known["talk"], picture=make.picture())


def a_scan(known):
    EventDocument.objects.create(event=known["talk"], title="Scan", file="documents/none.pdf", text_note="no text")


def an_agreement_that_ends(known):
    parties = [known["host"], known["guest"]]
    make.agreement("Ending", parties=parties, topics=[known["energy"]], signed_on="2026", in_force_until=SOON)
    make.agreement("Over", parties=parties, topics=[known["energy"]], signed_on="2020", in_force_until="2021")
    make.agreement("Long", parties=parties, topics=[known["energy"]], signed_on="2026", in_force_until=LATE)
    first = make.agreement("First", parties=parties, topics=[known["energy"]], signed_on="2020", in_force_until="2022")
    make.agreement("Next", parties=parties, topics=[known["energy"]], signed_on=SOON, predecessor=first)


def an_agreement_asleep(known):
    make.agreement("Asleep", parties=[known["host"], known["guest"]], topics=[known["energy"]], signed_on=LAST_YEAR)


def a_book_by_nobody(known):
    make.publication("Anonymous", topics=[known["energy"]], date="2025")


def an_edited_book(known):
    make.publication("Edited", "edited-book", [(known["ann"], "editor")], [known["energy"]])


def a_contributor_by_name(known):
    author = ContributionRole.objects.get(slug="author")
    Contribution.objects.create(publication=known["book"], role=author, name="Somebody Else")


def a_lonely_person(known):
    make.person("Nobody")


def an_expert(known):
    make.person("Expert", "Fellow", known["host"], is_expert=True)


def a_position_at_a_name(known):
    Affiliation.objects.create(person=known["ann"], institution_name="Another institute")


def a_draft_named_in_public(known):
    bob = make.draft(make.person("Bob", "Fellow", known["host"]))
    credited(known["talk"], person=bob, institution=make.draft(make.institution("A new body", country="PK")))
    kept = make.draft(make.person("Kept", "Fellow", known["host"]))
    secret = make.event("Closed", hosts=[known["host"]], topics=[known["energy"]], start_date=SOON)
    Event.objects.filter(pk=secret.pk).update(rule="chatham-house", withheld="names")
    credited(secret, person=kept, institution=known["host"])


def an_institution_of_no_kind(known):
    make.institution("A body", "other")


def an_empty_topic(known):
    make.topic("Nothing")


CASES = [
    (a_past_event, {"event-without-report": ["Over"]}),
    (
        an_event_without_anything,
        {"event-without-date": ["Bare"], "event-without-host": ["Bare"], "event-without-topics": ["Bare"]},
    ),
    (a_launch, {"launch-without-book": ["Launch"]}),
    (a_participant_by_name, {"participant-not-matched": ["A talk"]}),
    (a_participant_by_office, {"participant-nameless": ["A talk"]}),
    (a_participant_from_nowhere, {"participant-without-institution": ["A talk"]}),
    (a_participant_from_a_name, {"participant-institution-not-matched": ["A talk"]}),
    (a_host_by_name, {"host-not-matched": ["A talk"]}),
    (a_photo, {"photo-without-description": ["A talk"]}),
    (a_scan, {"event-document-unread": ["A talk"]}),
    (an_agreement_that_ends, {"agreement-ending": ["Ending", "Over"]}),
    (an_agreement_asleep, {"agreement-dormant": ["Asleep"]}),
    (a_book_by_nobody, {"publication-without-contributors": ["Anonymous"]}),
    (an_edited_book, {"book-without-chapters": ["Edited"], "publication-without-date": ["Edited"]}),
    (a_contributor_by_name, {"contributor-not-matched": ["A book"]}),
    (a_lonely_person, {"person-without-trace": ["Nobody"]}),
    (an_expert, {"expert-without-topics": ["Expert"]}),
    (a_position_at_a_name, {"position-not-matched": ["Ann Ahmad"]}),
    (
        a_draft_named_in_public,
        {"person-named-without-page": ["Bob"], "institution-named-without-page": ["A new body"]},
    ),
    (an_institution_of_no_kind, {"institution-without-country": ["A body"], "institution-of-no-kind": ["A body"]}),
    (an_empty_topic, {"topic-without-records": ["Nothing"]}),
]
# How each is put right in the list: what is typed, where a name stands for the record that has it.
MENDED = [
    (a_past_event, "event-without-report", {"address": "https://example.org/report"}),
    (an_event_without_anything, "event-without-date", {"start_date": "May 2026"}),
    (an_event_without_anything, "event-without-host", {"institution": "host"}),
    (an_event_without_anything, "event-without-topics", {"topics": ["Energy"]}),
    (a_launch, "launch-without-book", {"publication": "book"}),
    (a_participant_by_name, "participant-not-matched", {"person": "bob"}),
    (a_participant_by_office, "participant-nameless", {"person": "bob"}),
    (a_participant_from_nowhere, "participant-without-institution", {"institution": "guest"}),
    (a_host_by_name, "host-not-matched", {"institution": "guest"}),
    (a_photo, "photo-without-description", {"picture_alt": "Two people at a table."}),
    (an_agreement_that_ends, "agreement-ending", {"in_force_until": "2040"}),
    (a_book_by_nobody, "publication-without-contributors", {"person": "ann", "role": "author"}),
    (an_institution_of_no_kind, "institution-without-country", {"country": "PK"}),
    (an_institution_of_no_kind, "institution-of-no-kind", {"kind": "university"}),
    (a_draft_named_in_public, "person-named-without-page", {}),
]
