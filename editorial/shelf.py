"""The shelf: what a rehearsed save would store lies in memory, so that nothing of it is left when the rehearsal is over."""

import os
from contextlib import contextmanager, suppress
from contextvars import ContextVar

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils import timezone

SHELF = ContextVar("shelf", default=None)


@contextmanager
def shelved():
    """Keep what is stored within in memory, as a dict of contents by name, which is handed out."""
    token = SHELF.set({})
    try:
        yield SHELF.get()
    finally:
        SHELF.reset(token)


def put_away(shelf):
    """Store for good what lies on `shelf`. Names follow from contents, so what is there already is the same."""
    for name, content in shelf.items():
        if default_storage.exists(name):
            touch(name)
        else:
            default_storage.save(name, ContentFile(content, name))


def touch(name):
    """Let a stored file count as stored just now: somebody stores it again, and it is no orphan of long ago."""
    with suppress(NotImplementedError, OSError):
        os.utime(default_storage.path(name))


class Shelving:
    """Stands before a storage class: while there is a shelf nothing is written, and what lies there can be read."""

    def _save(self, name, content):
        if (shelf := SHELF.get()) is None:
            return super()._save(name, content)
        content.seek(0)
        shelf[name] = content.read()
        return name

    def _open(self, name, mode="rb"):
        shelf = SHELF.get() or {}
        return ContentFile(shelf[name], name) if name in shelf else super()._open(name, mode)

    def exists(self, name):
        return name in (SHELF.get() or {}) or super().exists(name)

    def size(self, name):
        shelf = SHELF.get() or {}
        return len(shelf[name]) if name in shelf else super().size(name)

    def get_modified_time(self, name):
        return timezone.now() if name in (SHELF.get() or {}) else super().get_modified_time(name)

    def delete(self, name):
        if (shelf := SHELF.get()) is None:
            super().delete(name)
        else:
            shelf.pop(name, None)


class Files(Shelving, FileSystemStorage):
    """The folder in which uploads are kept."""
