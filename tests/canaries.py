"""A record full of canaries: words planted wherever the public must not look, so that a leak shows itself.

The fields are found by asking the models, so that a field or a row added later gets its canary without being told.
"""

import re
from itertools import count
from pathlib import PurePosixPath

from django.contrib.auth.models import User
from django.db import models
from django_countries.fields import CountryField

from editorial.dates import PartialDateField
from editorial.documents import DocumentField
from editorial.models import FormerAddress, Publishable, Topic, TopicLink, Vocabulary
from editorial.pictures import PictureField
from editorial.richtext import RichTextField
from editorial.terms import Term
from editorial.views import published_models
from tests import factories as make

# Short enough for the narrowest column, and a word to the folding, the slugs and the file names alike.
CANARY = re.compile(rb"kx\d{4}q", re.IGNORECASE)
# Values that only hidden records have, and that facets would offer if they counted them.
COUNTRY, YEAR = "BT", "2091"
ELSEWHERE = re.compile(rb"\bBhutan\b|\b2091\b")
HIDDEN = ("draft", "scheduled", "withdrawn")
NARROWEST = 7
LEFT_OUT = {"timezone", "hours_zone", "key", "acronym_key", "sort_key"}
PRIVATE = {"private_contact"}


class Aviary:
    """For every kind of record: a plain public one (`open`), and in every hidden state one (`hidden`) that points to
    it, with canaries in all its words, and a public one (`beside`) that points to the hidden one."""

    def __init__(self):
        self.planted, self.numbers = {}, count(1)
        self.topic = make.topic("Plain topic")
        self.open = {model: self.make(model, {}, {}) for model in published_models()}
        self.hidden = {state: {} for state in HIDDEN}
        self.beside = {"public": {model: self.make(model, self.open, {}) for model in published_models()}}
        for state in HIDDEN:
            self.plant(state)
        # Pictures are named by their content; their narrower copies begin with the same name.
        self.kept = {PurePosixPath(file.name).stem for record in self.all_hidden() for file in files(record)}

    def plant(self, state):
        self.words = self.words_of(state)
        for model in published_models():
            record = self.make(model, self.open, self.words, state=state)
            FormerAddress.remember(record, self.canary(model, "former slug", state))
            record.topics.add(self.topic, self.words[Topic])
            self.hidden[state][model] = self.live(record, state)
        self.beside[state] = {model: self.make(model, self.hidden[state], {}) for model in published_models()}

    def words_of(self, state):
        """Return the topic and one word of every vocabulary and list that only records in this state have."""
        topic = Topic(broader=self.topic, **self.texts(Topic, state))
        topic.save()
        topic.names.create(name=self.canary(Topic, "other name", state))
        lists = [model for app in published_models() for model in chosen_from(app)]
        return {Topic: topic} | {model: model.objects.create(**self.texts(model, state)) for model in set(lists)}

    def make(self, model, others, words, state="", **known):
        """Return a saved record or row; keys to records are taken from `others`, to vocabularies from `words`."""
        made = model(**{**self.texts(model, state), **self.keys(model, others, words), **known})
        self.illustrate(made, state)
        if isinstance(made, Publishable):
            made.published_at = make.LONG_AGO
            made.created_by = made.changed_by = self.user()
        made.save()
        for relation in own_rows(model) if others else ():
            self.make(relation.related_model, others, words, state, **{relation.field.name: made})
        if isinstance(made, Publishable):
            made.topics.add(self.topic)
            made.settle()
        return made

    def texts(self, model, state):
        """Return a word for every text field of `model`: a canary when the record is hidden or the field private."""
        found = {}
        for field in model._meta.fields:
            plain = not state and field.name not in PRIVATE
            if plain and (field.name in ("slug", "permanent_id", "language") and issubclass(model, Publishable)):
                continue
            if isinstance(field, CountryField) and state:
                found[field.name] = COUNTRY
            elif isinstance(field, PartialDateField):
                found[field.name] = f"{YEAR}-03-04" if state and field.name != "end" else ""
            elif wordy(field):
                word = f"shown{next(self.numbers)}" if plain else self.canary(model, field.name, state)
                found[field.name] = dressed(field, word)
        found.pop("withdrawal_reason", None)
        return found

    def canary(self, model, field, state):
        word = f"kx{next(self.numbers):04}q"
        self.planted[word] = f"{model._meta.label}.{field} ({state or 'private'})"
        return word

    def keys(self, model, others, words):
        found = {}
        for field in model._meta.fields:
            if not field.many_to_one:
                continue
            if issubclass(field.related_model, Publishable):
                found[field.name] = others.get(field.related_model)
            elif field.related_model in chosen_from(model):
                found[field.name] = words.get(field.related_model) or self.plain(field)
        return found

    def plain(self, field):
        return field.related_model.objects.exclude(slug__startswith="kx").first()

    def illustrate(self, made, state):
        for field in made._meta.fields:
            if isinstance(field, PictureField):
                number = next(self.numbers)
                setattr(made, field.name, make.picture(size=(400, 300), colour=(number % 256, number // 256, 90)))
            if isinstance(field, DocumentField):
                setattr(made, field.name, make.pdf(self.canary(type(made), "bytes", state) if state else "plain"))

    def live(self, record, state):
        if state == "withdrawn":
            return make.withdrawn(record, self.canary(type(record), "withdrawal_reason", state))
        return getattr(make, state)(record)

    def user(self):
        name = self.canary(User, "username", "")
        return User.objects.create(username=name, first_name=name, last_name=name, email=f"{name}@example.org")

    @property
    def tombstones(self):
        """What the page of a withdrawn record may say: {slug, former slug or number: its heading and the reason}."""
        found = {}
        for model, record in self.hidden["withdrawn"].items():
            former = FormerAddress.of(model).filter(object_id=record.pk).values_list("slug", flat=True)
            for address in (record.slug, record.permanent_id, *former):
                found[address] = (str(record), record.withdrawal_reason)
        return found

    def all_hidden(self):
        return [record for state in HIDDEN for record in self.hidden[state].values()]

    def everything(self, model):
        return [group[model] for group in (self.open, *self.beside.values(), *self.hidden.values())]

    def leaks(self, answer, tombstone=()):
        """Return what of the planted is in the answer's body or headers; `tombstone` are the words one may show."""
        text = answer.body + repr(answer.headers).encode()
        words = {found.decode().lower() for found in CANARY.findall(text)} - set(tombstone)
        words |= {name for name in self.kept if name.encode() in text}
        words |= {found.decode() for found in ELSEWHERE.findall(text)}
        return sorted(self.planted.get(word, word) for word in words)


def wordy(field):
    """Whether an editor writes words into `field`, so that a canary fits in."""
    kept = field.choices or field.name in LEFT_OUT or isinstance(field, models.FileField | CountryField)
    kept = kept or (field.max_length or NARROWEST) < NARROWEST
    return isinstance(field, models.CharField | models.TextField) and not kept


def dressed(field, word):
    if isinstance(field, models.URLField):
        return f"https://{word}.example/"
    return f"<p>{word}</p>" if isinstance(field, RichTextField) else word


def chosen_from(model):
    """Return the vocabularies, and the lists with a slug such as series, from which `model` and its rows choose."""
    keys = [field.related_model for field in model._meta.fields if field.many_to_one]
    own = {
        key
        for key in keys
        if issubclass(key, Vocabulary) or (hasattr(key, "slug") and not issubclass(key, Publishable))
    }
    return own.union(*(chosen_from(relation.related_model) for relation in own_rows(model))) - {Topic}


def own_rows(model):
    """Return the relations to rows that belong to a record of `model`, or to one of its rows: they go when it goes."""
    derived = Term, TopicLink, Publishable
    return [
        relation
        for relation in model._meta.related_objects
        if relation.on_delete is models.CASCADE and not issubclass(relation.related_model, derived)
    ]


def files(record):
    """Return the files kept for `record` and for its rows."""
    rows = [row for relation in own_rows(type(record)) for row in getattr(record, relation.get_accessor_name()).all()]
    kept = [getattr(holder, name, None) for holder in (record, *rows) for name in ("picture", "file")]
    return [file for file in kept if file]
