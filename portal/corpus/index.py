"""The index of the corpus: what settling every record would derive, derived for all records of a kind at once."""

from collections import defaultdict

from editorial.models import Entry, Topic, TopicTerm
from events.models import Agreement, Event, Hosting, Participation, Party, Signature
from people.models import Affiliation, Institution, InstitutionTerm, Person
from portal.corpus.shelf import BATCH
from publications.models import Contribution, Publication


def derive():
    """Write the terms and entries of every record. They must be missing: nothing is compared and nothing deleted."""
    broader = above(Topic, "broader")
    for kind in TopicTerm.kinds():
        links = model_of(kind).topics.through.objects
        write(kind, links.values_list("content_object", "tag"), broader)
    parents = above(Institution, "parent")
    for kind in InstitutionTerm.kinds():
        write(kind, NAMED[model_of(kind)](), parents)
    Entry.write_all()


def model_of(kind):
    return kind._meta.get_field("record").related_model


def above(model, parent):
    """Return {key: the keys of the record and of all above it}."""
    parents = dict(model.objects.order_by().values_list("pk", f"{parent}_id"))
    chains = {}
    for key in parents:
        chain, step = [], key
        while step and step not in chain:
            chain.append(step)
            step = parents[step]
        chains[key] = chain
    return chains


def write(kind, pairs, chains):
    """Write a row of `kind` for each record and term of `pairs`, and for all that stands above the term."""
    terms = defaultdict(set)
    for record, term in pairs:
        if term:
            terms[record].update(chains[term])
    rows = [kind(record_id=record, term_id=term) for record, known in terms.items() for term in sorted(known)]
    kind.objects.bulk_create(rows, batch_size=BATCH)


def of_events():
    """Hosts, participants' institutions unless the rule hides them, and the parties of what was signed there."""
    yield from Hosting.objects.order_by().values_list("event", "institution")
    named = Participation.objects.exclude(event__withheld=Event.Withheld.NAMES)
    yield from named.order_by().values_list("event", "institution")
    public = Party.objects.filter(agreement__in=Agreement.objects.published(), agreement__event__isnull=False)
    yield from public.order_by().values_list("agreement__event", "institution")


def of_agreements():
    yield from Party.objects.order_by().values_list("agreement", "institution")
    yield from Signature.objects.order_by().values_list("agreement", "institution")


def of_publications():
    yield from Contribution.objects.order_by().values_list("publication", "institution")
    yield from Publication.objects.order_by().values_list("pk", "publisher")


def of_people():
    yield from Affiliation.objects.order_by().values_list("person", "institution")


# What `institution_ids()` of each kind of record says of one, said of all.
NAMED = {Event: of_events, Agreement: of_agreements, Publication: of_publications, Person: of_people}
