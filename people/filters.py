"""What people and institutions can be narrowed by."""

from editorial.facets import CountryFacet, TermFacet
from editorial.filters import RecordFilter


class PersonFilter(RecordFilter):
    institution = TermFacet("Institution", "term", rows="institution_terms", above="parent")
    topic = TermFacet("Topic", "term", rows="topic_terms", above="broader")
    role = TermFacet("Role at events", "role", rows="participations", shown=6)

    orders = {"title": ("sort_key", "pk"), "newest": ("-published_at", "-pk"), "oldest": ("published_at", "pk")}


class InstitutionFilter(RecordFilter):
    kind = TermFacet("Kind", "kind")
    country = CountryFacet("Country", "country")
    topic = TermFacet("Topic", "term", rows="topic_terms", above="broader")

    orders = {"title": ("key", "pk"), "newest": ("-published_at", "-pk"), "oldest": ("published_at", "pk")}
