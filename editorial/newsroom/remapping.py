"""Remapping: one topic of many records replaced by others, as one of the changes that a list offers."""

from django.core.exceptions import ValidationError

from editorial.newsroom.changes import TopicsChange
from editorial.newsroom.forms import TopicsField


class OneTopicField(TopicsField):
    """One topic by its name. Its value is a stored topic."""

    def clean(self, value):
        found = super().clean(value)
        if len(found) != 1 or found[0].pk is None:
            raise ValidationError("Choose one topic that there is.")
        return found[0]


class ReplaceTopic(TopicsChange):
    """Replace a topic by one or several others, wherever an editor gave it to one of the chosen records itself."""

    name, label, may_add = "replace-topic", "Replace a topic", True

    def fields(self, desk, request):
        replaced = OneTopicField(label="Topic to be replaced")
        replaced.help_text = "Only records that carry this very topic change, not those with a narrower one."
        by = super().fields(desk, request)["topics"]
        by.label, by.help_text = (
            "Topics to put in its place",
            "One or several, such as two halves of one that was too broad.",
        )
        return {"replaced": replaced, "topics": by}

    def check(self, said):
        if said.get("replaced") in said.get("topics", []):
            raise ValidationError("A topic cannot be replaced by itself. To give more topics, add them.")

    def told(self, said, done=True):
        return f"{'Replaced' if done else 'Replace'} the topic {said['replaced']} by {' and '.join(str(topic) for topic in said['topics'])}"

    def concerned(self, records, said):
        return records.filter(pk__in=self.links(records).filter(tag=said["replaced"]).values("content_object"))

    def prepare(self, said, journal):
        for topic in said["topics"]:
            if topic.pk is None:
                topic.save()
                journal.made(topic)

    def apply(self, record, said):
        record.topics.through._base_manager.filter(content_object=record, tag=said["replaced"]).delete()
        record.topics.add(*said["topics"])
