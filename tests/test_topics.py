"""Topic pages: what belongs under a topic, what was done on it, by whom, and when; the tree and the index of all topics."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial.models import TopicName
from tests import factories as make
from tests.test_pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def oil():
    """A topic in the middle of a tree, with two events, a paper, an expert, somebody versed in it, and a draft of each."""
    energy = make.topic("Energy")
    oil = make.topic("Oil", broader=energy)
    oil.description = "What is pumped."
    oil.save()
    crude = make.topic("Crude", broader=oil)
    TopicName.objects.create(topic=oil, name="Petroleum")
    institute = make.institution("Institute", topics=[oil])
    centre = make.institution("Centre", parent=institute)
    ann = make.person("Ann Ahmad", "Director", centre, topics=[oil], is_expert=True, honorific="Dr")
    ben = make.person("Ben B", topics=[crude])
    for year in ("2023", "2025"):
        people = [(ann, "moderator"), (ann, "speaker"), (ben, "speaker")][: 3 if year == "2025" else 2]
        make.event(f"Oil in {year}", hosts=[centre], people=people, topics=[oil], start_date=year)
    make.publication("Crude paper", people=[(ben, "author")], topics=[crude], date="2024", publisher=institute)
    secret = make.topic("Secret", broader=oil)
    make.draft(make.event("Draft", topics=[oil, secret], hosts=[institute]))
    return oil


def page_of(client, topic):
    return client.get(topic.get_absolute_url())


def test_a_topic_says_where_it_stands_and_how_else_it_is_called(client, oil):
    said = words(page_of(client, oil))
    assert "Topics Energy Oil What is pumped." in said
    assert "Narrower topics Crude 2 Also called Petroleum" in said
    assert "Secret" not in said


def test_who_works_on_a_topic_are_the_experts_first_then_those_versed_in_it_then_who_did_most(client, oil):
    said = words(page_of(client, oil))
    assert (
        "Who works on it By field Dr Ann Ahmad Expert Director, Centre Ben B 1 expert on Oil All 2 whose field it is "
        "On the record most Ann Ahmad 2 events with Ann Ahmad Ben B 1 event with Ben B , 1 publication with Ben B "
        "Institutions By field Institute Think tank On the record most With their centres and departments. "
        "Institute 2 events with Institute , 1 publication with Institute Centre 2 events with Centre "
    ) in said


def test_its_years_are_drawn_and_lead_to_their_records(client, oil):
    charts = page_of(client, oil).context["drawings"]
    assert [[(bar.label, bar.count, bar.address) for bar in chart.bars] for chart in charts] == [
        [
            ("2023", 1, "/events/?topic=oil&year=2023"),
            ("2024", 0, ""),
            ("2025", 1, "/events/?topic=oil&year=2025"),
        ],
        [("2024", 1, "/publications/?topic=oil&year=2024")],
    ]


def test_every_number_on_the_page_of_a_topic_leads_to_so_many_records(client, oil):
    page = page_of(client, oil).content.decode()
    counted = re.findall(r'<a href="(/[^"]+\?[^"]+)"[^>]*>(?:All )?<(?:b|span class="num")>(\d+)<', page)
    assert len(counted) >= 12
    found = {address: client.get(address.replace("&amp;", "&")).context["total"] for address, _ in counted}
    assert {address: int(number) for address, number in counted} == found


def test_a_narrower_topic_s_number_is_that_of_its_own_page(client, oil):
    assert sum(listing.count for listing in client.get("/topics/crude/").context["figures"]) == 2


def test_all_topics_stand_in_a_tree_and_in_an_index_with_their_other_names(client, oil):
    said = words(client.get("/topics/"))
    assert "By subject Energy 6 Oil 6 Crude 2 From A to Z C Crude 2 E Energy 6 O Oil 6 P Petroleum , see Oil" in said
    assert "Secret" not in said


def test_other_names_of_topics_that_lead_nowhere_are_not_in_the_index(client, oil):
    TopicName.objects.create(topic=make.topic("Secret"), name="Alias")
    assert "Alias" not in words(client.get("/topics/"))


def test_the_page_of_a_topic_asks_as_often_for_many_as_for_one(client):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert page_of(client, topic).status_code == 200
        return len(queries)

    topic, counted = make.topic("Trade"), []
    for number in (1, 3):
        for n in range(number):
            name, body = f"{number} {n}", make.institution(f"Institute {number} {n}", topics=[topic])
            who = make.person(f"Person {name}", "Fellow", body, topics=[topic], is_expert=True)
            below = make.topic(f"Trade {name}", broader=topic)
            fields = {"people": [(who, "speaker")], "topics": [topic, below]}
            make.event(f"Event {name}", hosts=[body], start_date=f"20{number}{n}", **fields)
            make.publication(f"Paper {name}", people=[(who, "author")], topics=[below], date="2024")
            make.agreement(f"Pact {name}", parties=[body], topics=[below])
        counted.append(asked())
    assert counted[0] == counted[1]
