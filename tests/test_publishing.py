"""The life of a record: drafts, the door to the public, addresses that last, and what it is found under."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from editorial.addresses import FormerAddress
from editorial.models import Topic, TopicName
from events.models import Event, EventTopicTerm
from tests import factories

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


def test_only_what_is_published_and_not_withdrawn_passes_the_door():
    public = factories.event("Public")
    draft = factories.draft(factories.event("Draft"))
    scheduled = factories.event("Scheduled", published_at=timezone.now() + MINUTE)
    withdrawn = factories.withdrawn(factories.event("Withdrawn"))
    assert list(Event.objects.published()) == [public]
    assert list(Event.objects.drafts()) == [draft]
    assert list(Event.objects.scheduled()) == [scheduled]
    assert list(Event.objects.withdrawn()) == [withdrawn]
    assert [record.state for record in (public, draft, scheduled, withdrawn)] == [
        "public",
        "draft",
        "scheduled",
        "withdrawn",
    ]


def test_a_scheduled_record_becomes_public_without_any_job():
    due = factories.event("Due", published_at=timezone.now() - datetime.timedelta(seconds=1))
    waiting = factories.event("Waiting", published_at=timezone.now() + datetime.timedelta(seconds=30))
    assert list(Event.objects.published()) == [due]
    Event.objects.filter(pk=waiting.pk).update(published_at=timezone.now() - datetime.timedelta(seconds=1))
    assert set(Event.objects.published()) == {due, waiting}


def test_a_draft_that_is_withdrawn_leaves_no_tombstone():
    factories.withdrawn(factories.event("Never public", published_at=None))
    assert list(Event.objects.withdrawn()) == []


def test_the_database_refuses_a_withdrawal_without_a_reason():
    record = factories.event("Record")
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=record.pk).update(withdrawn_at=timezone.now())


@pytest.mark.parametrize(
    "title, slug",
    [
        ("Russia–Pakistan: Overview", "russia-pakistan-overview"),
        ("اردو رپورٹ: خارجہ پالیسی", "اردو-رپورٹ-خارجہ-پالیسی"),
        ("Круглый стол", "круглый-стол"),
        ("x" * 300, "x" * 120),
    ],
)
def test_a_title_in_any_script_gets_a_usable_address(title, slug):
    assert factories.event(title).slug == slug


def test_a_title_without_letters_gets_its_permanent_number():
    record = factories.event("🎉")
    assert record.slug == f"event-{record.permanent_id}"


def test_equal_titles_get_different_addresses():
    assert [factories.event("Dialogue").slug for _ in range(3)] == ["dialogue", "dialogue-2", "dialogue-3"]


def test_a_former_address_leads_on_and_is_nobody_elses():
    record = factories.event("First")
    for slug in ("second", "third", "second"):
        record.slug = slug
        record.save()
    former = FormerAddress.of(Event).values_list("slug", "object_id")
    assert sorted(former) == [("first", record.pk), ("third", record.pk)]
    assert factories.event("First").slug == "first-2"
    with pytest.raises(ValidationError) as refused:
        Event(title="Other", slug="third").clean()
    assert refused.value.message_dict == {
        "slug": ["Another record had this address, and readers' links still lead there."]
    }


def test_each_save_counts_up_the_version():
    record = factories.event("Record")
    before = record.version
    record.save(update_fields=["title"])
    record.refresh_from_db()
    assert record.version == before + 1


def test_a_record_is_found_under_its_topics_and_the_broader_ones():
    economy = factories.topic("Economy")
    trade = factories.topic("Trade", broader=economy)
    energy = factories.topic("Energy")
    record = factories.event("Record", topics=[trade])
    assert set(record.topic_terms.values_list("term__name", flat=True)) == {"Trade", "Economy"}
    energy.broader = economy
    energy.save()
    trade.broader = energy
    trade.save()
    assert set(record.topic_terms.values_list("term__name", flat=True)) == {"Trade", "Energy", "Economy"}
    record.topics.set([energy])
    record.settle()
    assert set(record.topic_terms.values_list("term__name", flat=True)) == {"Energy", "Economy"}


def test_a_topic_is_public_once_something_public_is_found_under_it():
    economy = factories.topic("Economy")
    trade = factories.topic("Trade", broader=economy)
    factories.topic("Unused")
    secret = factories.topic("Secret")
    factories.draft(factories.event("Draft", topics=[secret]))
    factories.event("Public", topics=[trade])
    assert set(Topic.objects.published()) == {economy, trade}


def test_a_topic_is_one_record_however_it_is_written():
    topic = factories.topic("Экономия")
    TopicName.objects.create(topic=topic, name="Thrift")
    assert [Topic.objects.named(name).get() for name in ("ЭКОНОМИЯ", "thrift", "THRIFT!")] == [topic] * 3
    with pytest.raises(ValidationError) as refused:
        Topic(name="экономия").clean()
    assert refused.value.message_dict == {"name": ["There is the topic “Экономия” already."]}
    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.create(name="ЭКОНОМИЯ")


def test_a_tree_refuses_to_bite_its_tail():
    upper = factories.topic("Upper")
    upper.broader = factories.topic("Lower", broader=upper)
    with pytest.raises(ValidationError) as refused:
        upper.clean()
    assert refused.value.message_dict == {"broader": ["Upper cannot stand under itself or under what it contains."]}


def test_settling_again_writes_nothing(django_assert_num_queries):
    record = factories.event("Record", topics=[factories.topic("Trade")])
    rows = list(EventTopicTerm.objects.values_list("pk", flat=True))
    record.settle()
    assert list(EventTopicTerm.objects.values_list("pk", flat=True)) == rows
