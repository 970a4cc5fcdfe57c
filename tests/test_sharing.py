"""An outsider reads by a link what is not public yet: that one record, for some days, and nothing else."""

import datetime
import re

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import DatabaseError
from django.utils import timezone

from editorial.models import Draft, ShareLink
from editorial.views import published_models
from events.models import Event
from tests import factories as make
from tests.canaries import HIDDEN, Aviary
from tests.crawl import ask, links
from tests.newsroom import address, contributor
from tests.test_drafts import files, press
from tests.test_preview import everything

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def share(client, record, **told):
    """Make a link in the newsroom and return its address."""
    url = address(type(record), "share", record.pk)
    assert client.post(url, {"_make": "1", "days": "7", "whom": "The ambassador", **told}).status_code == 302
    link = ShareLink.objects.of_record(record).first()
    assert link.get_absolute_url() in client.get(url).content.decode()
    return link.get_absolute_url()


def hall(event):
    event.photos.create(picture=ContentFile(make.picture().read(), "a.png"), picture_alt="A hall")
    event.documents.create(title="Report", file=ContentFile(make.pdf().read(), "a.pdf"))
    return event


@pytest.mark.parametrize("state", [make.draft, make.scheduled, make.withdrawn])
def test_whoever_has_the_link_reads_the_record_with_its_pictures_and_papers(admin_client, client, state):
    event = state(hall(make.event("Not yet public", people=[(make.person("Ann Ahmad"), "speaker")])))
    link, before = share(admin_client, event), everything(but=ShareLink)
    page = client.get(link)
    shown = page.content.decode()
    assert [
        said for said in ("Not yet public", "Ann Ahmad", "shown to you before the public") if said not in shown
    ] == []
    beneath = set(re.findall(rf'(?:src|href)="{link}([^"]+)"', shown))
    beneath |= set(re.findall(rf"{link}(images/[^\s\"]+) \d+w", shown))
    assert {name.split("/")[0] for name in beneath} == {"images", "files", "note.txt"}
    answers = [client.get(link + name) for name in beneath]
    assert {answer.status_code for answer in answers} == {200}
    assert [len(answer.getvalue()) > 10 for answer in answers] == [True] * len(answers)
    for answer in (page, *answers):
        assert [answer[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")] == [
            "private, no-store",
            "noindex, nofollow",
            "no-referrer",
        ]
    assert everything(but=ShareLink)[0] == before[0]
    assert client.get(event.get_absolute_url()).status_code in {404, 410}
    assert {client.get(event.get_absolute_url() + name).status_code for name in beneath} <= {404, 410}


def test_a_link_to_a_draft_shows_the_draft_and_then_what_came_of_it(
    admin_client, client, django_capture_on_commit_callbacks
):
    event = make.event("A talk")
    with django_capture_on_commit_callbacks(execute=True):
        press(admin_client, address(Event, "change", event.pk), title="A talk, as it was", **files())
    link, plain = share(admin_client, event, of_draft="on"), share(admin_client, event)
    shown = client.get(link).content.decode()
    assert ("A talk, as it was" in shown, "A talk, as it was" in client.get(plain).content.decode()) == (True, False)
    beneath = re.findall(rf'"({link}(?:images|files)/[^" ]+)"', shown)
    assert [len(client.get(found).getvalue()) > 10 for found in beneath] == [True, True]
    assert {client.get(found).getvalue()[:1] != b"<" for found in beneath} == {True}
    Draft.objects.all().delete()
    assert "A talk, as it was" not in client.get(link).content.decode()


def test_forged_expired_and_revoked_links_and_missing_files_are_answered_alike(admin_client, client):
    event = make.draft(make.event("Secret talk"))
    link, revoked = share(admin_client, event), share(admin_client, event)
    number = ShareLink.objects.latest("pk").pk
    assert admin_client.post(address(Event, "share", event.pk), {"_revoke": str(number)}).status_code == 302
    nonce, _, signature = link.strip("/").rpartition("/")[2].partition(".")
    tried = [revoked, link + "images/none.jpg", link + "files/../", link + "x/y/z", f"/preview/{nonce}/"]
    tried += [
        f"/preview/{nonce}.{signature[:-1]}/",
        f"/preview/a.{signature}/",
        "/preview/%00/",
        "/preview/.../note.txt",
    ]
    answers = [client.get(path) for path in tried]
    with time_machine.travel(timezone.now() + datetime.timedelta(days=7, seconds=1)):
        assert client.get(link).content == client.get(revoked).content
    assert {(answer.status_code, answer.content, answer["Cache-Control"]) for answer in answers} == {
        (404, answers[0].content, "private, no-store")
    }
    assert b"Secret talk" not in answers[0].content


def test_openings_are_counted_and_a_page_is_a_page_where_they_cannot_be(admin_client, client, monkeypatch):
    event = make.draft(make.event("Not yet"))
    link = share(admin_client, event)
    client.get(link)
    client.get(link)
    client.get(link + "note.txt")
    client.head(link)
    assert ShareLink.objects.get().opened == 2
    assert "opened 2 times" in admin_client.get(address(Event, "share", event.pk)).content.decode()

    def fail(link):
        raise DatabaseError

    monkeypatch.setattr(ShareLink, "count", fail)
    assert client.get(link).status_code == 200


def test_who_may_not_change_a_record_shares_none(client):
    event = make.draft(make.event("Not yet"))
    staff = contributor(client, "view_event")
    assert staff.post(address(Event, "share", event.pk), {"_make": "1", "days": "7"}).status_code == 403
    assert ShareLink.objects.count() == 0


@pytest.mark.parametrize("told", [{"days": "8"}, {"days": "x"}, {"whom": "a" * 200}, {"whom": "a\x00b"}, {"days": ""}])
def test_rubbish_makes_no_link_and_says_so(admin_client, told):
    event = make.event("A talk")
    response = admin_client.post(address(Event, "share", event.pk), {"_make": "1", "days": "7", **told})
    assert (response.status_code, bool(response.context["form"].errors)) == (200, True)
    assert ShareLink.objects.count() == 0
    for key in ("", "x", "9" * 40, "999"):
        assert admin_client.post(address(Event, "share", event.pk), {"_revoke": key}).status_code in {200, 302}


@pytest.mark.parametrize("state", HIDDEN)
def test_a_link_opens_its_record_and_nothing_else_that_is_hidden(client, state):
    """Of all other hidden records nothing is told but the names that the shared one itself prints."""
    aviary = Aviary()
    for model in published_models():
        record = aviary.hidden[state][model]
        made = ShareLink(object_id=record.pk, content_type=content_type(record))
        made.save()
        link = made.get_absolute_url()
        page = ask(client, link)
        assert page.status == 200
        elsewhere = [found for found in links(link, page) if not found.startswith(link)]
        hidden = {other.get_absolute_url() for kind in aviary.hidden.values() for other in kind.values()}
        assert [found for found in elsewhere if found in hidden - {record.get_absolute_url()}] == []


def content_type(record):
    return ShareLink._meta.get_field("content_type").related_model.objects.get_for_model(record)


def test_a_link_made_before_a_withdrawal_leads_nowhere_after_it(admin_client, client):
    event = make.event("Talks")
    link = share(admin_client, event)
    assert client.get(link).status_code == 200
    event.withdraw("A court said so.")
    assert (client.get(link).status_code, client.get(share(admin_client, event)).status_code) == (404, 200)
