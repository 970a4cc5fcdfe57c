"""Records with every kind of row that there is, for tests of what keeps records whole."""

import datetime

from django.core.files import File

from editorial.anatomy import relations
from events.models import EventPhoto, PhotoSubject
from tests import factories as make


def whole_record():
    """Make one record of each kind, by its name, with rows of every kind and values in every kind of field."""
    found = make.small_record()
    event, book, pact, person, institute, topic = found.values()
    other = make.event("Another talk", start_date="2026-01")
    fill_event(event, other, person)
    pact.areas.create(name="Joint research", order=2)
    pact.documents.create(title="Text", file=make.pdf("Text."), order=1)
    book.documents.create(title="Full report", file=make.pdf("Report."), text="Read already.", order=1)
    book.picture = File(make.picture("cover.png"), "cover.png")
    book.save()
    person.names.create(name="Энн Ахмад", kind="script", language="ru")
    person.links.create(label="Profile", address="https://example.org/ann")
    institute.names.create(name="Everything Institute", start="1999", end="2004-05")
    topic.names.create(name="Petroleum")
    for record in found.values():
        record.settle()
    return found


def fill_event(event, other, person):
    sessions = [
        event.sessions.create(title=title, order=order) for order, title in enumerate(("Morning", "Evening"), 1)
    ]
    sessions[1].start_time = datetime.time(17, 30)
    sessions[1].save()
    event.participations.filter(name="Ann Ahmad").update(session=sessions[0], side="Hosts", heads_side=True)
    event.links.create(other=other, relation="follows", order=1)
    event.outcomes.create(text="Meet again", order=1)
    event.coverages.create(headline="They met", date="2025-12-19", differs="About 40.\nMore than 40.", order=1)
    event.documents.create(title="Programme", file=make.pdf("Programme."), order=1)
    for order, colour in enumerate(("#123456", "#654321"), 1):
        picture = File(make.picture(colour=colour), "photo.png")
        photo = EventPhoto.objects.create(event=event, caption=f"Photo {order}", picture=picture, order=order)
        PhotoSubject.objects.create(photo=photo, person=person, row="Seated", order=1)
        PhotoSubject.objects.create(photo=photo, name="Boris B", order=2)
    event.report, event.second_time, event.attendance = "<p>They <strong>talked</strong>.</p>", False, "about 40"
    event.venue = "Room “A” – \\ N'1"
    event.save()


def kinds_of_rows(model):
    """Return every relation that holds rows of `model`, at any depth."""
    return [each for one in relations(model) for each in (one, *kinds_of_rows(one.related_model))]
