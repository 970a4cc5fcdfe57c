"""The front page, the topics, and the answers when nothing else can be said."""

from django.conf import settings
from django.db.models import Count
from django.http import Http404, HttpResponse, HttpResponseBadRequest, HttpResponseServerError, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.generic import TemplateView

from editorial.models import Topic, TopicTerm
from events.models import Hosting
from events.views import AgreementList, EventList
from people.models import Institution
from people.views import InstitutionList, PersonList
from publications.views import PublicationList

LISTS = {
    "events:event-list": EventList,
    "publications:publication-list": PublicationList,
    "events:agreement-list": AgreementList,
    "people:person-list": PersonList,
    "people:institution-list": InstitutionList,
}
ROWS_A_KIND = 6


class Listing:
    """One list of the site as another page shows it: how many records it has, the first of them, and its address."""

    def __init__(self, name, question=""):
        view = LISTS[name]
        words = view.model._meta
        filters = view.filters(QueryDict(question), queryset=view().records())
        self.name, self.label = words.model_name, str(words.verbose_name_plural).capitalize()
        self.records, self.count = filters.results, filters.results.count()
        self.address = reverse(name) + filters.address().lstrip(".")
        self.noun = words.verbose_name if self.count == 1 else words.verbose_name_plural

    @property
    def first(self):
        return self.records[:ROWS_A_KIND]


class Home(TemplateView):
    """The front page: what is on, what is new, and the ways into the record."""

    template_name = "portal/home.html"

    def get_context_data(self, **kwargs):
        events = EventList().records()
        lead, *latest = [*events.past()[:7]] or [None]
        listings = {listing.name: listing for listing in map(Listing, LISTS)}
        return super().get_context_data(
            listings=listings,
            upcoming=events.upcoming()[:4],
            latest=latest,
            lead=lead,
            publications=PublicationList().records().filter(part_of=None).newest()[:5],
            topics=commonest_topics()[:16],
            centres=busy_centres()[:8],
            canonical=self.request.path,
            **kwargs,
        )


def busy_centres():
    """Return the centres that hold events, by name; others are named on the record only because somebody works there."""
    hosting = Hosting.objects.published().values("institution")
    return Institution.objects.published().filter(kind__slug="centre", pk__in=hosting).order_by("name")


def topic_counts():
    """Return how many public records are found under each topic, as {primary key: count}."""
    counts = {}
    for kind in TopicTerm.kinds():
        records = kind._meta.get_field("record").related_model.objects.published()
        rows = kind.objects.filter(record__in=records).values_list("term").annotate(records=Count("pk"))
        for term, count in rows:
            counts[term] = counts.get(term, 0) + count
    return counts


def commonest_topics():
    counts = topic_counts()
    topics = Topic.objects.in_bulk(counts).values()
    for topic in topics:
        topic.count = counts[topic.pk]
    return sorted(topics, key=lambda topic: (-topic.count, topic.name))


class TopicList(TemplateView):
    """All topics that lead somewhere, narrower beneath broader, each with the number of its records."""

    template_name = "portal/topic_list.html"

    def get_context_data(self, **kwargs):
        topics = {topic.pk: topic for topic in sorted(commonest_topics(), key=lambda topic: topic.key)}
        for topic in topics.values():
            topic.below = [other for other in topics.values() if other.broader_id == topic.pk]
        top = [topic for topic in topics.values() if topic.broader_id not in topics]
        return super().get_context_data(topics=top, total=len(topics), canonical=self.request.path, **kwargs)


class TopicDetail(TemplateView):
    """A topic: what belongs under it, its neighbours in the tree, and its records of every kind."""

    template_name = "portal/topic.html"

    def get_context_data(self, slug, **kwargs):
        topic = Topic.objects.published().filter(slug=slug).prefetch_related("names").first()
        if not topic:
            raise Http404
        found = [Listing(name, f"topic={topic.slug}") for name in LISTS]
        return super().get_context_data(
            topic=topic,
            broader=topic.broader,
            narrower=topic.narrower.published().order_by("name"),
            listings=[listing for listing in found if listing.count],
            canonical=topic.get_absolute_url(),
            **kwargs,
        )


def robots(request):
    """Tell crawlers that they may read it all (RFC 9309). No address is named: what is kept from them keeps itself."""
    return HttpResponse("User-agent: *\nAllow: /\n", content_type="text/plain; charset=utf-8")


def bad_request(request, exception):
    return HttpResponseBadRequest(render_to_string("400.html", {"site_name": settings.SITE_NAME}))


def server_error(request):
    page = render_to_string("500.html", {"site_name": settings.SITE_NAME})
    return HttpResponseServerError(page, headers={"Cache-Control": "no-store"})
