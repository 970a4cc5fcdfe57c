"""The front page: what is on, what is new, and who was heard, at a glance."""

import datetime

import pytest
from django.utils import timezone

from events.models import EventPhoto
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def day(distance):
    return (timezone.now() + datetime.timedelta(days=distance)).date().isoformat()


def test_the_newest_report_of_an_event_that_was_held_leads(client):
    body = make.institution("Institute")
    make.event("Told", hosts=[body], report="<p>Words.</p>", start_date="2025-03-01")
    make.event("Told before", hosts=[body], report="<p>Words.</p>", start_date="2024-03-01")
    make.event("Held without a report", hosts=[body], start_date="2025-06-01")
    make.event("Mentioned", report="<p>Words.</p>", start_date="2025-09-01")
    shown = client.get("/").context
    assert [event.title for event in [shown["lead"], *shown["latest"]]] == [
        "Told",
        "Mentioned",
        "Held without a report",
        "Told before",
    ]


def test_the_leading_report_brings_its_first_picture(client):
    event = make.event("Told", hosts=[make.institution("Institute")], report="<p>Words.</p>")
    for caption in ("The room", "The hall"):
        EventPhoto.objects.create(event=event, picture=make.picture(), caption=caption)
    page = client.get("/").content.decode()
    assert [caption in page for caption in ("The room", "The hall")] == [True, False]


def test_what_is_on_begins_with_what_is_held_today(client):
    make.event("Over", start_date=day(-3))
    make.event("Next week", start_date=day(7))
    make.event("These days", start_date=day(-1), end_date=day(1))
    make.event("Some time", start_date=day(0)[:4])
    make.event("Today perhaps", start_date=day(0), date_certainty="about")
    shown = client.get("/").context["upcoming"]
    assert [(event.title, event.today) for event in shown] == [
        ("These days", True),
        ("Today perhaps", False),
        ("Next week", False),
        ("Some time", False),
    ]


def test_those_who_were_heard_last_stand_once_as_they_were_billed(client):
    ann, boris = make.person("Ann Ahmad"), make.person("Boris B")
    rows = [(ann, "moderator", {"position": "Minister"}), (boris, "speaker")]
    make.event("First", people=rows, start_date="2024-01-01")
    make.event("Then", people=[(ann, "speaker", {"position": "Fellow"})], start_date="2025-01-01")
    silent = [(make.person("Kept back"), "speaker")]
    make.event("Closed", people=silent, start_date="2025-02-01", rule="chatham-house", withheld="names")
    make.draft(make.event("Draft", people=[(boris, "chair")], start_date="2025-03-01"))
    make.event("Missed", people=[(make.person("Absent"), "speaker", {"presence": "absent"})], start_date="2025-04-01")
    make.event("Still to come", people=[(make.person("Invited"), "speaker")], start_date=day(30))
    heard = client.get("/").context["heard"]
    assert [(row.person.name, row.position) for row in heard] == [("Ann Ahmad", "Fellow"), ("Boris B", "")]


def test_an_empty_record_says_what_will_stand_here(client):
    page = client.get("/").content.decode()
    assert "Nothing is on the public record yet. The first report to be published will stand here." in page


def test_the_foot_says_where_the_institute_is_found(client, settings):
    assert "contact" not in client.get("/").content.decode()
    settings.SITE_CONTACT = "Sector F-5/2, Islamabad; desk@institute.example"
    link = '<a href="mailto:desk@institute.example">desk@institute.example</a>'
    assert f'<p class="contact">Sector F-5/2, Islamabad; {link}</p>' in client.get("/").content.decode()
