"""Keeping: an uploaded file stays with us between the look at what it would do and the word to do it."""

import uuid
from datetime import timedelta

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

FOLDER = "imports"
LASTS = timedelta(days=1)
SALT = "editorial.exchange.import"


class GoneError(Exception):
    """The file is no longer kept, or the mark for it is not ours."""


def keep(data):
    """Keep the bytes of a file, and return the name under which they are taken out again."""
    sweep()
    return default_storage.save(f"{FOLDER}/{uuid.uuid4().hex}", ContentFile(data))


def sweep():
    """Throw away what nobody came back for."""
    _, names = default_storage.listdir(FOLDER) if default_storage.exists(FOLDER) else ((), ())
    for name in names:
        if default_storage.get_modified_time(f"{FOLDER}/{name}") < timezone.now() - LASTS:
            default_storage.delete(f"{FOLDER}/{name}")


def sealed(user, **told):
    """Return a mark that nobody else can make or use, with what is `told` in it."""
    return signing.dumps({"user": user.pk, **told}, salt=SALT, compress=True)


def opened(user, mark):
    """Return (what the mark tells, the bytes of the file). Raises GoneError when that is not to be had."""
    try:
        told = signing.loads(mark, salt=SALT, max_age=LASTS)
        with default_storage.open(told["kept"]) as file:
            data = file.read()
    except (signing.BadSignature, OSError, KeyError, TypeError, ValueError) as error:
        raise GoneError from error
    if told["user"] != user.pk:
        raise GoneError
    return told, data


def forget(name):
    default_storage.delete(name)
