"""An account of an event that we have is recognised by what the event is made of, not by its wording."""

from datetime import date

import pytest

from events.models import Event
from events.resemblance import Facts, resembling
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum():
    host, partner = make.institution("Embassy of Ruritania"), make.institution("Coastal Consortium")
    people = [make.person("Ann Ahmad"), make.person("Boris Bey")]
    event = make.event(
        "Ruritania and the Coast: The Modern Stage of Relations",
        hosts=[host, partner],
        people=[(person, "speaker") for person in people],
        city="Islamabad",
        start_date="2025-12-18",
    )
    return event, {host.pk, partner.pk}, {person.pk for person in people}


def strengths(**facts):
    return [(one.event.title[:9], one.reasons) for one in resembling(Facts(**facts))]


def test_a_second_account_without_a_date_is_recognised_by_title_host_and_people(forum):
    _, hosts, people = forum
    told = {
        "title": "Ruritania & the Coast – the modern stage of relations",
        "hosts": frozenset(hosts),
        "people": frozenset(people),
    }
    assert strengths(**told) == [("Ruritania", ["the same title", "2 of the same people", "the same host"])]


def test_the_same_people_on_the_same_day_are_enough(forum):
    _, _, people = forum
    told = {"title": "A forum", "day": date(2025, 12, 18), "people": frozenset(people), "city": "ISLAMABAD"}
    assert strengths(**told) == [("Ruritania", ["the same day", "2 of the same people", "held in Islamabad too"])]


def test_next_years_edition_is_another_event(forum):
    _, hosts, people = forum
    title = "Ruritania and the Coast: The Modern Stage of Relations"
    assert strengths(title=title, day=date(2026, 12, 18), hosts=frozenset(hosts), people=frozenset(people)) == []


def test_the_same_host_in_the_same_city_is_not_enough(forum):
    _, hosts, _ = forum
    assert strengths(title="Something else", day=date(2025, 12, 19), hosts=frozenset(hosts), city="Islamabad") == []


def test_comparing_takes_as_many_statements_with_many_events_as_with_one(forum, django_assert_num_queries):
    _, hosts, people = forum
    for number in range(12):
        make.event(f"Meeting {number}", city="Islamabad", start_date="2025-12-18")
    with django_assert_num_queries(4):
        assert (
            len(
                resembling(
                    Facts("A forum", date(2025, 12, 18), "Islamabad", frozenset(hosts), frozenset(people)),
                    Event.objects.all(),
                )
            )
            == 1
        )


def test_a_few_people_of_the_house_do_not_make_two_meetings_one(forum):
    _, hosts, people = forum
    others = {make.person(f"Guest {letter}").pk for letter in "ABCDE"}
    assert strengths(people=frozenset(people | others), hosts=frozenset(hosts), city="Islamabad") == []
