"""A corpus is made of what the newsroom would take, is derived as saving would derive it, and is the same every time."""

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models, transaction

from editorial.models import Entry
from editorial.terms import Reference
from editorial.views import published_models
from events.models import Event
from portal.corpus import maker
from tests import factories
from tests.layers import FLOORS

pytestmark = pytest.mark.django_db
SIZE = 40
# When something was written, and how often, is no part of what it says.
OF_THE_HOUR = {"created_at", "changed_at", "version"}


def kept():
    """Return every row of every table of the house, keys counted from the first row of their table."""
    first = {model: model.objects.order_by("pk").values_list("pk", flat=True).first() for model in tables()}
    return {model._meta.label: [said(row, first) for row in model.objects.order_by("pk")] for model in tables()}


def tables():
    return [model for model in apps.get_models() if model._meta.app_label in FLOORS and model._meta.managed]


def said(row, first):
    """Return the values of a row, keys counted from `first`."""
    values = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        of = row._meta.model if field.primary_key else field.related_model
        counted = value is not None and of in first
        values[field.name] = value - first[of] if counted else value
    if isinstance(row, Entry):
        values["object_id"] -= first[row.model]
    return {name: value for name, value in values.items() if name not in OF_THE_HOUR}


def test_the_same_seed_makes_the_same_corpus_and_another_seed_another():
    dumps = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            maker.make(SIZE, seed)
            dumps.append(kept())
            transaction.set_rollback(True)
    assert dumps[0] == dumps[1]
    assert dumps[0] != dumps[2]


def test_saving_and_settling_a_corpus_changes_nothing():
    maker.make(SIZE, seed=3)
    before = kept()
    for model in tables():
        if not issubclass(model, Reference | Entry):
            for row in model.objects.all():
                row.save()
    call_command("settle")
    after = kept()
    assert {
        name: rows for name, rows in after.items() if sorted(map(str, rows)) != sorted(map(str, before[name]))
    } == {}


@pytest.mark.once
def test_a_corpus_holds_nothing_that_the_newsroom_would_refuse():
    maker.make(10, seed=4)
    refused = {}
    for model in tables():
        for row in model.objects.all():
            try:
                row.full_clean()
            except models.ValidationError as error:
                refused[str(row)] = error.message_dict
    assert refused == {}


def test_the_command_says_what_it_made_and_makes_nothing_beside_a_real_record(capsys):
    call_command("make_corpus", str(SIZE), seed=5)
    made = {model: model.objects.count() for model in published_models()}
    assert made[Event] == SIZE
    assert f", {SIZE} events, " in capsys.readouterr().out
    with pytest.raises(CommandError, match="this database holds records already"):
        call_command("make_corpus", "1")
    assert {model: model.objects.count() for model in published_models()} == made


def test_one_topic_is_record_enough_to_be_left_alone():
    factories.topic("Energy")
    with pytest.raises(CommandError, match="topics"):
        call_command("make_corpus", "1")


@pytest.mark.parametrize("number", ["0", "-1", "200001"])
def test_no_corpus_is_made_of_nonsense(number):
    with pytest.raises(CommandError, match="1 to 200000"):
        call_command("make_corpus", "--", number)
