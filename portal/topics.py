"""The pages of topics: the tree of them, and each with its records of every kind."""

from django.db.models import Count
from django.http import Http404
from django.views.generic import TemplateView

from editorial.models import Topic, TopicTerm
from portal.listings import LISTS, Listing


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
