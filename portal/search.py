"""Search: one question to all records, narrowed by kind, topic, institution and year."""

from dataclasses import dataclass

from django.db.models import F, Prefetch
from django.db.models.functions import Substr
from django.http import JsonResponse
from django.utils.functional import cached_property

from editorial.filters import RecordFilter, WordsFilter
from editorial.models import Entry, Searchable
from editorial.reading.facets import Facet, TermFacet, YearFacet
from editorial.search import nearby
from editorial.search.answers import ranked
from editorial.search.later import in_place
from editorial.search.question import Question
from editorial.search.snippets import marked, snippet
from editorial.views import RecordList
from people.models import Affiliation, Person
from portal.topics import commonest_topics

# So much of a text is read to find the words that a snippet shows.
READ = 40_000


class RankedFilter(WordsFilter):
    """Public entries that answer a question."""

    def answers(self, model, text):
        if text not in self.found:
            self.found[text] = ranked(text, newest=self.parent.order == "newest")
        return self.found[text]


class KindFacet(Facet):
    """What sort of record it is, called by the plural that its list has in its address."""

    @cached_property
    def kinds(self):
        return {Entry.kind(model).pk: str(model._meta.verbose_name_plural) for model in Searchable.kinds()}

    def key(self, slug):
        return next((key for key, plural in self.kinds.items() if plural == slug), None)

    def slug(self, key):
        return self.kinds[key]

    name = slug


class SearchFilter(RecordFilter):
    q = RankedFilter()
    kind = KindFacet("Kind", "content_type")
    topic = TermFacet("Topic", "term", rows="entrytopic_rows", above="broader")
    institution = TermFacet("Institution", "term", rows="entryinstitution_rows", above="parent")
    year = YearFacet("Year", "year")

    orders = {
        "relevance": (F("day").desc(nulls_last=True), "content_type__model", "-object_id"),
        "newest": (F("day").desc(nulls_last=True), "content_type__model", "-object_id"),
    }

    def narrowed(self, chosen):
        """As for every list. Answers are public; where nothing is asked, the door is held here."""
        self.queryset = Entry.objects.all() if chosen.get("q") else Entry.objects.published()
        return super().narrowed(chosen)

    @property
    def results(self):
        """Return the keys of the entries found, in their order: the best first where something was asked."""
        if not self.chosen:
            return []
        narrowed = self.narrowed(self.chosen)
        if "q" not in self.chosen:
            return list(narrowed.order_by(*self.orders[self.order]).values_list("pk", flat=True))
        found = self.filters["q"].answers(Entry, self.chosen["q"])
        kept = set(narrowed.values_list("pk", flat=True)) if len(self.chosen) > 1 else set(found)
        return [key for key in found if key in kept]

    def advise(self, chips):
        """As for every list, but without any choice there is no list to lead to."""
        return super().advise([chip for chip in chips if chip.left])


@dataclass
class Result:
    """One entry found: its record, and its heading and text with the words that answer marked."""

    record: object
    heading: str
    snippet: str

    @property
    def kind(self):
        return self.record._meta.model_name

    @property
    def noun(self):
        return self.record._meta.verbose_name


class Search(RecordList):
    """Everything on the record that answers a question, and what else might have been meant where nothing does."""

    model = Entry
    filters = SearchFilter
    template_name = "portal/search.html"
    heading = "Search"
    standfirst = "Events, publications, agreements, people, institutions and topics, by any of their names and words."
    ask = "Words, names or “a phrase”"

    def records(self):
        """Return all entries: the filter lets out what is public, at less cost where something is asked."""
        return Entry.objects.all()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        words = self.filter.chosen.get("q", "")
        context["results"] = results(context["object_list"], Question.read(words))
        if not self.filter.chosen:
            context |= {"facets": [], "topics": commonest_topics()[:16]}
        elif not context["total"] and words:
            context["meant"] = nearby.meant(words)
        return context


def results(keys, question):
    """Return the Results of the entries with `keys`, in that order; whose record went meanwhile is left out."""
    entries = Entry.objects.filter(pk__in=keys).defer("names", "near", "body", "text")
    entries = entries.annotate(opening=Substr("text", 1, READ)).in_bulk()
    for later, (place, *_) in in_place().items():
        if place in entries:  # Found by the text of a document whose embargo is over.
            entries[place].opening = Entry.objects.values_list(Substr("text", 1, READ), flat=True).get(pk=later)
    records = {}
    for kind in {entry.model for entry in entries.values()}:
        found = printed(kind).in_bulk([entry.object_id for entry in entries.values() if entry.model is kind])
        records |= {(kind, key): record for key, record in found.items()}
    shown = [(entry, records.get((entry.model, entry.object_id))) for entry in map(entries.get, keys) if entry]
    return [
        Result(record, marked(entry.heading, question), snippet(entry.opening, question))
        for entry, record in shown
        if record
    ]


def printed(model):
    """Return the public records of `model` with what a result prints of them."""
    records = model.objects.published()
    if model is Person:
        return records.prefetch_related(Prefetch("affiliations", Affiliation.objects.all()))
    return records.select_related("kind") if any(field.name == "kind" for field in model._meta.fields) else records


def suggest(request):
    """Answer what is being typed into a search field with names and titles that go on like it."""
    return JsonResponse({"suggestions": nearby.begun(request.GET.get("q", "").replace("\0", " "))})
