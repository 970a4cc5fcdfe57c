"""Ways round: what a contributor could send to reach what is others' to change or not public yet, and does not reach it."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from editorial.content import content
from events.models import Event, Intake
from people.models import Person
from tests import factories as make
from tests.newsroom import address, save, sent
from tests.staff import colleague, logged_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SECRET = b"%PDF-1.4 kept back"


@pytest.fixture
def ann():
    return colleague("contributor", "ann")


def under_embargo(event):
    until = timezone.now() + datetime.timedelta(days=3)
    event.documents.create(title="Report", file=ContentFile(SECRET, "a.pdf"), embargoed_until=until)
    return event


def test_the_button_that_keeps_a_draft_opens_no_other_page(ann):
    person = make.draft(make.person("Bob Baloch"))
    Person.objects.filter(pk=person.pk).update(created_by=ann)
    event = make.event("Talks", people=[(person, "speaker")])
    before = content(event)
    logged_in(ann).post(address(Person, "unlink", person.pk), {"_keep": "1"})
    assert content(event) == before


def test_what_was_done_to_a_hidden_record_is_not_told_to_whoever_asks_who_has_it_open(ann):
    event = make.draft(make.event("Talks"))
    opened = timezone.now() - datetime.timedelta(minutes=1)
    save(logged_in(colleague("editor")), address(Event, "change", event.pk), title="Secret talks")
    answer = logged_in(ann).post(address(Event, "presence", event.pk), {"opened": opened.isoformat()})
    assert (answer.status_code, b"saved" in answer.content) == (404, False)


def test_a_copy_brings_along_no_document_that_is_under_embargo(ann):
    event, client = under_embargo(make.event("Talks")), logged_in(ann)
    assert client.get(event.documents.get().file.url).status_code == 404
    page = client.get(address(Event, "clone", event.pk))
    data = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    client.post(address(Event, "clone", event.pk), {**data, "along": ["documents"]})
    assert [one.documents.count() for one in Event.objects.filter(created_by=ann)] in ([], [0])


def test_an_embargo_is_not_lifted_in_a_draft_by_whoever_may_not_read_the_document(ann):
    event, client = under_embargo(make.event("Talks")), logged_in(ann)
    url = address(Event, "change", event.pk)
    data = sent(client.get(url), _keep="1", title="Other talks")
    data |= {name: "" for name in data if "embargoed_until" in name}
    answer = client.post(url, data)
    assert answer.status_code == 302
    name = event.documents.get().file.name.rpartition("/")[2]
    beneath = address(Event, "draft_file", event.pk, f"files/{name}")
    assert client.get(beneath).status_code == 404


def test_a_report_that_somebody_else_received_is_not_named_on_the_form_of_its_event(ann):
    event = make.event("Talks")
    Intake.objects.create(name="Leaked by a source", text="Words.", event=event, state=Intake.State.CONFIRMED)
    page = logged_in(ann).get(address(Event, "change", event.pk)).content.decode()
    assert ("Leaked by a source" in page, "a report that a colleague received" in page) == (False, True)
