"""Years: the record year by year, and one year on a page whose figures are those of the lists."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.test_statistics import figures, total

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    """Three years of an institute with a centre, and of another body; drafts, withheld names, dates of every precision."""
    trade, energy = make.topic("Trade"), make.topic("Energy")
    oil = make.topic("Oil", broader=energy)
    institute = make.institution("Institute", country="PK")
    centre = make.institution("Centre", kind="centre", parent=institute)
    embassy, academy = make.institution("Embassy", kind="embassy"), make.institution("Academy", kind="university")
    ann, ben = make.person("Ann Ahmad"), make.person("Ben Baker")
    rows = [
        ("First talk", [institute, embassy], [(ann, "speaker")], [oil], "2023-11-02", {}),
        ("In April", [centre, embassy], [(ann, "speaker"), (ben, "chair")], [oil, trade], "2025-04", {"country": "PK"}),
        ("On the eighth", [institute, academy], [(ann, "chair")], [trade], "2025-04-08", {"country": "RU", "city": "Kazan"}),
        ("Closed", [centre], [(ben, "speaker")], [], "2025-12-18", {"rule": "chatham-house", "withheld": "names"}),
        ("Some time", [embassy], [], [], "2025", {}),
        ("Never dated", [institute], [], [], "", {}),
    ]  # fmt: skip
    for title, hosts, people, topics, date, more in rows:
        make.event(title, "seminar", hosts, people, topics, start_date=date, **more)
    make.draft(make.event("Draft", hosts=[institute, make.institution("Shy body")], start_date="2025-04-09"))
    make.draft(make.event("Draft of 2019", hosts=[institute], start_date="2019"))
    make.publication("A report", people=[(ann, "author")], date="2025-03", publisher=centre)
    make.publication("A book", "book", date="", publisher=institute)
    make.agreement("A pact", parties=[institute, academy], signatories=[(ann, institute)], signed_on="2025-04-08")
    make.agreement("An older pact", parties=[embassy], signed_on="2021")
    return institute


def test_all_years_are_listed_with_their_records_and_those_without_a_date_are_counted(client, record):
    page = client.get("/years/")
    assert page.context["rows"] == [
        (2025, [(4, "/events/?year=2025"), (1, "/publications/?year=2025"), (1, "/agreements/?year=2025")]),
        (2023, [(1, "/events/?year=2023"), None, None]),
        (2021, [None, None, (1, "/agreements/?year=2021")]),
    ]
    assert page.context["undated"] == [1, 1, 0]
    linked = re.findall(r'<td class="num"><a href="([^"]*)">(\d+)</a>', page.content.decode())
    assert [total(client, html.unescape(address)) for address, _ in linked] == [int(number) for _, number in linked]
    assert figures(page) == [(address, total(client, address)) for address, _ in figures(page)]


@pytest.mark.parametrize("choice", ["", "?institution=institute", "?institution=centre", "?institution=embassy"])
def test_every_figure_of_a_year_is_that_of_the_list_it_leads_to(client, record, choice):
    page = client.get(f"/years/2025/{choice}")
    found = figures(page)
    assert found == [(address, total(client, address)) for address, _ in found]
    assert len(found) > 5
    for value in page.context["newcomers"]:
        assert value.count == total(client, f"/events/{value.address}")


def test_a_year_goes_month_by_month_in_the_order_of_its_days(client, record):
    months = client.get("/years/2025/").context["months"]
    assert [(name, number, address, [str(event) for event in events]) for name, number, address, events in months] == [
        ("April", 2, "", ["In April", "On the eighth"]),
        ("December", 1, "", ["Closed"]),
        ("Month not given", 1, "", ["Some time"]),
    ]


def test_the_year_of_an_institute_has_what_its_centres_did_and_whom_it_met(client, record):
    page = client.get("/years/2025/?institution=institute")
    assert [str(event) for *_, events in page.context["months"] for event in events] == [
        "In April",
        "On the eighth",
        "Closed",
    ]
    shown = {title: [(rank.label, rank.count) for rank in table.first] for title, table in page.context["tables"]}
    assert shown == {
        "Topics worked on": [("Trade", 2), ("Energy", 1), ("Oil", 1)],
        "Partners met": [("Academy", 1), ("Embassy", 1)],
        "Countries": [("Pakistan", 1), ("Russia", 1)],
        "Who took part most": [("Ann Ahmad", 2), ("Ben Baker", 1)],
    }
    assert [value.label for value in page.context["newcomers"]] == ["Academy"]
    assert [str(work) for work in page.context["works"]] == ["A report"]
    assert [str(pact) for pact in page.context["pacts"]] == ["A pact"]
    text = page.content.decode()
    assert "<h1>Institute in 2025</h1>" in text
    assert '<link rel="canonical" href="http://testserver/years/2025/?institution=institute">' in text


def test_nobody_is_new_where_the_record_begins(client, record):
    assert client.get("/years/2023/").context["newcomers"] == []
    assert [value.label for value in client.get("/years/2025/").context["newcomers"]] == ["Centre", "Academy"]


def test_a_year_leads_to_those_before_and_after_it_in_which_there_is_something(client, record):
    around = {year: client.get(f"/years/{year}/").context["around"] for year in (2025, 2023)}
    assert around == {
        2025: [("prev", 2023, "/years/2023/")],
        2023: [("prev", 2021, "/years/2021/"), ("next", 2025, "/years/2025/")],
    }
    assert client.get("/years/2025/?institution=institute").context["around"] == [
        ("prev", 2023, "/years/2023/?institution=institute")
    ]


def test_the_choice_offers_the_institutions_that_have_records_that_year(client, record):
    assert client.get("/years/2025/").context["choices"] == [
        ("academy", "Academy"),
        ("centre", "Centre"),
        ("embassy", "Embassy"),
        ("institute", "Institute"),
    ]
    chosen = client.get("/years/2021/?institution=institute")
    assert chosen.context["choices"] == [("embassy", "Embassy"), ("institute", "Institute")]
    assert "Nothing on the record of 2021 bears the name of Institute." in chosen.content.decode()


def test_a_busy_year_folds_into_months_each_of_which_can_be_listed(client, record, monkeypatch):
    monkeypatch.setattr("portal.years.MOST_EVENTS", 3)
    months = client.get("/years/2025/").context["months"]
    assert [(number, address, events) for _, number, address, events in months] == [
        (2, "?month=4", []),
        (1, "?month=12", []),
        (1, "?month=none", []),
    ]
    for name, number, address, _ in months:
        opened = client.get(f"/years/2025/{address}").context["months"]
        assert {month: len(events) for month, _, _, events in opened if events} == {name: number}
    nothing = client.get("/years/2025/?month=%00").context["months"]
    assert [events for *_, events in nothing] == [[], [], []]


@pytest.mark.parametrize(
    "address",
    [
        *("/years/2019/", "/years/2022/", "/years/0/", "/years/99999/", "/years/" + "9" * 30 + "/", "/years/20x5/"),
        *(f"/years/2025/?institution={value}" for value in ("no-such", "shy-body-x", "%00", "%ED%A0%80", "a" * 5000)),
    ],
)
def test_a_year_or_an_institution_that_nobody_knows_is_not_there(client, record, address):
    assert client.get(address).status_code == 404


def test_the_page_of_an_institute_leads_to_its_latest_year_and_to_its_figures(client, record):
    page = client.get("/institutions/institute/").content.decode()
    assert '<a href="/years/2025/?institution=institute">Its year 2025</a>' in page
    assert '<a href="/statistics/events/?institution=institute">The same in figures</a>' in page


def test_an_empty_record_has_no_years_and_says_so(client):
    assert "Nothing on the public record carries a date yet." in client.get("/years/").content.decode()


@pytest.mark.parametrize("address", ["/years/", "/years/2025/", "/years/2025/?institution=institute"])
def test_years_ask_as_often_for_many_as_for_few(client, record, address):
    once = asked(client, address)
    for n in range(3):
        who, body = make.person(f"Guest {n}"), make.institution(f"Far institute {n}")
        make.event(f"Further {n}", hosts=[body, record], people=[(who, "speaker")], start_date=f"2025-0{n + 1}")
        make.publication(f"Paper {n}", date="2025", publisher=record)
        make.agreement(f"Pact {n}", parties=[body, record], signed_on="2025")
    assert asked(client, address) == once


def asked(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
