"""Related records: those that share people, institutions, topics or a series with a record, and why each stands there.

What two records share says the more the fewer others share it. The tables that tie records to such things are known
by their class: index terms, and rows that name in `ties` the key to what they share. Works – events, publications,
agreements – are related to works of every kind; people and institutions, which are themselves things that works
share, to their like. Only what the public sees counts, and however common a thing is, no more than MOST_ROWS are read.
"""

from dataclasses import dataclass
from math import sqrt

from django.db.models import Count, F, IntegerField, Q, Value
from django.utils.text import Truncator

from editorial.publishing import Publishable, Row
from editorial.reading.facets import public
from editorial.richtext import RichTextField
from editorial.terms import Term
from editorial.topics import Topic

SHOWN = 6
# The latest things of one sort that a record is asked for, the rows read to find others, and those looked at closely.
MOST_THINGS, MOST_ROWS, MOST_WEIGHED = 40, 600, 16
# What a thing weighs that nobody else shares: a series or a common whole, somebody who was there, an index term.
KIN, CREDIT, TERM = 120_000, 30_000, 20_000
# A title in a phrase: so many letters of it, and quotation marks within quotation marks.
LONGEST, INNER = 70, str.maketrans("“”", "‘’")


@dataclass(frozen=True)
class Tie:
    """A table whose rows tie records (by the key `record`) to what they share (by the key `thing`)."""

    rows: type
    record: str
    thing: str
    weight: int

    @property
    def records(self):
        return behind(self.rows, self.record)

    @property
    def things(self):
        return behind(self.rows, self.thing)

    def turned(self):
        """The same table read from its other end: two people share the events that they were at."""
        return Tie(self.rows, self.thing, self.record, self.weight)

    def open(self):
        """Return the rows that a record's own rule lets anybody see, whatever the state of the record."""
        rows = self.rows._default_manager
        return (rows.disclosed() if hasattr(rows, "disclosed") else rows.all()).order_by()

    def others(self, keys, known, among):
        """Return the rows that tie records, those `known` left out, to the things with `keys`.

        Where `among` is given, only its records are asked for.
        """
        conditions = []
        if gone := self.numbers(known):
            conditions.append(~Q(**{f"{self.record}__in": gone}))
        if among is not None:
            conditions.append(Q(**{f"{self.record}__in": self.numbers(among)}))
        return self.open().filter(*conditions, **{f"{self.thing}__in": keys})

    def numbers(self, identities):
        return [pk for model, pk in identities if model is self.records]


def behind(model, key):
    return model if key == "pk" else model._meta.get_field(key).related_model


def number(value):
    return Value(value, output_field=IntegerField())


@dataclass(frozen=True)
class Bond:
    """What a record may share: things of one sort as {key: (name, key of the one above)}, and the ties to them."""

    words: str
    things: dict
    ties: list

    def phrase(self, keys):
        """Return that the things with `keys` are shared: two of them by name; titles are long, and only one is given."""
        names = [self.things[key][0] for key in keys]
        if "“" not in self.words:
            return self.words.format(" and ".join(names[:2]))
        title = Truncator(names[0].translate(INNER)).chars(LONGEST)
        return self.words.format(title) + (" and elsewhere" if len(names) > 1 else "")


@dataclass(frozen=True)
class Related:
    """A related record, and why it is one."""

    record: Publishable
    why: str


def related(record, shown=()):
    """Return the records most related to `record` as [Related], the closest first, of equally close ones the newest.

    Left out are those that its page leads to already: what it points to, what points to it, and `shown`.
    """
    kinds, bonds = kinds_beside(type(record)), bonds_of(record)
    known = {(type(other), other.pk) for other in [record, *shown]} | set(linked(record, kinds))
    numbers, scales = estimated(bonds), Scales(bonds)
    rare = rarest(numbers)
    pairs = list(shared(bonds, {key: numbers[key] for key in rare}, known))
    seen = public_among({other for other, _ in pairs})
    scales.add((other, thing) for other, thing in pairs if other in seen)
    near = scales.heaviest(MOST_WEIGHED)
    # What is too common to find others by still says something about those that were found.
    common = {key: rows for key, rows in numbers.items() if key not in rare}
    scales.add(shared(bonds, common, known, near), rare=False)
    found = sorted(loaded(near), key=date_of, reverse=True)
    found.sort(key=lambda other: -scales.weight(identity(other)))
    return [Related(other, scales.why(identity(other))) for other in found[:SHOWN]]


def public_among(identities):
    """Return those of the `identities` whose records the public sees."""
    seen = set()
    for kind in {kind for kind, _ in identities}:
        found = kind.objects.published().filter(pk__in=[pk for model, pk in identities if model is kind]).order_by()
        seen |= {(kind, pk) for pk in found.values_list("pk", flat=True)}
    return seen


def identity(record):
    return type(record), record.pk


def date_of(record):
    return getattr(record, record.dated_by) if record.dated_by else ""


def tables():
    """Return every table that ties records to what they share."""
    terms = [Tie(kind, "record", "term", TERM) for kind in Term.kinds()]
    return terms + [Tie(kind, kind.row_of, kind.ties, CREDIT) for kind in concrete(Row) if kind.ties]


def concrete(kind):
    below = [deeper for child in kind.__subclasses__() for deeper in (child, *concrete(child))]
    return [model for model in below if not model._meta.abstract]


def kinds_beside(model):
    """Return the kinds of records that one of `model` is related to, in a fixed order."""
    every = tables()
    named = {tie.things for tie in every}
    kinds = {model} if model in named else {tie.records for tie in every} - named
    return sorted(kinds, key=lambda kind: kind._meta.label)


def bonds_of(record):
    """Return the Bonds by which `record` may be related to others."""
    model, bonds, every = type(record), [], tables()
    kinds = kinds_beside(model)
    for key, words in model.kin.items():
        tie = Tie(model, "pk", key, KIN)
        bonds.append(Bond(words, things(tie, [getattr(record, f"{key}_id")]), [tie]))
    for tie in every:
        if tie.records is model:
            ties = [other for other in every if other.things is tie.things and other.records in kinds]
            bonds.append(Bond(tie.things.sharing, things(tie, own(tie, record)), ties))
        if tie.things is model:
            tie = tie.turned()
            bonds.append(Bond(tie.things.sharing, things(tie, own(tie, record)), [tie]))
    return [bond for bond in bonds if bond.things]


def own(tie, record):
    return tie.open().filter(**{tie.record: record}).values(tie.thing)


def things(tie, keys):
    """Return the latest of the things with `keys` that the public may know as {key: (name, key of the one above)}."""
    model = tie.things
    # A public record's topics are public by definition, and asking whether they are would be dear.
    known = model.objects.all() if model is Topic else public(model)
    heading = "title" if hasattr(model, "title") else "name"
    above = next((field.attname for field in model._meta.fields if field.related_model is model), "pk")
    found = known.filter(pk__in=keys).order_by("-pk").values_list("pk", heading, above)[:MOST_THINGS]
    return {key: (name, above) for key, name, above in found}


def linked(record, kinds):
    """Yield the identity of each record of `kinds` that `record` points to or that points to it, also by a row."""
    for field in record._meta.fields:
        if field.related_model in kinds:
            yield field.related_model, getattr(record, field.attname)
    for relation in record._meta.related_objects:
        rows, model = relation.get_accessor_name(), relation.related_model
        if relation.one_to_many and model in kinds:
            yield from (identity(other) for other in getattr(record, rows).all())
        elif relation.one_to_many and issubclass(model, Row):
            ends = [end for end in model._meta.fields if end.related_model in kinds and end is not relation.field]
            yield from (
                (end.related_model, getattr(row, end.attname)) for end in ends for row in getattr(record, rows).all()
            )


def estimated(bonds):
    """Return how many rows there are for each thing, as {(place of its bond, key): {place of a tie: number}}.

    Rows that the public does not see are counted with the others, for this only says how many rows would be read.
    """
    numbers = {}
    for place, nth, thing, rows in together(
        tie.rows._default_manager.filter(**{f"{tie.thing}__in": list(bond.things)})
        .order_by()
        .values(bond=number(place), tie=number(nth), shared=F(tie.thing))
        .annotate(rows=Count("pk"))
        .values_list("bond", "tie", "shared", "rows")
        for place, bond in enumerate(bonds)
        for nth, tie in enumerate(bond.ties)
    ):
        numbers.setdefault((place, thing), {})[nth] = rows
    return numbers


def rarest(numbers):
    """Return the things with the fewest rows, as many as have MOST_ROWS together; one that alone has more, if need be."""
    sums = {key: sum(rows.values()) for key, rows in numbers.items()}
    chosen, left = set(), MOST_ROWS
    for key in sorted(sums, key=lambda key: (sums[key], key)):
        # A single row is that of the record itself.
        if sums[key] > 1 and (sums[key] <= left or not chosen):
            chosen.add(key)
            left -= sums[key]
    return chosen


def shared(bonds, numbers, known, among=None):
    """Yield (identity of a record, key of a thing) for the records that share one of the things in `numbers`."""
    queries, ties = [], []
    for place, bond in enumerate(bonds):
        for nth, tie in enumerate(bond.ties):
            wanted = [thing for (at, thing), rows in numbers.items() if at == place and nth in rows]
            if not wanted or (among is not None and not tie.numbers(among)):
                continue
            found = {"found": F(tie.record), "tie": number(len(ties)), "bond": number(place), "shared": F(tie.thing)}
            queries.append(tie.others(wanted, known, among).values(**found).values_list(*found))
            ties.append(tie)
    for pk, nth, place, thing in together(queries, "-found", "tie", "bond", "shared")[:MOST_ROWS]:
        yield (ties[nth].records, pk), (place, thing)


def together(queries, *order):
    """Return the rows of all `queries`, asked for at once."""
    first, *others = [*queries] or [None]
    if first is None:
        return []
    return first.union(*others, all=True).order_by(*order) if others else first.order_by(*order)


class Scales:
    """What every record found shares with the one it is found for, and how much that weighs."""

    def __init__(self, bonds):
        self.bonds, self.shared, self.counts = bonds, {}, {}

    def add(self, pairs, rare=True):
        """Take in pairs of a record and what it shares. All that is not `rare` counts as equally common."""
        for record, key in set(pairs):
            self.shared.setdefault(record, set()).add(key)
            self.counts[key] = self.counts.get(key, 0) + 1 if rare else MOST_ROWS

    def telling(self, record):
        """Return the keys of what `record` shares, less what only stands above something else that it shares."""
        keys = self.shared[record]
        above = {(place, self.bonds[place].things[thing][1]) for place, thing in keys if self.is_under(place, thing)}
        return keys - above

    def is_under(self, place, thing):
        return self.bonds[place].things[thing][1] not in (None, thing)

    def worth(self, key):
        """Return what one shared thing weighs, as a whole number, so that every machine adds up the same."""
        return int(self.bonds[key[0]].ties[0].weight / sqrt(1 + self.counts[key]))

    def weight(self, record):
        return sum(self.worth(key) for key in self.telling(record))

    def heaviest(self, most):
        """Return the `most` records that weigh most, the last made before the others."""
        order = {record: (-self.weight(record), -record[1], record[0]._meta.label) for record in self.shared}
        return sorted(self.shared, key=order.get)[:most]

    def why(self, record):
        """Return what a record shares in words: of the two sorts that weigh most, no more than two things each."""
        keys = sorted(self.telling(record), key=lambda key: (-self.worth(key), key))
        places = list(dict.fromkeys(place for place, _ in keys))[:2]
        phrases = [self.bonds[place].phrase([thing for at, thing in keys if at == place]) for place in places]
        return "; ".join([*phrases[:1], *(phrase[0].lower() + phrase[1:] for phrase in phrases[1:])])


def loaded(identities):
    """Return the public records with these identities, without the long texts that no list prints."""
    records = []
    for kind in dict.fromkeys(kind for kind, _ in identities):
        fields = kind._meta.fields
        wanted = kind.objects.published().filter(pk__in=[pk for model, pk in identities if model is kind])
        wanted = wanted.defer(*[field.name for field in fields if isinstance(field, RichTextField)])
        records += wanted.select_related("kind") if hasattr(kind, "kind") else wanted
    places = {key: place for place, key in enumerate(identities)}
    return sorted(records, key=lambda record: places[identity(record)])
