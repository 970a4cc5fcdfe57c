"""Events by the clock of their own place."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from events.models import Event, EventKind
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TIME = datetime.time


def told(**fields):
    """Return what the event says when it is checked, by field, or {} when it is right."""
    event = Event(title="Event", kind=EventKind.objects.first(), **fields)
    try:
        event.full_clean()
    except ValidationError as error:
        return error.message_dict
    return {}


def test_a_wall_time_becomes_the_instant_of_its_zone():
    event = factories.event(
        "Forum", start_date="2025-12-18", start_time=TIME(12), end_time=TIME(14), timezone="Asia/Karachi"
    )
    assert (event.starts_at.isoformat(), event.ends_at.isoformat(), event.year) == (
        "2025-12-18T07:00:00+00:00",
        "2025-12-18T09:00:00+00:00",
        2025,
    )


@pytest.mark.parametrize(
    "start, end, zone, instants",
    [
        ("2026-07-06", "2026-07-09", "Asia/Yekaterinburg", ("2026-07-05T19:00", "2026-07-09T19:00")),
        ("2025-12", "", "Asia/Kathmandu", ("2025-11-30T18:15", "2025-12-31T18:15")),
        ("2025", "", "UTC", ("2025-01-01T00:00", "2026-01-01T00:00")),
        ("2026-04-05", "", "Australia/Lord_Howe", ("2026-04-04T13:00", "2026-04-05T13:30")),
    ],
)
def test_a_date_without_a_time_lasts_until_its_last_day_is_over(start, end, zone, instants):
    event = factories.event("Event", start_date=start, end_date=end, timezone=zone)
    assert (f"{event.starts_at:%Y-%m-%dT%H:%M}", f"{event.ends_at:%Y-%m-%dT%H:%M}") == instants


def test_upcoming_and_past_part_at_the_end_of_the_event_in_its_own_zone():
    now = timezone.now()
    over, on = now - datetime.timedelta(minutes=2), now + datetime.timedelta(minutes=2)
    made = {}
    for zone in ("Pacific/Kiritimati", "America/St_Johns"):
        for name, end in (("over", over), ("on", on)):
            there = end.astimezone(ZoneInfo(zone))
            start = there - datetime.timedelta(hours=1)
            made[zone, name] = factories.event(
                f"{zone} {name}",
                start_date=start.date().isoformat(),
                start_time=start.time(),
                end_date=there.date().isoformat(),
                end_time=there.time(),
                timezone=zone,
            )
    undated = factories.event("No date")
    assert set(Event.objects.upcoming()) == {record for (_, name), record in made.items() if name == "on"}
    assert set(Event.objects.past()) == {record for (_, name), record in made.items() if name == "over"} | {undated}
    assert list(Event.objects.past())[-1] == undated


@pytest.mark.parametrize(
    "fields, message",
    [
        (
            {"start_date": "2026-03-29", "start_time": TIME(1, 30), "timezone": "Europe/London"},
            {"start_time": ["The clocks jumped over this time that day. Did you mean 02:30?"]},
        ),
        (
            {"start_date": "2026-03-08", "start_time": TIME(2, 30), "timezone": "America/New_York"},
            {"start_time": ["The clocks jumped over this time that day. Did you mean 03:30?"]},
        ),
        (
            {"start_date": "2026-10-25", "start_time": TIME(1, 30), "timezone": "Europe/London"},
            {"second_time": ["The clocks showed 01:30 twice that day. Say which it was."]},
        ),
        ({"start_date": "2025-12", "start_time": TIME(12)}, {"start_time": ["A time needs the full date."]}),
        (
            {"start_date": "2025-12-18", "start_time": TIME(14), "end_time": TIME(12)},
            {"end_time": ["It ends before it begins. If it went past midnight, give the last day."]},
        ),
        (
            {"start_date": "2025-12-18", "end_date": "2025-12-17"},
            {"end_date": ["The last day cannot be before the first."]},
        ),
        ({"end_date": "2025-12-17"}, {"end_date": ["The last day cannot be before the first."]}),
        ({"timezone": "Karachi"}, {"timezone": ["There is no such time zone. It looks like Asia/Karachi."]}),
        (
            {"start_date": "2025-02-30"},
            {
                "start_date": [
                    "Give a day, a month or a year that exists, such as 2025-04-17, 17 April 2025, April 2025 or 2025."
                ]
            },
        ),
        ({"rule": "chatham-house"}, {"withheld": ["Say what this rule keeps from the public."]}),
    ],
)
def test_a_time_that_cannot_be_is_refused_beside_its_field(fields, message):
    assert told(**fields) == message


def test_a_time_that_came_twice_is_kept_as_the_one_that_was_meant():
    fields = {"start_date": "2026-10-25", "start_time": TIME(1, 30), "timezone": "Europe/London"}
    first = factories.event("First", second_time=False, **fields)
    second = factories.event("Second", second_time=True, **fields)
    assert second.starts_at - first.starts_at == datetime.timedelta(hours=1)


def test_past_midnight_is_fine_when_the_last_day_says_so():
    night = {"start_date": "2025-12-31", "start_time": TIME(22), "end_time": TIME(1), "end_date": "2026-01-01"}
    assert told(**night, timezone="Asia/Karachi") == {}


def test_under_a_rule_the_door_keeps_back_what_the_event_says():
    person = factories.person("Speaker")
    institute = factories.institution("Employer")
    row = (person, "speaker", {"institution": institute, "remarks": "Quoted."})
    open_event = factories.event("Open", people=[row])
    rule = {"rule": "chatham-house"}
    unquoted = factories.event("Unquoted", people=[row], **rule, withheld="remarks")
    unnamed = factories.event("Unnamed", people=[row], **rule, withheld="names")
    shown = {event: [row.said for row in event.participations.published()] for event in (open_event, unquoted, unnamed)}
    assert shown == {open_event: ["Quoted."], unquoted: [""], unnamed: []}
    assert list(unnamed.institution_terms.all()) == []
    assert {row.event for row in person.participations.published()} == {open_event, unquoted}
