"""The newsroom before the public: publishing, scheduling and withdrawing, one record or many at a time."""

import datetime

import pytest
from django.utils import timezone

from editorial.models import Act
from events.models import Event
from people.models import Institution, Person
from tests import factories as make
from tests.ledger import ledger
from tests.newsroom import address, contributor, errors, kind, save, sent

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ADD = "/admin/events/event/add/"


def test_a_contributor_has_no_button_to_publish_and_cannot_press_it_either(client):
    contributor(client, "add_event", "change_event", "view_event")
    response = client.get(ADD)
    assert b"_publish" not in response.content
    client.post(ADD, sent(response, title="Talks", kind=kind(), _publish="1", published_at="2020-01-01T00:00"))
    assert [event.state for event in Event.objects.all()] == ["draft"]


def test_pressing_publish_keeps_a_moment_in_the_future_as_the_schedule(admin_client):
    save(admin_client, ADD, "_publish", title="Later", kind=kind(), published_at="2999-01-01T10:00")
    assert Event.objects.get().state == "scheduled"
    url = address(Event, "change", Event.objects.get().pk)
    save(admin_client, url, "_publish")
    assert Event.objects.get().state == "public"


def test_what_is_public_does_not_vanish_by_an_emptied_date(admin_client):
    event = make.event("Seen by all")
    response = save(admin_client, address(Event, "change", event.pk), published_at="")
    said = "Readers see this record already. To take it back, withdraw it and say why."
    assert errors(response) == {"published_at": [said]}


def test_a_withdrawal_asks_for_its_reason_and_leaves_the_record(admin_client):
    events = [make.event("One"), make.event("Two"), make.event("Draft", published_at=None)]
    response = admin_client.post(
        address(Event, "changelist"),
        {"action": "withdraw_chosen", "_selected_action": [event.pk for event in events]},
        follow=True,
    )
    assert [str(event) for event in response.context["chosen"]] == ["Two", "One"]
    url = address(Event, "withdraw")
    keys = {"pk": [event.pk for event in events[:2]]}
    assert "This field is required." in admin_client.post(url, keys | {"reason": " "}).content.decode()
    admin_client.post(url, keys | {"reason": "It never took place."})
    assert [(event.state, event.withdrawal_reason) for event in Event.objects.order_by("pk")] == [
        ("withdrawn", "It never took place."),
        ("withdrawn", "It never took place."),
        ("draft", ""),
    ]
    save(admin_client, address(Event, "change", events[0].pk), "_publish")
    assert Event.objects.get(pk=events[0].pk).state == "public"


def test_many_records_are_published_or_withdrawn_at_once_and_that_is_undone_in_one_step(admin_client):
    events = [make.event(title, published_at=None) for title in ("One", "Two")] + [make.event("Three")]
    before = ledger()
    chosen = {"_selected_action": [event.pk for event in events]}
    page = admin_client.post(address(Event, "changelist"), {"action": "publish_chosen", **chosen}, follow=True)
    assert "Published: 2. Public already: 1." in page.content.decode()
    public = ledger()
    admin_client.post(address(Event, "withdraw"), {"pk": [event.pk for event in events], "reason": "In error."})
    assert [event.state for event in Event.objects.all()] == ["withdrawn"] * 3
    for act, state in zip(Act.objects.all(), (public, before), strict=True):
        assert admin_client.post(f"/admin/editorial/act/{act.pk}/change/").status_code == 302
        assert ledger() == state


def test_a_draft_is_searched_and_filtered_by_its_state(admin_client):
    make.event("Public talk")
    make.event("Hidden talk", published_at=None)
    url = address(Event, "changelist")
    assert [str(event) for event in admin_client.get(url, {"q": "TALK hid"}).context["cl"].queryset] == ["Hidden talk"]
    assert [str(event) for event in admin_client.get(url, {"state": "public"}).context["cl"].queryset] == [
        "Public talk"
    ]
    assert [str(event) for event in admin_client.get(url, {"state": "draft"}).context["cl"].queryset] == ["Hidden talk"]


def named_drafts():
    """Return a public event and the drafts that it names: its guest, its host, and an event that it led to."""
    guest = make.draft(make.person("Rufus T. Firefly", "Director", make.institution("Freedonia", published_at=None)))
    host, later = make.draft(make.institution("Sylvania")), make.draft(make.event("Peace talks"))
    event = make.event("Talks", hosts=[host], people=[(guest, "speaker")])
    event.links.create(other=later, relation="refers")
    return event, guest, host, later


def test_drafts_that_a_published_record_names_are_published_with_it_in_one_step(admin_client):
    event, guest, host, later = named_drafts()
    response = save(admin_client, address(Event, "change", event.pk), "_save")
    page = admin_client.get(response["Location"])
    url = address(Event, "named", event.pk)
    assert f'<a href="{url}" class="button">Publish them too …</a>' in page.content.decode()
    form = admin_client.get(url).context["form"]
    assert dict(form.fields["drafts"].choices) == {
        f"events.event.{later.pk}": "Peace talks (event)",
        f"people.person.{guest.pk}": "Rufus T. Firefly (person)",
        f"people.institution.{host.pk}": "Sylvania (institution)",
    }
    ticked = form.initial["drafts"]
    assert ticked == [f"people.person.{guest.pk}", f"people.institution.{host.pk}"]
    after = admin_client.post(url, {"drafts": ticked}, follow=True).content.decode()
    assert "Published: Rufus T. Firefly, Sylvania." in after
    assert [address(Person, "named", guest.pk) in after, address(Institution, "named", host.pk) in after] == [
        True,
        False,
    ]
    assert [type(one).objects.get(pk=one.pk).state for one in (guest, host, later)] == ["public", "public", "draft"]
    assert list(Person.objects.published().get().institution_terms.values_list("term", flat=True)) != []


def test_nobody_publishes_along_what_is_not_theirs_to_publish(client):
    event, guest, host, _ = named_drafts()
    allowed = ("view_event", "change_event", "publish_event", "view_participation", "view_hosting", "publish_person")
    contributor(client, *allowed)
    url = address(Event, "named", event.pk)
    assert [name for name, _ in client.get(url).context["form"].fields["drafts"].choices] == [
        f"people.person.{guest.pk}"
    ]
    refused = client.post(url, {"drafts": [f"people.institution.{host.pk}", f"people.person.{guest.pk}"]})
    assert (refused.status_code, Person.objects.published().count()) == (200, 0)
    client.post(url, {"drafts": [f"people.person.{guest.pk}"]})
    assert (Person.objects.published().count(), Institution.objects.published().count()) == (1, 0)


@pytest.mark.parametrize("way", ["list", "form", "bulk"])
def test_what_comes_back_from_a_withdrawal_is_public_since_when_it_was(admin_client, way):
    event = make.withdrawn(make.event("Talks"))
    since = timezone.now() - datetime.timedelta(days=400)
    Event.objects.filter(pk=event.pk).update(published_at=since)
    if way == "list":
        url = address(Event, "changelist")
        admin_client.post(url, {"action": "publish_chosen", "_selected_action": [event.pk]})
    elif way == "form":
        save(admin_client, address(Event, "change", event.pk), "_publish")
    else:
        url, said = address(Event, "bulk", "publish-at"), {"keys": str(event.pk), "at": "", "hours_zone": ""}
        admin_client.post(url, said | {"confirm": admin_client.post(url, said).context["plan"].digest})
    event.refresh_from_db()
    assert (event.state, event.published_at) == ("public", since)
