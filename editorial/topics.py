"""Topics: controlled tags, one record a subject however it is written, in a tree of broader and narrower."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from taggit.models import ItemBase, TagBase

from editorial.addresses import FormerAddress
from editorial.folding import fold, key
from editorial.search.entries import Entry, Findable, Mention, Searchable
from editorial.terms import Term
from editorial.trees import lines_above, refuse_loop, with_ancestors, with_descendants


class TopicQuerySet(models.QuerySet):
    def published(self):
        """Topics that lead somewhere: a public record is found under them. The others would only betray drafts."""
        found = Q()
        for kind in TopicTerm.kinds():
            records = kind._meta.get_field("record").related_model.objects.published()
            found |= Exists(kind.objects.filter(term=OuterRef("pk"), record__in=records))
        return self.filter(found)

    def named(self, text):
        """Topics whose name or other name is `text`, however it is written."""
        return self.filter(Q(key=key(text)) | Q(names__key=key(text))).distinct()

    def by_name(self, names):
        """Return the topics that have these names, or have them as other names, by the folded name; in one statement."""
        keys = {key(name) for name in names}
        found = self.filter(Q(key__in=keys) | Q(names__key__in=keys)).annotate(other=F("names__key")).order_by("-pk")
        own = {topic.key: topic for topic in found}
        return {topic.other: topic for topic in found if topic.other in keys} | own


class TopicManager(models.Manager.from_queryset(TopicQuerySet)):
    def get_by_natural_key(self, name):
        return self.get(name=name)


class Topic(Searchable, TagBase):
    """A subject of the record. Its folded key keeps “Energy”, “energy” and “ENERGY” one topic."""

    key = models.CharField(max_length=200, unique=True, editable=False)
    description = models.TextField(blank=True, help_text="What belongs under this topic, in a sentence or two.")
    broader = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="narrower", help_text="The topic that contains it."
    )

    version = models.PositiveIntegerField(default=0, editable=False)

    objects = TopicManager()

    sharing = "On {}"

    class Meta:
        ordering = ["name"]

    def save(self, *args, **kwargs):
        before = type(self).objects.filter(pk=self.pk).values_list("broader_id", "slug").first() or (None, None)
        self.key = key(self.name)
        self.version += 1
        super().save(*args, **kwargs)
        if before[0] != self.broader_id:
            TopicTerm.resettle(self)
        if before[1] and before[1] != self.slug:
            FormerAddress.remember(self, before[1])
        self.settle()

    def clean(self):
        if not fold(self.name):
            raise ValidationError({"name": "Give the topic a name with at least one letter or figure."})
        if double := Topic.objects.named(self.name).exclude(pk=self.pk).first():
            raise ValidationError({"name": f"There is the topic “{double}” already."})
        refuse_loop(self, "broader")

    def called(self):
        """Return what the topic is called, as (words, kind of other name)."""
        return [(self.name, None)]

    def also_call(self, words, kind=None):
        """Give the topic another name, unless it is the same word written otherwise."""
        if key(words) != self.key and not TopicName.objects.filter(key=key(words)).exists():
            self.names.create(name=words)

    @classmethod
    def searched(cls):
        return ["names"]

    def searchable(self):
        return Findable([self.name, *(other.name for other in self.names.all())], text=[self.description])

    def settle(self):
        """Rewrite what the topic and those beneath it are found by; whoever changes its other names calls this."""
        type(self).settle_all([self.pk])

    @classmethod
    def settle_all(cls, keys, words=True):
        """Settle many at once; `words` says whether their own words may have changed."""
        Entry.write_all_of(Topic, with_descendants(Topic, keys, "broader"), words)


class TopicName(models.Model):
    """Another name of a topic: a synonym, an abbreviation, the word in another language."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="names")
    name = models.CharField(max_length=100)
    key = models.CharField(max_length=200, editable=False, db_index=True)
    language = models.CharField(max_length=12, blank=True, help_text="Language code, such as ur or ru.")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["key"], name="topicname_once")]
        verbose_name = "other name"

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.key = key(self.name)
        super().save(*args, **kwargs)

    def clean(self):
        if not fold(self.name):
            raise ValidationError({"name": "Give a name with at least one letter or figure."})
        taken = Topic.objects.named(self.name).exclude(pk=self.topic_id).first()
        if taken:
            raise ValidationError({"name": f"“{self.name}” is a name of the topic “{taken}”."})


class TopicLink(ItemBase):
    """A record's tag as an editor gave it (taggit's through model); each kind of record has its own."""

    tag = models.ForeignKey(Topic, models.PROTECT, related_name="%(app_label)s_%(class)s_items")

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="%(class)s_once")]


class TopicTerm(Term):
    """A topic under which a record is found: one of its own topics, or one broader than those."""

    term = models.ForeignKey(Topic, models.CASCADE, related_name="+")

    class Meta(Term.Meta):
        abstract = True

    @classmethod
    def derive(cls, record):
        """Rewrite the rows of `record` from its topics."""
        cls.rewrite(record, with_ancestors(Topic, record.topics.values_list("pk", flat=True), "broader"))

    @classmethod
    def derive_all(cls, keys):
        """Rewrite the rows of all records with these keys."""
        links = cls._meta.get_field("record").related_model.topics.through.objects.filter(content_object__in=keys)
        named = set(links.order_by().values_list("content_object", "tag"))
        cls.rewrite_all(keys, named, lines_above(Topic, {term for _, term in named}, "broader"))


class EntryTopic(Mention):
    """A topic that a record carries, or one broader; of a topic itself and those broader."""

    term = models.ForeignKey(Topic, models.CASCADE, related_name="+")

    @classmethod
    def pairs(cls, model, keys):
        if model is Topic:
            return {(key, term) for key in keys for term in with_ancestors(Topic, [key], "broader")}
        return TopicTerm.pairs(model, keys)
