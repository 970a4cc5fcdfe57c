"""On a large record, whatever is chosen: every list holds what it should, and every figure is that of its list."""

import os
import random
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.db import transaction
from django.http import QueryDict
from django.urls import resolve

from portal.corpus import maker
from portal.listings import LISTS
from portal.timing import Walk, counted, starts
from tests.figures import figures, total
from tests.oracle import Oracle

pytestmark = pytest.mark.django_db
# A longer look, for those who have changed how lists are narrowed or counted: LONG_LOOK=10 takes some minutes.
LOOK = int(os.environ.get("LONG_LOOK", "1"))


@pytest.fixture
def corpus():
    maker.make(150 * LOOK, seed=7)


def choices(chance, told, facets):
    """Return what a reader might choose: of up to two facets one or two values that some record has."""
    one, other = (told[chance.choice(sorted(told))] for _ in range(2))
    names = chance.sample(sorted(name for name in facets if one[name]), chance.randint(0, 2))
    return {
        name: sorted({chance.choice(sorted(one[name])), *sorted(other[name])[: chance.randint(0, 1)]}) for name in names
    }


def test_lists_and_counts_are_those_told_from_the_rows(corpus):
    oracle, chance = Oracle(), random.Random(11)
    for view in LISTS.values():
        for _ in range(5 * LOOK):
            check_choices(
                oracle, view, choices(chance, oracle.told[view.model], view.filters.get_filters().keys() - {"q"})
            )


def check_choices(oracle, view, chosen):
    """Compare a list, and what each of its facets offers under these choices, with what the oracle knows."""
    filters = view.filters(QueryDict(urlencode(chosen, doseq=True)), queryset=view().records())
    assert (chosen, {record.pk for record in filters.results}) == (chosen, oracle.found(view.model, chosen))
    for name, facet in filters.facets.items():
        others = filters.without(name)
        slugs = {slug for key in oracle.found(view.model, others) for slug in oracle.told[view.model][key][name]}
        counts = {slug: len(oracle.found(view.model, others | {name: [slug]})) for slug in slugs}
        offered = {value.slug: value.count for value in facet.counts(filters.narrowed(others), most=9999).values()}
        assert (view, chosen, name, offered) == (view, chosen, name, counts)


def meant(page, link):
    """Return the address whose records a facet's figure counts: the value alone, when others of its facet are chosen."""
    here, there = parse_qs(urlsplit(page).query), parse_qs(urlsplit(link).query)
    changed = {name: {*here[name]} ^ {*there.get(name, ())} for name in here if {*here[name]} ^ {*there.get(name, ())}}
    if urlsplit(page).path != urlsplit(link).path or not changed:
        return link
    return f"{urlsplit(link).path}?{urlencode({**there, **{name: sorted(values) for name, values in changed.items()}}, doseq=True)}"


class Reading(Walk):
    """A walk that reads the figures of the pages and counts their statements instead of taking the time."""

    parameters = ("topic",)

    def __init__(self, each=LOOK, compared=True):
        super().__init__(each, 0, "water")
        self.compared, self.wrong, self.read, self.totals = compared, [], 0, {}

    def cost(self, address):
        with counted() as statements:
            page = self.ask(address)
        if page.headers["Content-Type"].startswith("text/html"):
            self.follow(address, page)
            for link, figure in figures(address, page) if self.compared else ():
                self.compare(address, meant(address, link), figure)
        return len(statements)

    def compare(self, address, link, figure):
        if link not in self.totals:
            self.totals[link] = total(link)
        # In a line about a connection the year since when stands beside the link to its page, and is no count.
        if self.totals[link] is None and resolve(urlsplit(link).path).view_name == "portal:connection":
            return
        self.read += 1
        if self.totals[link] != figure:
            self.wrong.append((address, link, figure, self.totals[link]))


@pytest.mark.once
def test_every_figure_is_that_of_its_link(corpus):
    reading = Reading()
    reading.walk(starts())
    assert reading.wrong == []
    assert reading.read > 500


@pytest.mark.long
@pytest.mark.once
def test_no_page_asks_more_often_of_a_larger_record(db):
    with transaction.atomic():
        maker.make(100, seed=7)
        few = Reading(4, compared=False).walk(starts())
        transaction.set_rollback(True)
    maker.make(300, seed=7)
    many = Reading(2, compared=False).walk(starts())
    # A page asks no further about what its record has nothing of: a record may cost two statements more than the four
    # of its kind that were looked at in the small corpus, for what these have nothing of.
    assert {kind: (few[kind], counts) for kind, counts in many.items() if max(counts) > max(few[kind]) + 2} == {}
