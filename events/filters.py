"""What events and agreements can be narrowed by."""

from django.db.models import Case, F, When

from editorial.filters import RecordFilter
from editorial.reading.facets import CountryFacet, LanguageFacet, TermFacet, YearFacet
from people.filters import PartnerFacet


class EventFilter(RecordFilter):
    topic = TermFacet("Topic", "term", rows="topic_terms", above="broader")
    institution = TermFacet("Institution", "term", rows="institution_terms", above="parent")
    with_ = PartnerFacet()
    kind = TermFacet("Kind", "kind")
    year = YearFacet("Year", "year")
    country = CountryFacet("Country", "country")
    person = TermFacet("Person", "person", rows="participations", shown=6)
    role = TermFacet("Role", "role", rows="participations", shown=6)
    series = TermFacet("Series", "series")
    language = LanguageFacet("Language", "language")

    # What is on comes first, the next event at the top; then what is over, and last what has no date.
    orders = {
        "newest": (
            "-is_upcoming",
            Case(When(is_upcoming=True, then=F("starts_at"))).asc(nulls_last=True),
            F("starts_at").desc(nulls_last=True),
            "-pk",
        ),
        "oldest": (F("starts_at").asc(nulls_last=True), "pk"),
        "title": ("key", "pk"),
    }


class AgreementFilter(RecordFilter):
    topic = TermFacet("Topic", "term", rows="topic_terms", above="broader")
    institution = TermFacet("Institution", "term", rows="institution_terms", above="parent")
    with_ = PartnerFacet()
    kind = TermFacet("Kind", "kind")
    year = YearFacet("Year", "year")
    country = CountryFacet("Country", "country")
    person = TermFacet("Person", "person", rows="signatures", shown=6)

    orders = {
        "newest": (F("year").desc(nulls_last=True), "-signed_on", "-pk"),
        "oldest": (F("year").asc(nulls_last=True), "signed_on", "pk"),
        "title": ("key", "pk"),
    }
