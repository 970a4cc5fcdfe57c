"""Statistics: any list of the site turned into figures, each of which leads to exactly its records.

Everything is counted by the facets of the list itself, so a figure cannot differ from the list behind it.
"""

from django.conf import settings
from django.http import Http404, QueryDict, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView

from editorial.reading.charts import over_years, ranked
from editorial.reading.remembered import how_many
from editorial.reading.spreadsheet import lines
from portal.listings import LISTS

KINDS = {
    "events": "events:event-list",
    "publications": "publications:publication-list",
    "agreements": "events:agreement-list",
    "people": "people:person-list",
    "institutions": "people:institution-list",
}
SHOWN = 12
# The page folds what is beyond the first dozen away and names so many in all; a spreadsheet has nearly every value.
MOST, EVERY = 60, 10_000


class Figures:
    """One list in figures: `total` records, and for each facet the values within the list, the commonest first."""

    def __init__(self, kind, question=None, most=EVERY):
        view, self.kind, self.most = LISTS[KINDS[kind]], kind, most
        self.filters = view.filters(question or QueryDict(), queryset=view().records())
        self.list = reverse(KINDS[kind])
        self.nouns = view.model._meta.verbose_name, view.model._meta.verbose_name_plural
        self.total = how_many(self.records)
        self.counted = {}

    @property
    def records(self):
        return self.filters.narrowed(self.filters.chosen)

    @property
    def noun(self):
        return self.nouns[self.total != 1]

    @property
    def address(self):
        return self.at(self.filters.address())

    @property
    def names(self):
        """The facets that tell something, by name."""
        return [name for name in self.filters.facets if self.filters.tells(name)]

    def at(self, question):
        """Return the address of the list that `question` leads to."""
        return self.list + question.lstrip(".")

    def values(self, name):
        """Return the Values of a facet in its order; every one carries the address of its records."""
        if name not in self.counted:
            # Years are drawn, and a drawing without the rarer ones would not be true.
            values = self.filters.figures(name, EVERY if name == "year" else self.most).values()
            self.counted[name] = sorted(values, key=self.filters.facets[name].order)
        return self.counted[name]

    def left(self, name):
        """Return of how many records nothing is known by this facet; 0 where a record can have several values."""
        facet = self.filters.facets[name]
        return 0 if facet.rows else self.total - sum(value.count for value in self.values(name))

    def drawing(self, low=False, chosen=()):
        """Return the records over the years as a drawing, `chosen` years marked, or None where there is but one, or none."""
        if "year" not in self.filters.facets or len(self.filters.chosen.get("year", [])) == 1:
            return None
        counts = {int(value.slug): value.count for value in self.values("year")}
        title = f"{self.nouns[1].capitalize()} by year"
        return over_years(counts, self.of_years, title, self.nouns, undated=self.left("year"), low=low, chosen=chosen)

    def of_years(self, years):
        """Return the address of the records of several years."""
        return self.at(self.filters.address({**self.filters.chosen, "year": [str(year) for year in years]}))

    def tables(self):
        """Return what stands on the page as [(anchor, Ranking, remark)], years aside: they are drawn."""
        return [table for name in self.names if name != "year" for table in self.table(name)]

    def table(self, name):
        facet, values = self.filters.facets[name], self.values(name)
        if len(values) < facet.least and name not in self.filters.chosen:
            return []
        parts = [(name, "Partner" if name == "with" else facet.label, values)]
        if name == "institution":
            parts = [("centre", "Centre or unit", [value for value in values if value.above])]
            parts += [(name, facet.label, [value for value in values if not value.above])]
        # A choice with nothing beneath it would only say the total again.
        told = [part for part in parts if part[2][1:] or not all(value.chosen for value in part[2])]
        return [(anchor, self.ranking(label, some), self.remark(name, some)) for anchor, label, some in told]

    def ranking(self, label, values):
        rows = [(value.label, value.count, self.at(value.address)) for value in values]
        chosen = {value.label for value in values if value.chosen}
        plural = str(self.nouns[1])
        return ranked(
            rows, f"{plural.capitalize()} by {label.lower()}", label, plural.capitalize(), shown=SHOWN, chosen=chosen
        )

    def remark(self, name, values):
        """Say why the figures do not add up to the total, where they do not."""
        label, counted = self.filters.facets[name].label.lower(), sum(value.count for value in values)
        if left := self.left(name):
            rarer = f", or not one of the {self.most} commonest" if len(values) == self.most else ""
            return f"For {left} of the {self.total} no {label} is known{rarer}."
        if counted != self.total:
            return f"One can stand in several lines and another in none: the figures do not add up to {self.total}."
        return ""

    def rows(self):
        """Yield the lines of the spreadsheet: every value of every facet."""
        yield "facet", "value", "records", "address"
        yield "All", self.nouns[1], self.total, in_full(self.address)
        for name in self.names:
            label = self.filters.facets[name].label
            for value in self.values(name):
                yield label, value.label, value.count, in_full(self.at(value.address))
            if left := self.left(name):
                yield label, "", left, ""


def in_full(address):
    """Return an address with the name of the site, as it is needed outside of its pages."""
    return settings.SITE_URL.rstrip("/") + address


def known(kind):
    """Return `kind` if it is one that can be counted. Raises Http404 otherwise."""
    if kind not in KINDS:
        raise Http404
    return kind


class Statistics(TemplateView):
    """The whole record in figures: how many of each kind, over the years, and the way to the rest."""

    template_name = "portal/statistics.html"

    def get_context_data(self, **kwargs):
        kinds = [(figures, figures.drawing()) for figures in map(Figures, KINDS)]
        return super().get_context_data(
            kinds=kinds,
            undrawn=[figures for figures, drawing in kinds if figures.total and not drawing],
            day=timezone.localdate(),
            canonical=self.request.path,
            **kwargs,
        )


class StatisticsKind(TemplateView):
    """One list in figures, narrowed by the same parameters as the list."""

    template_name = "portal/statistics_kind.html"

    def get_context_data(self, kind, **kwargs):
        figures = Figures(known(kind), self.request.GET, MOST)
        filters, chips = figures.filters, figures.filters.chips()
        usual = next(iter(filters.orders))
        return super().get_context_data(
            kind=kind,
            figures=figures,
            drawing=figures.drawing(),
            tables=figures.tables() if figures.total else [],
            facets=list(filters.panels()),
            chips=chips,
            chosen=filters.chosen,
            advice=[] if figures.total else filters.advise(chips),
            query=filters.address().lstrip("."),
            day=timezone.localdate(),
            canonical=self.request.path + filters.address(order=usual).lstrip("."),
            **kwargs,
        )


class StatisticsSpreadsheet(View):
    """The figures of a list as a table for spreadsheets."""

    def get(self, request, kind):
        return spreadsheet(Figures(known(kind), request.GET).rows(), f"{kind}-statistics")


def spreadsheet(rows, name):
    """Return an answer that saves `rows` as a table under `name` and the day."""
    response = StreamingHttpResponse(lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate()}.csv"'
    response["X-Robots-Tag"] = "noindex"
    return response
