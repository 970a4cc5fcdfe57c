"""The way into the connections: two names typed by a visitor, and who may be meant by them."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Count
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView
from django_countries import countries

from editorial.filters import WordsField
from editorial.folding import fold
from editorial.reading.remembered import remembered
from events.models import Event, EventInstitutionTerm
from people.models import Institution, Person
from portal.connections import Country
from portal.ties import address_of

MOST_CANDIDATES = 12
MOST_ACTIVE = 12
MOST_PAIRS = 12
# Pairs are looked for among those that so many of the most active institutions are in.
LOOKED_AT = 4


class Index(TemplateView):
    """What connections there are: a form for two names, the busiest pairs and the most active institutions."""

    template_name = "portal/connections/index.html"

    def get(self, request):
        typed = {name: WordsField().clean(request.GET.get(name)) for name in ("institution", "with")}
        one = Meant(typed["institution"], [Institution])
        other = Meant(typed["with"], [Institution, Person, Country])
        if one.found and (other.found or not other.typed):
            return redirect(address(one.found, other.found))
        content = {"typed": typed, "offers": offered(one, other), "canonical": reverse("portal:connections")}
        if not one.typed and not other.typed:
            active = list(busiest().items())[:MOST_ACTIVE]
            content |= {"active": active, "pairs": pairs([body for body, _ in active[:LOOKED_AT]])}
        return self.render_to_response(self.get_context_data(**content))


def address(one, other):
    """Return the address of the page about `one`, an institution, and `other`, whatever that is; None for all it met."""
    if other is None:
        return reverse("portal:partners", args=[one.slug])
    if isinstance(other, Institution):
        return address_of(one, other) if one != other else address(one, None)
    kind = "person" if isinstance(other, Person) else "country"
    return reverse(f"portal:connection-{kind}", args=[one.slug, other.slug])


@dataclass
class Meant:
    """Who may be meant by what was typed: `found` when that is clear, else `candidates`."""

    typed: str
    kinds: list
    candidates: list = field(default_factory=list)

    def __post_init__(self):
        named = [each for kind in self.kinds for each in exactly(kind, self.typed)] if self.typed else []
        found = named or ([each for kind in self.kinds for each in nearly(kind, self.typed)] if self.typed else [])
        self.found = found[0] if len(found) == 1 else None
        self.candidates = found[:MOST_CANDIDATES]


def exactly(kind, text):
    """Return the public records of a kind that go by just that name, or stand at that address."""
    if kind is Country:
        return [country for country in known_countries() if fold(text) in (fold(country.name), country.slug)]
    records = records_of(kind)
    return list(records.filter(slug=text)) or list(records.named(text)[:MOST_CANDIDATES])


def nearly(kind, text):
    """Return the public records of a kind that have every word of `text` in a name."""
    if kind is Country:
        asked = fold(text).split()
        return [each for each in known_countries() if asked and all(begins(word, each.name) for word in asked)]
    return list(records_of(kind).matching(text).order_by("key", "pk")[:MOST_CANDIDATES])


def begins(word, name):
    """Whether a word of `name` begins with the folded `word`."""
    return any(other.startswith(word) for other in fold(name).split())


def records_of(kind):
    records = kind.objects.published()
    return records.select_related("kind") if kind is Institution else records


def known_countries():
    return [Country(code.lower(), name) for code, name in countries]


def offered(one, other):
    """Return what to choose from as [(words typed, [(candidate, what it is, address)])], for a name nobody has []."""
    typed = {"institution": one.typed, "with": other.typed}
    return [
        (meant.typed, [(each, what(each), "?" + urlencode({**typed, name: each.slug})) for each in meant.candidates])
        for name, meant in (("institution", one), ("with", other))
        if meant.typed and not meant.found
    ]


def what(candidate):
    """Return in a word what sort of thing a candidate is."""
    return candidate.kind.name if isinstance(candidate, Institution) else type(candidate).__name__.lower()


def busiest():
    """Return {institution under no other: public events}, the busiest first."""
    counts = dict(remembered(rows().values_list("term").annotate(n=Count("pk"))))
    known = roots()
    return {
        known[key]: counts[key]
        for key in sorted(known.keys() & counts, key=lambda key: (-counts[key], known[key].key, key))
    }


def pairs(bodies):
    """Return the busiest pairs in which one of `bodies` is as [(one, other, events)], none of them under another."""
    both = rows().filter(term__in=bodies).values_list("term", "record__institution_terms__term")
    counts = {frozenset(ends): n for *ends, n in remembered(both.annotate(n=Count("pk"))) if len(set(ends)) == 2}
    known = roots()
    shown = [(by_address(known[key] for key in ends), n) for ends, n in counts.items() if ends <= known.keys()]
    shown.sort(key=lambda pair: (-pair[1], [body.key for body in pair[0]]))
    return [(*ends, n) for ends, n in shown[:MOST_PAIRS]]


def roots():
    """Return the public institutions that belong to no other, by their keys."""
    return {body.pk: body for body in Institution.objects.published().filter(parent=None)}


def by_address(bodies):
    return sorted(bodies, key=lambda body: body.slug)


def rows():
    """Return the index rows of public events."""
    return EventInstitutionTerm.objects.filter(record__in=Event.objects.published()).order_by()
