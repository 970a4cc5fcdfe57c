"""Changes: what can be done to many records of a list in one step – each with what it asks, whom it concerns and what
it does to one of them.
"""

from django.db.models import Count

from editorial.anatomy import topic_links
from editorial.newsroom.forms import TopicsField


class Change:
    """One thing that can be done to many records. `said` is what its form took, cleaned."""

    # Suggestions for its text fields, by the name of their list.
    datalists = {}
    # How it stands in the address and in the list of actions, and what the button says.
    name = ""
    label = ""

    def fields(self, desk, request):
        """Return the fields of its question by name."""
        return {}

    def check(self, said):
        """Raise ValidationError where the answers do not go together."""

    def told(self, said, done=True):
        """Return what is done, as the title of the act: “Added the topics Energy, Trade”; before it is: “Add the …”."""
        raise NotImplementedError

    def concerned(self, records, said):
        """Return those of the queryset `records` that the change does not leave as they are."""
        raise NotImplementedError

    def watched(self, records, said):
        """Return querysets with the rows that it may change, make or remove, beside the records' own columns."""
        return []

    def prepare(self, said, journal):
        """Do what is to be done once, before the first record is changed."""

    def apply(self, record, said):
        """Change one record, without saving it, and its rows."""
        raise NotImplementedError

    def store(self, record, said):
        record.save()


class TopicsChange(Change):
    may_add = False

    def fields(self, desk, request):
        field = TopicsField(label="Topics")
        field.may_add = self.may_add and request.user.has_perm("editorial.add_topic")
        return {"topics": field}

    def links(self, records):
        return topic_links(records.model)._base_manager.filter(content_object__in=records)

    def watched(self, records, said):
        return [self.links(records)]

    def named(self, said):
        plural = "s" if len(said["topics"]) > 1 else ""
        return f"the topic{plural} {', '.join(str(topic) for topic in said['topics'])}"

    def known(self, said):
        return [topic.pk for topic in said["topics"] if topic.pk]


class AddTopics(TopicsChange):
    name, label, may_add = "add-topics", "Add topics", True

    def told(self, said, done=True):
        return f"{'Added' if done else 'Add'} {self.named(said)}"

    def concerned(self, records, said):
        links = self.links(records).filter(tag__in=self.known(said)).values("content_object")
        whole = links.annotate(number=Count("pk")).filter(number=len(said["topics"]))
        return records.exclude(pk__in=whole.values("content_object"))

    def prepare(self, said, journal):
        for topic in said["topics"]:
            if topic.pk is None:
                topic.save()
                journal.made(topic)

    def apply(self, record, said):
        record.topics.add(*said["topics"])


class RemoveTopics(TopicsChange):
    name, label = "remove-topics", "Remove topics"

    def told(self, said, done=True):
        return f"{'Removed' if done else 'Remove'} {self.named(said)}"

    def concerned(self, records, said):
        return records.filter(pk__in=self.links(records).filter(tag__in=self.known(said)).values("content_object"))

    def apply(self, record, said):
        topic_links(type(record))._base_manager.filter(content_object=record, tag__in=self.known(said)).delete()


class SetField(Change):
    """One field of the record takes one value; empty takes it off, where the field may be empty."""

    def __init__(self, field):
        self.field = field
        self.name = field.replace("_", "-")
        self.label = f"Change the {field.replace('_', ' ')}"

    def fields(self, desk, request):
        asked = desk.formfield_for_dbfield(desk.opts.get_field(self.field), request)
        asked.widget = getattr(asked.widget, "widget", asked.widget)  # Without the “+” beside it.
        asked.help_text = "Left empty, it is taken off." if not asked.required else ""
        asked.initial = None
        self.choices = {} if hasattr(asked, "queryset") else dict(getattr(asked, "choices", ()))
        return {self.field: asked}

    def told(self, said, done=True):
        value = said[self.field]
        shown = self.choices.get(value, value)
        words = self.field.replace("_", " ")
        if not value:
            return f"{'Took' if done else 'Take'} the {words} off"
        return f"{'Changed' if done else 'Change'} the {words} to {shown}"

    def concerned(self, records, said):
        value = said[self.field]
        return records.exclude(**({self.field: value} if value is not None else {f"{self.field}__isnull": True}))

    def apply(self, record, said):
        before, value = getattr(record, self.field), said[self.field]
        setattr(record, self.field, value)
        printed = getattr(record, "printed_as", {}).get(self.field)
        if printed and (not getattr(record, printed) or str(before) == getattr(record, printed)):
            setattr(record, printed, str(value or ""))  # Another name, as it is printed, is left as it is.
