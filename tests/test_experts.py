"""The experts: who can speak on what, found by topic, institution and any spelling of a name."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Affiliation, Person
from tests import factories as make
from tests.canaries import Aviary
from tests.crawl import ask, crawl
from tests.test_pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def experts():
    """Three experts and two who are none, under a tree of topics and a tree of institutions."""
    energy, trade = make.topic("Energy"), make.topic("Trade")
    oil = make.topic("Oil", broader=energy)
    institute = make.institution("Institute")
    centre = make.institution("Centre", kind="centre", parent=institute)
    amina = make.person("Amina Khán", "Director", centre, topics=[oil], is_expert=True, honorific="Dr")
    amina.names.create(name="آمنہ خان", kind="script", language="ur")
    amina.settle()
    make.person("Boris Belov", "Fellow", institute, topics=[energy, trade], is_expert=True, picture=make.picture())
    make.person("Cyd Cox", topics=[trade], is_expert=True)
    make.person("Dara Dunn", "Fellow", institute, topics=[oil])
    make.draft(make.person("Eve Secret", "Fellow", institute, topics=[oil], is_expert=True))


def listed(client, query=""):
    return [person.name for person in client.get(f"/experts/{query}").context["object_list"]]


@pytest.mark.parametrize(
    "query, found",
    [
        ("", ["Amina Khán", "Boris Belov", "Cyd Cox"]),
        ("?topic=energy", ["Amina Khán", "Boris Belov"]),
        ("?topic=oil", ["Amina Khán"]),
        ("?topic=energy&topic=trade", ["Amina Khán", "Boris Belov", "Cyd Cox"]),
        ("?institution=institute", ["Amina Khán", "Boris Belov"]),
        ("?institution=centre&topic=energy", ["Amina Khán"]),
        ("?q=khan", ["Amina Khán"]),
        ("?q=آمنه", ["Amina Khán"]),
        ("?q=dara", []),
    ],
)
def test_experts_are_found_by_topic_institution_and_any_spelling(client, experts, query, found):
    assert listed(client, query) == found


def test_every_count_equals_the_list_it_leads_to(client, experts):
    page = client.get("/experts/")
    values = [value for facet in page.context["facets"] for value in [*facet["first"], *facet["rest"]]]
    values += [below for value in values for below in value.under]
    assert {value.label: (value.count, len(listed(client, value.address))) for value in values} == {
        "Energy": (2, 2),
        "Oil": (1, 1),
        "Trade": (2, 2),
        "Institute": (2, 2),
        "Centre": (1, 1),
    }


def test_a_row_tells_a_journalist_who_it_is_and_what_about(client, experts):
    said = words(client.get("/experts/"))
    assert "A Dr Amina Khán Director, Centre Oil B Boris Belov Fellow, Institute Energy Trade C Cyd Cox Trade" in said
    assert "3 experts" in said


def test_a_position_that_ended_is_not_given_as_the_present_one(client):
    who = make.person("Amina Khan", "Director", is_expert=True)
    Affiliation.objects.update(end="2020")
    assert "Director" not in words(client.get("/experts/"))
    Affiliation.objects.create(person=who, position="Ambassador")
    assert "Amina Khan Ambassador" in words(client.get("/experts/"))


def test_an_empty_directory_says_where_else_to_look(client):
    assert "Nobody is listed as an expert yet." in words(client.get("/experts/"))


def test_a_person_s_page_leads_from_each_field_to_the_experts_on_it(client, experts):
    page = client.get("/people/boris-belov/").content.decode()
    assert re.findall(r'href="/(experts/\?topic=[^"]+|topics/[^"]+)"', page) == [
        "topics/energy/",
        "experts/?topic=energy",
        "topics/trade/",
        "experts/?topic=trade",
    ]
    assert "/experts/?" not in client.get("/people/dara-dunn/").content.decode()


def test_an_institution_says_how_many_experts_it_has_and_leads_to_as_many(client, experts):
    page = client.get("/institutions/institute/")
    assert "2 of them are experts who can be asked" in words(page)
    assert 'href="/experts/?institution=institute"' in page.content.decode()
    assert "1 of them is an expert" in words(client.get("/institutions/centre/"))


def test_what_is_private_or_not_public_is_not_in_the_directory(client):
    aviary = Aviary()
    Person.objects.update(is_expert=True)
    answers = [*crawl(client, ["/experts/"]), ("?topic", ask(client, "/experts/?topic=plain-topic"))]
    assert {address: found for address, answer in answers if (found := aviary.leaks(answer))} == {}
    shown = set(client.get("/experts/").context["object_list"])
    assert shown == {aviary.open[Person], *(aviary.beside[state][Person] for state in aviary.beside)}


def test_the_directory_asks_as_often_for_many_as_for_one(client):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get("/experts/?topic=energy")
        return len(queries)

    grown = []
    for number in (1, 3):
        for n in range(number):
            body = make.institution(f"Institute {number} {n}")
            fields = {"topics": [make.topic("Energy")], "is_expert": True, "picture": make.picture()}
            make.person(f"Person {number} {n}", "Fellow", body, **fields)
        grown.append(asked())
    assert grown[0] == grown[1]
