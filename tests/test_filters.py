"""Filters: any of a facet's values, all of the facets, and every count equal to the list it leads to."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from editorial.addresses import FormerAddress
from editorial.models import Topic
from people.models import Institution, Person
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def corpus():
    """Nine events under a tree of topics and a tree of institutions, one of them a draft, and two bodies unpublished."""
    energy, trade = make.topic("Energy"), make.topic("Trade")
    oil, gas = make.topic("Oil", broader=energy), make.topic("Gas", broader=energy)
    institute = make.institution("Institute")
    centre = make.institution("Centre", kind="centre", parent=institute)
    hidden = make.draft(make.institution("Hidden unit", kind="centre", parent=institute))
    embassy = make.institution("Embassy", kind="embassy")
    ann, ben = make.person("Ann Ahmad"), make.draft(make.person("Ben Secret"))
    rows = [
        ("Oil at the institute", "forum", [institute], [oil], "2023", "PK"),
        ("Oil at the centre", "forum", [centre], [oil, trade], "2024-05", "PK"),
        ("Gas at the centre", "seminar", [centre, embassy], [gas], "2024-06-01", "RU"),
        ("Trade at the embassy", "seminar", [embassy], [trade], "2024-07-01", "RU"),
        ("Energy in the hidden unit", "roundtable", [hidden], [energy], "2025-01-01", "PK"),
        ("Nothing known", "roundtable", [], [], "", ""),
    ]
    made = {
        title: make.event(
            title, kind, hosts, [(ann, "speaker"), (ben, "chair")], topics, start_date=date, country=country
        )
        for title, kind, hosts, topics, date, country in rows
    }
    make.draft(make.event("Draft on oil", "forum", [centre], topics=[oil], start_date="2024-01-01", country="PK"))
    return made


def listed(client, query=""):
    return {event.title for event in client.get(f"/events/{query}").context["object_list"]}


def test_a_topic_finds_what_its_narrower_topics_are_on(client, corpus):
    assert listed(client, "?topic=energy") == {
        "Oil at the institute",
        "Oil at the centre",
        "Gas at the centre",
        "Energy in the hidden unit",
    }


def test_an_institution_finds_what_its_centres_did(client, corpus):
    assert listed(client, "?institution=institute") == {
        "Oil at the institute",
        "Oil at the centre",
        "Gas at the centre",
        "Energy in the hidden unit",
    }


def test_values_of_a_facet_widen_and_facets_narrow(client, corpus):
    assert listed(client, "?topic=oil&topic=gas&institution=centre&kind=seminar") == {"Gas at the centre"}
    assert listed(client, "?topic=oil&topic=gas&institution=centre") == {"Oil at the centre", "Gas at the centre"}


def test_a_partner_is_a_second_institution_at_the_same_event(client, corpus):
    assert listed(client, "?institution=centre&with=embassy") == {"Gas at the centre"}
    assert listed(client, "?institution=embassy&with=institute") == {"Gas at the centre"}
    assert listed(client, "?institution=institute&with=embassy&year=2023") == set()
    assert listed(client, "?with=embassy") == {"Gas at the centre", "Trade at the embassy"}
    assert [
        (chip.facet, chip.label, chip.address)
        for chip in client.get("/events/?institution=centre&with=embassy").context["chips"]
    ] == [
        ("Institution", "Centre", "?with=embassy"),
        ("Together with", "Embassy", "?institution=centre"),
    ]


@pytest.mark.parametrize("body", ["institute", "centre"])
def test_partners_are_offered_beside_an_institution_and_are_neither_its_centres_nor_what_it_belongs_to(
    client, corpus, body
):
    panels = {panel["name"]: panel for panel in client.get(f"/events/?institution={body}").context["facets"]}
    assert [(v.slug, v.count, v.address) for v in offers_of(panels["with"])] == [
        ("embassy", 1, f"?institution={body}&with=embassy")
    ]
    assert "with" not in {panel["name"] for panel in client.get("/events/?topic=oil").context["facets"]}


def test_the_order_of_parameters_changes_nothing(client, corpus):
    one = client.get("/events/?topic=energy&institution=centre&sort=title")
    other = client.get("/events/?sort=title&institution=centre&utm_source=x&topic=energy")
    assert one.content == other.content


def test_canonical_leaves_out_what_is_not_known(client, corpus):
    page = client.get("/events/?utm_source=x&sort=newest&topic=energy&page=1").content.decode()
    assert '<link rel="canonical" href="http://testserver/events/?topic=energy">' in page


def test_an_unpublished_body_or_person_is_no_value_of_any_facet(client, corpus):
    labels = {value.label for value in offers(client.get("/events/"))}
    assert labels & {"Institute", "Hidden unit", "Ann Ahmad", "Ben Secret"} == {"Institute", "Ann Ahmad"}
    assert listed(client, "?institution=hidden-unit") == set()
    assert listed(client, "?person=ben-secret") == set()


def offers(response):
    return [value for panel in response.context["facets"] for value in offers_of(panel)]


@pytest.mark.parametrize(
    "start",
    [
        "",
        "?topic=energy",
        "?institution=institute&country=pk",
        "?institution=institute",
        "?institution=centre&with=embassy",
        "?year=2024&kind=seminar",
        "?person=ann-ahmad",
    ],
)
def test_every_count_is_that_of_the_list_it_leads_to(client, corpus, start):
    response = client.get(f"/events/{start}")
    for panel in response.context["facets"]:
        for value in offers_of(panel):
            kept = {name: values for name, values in response.context["chosen"].items() if name != panel["name"]}
            alone = client.get("/events/", {**kept, panel["name"]: value.slug})
            assert (value.slug, value.count) == (value.slug, alone.context["total"])


def offers_of(panel):
    """Yield every value that a facet offers, the nested and the folded ones included."""
    waiting = [*panel["first"], *panel["rest"]]
    while waiting:
        value = waiting.pop()
        waiting += value.under
        yield value


def test_choosing_and_dropping_a_value_are_links(client, corpus):
    chosen = client.get("/events/?topic=oil")
    value = next(value for value in offers(chosen) if value.slug == "oil")
    assert (value.chosen, value.address, value.count) == (True, ".", 2)
    other = next(value for value in offers(chosen) if value.slug == "gas")
    assert other.address == "?topic=oil&topic=gas"


def test_what_was_chosen_stands_above_the_list_and_can_be_dropped(client, corpus):
    chips = client.get("/events/?topic=oil&year=2024&country=zz&q=centre").context["chips"]
    assert [(chip.facet, chip.label, chip.known, chip.address) for chip in chips] == [
        ("words", "“centre”", True, "?topic=oil&year=2024&country=zz"),
        ("Topic", "Oil", True, "?q=centre&year=2024&country=zz"),
        ("Year", "2024", True, "?q=centre&topic=oil&country=zz"),
        ("Country", "zz", False, "?q=centre&topic=oil&year=2024"),
    ]


def test_an_empty_list_says_what_to_drop_and_what_that_yields(client, corpus):
    response = client.get("/events/?topic=trade&institution=embassy&year=2023")
    advice = [(chip.label, chip.count, chip.address) for chip in response.context["advice"]]
    assert advice == [("2023", 1, "?topic=trade&institution=embassy")]
    assert listed(client, advice[0][2]) == {"Trade at the embassy"}


def test_a_value_nobody_knows_finds_nothing_and_says_so(client, corpus):
    page = client.get("/events/?topic=astrology").content.decode()
    assert "not known: astrology" in page
    assert re.search(r">0</span>\s+events", page)


def test_words_are_found_however_they_are_written(client):
    make.institution("Université d’Économie", acronym="U.E.")
    assert client.get("/institutions/?q=ECONOMIE universite").context["total"] == 1
    assert client.get("/institutions/?q=economie astrologie").context["total"] == 0


def test_lists_are_sorted_as_asked(client, corpus):
    titles = [event.title for event in client.get("/events/?sort=title").context["object_list"]]
    assert titles == sorted(titles)
    oldest = [event.title for event in client.get("/events/?sort=oldest").context["object_list"]]
    assert (oldest[0], oldest[-1]) == ("Oil at the institute", "Nothing known")


def test_what_is_to_come_stands_before_what_is_over_and_the_undated_last(client, corpus):
    make.event("Far ahead", start_date="2999-01-01")
    make.event("Ahead", start_date="2998-01-01")
    groups = [(label, len(events)) for label, events in client.get("/events/").context["groups"]]
    assert groups == [("Upcoming", 2), (2025, 1), (2024, 3), (2023, 1), ("Date not given", 1)]
    assert client.get("/events/").context["groups"][0][1][0].title == "Ahead"


def test_pages_part_a_long_list_without_loss(client):
    for number in range(45):
        make.event(f"Event {number}")
    seen = [event.title for page in (1, 2, 3) for event in client.get(f"/events/?page={page}").context["object_list"]]
    assert len(set(seen)) == len(seen) == 45
    page = client.get("/events/?page=2").content.decode()
    assert 'href="." rel="prev"' in page
    assert 'href="?page=3" rel="next"' in page


@pytest.mark.parametrize("page", ["0", "-1", "abc", "99", "1e9", "²"])
def test_a_page_that_is_not_there_is_not_found(client, page):
    assert client.get("/events/", {"page": page}).status_code == 404


def test_people_are_narrowed_by_the_roles_they_played_in_public(client, corpus):
    cyd = make.person("Cyd Cox")
    make.draft(make.event("Secret", people=[(cyd, "moderator")]))
    offered = {value.slug: value.count for value in offers(client.get("/people/"))}
    assert offered == {"speaker": 1}
    assert Client().get("/people/?role=moderator").context["total"] == 0


def former(record, slug):
    """Let a record have stood at `slug` before."""
    kind = ContentType.objects.get_for_model(record)
    FormerAddress.objects.create(content_type=kind, object_id=record.pk, slug=slug)


@pytest.mark.parametrize("facet", ["topic", "institution", "person"])
def test_the_address_of_a_list_goes_on_working_after_what_it_names_was_renamed_and_merged(
    client, corpus, facet, django_assert_num_queries
):
    models = {"topic": (Topic, "oil"), "institution": (Institution, "centre"), "person": (Person, "ann-ahmad")}
    model, slug = models[facet]
    former(kept := model.objects.get(slug=slug), "what-it-was")
    query = f"?{facet}={kept.slug}"
    with CaptureQueriesContext(connection) as asked:
        found = listed(client, query)
    with django_assert_num_queries(len(asked) + 1):
        page = client.get(f"/events/?{facet}=what-it-was&{facet}={kept.slug}")
    assert {event.title for event in page.context["object_list"]} == found != set()
    assert page.context["canonical"] == f"/events/{query}"
    figures = client.get(f"/statistics/events/?{facet}=what-it-was")
    assert figures.context["canonical"] == f"/statistics/events/{query}"
    assert figures.context["figures"].total == len(found)


def test_what_a_list_may_not_name_is_not_found_by_a_former_address_either(client, corpus):
    former(Person.objects.get(name="Ben Secret"), "what-it-was")
    page = client.get("/events/?person=what-it-was")
    assert (list(page.context["object_list"]), page.context["canonical"]) == ([], "/events/?person=what-it-was")
    assert "ben-secret" not in page.content.decode()


def test_a_partner_and_an_institution_are_found_by_what_their_addresses_were(client, corpus):
    for name, slug in (("Institute", "old-institute"), ("Embassy", "old-embassy")):
        former(Institution.objects.get(name=name), slug)
    page = client.get("/events/?institution=old-institute&with=old-embassy")
    assert page.context["canonical"] == "/events/?institution=institute&with=embassy"
    assert {event.title for event in page.context["object_list"]} == {"Gas at the centre"}
