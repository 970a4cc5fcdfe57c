"""Charts: every figure has its bar, its words and its link, and nothing runs into anything else."""

from itertools import pairwise

import pytest
from django.template.loader import render_to_string

from editorial.reading.charts import over_years, ranked

pytestmark = pytest.mark.once

NOUNS = ("event", "events")


def address(years):
    return "?" + "&".join(f"year={year}" for year in years)


def drawn(counts, **options):
    return over_years(counts, address, "Events by year", NOUNS, **options)


def test_years_without_records_keep_their_place_and_lead_nowhere():
    chart = drawn({2021: 3, 2024: 1})
    assert [(bar.label, bar.count, bar.address, bar.name) for bar in chart.bars] == [
        ("2021", 3, "?year=2021", "2021: 3 events"),
        ("2022", 0, "", "2022: 0 events"),
        ("2023", 0, "", "2023: 0 events"),
        ("2024", 1, "?year=2024", "2024: 1 event"),
    ]
    assert chart.summary == "2021 to 2024, most in 2021: 3 events"
    assert [bar.label for bar in chart.rows] == ["2024", "2021"]


def test_nothing_is_drawn_of_nothing():
    assert drawn({}) is None
    assert render_to_string("editorial/_bars.html", {"chart": None}).strip() == ""


def test_a_bar_is_as_high_as_its_figure_and_one_of_a_thousand_is_still_seen():
    bars = drawn({2021: 1000, 2022: 500, 2023: 1, 2025: 0, 2026: 10}).bars
    assert [bar.height for bar in bars] == ["9.000em", "4.500em", "0.200em", "0.000em", "0.000em", "0.200em"]
    assert [bar.y for bar in bars[:3]] == ["1.300em", "5.800em", "10.100em"]


@pytest.mark.parametrize("number", [1, 2, 6, 9, 10, 18, 19, 40, 60])
@pytest.mark.parametrize("most", [7, 99, 1500, 20000])
def test_neither_figures_nor_labels_touch_however_narrow_the_page(number, most):
    """Measured where the drawing is narrowest; a figure is 0.6 em wide in the fonts of the site."""
    chart = drawn(dict.fromkeys(range(2027 - number, 2027), most))
    em = float(chart.width.removesuffix("em")) / 100
    middles = [float(bar.middle.removesuffix("%")) * em for bar in chart.bars]
    ticks = [middle for bar, middle in zip(chart.bars, middles, strict=True) if bar.ticked]
    slot = float(chart.slot.removesuffix("%")) * em
    assert slot * 13 >= 24
    assert slot > 0.6 * len(str(most))
    assert all(b - a > 0.6 * 4 for a, b in pairwise(ticks))
    assert middles[0] >= 1.2
    assert middles[-1] <= em * 100 - 1.2


def test_more_years_than_a_page_can_show_are_decades_that_lead_to_their_years():
    chart = drawn({1951: 1, 1959: 2, 1960: 4, 2026: 8})
    assert [(bar.label, bar.count, bar.address) for bar in chart.bars if bar.count] == [
        ("1950s", 3, "?year=1951&year=1959"),
        ("1960s", 4, "?year=1960"),
        ("2020s", 8, "?year=2026"),
    ]
    assert len(chart.bars) == 8


def test_chosen_years_stand_out_and_what_has_no_date_is_accounted_for():
    page = render_to_string(
        "editorial/_bars.html", {"chart": drawn({2024: 1, 2025: 2}, chosen=[2025], undated=7, low=True)}
    )
    assert page.count('<a href="?year=2025" aria-label="2025: 2 events" aria-current="true">') == 1
    assert '<th scope="row">Date not given</th><td class="num">7</td>' in page
    assert 'height="6.3em"' in page


def test_a_ranking_measures_every_bar_by_the_longest_and_folds_the_rest():
    chart = ranked([("Energy", 8, "?a"), ("Water", 2, "?b"), ("None", 0, "?c")], "By topic", "Topic", "Events", shown=2)
    assert [(rank.label, rank.count, rank.address, rank.share) for rank in chart.first] == [
        ("Energy", 8, "?a", "100.0%"),
        ("Water", 2, "?b", "25.0%"),
    ]
    assert [(rank.label, rank.share) for rank in chart.rest] == [("None", "0%")]
    page = render_to_string("editorial/_ranked.html", {"chart": chart})
    assert page.count('scope="row"') == 3
    assert ranked([], "By topic", "Topic", "Events").first == []
