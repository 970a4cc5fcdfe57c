"""What people and institutions can be narrowed by."""

from editorial.filters import RecordFilter
from editorial.reading.facets import CountryFacet, TermFacet
from people.meetings import lineage


class PartnerFacet(TermFacet):
    """A second institution that has a part in the record beside the first: of `a` and with `b`, not either of them."""

    beside = "institution"

    def __init__(self):
        super().__init__("Together with", "term", rows="institution_terms", above="parent")

    def said(self, filters):
        """An institution's own centres, and the bodies above it, are in all that it does."""
        chosen = filters.chosen.get(self.beside, [])
        keys = filters.facets[self.beside].known(filters.queryset, chosen) if chosen else {}
        return lineage(keys)


class PersonFilter(RecordFilter):
    institution = TermFacet("Institution", "term", rows="institution_terms", above="parent")
    topic = TermFacet("Topic", "term", rows="topic_terms", above="broader")
    role = TermFacet("Role at events", "role", rows="participations", shown=6)

    orders = {"title": ("sort_key", "pk"), "newest": ("-published_at", "-pk"), "oldest": ("published_at", "pk")}


class ExpertFilter(RecordFilter):
    topic = TermFacet("Speaks on", "term", rows="topic_terms", above="broader", shown=20)
    institution = TermFacet("Institution", "term", rows="institution_terms", above="parent")

    orders = {"title": ("sort_key", "pk")}


class InstitutionFilter(RecordFilter):
    kind = TermFacet("Kind", "kind")
    country = CountryFacet("Country", "country")
    topic = TermFacet("Topic", "term", rows="topic_terms", above="broader")

    orders = {"title": ("key", "pk"), "newest": ("-published_at", "-pk"), "oldest": ("published_at", "pk")}
