"""The topics of the corpus, broader over narrower, and the names some of them have in other languages."""

from django.utils.text import slugify

from editorial.folding import key
from editorial.models import Topic, TopicName
from portal.corpus.prose import WORDS


def make(shelf):
    """Make the tree of topics and return it as {primary key: Topic}, in an order in which the commonest come first."""
    tops = put(shelf, dict.fromkeys(WORDS["topics"]))
    middle = put(shelf, {name: tops[top] for top, below in WORDS["topics"].items() for name in below})
    narrow = {
        name: middle[above] for below in WORDS["topics"].values() for above, names in below.items() for name in names
    }
    topics = [*tops.values(), *middle.values(), *put(shelf, narrow).values()]
    shelf.put(TopicName, [name for topic in topics for name in other_names(topic)])
    # What is spoken of most is neither the broadest nor the narrowest.
    shelf.chance.shuffle(topics)
    topics.sort(key=lambda topic: topic.broader_id is None)
    return {topic.pk: topic for topic in topics}


def put(shelf, broader):
    """Make topics of {name: the broader topic or None}; return them by name."""
    rows = [
        Topic(name=name, slug=slugify(name), key=key(name), broader=above, description=f"What concerns {name.lower()}.")
        for name, above in broader.items()
    ]
    return {topic.name: topic for topic in shelf.put(Topic, rows)}


def other_names(topic):
    translated = zip(("ru", "ur"), WORDS["translated"].get(topic.name, ()), strict=False)
    return [TopicName(topic=topic, name=name, key=key(name), language=language) for language, name in translated]


def tag(shelf, links, records, common):
    """Tag each of `records` with what `common` (a Zipf) gives, by rows of the model `links`; return {key: topics}."""
    tagged = {record.pk: common.some(shelf.chance.randint(1, 3)) for record in records}
    shelf.put(links, [links(content_object_id=pk, tag=topic) for pk, topics in tagged.items() for topic in topics])
    return tagged
