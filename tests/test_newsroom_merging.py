"""In the newsroom two records that are one are merged, told apart for good, and proposed where their names are alike."""

import time

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from editorial.acts import Act
from editorial.duplicates import proposed
from editorial.likeness import same_heading, same_person
from editorial.models import AuditEntry, DifferentPair, Draft, Topic
from people.models import Institution, InstitutionName, Person, PersonName
from tests import factories as make
from tests.ledger import ledger
from tests.newsroom import address, contributor, save
from tests.test_pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def page(model, *records, **asked):
    keys = "&".join(f"pk={one.pk}" for one in records)
    return f"{address(model, 'merge')}?{keys}" + "".join(f"&{name}={value}" for name, value in asked.items())


def sent(*records, **chosen):
    """Return what the page of a merge sends when the first of `records` is kept."""
    seen = [f"{one.pk}:{getattr(one, 'version', '')}" for one in records]
    taken = {f"take-{name}": one.pk for name, one in chosen.items()}
    return {"pk": [one.pk for one in records], "keep": records[0].pk, "seen": seen, **taken}


def test_two_people_chosen_in_the_list_are_merged_and_unmerged(admin_client):
    body = make.institution("Institute")
    ann, anne = make.person("Ann Ahmad", summary="Short."), make.person("Anne Ahmad", "Fellow", body, summary="Long.")
    make.event("A talk", people=[(anne, "speaker")])
    before = ledger()
    chosen = {"action": "merge_chosen", "_selected_action": [ann.pk, anne.pk]}
    shown = admin_client.post(address(Person, "changelist"), chosen, follow=True)
    assert shown.context["merge"].kept == anne
    shown = admin_client.get(page(Person, ann, anne, keep=ann.pk))
    said = words(shown)
    assert "Ann Ahmad Public Is kept Anne Ahmad Public Keep this one instead" in said
    assert "What moves to “Ann Ahmad”" in said
    assert "Events: participants 1 A talk – Anne Ahmad" in said
    assert "Affiliations 1 Fellow, Institute" in said
    answer = admin_client.post(address(Person, "merge"), sent(ann, anne, summary=anne), follow=True)
    assert answer.redirect_chain == [(address(Person, "change", ann.pk), 302)]
    assert "Merged “Anne Ahmad” into “Ann Ahmad”. Undo …" in words(answer)
    assert list(Person.objects.values_list("name", "summary", "names__name")) == [("Ann Ahmad", "Long.", "Anne Ahmad")]
    assert LogEntry.objects.latest("pk").change_message == "Merged with “Anne Ahmad”."
    assert AuditEntry.objects.filter(action="merged", object_name="Ann Ahmad").count() == 1
    led = admin_client.get(address(Person, "change", anne.pk), follow=True)
    assert "That record was merged into “Ann Ahmad”." in words(led)
    admin_client.post(address(Act, "change", Act.objects.get().pk))
    assert ledger() == before


def test_one_record_asks_for_the_other(admin_client):
    ann, _, bob = (make.person(name) for name in ("Ann Bea Ahmad", "Anne Bea Ahmad", "Bob"))
    shown = admin_client.get(page(Person, ann, q="bob"))
    assert [one for _, one in shown.context["alike"]] == ["Anne Bea Ahmad"]
    assert [one for _, one in shown.context["found"]] == ["Bob"]
    assert "Merge …" in words(admin_client.get(address(Person, "change", bob.pk)))
    assert admin_client.get(address(Person, "merge"), follow=True).redirect_chain[-1][0] == address(
        Person, "changelist"
    )


def test_what_was_changed_meanwhile_is_looked_at_again(admin_client):
    ann, anne = make.person("Ann"), make.person("Anne")
    asked = sent(ann, anne)
    anne.save()
    answer = admin_client.post(address(Person, "merge"), asked)
    assert answer.status_code == 409
    assert "“Anne” was changed while you looked at this page." in words(answer)
    assert Person.objects.count() == 2


def test_what_stands_beneath_the_one_kept_does_not_offer_it_as_its_own_parent(admin_client):
    top = make.topic("Relations")
    low = make.topic("History", broader=top)
    shown = admin_client.get(page(Topic, top, low, keep=top.pk))
    assert [line.label for line in shown.context["lines"]] == ["Name"]
    admin_client.post(address(Topic, "merge"), sent(top, low, name=top, broader=low))
    assert list(Topic.objects.values_list("name", "broader")) == [("Relations", None)]


def test_changes_that_wait_as_a_draft_are_not_lost_by_a_merge(admin_client):
    ann, anne = make.person("Ann"), make.person("Anne")
    Draft.objects.create(content_type=ContentType.objects.get_for_model(Person), object_id=anne.pk, content={}, base={})
    for answer in (
        admin_client.get(page(Person, ann, anne)),
        admin_client.post(address(Person, "merge"), sent(ann, anne)),
    ):
        assert "“Anne” has changes that are not published yet. Publish or discard them first" in words(answer)
    assert Person.objects.count() == 2


def test_a_loop_is_refused_with_the_page_in_its_place(admin_client):
    top = make.institution("Top")
    low = make.institution("Low", parent=make.institution("Middle", parent=top))
    answer = admin_client.post(address(Institution, "merge"), sent(low, top))
    assert answer.status_code == 409
    assert "“Low” would come to stand beneath itself, by way of “Middle”." in words(answer)
    assert Institution.objects.count() == 3


def test_topics_are_merged_by_those_who_may_change_and_delete_them(client, admin_client):
    oil, petrol = make.topic("Oil"), make.topic("Petrol")
    make.event("A talk", topics=[petrol])
    answer = admin_client.post(address(Topic, "merge"), sent(oil, petrol), follow=True)
    assert "Merged “Petrol” into “Oil”." in words(answer)
    answer = client.get(f"/topics/{petrol.slug}/")
    assert (answer.status_code, answer["Location"]) == (301, "/topics/oil/")
    contributor(client, "view_topic", "change_topic")
    assert client.get(page(Topic, oil)).status_code == 403


@pytest.mark.parametrize("name", ["merge", "duplicates", "different", "alike_after_all"])
def test_who_may_not_publish_people_neither_merges_nor_parts_them(client, name):
    ann, anne = make.person("Ann"), make.person("Anne")
    contributor(client, "view_person", "change_person", "delete_person", "publish_event")
    assert client.get(page(Person, ann, anne)).status_code == 403
    assert client.post(address(Person, name), sent(ann, anne)).status_code == 403
    assert "Merge …" not in words(client.get(address(Person, "changelist")))
    assert (Person.objects.count(), DifferentPair.objects.count()) == (2, 0)


HOSTILE = [
    {"pk": ["1", "9" * 30]},
    {"pk": ["x", "²", "-1", "\x00"]},
    {"keep": "x"},
    {"keep": "9" * 30},
    {"seen": ["", "x", ":"]},
    {"take-name": "x", "take-": "1", "take-pk": "1", "take-nothing": "1", "take-version": "1", "take-slug": "1"},
]


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", ["merge", "different", "alike_after_all"])
def test_whatever_is_sent_is_answered_without_a_failure(admin_client, name, hostile):
    ann, anne = make.person("Ann"), make.person("Anne")
    asked = {**sent(ann, anne), **hostile}
    assert admin_client.post(address(Person, name), asked).status_code in {200, 302, 400, 409}
    assert not Person.objects.filter(name="").exists()


def test_two_that_were_told_apart_are_never_proposed_again_until_that_is_taken_back(admin_client):
    ann, anne = make.person("Ann Bea Ahmad"), make.person("Anne Bea Ahmad")
    url = address(Person, "duplicates")
    shown = admin_client.get(url)
    assert "“Ann Bea Ahmad” is like “Anne Bea Ahmad”." in words(shown)
    keys = {"pk": [anne.pk, ann.pk]}
    said = words(admin_client.post(address(Person, "different"), keys, follow=True))
    assert "No two people have names that are alike." in said
    assert "Ann Bea Ahmad is not Anne Bea Ahmad Said by admin" in said
    alike = admin_client.get(address(Person, "alike"), {"text": "Ann Bea Ahmad", "but": anne.pk}).json()
    assert alike == {"alike": []}
    admin_client.post(address(Person, "alike_after_all"), keys)
    assert [pair.keys for pair in proposed(Person, same_person)] == [(ann.pk, anne.pk)]


def test_pairs_are_proposed_by_any_of_their_names_with_what_both_have_in_common(admin_client):
    body = make.institution("Institute of Peace", acronym="IOP")
    first, second = make.person("Zubair Hayat", "Fellow", body), make.person("Z. M. Hayyat", "Fellow", body)
    PersonName.objects.create(person=second, name="Zubair Hayat")
    make.person("Sajjad Hayat")
    make.event("A talk", people=[(first, "speaker"), (second, "chair")])
    said = words(admin_client.get(address(Person, "duplicates")))
    assert "1 pair of which the names are alike." in said
    assert "Both are called “Zubair Hayat”. In common: events – A talk; institutions – Institute of Peace." in said
    other = make.institution("I.O.P.")
    InstitutionName.objects.create(institution=make.institution("Paix et vie"), name="Institut de la paix")
    make.institution("Centre of the Institute of Peace", parent=body)
    assert [pair.keys for pair in proposed(Institution, same_heading)] == [(body.pk, other.pk)]


def test_two_thousand_people_are_looked_through_in_seconds(admin_client):
    first = [
        f"{a}{b}"
        for a in ("Ab", "Be", "Ci", "Do", "Eu")
        for b in ("dul", "gum", "rat", "lan", "ned", "vid", "nas", "mir")
    ]
    last = [
        f"{a}{b}"
        for a in ("Kha", "Mali", "Ahma", "Chau", "Baj")
        for b in ("n", "k", "d", "dhry", "wa", "zai", "ri", "la", "to", "m")
    ]
    names = [f"{a} {b} {c}" for n, a in enumerate(first) for b in last for c in (last[n % 7],)]
    Person.objects.bulk_create(
        Person(name=name, key=name.lower(), sort_key=name.lower(), slug=f"p{n}") for n, name in enumerate(names)
    )
    assert Person.objects.count() == 2000
    started = time.perf_counter()
    assert admin_client.get(address(Person, "duplicates")).status_code == 200
    assert time.perf_counter() - started < 4


def test_the_lists_lead_to_the_proposals(admin_client):
    for model in (Person, Institution, Topic):
        assert reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_duplicates") in (
            admin_client.get(address(model, "changelist")).content.decode()
        )


def test_the_history_of_what_was_merged_can_still_be_read(client, admin_client):
    ann, anne = make.person("Ann"), make.person("Anne")
    save(admin_client, address(Person, "change", anne.pk), summary="Long.")
    anne.refresh_from_db()
    admin_client.post(address(Person, "merge"), sent(ann, anne))
    shown = admin_client.get(address(Person, "history", ann.pk))
    assert "It took in Anne , with a history of its own." in words(shown)
    said = words(admin_client.get(address(Person, "history", anne.pk)))
    assert "History of “Anne”, which was merged" in said
    assert "Long." in said
    contributor(client, "view_person", "change_person")
    assert client.get(address(Person, "history", anne.pk)).status_code == 403
