"""What can be wrong with people and institutions, and with the rows that name them."""

from django.db.models import Exists, OuterRef, Q

from editorial import likeness
from editorial.folding import key
from editorial.health import Rule
from editorial.newsroom.mending import Fill, Publish
from editorial.newsroom.rules import WithoutTopics
from editorial.publishing import Row
from people.models import Affiliation, Institution, Person

# How many records with a like name are looked at for the rows of a page.
MOST = 2000


class NameNotMatched(Rule):
    """Rows that print a name behind which no person is known; subclasses name the `model` and the `record`."""

    why = "It is missing from the page of the person and from every count. Choose who it is, or leave it when nobody knows."
    field = "person"
    mend = Fill("person")

    def wrong(self):
        return self.model.objects.filter(person=None).exclude(name="")

    def proposals(self, rows):
        return nearest(Person, {row.pk: row.name for row in rows}, likeness.same_person)


class InstitutionNotMatched(Rule):
    """Rows that print the name of an institution behind which no record is known."""

    why = "It is missing from the page of the institution and from every count. Choose the record, or add it."
    field = "institution"
    mend = Fill("institution")

    def wrong(self):
        return self.model.objects.filter(institution=None).exclude(institution_name="")

    def told(self, row):
        return row.institution_name

    def proposals(self, rows):
        return nearest(Institution, {row.pk: row.institution_name for row in rows}, likeness.same_heading)


def nearest(model, names, same):
    """Return for each of `names` ({key: text}) the key of the one record whose name is like it, where there is one."""
    folded = {number: key(name) for number, name in names.items()}
    telling = {max(name.split(), key=len) for name in folded.values() if name}
    if not telling:
        return {}
    found = Q()
    for word in telling:
        found |= model.objects.none().names_containing(word)
    known = {one.pk: [one.key, *(other.key for other in one.names.all())] for one in near_records(model, found)}
    return {number: first for number, name in folded.items() if (first := closest(name, known, same))}


def near_records(model, found):
    return model.objects.filter(found).only("key").prefetch_related("names")[:MOST]


def closest(name, known, same):
    """Return the key of the record that is called `name`, or of the only one that is like it, or None."""
    alike = likeness.alike(name, known, same) if name else []
    exact = [number for number in alike if name in known[number]]
    return (exact or alike)[0] if len(exact or alike) == 1 else None


class PersonWithoutTrace(Rule):
    name = "People with neither a position nor an appearance"
    why = "Their page says nothing but a name. Mostly it is a second record of somebody who is there already."
    model = Person
    field = "affiliations-group"

    def wrong(self):
        found = Person.objects.all()
        for relation in Person._meta.related_objects:
            if issubclass(relation.related_model, Row):
                rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
                found = found.filter(~Exists(rows))
        return found


class NamedWithoutPage(Rule):
    """Drafts that public records name; subclasses name the `model`."""

    why = "Readers see the name on a public page, but it leads nowhere."
    field = "name"
    mend = Publish()

    def wrong(self):
        named = Q()
        for relation in self.model._meta.related_objects:
            if issubclass(relation.related_model, Row):
                rows = relation.related_model.objects.published().filter(**{relation.field.name: OuterRef("pk")})
                named |= Exists(rows)
        return self.model.objects.drafts().filter(named)


class PersonNamedWithoutPage(NamedWithoutPage):
    name = "People named in public, whose own page is a draft"
    model = Person


class ExpertWithoutTopics(WithoutTopics):
    name = "Experts without a topic"
    why = "The directory of experts is asked by topic: nobody finds them."
    model = Person

    def wrong(self):
        return super().wrong().filter(is_expert=True)


class PositionNotMatched(InstitutionNotMatched):
    name = "Positions at an institution that is only a name"
    model = Affiliation
    record = page = "person"


class InstitutionNamedWithoutPage(NamedWithoutPage):
    name = "Institutions named in public, whose own page is a draft"
    model = Institution


class InstitutionWithoutCountry(Rule):
    name = "Institutions without a country"
    why = "They are missing wherever the record is counted or narrowed by country."
    model = Institution
    field = "country"
    mend = Fill("country")

    def wrong(self):
        return Institution.objects.filter(country="")


class InstitutionOfNoKind(Rule):
    name = "Institutions of no particular kind"
    why = "Readers cannot find them among universities, embassies or ministries."
    model = Institution
    field = "kind"
    mend = Fill("kind")

    def wrong(self):
        return Institution.objects.filter(kind__slug="other")
