"""Orphans: uploads that nothing names, such as those of a save that was asked about and never answered."""

import datetime
from pathlib import PurePosixPath

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone

from editorial.documents import DocumentField
from editorial.pictures import COPY

# For so long somebody may still answer, with a page that only their browser has.
KEPT_FOR = datetime.timedelta(days=1)


def remove_orphans():
    """Delete the uploads of a day ago and more that no row of any model names, a text of JSON included; return how many.

    The narrower copies of a picture stay with it and go with it, uncounted.
    """
    alone = {name: stem_of(name) for name in uploads()}
    named = {stem_of(name) for name in stored_names()}
    alone = {name: stem for name, stem in alone.items() if stem not in named}
    if alone:
        kept = stems_in_texts(set(alone.values()))
        alone = {name: stem for name, stem in alone.items() if stem not in kept}
    gone = {name: stem for name, stem in alone.items() if is_old(name)}
    # A copy is as old as the first who looked at it, its picture may be older or younger: they go together.
    young = {alone[name] for name in alone.keys() - gone.keys()}
    gone = {name: stem for name, stem in gone.items() if stem not in young}
    for name in gone:
        default_storage.delete(name)
    return len(set(gone.values()))


def uploads():
    """Yield the names of all files in the folders into which records put theirs."""
    for folder in folders():
        if default_storage.exists(folder):
            for name in default_storage.listdir(folder)[1]:
                yield f"{folder}/{name}"


def folders():
    return ("pictures", *sorted({field.upload_to for field in file_fields() if isinstance(field, DocumentField)}))


def file_fields():
    return [
        field
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.FileField)
    ]


def stored_names():
    """Yield the names of the files that rows have."""
    for field in file_fields():
        rows = field.model._base_manager.order_by().exclude(**{f"{field.name}__in": ["", None]})
        yield from filter(None, rows.values_list(field.name, flat=True).iterator())


def stem_of(name):
    """Return what the names of a picture and of its copies have in common; of any other file its name."""
    if not name.startswith("pictures/"):
        return name
    return COPY.sub("", name) if COPY.search(name) else str(PurePosixPath(name).with_suffix(""))


def stems_in_texts(stems):
    """Return those of `stems` that drafts, revisions, acts, or whatever else is kept as JSON, name."""
    found = set()
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.JSONField):
                for kept in model._base_manager.order_by().values_list(field.name, flat=True).iterator(chunk_size=200):
                    texts = "\n".join(texts_in(kept))
                    found |= {stem for stem in stems - found if stem in texts}
    return found


def texts_in(kept):
    """Yield every text in a value of JSON, the names of its parts included."""
    if isinstance(kept, str):
        yield kept
    elif isinstance(kept, dict):
        for name, value in kept.items():
            yield name
            yield from texts_in(value)
    elif isinstance(kept, list):
        for value in kept:
            yield from texts_in(value)


def is_old(name):
    try:
        return default_storage.get_modified_time(name) < timezone.now() - KEPT_FOR
    except FileNotFoundError:
        return False
