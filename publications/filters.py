"""What publications can be narrowed by."""

from django.db.models import F

from editorial.filters import RecordFilter
from editorial.reading.facets import LanguageFacet, TermFacet, YearFacet
from people.filters import PartnerFacet


class PublicationFilter(RecordFilter):
    topic = TermFacet("Topic", "term", rows="topic_terms", above="broader")
    institution = TermFacet("Institution", "term", rows="institution_terms", above="parent")
    with_ = PartnerFacet()
    kind = TermFacet("Kind", "kind")
    year = YearFacet("Year", "year")
    person = TermFacet("Person", "person", rows="contributions", shown=6)
    series = TermFacet("Series", "series")
    language = LanguageFacet("Language", "language")

    orders = {
        "newest": (F("year").desc(nulls_last=True), "-date", "-pk"),
        "oldest": (F("year").asc(nulls_last=True), "date", "pk"),
        "title": ("key", "pk"),
    }
