"""An act keeps every row that it touched, and undoing it puts all of them back, or says why it cannot."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.db import models

from editorial.acts import Act, act
from editorial.columns import columns, insert, values
from editorial.models import FormerAddress, Topic
from editorial.undoing import Overtaken
from events.models import Event, EventPhoto, EventPublication, EventTopic, EventTopicTerm, Hosting
from people.models import Institution, Person, PersonName
from tests import factories as make
from tests.ledger import ledger

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return User.objects.create_superuser("editor")


def test_a_row_comes_back_with_every_column_exactly():
    record = make.small_record()
    person = record["person"]
    person.picture = make.picture()
    person.biography = "<p>Born in <b>Quetta</b>.</p>"
    person.save()
    Person.objects.update(created_at=datetime.datetime(2020, 1, 2, 3, 4, 5, 678901, tzinfo=datetime.UTC))
    photo = EventPhoto.objects.create(event=record["event"], picture=make.picture())
    for model, key in ((Person, person.pk), (Event, record["event"].pk), (EventPhoto, photo.pk)):
        row = model._base_manager.get(pk=key)
        kept = columns(row)
        model._base_manager.filter(pk=key)._raw_delete("default")
        insert(model, kept)
        again = model._base_manager.get(pk=key)
        assert columns(again) == kept
        assert {f.attname: f.value_from_object(again) for f in model._meta.concrete_fields} == {
            f.attname: f.value_from_object(row) for f in model._meta.concrete_fields
        }


def test_decimals_json_and_times_are_kept_to_the_last_digit():
    class Odd(models.Model):  # noqa: DJ008 - it is never shown
        price = models.DecimalField(max_digits=20, decimal_places=10)
        said = models.JSONField()
        at = models.DateTimeField()
        lasting = models.DurationField()

        class Meta:
            app_label = "editorial"
            managed = False

    try:
        row = Odd(
            price=values(Odd, {"price": "0.1000000001"})["price"],
            said={"a": [1, None, "é"]},
            at=datetime.datetime(2025, 1, 1, 0, 0, 0, 1, tzinfo=datetime.UTC),
            lasting=datetime.timedelta(days=2, microseconds=3),
        )
        kept = columns(row)
        assert kept["price"] == "0.1000000001"
        assert values(Odd, kept) == {f.attname: f.value_from_object(row) for f in Odd._meta.concrete_fields}
    finally:
        Odd._meta.apps.all_models["editorial"].pop("odd")
        Odd._meta.apps.clear_cache()


def test_what_was_changed_made_and_deleted_is_undone_in_one_step(editor):
    record = make.small_record()
    before = ledger()
    versions = dict(Person.objects.values_list("pk", "version"))
    ann = record["person"]
    with act(editor, "test", "Turn everything over") as journal:
        journal.watch(ann, Hosting.objects.all(), FormerAddress.objects.all())
        journal.delete(record["agreement"])
        ann.slug, ann.name = "ann-b", "Ann B"
        ann.save()
        journal.made(PersonName.objects.create(person=ann, name="Ann Ahmad"))
        Hosting.objects.first().delete()
        Hosting.objects.create(event=record["event"], institution_name="Another", order=9)
        ann.settle()
        record["event"].settle()
    assert ledger() != before
    assert journal.act.needs == ["events.publish_agreement", "people.publish_person"]
    changed = journal.act.undo(editor)
    assert ledger() == before
    assert {str(one) for one in changed} == {"Ann Ahmad", "A pact"}
    assert Person.objects.get(pk=ann.pk).version > versions[ann.pk]
    assert Person.objects.get(pk=ann.pk).changed_by == editor


def test_topics_and_the_records_found_under_them_come_back(editor):
    record = make.small_record()
    before = ledger()
    oil, event = record["topic"], record["event"]
    with act(editor, "test", "Oil is water") as journal:
        water = Topic.objects.create(name="Water")
        journal.made(water)
        journal.watch(oil, EventTopic.objects.filter(content_object=event))
        oil.broader = water
        oil.save()
        event.topics.clear()
        event.topics.add(water)
        event.settle()
    assert list(EventTopicTerm.objects.values_list("term__name", flat=True)) == ["Water"]
    journal.act.undo(editor)
    assert ledger() == before


def test_rows_between_two_records_come_back_with_their_keys(editor):
    record = make.small_record()
    keys = list(EventPublication.objects.values_list("pk", flat=True))
    with act(editor, "test", "No book") as journal:
        journal.watch(record["event"].event_publications.all())
        record["event"].publications.clear()
    assert not EventPublication.objects.exists()
    journal.act.undo(editor)
    assert list(EventPublication.objects.values_list("pk", flat=True)) == keys
    assert list(record["event"].publications.all()) == [record["publication"]]


def test_an_act_that_changed_nothing_leaves_nothing_behind(editor):
    person = make.person("Ann")
    with act(editor, "test", "Nothing") as journal:
        journal.watch(person)
        person.save()
    assert (journal.act, Act.objects.count()) == (None, 0)


def test_an_act_that_fails_leaves_nothing_behind(editor):
    person = make.person("Ann")

    def fail():
        with act(editor, "test", "Half") as journal:
            journal.watch(person)
            Person.objects.update(name="Bob")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (Person.objects.get().name, Act.objects.count()) == ("Ann", 0)


def rename(user, person, name):
    with act(user, "test", f"Rename to {name}") as journal:
        journal.watch(person)
        person.name = name
        person.save()
    return journal.act


def test_what_was_changed_since_is_not_overwritten_but_named(editor):
    person = make.person("Ann")
    first = rename(editor, person, "Bea")
    rename(editor, person, "Cleo")
    before = ledger()
    with pytest.raises(Overtaken) as refused:
        first.undo(editor)
    assert refused.value.reasons == ["The person “Ann” has been changed since: name, key, sort name, sort key."][
        :1
    ] or (refused.value.reasons[0].startswith("The person “Ann” has been changed since: "))
    assert ledger() == before
    assert Act.objects.get(pk=first.pk).undone_at is None


def test_a_change_elsewhere_in_the_row_is_kept(editor):
    person = make.person("Ann")
    renamed = rename(editor, person, "Bea")
    Person.objects.update(summary="Written since.")
    renamed.undo(editor)
    assert list(Person.objects.values_list("name", "summary")) == [("Ann", "Written since.")]


def test_what_cannot_come_back_is_named(editor):
    host, event = make.institution("Institute"), make.event("Talk")
    row = Hosting.objects.create(event=event, institution=host)
    with act(editor, "test", "Without a host") as journal:
        journal.watch(row)
        row.delete()
    event.delete()
    with pytest.raises(Overtaken) as refused:
        journal.act.undo(editor)
    assert refused.value.reasons == ["One host cannot come back: its event has been deleted since."]


def test_what_is_in_use_since_does_not_go(editor):
    with act(editor, "test", "A new institute") as journal:
        made = make.institution("Institute")
        journal.made(made)
    make.event("Talk", hosts=[made])
    with pytest.raises(Overtaken) as refused:
        journal.act.undo(editor)
    assert refused.value.reasons == ["The institution “Institute” has been put to use since: Institute."]
    Event.objects.all().delete()
    journal.act.undo(editor)
    assert not Institution.objects.exists()


def test_something_that_stands_in_the_place_now_keeps_it(editor):
    host, event = make.institution("Institute"), make.event("Talk")
    row = Hosting.objects.create(event=event, institution=host)
    with act(editor, "test", "Without a host") as journal:
        journal.watch(row)
        row.delete()
    Hosting.objects.create(event=event, institution=host)
    with pytest.raises(Overtaken) as refused:
        journal.act.undo(editor)
    assert refused.value.reasons == ["Something added since stands where this stood, so that it cannot come back."]
    assert Hosting.objects.count() == 1


def test_of_two_who_undo_it_at_once_one_wins(editor):
    rename(editor, make.person("Ann"), "Bea")
    one, other = Act.objects.get(), Act.objects.get()
    one.undo(editor)
    assert other.undone_at is None
    with pytest.raises(Overtaken) as refused:
        other.undo(editor)
    assert refused.value.reasons == ["This has been undone already."]
    assert Person.objects.get().version == 3


def test_who_may_undo_is_who_may_publish_what_was_changed(editor):
    done = rename(editor, make.person("Ann"), "Bea")
    assert done.may_be_undone_by(editor)
    assert not done.may_be_undone_by(User.objects.create_user("assistant", is_staff=True))
