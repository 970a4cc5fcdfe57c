"""The newsroom: entering, publishing, withdrawing; who may; what is said when something is wrong."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.utils import timezone

from editorial.models import Topic
from editorial.newsroom.careful import REFUSED
from events.models import Event, EventTopicTerm, Participation, Role
from people.kinds import TELLING
from people.models import Affiliation, Institution, InstitutionKind, Person
from tests import factories as make
from tests.newsroom import address, contributor, errors, kind, row, save, sent

pytestmark = pytest.mark.django_db
ADD = "/admin/events/event/add/"


def role(slug="speaker"):
    return Role.objects.get(slug=slug).pk


def test_an_event_is_entered_on_one_page_with_its_rows_and_topics_and_found_under_them(admin_client):
    host, guest = make.institution("Embassy of Freedonia"), make.person("Rufus T. Firefly")
    rows = {"hostings-TOTAL_FORMS": 1, "participations-TOTAL_FORMS": 2, "topics": ["Energy", "Peace"]}
    rows |= row("hostings", 0, part="host", institution=host.pk, order=1)
    rows |= row("participations", 0, role=role("moderator"), position="Director", order=2)
    rows |= row("participations", 1, role=role(), person=guest.pk, order=1)
    response = save(
        admin_client, ADD, "_publish", title="Forum on ducks", kind=kind(), start_date="18 December 2025", **rows
    )
    assert response.status_code == 302
    event = Event.objects.published().get()
    assert [str(row) for row in event.participations.all()] == ["Rufus T. Firefly", "Director"]
    assert [row.institution_name for row in event.hostings.all()] == ["Embassy of Freedonia"]
    assert sorted(event.topics.names()) == ["Energy", "Peace"]
    assert EventTopicTerm.objects.filter(record=event).count() == 2
    assert list(event.institution_terms.values_list("term", flat=True)) == [host.pk]
    assert (event.created_by.username, event.changed_by.username) == ("admin", "admin")


def test_participants_are_put_into_the_sessions_that_were_saved_with_the_event(admin_client):
    session = row("sessions", 0, title="Opening") | {"sessions-TOTAL_FORMS": 1}
    assert "and they are offered here" in admin_client.get(ADD).content.decode()
    saved = save(admin_client, ADD, "_continue", title="Talks", kind=kind(), **session)
    form = admin_client.get(saved["Location"]).context["inline_admin_formsets"][1].formset.empty_form
    assert [label for _, label in form.fields["session"].choices] == ["---------", "Opening"]
    opening = Event.objects.get().sessions.get()
    people = row("participations", 0, role=role(), position="Director", session=opening.pk)
    save(admin_client, saved["Location"], **people, **{"participations-TOTAL_FORMS": 1})
    assert [one.session for one in Participation.objects.all()] == [opening]


def test_an_event_with_five_hundred_participants_is_not_refused(admin_client):
    rows = {"participations-TOTAL_FORMS": 500}
    for number in range(500):
        rows |= {f"participations-{number}-{field}": "" for field in "abcdefghijklmno"}
        rows |= row("participations", number, role=role(), position=f"Director {number}")
    save(admin_client, ADD, title="Talks", kind=kind(), **rows)
    assert Event.objects.get().participations.count() == 500


def test_a_new_row_is_none_while_it_has_only_what_it_came_with(admin_client):
    rows = row("participations", 0, role=role(), order=1) | {"participations-TOTAL_FORMS": 1}
    save(admin_client, ADD, title="Talks", kind=kind(), **rows)
    assert (Event.objects.count(), Participation.objects.count()) == (1, 0)


def test_the_name_of_a_new_institution_says_of_what_kind_it_is(admin_client):
    said = {"University of Okara": "university", "ITMO": None, "\x00": None}
    for name, slug in said.items():
        page = admin_client.get(address(Institution, "add"), {"name": name, "_popup": 1})
        chosen = InstitutionKind.objects.filter(pk=page.context["adminform"].form["kind"].value() or 0).first()
        assert (chosen and chosen.slug) == slug
    slugs = set(InstitutionKind.objects.values_list("slug", flat=True))
    assert set(TELLING.values()) <= slugs


def test_a_topic_is_known_by_any_spelling_of_its_names(admin_client):
    known = make.topic("Nuclear disarmament")
    known.names.create(name="Ядерное разоружение")
    save(admin_client, ADD, title="Talks", kind=kind(), topics=["NUCLEAR  Disarmament", "ядерное разоружение"])
    assert list(Event.objects.get().topics.all()) == [known]
    assert Topic.objects.count() == 1


def test_who_may_not_add_topics_is_told_so_beside_the_field_and_loses_nothing(client):
    contributor(client, "add_event", "change_event", "view_event")
    response = save(client, ADD, title="Talks", kind=kind(), topics=["Brand new"])
    said = "There is no topic “Brand new”. Choose one of the suggestions, or ask an editor to add it."
    assert errors(response) == {"topics": [said]}
    assert '<option value="Brand new" selected>Brand new</option>' in response.content.decode()
    assert not Topic.objects.exists()


def test_the_same_person_twice_in_a_role_is_refused_at_the_row(admin_client):
    guest = make.person("Rufus T. Firefly")
    rows = {"participations-TOTAL_FORMS": 2}
    rows |= row("participations", 0, role=role(), person=guest.pk) | row(
        "participations", 1, role=role(), person=guest.pk
    )
    response = save(admin_client, ADD, title="Talks", kind=kind(), **rows)
    assert errors(response) == {"participations-1-__all__": ["This person is there in this role already."]}
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"start_date": "31 February 2025"}, "start_date"),
        ({"start_date": "2025", "start_time": "10:00"}, "start_time"),
        ({"start_date": "2025-05-05", "end_date": "2025-05-04"}, "end_date"),
        ({"timezone": "Asia/Islamabad"}, "timezone"),
        ({"title": "a\x00b"}, "title"),
        ({"title": "x" * 100_000}, "title"),
        ({"kind": "9" * 40}, "kind"),
        ({"venue_institution": "nonsense"}, "venue_institution"),
        ({"venue_institution": "9" * 40}, "venue_institution"),
        ({"topics": ["a\x00b"]}, "topics"),
        ({"topics": ["!!!"]}, "topics"),
        ({"topics": ["x" * 200]}, "topics"),
        ({"published_at": "soon"}, "published_at"),
        ({"rule": "chatham-house"}, "withheld"),
    ],
)
def test_rubbish_is_refused_beside_its_field(admin_client, changes, field):
    response = save(admin_client, ADD, **{"title": "Talks", "kind": kind(), **changes})
    assert list(errors(response)) == [field]


def test_a_photo_asks_for_its_description_and_says_that_the_file_is_to_be_chosen_again(admin_client):
    photo = {"photos-TOTAL_FORMS": 1, "photos-0-picture": make.picture()}
    response = save(admin_client, ADD, title="Talks", kind=kind(), **photo)
    said = "Describe the picture for readers who cannot see it: what does it show?"
    assert errors(response) == {"photos-0-picture_alt": [said]}
    assert "Choose the files again" in response.content.decode()


def test_a_row_is_billed_with_the_position_held_on_the_day(admin_client):
    ministry, institute = make.institution("Ministry"), make.institution("Institute", acronym="INS")
    guest = make.person("Rufus T. Firefly", honorific="H.E.")
    Affiliation.objects.create(person=guest, institution=ministry, position="Minister", end="2024")
    Affiliation.objects.create(
        person=guest, institution=institute, position="Fellow", start="2025", institution_name="INS"
    )
    url = address(Person, "billing")
    told = admin_client.get(url, {"person": guest.pk, "day": "5 May 2024"}).json()
    assert (told["honorific"], told["position"], told["institution"]["text"]) == ("H.E.", "Minister", "Ministry")
    told = admin_client.get(url, {"person": guest.pk, "day": "2025"}).json()
    assert (told["position"], told["institution"]["text"], told["institution_name"]) == ("Fellow", "Institute", "INS")
    assert admin_client.get(url, {"person": "9" * 30, "day": "never"}).status_code == 404
    assert admin_client.get(url, {"person": "x\x00", "day": "\x00"}).status_code == 404


def test_suggestions_find_people_by_any_name_and_tell_them_apart(admin_client):
    guest = make.person("Zubair Hayat", position="Chairman", at=make.institution("Institute"), honorific="General")
    guest.names.create(name="زبیر حیات")
    asked = {"app_label": "events", "model_name": "participation", "field_name": "person", "term": "زبير"}
    found = admin_client.get("/admin/autocomplete/", asked).json()["results"]
    assert found == [
        {"id": str(guest.pk), "text": "General Zubair Hayat – Chairman, Institute", "name": "Zubair Hayat"}
    ]


def test_a_name_like_one_already_there_brings_a_warning_with_a_link_and_no_block(admin_client):
    known = make.person("Aizaz Ahmad Chaudhry")
    url = address(Person, "change", known.pk)
    told = admin_client.get(address(Person, "alike"), {"text": "Aizaz Ahmed Chaudhry"}).json()
    assert told == {"alike": [{"url": url, "text": "Aizaz Ahmad Chaudhry"}]}
    assert admin_client.get(address(Person, "alike"), {"text": "Aizaz Ahmed Chaudhry", "but": known.pk}).json() == {
        "alike": []
    }
    response = admin_client.post(
        address(Person, "add"), sent(admin_client.get(address(Person, "add")), name="Aizaz Ahmed Chaudhry"), follow=True
    )
    assert Person.objects.count() == 2
    assert f'<a href="{url}">Aizaz Ahmad Chaudhry</a>' in response.content.decode()


def test_nobody_off_the_staff_gets_a_word_out_of_the_newsroom(client):
    make.person("Rufus T. Firefly", published_at=None)
    for url in (address(Person, "billing"), address(Person, "alike"), "/admin/editorial/topic/suggest/"):
        assert client.get(url, {"person": 1, "text": "Rufus Firefly"}).status_code == 302
    contributor(client)
    assert client.get(address(Person, "alike"), {"text": "Rufus Firefly"}).json() == {"alike": []}
    assert client.get(address(Person, "billing"), {"person": 1}).status_code == 403


def test_rows_keep_the_order_in_which_they_were_numbered(admin_client):
    event = make.event("Talks", people=[(make.person(name), "speaker") for name in ("Ana", "Bea", "Cid")])
    url = address(Event, "change", event.pk)
    save(admin_client, url, **{f"participations-{place}-order": 3 - place for place in range(3)})
    assert [row.name for row in event.participations.all()] == ["Cid", "Bea", "Ana"]


@pytest.mark.parametrize("made", ["event", "agreement", "publication", "person", "institution"])
def test_every_form_opens_empty_and_filled_and_saves_what_it_showed(admin_client, made):
    record = getattr(make, made)("Shown")
    version = record.version
    assert admin_client.get(address(type(record), "add")).status_code == 200
    assert admin_client.get(address(type(record), "changelist")).status_code == 200
    assert save(admin_client, address(type(record), "change", record.pk)).status_code == 302
    record.refresh_from_db()
    assert (record.version, record.state) == (version + 1, "public")
    assert record.changed_at <= timezone.now()


def test_moving_an_agreement_to_another_event_moves_its_parties_too(admin_client):
    party = make.institution("Institute")
    old, new = make.event("Old"), make.event("New")
    agreement = make.agreement("Memorandum", event=old, parties=[party])
    agreement.settle()
    assert list(old.institution_terms.values_list("term", flat=True)) == [party.pk]
    save(admin_client, address(type(agreement), "change", agreement.pk), event=new.pk)
    assert not old.institution_terms.exists()
    assert list(new.institution_terms.values_list("term", flat=True)) == [party.pk]


def test_the_front_page_has_what_staff_use_most_first(admin_client):
    shelves = admin_client.get("/admin/").context["app_list"]
    assert [shelf["name"] for shelf in shelves][:3] == ["The record", "Topics and series", "Vocabularies"]
    assert [model["name"] for model in shelves[0]["models"]] == [
        "Events",
        "Agreements",
        "Publications",
        "People",
        "Institutions",
        "Received reports",
    ]
    assert Institution.objects.count() == Participation.objects.count() == 0


# What the newsroom derives, or sets by its buttons; everything else that can be edited has its place in a form.
NOT_ASKED = {"withdrawal_reason", "sort_key", "picture_width", "picture_height"}


def forms_of_the_newsroom():
    """Every form and every row of a form of the record, as (what asks, the model of its page)."""
    for model, desk in admin.site._registry.items():
        if model._meta.app_label in {"people", "publications", "events"}:
            yield from ((asked, model) for asked in (desk, *(rows(model, admin.site) for rows in desk.inlines)))


def test_everything_that_can_be_known_of_a_record_has_its_place_in_a_form():
    asked_for, known = set(), set()
    for asked, page in forms_of_the_newsroom():
        fields = [field for field in asked.opts.fields if field.editable and not field.primary_key]
        own = {field.name for field in fields if asked.model is page or field.related_model is not page}
        known |= {f"{asked.opts.label}.{name}" for name in own - NOT_ASKED}
        laid_out = set(flatten_fieldsets(asked.fieldsets)) if asked.fieldsets else set(asked.fields or own)
        asked_for |= {f"{asked.opts.label}.{field}" for line in laid_out for field in make_tuple(line)}
    assert known - asked_for == set()


def make_tuple(line):
    return line if isinstance(line, tuple) else (line,)


def test_a_topic_with_two_equal_names_is_refused_and_nothing_is_lost(admin_client):
    url = address(Topic, "add")
    names = {"names-TOTAL_FORMS": 2, **row("names", 0, name="Peace"), **row("names", 1, name="PEACE")}
    response = save(admin_client, url, name="Concord", slug="concord", **names)
    assert errors(response) == {"names-1-__all__": ["This is there already."]}
    narrower = {"narrower-TOTAL_FORMS": 2, **row("narrower", 0, name="Truce"), **row("narrower", 1, name="TRUCE")}
    response = save(admin_client, url, name="Concord", slug="concord", **narrower)
    assert errors(response) == {"__all__": [REFUSED]}
    assert response.context["adminform"].form["name"].value() == "Concord"
    assert not Topic.objects.exists()
    different = {"names-TOTAL_FORMS": 2, **row("names", 0, name="Peace"), **row("names", 1, name="Amity")}
    assert save(admin_client, url, name="Concord", slug="concord", **different).status_code == 302


@pytest.mark.parametrize("rubbish", ["9" * 40, "²", "a\x00b", "[]", "2024-02-30"])
def test_no_rubbish_in_an_address_breaks_the_newsroom(admin_client, rubbish):
    event = make.event("Talks")
    for name in ("q", "state", "p", "o", "year", "kind__id__exact", "starts_at__year"):
        assert admin_client.get(address(Event, "changelist"), {name: rubbish}).status_code in (200, 302)
    assert admin_client.get("/admin/events/agreement/add/", {"event": rubbish}).status_code == 200
    assert admin_client.get(address(Person, "alike"), {"text": rubbish, "but": rubbish}).json() == {"alike": []}
    sent_back = admin_client.post(address(Event, "withdraw"), {"pk": rubbish, "reason": "x"})
    assert (sent_back.status_code, event.state) == (200, "public")


RECORDS = ["events/event", "events/agreement", "publications/publication", "people/person", "people/institution"]


@pytest.mark.django_db(transaction=True)
def test_a_list_that_cannot_be_filtered_as_its_address_asks_is_shown_in_full(admin_client):
    """Outside a transaction, which in PostgreSQL would not outlive such a question."""
    names = [
        "published_at__year",
        "created_at__year__gte",
        "year",
        "key",
        "key__range",
        "starts_at__month",
        "_to_field",
    ]
    for url in [f"/admin/{records}/" for records in RECORDS]:
        fine = {(200, None), (400, None), (302, f"{url}?e=1")}
        asked = [f"{url}?{name}={rubbish}" for name in names for rubbish in ("0", "-1", "9" * 30, "%00", "%2B")]
        answers = {query: admin_client.get(query) for query in asked}
        assert {
            query: got.status_code
            for query, got in answers.items()
            if (got.status_code, got.get("Location")) not in fine
        } == {}
        assert answers[f"{url}?published_at__year=0"]["Location"] == f"{url}?e=1"
        assert admin_client.get(f"{url}?e=1").status_code == 200


def test_null_characters_find_nothing_and_break_nothing(admin_client):
    asked = {"app_label": "events", "model_name": "event", "field_name": "parent", "term": "\x00"}
    assert admin_client.get("/admin/autocomplete/", asked).json()["results"] == []


def test_who_may_only_look_sees_the_form_without_its_buttons(client):
    event = make.event("Talks")
    contributor(client, "view_event")
    page = client.get(address(Event, "change", event.pk)).content.decode()
    assert ("Talks" in page, 'name="_save"' in page, "Withdraw …" in page) == (True, False, False)
    assert client.get(address(Event, "withdraw"), {"pk": event.pk}).status_code == 403


def test_lists_say_how_firmly_a_date_is_known(admin_client):
    make.event("Talk", start_date="2025-04-17", date_certainty="by")
    make.agreement("Memorandum", signed_on="2025", date_certainty="about")
    lists = [admin_client.get(f"/admin/events/{kind}/").content.decode() for kind in ("event", "agreement")]
    assert ["by 17 April 2025" in lists[0], "about 2025" in lists[1]] == [True, True]
