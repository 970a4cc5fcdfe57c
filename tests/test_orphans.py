"""Uploads that nothing names are removed after a day; whatever anything names stays."""

import os
import time

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import models

from editorial.bin import throw_away
from editorial.content import content
from editorial.models import Draft, Revision
from editorial.orphans import file_fields, folders
from events.models import EventDocument
from tests import factories as make
from tests.newsroom import address
from tests.test_drafts import files as uploads
from tests.test_drafts import press

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def stored(name):
    return default_storage.save(name, ContentFile(b"x"))


def age(storage):
    """Let all that is stored be two days old."""
    for path in storage.rglob("*.*"):
        os.utime(path, (time.time() - 2 * 86400,) * 2)


def names(storage):
    return {str(path.relative_to(storage)) for path in storage.rglob("*.*")}


def test_what_nothing_names_goes_after_a_day_with_its_copies_and_is_counted(storage, capsys):
    for name in ("pictures/aaaa.jpg", "pictures/aaaa-320.webp", "documents/lost-1234.pdf", "imports/other.bin"):
        stored(name)
    call_command("settle")
    assert capsys.readouterr().out.endswith("and 0 files that nothing named.\n")
    age(storage)
    stored("pictures/bbbb.jpg")
    call_command("settle")
    assert capsys.readouterr().out.endswith("and 2 files that nothing named.\n")
    assert names(storage) == {"pictures/bbbb.jpg", "imports/other.bin"}


def test_nothing_goes_that_a_row_a_draft_a_revision_or_the_bin_names(
    storage, admin_client, admin_user, django_capture_on_commit_callbacks
):
    event, going, old = make.event("Talk"), make.event("Going"), make.event("Old")
    for one, name in ((event, "row"), (going, "binned"), (old, "revised")):
        EventDocument.objects.create(event=one, title=name, file=stored(f"documents/{name}-1.pdf"))
        one.photos.create(picture=stored(f"pictures/{name}.jpg"), picture_alt="A hall")
        stored(f"pictures/{name}-640.webp")
    Revision.keep(old, admin_user, "Saved.")
    old.documents.all().delete(), old.photos.all().delete()
    throw_away(going, admin_user)
    with django_capture_on_commit_callbacks(execute=True):
        press(admin_client, address(type(event), "change", event.pk), **drafted(event))
    kept = names(storage)
    assert len(kept) == 11
    age(storage)
    call_command("settle")
    assert names(storage) == kept
    assert content(event)["rows"]["documents"] != Draft.objects.get().content["rows"]["documents"]


def drafted(event):
    """What is entered to add a photo and a document to those of an event."""
    return {name.replace("-0-", "-1-"): value for name, value in uploads().items()} | {
        "photos-TOTAL_FORMS": 2,
        "documents-TOTAL_FORMS": 2,
    }


def test_an_upload_that_is_stored_again_is_as_young_as_that(storage):
    first = make.person("Ann", picture=make.picture()).picture.name
    age(storage)
    make.person("Bea", picture=make.picture())
    assert default_storage.get_modified_time(first).timestamp() > time.time() - 3600


@pytest.mark.once
def test_every_field_that_holds_a_file_is_looked_into_and_every_folder_is_swept():
    fields = [
        field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, models.FileField) and field.model is model
    ]
    assert set(file_fields()) == set(fields)
    assert {field.upload_to for field in fields} - {""} <= set(folders())
