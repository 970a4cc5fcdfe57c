"""Hours: moments typed as they stand on the clock of a place, with the one choice of whose clock that is.

What is stored is the instant. The zone is kept on the record, so that its form shows each hour as it was typed.
"""

from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from editorial import clock
from editorial.clock import in_words

__all__ = ["NO_ZONE", "EmbargoForm", "HoursForm", "WallField", "in_words", "instant", "on_the_wall"]
NO_ZONE = "There is no such time zone. It looks like Asia/Karachi."
SKIPPED = "In {zone} the clocks jump over {time} that day. Did you mean {shown}?"
TWICE = "In {zone} the clocks show {time} twice that day. Choose another time, or UTC as the clock."


def on_the_wall(moment, zone):
    """Return what the clock of `zone` shows at `moment`, to the minute."""
    there = moment.astimezone(ZoneInfo(zone if zone in clock.zones() else clock.default_zone()))
    return there.replace(tzinfo=None, second=0, microsecond=0)


def instant(wall, zone):
    """Return the instant at which the clock of `zone` shows `wall`. Raises ValidationError unless there is just one."""
    day, time = wall.date(), wall.time()
    try:
        if shown := clock.skipped(day, time, zone):
            raise ValidationError(SKIPPED.format(zone=zone, time=f"{time:%H:%M}", shown=f"{shown:%H:%M}"))
        if clock.twice(day, time, zone):
            raise ValidationError(TWICE.format(zone=zone, time=f"{time:%H:%M}"))
        return clock.instant(day, time, zone)
    except OverflowError:
        raise ValidationError("No calendar reaches that far.") from None


class WallField(forms.DateTimeField):
    """A moment as the clock of a place shows it; the form that has it knows which place."""

    def prepare_value(self, value):
        return value

    def to_python(self, value):
        """Return what was typed as it stands there; Django would read it by the clock of the server."""
        if value in self.empty_values:
            return None
        try:
            wall = parse_datetime(str(value).strip()) or super(forms.DateTimeField, self).to_python(value)
        except ValueError:
            wall = None
        if wall is None or wall.tzinfo:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return wall


class HoursForm(forms.ModelForm):
    """A form of what has moments. Those fields show and take the clock of a zone: that of the record."""

    def walls(self):
        return [name for name, field in self.fields.items() if isinstance(field, WallField)]

    def show_hours(self, zone):
        """Show the stored moments by the clock of `zone`."""
        self.shown_in = zone
        for name in self.walls():
            if moment := getattr(self.instance, name):
                self.initial[name] = on_the_wall(moment, zone)

    def read_hours(self, zone):
        """Put instants in the place of what was typed; a moment that is past and was left alone stays what it is."""
        for name in self.walls():
            wall, before = self.cleaned_data.get(name), self.initial.get(name)
            stored = getattr(self.instance, name)
            if wall is None:
                continue
            if wall == before and (zone == self.shown_in or stored <= timezone.now()):
                self.cleaned_data[name] = stored
                continue
            try:
                self.cleaned_data[name] = instant(wall, zone)
            except ValidationError as error:
                self.add_error(name, error)


class EmbargoForm(HoursForm):
    """A row with an embargo, by the clock of the record that it belongs to."""

    def follow(self, record):
        """Take the zone from the record: its form was read before its rows are."""
        self.record = record
        self.show_hours(getattr(record, "zone_before", record.hours_zone))

    def has_changed(self):
        """An hour that is to come moves along when another clock is chosen for it, though the row itself was left alone."""
        embargo = self.instance.embargoed_until
        moved = embargo and embargo > timezone.now() and self.record.hours_zone != self.shown_in
        return super().has_changed() or bool(moved)

    def clean(self):
        cleaned = super().clean()
        if self.record.hours_zone in clock.zones():
            self.read_hours(self.record.hours_zone)
        return cleaned
