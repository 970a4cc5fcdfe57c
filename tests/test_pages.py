"""Public pages: each shows what its record knows, in the words of its day, and leads to what it names."""

import re
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from editorial.views import published_models
from events.models import Event
from tests import factories as make
from tests.canaries import Aviary, own_rows, wordy

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def record():
    return make.small_record()


LISTS = ["/", "/events/", "/publications/", "/people/", "/experts/", "/institutions/", "/agreements/", "/topics/"]


@pytest.mark.parametrize("address", LISTS)
def test_an_empty_record_has_pages_that_say_so(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", LISTS)
def test_lists_are_shown(client, record, address):
    assert client.get(address).status_code == 200


DETAILS = ["event", "publication", "agreement", "person", "institution", "topic"]


@pytest.mark.parametrize("name", DETAILS)
def test_records_are_shown(client, record, name):
    page = client.get(record[name].get_absolute_url()).content.decode()
    assert page.count("<h1") == 1
    assert f'<link rel="canonical" href="http://testserver{record[name].get_absolute_url()}">' in page


def words(response):
    """Return what a page says, without its tags and with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def says(client, shown, *sentences):
    """Return those of `sentences` that the page of the record `shown` does not say."""
    said = words(client.get(shown.get_absolute_url()))
    return [sentence for sentence in sentences if sentence not in said]


def links_of(client, shown):
    return set(re.findall(r'href="(/[^"]*)"', client.get(shown.get_absolute_url()).content.decode()))


def test_an_event_tells_all_it_knows(client, record):
    missing = says(
        client,
        record["event"],
        "A talk about all of it.",
        "18 December 2025",
        "12:00 – 14:00 PKT",
        "Islamabad, Pakistan",
        "Moderator Dr Ann Ahmad",
        "Speaker Boris B",
        "Said much.",
        "Signed A pact",
        "Launched A book Book, 2025",
    )
    assert missing == []


def test_records_are_linked_both_ways(client, record):
    around = {name: links_of(client, shown) for name, shown in record.items()}
    pairs = [
        *[("event", other) for other in ("person", "publication", "agreement", "topic")],
        *[("institution", other) for other in ("event", "publication", "agreement")],
        *[("person", other) for other in ("publication", "agreement", "topic")],
    ]
    missing = [(a, b) for a, b in pairs + [(b, a) for a, b in pairs] if record[b].get_absolute_url() not in around[a]]
    # The event was held by a centre, and leads to the institute through it.
    assert missing == [("event", "institution")]


def test_positions_are_those_of_the_day(client, record):
    ann = record["person"]
    ann.affiliations.update(position="Minister", institution=None, institution_name="Elsewhere")
    row = record["event"].participations.get(person=ann)
    row.position, row.institution_name = "Director", "Centre for Something"
    row.save()
    assert says(client, record["event"], "Dr Ann Ahmad Director, Centre for Something") == []
    assert says(client, record["person"], "as Director, Centre for Something", "Minister") == []


def test_the_partners_of_an_institution_are_those_it_worked_with(client, record):
    partners = client.get(record["institution"].get_absolute_url()).context["met"]
    assert [(met.institution.name, met.total, met.since) for met in partners] == [("Embassy of Elsewhere", 2, 2025)]


def test_differing_accounts_stand_side_by_side(client):
    event = make.event("Counted twice")
    event.coverages.create(kind="report", headline="Ours", attendance="about 40", described_as="forum")
    event.coverages.create(
        headline="Theirs", attendance="more than 40", differs="Names a city\nNames a day", language="ur"
    )
    event.coverages.create(attendance="a few", date="2025-04-08")
    said = words(client.get("/events/counted-twice/"))
    assert "Ours Own report Calls it forum Attendance about 40" in said
    assert "Theirs Original reporting, Urdu Attendance more than 40 Also gives Names a city Names a day" in said
    assert "Outlet not named Original reporting, 8 April 2025 Attendance a few" in said


def test_an_account_without_a_headline_is_called_by_its_outlet_and_its_kind(client):
    event, outlet = make.event("Reported"), make.institution("Gazette")
    event.coverages.create(institution=outlet, address="https://gazette.example/1", language="ur")
    page = client.get("/events/reported/").content.decode()
    assert '<h3><a href="/institutions/gazette/">Gazette</a>' in page
    assert '<a href="https://gazette.example/1" rel="noopener">Original reporting</a>, Urdu' in page
    said = words(client.get("/institutions/gazette/"))
    assert "Accounts it gave Original reporting of Reported Cite this page" in said


def test_words_in_another_language_say_so(client):
    body = make.institution("Institute")
    body.names.create(name="ادارہ", language="ur", kind="translation")
    assert '<bdi lang="ur" dir="rtl">ادارہ</bdi>' in client.get("/institutions/institute/").content.decode()


def test_a_date_is_given_as_the_source_gives_it(client):
    make.event("By then", start_date="2025-04-08", date_certainty="by", date_note="The date of the report.")
    make.event("That month", start_date="2025-04")
    make.event("Some days", start_date="2026-07-06", end_date="2026-07-09")
    make.event("No day")
    assert says(client, Event.objects.get(slug="by-then"), "On or before 8 April 2025 The date of the report.") == []
    assert says(client, Event.objects.get(slug="that-month"), "Date April 2025") == []
    assert says(client, Event.objects.get(slug="some-days"), "Date 6–9 July 2026") == []
    assert says(client, Event.objects.get(slug="no-day"), "Date Not given") == []


@pytest.mark.parametrize("code", [400, 500])
def test_the_barest_error_pages_need_nothing(code):
    page = render_to_string(f"{code}.html")
    assert page.count("<h1>") == 1
    assert '<link rel="stylesheet" href="/static/site.css">' in page


def test_a_failure_is_answered_in_the_same_look(client, monkeypatch):
    monkeypatch.setattr("events.views.EventList.get_queryset", lambda view: 1 / 0)
    client.raise_request_exception = False
    answer = client.get("/events/")
    assert (answer.status_code, answer["Cache-Control"]) == (500, "no-store")
    assert "Something went wrong on our side" in words(answer)


def test_what_is_not_there_offers_the_lists(client):
    answer = client.get("/nothing/")
    assert answer.status_code == 404
    assert all(f'href="{address}"' in answer.content.decode() for address in LISTS[1:])


def test_a_busy_person_s_page_shows_the_latest_and_leads_to_the_rest(client, monkeypatch):
    monkeypatch.setattr("people.views.MOST", 2)
    busy = make.person("Busy")
    for year in (2021, 2023, 2022):
        make.event(f"Talk of {year}", people=[(busy, "speaker")], start_date=str(year))
    page = client.get(busy.get_absolute_url())
    [(_, rows)] = page.context["appearances"]
    assert [row.event.title for row in rows] == ["Talk of 2023", "Talk of 2022"]
    assert "The latest 2 of 3" in words(page)
    assert 'busy">All <span class="num">3</span> events with Busy</a>' in page.content.decode()


def test_a_busy_person_s_page_has_room_for_every_role(client, monkeypatch):
    monkeypatch.setattr("people.views.MOST", 3)
    busy = make.person("Busy")
    for year, role in ((2021, "moderator"), (2022, "speaker"), (2023, "speaker"), (2024, "speaker")):
        make.event(f"Talk of {year}", people=[(busy, role)], start_date=str(year))
    shown = client.get(busy.get_absolute_url()).context["appearances"]
    rows = {role.slug: [(row.event.title, row.in_role) for row in rows] for role, rows in shown}
    assert rows == {"speaker": [("Talk of 2024", 3), ("Talk of 2023", 3)], "moderator": [("Talk of 2021", 1)]}


def test_an_institution_shows_its_latest_agreements_and_leads_to_all(client, monkeypatch):
    monkeypatch.setattr("people.views.MOST", 1)
    body = make.institution("Institute")
    for year in ("2021", "2023", "2022"):
        make.agreement(f"Pact of {year}", parties=[body], signed_on=year)
    page = client.get(body.get_absolute_url())
    assert [each.title for each, _ in page.context["agreements"]] == ["Pact of 2023", "Pact of 2022"]
    assert '<a href="/agreements/?institution=institute">Every agreement' in page.content.decode()


# What a page has no use for: the name in its place in the alphabet, what is not for the public, and the codes of languages.
UNPRINTED = {"sort_name", "private_contact", "withdrawal_reason", "language", "slug"}


def printed(record):
    """Yield (model and field, word) for every word that editors wrote into a record and its rows."""
    for field in record._meta.fields:
        if wordy(field) and field.name not in UNPRINTED and getattr(record, field.name):
            yield f"{record._meta.label}.{field.name}", strip_tags(getattr(record, field.name))
    for relation in own_rows(type(record)):
        for row in getattr(record, relation.get_accessor_name()).all():
            yield from printed(row)


@pytest.mark.parametrize("kind", published_models(), ids=lambda kind: kind.__name__)
def test_every_word_written_into_a_record_is_on_its_page(client, kind):
    record = Aviary().beside["public"][kind]
    page = client.get(record.get_absolute_url()).content.decode()
    assert [field for field, word in printed(record) if word not in page] == []


def test_the_front_page_lists_what_is_over_from_the_newest_back_whatever_is_known_of_it(client):
    make.event("Oldest", summary="With a summary.", start_date="2024-01-02")
    make.event("Newest", start_date="2026-01-02")
    make.event("Undated", summary="With a summary.")
    make.event("Between", summary="With a summary.", start_date="2025")
    shown = client.get("/").context
    assert [event.title for event in [shown["lead"], *shown["latest"]]] == ["Newest", "Between", "Oldest", "Undated"]


def test_an_institution_shows_who_appeared_for_it_once_with_every_way_they_were_billed(client):
    body, ann = make.institution("Institute"), make.person("Ann Ahmad", honorific="Dr")
    centre = make.institution("Centre", parent=body)
    billings = {
        "2023": ("Director", body),
        "2024": ("DG", body),
        "2025": ("Director", body),
        "2022": ("Fellow", centre),
    }
    for year, (position, institution) in billings.items():
        row = {"institution": institution, "position": position}
        make.event(f"Talk of {year}", people=[(ann, "speaker", row)], start_date=year)
    team = {"institution": body, "position": "Members of the team"}
    make.event("Talk of 2026", people=[(None, "speaker", team)], start_date="2026")
    said = words(client.get("/institutions/institute/")).partition("As billed on the day. ")[2]
    assert said.startswith(
        "Dr Ann Ahmad Director Talk of 2025 Talk of 2023 DG Talk of 2024 Fellow, Centre Talk of 2022 "
        "Members of the team Talk of 2026 "
    )


def test_broader_topics_come_first_and_a_long_list_of_them_folds_away(client):
    broad = make.topic("Zones")
    narrow = [make.topic(f"Region {n:02}", broader=broad) for n in range(14)]
    make.event("Tagged", topics=[*narrow, broad])
    page = words(client.get("/events/tagged/"))
    shown, hidden = (" ".join(topic.name for topic in part) for part in (narrow[:11], narrow[11:]))
    assert f"Topics Zones {shown} 3 more {hidden} Cite this page" in page


def test_crawlers_may_read_everything_and_learn_no_address(client):
    answer = client.get("/robots.txt")
    assert (answer["Content-Type"], answer.content) == ("text/plain; charset=utf-8", b"User-agent: *\nAllow: /\n")
