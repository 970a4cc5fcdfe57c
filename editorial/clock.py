"""Clock: from the time on the wall, in its own zone, to the instant, for the days when clocks are put forward or back."""

import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

MIDNIGHT = datetime.time()


@cache
def zones():
    """Return the names of all IANA time zones, sorted."""
    return tuple(sorted(available_timezones()))


def default_zone():
    return settings.TIME_ZONE


def check_zone(name):
    """Raise ValidationError unless `name` is an IANA time zone."""
    if name not in zones():
        raise ValidationError("There is no such time zone. It looks like Asia/Karachi.")


def instant(date, time, zone, second=False):
    """Return the aware UTC datetime of a wall time.

    `second` chooses the later of the two instants when the clocks were put back over it. A time that the
    clocks skipped is read as if they had not been put forward yet.
    """
    wall = datetime.datetime.combine(date, time, ZoneInfo(zone)).replace(fold=int(second))
    return wall.astimezone(datetime.UTC)


def skipped(date, time, zone):
    """Return the time that the clocks showed instead when they jumped over `time` that day, else None."""
    shown = instant(date, time, zone).astimezone(ZoneInfo(zone))
    return None if shown.time() == time else shown.time()


def twice(date, time, zone):
    """Say whether the clocks showed this time two times that day."""
    return instant(date, time, zone) != instant(date, time, zone, second=True) and not skipped(date, time, zone)


def midnight_after(date, zone):
    """Return the instant at which `date` ends in `zone`."""
    return instant(date + datetime.timedelta(days=1), MIDNIGHT, zone)


def in_words(moment, zone=""):
    """Return a moment in words: by the clock of `zone`, which is named, or else by that of the institute."""
    shown = timezone.localtime(moment, ZoneInfo(zone) if zone in zones() else None)
    return date_format(shown, "j F Y, H:i") + (f" ({zone})" if zone in zones() else "")
