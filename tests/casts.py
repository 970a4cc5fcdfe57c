"""Records in casts: one of each kind, each linked to the others, as the pages of readers are looked at with them."""

import datetime

from events.models import EventDocument, EventPhoto, Role
from people.models import InstitutionName, PersonName
from tests import factories as make

MANY = 24
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
URDU = "خارجہ پالیسی پر گول میز کانفرنس"
RUSSIAN = "Взаимодействие"


def plain():
    """Make the small record; return {kind: record}, with a country and a year in which something happened."""
    record = make.small_record()
    return record | {"partner": record["event"].hostings.last().institution, "country": "ru", "year": "2025"}


def wordy(words, language="en"):
    """Make a record of each kind with `words` in all their names and texts; return them like `plain`."""
    spoken, topic = {"language": language}, make.topic(f"{words} 1")
    person = make.person(f"{words} 2", words, honorific=words[:80], topics=[topic], is_expert=True, **spoken)
    body = make.institution(f"{words} 3", topics=[topic], country="PK", city=words[:60], **spoken)
    partner = make.institution(f"{words} 4", "embassy", country="PK", sending_country="RU", **spoken)
    billed = {"position": words, "remarks": words, "institution": partner}
    talk = make.event(
        f"{words} 5",
        hosts=[body, partner],
        people=[(person, "moderator", billed), (None, "speaker", {"name": words, "institution_name": words})],
        topics=[topic],
        start_date="2025-12-18",
        venue=words,
        country="PK",
        summary=words,
        report=f"<p>{words}</p><h3>{words}</h3><table><tr><td>{words}</td><td>{words}</td></tr></table>",
        **spoken,
    )
    book = make.publication(
        f"{words} 6", people=[(person, "author")], topics=[topic], date="2025", publisher=body, **spoken
    )
    pact = make.agreement(
        f"{words} 7",
        parties=[body, partner],
        signatories=[(person, body)],
        event=talk,
        signed_on="2025-04-08",
        **spoken,
    )
    talk.event_publications.create(publication=book)
    talk.coverages.create(headline=words, language=language, attendance=words, described_as=words, differs=words)
    talk.outcomes.create(text=words)
    talk.settle()
    cast = {"event": talk, "publication": book, "agreement": pact, "person": person, "institution": body}
    return cast | {"partner": partner, "topic": topic, "country": "ru", "year": "2025"}


def fill(event, person, institution):
    """Give these three a row of everything that their pages show."""
    photo = EventPhoto.objects.create(
        event=event, picture=make.picture(size=(1800, 1200)), picture_alt="A room", caption="All"
    )
    photo.subjects.create(person=person)
    EventDocument.objects.create(event=event, title="Report", file=make.pdf())
    event.coverages.create(
        kind="report", headline="Ours", attendance="40", address="https://example.org/a-very-long-address/"
    )
    event.coverages.create(headline="اردو", language="ur", attendance="41", described_as="x" * 60, differs="One\nTwo")
    event.outcomes.create(text="An outcome")
    event.report = '<p>Words, <a href="https://example.org/">elsewhere</a>.</p><h3>More</h3><ul><li>One</li></ul><table><tr><td>Cell</td><td>Cell</td></tr></table>'
    event.save()
    InstitutionName.objects.create(institution=institution, name="ادارہ", language="ur", kind="translation")
    PersonName.objects.create(person=person, name="Анна", language="ru", kind="script")


def crowd(cast):
    """Make many more records of each kind around those of `cast`, over many years, so that lists have several pages."""
    topic, body, person = make.topic("Energy"), cast["institution"], cast["person"]
    for n in range(MANY):
        about = [topic, make.topic(f"Theme {n}")]
        other = make.institution(f"Institute {n}", country="PK" if n % 2 else "CN", topics=about)
        guest = make.person(f"Guest {n}", "Fellow", other, topics=about, is_expert=True)
        rows = [(guest, "speaker", {"institution": other}), (person, "chair", {"institution": body})]
        day = datetime.date(2024 - n % 12, n % 12 + 1, n + 1)
        event = make.event(f"Talk {n}", hosts=[body, other], people=rows, topics=about, start_date=day.isoformat())
        make.publication(f"Paper {n}", people=[(guest, "author"), (person, "editor")], topics=about, publisher=body)
        make.agreement(
            f"Pact {n}", parties=[body, other], signatories=[(guest, other)], event=event, signed_on=day.isoformat()
        )
        cast["event"].participations.create(person=guest, institution=other, role=Role.objects.get(slug="discussant"))
        cast["event"].topics.add(about[1])
    cast["event"].settle()
