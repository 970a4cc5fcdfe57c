"""Copies of records: what comes along, what begins anew, and the numbers of editions."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.forms.models import model_to_dict

from events.models import Agreement, Event, EventSeries
from people.models import Affiliation
from publications.models import Publication
from tests import factories as make
from tests.newsroom import address, contributor
from tests.served import served

pytestmark = pytest.mark.django_db


def forum():
    """Return the fourteenth forum of a series, of which everything is known."""
    series = EventSeries.objects.create(name="Forum", slug="forum")
    host, guest = make.institution("Host"), make.person("Guest", "Minister", make.institution("Ministry"))
    Affiliation.objects.filter(person=guest).update(end="2024")
    Affiliation.objects.create(person=guest, position="Senator", start="2025")
    event = make.event(
        "14th Forum",
        hosts=[host],
        topics=[make.topic("Trade")],
        series=series,
        ordinal=14,
        start_date="2024-05-05",
        start_time=datetime.time(10),
        city="Islamabad",
        rule="chatham-house",
        withheld="remarks",
        summary="What was said.",
        report="<p>All of it.</p>",
        website="https://example.org/14",
    )
    row = {"person": guest, "role": make.Role.objects.get(slug="speaker"), "position": "Minister", "remarks": "Much."}
    for order, title in enumerate(["Opening", "Closing"]):
        session = event.sessions.create(title=title, order=order)
        event.participations.create(session=session, order=order, **row)
    photo = event.photos.create(picture=make.picture(), picture_alt="Two at a table")
    photo.subjects.create(name="Guest", person=guest)
    event.outcomes.create(text="Meet again")
    event.settle()
    return event


def clone(client, source, *along, **changes):
    """Press the button of the page that copies `source`, with `along` added to what is ticked, and return the copy."""
    page = client.get(address(type(source), "clone", source.pk))
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields} | changes
    data["along"] = sorted({*data["along"], *along})
    response = client.post(page.request["PATH_INFO"], {name: value or "" for name, value in data.items()})
    assert response.status_code == 302, response.context["form"].errors
    return type(source).objects.latest("pk")


def test_the_next_edition_is_a_draft_with_people_hosts_topics_and_place_and_the_next_number(admin_client, admin_user):
    source = forum()
    page = admin_client.get(address(EventSeries, "next", source.series_id), follow=True)
    ticked = page.context["form"].initial
    assert (ticked["title"], sorted(ticked["along"])) == (
        "15th Forum",
        ["hostings", "participations", "place", "series", "sessions", "topics"],
    )
    copy = clone(admin_client, source, title="15th Forum", start_date="6 May 2025")
    assert (copy.state, copy.created_by, copy.ordinal, copy.start_date) == ("draft", admin_user, 15, "2025-05-06")
    assert (copy.slug, copy.city, copy.rule, copy.withheld) == ("15th-forum", "Islamabad", "chatham-house", "remarks")
    assert (copy.summary, copy.report, copy.start_time, copy.website) == ("", "", None, "")
    assert [str(row) for row in copy.hostings.all()] == ["Host"]
    assert [str(topic) for topic in copy.topics.all()] == ["Trade"]
    billed = [(str(row), row.session.title, row.session.event, row.remarks) for row in copy.participations.all()]
    assert billed == [("Guest, Minister", "Opening", copy, ""), ("Guest, Minister", "Closing", copy, "")]
    assert [rows.count() for rows in (copy.photos, copy.outcomes, copy.documents)] == [0, 0, 0]
    assert copy.institution_terms.exists()
    assert "Made as a copy of “14th Forum”." in admin_client.get(address(Event, "history", copy.pk)).content.decode()


def test_all_of_a_record_comes_along_when_that_is_chosen_and_its_source_stays(admin_client):
    source = forum()
    before = model_to_dict(source)
    copy = clone(admin_client, source, "report", "photos", "outcomes", title="14th Forum, second day")
    assert (copy.report, copy.summary) == ("<p>All of it.</p>", "What was said.")
    assert [row.remarks for row in copy.participations.all()] == ["Much.", "Much."]
    assert [row.text for row in copy.outcomes.all()] == ["Meet again"]
    assert [row.picture.name for row in copy.photos.all()] == [row.picture.name for row in source.photos.all()]
    assert [str(row) for row in copy.photos.get().subjects.all()] == ["Guest"]
    assert model_to_dict(Event.objects.get(pk=source.pk)) == before
    assert [rows.count() for rows in (source.participations, source.photos, source.sessions)] == [2, 1, 2]


def test_people_are_billed_by_the_positions_of_the_new_day_when_that_is_asked(admin_client):
    copy = clone(admin_client, forum(), start_date="2025-06-01", billing="day")
    assert [str(row) for row in copy.participations.all()] == ["Guest, Senator"] * 2


def test_two_copies_of_one_edition_get_two_numbers_and_one_in_no_numbered_series_gets_none(admin_client):
    source = forum()
    assert [clone(admin_client, source).ordinal for _ in range(2)] == [15, 16]
    Event.objects.update(ordinal=None)
    assert clone(admin_client, source).ordinal is None
    empty = EventSeries.objects.create(name="New", slug="new")
    response = admin_client.get(address(EventSeries, "next", empty.pk))
    assert response["Location"] == f"{address(Event, 'add')}?series={empty.pk}"


def test_whoever_was_in_two_sessions_is_there_once_when_the_sessions_stay_behind(admin_client):
    source = forum()
    url = address(Event, "clone", source.pk)
    admin_client.post(url, {"title": "Next", "along": ["participations"], "billing": "then"})
    copy = Event.objects.get(title="Next")
    assert [(str(row), row.session) for row in copy.participations.all()] == [("Guest, Minister", None)]


def test_the_successor_of_an_agreement_renews_it_with_its_parties(admin_client):
    source = make.agreement("A pact", parties=[make.institution("One"), make.institution("Two")], signed_on="2020")
    copy = clone(admin_client, source, signed_on="2025")
    assert (copy.predecessor, copy.signed_on, copy.year) == (source, "2025", 2025)
    assert [str(party) for party in copy.parties.all()] == ["One", "Two"]
    assert Agreement.objects.count() == 2


def test_a_copied_publication_has_its_makers_and_none_of_its_numbers(admin_client):
    guest = make.person("Author")
    source = make.publication(
        "Yearbook", people=[(guest, "author")], isbn="9780306406157", doi="10.1000/182", body="Text"
    )
    copy = clone(admin_client, source, date="2026")
    assert (copy.isbn, copy.doi, copy.body, copy.date) == ("", "", "", "2026")
    assert [row.person for row in copy.contributions.all()] == [guest]
    assert Publication.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_editions_that_are_made_at_the_same_moment_get_two_numbers(tmp_path, admin_user):
    source = forum()
    url, answers = address(Event, "clone", source.pk), {"along": ["series"], "billing": "then"}
    with served(tmp_path, admin_user) as house, ThreadPoolExecutor() as hands:
        made = hands.map(lambda title: house.ask(url, {"title": title, **answers})[0], ["One", "Another"])
        assert list(made) == [302, 302]
        assert "of which it becomes the 17th" in house.ask(url)[2]


@pytest.mark.parametrize(
    "sent, fields",
    [
        ({}, ["title", "billing"]),
        ({"title": "x" * 400, "billing": "then"}, ["title"]),
        ({"title": "A\x00b", "billing": "then"}, ["title"]),
        ({"title": "A", "start_date": "soon", "billing": "then"}, ["start_date"]),
        ({"title": "A", "billing": "never", "along": ["password", "hostings"]}, ["along", "billing"]),
    ],
)
def test_nothing_is_made_of_a_wrong_answer(admin_client, sent, fields):
    source = forum()
    response = admin_client.post(address(Event, "clone", source.pk), sent)
    assert (response.status_code, sorted(response.context["form"].errors)) == (200, sorted(fields))
    assert Event.objects.count() == 1


def test_only_who_may_see_the_source_and_add_records_makes_a_copy(client):
    source = forum()
    contributor(client, "view_event")
    url = address(Event, "clone", source.pk)
    assert [client.get(url).status_code, client.get(address(Event, "clone", 999_999)).status_code] == [403, 404]
    assert b"/clone/" not in client.get(address(Event, "change", source.pk)).content
