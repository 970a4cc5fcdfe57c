"""Records that are one become one, with all that refers to them; undone, everything is as it was."""

import os
from contextlib import suppress

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editorial.content import content, put
from editorial.merging import LoopError, Merge
from editorial.models import DifferentPair, MergedRecord, Topic
from editorial.pointers import pointers
from editorial.undoing import Overtaken
from events.models import Agreement, Event, EventInstitutionTerm, EventTopicTerm, Hosting, Participation, Role
from people.models import Affiliation, Institution, Person
from publications.models import Publication
from tests import casts
from tests import factories as make
from tests.ledger import ledger

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return User.objects.create_superuser("editor")


def merge(editor, kept, *losers, **chosen):
    done = Merge(kept, losers, chosen).run(editor, f"Merged into {kept}")
    kept.refresh_from_db()
    return done


def test_a_person_is_merged_with_everything_and_unmerged_exactly(client, editor):
    record = make.small_record()
    ann = record["person"]
    body = ann.affiliations.get().institution
    casts.fill(record["event"], ann, body)
    twin = make.person("Anne Ahmad", "director", body, orcid="0000-0002-1825-0097", biography="<p>More.</p>")
    Affiliation.objects.create(person=twin, position="Director", institution=body, start="2019")
    talk = make.event("Another talk", people=[(twin, "speaker")], topics=[record["topic"]])
    Participation.objects.create(
        event=record["event"], person=twin, role=Role.objects.get(slug="moderator"), side="Ours"
    )
    before = settled()
    done = merge(editor, ann, twin)
    assert list(Person.objects.filter(name__startswith="Ann").values_list("name", "orcid", "biography")) == [
        ("Ann Ahmad", "0000-0002-1825-0097", "<p>More.</p>")
    ]
    assert sorted(ann.names.values_list("name", "kind")) == [("Anne Ahmad", "spelling"), ("Анна", "script")]
    assert sorted(ann.affiliations.values_list("position", "start")) == [("Director", "2019"), ("director", "")]
    assert sorted(ann.participations.values_list("event__title", "name", "role__slug", "side")) == [
        ("A talk", "Ann Ahmad", "moderator", "Ours"),
        ("Another talk", "Anne Ahmad", "speaker", ""),
    ]
    for address in (f"/people/{twin.slug}/", f"/p/{twin.permanent_id}/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (301, ann.get_absolute_url())
    assert str(twin) in client.get(talk.get_absolute_url()).content.decode()
    done.undo(editor)
    assert ledger() == before


def test_a_second_merge_leads_on_from_the_first_in_one_step(client, editor):
    a, b, c = (make.person(name) for name in ("Ann A", "Ann B", "Ann C"))
    before = settled()
    first = merge(editor, b, a)
    second = merge(editor, c, b)
    for gone in (a, b):
        for address in (f"/people/{gone.slug}/", f"/p/{gone.permanent_id}/"):
            assert client.get(address)["Location"] == c.get_absolute_url()
        assert MergedRecord.heir_of(Person, gone.pk) == c
    assert sorted(c.names.values_list("name", flat=True)) == ["Ann A", "Ann B"]
    with pytest.raises(Overtaken):
        first.undo(editor)
    second.undo(editor)
    first.undo(editor)
    assert ledger() == before


def test_an_institution_is_merged_with_its_children_and_what_is_found_under_it(editor):
    record = make.small_record()
    institute = record["institution"]
    twin = make.institution("IOE Islamabad", acronym="IoE", parent=make.institution("Ministry"), country="PK")
    child = make.institution("A child", kind="centre", parent=twin)
    make.event("Elsewhere", hosts=[child, twin], venue_institution=twin)
    Hosting.objects.create(event=record["event"], institution=institute)
    Hosting.objects.create(event=record["event"], institution=twin, part="partner")
    record["event"].settle()
    before = settled()
    done = merge(editor, institute, twin)
    assert list(institute.units.order_by("name").values_list("name", flat=True)) == ["A child", "Centre for Something"]
    assert institute.parent.name == "Ministry"
    assert sorted(institute.names.values_list("name", "kind")) == [("IOE Islamabad", "alias"), ("IoE", "acronym")]
    found = EventInstitutionTerm.objects.filter(record__title="Elsewhere").values_list("term__name", flat=True)
    assert sorted(found) == ["A child", "Institute of Everything", "Ministry"]
    assert ledger() == settled()
    done.undo(editor)
    assert ledger() == before


def settled():
    """Settle every record anew and return the ledger then."""
    for model in (Institution, Person, Publication, Agreement, Event):
        for one in model.objects.all():
            one.settle()
    for one in Topic.objects.all():
        one.settle()
    return ledger()


def test_topics_are_merged_with_their_links_names_and_the_narrower_ones(editor):
    record = make.small_record()
    oil = record["topic"]
    petrol = make.topic("Petrol", broader=make.topic("Fuels"))
    make.topic("Diesel", broader=petrol).names.create(name="Gasoil")
    petrol.names.create(name="Gasoline")
    make.event("Both", topics=[petrol, oil])
    make.event("Diesel only", topics=[make.topic("Diesel")])
    before = settled()
    done = merge(editor, oil, petrol)
    assert sorted(oil.names.values_list("name", flat=True)) == ["Gasoline", "Petrol"]
    assert list(Event.objects.get(title="Both").topics.names()) == ["Oil"]
    found = EventTopicTerm.objects.filter(record__title="Diesel only").values_list("term__name", flat=True)
    assert sorted(found) == ["Diesel", "Energy", "Oil"]
    assert ledger() == settled()
    done.undo(editor)
    assert ledger() == before


def test_nothing_comes_to_stand_beneath_itself(editor):
    top = make.institution("University")
    middle = make.institution("School", parent=top)
    low = make.institution("University of X", parent=middle)
    with pytest.raises(LoopError) as refused:
        Merge(low, [top]).run(editor, "")
    said = "“University of X” would come to stand beneath itself, by way of “School”. Keep the one that stands highest."
    assert str(refused.value) == said
    merge(editor, top, low)
    assert list(Institution.objects.values_list("name", "parent__name")) == [
        ("School", "University"),
        ("University", None),
    ]


def test_the_one_above_merged_into_the_one_below_leaves_its_own_place(editor):
    above = make.institution("Ministry")
    top = make.institution("Institute", parent=above)
    low = make.institution("The Institute", parent=top)
    merge(editor, low, top)
    assert low.parent == above


def test_each_field_is_taken_from_the_record_that_was_chosen(editor):
    kept = make.person("Ann", summary="Short.", picture_credit="Nobody")
    other = make.person("Anna", summary="Long.", picture=make.picture(), picture_alt="Her")
    merge(editor, kept, other, name=other, summary=other)
    told = Person.objects.values_list(
        "name", "sort_name", "sort_key", "key", "summary", "picture_alt", "picture_credit"
    )
    assert list(told) == [("Anna", "Anna", "anna", "anna", "Long.", "Her", "")]
    assert kept.picture.name.startswith("pictures/")
    assert kept.picture_width == 640
    assert list(kept.names.values_list("name", flat=True)) == ["Ann"]


def test_a_public_twin_makes_a_draft_public_so_that_its_address_leads_somewhere(client, editor):
    kept, public = make.person("Ann", published_at=None), make.person("Anne")
    done = merge(editor, kept, public)
    assert client.get("/people/anne/")["Location"] == "/people/ann/"
    done.undo(editor)
    kept.refresh_from_db()
    assert kept.state == "draft"


def test_what_was_kept_of_an_event_before_a_merge_is_restored_with_the_person_who_took_the_other_in(editor):
    kept, lost = make.person("Ann"), make.person("Anne")
    talk = make.event("A talk", people=[(lost, "speaker")])
    before = content(talk)
    merge(editor, kept, lost)
    Participation.objects.all().delete()
    put(talk, before)
    assert list(Participation.objects.values_list("person__name", "name")) == [("Ann", "Anne")]


def test_who_differs_from_one_differs_from_the_one_kept(editor):
    kept, lost, other = (make.person(name) for name in ("Ann A", "Ann B", "Ann C"))
    DifferentPair.say(lost, other, editor)
    DifferentPair.say(kept, lost, editor)
    before = settled()
    done = merge(editor, kept, lost)
    assert DifferentPair.from_one(Person, kept.pk) == {other.pk}
    assert DifferentPair.objects.count() == 1
    done.undo(editor)
    assert ledger() == before


def references(model, key):
    """Return every column of every model that leads to a record, found without the means of the program."""
    kind = ContentType.objects.get_for_model(model).pk
    for other in apps.get_models(include_auto_created=True):
        columns = {field.attname: field for field in other._meta.concrete_fields}
        for name, field in columns.items():
            if field.related_model is model and other._base_manager.filter(**{name: key}).exists():
                yield f"{other._meta.label}.{name}"
        loose = {"content_type_id", "object_id"} <= columns.keys()
        if loose and other._base_manager.filter(content_type_id=kind, object_id=key).exists():
            yield other._meta.label


def test_a_relation_that_is_added_later_moves_as_well(editor):
    class Later(models.Model):  # noqa: DJ008 - it is never shown
        person = models.ForeignKey(Person, models.PROTECT)
        content_type = models.ForeignKey(ContentType, models.CASCADE)
        object_key = models.CharField(max_length=20)
        about = GenericForeignKey("content_type", "object_key")
        said = models.CharField(max_length=20)

        class Meta:
            app_label = "events"

    try:
        with connection.cursor() as cursor:
            columns = "person_id bigint, content_type_id integer, object_key varchar(20), said varchar(20)"
            cursor.execute(f"CREATE TABLE events_later (id integer PRIMARY KEY, {columns})")
        kept, lost, third = (make.person(name) for name in ("Ann A", "Ann B", "Ann C"))
        Later.objects.create(pk=1, person=kept, about=third, said="this")
        Later.objects.create(pk=2, person=lost, about=third, said="this")
        Later.objects.create(pk=3, person=lost, about=kept, said="that")
        Later.objects.create(pk=4, person=third, about=lost, said="what")
        ContentType.objects.get_for_model(Later)
        before = settled()
        done = merge(editor, kept, lost)
        assert list(Later.objects.order_by("pk").values_list("pk", "person__name", "object_key")) == [
            (1, "Ann A", str(third.pk)),
            (3, "Ann A", str(kept.pk)),
            (4, "Ann C", str(kept.pk)),
        ]
        done.undo(editor)
        assert ledger() == before
    finally:
        apps.all_models["events"].pop("later")
        apps.clear_cache()


@pytest.mark.parametrize("name", ["person", "institution", "topic"])
def test_nothing_in_any_table_leads_to_a_record_that_was_merged(editor, name):
    record = casts.wordy("Words")
    casts.fill(record["event"], record["person"], record["institution"])
    for one in (record["person"], record["institution"], record["topic"]):
        one.slug = f"{one.slug}-new"
        one.save()
    lost = record[name]
    kept = {"person": make.person, "institution": make.institution, "topic": make.topic}[name]("Kept")
    assert len(set(references(type(lost), lost.pk))) >= 6
    before = settled()
    done = merge(editor, kept, lost)
    assert list(references(type(lost), lost.pk)) == []
    assert {repr(pointer) for pointer in pointers(type(lost))} >= {"editorial.formeraddress.object"}
    done.undo(editor)
    assert ledger() == before


@st.composite
def records(draw):
    """A small record in which everything is linked to anything; return its people, institutions and topics."""
    names = [
        f"{word} {n}"
        for n, word in enumerate(draw(st.lists(st.sampled_from(["Ann", "Анна", "آنا"]), min_size=3, max_size=5)))
    ]
    bodies, topics, people = [], [], []
    for name in names:
        above = draw(st.sampled_from([None, *bodies]))
        bodies.append(make.institution(name, parent=above, acronym=draw(st.sampled_from(["", "X", "x"]))))
        topics.append(make.topic(name, broader=draw(st.sampled_from([None, *topics]))))
        some = draw(st.lists(st.sampled_from(topics), unique=True))
        at = draw(st.sampled_from([None, *bodies]))
        position = draw(st.sampled_from(["Director", "Fellow"]))
        people.append(make.person(name, position, at, topics=some, summary=draw(st.sampled_from(["", name]))))
    roles = list(Role.objects.filter(slug__in=["speaker", "moderator"]).order_by("slug"))
    for number in range(draw(st.integers(1, 4))):
        hosts = draw(st.lists(st.sampled_from(bodies), unique=True))
        some = draw(st.lists(st.sampled_from(topics), unique=True))
        talk = make.event(f"Talk {number}", hosts=hosts, topics=some)
        for who, role in draw(st.lists(st.tuples(st.sampled_from(people), st.sampled_from(roles)), unique=True)):
            at = draw(st.sampled_from([None, *bodies]))
            said = draw(st.sampled_from(["", "Said."]))
            Participation.objects.create(event=talk, person=who, role=role, institution=at, remarks=said)
        parties = draw(st.lists(st.sampled_from(bodies), unique=True, max_size=2))
        make.agreement(f"Pact {number}", parties=parties, event=talk)
    return people, bodies, topics


@settings(max_examples=15 if os.environ.get("CI") else 5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_is_merged_is_settled_and_comes_back_exactly(data):
    with transaction.atomic():
        editor = User.objects.create_superuser("anybody")
        group = data.draw(st.sampled_from(data.draw(records())))
        kept, *losers = data.draw(st.lists(st.sampled_from(group), min_size=2, max_size=3, unique=True))
        before = settled()
        with suppress(LoopError):
            done = Merge(kept, losers).run(editor, "Merged")
            assert ledger() == settled()
            assert not any(list(references(type(lost), lost.pk)) for lost in losers)
            done.undo(editor)
            assert ledger() == before
        transaction.set_rollback(True)
