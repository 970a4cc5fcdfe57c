"""Records for tests: plain functions that hold no surprises. What they make is public unless told otherwise."""

import datetime
from io import BytesIO

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from editorial.models import Topic
from events.models import (
    Agreement,
    AgreementKind,
    Event,
    EventKind,
    Hosting,
    Participation,
    Party,
    Role,
    Signature,
)
from people.models import Affiliation, Institution, InstitutionKind, Person
from publications.models import Contribution, ContributionRole, Publication, PublicationKind

LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


def topic(name, broader=None):
    return Topic.objects.get_or_create(name=name, defaults={"broader": broader})[0]


def institution(name, kind="think-tank", topics=(), **fields):
    made = Institution.objects.create(name=name, kind=InstitutionKind.objects.get(slug=kind), **public(fields))
    return settled(made, topics)


def person(name, position="", at=None, topics=(), **fields):
    """Make a person; `position` and the institution `at` become an affiliation."""
    made = Person.objects.create(name=name, **public(fields))
    if position or at:
        Affiliation.objects.create(person=made, position=position, institution=at)
    return settled(made, topics)


def event(title, kind="roundtable", hosts=(), people=(), topics=(), **fields):
    """Make an event; `people` are (person, role's slug) or (person, role's slug, what else the row says)."""
    made = Event.objects.create(title=title, kind=EventKind.objects.get(slug=kind), **public(fields))
    for order, host in enumerate(hosts):
        Hosting.objects.create(event=made, institution=host, order=order)
    for order, (who, role, *more) in enumerate(people):
        row = {"person": who, "role": Role.objects.get(slug=role), "order": order, **(more[0] if more else {})}
        Participation.objects.create(event=made, **row)
    return settled(made, topics)


def publication(title, kind="report", people=(), topics=(), **fields):
    """Make a publication; `people` are (person, role's slug)."""
    made = Publication.objects.create(title=title, kind=PublicationKind.objects.get(slug=kind), **public(fields))
    for order, (who, role) in enumerate(people):
        role = ContributionRole.objects.get(slug=role)
        Contribution.objects.create(publication=made, person=who, role=role, order=order)
    return settled(made, topics)


def agreement(title, kind="mou", parties=(), signatories=(), topics=(), **fields):
    """Make an agreement; `signatories` are (person, institution)."""
    made = Agreement.objects.create(title=title, kind=AgreementKind.objects.get(slug=kind), **public(fields))
    for order, party in enumerate(parties):
        Party.objects.create(agreement=made, institution=party, order=order)
    for order, (who, side) in enumerate(signatories):
        Signature.objects.create(agreement=made, person=who, institution=side, order=order)
    return settled(made, topics)


def small_record():
    """Make a small record in which everything is linked to everything; return one record of each kind by its name."""
    trade, energy = topic("Trade"), topic("Energy")
    oil = topic("Oil", broader=energy)
    institute = institution("Institute of Everything", acronym="IOE", country="PK", city="Islamabad")
    centre = institution("Centre for Something", kind="centre", parent=institute)
    embassy = institution("Embassy of Elsewhere", kind="embassy", country="PK", sending_country="RU")
    ann = person("Ann Ahmad", "Director", centre, topics=[oil], honorific="Dr")
    boris = person("Boris B", "Ambassador", embassy)
    talk = event(
        "A talk",
        hosts=[centre, embassy],
        people=[(ann, "moderator"), (boris, "speaker", {"remarks": "Said much."})],
        topics=[oil, trade],
        start_date="2025-12-18",
        start_time=datetime.time(12),
        end_time=datetime.time(14),
        timezone="Asia/Karachi",
        country="PK",
        city="Islamabad",
        summary="A talk about all of it.",
    )
    book = publication("A book", "book", people=[(ann, "editor")], topics=[trade], date="2025", publisher=institute)
    pact = agreement(
        "A pact", parties=[institute, embassy], signatories=[(ann, institute)], event=talk, signed_on="2025-04-08"
    )
    talk.event_publications.create(publication=book)
    talk.settle()
    return {
        "event": talk,
        "publication": book,
        "agreement": pact,
        "person": ann,
        "institution": institute,
        "topic": oil,
    }


def draft(record):
    """Turn `record` into a draft."""
    return _lived(record, published_at=None)


def scheduled(record):
    """Put the publication of `record` off to tomorrow."""
    return _lived(record, published_at=timezone.now() + datetime.timedelta(days=1))


def withdrawn(record, reason="Published in error."):
    """Withdraw `record` after it has been public."""
    record.withdraw(reason)
    return record


def picture(name="picture.png", size=(640, 400), colour="#0b5a4b"):
    """Return an upload of a picture of one colour."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return ContentFile(out.getvalue(), name)


def pdf(text="A page.", name="paper.pdf"):
    """Return an upload that begins as a PDF does and carries `text`."""
    return ContentFile(b"%PDF-1.4\n" + text.encode() + b"\n%%EOF", name)


def public(fields):
    return {"published_at": LONG_AGO, **fields}


def settled(record, topics):
    record.topics.add(*topics)
    record.settle()
    return record


def _lived(record, **fields):
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()
    record.settle()
    return record
