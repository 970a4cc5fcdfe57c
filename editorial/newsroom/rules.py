"""Rules of record health that hold for records of any kind, and those about topics."""

from django.db.models import Exists, OuterRef

from editorial.health import Rule
from editorial.models import Topic, TopicTerm
from editorial.newsroom.mending import GiveTopics


class WithoutTopics(Rule):
    """Records that stand under no topic; subclasses name the `model`."""

    why = "Readers who follow a topic, and the topic’s own page, never see it."
    field = "topics"
    mend = GiveTopics()

    def wrong(self):
        links = self.model._meta.get_field("topic_links")
        given = links.related_model.objects.filter(**{links.field.name: OuterRef("pk")})
        return self.model.objects.filter(~Exists(given))


class UnreadDocument(Rule):
    """Documents whose text could not be read; subclasses name the `model`."""

    why = "Only its title is found by a search. A PDF with real text in place of scanned pages is read at once."
    field = "file"

    def wrong(self):
        return self.model.objects.exclude(text_note="")

    def told(self, row):
        return f"{row.title}: {row.text_note}"


class TopicWithoutRecords(Rule):
    name = "Topics under which there is nothing"
    why = "Readers never see such a topic, and it is in the way of whoever looks for the right one. Delete it, or merge it."
    model = Topic
    field = "name"

    def wrong(self):
        found = Topic.objects.filter(narrower=None)
        for kind in TopicTerm.kinds():
            found = found.filter(~Exists(kind.objects.filter(term=OuterRef("pk"))))
        return found
