"""Addresses and files: where a record is found, by whom, and what is answered where nothing is."""

import pytest

from events.models import EventDocument, EventPhoto
from tests import factories as make
from tests.test_pages import DETAILS, LISTS, words

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def record():
    return make.small_record()


def test_a_former_address_leads_on_in_one_step(client):
    event = make.event("First")
    for slug in ("second", "third"):
        event.slug = slug
        event.save()
    for former in ("first", "second"):
        answer = client.get(f"/events/{former}/")
        assert (answer.status_code, answer["Location"]) == (301, "/events/third/")


def test_a_former_address_of_a_file_leads_on_to_the_file(client):
    event = make.event("Events")
    event.slug = "a-better-address"
    event.save()
    for file in ("share.png", "images/some-320.webp", "files/report.pdf"):
        answer = client.get(f"/events/events/{file}")
        assert (answer.status_code, answer["Location"]) == (301, f"/events/a-better-address/{file}")
    event.withdraw("An error.")
    assert client.get("/events/events/share.png").status_code == 404


def test_the_permanent_address_leads_to_the_present_one(client, record):
    for name in DETAILS[:-1]:
        answer = client.get(record[name].get_permanent_url())
        assert (answer.status_code, answer["Location"]) == (301, record[name].get_absolute_url())


def test_a_withdrawn_record_leaves_its_name_the_day_and_the_reason(client):
    event = make.withdrawn(make.event("Wrong", report="<p>Secret report</p>"), "Reported by mistake.")
    for address in ("/events/wrong/", event.get_permanent_url()):
        answer = client.get(address)
        said = words(answer)
        assert answer.status_code == 410
        assert "Wrong This record was withdrawn on" in said
        assert "Reported by mistake." in said
        assert "Secret" not in said


@pytest.mark.parametrize("make_hidden", [make.draft, make.scheduled])
def test_staff_see_a_draft_marked_as_one_and_kept_out_of_caches(client, admin_client, make_hidden):
    make_hidden(make.event("Soon"))
    answer = admin_client.get("/events/soon/")
    assert "Only staff see this page" in words(answer)
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex")
    assert client.get("/events/soon/").status_code == 404


def test_staff_without_the_permission_see_no_draft(client, django_user_model):
    make.draft(make.event("Soon"))
    client.force_login(django_user_model.objects.create_user("reader", is_staff=True))
    assert client.get("/events/soon/").status_code == 404


def test_readers_get_no_cookie_and_pages_may_be_kept(client, record):
    for address in [*LISTS, *(shown.get_absolute_url() for shown in record.values())]:
        answer = client.get(address)
        assert (answer.cookies, "Cookie" in answer.get("Vary", "")) == ({}, False)


@pytest.fixture
def files():
    """A public and a draft event, each with a photo and a PDF."""
    found = []
    for title, colour in (("Shown", "#111111"), ("Unseen", "#222222")):
        event = make.event(title)
        photo = EventPhoto.objects.create(event=event, picture=make.picture(colour=colour, size=(800, 500)))
        paper = EventDocument.objects.create(event=event, title="Report", file=make.pdf(title))
        found.append((event, photo, paper))
    make.draft(found[1][0])
    return found


def test_files_are_served_beneath_their_record(client, files):
    _, photo, paper = files[0]
    for address, kind in [
        (photo.picture.url, "image/jpeg"),
        (photo.picture.narrow[0][0], "image/webp"),
        (paper.file.url, "application/pdf"),
    ]:
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, kind)
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Last-Modified"]
        assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304
        assert b"".join(answer.streaming_content)


def test_files_of_a_draft_are_for_staff_alone(client, admin_client, files):
    _, photo, paper = files[1]
    for address in (photo.picture.url, photo.picture.narrow[0][0], paper.file.url):
        assert client.get(address).status_code == 404
        answer = admin_client.get(address)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
        answer.getvalue()  # reads to the end, as a reader does; close() would take the database connection along


def test_a_record_serves_no_file_of_another(client, files):
    (shown, *_), (hidden, photo, paper) = files
    for file in (photo.picture, paper.file):
        assert client.get(file.url.replace(hidden.slug, shown.slug)).status_code == 404
