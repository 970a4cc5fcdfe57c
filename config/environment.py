"""What the environment says, read strictly: a value that cannot be meant stops the start with a sentence."""

import os
import zoneinfo

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}


def text(name, default=""):
    """The value with the blanks around it taken off, or the default when it is missing or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name):
    value = os.environ.get(name, "").strip().lower()
    if value not in YES | NO:
        raise ImproperlyConfigured(f"{name} is “{value}”. Set it to 1 for yes, or to 0 (or leave it out) for no.")
    return value in YES


def words(name, default=""):
    """Several values, separated by blanks or commas."""
    return text(name, default).replace(",", " ").split()


def secret(name, default):
    """A value without which nothing may start, unless a default is given."""
    value = text(name, default)
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Give it a long random value that stays the same from start to start, for instance "
            "from: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
        )
    return value


def zone(name, default):
    """The name of a time zone that exists in the tz database."""
    value = text(name, default)
    try:
        zoneinfo.ZoneInfo(value)
    except (KeyError, OSError, ValueError):
        raise ImproperlyConfigured(
            f"{name} is “{value}”, which is no time zone. Use a name from the tz database such as Asia/Karachi or UTC."
        ) from None
    return value
