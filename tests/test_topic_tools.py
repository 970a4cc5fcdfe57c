"""Topics are renamed, moved and replaced without anything that was found under them being lost."""

import pytest

from editorial.acts import Act
from editorial.models import Topic
from events.models import Event, EventTopicTerm
from tests import factories as make
from tests.ledger import ledger
from tests.newsroom import address, contributor, save
from tests.test_pages import words

pytestmark = pytest.mark.django_db


def undo(client):
    client.post(address(Act, "change", Act.objects.latest("pk").pk))


def test_a_topic_that_is_renamed_is_still_found_by_its_old_name_and_address(client, admin_client):
    topic = make.topic("Disarmament")
    make.event("A talk", topics=[topic])
    save(admin_client, address(Topic, "change", topic.pk), "_save", name="Arms control", slug="arms-control")
    topic.refresh_from_db()
    assert (topic.name, list(topic.names.values_list("name", flat=True))) == ("Arms control", ["Disarmament"])
    answer = client.get("/topics/disarmament/")
    assert (answer.status_code, answer["Location"]) == (301, "/topics/arms-control/")
    save(admin_client, address(Topic, "change", topic.pk), "_save", name="Disarmament", slug="disarmament")
    assert list(topic.names.values_list("name", flat=True)) == ["Arms control"]
    assert client.get("/topics/arms-control/")["Location"] == "/topics/disarmament/"


@pytest.mark.once
def test_an_address_at_which_no_topic_ever_stood_is_not_found(client):
    make.topic("Nobody uses it")
    assert client.get("/topics/nobody-uses-it/").status_code == 404
    assert client.get("/topics/nothing/").status_code == 404


def test_topics_are_moved_under_another_one_together_and_back(admin_client):
    energy, oil, gas = (make.topic(name) for name in ("Energy", "Oil", "Gas"))
    make.event("A talk", topics=[oil])
    before = ledger()
    chosen = {"action": "move_chosen", "_selected_action": [oil.pk, gas.pk]}
    shown = admin_client.post(address(Topic, "changelist"), chosen, follow=True)
    assert [str(one) for one in shown.context["chosen"]] == ["Gas", "Oil"]
    sent = {"pk": [oil.pk, gas.pk], "broader": energy.pk}
    said = words(admin_client.post(address(Topic, "move"), sent, follow=True))
    assert "Moved 2 topics under “Energy”. Undo …" in said
    assert set(EventTopicTerm.objects.values_list("term__name", flat=True)) == {"Oil", "Energy"}
    assert "They stand there already." in words(admin_client.post(address(Topic, "move"), sent, follow=True))
    undo(admin_client)
    assert ledger() == before


def test_a_topic_does_not_come_to_stand_under_itself(admin_client):
    energy = make.topic("Energy")
    oil = make.topic("Oil", broader=energy)
    answer = admin_client.post(address(Topic, "move"), {"pk": [energy.pk, oil.pk], "broader": oil.pk})
    said = "“Energy” and “Oil” cannot stand under “Oil”, which is the same topic or stands beneath it."
    assert said in words(answer)
    assert list(Topic.objects.values_list("name", "broader__name")) == [("Energy", None), ("Oil", "Energy")]


@pytest.mark.parametrize("broader", ["x", "9" * 30, "0", "\x00", "²"])
@pytest.mark.once
def test_whatever_is_sent_as_the_broader_topic_is_answered(admin_client, broader):
    topic = make.topic("Energy")
    assert admin_client.post(address(Topic, "move"), {"pk": [topic.pk], "broader": broader}).status_code == 200
    assert admin_client.post(address(Topic, "move"), {"pk": [broader], "broader": ""}).status_code == 200


@pytest.mark.once
def test_who_may_not_change_topics_does_not_move_them(client):
    contributor(client, "view_topic", "add_topic")
    assert client.get(address(Topic, "move")).status_code == 403
    assert client.post(address(Topic, "move"), {"pk": [make.topic("Oil").pk]}).status_code == 403


def replace(client, events, **said):
    """Replace a topic on events through the list, confirmed; return the page that asked for confirmation, and the answer."""
    said = {"keys": ",".join(str(one.pk) for one in events), **said}
    url = address(Event, "bulk", "replace-topic")
    asked = client.post(url, said)
    return asked, client.post(url, said | {"confirm": asked.context["plan"].digest}, follow=True)


def test_a_topic_is_replaced_on_what_a_filter_found_and_put_back(admin_client):
    security = make.topic("Security")
    old = [make.event(f"Talk {n}", start_date="2020", topics=[security]) for n in range(3)]
    new = make.event("New talk", start_date="2025", topics=[security])
    make.event("Other", start_date="2020", topics=[make.topic("Water")])
    before = ledger()
    listed = {"action": "bulk_replace_topic", "_selected_action": [old[0].pk], "select_across": "1"}
    shown = admin_client.post(f"{address(Event, 'changelist')}?q=talk&year=2020", listed)
    assert shown.status_code in {200, 302}
    asked, done = replace(admin_client, [*old, new], replaced=["Security"], topics=["Arms control", "Trade"])
    assert "4 of 4 events change" in words(asked)
    assert "Replaced the topic Security by Arms control and Trade: 4 events. Undo …" in words(done)
    assert {tuple(sorted(one.topics.names())) for one in [*old, new]} == {("Arms control", "Trade")}
    undo(admin_client)
    assert ledger() == before


def test_all_that_match_a_filter_are_taken_when_that_is_asked_for(admin_client):
    security = make.topic("Security")
    for number in range(60):
        make.event(f"Talk {number}", topics=[security])
    make.event("Other", topics=[security])
    listed = {"action": "bulk_replace_topic", "_selected_action": [Event.objects.first().pk], "select_across": "1"}
    shown = admin_client.post(f"{address(Event, 'changelist')}?q=talk", listed)
    assert shown.context["chosen"] == 60


@pytest.mark.parametrize("said", [{}, {"replaced": ["Nothing"]}, {"replaced": ["Security"], "topics": ["Security"]}])
@pytest.mark.once
def test_what_cannot_be_replaced_is_said_at_the_question(admin_client, said):
    event = make.event("Talk", topics=[make.topic("Security")])
    answer = admin_client.post(address(Event, "bulk", "replace-topic"), {"keys": str(event.pk), **said})
    assert answer.context["form"].errors
    assert answer.context["plan"] is None
