"""Answers: which entries answer a question, and in which order.

What a record mentions is found by every name of it: the subjects that have the words of the question in a name are
looked up first, and of these only what is public right now leads on to the records that mention them.
"""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from editorial.search.entries import Entry, Mention, Searchable
from editorial.search.found import ANYWHERE, NAMES, NEAR, Among, Holds
from editorial.search.later import as_it_stands, kinds
from editorial.search.question import Question

COLUMNS = {NAMES: ["names"], NEAR: ["names", "near"], ANYWHERE: ["names", "near", "body"]}


def ranked(text, newest=False):
    """Return the keys of the public entries that answer the question `text`, the best first, or the newest.

    A whole name comes before a name that begins like the question, this before words within a name, these before words
    in names of others mentioned, and all of them before words anywhere; among those found by their own name people,
    institutions and topics precede what is about them: first those whose heading has the words, then those that have
    them in another name, the shortest name first. The order is made here, where it is the same whatever the database.
    """
    question = Question.read(text)
    if not question:
        return []
    reading = Reading(question)
    rows = Entry.objects.filter(reading.met()).annotate(is_near=Q(*(reading.named(ask, NEAR) for ask in question.asks)))
    rows = list(rows.values_list("pk", "content_type", "object_id", "names", "day", "is_near"))
    rows = as_it_stands(rows)
    seen = public((kind, record) for _, kind, record, *_ in rows)
    subjects, places = kinds_of_mention(), places_of_kinds()

    def place(row):
        _, kind, record, names, day, is_near = row
        tier = within(question, names) if is_near else 4
        is_work = kind not in subjects
        brief = () if is_work else (elsewhere(question, names), brevity(question, names))
        dated = (-day.toordinal() if day else 0, brief, places[kind], -record)
        return dated if newest else (tier, tier < 3 and is_work, *dated)

    return [row[0] for row in sorted(rows, key=place) if row[2] in seen[row[1]]]


def within(question, names):
    """Return 0 when one of the folded `names` is the whole question, 1 when one begins with its several words.

    Otherwise return 2 when the names meet all of it, and 3 when they do not.
    """
    if f"| {question.key} |" in names:
        return 0
    if " " in question.key and f"| {question.key}" in names:
        return 1
    return 2 if meets(question, names) else 3


def elsewhere(question, names):
    """Whether the first of the folded `names`, which is the heading, does not meet all of the question."""
    return not meets(question, apart(names)[0])


def brevity(question, names):
    """Return the length of the shortest of the folded `names` that meets all of the question, or of the first."""
    each = apart(names)
    return min(len(name) for name in [name for name in each if meets(question, name)] or each[:1])


def apart(names):
    return [f" {name} " for name in names.strip("| ").split(" | ")]


def meets(question, name):
    return all(ask.met_in(name) for ask in question.asks)


def answering(model, text):
    """Return the keys of the records of `model`, public or not, that answer the question `text`."""
    question = Question.read(text)
    if not question:
        return []
    rows = Entry.objects.filter(Reading(question).met(), content_type__in=[Entry.kind(model), *kinds()])
    found = as_it_stands(list(rows.values_list("pk", "content_type", "object_id")))
    return [record for _, kind, record in found if kind == Entry.kind(model).pk]


class Reading:
    """A question, and the public subjects that have its words in a name."""

    def __init__(self, question):
        self.question = question
        self.called = self.look_up([*question.asks, *question.without])

    def look_up(self, asks):
        """Return {ask: {kind of mention: keys of subjects}}."""
        kinds = kinds_of_mention()
        called = Entry.objects.filter(Q(*(own(ask, NAMES) for ask in asks), _connector=Q.OR), content_type__in=kinds)
        rows = list(called.values_list("content_type", "object_id", "names"))
        seen = public((kind, key) for kind, key, _ in rows)
        found = {ask: defaultdict(list) for ask in asks}
        for kind, key, names in rows:
            for ask in asks:
                if key in seen[kind] and ask.met_in(names):
                    found[ask][kinds[kind]].append(key)
        return found

    def met(self):
        """The condition that an entry meets all that is asked, and nothing that is excluded."""
        without = [self.named(ask, ANYWHERE) for ask in self.question.without]
        return Q(*(self.named(ask, ANYWHERE) for ask in self.question.asks), *(~Q(each) for each in without))

    def named(self, ask, scope):
        """The condition that an entry meets `ask` within `scope`, or mentions a subject that has it in a name."""
        mentions = [
            kind.objects.filter(Among("term_id", keys)).values("record") for kind, keys in self.called[ask].items()
        ]
        return Q(own(ask, scope), *(Q(pk__in=rows) for rows in mentions), _connector=Q.OR)


def own(ask, scope):
    """The condition that the entry's own words meet `ask` within `scope`; words of a phrase follow one another."""
    found = Q(Holds([ask], scope))
    if len(ask.words) > 1:
        found &= Q(*(Q(**{f"{column}__contains": f" {ask.phrase} "}) for column in COLUMNS[scope]), _connector=Q.OR)
    return found


def public(pairs):
    """Return those of `pairs`, (key of a content type, key of a record), that the public sees, as {kind: records}."""
    asked, seen = defaultdict(list), defaultdict(set)
    for kind, record in pairs:
        asked[kind].append(record)
    for kind, records in asked.items():
        objects = ContentType.objects.get_for_id(kind).model_class().objects
        seen[kind] = set(objects.published().filter(Among("pk", records)).values_list("pk", flat=True))
    return seen


def kinds_of_mention():
    """Return the kinds of mention by the key of the content type of what is mentioned."""
    return {Entry.kind(kind.subject()).pk: kind for kind in Mention.kinds()}


def places_of_kinds():
    """Return the place of each content type that has entries, by the names of their models."""
    kinds = [Entry.kind(model) for model in Searchable.kinds()]
    return {kind.pk: place for place, kind in enumerate(sorted(kinds, key=lambda kind: kind.model))}
