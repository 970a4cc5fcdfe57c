"""Record health: what each rule finds and what it lets be, how a row is put right on the spot, and who may."""

import datetime

import pytest
from django.contrib.auth.models import Group, User

from editorial.audit import AuditEntry
from editorial.health import Rule, SetAside, SwitchedOff, counted, rules_for
from events.models import Coverage, Event, Participation
from people.models import InstitutionKind
from publications.models import ContributionRole
from tests import factories as make
from tests.ailments import (
    CASES,
    MENDED,
    TODAY,
    a_participant_by_name,
    a_past_event,
    an_agreement_asleep,
    an_agreement_that_ends,
    an_event_without_anything,
    an_expert,
    credited,
    sound,
)

pytestmark = pytest.mark.django_db


def address(slug, number=""):
    return f"/admin/to-fix/{slug}/{number}"


def found():
    """Return what the rules find, as {rule: names of its rows}; rules that find nothing are left out."""
    user = User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("chief")
    rows = {rule.slug: sorted(str(rule.record_of(row)) for row in rule.found(user)) for rule in Rule.all()}
    return {slug: names for slug, names in rows.items() if names}


@pytest.mark.parametrize("spoil, rules", CASES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_rule_finds_what_it_is_for_and_nothing_in_a_sound_record(spoil, rules):
    known = sound()
    assert found() == {}
    spoil(known)
    assert found() == rules


@pytest.mark.once
def test_every_rule_says_what_it_is_and_why_and_is_known_by_a_name_of_its_own():
    rules = Rule.all()
    assert [rule.slug for rule in rules if not (rule.name and rule.why.endswith("."))] == []
    assert len({rule.slug for rule in rules}) == len({rule.name for rule in rules}) == len(rules) > 30


def test_what_was_withdrawn_is_left_in_peace():
    make.withdrawn(make.event("Bare"))
    assert found() == {}


def test_an_agreement_sleeps_until_its_parties_meet():
    known = sound()
    an_agreement_asleep(known)
    recent = (TODAY - datetime.timedelta(days=20)).isoformat()
    make.event("Visit", hosts=[known["host"]], topics=[known["energy"]], start_date=recent, report="<p>Told.</p>")
    assert found() == {"agreement-dormant": ["Asleep"]}
    hosts = [known["host"], known["guest"]]
    make.event("Meeting", hosts=hosts, topics=[known["energy"]], start_date=recent, report="<p>Told.</p>")
    assert found() == {}


@pytest.mark.parametrize("spoil, slug, values", MENDED)
@pytest.mark.once
def test_a_row_is_put_right_in_the_list_and_gone_at_once_with_one_entry_of_who_did_it(
    admin_client, spoil, slug, values
):
    known = sound()
    spoil(known)
    known["bob"] = make.person("Bob Another", "Fellow", known["host"])
    known["author"] = ContributionRole.objects.get(slug="author")
    known["university"] = InstitutionKind.objects.get(slug="university")
    line = admin_client.get(address(slug)).context["lines"][0]
    version, before = line.record.version, AuditEntry.objects.count()
    sent = {f"mend-{line.key}-{name}": value for name, value in values.items()}
    sent = {
        name: getattr(known.get(value), "pk", value) if str(value) == value else value for name, value in sent.items()
    }
    response = admin_client.post(address(slug), {"row": line.key, "mend": "1", **sent})
    assert (response.status_code, response.get("Location")) == (302, address(slug))
    assert str(line.record) not in found().get(slug, [])
    record = type(line.record).objects.get(pk=line.record.pk)
    assert (record.version > version, record.changed_by.username) == (True, "admin")
    told = [
        (entry.user_name, entry.object_name)
        for entry in AuditEntry.objects.all()[: AuditEntry.objects.count() - before]
    ]
    assert told == [("admin", str(record))]


@pytest.mark.once
def test_what_was_mended_is_found_under_it(admin_client):
    known = sound()
    an_event_without_anything(known)
    bare = Event.objects.get(title="Bare")
    sent = {"row": bare.pk, "mend": "1", f"mend-{bare.pk}-institution": known["guest"].pk}
    admin_client.post(address("event-without-host"), sent)
    assert [row.institution_name for row in bare.hostings.all()] == ["An academy"]
    assert list(bare.institution_terms.values_list("term", flat=True)) == [known["guest"].pk]
    assert AuditEntry.objects.first().said == "Added host “An academy”."


@pytest.mark.once
def test_a_wrong_value_is_said_at_the_field_with_what_was_typed_and_nothing_is_saved(admin_client):
    a_past_event(sound())
    over = Event.objects.get(title="Over")
    for typed in ("no address", "", "x" * 5000, "\x00"):
        sent = {"row": over.pk, "mend": "1", f"mend-{over.pk}-address": typed}
        page = admin_client.post(address("event-without-report"), sent)
        form = page.context["lines"][0].form
        assert (page.status_code, list(form.errors), form["address"].value()) == (200, ["address"], typed)
    assert (Coverage.objects.count(), Event.objects.get(title="Over").version) == (0, over.version)


def test_what_the_database_refuses_is_said_at_the_row(admin_client):
    known = sound()
    row = credited(known["talk"], name="A. Ahmad", institution=known["host"])
    sent = {"row": row.pk, "mend": "1", f"mend-{row.pk}-person": known["ann"].pk}
    page = admin_client.post(address("participant-not-matched"), sent)
    assert page.status_code == 200
    assert "there" in str(page.context["lines"][0].form.errors)
    assert Participation.objects.get(pk=row.pk).person is None


@pytest.mark.once
def test_nonsense_is_answered_with_the_page(admin_client):
    an_event_without_anything(sound())
    for act in ("mend", "aside", "back", "nonsense"):
        for sent in ({}, {"row": "x"}, {"row": "9" * 20}, {"row": "-1"}, {"row": "\x00"}, {"row": "4711"}):
            response = admin_client.post(address("event-without-host", "?page=x"), {act: "1", **sent})
            assert (response.status_code, response["Location"]) == (302, address("event-without-host"))
    assert found()["event-without-host"] == ["Bare"]


@pytest.mark.once
def test_unknown_rules_and_pages_are_answered(admin_client):
    assert admin_client.get(address("no-such-rule")).status_code == 404
    assert admin_client.get(address("event-without-host", "?page=nonsense")).status_code == 200
    assert admin_client.get("/admin/to-fix/").status_code == 200


def test_a_name_is_proposed_when_exactly_one_person_is_called_like_it(admin_client):
    known = sound()
    known["ann"].names.create(name="Anna Achmad")
    for name in ("Anna Achmad", "Bilal Bashir", "Chen Chang"):
        credited(known["talk"], name=name, institution=known["host"])
    for count in range(2):
        make.person(f"Chen Chang {'I' * (count + 1)}", "Fellow", known["host"])
    lines = admin_client.get(address("participant-not-matched")).context["lines"]
    proposed = {line.row.name: line.form["person"].value() for line in lines}
    assert proposed == {"Anna Achmad": known["ann"].pk, "Bilal Bashir": None, "Chen Chang": None}


@pytest.mark.once
def test_a_row_leads_to_the_very_field(admin_client):
    known = sound()
    row = credited(known["talk"], name="Somebody Else", institution=known["host"], order=7)
    line = admin_client.get(address("participant-not-matched")).context["lines"][0]
    assert line.address == f"/admin/events/event/{known['talk'].pk}/change/#id_participations-1-person"
    page = admin_client.get(line.address.partition("#")[0]).content.decode()
    assert 'id="id_participations-1-person"' in page
    assert f'name="participations-1-id" value="{row.pk}"' in page


@pytest.mark.once
def test_every_rule_leads_to_a_field_that_is_there(admin_client):
    known = sound()
    for spoil, _ in CASES:
        if spoil not in {an_agreement_that_ends, an_expert}:
            spoil(known)
    pages, there = {}, {}
    for rule in Rule.all():
        for line in admin_client.get(address(rule.slug)).context["lines"][:1]:
            page, _, anchor = line.address.partition("#")
            pages[page] = pages.get(page) or admin_client.get(page).content.decode()
            there[rule.slug] = not anchor or f'id="{anchor}"' in pages[page]
    assert [slug for slug, found in there.items() if not found] == []
    assert len(there) > 20


def test_a_row_that_is_right_as_it_is_stays_away_until_it_is_taken_back(admin_client):
    an_event_without_anything(sound())
    bare = Event.objects.get(title="Bare")
    admin_client.post(address("event-without-host"), {"row": bare.pk, "aside": "1"})
    assert set(found()) == {"event-without-date", "event-without-topics"}
    aside = SetAside.objects.get()
    assert (aside.rule, aside.object_key, aside.by.username) == ("event-without-host", bare.pk, "admin")
    assert AuditEntry.objects.first().said == "Right as it is, “Events without a host”: Bare."
    page = admin_client.get(address("event-without-host"))
    assert [(record, said.by.username) for record, _, said in page.context["aside"]] == [(bare, "admin")]
    admin_client.post(address("event-without-host"), {"row": bare.pk, "back": "1"})
    assert found()["event-without-host"] == ["Bare"]


def colleague(role):
    user = User.objects.create_user(role.lower(), password="secret", is_staff=True)
    user.groups.set([Group.objects.get(name=role)])
    return user


@pytest.mark.once
def test_an_administrator_switches_a_rule_off_and_on(client):
    an_event_without_anything(sound())
    editor, administrator = colleague("Editor"), colleague("Administrator")
    url = address("event-without-host")
    client.force_login(editor)
    assert client.post(url, {"switch": "off"}).status_code == 403
    client.force_login(administrator)
    assert client.post(url, {"switch": "off"}).status_code == 302
    assert (SwitchedOff.objects.get().rule, SwitchedOff.objects.get().by) == ("event-without-host", administrator)
    assert "event-without-host" not in counted(rules_for(editor), editor)
    assert "Switched off" in client.get("/admin/to-fix/").content.decode()
    assert client.post(url, {"switch": "on"}).status_code == 302
    assert counted(rules_for(editor), editor)["event-without-host"] == 1


@pytest.mark.once
def test_a_contributor_sees_and_mends_own_drafts_alone(client):
    known, assistant = sound(), colleague("Contributor")
    an_event_without_anything(known)
    mine = make.event("Mine", published_at=None, created_by=assistant)
    client.force_login(assistant)
    assert [line.record for line in client.get(address("event-without-host")).context["lines"]] == [mine]
    others = Event.objects.get(title="Bare")
    for act in ("mend", "aside"):
        client.post(
            address("event-without-host"),
            {"row": others.pk, act: "1", f"mend-{others.pk}-institution": known["host"].pk},
        )
    assert (others.hostings.count(), SetAside.objects.count()) == (0, 0)
    sent = {"row": mine.pk, "mend": "1", f"mend-{mine.pk}-institution": known["host"].pk}
    client.post(address("event-without-host"), sent)
    assert mine.hostings.count() == 1


@pytest.mark.once
def test_whoever_may_change_nothing_finds_nothing(client):
    an_event_without_anything(sound())
    client.force_login(User.objects.create_user("guest", password="secret", is_staff=True))
    assert "nothing here for you" in client.get("/admin/to-fix/").content.decode()
    assert client.get(address("event-without-host")).status_code == 404


def test_the_lists_ask_as_much_for_three_rows_as_for_one(admin_client, django_assert_num_queries):
    known = sound()
    for slug, spoil in [
        ("participant-not-matched", a_participant_by_name),
        ("event-without-host", an_event_without_anything),
    ]:
        spoil(known)
        admin_client.get(address(slug))
        counts = []
        for _ in range(2):
            with django_assert_num_queries(99, exact=False) as asked:
                admin_client.get(address(slug))
            counts.append(len(asked))
            spoil(known)
            spoil(known)
        assert counts[0] == counts[1]
