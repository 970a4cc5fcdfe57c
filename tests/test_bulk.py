"""Many records changed in one step: counted, confirmed, done by whom it is theirs to do, and undone as if it had not been."""

import datetime

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editorial.models import Act, Topic
from events.models import Event, EventKind, Hosting
from people.models import Institution, InstitutionKind, Person
from publications.models import Publication, PublicationKind
from tests import factories as make
from tests.ledger import ledger
from tests.newsroom import address, contributor

pytestmark = pytest.mark.django_db


def ask(client, records, name, **said):
    """Return the page that says what a change would do to `records`."""
    keys = ",".join(str(record.pk) for record in records)
    return client.post(address(type(records[0]), "bulk", name), {"keys": keys, **said})


def change(client, records, name, **said):
    """Change records and confirm it; return the page after it."""
    plan = ask(client, records, name, **said).context["plan"]
    keys = ",".join(str(record.pk) for record in records)
    sent = {"keys": keys, **said, "confirm": plan.digest}
    return client.post(address(type(records[0]), "bulk", name), sent, follow=True)


def undo(client):
    return client.post(f"/admin/editorial/act/{Act.objects.latest('pk').pk}/change/")


def three_events():
    trade, host = make.topic("Trade"), make.institution("Host")
    first = make.event("First", topics=[trade], hosts=[host], language="ur")
    return [first, make.event("Second", hosts=[host]), make.event("Third", published_at=None)]


def test_what_changes_and_what_has_it_already_is_told_before_anything_is_done(admin_client):
    events = three_events()
    before = ledger()
    chosen = {"action": "bulk_add_topics", "_selected_action": [one.pk for one in events]}
    asked = admin_client.post(address(Event, "changelist"), chosen)
    assert (asked.context["chosen"], asked.context["form"]["keys"].value().count(",")) == (3, 2)
    page = ask(admin_client, events, "add-topics", topics=["Trade"])
    plan = page.context["plan"]
    assert (plan.told, [str(one) for one in plan.due], [str(one) for one in plan.same]) == (
        "Add the topic Trade",
        ["Second", "Third"],
        ["First"],
    )
    assert "2 of 3 events change" in page.content.decode()
    assert ledger() == before


def test_a_change_of_many_is_one_act_with_a_version_and_a_line_in_each_history_and_is_undone_in_one_step(admin_client):
    events = three_events()
    before = ledger()
    page = change(admin_client, events, "add-topics", topics=["Trade", "Brand new"]).content.decode()
    assert "Added the topics Trade, Brand new: 3 events" in page
    assert "Undo …" in page
    assert [sorted(one.topics.names()) for one in events] == [["Brand new", "Trade"]] * 3
    assert [Event.objects.get(pk=one.pk).version - one.version for one in events] == [1, 1, 1]
    history = admin_client.get(address(Event, "history", events[0].pk)).content.decode()
    assert "Added the topics Trade, Brand new." in history
    assert undo(admin_client).status_code == 302
    assert ledger() == before
    assert [Event.objects.get(pk=one.pk).version - one.version for one in events] == [2, 2, 2]


def hosts():
    return sorted((str(row.event), str(row)) for row in Hosting.objects.all())


def values(model, name):
    return [str(getattr(record, name)) for record in model.objects.order_by("pk")]


def publishers():
    return list(zip(values(Publication, "publisher"), values(Publication, "publisher_name"), strict=True))


REPLACED = [("First", "Other"), ("Fourth", "Other"), ("Second", "Other")]
# What is changed of which records, with which answers, what is asked of the record then, and what it says.
EVERY = [
    (Event, "kind", {"kind": "lecture"}, lambda: values(Event, "kind"), ["public talk"] * 4),
    (Event, "language", {"language": "ur"}, lambda: values(Event, "language"), ["ur"] * 4),
    (Event, "country", {"country": "PK"}, lambda: values(Event, "country"), ["PK"] * 4),
    (Event, "add-host", {"host": "Other", "part": "partner"}, lambda: [name for _, name in hosts()].count("Other"), 4),
    (Event, "remove-host", {"host": "Host"}, hosts, [("Fourth", "Other")]),
    (Event, "replace-host", {"host": "Host", "by": "Other"}, hosts, REPLACED),
    (Event, "remove-topics", {"topics": ["trade"]}, lambda: Event.objects.filter(topics__name="Trade").count(), 0),
    (Publication, "kind", {"kind": "article"}, lambda: values(Publication, "kind"), ["journal article"] * 2),
    (Publication, "publisher", {"publisher": "Other"}, publishers, [("Other", "Other"), ("Other", "Dimazor Press")]),
    (Publication, "publisher", {}, publishers, [("None", ""), ("None", "Dimazor Press")]),
    (Institution, "kind", {"kind": "embassy"}, lambda: values(Institution, "kind"), ["embassy or mission"] * 2),
]


def keyed(model, said):
    """Return answers in which what is chosen from a list stands by its key."""
    kinds = {Event: EventKind, Publication: PublicationKind, Institution: InstitutionKind}[model]
    keys = {"kind": lambda slug: kinds.objects.get(slug=slug).pk}
    keys |= dict.fromkeys(("host", "by", "publisher"), lambda name: Institution.objects.get(name=name).pk)
    return {name: keys[name](value) if name in keys else value for name, value in said.items()}


@pytest.mark.parametrize(
    "model, name, said, found, wanted", EVERY, ids=lambda value: value if type(value) is str else ""
)
def test_every_change_does_what_it_says_and_is_undone_without_a_trace(admin_client, model, name, said, found, wanted):
    three_events()
    host, other = Institution.objects.get(name="Host"), make.institution("Other")
    make.event("Fourth", hosts=[host, other])
    make.publication("Book", publisher=host)
    make.publication("Paper", publisher_name="Dimazor Press")
    before = ledger()
    change(admin_client, list(model.objects.order_by("pk")), name, **keyed(model, said))
    assert found() == wanted
    assert undo(admin_client).status_code == 302
    assert ledger() == before


TOPICS = ["Trade", "Energy", "Water", "Peace"]
TOPIC_STEP = st.tuples(st.sampled_from(["add-topics", "remove-topics"]), st.sets(st.sampled_from(TOPICS), min_size=1))
HOST_STEP = st.tuples(st.sampled_from(["add-host", "remove-host"]), st.sampled_from(["A", "B"]))
REPLACE = st.tuples(st.just("replace-host"), st.permutations(["A", "B"]))
STEPS = st.lists(st.tuples(TOPIC_STEP | HOST_STEP | REPLACE, st.sets(st.integers(0, 3), min_size=1)), max_size=5)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_changes_undone_from_the_last_to_the_first_leave_everything_as_it_was(admin_client, steps):
    Event.objects.all().delete()
    for name in ("A", "B"):
        Institution.objects.filter(name=name).exists() or make.institution(name)
    for topic in TOPICS:
        make.topic(topic)
    events = [make.event(f"Event {number}") for number in range(4)]
    before, done = ledger(), []
    for (name, what), chosen in steps:
        said = {"topics": sorted(what)} if "topics" in name else {}
        if "host" in name:
            keys = [Institution.objects.get(name=one).pk for one in what]
            said = {"host": keys[0], "part": "host", "by": keys[-1]}
        last = Act.objects.count()
        change(admin_client, [events[number] for number in sorted(chosen)], name, **said)
        done += [Act.objects.latest("pk")] if Act.objects.count() > last else []
    for act in reversed(done):
        assert admin_client.post(f"/admin/editorial/act/{act.pk}/change/").status_code == 302
    assert ledger() == before


def test_many_are_published_at_an_hour_of_a_zone_and_what_is_public_stays_so(admin_client):
    events = three_events()
    before = ledger()
    with time_machine.travel("2025-03-01T12:00Z", tick=False):
        page = change(
            admin_client, events, "publish-at", at="2025-03-02T10:00", hours_zone="Asia/Karachi"
        ).content.decode()
        assert "Scheduled for 2 March 2025, 10:00 (Asia/Karachi): 1 event." in page
    third = Event.objects.get(title="Third")
    assert third.published_at == datetime.datetime(2025, 3, 2, 5, tzinfo=datetime.UTC)
    assert [one.state for one in Event.objects.order_by("pk")] == ["public"] * 3
    undo(admin_client)
    assert ledger() == before
    change(admin_client, events, "publish-at", at="", hours_zone="")
    assert Event.objects.published().count() == 3


def test_the_documents_of_many_are_kept_back_until_an_hour_and_opened_again(admin_client, client):
    events = three_events()
    for event in events[:2]:
        event.documents.create(title="Report", file=make.pdf())
        event.settle()
    url = events[0].documents.get().file.url
    before = ledger()
    page = change(admin_client, events, "embargo", at="2999-03-02T10:00", hours_zone="UTC").content.decode()
    assert "Kept the documents back until 2 March 2999, 10:00 (UTC): 2 events" in page
    assert client.get(url).status_code == 404
    kept = ledger()
    change(admin_client, events, "embargo", at="", hours_zone="")
    assert b"".join(client.get(url)).startswith(b"%PDF")
    for state in (kept, before):
        act = Act.objects.filter(undone_at=None).latest("pk")
        admin_client.post(f"/admin/editorial/act/{act.pk}/change/")
        assert ledger() == state


def test_what_was_changed_by_another_meanwhile_is_kept_and_what_was_to_change_is_shown_again(admin_client):
    events = three_events()
    plan = ask(admin_client, events, "language", language="ur").context["plan"]
    Event.objects.filter(pk=events[1].pk).update(language="ur", title="Said by another")
    keys = ",".join(str(one.pk) for one in events)
    url = address(Event, "bulk", "language")
    again = admin_client.post(url, {"keys": keys, "language": "ur", "confirm": plan.digest})
    assert "Something was changed meanwhile" in again.content.decode()
    assert Event.objects.get(pk=events[2].pk).language == "en"
    sent = {"keys": keys, "language": "ur", "confirm": again.context["plan"].digest}
    admin_client.post(url, sent)
    assert [(one.title, one.language) for one in Event.objects.order_by("pk")] == [
        ("First", "ur"),
        ("Said by another", "ur"),
        ("Third", "ur"),
    ]


def test_an_undone_change_is_refused_where_somebody_wrote_since(admin_client):
    events = three_events()
    change(admin_client, events, "language", language="ru")
    Event.objects.filter(pk=events[0].pk).update(language="fa")
    assert undo(admin_client).status_code == 409
    assert [one.language for one in Event.objects.order_by("pk")] == ["fa", "ru", "ru"]


@pytest.mark.once
def test_only_an_editor_of_the_kind_changes_many(client):
    events = three_events()
    contributor(client, "view_event", "change_event")
    url = address(Event, "bulk", "add-topics")
    assert [client.get(url).status_code, client.post(url, {"topics": ["Trade"]}).status_code] == [403, 403]
    assert b"bulk_add_topics" not in client.get(address(Event, "changelist")).content
    assert ask(client, [*events], "language", language="ur").status_code == 403


@pytest.mark.parametrize(
    "name, sent, fields",
    [
        ("add-topics", {}, ["topics"]),
        ("add-topics", {"topics": ["!!!"]}, ["topics"]),
        ("add-topics", {"topics": ["a\x00b"]}, ["topics"]),
        ("kind", {"kind": "9" * 40}, ["kind"]),
        ("country", {"country": "Freedonia"}, ["country"]),
        ("language", {"language": "x" * 50}, ["language"]),
        ("add-host", {"host": "nonsense", "part": "king"}, ["host", "part"]),
        ("replace-host", {}, ["by", "host"]),
        ("publish-at", {"at": "2001-01-01T10:00"}, ["at"]),
        ("publish-at", {"at": "soon", "hours_zone": "Asia/Islamabad"}, ["at"]),
        ("embargo", {"at": "2999-01-01T10:00", "hours_zone": "Asia/Islamabad"}, ["hours_zone"]),
    ],
)
@pytest.mark.once
def test_rubbish_is_refused_beside_its_field(admin_client, name, sent, fields):
    events = three_events()
    before = ledger()
    page = ask(admin_client, events, name, **sent)
    assert (page.status_code, sorted(page.context["form"].errors)) == (200, fields)
    for keys in ("", "9" * 40, "-1,x,\x00", "999999"):
        answer = admin_client.post(address(Event, "bulk", name), {"keys": keys, **sent, "confirm": "yes"})
        assert (answer.status_code, answer.context["chosen"]) == (200, 0)
    assert admin_client.get(address(Event, "bulk", "no-such")).status_code == 404
    assert ledger() == before


def test_all_that_match_the_filter_are_changed_up_to_a_number_that_is_told(admin_client, monkeypatch):
    people = [make.person(f"Person {number}") for number in range(60)]
    chosen = {"action": "bulk_language", "select_across": "1", "_selected_action": [people[0].pk]}
    page = admin_client.post(address(Person, "changelist"), chosen)
    assert page.context["chosen"] == 60
    sent = {"keys": page.context["form"]["keys"].value(), "language": "ur"}
    plan = admin_client.post(address(Person, "bulk", "language"), sent).context["plan"]
    admin_client.post(address(Person, "bulk", "language"), sent | {"confirm": plan.digest})
    assert Person.objects.filter(language="ur").count() == 60
    monkeypatch.setattr("editorial.newsroom.bulk.MOST", 50)
    page = admin_client.post(address(Person, "changelist"), chosen, follow=True).content.decode()
    assert "These are 60 people. At most 50 are changed in one step" in page
    assert Topic.objects.count() == 0
