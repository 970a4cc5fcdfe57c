"""The audit log: one entry for everything that is written, which nothing changes or removes."""

import csv
import io

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory

from editorial.acts import Act, act
from editorial.audit import AuditEntry, AuditError, client_address, enter
from editorial.models import Topic, Vocabulary
from editorial.newsroom.audited import Audited, entered_as
from editorial.newsroom.auditlog import changes_in_words
from events.models import Agreement, Event, EventKind, EventSeries
from people.models import Institution, InstitutionKind, Person
from publications.models import Publication, PublicationKind, Series
from tests import factories as make
from tests.newsroom import address, contributor, kind, save

pytestmark = pytest.mark.django_db
LIST = "/admin/editorial/auditentry/"


@pytest.fixture
def entries(admin_client):
    """Return a function that gives what was entered since it was last asked, as (who, action, kind, name)."""
    seen = [AuditEntry.objects.count()]

    def fresh():
        found = list(AuditEntry.objects.order_by("pk")[seen[0] :])
        seen[0] += len(found)
        return [(one.user_name, one.action, one.kind, one.object_name) for one in found]

    return fresh


def test_every_admin_keeps_the_log():
    assert [model for model, desk in admin.site._registry.items() if not isinstance(desk, Audited)] == []


ADDED = [
    (Event, {"title": "Talks", "kind": lambda: kind()}),
    (Person, {"name": "Ann Ahmad"}),
    (Institution, {"name": "An institute", "kind": lambda: InstitutionKind.objects.first().pk}),
    (Publication, {"title": "A book", "kind": lambda: PublicationKind.objects.first().pk}),
    (
        Agreement,
        {"title": "A pact", "kind": lambda: Agreement._meta.get_field("kind").related_model.objects.first().pk},
    ),
    (EventSeries, {"name": "A series", "slug": "a-series"}),
    (EventKind, {"name": "Duel", "plural": "Duels", "slug": "duel", "position": 9, "schema_type": "Event"}),
    (Series, {"name": "Papers", "slug": "papers"}),
    (Topic, {"name": "Ducks", "slug": "ducks"}),
    (Group, {"name": "Interns"}),
]


@pytest.mark.parametrize("model, values", ADDED, ids=lambda value: getattr(value, "__name__", ""))
def test_adding_changing_and_deleting_are_one_entry_each(admin_client, entries, model, values):
    values = {name: value() if callable(value) else value for name, value in values.items()}
    heading, name = model._meta.label_lower, values.get("title") or values["name"]
    save(admin_client, address(model, "add"), "_save", **values)
    assert entries() == [("admin", "added", heading, name)]
    made = model.objects.latest("pk")
    renamed = {"title" if "title" in values else "name": f"{name} II"}
    save(admin_client, address(model, "change", made.pk), "_save", **renamed)
    assert entries() == [("admin", "changed", heading, f"{name} II")]
    admin_client.post(address(model, "delete", made.pk), {"post": "yes"})
    assert entries() == [("admin", "deleted", heading, f"{name} II")]


def test_words_of_every_vocabulary_are_entered_too(admin_client, entries):
    for model in Vocabulary.__subclasses__():
        word = {"name": "A new word", "plural": "New words", "slug": "a-new-word", "position": 9}
        save(admin_client, address(model, "add"), "_save", **word)
        made = model.objects.get(slug="a-new-word")
        save(admin_client, address(model, "change", made.pk), "_save", position=8)
        admin_client.post(address(model, "delete", made.pk), {"post": "yes"})
        told = [(kind, action) for _, action, kind, _ in entries()]
        assert told == [(model._meta.label_lower, action) for action in ("added", "changed", "deleted")]


def test_what_a_list_saves_or_deletes_is_an_entry_for_each_record(admin_client, entries):
    kinds = list(EventKind.objects.order_by("position", "name"))
    page = admin_client.get(address(EventKind, "changelist"))
    data = {"form-TOTAL_FORMS": len(kinds), "form-INITIAL_FORMS": len(kinds), "_save": "1"}
    for form in page.context["cl"].formset.forms:
        data |= {form.add_prefix(name): form[name].value() for name in form.fields}
        data |= {form.add_initial_prefix(name): form[name].value() for name in form.fields}
    data |= {"form-0-position": 77, "form-1-position": 78}
    changed = [form.instance.name for form in page.context["cl"].formset.forms[:2]]
    admin_client.post(address(EventKind, "changelist"), data)
    assert entries() == [("admin", "changed", "events.eventkind", name) for name in changed]
    series = [EventSeries.objects.create(name=name, slug=name) for name in ("one", "two")]
    chosen = {"action": "delete_selected", "_selected_action": [one.pk for one in series], "post": "yes"}
    admin_client.post(address(EventSeries, "changelist"), chosen)
    assert sorted(entries()) == [("admin", "deleted", "events.eventseries", name) for name in ("one", "two")]


def test_an_entry_says_how_readers_saw_the_record_before_and_after(admin_client, entries):
    talks = make.draft(make.event("Talks"))
    save(admin_client, address(Event, "change", talks.pk), "_publish")
    admin_client.post(address(Event, "withdraw"), {"pk": talks.pk, "reason": "Wrong date."})
    admin_client.post(
        address(Event, "changelist"), {"action": "publish_chosen", "_selected_action": [talks.pk], "index": 0}
    )
    duel = make.event("Duel")
    save(admin_client, address(Event, "change", duel.pk), "_save", title="Duel of ducks")
    told = [(one.action, one.details["state"]) for one in AuditEntry.objects.filter(kind="events.event").order_by("pk")]
    assert told == [
        ("published", ["draft", "public"]),
        ("withdrawn", ["public", "withdrawn"]),
        ("published", ["withdrawn", "public"]),
        ("changed", ["public", "public"]),
    ]
    assert [action for _, action, *_ in entries()] == [action for action, _ in told]
    last = AuditEntry.objects.first()
    assert (last.said[:13], str(last.address)) == ("Changed Title", "127.0.0.1")
    assert "title" in last.details["fields"]


def test_who_may_do_what_is_entered_with_what_it_was(admin_client, entries):
    Group.objects.create(name="Desk")
    User.objects.create_user("zara", password="secret")
    page = address(User, "change", User.objects.get(username="zara").pk)
    joined = {"date_joined_0": "2026-01-01", "date_joined_1": "10:00"}
    User.objects.filter(username="zara").update(date_joined="2026-01-01T10:00Z")
    save(admin_client, page, "_save", is_staff="on", groups=[str(Group.objects.get(name="Desk").pk)], **joined)
    assert entries()[-1] == ("admin", "rights", "auth.user", "zara")
    values = AuditEntry.objects.first().details["values"]
    assert values == {"groups": [[], ["Desk"]], "is_staff": [False, True]}
    new = {"usable_password": "true", "password1": "f1refly-and-duck", "password2": "f1refly-and-duck"}
    admin_client.post(page.replace("change/", "password/"), new)
    assert entries() == [("admin", "password", "auth.user", "zara")]
    assert "f1refly" not in str(list(AuditEntry.objects.values()))


def test_logins_and_passwords_are_entered_without_what_was_typed_in_secret(client):
    User.objects.create_superuser("ann", password="secret-duck-9")
    client.post("/admin/login/", {"username": "groucho", "password": "secret"})
    client.post("/admin/login/", {"username": "ann", "password": "wrong"}, REMOTE_ADDR="10.1.2.3")
    client.post("/admin/login/", {"username": "ann", "password": "secret-duck-9"})
    word = {"old_password": "secret-duck-9", "new_password1": "another-duck-8", "new_password2": "another-duck-8"}
    client.post("/admin/password_change/", word | {"old_password": "wrong"})
    client.post("/admin/password_change/", word)
    client.post("/admin/logout/")
    told = [(one.user_name, one.action, one.address) for one in AuditEntry.objects.order_by("pk")]
    assert told == [
        ("groucho", "login-failed", "127.0.0.1"),
        ("ann", "login-failed", "10.1.2.3"),
        ("ann", "login", "127.0.0.1"),
        ("ann", "password", "127.0.0.1"),
        ("ann", "logout", "127.0.0.1"),
    ]
    assert "duck" not in str(list(AuditEntry.objects.values()))


def test_an_entry_outlives_who_and_what_it_speaks_of(admin_client):
    User.objects.create_superuser("ann", password="secret")
    admin_client.login(username="ann", password="secret")
    save(admin_client, address(EventSeries, "add"), "_save", name="A series", slug="a-series")
    EventSeries.objects.all().delete()
    User.objects.all().delete()
    last = AuditEntry.objects.first()
    assert (last.user_name, last.action, last.object_name) == ("ann", "added", "A series")


CHANGES = [
    "UPDATE editorial_auditentry SET said = 'Nothing.'",
    "DELETE FROM editorial_auditentry",
    "DELETE FROM editorial_auditentry WHERE id > 0",
]
ONLY_ON = {
    "sqlite": "INSERT OR REPLACE INTO editorial_auditentry SELECT * FROM editorial_auditentry",
    "postgresql": "TRUNCATE editorial_auditentry",
}


@pytest.mark.parametrize("statement", [*CHANGES, ONLY_ON])
def test_the_database_lets_nobody_change_the_log(statement):
    enter(None, "exported", said="Everything.")
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement if isinstance(statement, str) else statement[connection.vendor])
    assert AuditEntry.objects.get().said == "Everything."


def test_nor_does_the_program():
    one = enter(None, "exported")
    found = AuditEntry.objects.all()
    for change in (
        one.save,
        one.delete,
        found.delete,
        lambda: found.update(said=""),
        lambda: found.bulk_update([one], ["said"]),
    ):
        with pytest.raises(AuditError):
            change()
    assert AuditEntry.objects.count() == 1


def test_nobody_adds_changes_or_deletes_an_entry_in_the_newsroom(admin_client):
    one = enter(None, "exported")
    assert admin_client.get(LIST).status_code == 200
    assert admin_client.get(f"{LIST}{one.pk}/change/").status_code == 200
    refused = [f"{LIST}add/", f"{LIST}{one.pk}/delete/", f"{LIST}{one.pk}/change/"]
    assert [admin_client.post(url, {"post": "yes", "said": "x"}).status_code for url in refused] == [403] * 3


def test_the_log_is_for_those_who_may_read_it(client):
    contributor(client, "add_event", "change_event")
    assert [client.get(LIST).status_code, client.post(f"{LIST}export/").status_code] == [403, 403]
    User.objects.get().user_permissions.add(Permission.objects.get(codename="view_auditentry"))
    assert [client.get(LIST).status_code, client.post(f"{LIST}export/").status_code] == [200, 200]
    codenames = Permission.objects.filter(content_type__model="auditentry").values_list("codename", flat=True)
    assert list(codenames) == ["view_auditentry"]


def test_the_log_is_narrowed_by_person_action_kind_period_and_words(admin_client, rf):
    request = rf.get("/", REMOTE_ADDR="10.9.8.7")
    request.user = User.objects.get(username="admin")
    enter(request, "merged", make.person("Ann Ahmad"), said="Out of two.")
    asked = [
        "?person=admin&action=merged",
        "?kind=people.person",
        "?q=ahmad+two",
        "?q=10.9.8",
        "?at__year=2026&action=merged",
    ]
    shown = [[one.action for one in admin_client.get(LIST + query).context["cl"].result_list] for query in asked]
    assert shown == [["merged"]] * 5
    assert admin_client.get(f"{LIST}?person=nobody").context["cl"].result_count == 0


def test_the_log_is_taken_along_as_a_table_without_formulas_and_that_is_entered(admin_client, rf):
    enter(None, "merged", make.person("=1+1 Ahmad"))
    enter(None, "exported")
    response = admin_client.post(f"{LIST}export/?action=merged")
    lines = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert [(line["action"], line["object_name"]) for line in lines] == [("merged", "'=1+1 Ahmad")]
    assert admin_client.get(f"{LIST}export/").status_code == 405
    assert (AuditEntry.objects.first().action, AuditEntry.objects.first().user_name) == ("exported", "admin")


@pytest.mark.parametrize("behind, told", [(False, "192.0.2.1"), (True, "198.51.100.7")])
def test_only_behind_a_proxy_is_its_word_taken_and_only_its_own(settings, behind, told):
    settings.BEHIND_PROXY = behind
    sent = {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9, 198.51.100.7"}
    assert client_address(RequestFactory().get("/", **sent)) == told
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="", HTTP_X_FORWARDED_FOR="nonsense")) is None


def test_what_belongs_to_one_act_is_entered_under_its_name(rf):
    request = rf.get("/")
    request.user = User.objects.create_superuser("ann")
    person = make.person("Ann Ahmad")
    with entered_as(request, "restored"):
        admin.site.get_model_admin(Person).log_change(request, person, "Restored from revision 3.")
    assert [(one.action, one.said) for one in AuditEntry.objects.all()] == [("restored", "Restored from revision 3.")]


def test_the_list_asks_as_much_for_three_entries_as_for_thirty(admin_client, django_assert_max_num_queries):
    counts = []
    for count in (3, 30):
        for _ in range(count):
            enter(None, "merged", make.topic("Energy"))
        admin_client.get(LIST)
        with django_assert_max_num_queries(12) as asked:
            admin_client.get(LIST)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_is_restored_or_undone_is_entered_as_that(admin_client, entries):
    talks = make.event("Talks")
    save(admin_client, address(Event, "change", talks.pk), "_save", title="Talks on ducks")
    seen = {"seen": Event.objects.get().version}
    admin_client.post(address(Event, "revision", talks.pk, 1), {**seen, "restore": "1"})
    assert [entry[1:] for entry in entries()] == [
        ("changed", "events.event", "Talks on ducks"),
        ("restored", "events.event", "Talks"),
    ]
    with act(User.objects.get(), "rename", "Renamed a talk") as journal:
        journal.watch(talks)
        Event.objects.update(title="Talks on geese")
    admin_client.post(f"/admin/editorial/act/{Act.objects.get().pk}/change/")
    assert [entry[1] for entry in entries()] == ["undone"]


def test_a_merge_is_one_entry_that_names_who_is_gone(admin_client, entries):
    kept, gone = make.person("Ann Ahmad"), make.person("Anne Ahmed")
    page = admin_client.get(address(Person, "merge"), {"pk": [kept.pk, gone.pk]})
    sent = {"pk": [kept.pk, gone.pk], "keep": kept.pk, "seen": [f"{one.pk}:{one.version}" for one in (kept, gone)]}
    answer = admin_client.post(address(Person, "merge"), sent)
    assert (page.status_code, answer.status_code) == (200, 302)
    assert entries() == [("admin", "merged", "people.person", "Ann Ahmad")]
    assert AuditEntry.objects.first().details["gone"] == [{"key": gone.pk, "name": "Anne Ahmed"}]


def test_what_was_chosen_stands_in_the_log_by_its_name():
    values = {"role": [False, "Editor"], "is_active": [True, False], "groups": [["One", "Two"], []]}
    told = ["Role: none → Editor.", "Is active: yes → no.", "Groups: One, Two → none."]
    assert list(changes_in_words({"values": values})) == told
