"""What is derived can be derived anew."""

import pytest
from django.core.management import call_command

from editorial.folding import refold
from editorial.models import Entry, Topic
from editorial.search.answers import ranked
from events.models import Event, EventInstitutionTerm, EventTopicTerm, Hosting
from people.models import Person
from tests import factories

pytestmark = pytest.mark.django_db


def test_settling_finds_what_was_written_behind_the_newsrooms_back(capsys):
    institute = factories.institution("Institute")
    centre = factories.institution("Centre", kind="centre", parent=institute)
    event = factories.event("Talk", topics=[factories.topic("Energy")])
    EventTopicTerm.objects.all().delete()
    Entry.objects.all().delete()
    Hosting.objects.bulk_create([Hosting(event=event, institution=centre, institution_name="Centre")])
    call_command("settle")
    assert (
        capsys.readouterr().out
        == "Settled 3 records; removed 0 for good that had been in the bin for its time, and 0 files that nothing named.\n"
    )
    assert set(EventInstitutionTerm.objects.values_list("term__name", flat=True)) == {"Centre", "Institute"}
    assert [Entry.objects.get(pk=key).heading for key in ranked("institute talk")] == ["Talk"]
    assert list(EventTopicTerm.objects.values_list("term__name", flat=True)) == ["Energy"]


def test_a_change_of_the_zones_rules_keeps_the_time_on_the_wall():
    event = factories.event("Talk", start_date="2025-12-18", timezone="Asia/Karachi")
    right = event.starts_at
    Event.objects.update(starts_at=None, ends_at=None)
    call_command("settle")
    event.refresh_from_db()
    assert (event.starts_at, event.start_date) == (right, "2025-12-18")


def test_keys_folded_by_a_former_rule_are_folded_anew_unless_two_would_become_one():
    factories.person("Ann O’Connor")
    Person.objects.update(key="ann o connor")
    refold(Person, key="name", sort_key="sort_name")
    assert Person.objects.get().key == "ann oconnor"
    factories.topic("Sanaa")
    factories.topic("Aden")
    Topic.objects.filter(name="Aden").update(name="Sana’a")
    refold(Topic, key="name")
    assert set(Topic.objects.values_list("name", "key")) == {("Sanaa", "sanaa"), ("Sana’a", "aden")}
