"""Confirming: the event, and all that comes with it, made of the cards of a report in one transaction.

What is made is a draft, every record of it. What was confirmed teaches: another spelling becomes another name of the
person, and a name that was said to be somebody else's is not offered for that one again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.html import escape

from editorial.folding import key
from events.learning import learn_names, learn_words
from events.models import (
    Agreement,
    Event,
    EventPublication,
    Hosting,
    Participation,
    Party,
    Signature,
)
from events.received import Intake
from people.models import Affiliation, Institution, InstitutionName, Person, PersonName
from publications.models import Publication, PublicationKind

SIGNATORY = "signatory"


@dataclass
class Confirmation:
    """What is made for `user` of the Intake `intake`: `made` are the new records, the event first.

    What is there already goes through `hold` before it is changed.
    """

    user: object
    intake: Intake
    hold: Callable
    made: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    evidence: list = field(default_factory=list)

    def make(self, model, **fields):
        record = model.objects.create(created_by=self.user, changed_by=self.user, **fields)
        self.made.append(record)
        return record

    def tell(self, of, value, spans, name):
        """Keep the words of the report that said a value."""
        if value and name in spans:
            start, end = spans[name]
            self.evidence.append({"of": of, "value": str(value)[:300], "start": start, "end": end})


def confirm(intake, occasion, bodies, people, user, hold):
    """Make a draft event of the answers of valid forms; return the Confirmation. The caller holds the transaction."""
    done = Confirmation(user, intake, hold)
    told = occasion.cleaned_data
    event = done.make(Event, **event_fields(told, intake))
    event.topics.set(saved(told["topics"]))
    institutions = {form.prefix.rpartition("-")[2]: institution(done, form) for form in bodies.taken}
    hosts(done, event, bodies.taken, institutions)
    billed = participants(done, event, people.taken, institutions)
    book(done, event, told)
    agreement(done, event, told, bodies.taken, institutions, billed)
    learn_words(done, bodies.taken, people.taken)
    for name, label in (
        ("title", "title"),
        ("kind", "kind"),
        ("start_date", "date"),
        ("venue", "venue"),
        ("city", "city"),
    ):
        done.tell(label, told.get(name), told["spans"], name)
    for record in reversed(done.made):
        record.settle()
    intake.state, intake.event, intake.evidence = Intake.State.CONFIRMED, event, done.evidence
    intake.save()
    return done


def saved(topics):
    for topic in topics:
        if topic.pk is None:
            topic.save()
    return topics


def event_fields(told, intake):
    names = ("title", "kind", "start_date", "start_time", "end_time", "venue", "city", "format")
    fields = {name: told[name] for name in names}
    if told["keep_text"]:
        paragraphs = [line.strip() for line in intake.text.split("\n") if line.strip()]
        fields["report"] = "".join(f"<p>{escape(line)}</p>" for line in paragraphs)
    return fields


def institution(done, form):
    """Return (record or None, name as printed) of a card; a new one is made once, however often it is named."""
    told = form.cleaned_data
    name, record = told["name"].strip(), told["record"]
    if told["new"]:
        record = next((one for one in done.made if isinstance(one, Institution) and one.key == key(name)), None)
        record = record or done.make(Institution, name=name, acronym=told["acronym"], kind=told["kind"])
    elif record:
        learn_names(done, form, record, InstitutionName, "institution")
    return record, name


def hosts(done, event, forms, institutions):
    for order, form in enumerate([form for form in forms if form.cleaned_data["part"]], start=1):
        record, name = institutions[form.prefix.rpartition("-")[2]]
        if record and event.hostings.filter(institution=record).exists():
            continue
        row = Hosting.objects.create(
            event=event, institution=record, institution_name=name, part=form.cleaned_data["part"], order=order
        )
        done.tell(f"{row.get_part_display()}: {name}", name, form.cleaned_data["spans"], "name")


def participants(done, event, forms, institutions):
    """Make a row for each person and role; return [(form, person or None, institution, its name)]."""
    billed, order = [], 0
    for form in forms:
        told = form.cleaned_data
        record, printed = institutions.get(told["body"], (None, ""))
        person = person_of(done, form, record, printed)
        billed.append((form, person, record, printed))
        for role in told["roles"]:
            if person and event.participations.filter(person=person, role=role).exists():
                continue
            order += 1
            Participation.objects.create(
                event=event, person=person, role=role, order=order, **as_printed(told, record, printed)
            )
        evidence_of(done, told)
    return billed


def as_printed(told, record, printed):
    return {
        "name": told["name"].strip(),
        "honorific": told["honorific"],
        "position": told["position"],
        "institution": record,
        "institution_name": printed,
    }


def evidence_of(done, told):
    name = told["name"].strip()
    for part in ("name", "honorific", "position", "institution"):
        done.tell(f"{name}: {part}", told.get(part) or name, told["spans"], part)
    for role in told["roles"]:
        done.tell(f"{name}: {role}", role, told["spans"], role.slug)


def person_of(done, form, body, printed):
    """Return the person of a card: the one chosen, a new one with the position held, or None for a printed name."""
    told = form.cleaned_data
    if told["record"]:
        learn_names(done, form, told["record"], PersonName, "person")
        return told["record"]
    if not told["new"]:
        return None
    person = done.make(Person, name=told["name"].strip(), honorific=told["honorific"])
    if told["position"] or printed:
        former = told["position"].casefold().startswith(("former ", "ex-"))
        held = {"position": told["position"][:200], "institution": body, "institution_name": printed, "former": former}
        Affiliation.objects.create(person=person, **held)
    learn_names(done, form, person, None, "person")
    return person


def book(done, event, told):
    """Put the book that was launched beside the event: the one that we have, or a draft of it."""
    title = told["book"].strip()
    if not title:
        return
    kind = PublicationKind.objects.filter(slug="book").first() or PublicationKind.objects.first()
    known = Publication.objects.visible_to(done.user).filter(key=key(title)).first()
    publication = known or done.make(Publication, title=title, kind=kind)
    EventPublication.objects.create(event=event, publication=publication, order=1)
    done.tell("book", title, told["spans"], "book")


def agreement(done, event, told, forms, institutions, billed):
    """Make the agreement that was signed, with its parties and those who signed for them."""
    parties = [institutions[form.prefix.rpartition("-")[2]] for form in forms if form.cleaned_data["party"]]
    if not told["signed"] or not parties:
        return
    names = " and ".join(name for _, name in parties)
    made = done.make(
        Agreement,
        kind=told["signed"],
        title=f"{str(told['signed']).capitalize()}: {names}"[:300],
        event=event,
        signed_on=told["start_date"],
        city=told["city"],
    )
    for order, (record, name) in enumerate(parties, start=1):
        if not record or not made.parties.filter(institution=record).exists():
            Party.objects.create(agreement=made, institution=record, institution_name=name, order=order)
    signed = [one for one in billed if any(role.slug == SIGNATORY for role in one[0].cleaned_data["roles"])]
    for order, (form, person, record, printed) in enumerate(signed, start=1):
        if person and made.signatures.filter(person=person).exists():
            continue
        Signature.objects.create(
            agreement=made, person=person, order=order, **as_printed(form.cleaned_data, record, printed)
        )
