"""The public pages of people and institutions."""

from django.db.models import Count, F, Prefetch, Window
from django.db.models.functions import RowNumber
from django.utils.text import capfirst

from editorial.drawing.cards import Card, dotted
from editorial.reading.files import RecordDrawing, RecordPicture
from editorial.reading.notes import RecordNote
from editorial.reading.remembered import how_many, remembered
from editorial.trees import with_descendants
from editorial.views import RecordDetail, RecordList, grouped
from people.filters import ExpertFilter, InstitutionFilter, PersonFilter
from people.meetings import met_by_institution, met_by_person, topmost
from people.models import Affiliation, Institution, Person
from people.note import institution_note, person_note
from people.timeline import timeline

# A page shows the latest of each kind and leads to the full, filtered list for the rest.
MOST = 30
MOST_PARTNERS = 5
BY_NAME = {"title": "name", "newest": "recently added", "oldest": "added first"}


def positions():
    """Return the prefetch of positions, with the institutions that have a public page."""
    institution = Prefetch("institution", Institution.objects.published())
    return Prefetch("affiliations", Affiliation.objects.prefetch_related(institution))


class PersonList(RecordList):
    model = Person
    filters = PersonFilter
    paginate_by = 60
    standfirst = "Those who hosted, spoke, signed or wrote, and the positions they held."
    ask = "A name, in any spelling"
    order_words = BY_NAME

    def records(self):
        return super().records().prefetch_related(positions())

    def group(self, person):
        return person.sort_name[:1].upper() if self.filter.order == "title" else None


class ExpertList(RecordList):
    """The directory of experts: who can speak on what."""

    model = Person
    filters = ExpertFilter
    template_name = "people/expert_list.html"
    paginate_by = 24
    standfirst = "Who can speak on what, and in which capacity."
    ask = "A name, in any spelling"
    heading = "Experts"
    nouns = "expert", "experts"
    nothing = "Nobody is listed as an expert yet. Those who spoke, signed or wrote are found among the people."

    def records(self):
        return super().records().experts().prefetch_related("topics", positions())

    def group(self, person):
        return person.sort_name[:1].upper()


class PersonDetail(RecordDetail):
    model = Person

    def records(self):
        return Person.objects.prefetch_related("names", "links", "topics", positions())

    def get_context_data(self, **kwargs):
        person = self.object
        signed = person.signatures.published().select_related("agreement__kind")
        return super().get_context_data(
            appearances=grouped(appearances(person), lambda row: row.role),
            events=how_many(person.participations.published().values("event").distinct()),
            works=grouped(works(person), lambda row: row.role),
            publications=how_many(person.contributions.published().values("publication").distinct()),
            signatures=signed.order_by("-agreement__signed_on", "pk")[:MOST],
            agreements=how_many(signed.values("agreement").distinct()),
            met=topmost(met_by_person(person))[:MOST_PARTNERS],
            timeline=timeline(person, list(person.affiliations.all())),
            **kwargs,
        )


def appearances(person):
    """Return where a person appeared, by role."""
    return shared_out(person.participations.published(), F("event__starts_at").desc(nulls_last=True), "event__kind")


def works(person):
    """Return what a person wrote or edited, by role."""
    latest = F("publication__year").desc(nulls_last=True)
    return shared_out(person.contributions.published(), latest, "publication__kind")


def shared_out(rows, latest, kind):
    """Return MOST of a person's rows by role as the vocabulary has them: the latest of each role, as many of each.

    Each row knows how many there are `in_role`.
    """
    by_role = {"partition_by": "role", "order_by": [latest, F("pk").asc()]}
    placed = rows.annotate(place=Window(RowNumber(), **by_role), in_role=Window(Count("pk"), partition_by="role"))
    in_role = dict(remembered(placed.order_by("place", latest, "pk").values_list("pk", "in_role")[:MOST]))
    shown = rows.filter(pk__in=in_role).select_related("role", kind)
    shown = list(shown.order_by("role__position", "role__name", latest, "pk"))
    for row in shown:
        row.in_role = in_role[row.pk]
    return shown


class PersonNote(RecordNote, PersonDetail):
    compose = staticmethod(person_note)


class PersonPicture(RecordPicture):
    model = Person


class InstitutionList(RecordList):
    """Institutions as a tree: a page is so many bodies that stand under no other, each with what stands under it."""

    model = Institution
    filters = InstitutionFilter
    template_name = "people/institution_list.html"
    paginate_by = 60
    standfirst = "Institutes and their centres, universities, embassies, ministries and the press."
    ask = "A name or an acronym"
    order_words = BY_NAME

    def records(self):
        return super().records().select_related("kind")

    def get_queryset(self):
        found = list(super().get_queryset())
        self.found = len(found)
        return rooted(found)

    def get_total(self, page):
        return self.found


def rooted(institutions):
    """Return those that stand under none of the others; each carries in `below` what stands under it."""
    known = {each.pk: each for each in institutions}
    for each in institutions:
        each.below = []
    for each in institutions:
        if each.parent_id in known:
            known[each.parent_id].below.append(each)
    return [each for each in institutions if each.parent_id not in known]


class InstitutionDetail(RecordDetail):
    model = Institution
    lists = ("lineage", "partners")

    def records(self):
        units = Prefetch("units", Institution.objects.published().select_related("kind"))
        return Institution.objects.select_related("kind").prefetch_related("names", "topics", units)

    def get_context_data(self, **kwargs):
        record = self.object
        # What its centres did, it did: the same roll-up as in the filters.
        bodies = with_descendants(Institution, [record.pk], "parent")
        return super().get_context_data(
            lineage=record.lineage,
            staff=staff(bodies),
            experts=ExpertList().records().filter(institution_terms__term=record).count(),
            hostings=grouped(hostings(record, bodies), lambda row: row.event),
            speakers=billings(speakers(record, bodies), record),
            works=works_under(record)[:MOST],
            held_there=record.events_at.published().exclude(hostings__institution__in=bodies).newest()[:MOST],
            agreements=grouped(pacts(record, bodies), lambda row: row.agreement),
            accounts=rows_of(record.coverages, bodies).select_related("event").order_by(*latest("event"))[:MOST],
            **partners(record),
            **kwargs,
        )


def rows_of(related, bodies):
    """Return the public rows, of the kind that `related` leads to, in which one of `bodies` is named."""
    return related.model.objects.published().filter(institution__in=bodies)


def latest(event):
    return F(f"{event}__starts_at").desc(nulls_last=True), "-pk"


def hostings(record, bodies):
    """Return what `bodies` held, the latest first; an institute and its centre may both stand at one event."""
    return rows_of(record.hostings, bodies).select_related("event__kind").order_by(*latest("event"))[: MOST * 2]


def pacts(record, bodies):
    """Return what `bodies` are party to, the latest agreement first; an institute and its centre may sign the same."""
    rows = rows_of(record.parties, bodies).select_related("agreement__kind")
    return rows.order_by("-agreement__signed_on", "-agreement_id", "pk")[: MOST * 2]


def works_under(record):
    """Return the publications in which an institution or one of its units had a part, as the filter finds them."""
    works = record.publications.model.objects.published().filter(institution_terms__term=record)
    return works.select_related("kind").newest()


def staff(bodies):
    """Return the positions that people with a page hold or held in `bodies`."""
    rows = Affiliation.objects.published().filter(institution__in=bodies).select_related("person")
    return rows.order_by("former", "person__sort_key", "pk")[: MOST * 2]


def speakers(record, bodies):
    """Return who appeared at events for one of `bodies`, as billed there, the latest first."""
    people = Prefetch("person", Person.objects.published())
    rows = rows_of(record.participations, bodies).select_related("event").prefetch_related(people)
    return rows.order_by(*latest("event"))[: MOST * 2]


def billings(rows, body):
    """Return appearances for `body` as [(first row, [(words, events)])]: each person once, with every way of billing.

    Those who were named come first. Someone without a public page is told apart by the printed words alone.
    """
    people = [rows for _, rows in grouped(rows, lambda row: row.person or row.styled or row.position)]
    people.sort(key=lambda rows: not rows[0].styled)
    return [(rows[0], billed(rows, body)) for rows in people]


def billed(rows, body):
    """Return the rows of one person as [(words, events)], less what the page says already: first name and `body`."""
    first = rows[0]

    def words(row):
        name, place = row.styled != first.styled and row.styled, row.institution_id != body.pk and row.institution_name
        return ", ".join(filter(None, [name, first.styled and row.position, place]))

    return [(said, list(dict.fromkeys(row.event for row in rows))) for said, rows in grouped(rows, words)]


def partners(record):
    """Return whom an institution met most, centres left to what they belong to, and how many it met in all."""
    met = met_by_institution(record)
    top = topmost(met)[:MOST_PARTNERS]
    return {"met": top, "partners": [each.institution for each in top], "partner_count": len(met)}


class InstitutionNote(RecordNote, InstitutionDetail):
    compose = staticmethod(institution_note)


class InstitutionPicture(RecordPicture):
    model = Institution


class PersonCard(RecordDrawing):
    model = Person

    def drawing(self, person):
        return Card("Expert" if person.is_expert else "Person", person.styled, str(person.present_position or ""))


class InstitutionCard(RecordDrawing):
    model = Institution

    def drawing(self, body):
        place = ", ".join(filter(None, [body.city, body.country.name]))
        return Card(dotted(capfirst(body.kind.name), body.acronym), body.name, place)
