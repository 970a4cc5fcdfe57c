"""Copies of events and agreements: the next edition of a series, with its number; the successor of an agreement."""

import re

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse

from editorial.newsroom.cloning import Part
from events.models import Event, EventSeries
from people.cloning import BilledCloning

ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def ordinal(number):
    """Return 1st, 2nd, 11th … for a number."""
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ENDINGS.get(number % 10, 'th')}"


def renumbered(heading, before, after):
    """Return a heading in which the ordinal `before`, written in figures, has become `after`."""
    if not (before and after):
        return heading
    return re.sub(rf"\b{ordinal(before)}\b", ordinal(after), heading, flags=re.IGNORECASE)


class EditionCloning(BilledCloning):
    clone_title = "Duplicate this event"
    clone_parts = {
        "place": Part("Place", ("venue", "venue_institution", "city", "country")),
        "series": Part("Series", ("series", "ordinal")),
        "parent": Part("The visit or conference that it was part of", ("parent",)),
        "report": Part(
            "Summary, report and what people said",
            ("summary", "report", "attendance"),
            {"participations": ("remarks", "mode", "presence")},
        ),
    }
    clone_along = frozenset({"place", "series", "topics", "hostings", "participations", "sessions"})
    clone_leaves = frozenset(
        "starts_at ends_at year start_time end_date end_time second_time date_certainty date_note website recording".split()
    )

    def part_label(self, source, name):
        if name != "series":
            return super().part_label(source, name)
        number = source.series.next_ordinal()
        return f"Series: {source.series}" + (f", of which it becomes the {ordinal(number)}" if number else "")

    def clone_heading(self, source):
        return renumbered(source.title, source.ordinal, source.series and source.series.next_ordinal())

    def before_clone(self, source, record, along):
        super().before_clone(source, record, along)
        if record.series:
            EventSeries.objects.select_for_update().get(pk=record.series_id)  # Whoever asks for a number next waits.
            record.ordinal = record.series.next_ordinal()


class AgreementCloning(BilledCloning):
    clone_title = "Draft its successor"
    clone_parts = {
        "predecessor": Part("This agreement as the one that it renews", ("predecessor",)),
        "place": Part("Place", ("venue", "city", "country")),
        "text": Part("Summary and what was agreed", ("summary", "text")),
    }
    clone_along = frozenset({"predecessor", "topics", "parties", "areas"})
    clone_leaves = frozenset({"event", "year", "in_force_until", "date_certainty", "date_note"})

    def has_part(self, source, name):
        return name == "predecessor" or super().has_part(source, name)

    def before_clone(self, source, record, along):
        super().before_clone(source, record, along)
        record.predecessor = source if "predecessor" in along else None


class NextEdition:
    """The part of the admin of series that leads to a copy of the latest edition, or to the first one."""

    change_form_template = "admin/series_form.html"

    def next_view(self, request, key):
        series = self.get_object(request, str(key))
        if not series or not self.has_view_permission(request, series):
            raise Http404
        if not request.user.has_perm("events.add_event"):
            raise PermissionDenied
        latest = Event.objects.filter(series=series).order_by("-ordinal", "-starts_at", "-pk").first()
        if latest:
            return HttpResponseRedirect(reverse("admin:events_event_clone", args=[latest.pk]))
        return HttpResponseRedirect(f"{reverse('admin:events_event_add')}?series={series.pk}")

    def get_urls(self):
        view = self.admin_site.admin_view(self.next_view)
        return [path("<int:key>/next/", view, name="events_eventseries_next"), *super().get_urls()]
