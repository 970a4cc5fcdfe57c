"""The database refuses nonsense by itself, and a form says in words what is wrong before it comes to that."""

import datetime

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CheckConstraint, F, UniqueConstraint
from django.utils import timezone

from editorial.models import Entry, FormerAddress, Publishable, TopicLink, TopicName
from editorial.terms import Reference
from tests.canaries import Aviary

pytestmark = pytest.mark.django_db

FLOORS = {"editorial", "people", "publications", "events", "portal"}
LATER, EARLIER = timezone.now(), timezone.now() - datetime.timedelta(hours=1)
NOBODY = {"name": "", "position": ""}
BACKWARDS = {"start": "2025-02", "end": "2024"}
# What makes a sound row break each of the constraints that are checked row by row.
NONSENSE = {
    **{
        f"{label}_withdrawn_with_reason": {"withdrawn_at": LATER}
        for label in (
            "people_institution",
            "people_person",
            "publications_publication",
            "events_event",
            "events_agreement",
        )
    },
    "institutionname_start_before_end": BACKWARDS,
    "affiliation_start_before_end": BACKWARDS,
    "affiliation_says_something": {"position": "", "institution_name": "", "institution": None},
    "publication_not_part_of_itself": {"part_of": F("id")},
    "publication_chapter_has_book": {"chapter_number": 1, "part_of": None},
    "contribution_names_somebody": NOBODY,
    "participation_names_somebody": NOBODY,
    "signature_names_somebody": NOBODY,
    "event_start_before_end": {"starts_at": LATER, "ends_at": EARLIER},
    "event_rule_withholds": {"rule": "chatham-house"},
    "event_not_part_of_itself": {"parent": F("id")},
    "eventlink_not_to_itself": {"other": F("event_id")},
    "eventphoto_has_picture": {"picture": ""},
    "agreement_not_its_own_predecessor": {"predecessor": F("id")},
    "agreement_signed_before_it_ends": {"signed_on": "2025-02", "in_force_until": "2024"},
    "party_names_somebody": {"institution": None, "institution_name": ""},
    "hosting_names_somebody": {"institution": None, "institution_name": ""},
    "participation_head_has_side": {"heads_side": True, "side": ""},
    "photosubject_names_somebody": {"person": None, "name": ""},
}
# Rows that nobody types: they are derived, or a form that makes them has words of its own.
UNSEEN = FormerAddress, TopicName, TopicLink, Entry, Reference
# What the newsroom writes down about its own work; the tests of each part try what may stand there once.
BOOKS = {"draft", "setaside", "mergedrecord", "differentpair", "presence", "revision", "denial", "learnedword"}


def constraints(kind):
    """Return every constraint of ours of this kind as (model, constraint)."""
    models = [
        model for model in apps.get_models() if model._meta.app_label in FLOORS and model._meta.model_name not in BOOKS
    ]
    return [(model, found) for model in models for found in model._meta.constraints if isinstance(found, kind)]


def refusal(row, changes):
    """Return the database's answer to writing `changes` into a row: True when it refuses them."""
    try:
        with transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**changes)
    except IntegrityError:
        return True
    return False


def complaints(row, changes):
    """Return what a form would say of a row with these changes."""
    for name, value in changes.items():
        setattr(
            row,
            f"{name}_id" if isinstance(value, F) else name,
            getattr(row, value.name) if isinstance(value, F) else value,
        )
    try:
        row.validate_constraints()
    except ValidationError as error:
        return error.messages
    return []


def doubled(model, constraint):
    """Return a row of the model, and what it would have to be given to be the same as another."""
    one, other, *rest = model.objects.order_by("pk")
    if "session" in constraint.fields:
        one = rest[-1]
        one.session = one.event.sessions.get()
        one.save()
    return other, {name: getattr(one, name) for name in constraint.fields}


def test_every_check_has_its_nonsense_here():
    assert {constraint.name for _, constraint in constraints(CheckConstraint)} == set(NONSENSE)


def test_every_constraint_is_kept_by_the_database_and_told_in_words():
    Aviary()
    cases = [
        (model.objects.order_by("pk").first(), NONSENSE[found.name], found)
        for model, found in constraints(CheckConstraint)
    ]
    cases += [(*doubled(model, found), found) for model, found in constraints(UniqueConstraint)]
    assert [found.name for row, changes, found in cases if not refusal(row, changes)] == []
    told = {found.name: complaints(row, changes) for row, changes, found in cases if not isinstance(row, UNSEEN)}
    words = {found.name: found.violation_error_message for row, _, found in cases if not isinstance(row, UNSEEN)}
    assert {name: said for name, said in told.items() if words[name] not in said} == {}
    assert [name for name, said in words.items() if "%(name)s" in said] == []


def test_addresses_and_numbers_are_given_once():
    names = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if issubclass(model, Publishable)
        for field in model._meta.fields
        if field.unique and not field.primary_key
    }
    assert names == {
        f"{model}.{name}"
        for model in ("Institution", "Person", "Publication", "Event", "Agreement")
        for name in ("slug", "permanent_id")
    }
