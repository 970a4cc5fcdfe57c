"""The state of a list: what was chosen, which records that leaves, and the addresses one step away from it."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

import django_filters
from django import forms

from editorial.reading.facets import MOST_OFFERED, Facet, grown, parted
from editorial.search.answers import answering
from editorial.search.found import Among

LONGEST_QUESTION = 200
MOST_ADVICE = 12


class WordsField(forms.CharField):
    """What a person typed into the search box. Nothing is an error; more than can be asked for is cut off."""

    def clean(self, value):
        return " ".join((value or "").replace("\0", " ").split())[:LONGEST_QUESTION]


class WordsFilter(django_filters.Filter):
    """Records that answer a question, as the search of the whole site finds them."""

    field_class = WordsField

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.found = {}

    def filter(self, records, text):
        return records.filter(Among("pk", self.answers(records.model, text))) if text else records

    def answers(self, model, text):
        """Return the keys of the records of `model` that answer `text`; every facet that is counted asks again."""
        if text not in self.found:
            self.found[text] = answering(model, text)
        return self.found[text]


class RecordFilter(django_filters.FilterSet):
    """The filters of one kind of record. Subclasses declare its facets and the orders in which it can be listed."""

    q = WordsFilter()
    # The name of each order and the columns it sorts by; the first is the usual one.
    orders = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._counted = {}

    @classmethod
    def get_filters(cls):
        """As declared, a trailing underscore left out: it keeps a parameter apart from the word of Python's."""
        return {name.removesuffix("_"): declared for name, declared in super().get_filters().items()}

    @property
    def chosen(self):
        """What was chosen, as {parameter: value or list of values} in the order of declaration, empty ones left out."""
        if not hasattr(self, "_chosen"):
            self.form.is_valid()
            cleaned = self.form.cleaned_data
            self._chosen = {name: self.of_today(name, cleaned[name]) for name in self.filters if cleaned.get(name)}
        return self._chosen

    def of_today(self, name, value):
        """Return what was chosen by the slugs of today: an address of a list outlives renaming and merging."""
        facet = self.facets.get(name)
        return facet.of_today(self.queryset, value) if facet else value

    @property
    def order(self):
        wanted = self.data.get("sort") if self.data else None
        return wanted if wanted in self.orders else next(iter(self.orders))

    @property
    def facets(self):
        return {name: facet for name, facet in self.filters.items() if isinstance(facet, Facet)}

    def narrowed(self, chosen):
        """Return the records that `chosen` leaves."""
        records = self.queryset.all()
        for name, value in chosen.items():
            records = self.filters[name].filter(records, value)
        return records

    @property
    def results(self):
        return self.narrowed(self.chosen).order_by(*self.orders[self.order])

    def address(self, chosen=None, order=None, page=None):
        """Return the query that leads to this list with other choices: always in one order, usual values left out."""
        chosen, order = self.chosen if chosen is None else chosen, order or self.order
        pairs = [(name, chosen[name]) for name in self.filters if chosen.get(name)]
        pairs += [("sort", order)] if order != next(iter(self.orders)) else []
        pairs += [("page", page)] if page and page > 1 else []
        return "?" + urlencode(pairs, doseq=True) if pairs else "."

    def toggled(self, name, slug):
        """Return what would be chosen if the value `slug` of the facet `name` were chosen, or dropped if it is."""
        values = self.chosen.get(name, [])
        values = [value for value in values if value != slug] if slug in values else [*values, slug]
        return {**self.chosen, name: values} if values else self.without(name)

    def without(self, name):
        return {other: value for other, value in self.chosen.items() if other != name}

    def panels(self):
        """Return every facet as (name, label, values shown at once, the rest)."""
        for name, facet in self.facets.items():
            if not self.tells(name):
                continue
            values = self.offered(name, facet)
            if len(values) >= facet.least or name in self.chosen:
                first, rest = parted(grown(values, facet.order), facet.shown)
                yield {"name": name, "label": facet.label, "first": first, "rest": rest}

    def tells(self, name):
        """Whether the facet says anything that another one, as things are chosen, does not say."""
        beside = self.facets[name].beside
        return not beside or bool({beside, name} & self.chosen.keys())

    def offered(self, name, facet):
        """Return the values of a facet as {key: Value}: those its own choice does not hide, and the chosen ones."""
        chosen = self.chosen.get(name, [])
        values = self.chosen_values(name) | self.counted(name)
        for value in values.values():
            value.chosen = value.slug in chosen
            value.address = self.address(self.toggled(name, value.slug))
        return values

    def chosen_values(self, name):
        """Return the chosen values of a facet as {key: Value}, those left out that nobody knows."""
        chosen = self.chosen.get(name, [])
        return self.facets[name].known(self.queryset, chosen) if chosen else {}

    def counted(self, name, most=MOST_OFFERED):
        """Return a facet's commonest values among the records that the other facets leave, as {key: Value}.

        The database is asked once, for as many as are wanted first.
        """
        if name not in self._counted:
            facet, known = self.facets[name], self.chosen_values(name)
            leave = facet.said(self) - known.keys()
            self._counted[name] = facet.counts(self.narrowed(self.without(name)), keep=known, leave=leave, most=most)
        return {key: replace(value, under=[]) for key, value in self._counted[name].items()}

    def figures(self, name, most):
        """Return the values of a facet within the list as {key: Value}, each with the address of exactly its records.

        Where the facet has a choice these are the chosen values and those beneath them, and each takes the place of the
        choice: the records of any other value would not all be in this list.
        """
        slugs, values = self.chosen.get(name, []), self.counted(name, most)
        if slugs:
            within = self.facets[name].beneath(self.queryset, self.chosen_values(name))
            values = {key: value for key, value in values.items() if key in within}
        for value in values.values():
            value.chosen = value.slug in slugs
            value.address = self.address({**self.chosen, name: [value.slug]})
        return values

    def chips(self):
        """Return what was chosen as [Chip], each with what would be chosen without it."""
        words = self.chosen.get("q")
        chips = [Chip("words", f"“{words}”", self.without("q"))] if words else []
        for name, facet in self.facets.items():
            slugs = self.chosen.get(name, [])
            known = {value.slug: value.label for value in facet.known(self.queryset, slugs).values()} if slugs else {}
            for slug in slugs:
                label = known.get(slug, slug.replace("\0", "\ufffd"))
                chips.append(Chip(facet.label, label, self.toggled(name, slug), slug in known))
        for chip in chips:
            chip.address = self.address(chip.left)
        return chips

    def advise(self, chips):
        """Count, for a list that came out empty, what dropping each chip alone would list; return those that help."""
        for chip in chips[:MOST_ADVICE]:
            chip.count = self.narrowed(chip.left).count()
        return [chip for chip in chips if chip.count]


@dataclass
class Chip:
    """One choice made, in words; `left` is what stays chosen when it is dropped."""

    facet: str
    label: str
    left: dict
    known: bool = True
    address: str = ""
    count: int = 0
