"""A preview shows the page as readers will get it with what stands in the form, and leaves nothing behind."""

import re
from html import unescape

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from editorial.dates import PartialDate
from editorial.models import AuditEntry, Sent
from events.models import Event
from people.models import Person
from tests import factories as make
from tests.newsroom import address, contributor, errors, kind, row, sent

pytestmark = [pytest.mark.django_db, pytest.mark.once]
KINDS = ["event", "agreement", "publication", "person", "institution"]
FRAME = re.compile(r'srcdoc="([^"]*)"')


def page_in(response):
    """Return the page that the frame of a preview holds."""
    return unescape(FRAME.search(response.content.decode())[1])


def preview(client, url, **changes):
    typed = sent(client.get(url))
    return client.post(url, {name: as_typed(value) for name, value in typed.items()} | {"_preview": "1"} | changes)


def as_typed(value):
    return str(value) if isinstance(value, PartialDate) else value


def everything(but=None):
    """Return all rows of all tables, by table, those of the model `but` excepted, and the names of the files beside."""
    folders = [folder for folder in ("pictures", "documents") if default_storage.exists(folder)]
    files = sorted(name for folder in folders for name in default_storage.listdir(folder)[1])
    kept = [model for model in apps.get_models() if model not in {Session, Sent, AuditEntry, but}]
    rows = {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in kept}
    return {label: found for label, found in rows.items() if found}, files


@pytest.mark.parametrize("made", KINDS)
def test_the_preview_of_what_stands_there_is_the_public_page_itself(admin_client, client, made):
    record = make.small_record()[made]
    record.refresh_from_db()
    before = everything()
    public = client.get(record.get_absolute_url()).content.decode()
    shown = page_in(preview(admin_client, address(type(record), "change", record.pk)))
    plain = re.sub(r'<source [^>]*>| src="[^"]*"', "", public.replace("<head>", '<head>\n<base target="_blank">', 1))
    assert re.sub(r' src="[^"]*"', "", shown) == plain
    assert everything() == before


@pytest.mark.parametrize("state", [make.draft, make.scheduled, make.withdrawn])
def test_what_nobody_sees_yet_is_previewed_as_readers_will_see_it(admin_client, state):
    record = state(make.event("Not yet", people=[(make.person("Ann Ahmad"), "speaker")]))
    before = everything()
    shown = page_in(preview(admin_client, address(Event, "change", record.pk), title="As it will be called"))
    assert "<h1>As it will be called</h1>" in shown
    assert "Ann Ahmad" in shown
    assert "Only staff see this page" not in shown
    assert everything() == before


def test_a_record_that_was_never_saved_is_previewed_with_its_rows_and_its_pictures(admin_client):
    ann, before = make.person("Ann Ahmad"), everything()
    role = make.Role.objects.get(slug="speaker").pk
    photo = SimpleUploadedFile("photo.png", make.picture().read(), "image/png")
    paper = SimpleUploadedFile("paper.pdf", make.pdf().read(), "application/pdf")
    rows = row("participations", 0, role=role, person=ann.pk) | row("photos", 0, picture=photo, picture_alt="A hall")
    rows |= row("documents", 0, file=paper, title="Full report", language="en")
    totals = {f"{name}-TOTAL_FORMS": 1 for name in ("participations", "photos", "documents")}
    told = {"title": "Never saved", "kind": kind(), "start_date": "2026-01-05"}
    response = preview(admin_client, address(Event, "add"), **told, **rows, **totals)
    shown = page_in(response)
    assert [words for words in ("Never saved", "Ann Ahmad", "Full report") if words not in shown] == []
    assert len(re.findall(r'src="data:image/jpeg;base64,[^"]{50,}" [^>]*alt="A hall"', shown)) == 1
    assert "/-within-/" not in shown
    assert everything() == before
    assert Event.objects.count() == 0


def test_errors_are_shown_on_the_form_with_everything_typed(admin_client):
    record = make.event("A talk")
    before = everything()
    response = preview(admin_client, address(Event, "change", record.pk), title="", city="Lahore")
    assert errors(response) == {"title": ["This field is required."]}
    assert response.context["adminform"].form["city"].value() == "Lahore"
    assert everything() == before


def test_a_preview_leaves_no_message_and_goes_into_no_cache(admin_client):
    record = make.person("Ann Ahmad")
    make.person("Ann  Ahmed")
    response = preview(admin_client, address(Person, "change", record.pk), name="Ann Ahmed")
    assert "no-store" in response["Cache-Control"]
    assert response["X-Frame-Options"] == "DENY"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert admin_client.get(address(Person, "changelist")).context["messages"]._loaded_data == []


def test_who_may_not_change_a_record_gets_no_preview_of_another_wording(client):
    record = make.event("A talk")
    assert (
        contributor(client, "view_event").post(address(Event, "change", record.pk), {"_preview": "1"}).status_code
        == 403
    )
