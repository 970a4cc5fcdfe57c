"""Says under what every public record must be found: told row by row in plain Python, with none of the index terms."""

from editorial.models import Topic
from events.models import Agreement, Event
from people.models import Institution, Person
from publications.models import Publication


class Oracle:
    """`told` is {model: {key of a public record: {facet: the set of slugs under which it is found}}}."""

    def __init__(self):
        self.topics, self.bodies = above(Topic, "broader"), above(Institution, "parent")
        self.slugs = dict(Topic.objects.values_list("pk", "slug"))
        self.people, self.institutions = shown(Person), shown(Institution)
        self.told = {
            Event: public(
                self.event, Event, "kind", "series", "hostings", "participations__role", "agreements__parties"
            ),
            Publication: public(self.publication, Publication, "kind", "series", "contributions"),
            Agreement: public(self.agreement, Agreement, "kind", "parties", "signatures"),
            Person: public(self.person, Person, "affiliations", "participations__event", "participations__role"),
            Institution: public(self.institution, Institution, "kind"),
        }

    def found(self, model, chosen):
        """Return the keys of the records found when {facet: slugs} are chosen."""
        records = self.told[model].items()
        return {key for key, told in records if all(told[name] & {*slugs} for name, slugs in chosen.items())}

    def event(self, event):
        credits = [] if event.withheld == "names" else list(event.participations.all())
        bodies = {row.institution_id for row in [*event.hostings.all(), *credits]}
        for pact in event.agreements.all():
            bodies |= {row.institution_id for row in pact.parties.all()} if pact.state == "public" else set()
        found = self.under(event, bodies) | {"person": self.named(credits), "role": {row.role.slug for row in credits}}
        return found | words(event, "kind", "year", "country", "series", "language")

    def publication(self, work):
        credits = list(work.contributions.all())
        bodies = {work.publisher_id, *(row.institution_id for row in credits)}
        return (
            self.under(work, bodies)
            | {"person": self.named(credits)}
            | words(work, "kind", "year", "series", "language")
        )

    def agreement(self, pact):
        signatures = list(pact.signatures.all())
        bodies = {row.institution_id for row in [*pact.parties.all(), *signatures]}
        return self.under(pact, bodies) | {"person": self.named(signatures)} | words(pact, "kind", "year", "country")

    def person(self, person):
        bodies = {row.institution_id for row in person.affiliations.all()}
        rows = [row for row in person.participations.all() if row.event.withheld != "names"]
        return self.under(person, bodies) | {"role": {row.role.slug for row in rows if row.event.state == "public"}}

    def institution(self, body):
        return self.under(body, ()) | words(body, "kind", "country")

    def under(self, record, bodies):
        tags = {above for tag in record.topics.all() for above in self.topics[tag.pk]}
        bodies = {above for body in bodies if body for above in self.bodies[body]}
        bodies = {self.institutions[body] for body in bodies if body in self.institutions}
        return {"topic": {self.slugs[tag] for tag in tags}, "institution": bodies, "with": bodies}

    def named(self, credits):
        return {self.people[row.person_id] for row in credits if row.person_id in self.people}


def public(tell, model, *relations):
    """Return {key: what `tell` says} of the public records of a kind."""
    records = model.objects.prefetch_related("topics", *relations)
    return {record.pk: tell(record) for record in records if record.state == "public"}


def above(model, parent):
    """Return {key: the set of the keys of a record and of all above it}."""
    parents, chains = dict(model.objects.values_list("pk", parent)), {}
    for key in parents:
        chains[key], step = set(), key
        while step:
            chains[key].add(step)
            step = parents[step]
    return chains


def shown(model):
    return {record.pk: record.slug for record in model.objects.all() if record.state == "public"}


def words(record, *names):
    """Return what a record's own columns say, as the slugs that stand in addresses."""
    values = {name: getattr(record, name) for name in names}
    slugs = {name: getattr(value, "slug", None) or str(value or "").strip() for name, value in values.items()}
    return {name: {slug.lower() if name == "country" else slug} - {""} for name, slug in slugs.items()}
