"""The pages of topics: the tree of them with an index, and each with its records, its years and who works on it."""

from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from editorial.models import FormerAddress, Topic, TopicName, TopicTerm
from editorial.reading.remembered import remembered
from portal.listings import LISTS, Listing
from portal.statistics import Figures

# Of each kind of record its newest stand on the page of a topic; of people and institutions so many.
WORKS = ("events:event-list", "publications:publication-list", "events:agreement-list")
MOST_NAMED, MOST_COUNTED = 8, 60
HIGHEST = 20


def topic_counts(**which):
    """Return how many public records are found under each topic (or those `which` the rows say), as {key: count}."""
    counts = {}
    for kind in TopicTerm.kinds():
        records = kind._meta.get_field("record").related_model.objects.published()
        # A few topics have few rows, each looked at by itself; beside all rows the list of what is public is short.
        seen = Exists(records.filter(pk=OuterRef("record"))) if which else Q(record__in=records)
        rows = kind.objects.filter(seen, **which).values_list("term").annotate(records=Count("pk"))
        for term, count in remembered(rows):
            counts[term] = counts.get(term, 0) + count
    return counts


def commonest_topics(**which):
    counts = topic_counts(**which)
    topics = Topic.objects.in_bulk(counts).values()
    for topic in topics:
        topic.count = counts[topic.pk]
    return sorted(topics, key=lambda topic: (-topic.count, topic.name))


class TopicList(TemplateView):
    """All topics that lead somewhere, narrower beneath broader, each with the number of its records; and an index."""

    template_name = "portal/topic_list.html"

    def get_context_data(self, **kwargs):
        topics = {topic.pk: topic for topic in sorted(commonest_topics(), key=lambda topic: topic.key)}
        for topic in topics.values():
            topic.below = [other for other in topics.values() if other.broader_id == topic.pk]
        top = [topic for topic in topics.values() if topic.broader_id not in topics]
        return super().get_context_data(
            topics=top, index=index(topics), total=len(topics), canonical=self.request.path, **kwargs
        )


def index(topics):
    """Return `topics` ({key: Topic}) as the index of a book has them, as [(letter, entries)].

    An entry is a TopicName: another name, which leads to its topic, or the topic's own.
    """
    entries = [TopicName(topic=topic, name=topic.name, key=topic.key) for topic in topics.values()]
    for entry in TopicName.objects.filter(topic__in=topics):
        entry.topic = topics[entry.topic_id]
        entries.append(entry)
    entries.sort(key=lambda entry: (entry.key, entry.name))
    return [(letter, list(some)) for letter, some in groupby(entries, key=lambda entry: entry.key[:1].upper())]


class TopicDetail(TemplateView):
    """A topic: what belongs under it, its neighbours in the tree, its records, its years and who works on it."""

    template_name = "portal/topic.html"

    def get(self, request, slug, **kwargs):
        """As usual; where no topic stands that readers see, on to the one that stood there once."""
        if not Topic.objects.filter(slug=slug).exists() and (topic := FormerAddress.of_public(Topic, slug)):
            return redirect(topic, permanent=True)
        return super().get(request, slug=slug, **kwargs)

    def get_context_data(self, slug, **kwargs):
        topic = Topic.objects.published().filter(slug=slug).prefetch_related("names").first()
        if not topic:
            raise Http404
        question = f"topic={topic.slug}"
        listings = {name: Listing(name, question) for name in (*LISTS, "people:expert-list")}
        works = [Figures(kind, QueryDict(question), MOST_COUNTED) for kind in ("events", "publications")]
        people = listings["people:person-list"]
        return super().get_context_data(
            topic=topic,
            path=path(topic),
            narrower=commonest_topics(term__broader=topic),
            figures=[listing for listing in listings.values() if listing.count],
            works=[listing for name, listing in listings.items() if name in WORKS and listing.count],
            drawings=[drawing for work in works if (drawing := work.drawing())],
            versed=people.records.order_by("-is_expert", "sort_key", "pk")[:MOST_NAMED],
            people=people,
            experts=listings["people:expert-list"],
            engaged=engaged(works, "person", "people:person"),
            institutions=listings["people:institution-list"],
            involved=engaged(works, "institution", "people:institution"),
            canonical=topic.get_absolute_url(),
            **kwargs,
        )


def path(topic):
    """Return the topics above `topic`, the broadest first."""
    above = []
    while topic.broader and len(above) < HIGHEST:
        topic = topic.broader
        above.insert(0, topic)
    return above


@dataclass
class Engaged:
    """Somebody, or a body, and in how many works: as (how many, what they are called, the address of just those)."""

    name: str
    address: str
    works: list = field(default_factory=list)

    @property
    def total(self):
        return sum(count for count, _, _ in self.works)


def engaged(works, facet, page):
    """Return who had a part in the most of `works`, Figures of one kind each, by the facet that names them."""
    found = {}
    for figures in works:
        for value in figures.values(facet):
            who = found.setdefault(value.slug, Engaged(value.label, reverse(page, args=[value.slug])))
            who.works.append((value.count, figures.nouns[value.count != 1], figures.at(value.address)))
    return sorted(found.values(), key=lambda who: (-who.total, who.name.casefold()))[:MOST_NAMED]
