"""Years: the record year by year, and one year on a page, of everybody or of one institution with its centres.

The page of a year is what an annual report needs; printed, it has everything that it has on the screen.
"""

import re
from collections import Counter

from django.db.models import Count
from django.db.models.functions import Substr
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.http import urlencode
from django.views.generic import TemplateView

from editorial.views import grouped
from people.models import Institution
from portal.statistics import EVERY, Figures

DATED = ("events", "publications", "agreements")
# A year with no more events than that is listed whole; a busier one folds into months, each of which is listed in turn.
MOST_EVENTS = 400
MOST_WORKS = 200
SHOWN = 12
# So many institutions are offered; any other is reached from its own page.
MOST_CHOICES = 100


def figures(year=None, institution=None, most=EVERY):
    """Return the Figures of each kind that carries a date, narrowed to a year and to an institution's slug."""
    asked = QueryDict(mutable=True)
    asked.update({name: value for name, value in (("year", year), ("institution", institution)) if value})
    return {kind: Figures(kind, asked, most) for kind in DATED}


def years_of(kinds):
    """Return the years in which `kinds` ({kind: Figures}) have records, the latest first, as {year: [Value or None]}."""
    by_kind = [{int(value.slug): value for value in each.values("year")} for each in kinds.values()]
    years = sorted(set().union(*by_kind), reverse=True)
    return {year: [values.get(year) for values in by_kind] for year in years}


class YearList(TemplateView):
    """All years of the record, each with the number of its records."""

    template_name = "portal/year_list.html"

    def get_context_data(self, **kwargs):
        kinds = figures()
        rows = [
            (year, [(value.count, each.at(value.address)) if value else None for each, value in cells])
            for year, values in years_of(kinds).items()
            for cells in [list(zip(kinds.values(), values, strict=True))]
        ]
        return super().get_context_data(
            kinds=list(kinds.values()),
            rows=rows,
            undated=[each.left("year") for each in kinds.values()],
            drawing=kinds["events"].drawing(),
            canonical=self.request.path,
            **kwargs,
        )


class Year(TemplateView):
    """A year in review."""

    template_name = "portal/year.html"

    def get_context_data(self, year, **kwargs):
        body = self.body()
        slug = body.slug if body else None
        kinds = figures(f"{year:04}", slug)
        everything = any(each.total for each in kinds.values())
        # An institution may have a year off, the record as a whole may not: such a year has no page.
        if not everything and not (body and any(each.total for each in figures(f"{year:04}").values())):
            raise Http404
        events, whole = kinds["events"], figures(institution=slug)
        own = {"institution": slug} if slug else {}
        return super().get_context_data(
            year=year,
            day=timezone.localdate(),
            body=body,
            heading=f"{body.name} in {year}" if body else f"{year} in review",
            everything=everything,
            kinds=[each for each in kinds.values() if each.total],
            busy=events.total > MOST_EVENTS,
            months=months(events, self.request.GET.get("month", ""), own),
            works=listed(kinds["publications"].records, "date"),
            pacts=listed(kinds["agreements"].records, "signed_on"),
            publications=kinds["publications"],
            agreements=kinds["agreements"],
            tables=tables(events),
            newcomers=newcomers(events, whole["events"], year),
            drawing=whole["events"].drawing(low=True, chosen=[year]),
            choices=choices(kinds, body),
            around=around(year, list(years_of(whole)), own),
            statistics=reverse("portal:statistics-kind", args=["events"]) + events.filters.address().lstrip("."),
            canonical=self.request.path + query(own),
            **kwargs,
        )

    def body(self):
        """Return the institution that the year is narrowed to, None for no such wish. Raises Http404 for an unknown one."""
        slug = self.request.GET.get("institution", "").strip()
        if not slug:
            return None
        known = Institution.objects.published().filter(slug=slug) if re.fullmatch(r"[-\w]{1,120}", slug) else []
        if not known:
            raise Http404
        return known[0]


def query(parameters):
    return f"?{urlencode(parameters)}" if parameters else ""


def months(events, wanted, own):
    """Return the events of a year as [(month, number, address of the month, events)], those without a month last.

    Of a year with too many events only the `wanted` month is listed, and every month has an address instead.
    """
    month = Substr("start_date", 6, 2)
    numbers = dict(events.records.order_by().values_list(month).annotate(number=Count("pk")))
    busy = events.total > MOST_EVENTS
    shown = {"" if wanted == "none" else wanted.zfill(2)} if busy else set(numbers)
    rows = by_month(events.records.annotate(month=month), shown & set(numbers))
    return [
        (
            MONTHS[int(key)] if key else "Month not given",
            numbers[key],
            query({**own, "month": str(int(key)) if key else "none"}) if busy else "",
            rows.get(key, []),
        )
        for key in sorted(numbers, key=lambda key: key or "99")
    ]


def by_month(records, shown):
    """Return the events of the months `shown` as {month: events in the order of their days}."""
    records = records.filter(month__in=shown).select_related("kind").prefetch_related("hostings")
    return dict(grouped(records.order_by("starts_at", "pk"), lambda event: event.month)) if shown else {}


def listed(records, date):
    return list(records.select_related("kind").order_by(date, "pk")[:MOST_WORKS])


def tables(events):
    """Return what was worked on, with whom, where and by whom, as rankings with all their figures' addresses."""
    if not events.total:
        return []
    partner = "with" if events.filters.tells("with") else "institution"
    titles = {
        "topic": "Topics worked on",
        partner: "Partners met" if partner == "with" else "Institutions that took part",
        "country": "Countries",
        "person": "Who took part most",
    }
    found = [(title, events.values(name)[:SHOWN], events.filters.facets[name].label) for name, title in titles.items()]
    return [(title, events.ranking(label, values)) for title, values, label in found if values]


def newcomers(events, ever, year):
    """Return the institutions at the events of a year that are at no event of an earlier one, as Values.

    Nobody is new where the record has no earlier year. What has no date is taken for no earlier event.
    """
    earlier = ever.records.filter(year__lt=year)
    if not events.total or not earlier.exists():
        return []
    name = "with" if events.filters.tells("with") else "institution"
    known = ever.filters.facets[name].counts(earlier, most=EVERY)
    known = {value.slug for value in known.values()}
    return [value for value in events.values(name) if value.slug not in known and not value.chosen]


def choices(kinds, body):
    """Return the institutions with most records that year, by name, as [(slug, name)]; the chosen `body` among them."""
    found = Counter()
    names = {}
    for each in kinds.values():
        for value in each.filters.counted("institution").values():
            found[value.slug] += value.count
            names[value.slug] = value.label
    most = {slug: names[slug] for slug, _ in found.most_common(MOST_CHOICES)}
    if body:
        most[body.slug] = body.name
    return sorted(most.items(), key=lambda choice: choice[1].casefold())


def around(year, years, own):
    """Return the year before and the year after as [(relation, year, address)], where the record has them."""
    before, after = [y for y in years if y < year][:1], [y for y in years if y > year][-1:]
    near = [("prev", y) for y in before] + [("next", y) for y in after]
    return [(relation, y, reverse("portal:year", args=[y]) + query(own)) for relation, y in near]
