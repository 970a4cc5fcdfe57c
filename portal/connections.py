"""The pages of connections: what an institution shares with another, with a person, and with a country."""

from dataclasses import dataclass

from django.core.paginator import EmptyPage, PageNotAnInteger
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView
from django_countries import countries

from editorial.addresses import FormerAddress
from editorial.reading.facets import MOST_VALUES
from editorial.reading.paging import KeyPaginator
from editorial.trees import with_descendants
from events.filters import EventFilter
from events.models import EventInstitutionTerm
from events.views import EventList
from people.meetings import lineage, met_by_institution, ranked
from people.models import Affiliation, Institution, Person
from portal import shared
from portal.listings import Listing
from portal.shared import Side
from portal.ties import table

EVENTS_A_PAGE = 20
# Of agreements and publications; the rest is a link away.
MOST_ROWS = 30


def public(model, slug):
    """Return the public record that is, or once was, at `slug`. Raises Http404 when there is none."""
    if record := model.objects.published().filter(slug=slug).first() or FormerAddress.of_public(model, slug):
        return record
    raise Http404


class Connection(TemplateView):
    """What an institution shares with another. Subclasses say who the other is, and which two sides there are."""

    template_name = "portal/connections/connection.html"
    name = ""

    def get(self, request, slug, other):
        self.body, self.other = public(Institution, slug), self.found(other)
        if self.slugs() != (slug, other):
            return redirect(self.address(), permanent=True)
        return super().get(request)

    def slugs(self):
        """Return the two parts of the one address of this page."""
        return self.body.slug, self.other.slug

    def address(self):
        return reverse(f"portal:{self.name}", args=self.slugs())

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **{
                "body": self.body,
                "other": self.other,
                "heading": f"{self.body} and {self.other}",
                "canonical": self.address(),
                **self.content(),
                **kwargs,
            }
        )

    def content(self):
        """Return everything that the two share: whole lists, and what of them this page prints."""
        lists, sides = shared.listings(**self.question()), self.sides()
        return {
            **printed(lists, sides),
            "total": sum(listing.count for listing in lists.values()),
            "chart": shared.years(lists["events"]),
            "ends": shared.ends(lists),
            **self.events(lists["events"].records, sides),
        }

    def events(self, records, sides):
        """Return one page of the events, each with the parts of the sides. Raises Http404 when it is not there."""
        paginator = KeyPaginator(records, EVENTS_A_PAGE)
        try:
            page = paginator.page(self.request.GET.get("page") or 1)
        except (EmptyPage, PageNotAnInteger) as error:
            raise Http404 from error
        numbers = paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
        return {
            "events": shared.with_parts(list(page), sides),
            "page_obj": page,
            "canonical": self.address() + turned(page.number).lstrip("."),
            "is_paginated": page.has_other_pages(),
            "pages": {
                "previous": turned(page.number - 1),
                "next": turned(page.number + 1),
                "numbers": [(n, turned(n) if isinstance(n, int) else None) for n in numbers],
            },
        }


def printed(lists, sides):
    """Return whole lists, and of agreements and publications what a page prints; {} for no lists."""
    if not lists:
        return {}
    agreements, works = lists["agreements"].records[:MOST_ROWS], lists["publications"].records[:MOST_ROWS]
    return {"lists": lists, "agreements": shared.with_signatures(agreements, sides), "publications": works}


def turned(number):
    return f"?page={number}" if number > 1 else "."


class Pair(Connection):
    """Two institutions: one page, whichever is named first; its address has them in the order of their slugs."""

    name = "connection"

    def get(self, request, slug, other):
        if slug == other:
            return redirect("portal:partners", public(Institution, slug).slug, permanent=True)
        return super().get(request, slug, other)

    def found(self, slug):
        return public(Institution, slug)

    def slugs(self):
        return tuple(sorted([self.body.slug, self.other.slug]))

    def sides(self):
        return [Side.of(self.body), Side.of(self.other)]

    def question(self):
        return {"institution": self.body.slug, "with": self.other.slug}

    def content(self):
        if self.other.pk in lineage([self.body.pk]):
            return {"nested": True}
        content = super().content()
        return {**content, "recurring": shared.recurring(content["lists"]["events"], self.sides())}


class PersonConnection(Connection):
    """A person and an institution: where both were, as the person was billed then."""

    name = "connection-person"

    def found(self, slug):
        return public(Person, slug)

    def sides(self):
        return [Side(self.other.styled, person=self.other), Side.of(self.body)]

    def question(self):
        return {"institution": self.body.slug, "person": self.other.slug}

    def content(self):
        _, side = self.sides()
        posts = Affiliation.objects.published().filter(person=self.other, institution__in=side.keys)
        return {**super().content(), "person": self.other, "posts": posts}


@dataclass
class Country:
    """A country by its ISO 3166-1 code, in lower case as it stands in addresses."""

    slug: str
    name: str

    @property
    def code(self):
        return self.slug.upper()

    def __str__(self):
        return self.name


class CountryConnection(Connection):
    """An institution and a country: what was held there, and what was done with its institutions and embassies."""

    template_name = "portal/connections/country.html"
    name = "connection-country"

    def found(self, slug):
        if len(slug) == 2 and slug.upper() in countries.countries:
            return Country(slug.lower(), countries.name(slug.upper()))
        raise Http404

    def content(self):
        meetings = met_by_institution(self.body)
        nation = Institution.objects.with_nation().filter(pk__in=meetings, nation=self.other.code)
        partners = ranked({key: meetings[key] for key in nation.values_list("pk", flat=True)})
        keys = with_descendants(Institution, [met.institution.pk for met in partners], "parent")
        held = Listing(shared.LISTS["events"], f"institution={self.body.slug}&country={self.other.slug}")
        sides = [Side.of(self.body), Side(self.other.name, keys)]
        return {
            "rows": table(self.body, partners),
            "held": held,
            **printed(self.lists([met.institution for met in partners]), sides),
            **self.events(self.records(keys), sides),
        }

    def lists(self, partners):
        """Return the lists of what was done with `partners`, or {} when no list can be asked for so many."""
        known = {partner.pk for partner in partners}
        top = [partner.slug for partner in partners if partner.parent_id not in known]
        few = top and len(top) <= MOST_VALUES
        return shared.listings(**{"institution": self.body.slug, "with": top}) if few else {}

    def records(self, keys):
        """Return the events of the institution that were held in the country or with an institution in `keys`."""
        terms = EventInstitutionTerm.objects
        there = Q(country=self.other.code) | Q(pk__in=terms.filter(term__in=keys).values("record"))
        records = EventList().records().filter(there, pk__in=terms.filter(term=self.body).values("record"))
        return records.order_by(*EventFilter.orders["newest"])
