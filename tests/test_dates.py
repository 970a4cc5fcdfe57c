"""Dates as sources give them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.dates import PartialDate, span
from editorial.templatetags.records import dated

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("2025-12-18", "2025-12-18"),
        ("18 December 2025", "2025-12-18"),
        ("18 Dec 2025", "2025-12-18"),
        ("December 18, 2025", "2025-12-18"),
        ("  December   2025 ", "2025-12"),
        ("2025", "2025"),
        ("", ""),
    ],
)
def test_a_date_is_read_as_people_write_it(typed, kept):
    assert PartialDate.read(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "2025-02-30",
        "2025-13",
        "0000-00-00",
        "9999-12-31",
        "２０２５",
        "03/04/2026",
        "18-12-2025",
        "2025-1-1",
        "soon",
        "٣",
    ],
)
def test_what_is_no_date_or_could_be_two_is_refused(typed):
    with pytest.raises(ValueError):
        PartialDate.read(typed)


def test_a_date_spans_the_days_that_it_can_mean():
    assert [
        (str(PartialDate(text).first), str(PartialDate(text).last)) for text in ("2024-02-29", "2024-02", "2024")
    ] == [
        ("2024-02-29", "2024-02-29"),
        ("2024-02-01", "2024-02-29"),
        ("2024-01-01", "2024-12-31"),
    ]


@pytest.mark.parametrize(
    "start, end, words",
    [
        ("2026-07-06", "2026-07-09", "6–9 July 2026"),
        ("2026-06-30", "2026-07-02", "30 June – 2 July 2026"),
        ("2025-12-31", "2026-01-01", "31 December 2025 – 1 January 2026"),
        ("2025-12-18", "", "18 December 2025"),
        ("2025-12-18", "2025-12-18", "18 December 2025"),
        ("2025-04", "2025-06", "April – June 2025"),
        ("2019", "2023", "2019 – 2023"),
        ("", "", ""),
    ],
)
def test_two_dates_are_told_in_as_few_words_as_a_printed_report(start, end, words):
    assert span(PartialDate(start), PartialDate(end)) == words


@given(st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31)), st.sampled_from([4, 7, 10]))
def test_what_is_kept_is_read_back_the_same_and_holds_its_day(day, length):
    kept = PartialDate(day.isoformat()[:length])
    assert PartialDate.read(kept.spoken) == kept
    assert kept.first <= day <= kept.last


def test_pages_say_how_firmly_a_date_is_known():
    day = PartialDate("2025-04-08")
    assert dated(day) == '<time datetime="2025-04-08">8 April 2025</time>'
    assert dated(day, certainty="by") == 'by <time datetime="2025-04-08">8 April 2025</time>'
    assert dated(day, certainty="by", at_length=True) == 'On or before <time datetime="2025-04-08">8 April 2025</time>'
    assert dated(day, "8–9 April <2025", "about") == 'about <time datetime="2025-04-08">8–9 April &lt;2025</time>'
    assert [dated(PartialDate(), "", "by", empty="date not given"), dated(PartialDate())] == ["date not given", ""]
