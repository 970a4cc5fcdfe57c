"""Meetings: the institutions on the same records as an institution or a person, how often and in which years."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count

from editorial.reading.remembered import remembered
from editorial.trees import with_ancestors, with_descendants
from people.institutions import Institution, InstitutionTerm
from people.persons import Credit


@dataclass
class Meetings:
    """What is shared with one institution: {kind of record: {year, or None where it is not known: records}}."""

    years: dict = field(default_factory=lambda: defaultdict(Counter))
    institution: Institution = None

    @property
    def counts(self):
        return {kind: years.total() for kind, years in self.years.items()}

    @property
    def total(self):
        return sum(self.counts.values())

    @property
    def by_year(self):
        """{year: records of any kind}, those without a year left out."""
        return {year: n for year, n in sum(self.years.values(), Counter()).items() if year}

    @property
    def since(self):
        return min(self.by_year, default=None)

    @property
    def latest(self):
        return max(self.by_year, default=None)


def lineage(keys):
    """Return the keys of the institutions with `keys`, of all that stands beneath them and of all above."""
    return with_ancestors(Institution, keys, "parent") | with_descendants(Institution, keys, "parent")


def met_by_institution(body):
    """Return {key of an institution: Meetings} for every public one on a public record with `body` or its centres."""
    records = [kind._meta.get_field("record").related_model for kind in InstitutionTerm.kinds()]
    # A person's record has institutions too, but no year: it says who works where, not who met.
    dated = [model for model in records if hasattr(model, "year")]
    return met({model: model.objects.published().filter(institution_terms__term=body) for model in dated}, [body.pk])


def met_by_person(person):
    """Return {key of an institution: Meetings} as above, for the records that bill `person`; less those billed for."""
    rows = {kind: kind.objects.published().filter(person=person) for kind in Credit.__subclasses__()}
    own = set(person.affiliations.values_list("institution_id", flat=True))
    own = own.union(
        *(found.values_list("institution_id", flat=True).order_by().distinct() for found in rows.values())
    ) - {None}
    records = {kind._meta.get_field(kind.row_of).related_model: kind for kind in rows}
    return met(
        {model: model.objects.published().filter(pk__in=rows[k].values(k.row_of)) for model, k in records.items()}, own
    )


def met(records, own):
    """Return who is on `records` ({model: queryset}), save the institutions with the keys `own` and their lineage."""
    found = defaultdict(Meetings)
    for model, among in records.items():
        terms = model._meta.get_field("institution_terms").related_model.objects.filter(record__in=among)
        for key, year, n in remembered(terms.order_by().values_list("term", "record__year").annotate(n=Count("pk"))):
            found[key].years[model._meta.model_name][year] += n
    for key in lineage(own):
        found.pop(key, None)
    known = Institution.objects.published().select_related("kind").in_bulk(found)
    for key, body in known.items():
        found[key].institution = body
    return {key: found[key] for key in known}


def ranked(meetings):
    """Return [Meetings], those with the most records first, then the latest, then by name."""
    return sorted(meetings.values(), key=lambda m: (-m.total, -(m.latest or 0), m.institution.key, m.institution.pk))


def topmost(meetings):
    """Return [Meetings] as ranked, centres and departments left to what they belong to where that was met as well."""
    return [each for each in ranked(meetings) if each.institution.parent_id not in meetings]
