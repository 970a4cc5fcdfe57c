"""In the newsroom staff see what was done in one step, what undoing it does, and undo it if they may."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User

from editorial.acts import Act, act
from people.models import Person, PersonName
from tests import factories as make
from tests.newsroom import address, contributor
from tests.test_pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def renamed():
    """An act that renamed a person, gave them another name and took a second one."""
    person = make.person("Ann")
    PersonName.objects.create(person=person, name="Anna")
    with act(User.objects.create_superuser("editor"), "rename", "Renamed Ann") as journal:
        journal.watch(person, person.names.all())
        person.names.all().delete()
        person.name = "Bea"
        person.save()
        person.names.create(name="Ann")
    return journal.act


def test_the_page_of_an_act_says_what_comes_back_and_undoes_it(admin_client, renamed):
    assert b"Renamed Ann" in admin_client.get(address(Act, "changelist")).content
    url = address(Act, "change", renamed.pk)
    said = words(admin_client.get(url))
    assert "These come back 1 other name : Anna" in said
    assert "These are put back as they were 1 person : Ann" in said
    assert "These go again 1 other name : Ann" in said
    admin_client.post(url)
    assert list(Person.objects.values_list("name", "names__name")) == [("Ann", "Anna")]
    assert LogEntry.objects.latest("pk").change_message == "Undone: Renamed Ann."
    assert "Undone by admin" in words(admin_client.get(url))
    assert "has been undone already" in words(admin_client.post(url))


def test_an_act_that_was_overtaken_says_by_what(admin_client, renamed):
    Person.objects.update(name="Cleo")
    answer = admin_client.post(address(Act, "change", renamed.pk))
    assert answer.status_code == 409
    assert "The person “Ann” has been changed since: name." in words(answer)
    assert Person.objects.get().name == "Cleo"


def test_who_may_publish_something_else_sees_acts_and_does_not_undo_them(client, renamed):
    contributor(client, "publish_event", "view_event")
    url = address(Act, "change", renamed.pk)
    assert "takes the right to publish" in words(client.get(url))
    assert client.post(url).status_code == 403


def test_who_may_publish_nothing_sees_no_acts(client, renamed):
    contributor(client, "change_person", "view_person")
    for name, arguments in (("changelist", ()), ("change", (renamed.pk,))):
        assert client.get(address(Act, name, *arguments)).status_code == 403
        assert client.post(address(Act, name, *arguments)).status_code == 403


@pytest.mark.parametrize("key", ["0", "9" * 30, "x", "²"])
def test_an_act_that_there_is_not_is_not_found(admin_client, key):
    assert admin_client.get(f"/admin/editorial/act/{key}/change/").status_code == 404
