"""Facets: the ways to narrow a list. Values within a facet widen it (or), facets narrow each other (and).

A facet is a django-filter Filter. It knows the rows that tie records to values, and so both filters by them and
counts them; the count is made from the records that all the *other* facets leave, which are exactly the records
that choosing the value would list.
"""

import re
from dataclasses import dataclass, field
from heapq import nlargest

import django_filters
from django import forms
from django.db.models import Count, OuterRef, Subquery
from django_countries import countries

from editorial.addresses import FormerAddress
from editorial.languages import language_name
from editorial.models import EntryTopic, TopicTerm
from editorial.reading.remembered import remembered
from editorial.terms import Reference
from editorial.trees import with_descendants

MOST_VALUES = 20
# An address can choose any value; a page offers so many of each facet and stays light.
MOST_OFFERED = 60
LONGEST = 120


@dataclass
class Value:
    """One value that a facet offers, with the number of records behind it and the address that chooses or drops it."""

    slug: str
    label: str
    count: int = 0
    above: int | None = None
    chosen: bool = False
    address: str = ""
    under: list = field(default_factory=list)

    @property
    def rows(self):
        return 1 + sum(value.rows for value in self.under)


class SlugsField(forms.Field):
    """The values of a repeated parameter, each once, in the order given. Nothing is an error: the unknown finds nothing."""

    widget = forms.MultipleHiddenInput

    def clean(self, values):
        distinct = dict.fromkeys(value.strip()[:LONGEST] for value in values or [])
        return [value for value in distinct if value][:MOST_VALUES]


class Facet(django_filters.Filter):
    """A facet over the column or key `value`: of the record itself, or of the rows that its relation `rows` leads to."""

    field_class = SlugsField
    # How many values there must be for the facet to be worth offering.
    least = 1
    # The facet without a choice in which this one would only say the same again, and is not offered.
    beside = None
    order = staticmethod(lambda value: (-value.count, value.label.casefold()))

    def __init__(self, label, value, rows=None, shown=10):
        super().__init__(label=label)
        self.value, self.rows, self.shown = value, rows, shown
        self.looked_up = {}

    def links(self, records):
        """Return the rows that tie records to values and the name of their key to the record."""
        if not self.rows:
            return records.model.objects.all(), "pk"
        relation = records.model._meta.get_field(self.rows)
        return public(relation.related_model), relation.remote_field.name

    def filter(self, records, values):
        if not values:
            return records
        keys = list(self.known(records, values))
        if not keys:
            return records.none()
        links, record = self.links(records)
        return records.filter(pk__in=links.filter(**{f"{self.value}__in": keys}).values(record))

    def said(self, filters):
        """Return the keys of values that say nothing new beside what is chosen in `filters` already."""
        return set()

    def counts(self, records, keep=(), leave=(), most=MOST_OFFERED):
        """Return the commonest values of `records` as {key: Value}, those with the keys `keep` among them, none of `leave`."""
        links, record = self.links(records)
        if record == "pk" and not links.query.annotations:
            links = records.order_by()
        else:
            links = links.filter(**{f"{record}__in": records.order_by().values("pk")}).order_by()
        # Index terms and columns of its own stand once for a record; only other rows need telling apart.
        once = record == "pk" or issubclass(links.model, Reference)
        found = links.values_list(self.value).annotate(records=Count("pk" if once else record, distinct=not once))
        found = remembered(found)
        silent = {None, "", *leave}
        counts = {key: count for key, count in found if key not in silent}
        commonest = nlargest(most, counts, key=counts.get)
        return self.read(links, {key: counts[key] for key in {*commonest, *keep} if key in counts})

    def read(self, links, counts):
        """Return the Values of {key: count}."""
        return {key: Value(self.slug(key), self.name(key), count) for key, count in counts.items()}

    def beneath(self, records, keys):
        """Return the set of `keys` and of those whose records are all among theirs."""
        return set(keys)

    def known(self, records, values):
        """Return {key: Value} for those of the slugs `values` that exist, found in the records or not."""
        # The same values are asked for again with every facet that is counted and every way out of an empty list.
        if new := [value for value in values if value not in self.looked_up]:
            found = {value.slug: (key, value) for key, value in self.look_up(records, new).items()}
            self.looked_up |= {slug: found.get(slug) for slug in new}
        return dict(filter(None, (self.looked_up[slug] for slug in values)))

    def of_today(self, records, values):
        """Return slugs, those that a value once had replaced by the ones that they have now, each once."""
        known = {value.slug for value in self.known(records, values).values()}
        unknown = [value for value in values if value not in known]
        led = self.led_on(records, unknown) if unknown else {}
        return list(dict.fromkeys(led.get(value, value) for value in values))

    def led_on(self, records, values):
        """Return {former slug: slug} for those of `values` that are no slugs any more, asked of the database."""
        return {}

    def look_up(self, records, values):
        """As `known`, asked of the database."""
        keys = {self.key(value): value for value in values}
        return {key: Value(slug, self.name(key)) for key, slug in keys.items() if key}

    def key(self, slug):
        """Return the stored key that `slug` stands for, or None when there can be none."""
        raise NotImplementedError

    def slug(self, key):
        return key

    def name(self, key):
        return key


class TermFacet(Facet):
    """A facet whose values are records of their own, with slug and name: topics, institutions, people, kinds."""

    def __init__(self, label, value, above=None, **kwargs):
        super().__init__(label, value, **kwargs)
        self.above = above

    def terms(self, records):
        """Return the values that the public may know: public records, and words that a public record uses."""
        links, _ = self.links(records)
        terms = links.model._meta.get_field(self.value).related_model.objects
        used = public(links.model).values(self.value)
        return terms.published() if hasattr(terms, "published") else terms.filter(pk__in=used)

    def read(self, links, counts):
        terms = links.model._meta.get_field(self.value).related_model
        # A public record's topics are public by definition; its institutions and people need not be.
        terms = terms.objects.all() if issubclass(links.model, TopicTerm | EntryTopic) else public(terms)
        columns = ["pk", "slug", "name", *filter(None, [self.above and f"{self.above}_id"])]
        found = terms.filter(pk__in=counts).order_by().values_list(*columns)
        return {key: Value(slug, name, counts[key], *above) for key, slug, name, *above in found}

    def beneath(self, records, keys):
        links, _ = self.links(records)
        terms = links.model._meta.get_field(self.value).related_model
        return with_descendants(terms, keys, self.above) if self.above else set(keys)

    def look_up(self, records, values):
        slugs = [value for value in values if re.fullmatch(r"[-\w]+", value)]
        terms = self.terms(records).filter(slug__in=slugs) if slugs else []
        return {term.pk: Value(term.slug, term.name) for term in terms}

    def led_on(self, records, values):
        slugs = [value for value in values if re.fullmatch(r"[-\w]+", value)]
        if not slugs:
            return {}
        terms = self.terms(records)
        now = terms.filter(pk=OuterRef("object_id")).order_by().values("slug")[:1]
        # Told by its name rather than its key, the kind is not asked for beforehand.
        kind = {
            "content_type__app_label": terms.model._meta.app_label,
            "content_type__model": terms.model._meta.model_name,
        }
        former = FormerAddress.objects.filter(**kind, slug__in=slugs).annotate(now=Subquery(now))
        return dict(former.exclude(now=None).values_list("slug", "now"))


class YearFacet(Facet):
    """A facet over a column of years."""

    order = staticmethod(lambda value: -int(value.slug))

    def key(self, slug):
        return int(slug) if re.fullmatch("[0-9]{4}", slug) else None

    def slug(self, key):
        return str(key)

    name = slug


class CountryFacet(Facet):
    """A facet over a country's ISO 3166-1 code, which stands in the address in lower case."""

    def key(self, slug):
        return slug.upper() if re.fullmatch("[a-z]{2}", slug) and slug.upper() in countries.countries else None

    def slug(self, key):
        return key.lower()

    def name(self, key):
        return countries.name(key)


class LanguageFacet(Facet):
    """A facet over a language code (BCP 47)."""

    least = 2

    def key(self, slug):
        return slug if re.fullmatch("[a-z]{2,3}(-[a-z0-9]{2,8})*", slug) else None

    def name(self, key):
        return language_name(key)


def public(model):
    """Return the rows of `model` that the public may know of; words of a vocabulary, which are nobody's, are all."""
    objects = model._default_manager
    return objects.published() if hasattr(objects, "published") else objects.all()


def grown(values, order):
    """Return {key: Value} as a sorted list of trees: every value beneath the one above it, where that is there too."""
    top = []
    for value in sorted(values.values(), key=order):
        above = values.get(value.above)
        (above.under if above else top).append(value)
    return top


def parted(top, shown):
    """Return a sorted list of values in two: those shown at once, among them every chosen one, and the rest."""
    first, rest, rows = [], [], 0
    for value in sorted(top, key=lambda value: not holds_chosen(value)):
        chosen = holds_chosen(value)
        (first if chosen or rows < shown else rest).append(value)
        rows += value.rows
    return first, rest


def holds_chosen(value):
    return value.chosen or any(holds_chosen(below) for below in value.under)
