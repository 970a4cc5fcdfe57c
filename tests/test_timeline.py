"""The timeline of a person: what was printed on the day is evidence, and stands beside what the institute confirms."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.timeline import timeline
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def body():
    return make.institution("Centre for Asia", kind="centre")


def billed(who, title, date, position="", at=None, name="", **fields):
    row = {"position": position, "institution": at, "institution_name": name}
    return make.event(title, people=[(who, "speaker", row)], start_date=date, **fields)


def made(who):
    return timeline(who, list(who.affiliations.all()))


def told(who):
    """Return the timeline as [(post, place, first date, last date, records, first record, last record, confirmed)]."""
    return [
        (
            each.position,
            each.institution_name,
            *[str(e.date) for e in (each.evidence[:1] + each.dated[-1:])],
            each.records,
            str(each.first or ""),
            str(each.last or ""),
            len(each.affiliations),
        )
        for each in made(who).positions
    ]


def test_positions_are_gathered_from_every_kind_of_record(body):
    ann = make.person("Ann Ahmad")
    billed(ann, "First", "2019-03-01", "Research Fellow", body)
    billed(ann, "Second", "2021", "RESEARCH FELLOW", None, "Centre for Asia")
    pact = make.agreement("Pact", signatories=[(ann, body)], signed_on="2022-05")
    pact.signatures.update(position="Director")
    book = make.publication("Book", people=[(ann, "editor")], date="2023-06-30")
    book.contributions.update(position="Director", institution=body, institution_name="The Centre for Asia")
    assert told(ann) == [
        ("RESEARCH FELLOW", "Centre for Asia", "2019-03-01", "2021", 2, "First", "Second", 0),
        ("Director", "The Centre for Asia", "2022-05", "2023-06-30", 2, "Pact", "Book", 0),
    ]


def test_two_roles_at_one_event_are_one_record_and_a_row_without_words_is_none(body):
    ann = make.person("Ann Ahmad")
    row = {"position": "Director", "institution": body}
    make.event("Twice", people=[(ann, "chair", row), (ann, "speaker", row), (ann, "moderator")], start_date="2020")
    assert told(ann) == [("Director", "Centre for Asia", "2020", "2020", 1, "Twice", "Twice", 0)]


def test_the_undated_comes_last_and_counts(body):
    ann = make.person("Ann Ahmad")
    billed(ann, "Some day", "", "Director", body)
    billed(ann, "One day", "2020-01-01", "Director", body)
    billed(ann, "Some other day", "", "Adviser", body)
    assert [(position.position, position.records, len(position.dated)) for position in made(ann).positions] == [
        ("Director", 2, 1),
        ("Adviser", 1, 0),
    ]


def test_an_affiliation_is_confirmed_by_what_was_printed_and_says_what_lies_outside_its_dates(body):
    ann = make.person("Ann Ahmad")
    ann.affiliations.create(position="Director", institution=body, start="2020-06", end="2021")
    ann.affiliations.create(position="Minister", institution_name="Elsewhere", start="2024")
    for date in ("2019-12-31", "2020", "2021-12-31", "2022"):
        billed(ann, date, date, "director", body)
    billed(ann, "Adviser once", "2023", "Adviser", body)
    found = made(ann)
    assert {
        str(row): [(p.position, inside, outside) for p, inside, outside in rows] for row, rows in found.confirmed
    } == {
        "Director, Centre for Asia": [("director", 2, 2)],
        "Minister, Elsewhere": [],
    }
    assert [(p.position, p.records, bool(p.affiliations)) for p in found.positions] == [
        ("director", 4, True),
        ("Adviser", 1, False),
        ("Minister", 0, True),
    ]


def test_nobody_learns_of_a_position_from_what_is_not_public(body):
    ann = make.person("Ann Ahmad")
    make.draft(billed(ann, "Draft", "2020", "Secret adviser", body))
    billed(ann, "Closed", "2021", "Secret guest", body, rule="chatham-house", withheld="names")
    make.withdrawn(billed(ann, "Withdrawn", "2022", "Secret minister", body))
    hidden = make.draft(make.institution("Hidden body"))
    billed(ann, "Open", "2023", "Director", hidden, "Body as printed")
    assert told(ann) == [("Director", "Body as printed", "2023", "2023", 1, "Open", "Open", 0)]
    assert made(ann).positions[0].institution is None


@pytest.mark.parametrize(
    "dates, drawn",
    [([("Director", "2020"), ("Director", "2020")], False), ([("Director", "2020"), ("Director", "2022")], True),
     ([("Director", "2020"), ("Adviser", "2020")], True), ([("Director", ""), ("Adviser", "")], False)],
)  # fmt: skip
def test_a_drawing_needs_two_years_or_two_positions(body, dates, drawn):
    ann = make.person("Ann Ahmad")
    for number, (position, date) in enumerate(dates):
        billed(ann, f"Event {number}", date, position, body)
    assert bool(made(ann).scale) is drawn


def test_a_date_is_drawn_as_long_as_it_is_vague(body):
    ann = make.person("Ann Ahmad")
    for date in ("2020", "2021-07", "2021-01-01", "2021-01-02"):
        billed(ann, date, date, "Director", body)
    ann.affiliations.create(position="Director", institution=body, start="2020-07-01")
    [(_, spans, days, vague)], others = made(ann).lines
    assert others == []
    assert (spans, days) == ([("26.37%", "97.00%")], ["50.00%"])
    assert vague == [("3.00%", "50.00%"), ("73.31%", "77.30%")]


@pytest.mark.parametrize(
    "known, drawn",
    [
        ({"start": "2020"}, [("3.00%", "97.00%")]),
        ({"start": "2020", "former": True}, [("3.00%", "50.00%")]),
        ({"end": "2020"}, [("3.00%", "50.00%")]),
        ({}, []),
    ],
)
def test_a_confirmed_position_is_drawn_no_longer_than_it_is_known_to_have_lasted(body, known, drawn):
    ann = make.person("Ann Ahmad")
    billed(ann, "First", "2020-05-01", "Director", body)
    billed(ann, "Last", "2021-05-01", "Director", body)
    ann.affiliations.create(position="Director", institution=body, **known)
    assert [spans for _, spans, _, _ in made(ann).lines[0]] == [drawn]


def test_of_many_positions_those_with_most_records_are_drawn_at_once(body, monkeypatch):
    monkeypatch.setattr("people.timeline.MOST_LINES", 1)
    ann = make.person("Ann Ahmad")
    for date, position in (("2020", "Fellow"), ("2021", "Director"), ("2022", "Director")):
        billed(ann, date, date, position, body)
    drawn = [[position.position for position, *_ in lines] for lines in made(ann).lines]
    assert drawn == [["Director"], ["Fellow"]]


def words(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_the_page_tells_what_was_billed_from_what_is_confirmed(client, body):
    ann = make.person("Ann Ahmad", "Director", body)
    billed(ann, "Talk", "2020-01-02", "Director", body, date_certainty="by")
    billed(ann, "انٹرویو", "2022", "مشیر", body, language="ur")
    page = client.get("/people/ann-ahmad/")
    said = words(page)
    assert "Confirmed dates not given Director Centre for Asia Billed so on 1 record" in said
    assert "by 2 January 2020 Director confirmed Centre for Asia Once: Talk" in said
    assert "2022 مشیر billed only Centre for Asia Once: انٹرویو" in said
    assert re.findall(r'<a href="#billed-(\d)">', page.content.decode()) == ["1"]


def asked(client):
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/people/ann-ahmad/").status_code == 200
    return len(queries)


def test_many_positions_ask_as_often_as_one(client, body):
    ann = make.person("Ann Ahmad", "Director", body)

    def more(number):
        other = make.institution(f"Other {number}")
        billed(ann, f"Talk {number}", f"20{number:02}", f"Fellow {number}", other)
        make.publication(f"Book {number}", people=[(ann, "author")], publisher=body).contributions.update(
            position=f"Author {number}", institution=other, institution_name="Other"
        )
        make.agreement(f"Pact {number}", parties=[body, other], signatories=[(ann, other)])

    more(1)
    once = asked(client)
    for number in range(2, 14):
        more(number)
    assert asked(client) == once
