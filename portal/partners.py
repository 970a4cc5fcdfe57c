"""The partner map of an institution: who it met, how often and in which years, drawn and as a table."""

from dataclasses import dataclass

from django.shortcuts import redirect

from editorial.reading.facets import CountryFacet
from editorial.reading.lines import Scale, radius
from editorial.views import RecordList
from people.filters import InstitutionFilter
from people.meetings import met_by_institution, ranked
from people.models import Institution
from portal.connections import public
from portal.ties import Tie, table

MOST_DRAWN = 40
# How far a ring stands from its mark, in pixels.
RING = 3


class NationFacet(CountryFacet):
    """The country an institution is of: for an embassy the one that sends it."""

    def links(self, records):
        return records.model.objects.with_nation(), "pk"


class PartnerFilter(InstitutionFilter):
    """What partners can be narrowed by. The orders are by figures that no column holds; the columns part equals."""

    country = NationFacet("Country", "nation")
    orders = {"often": ("key", "pk"), "latest": ("key", "pk"), "title": ("key", "pk")}


SORTED = {
    "often": ranked,
    "latest": lambda meetings: sorted(ranked(meetings), key=lambda met: -(met.latest or 0)),
    "title": lambda meetings: list(meetings.values()),
}


class PartnerList(RecordList):
    """The institutions that one of them met, those it met most at the head."""

    model = Institution
    filters = PartnerFilter
    template_name = "portal/connections/partners.html"
    paginate_by = 100
    ask = "A partner’s name or acronym"
    order_words = {"often": "most records", "latest": "latest", "title": "name"}

    def get(self, request, slug):
        self.body = public(Institution, slug)
        if slug != self.body.slug:
            return redirect("portal:partners", self.body.slug, permanent=True)
        self.meetings = met_by_institution(self.body)
        return super().get(request)

    def records(self):
        return super().records().filter(pk__in=self.meetings)

    def get_queryset(self):
        found = {partner.pk: self.meetings[partner.pk] for partner in super().get_queryset()}
        return SORTED[self.filter.order](found)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = table(self.body, list(context["object_list"]))
        top = [row for row in rows if not row.above]
        return {
            **context,
            "body": self.body,
            "heading": f"Partners of {self.body}",
            "standfirst": "Whom it met at events, in agreements and on publications, how often and since when.",
            "rows": rows,
            "partner_lines": drawing(top[:MOST_DRAWN]) if context["page_obj"].number == 1 else None,
        }


@dataclass
class Line:
    """One partner as it is drawn: a mark for every year in which they met, ringed where an agreement was signed."""

    row: Tie
    marks: list
    start: str
    end: str


@dataclass
class Drawing:
    """The partners that met most, each on a line of years, and the scale that the lines share."""

    lines: list
    scale: Scale

    @property
    def ringed(self):
        return any(mark["ring"] for line in self.lines for mark in line.marks)


def drawing(rows):
    """Return the Drawing of `rows`, or None when no year is known of any of them."""
    dated = [row for row in rows if row.met.by_year]
    if not dated:
        return None
    scale = Scale(min(row.met.since for row in dated), max(row.met.latest for row in dated))
    most = max(max(row.met.by_year.values()) for row in dated)
    return Drawing([line(row, scale, most) for row in dated], scale)


def line(row, scale, most):
    years, signed = row.met.by_year, row.met.years["agreement"]
    marks = []
    for year, count in sorted(years.items()):
        size = radius(count, most)
        marks.append(
            {"x": scale.middle(year), "r": f"{size:.1f}", "ring": f"{size + RING:.1f}" if signed[year] else ""}
        )
    return Line(row, marks, scale.middle(min(years)), scale.middle(max(years)))
