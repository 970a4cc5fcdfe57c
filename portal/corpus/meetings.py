"""The events of the corpus: visits with their parts, series, all kinds of dates, reports in three languages."""

import datetime

from django.utils.text import slugify

from events.models import Event, EventKind, EventLink, EventPublication, EventSeries, EventTopic
from portal.corpus import subjects
from portal.corpus.accounts import Accounts
from portal.corpus.bodies import TOWNS
from portal.corpus.chance import Zipf
from portal.corpus.company import Company
from portal.corpus.prose import WORDS
from portal.corpus.shelf import Words

KINDS = (
    *("roundtable", "seminar", "meeting", "webinar", "dialogue", "conference", "lecture", "panel", "workshop"),
    *("book-launch", "forum", "consultation", "signing", "ceremony", "visit"),
)
AT_ONCE = 1000
SERIES = 8
HELD_BACK = (("chatham-house", "names"), ("chatham-house", "remarks"), ("background", "remarks"))


class Meetings:
    """Makes events; `held` are those that were kept, without their reports."""

    def __init__(self, shelf, prose, bodies, figures, works):
        self.shelf, self.prose, self.bodies, self.works = shelf, prose, bodies, works
        self.chance, self.common = shelf.chance, Zipf(shelf.chance, prose.topics.values())
        self.kinds = Words(EventKind)
        self.often, self.towns = Zipf(self.chance, KINDS, 0.8), Zipf(self.chance, TOWNS, 0.9)
        self.company, self.accounts = Company(shelf, prose, bodies, figures), Accounts(shelf, prose, bodies)
        self.series = self.make_series()
        self.held, self.visits = [], []

    def make_series(self):
        names = [
            WORDS["spoken"]["series"][place % 4].format(subject=topic.name)
            for place, topic in enumerate(self.common.some(SERIES))
        ]
        return self.shelf.put(EventSeries, [EventSeries(name=name, slug=slugify(name)) for name in names])

    def make(self, number):
        """Make `number` events; the first of each lot are visits, which later ones are parts of."""
        while number > 0:
            lot = min(number, AT_ONCE)
            visits = self.put([self.event("visit") for _ in range(max(lot // 100, 1))])
            self.visits += [visit for visit in visits if visit.start_date.day]
            self.put([self.event(self.often.one()) for _ in range(lot - len(visits))])
            number -= lot

    def put(self, events):
        """Keep events with their topics and all their rows."""
        events = self.shelf.put(Event, events)
        subjects.tag(self.shelf, EventTopic, events, self.common)
        self.company.gather(events)
        self.accounts.tell(events)
        self.shelf.put(EventPublication, [row for event in events for row in self.publications(event)])
        self.shelf.put(EventLink, [row for event in events for row in self.links(event)])
        for event in events:
            event.report = ""
        self.held += events
        return events

    def event(self, kind):
        """Return an event of that kind, not yet kept."""
        chance, shelf, language = self.chance, self.shelf, self.prose.language()
        visit = chance.choice(self.visits) if self.visits and kind != "visit" and chance.often(0.04) else None
        day = visit.start_date.first if visit else shelf.day()
        held = Event(
            kind=self.kinds[kind],
            title=self.prose.title(self.common.some(2), language, self.kinds[kind].name),
            summary=self.prose.summary(language) if chance.often(0.7) else "",
            language=language,
            report=self.prose.report(language),
            parent=visit,
            **self.time(day),
            **self.place(),
            **self.manner(),
            **shelf.life(day),
        )
        held.set_instants()
        return held

    def time(self, day):
        """Return when an event about that day was held, as firmly as a source may know it."""
        date, chance = self.shelf.date(day), self.chance
        whole, turn = bool(date and date.day), chance.random()
        hour = chance.randint(9, 16)
        times = {"start_time": datetime.time(hour), "end_time": datetime.time(hour + 2)} if turn < 0.5 else {}
        if 0.5 < turn < 0.6:
            times = {"end_date": (day + datetime.timedelta(days=chance.randint(1, 4))).isoformat()}
        hedge = (
            {"date_certainty": "by"} if turn > 0.97 and date else {"date_note": "As announced."} if turn > 0.95 else {}
        )
        return {"start_date": date, **(times if whole else {}), **hedge}

    def place(self):
        """Return where an event was held, now and then at an institution of the record, now and then nowhere stated."""
        town, turn = self.towns.one(), self.chance.random()
        country, zone = TOWNS[town]
        if turn < 0.05:
            return {"timezone": zone}
        if turn < 0.3:
            body = self.chance.choice(self.bodies.all)
            country, zone = TOWNS[body.city]
            return {
                "venue": body.name,
                "venue_institution": body,
                "city": body.city,
                "country": country,
                "timezone": zone,
            }
        venue = self.chance.choice(WORDS["spoken"]["venues"])
        return {"venue": venue, "city": town, "country": country, "timezone": zone}

    def manner(self):
        """Return how an event was held: its format, its rule, its attendance, its place in a series."""
        chance, fields = self.chance, {}
        if chance.often(0.8):
            fields["format"] = chance.choice(["in-person", "in-person", "in-person", "online", "hybrid"])
        if chance.often(0.06):
            fields["rule"], fields["withheld"] = chance.choice(HELD_BACK)
        if chance.often(0.4):
            fields["attendance"] = chance.choice(WORDS["spoken"]["attendance"])
        if chance.often(0.1):
            fields |= {"series": chance.choice(self.series), "ordinal": chance.randint(1, 30)}
        return fields

    def publications(self, event):
        """Return the works that an event launched, discussed or resulted in, for some."""
        launch = event.kind.slug == "book-launch"
        if self.works.keys and (launch or self.chance.often(0.08)):
            relation = "launched" if launch else self.chance.choice(["discussed", "resulting"])
            work = self.chance.choice(self.works.keys)
            yield EventPublication(event=event, publication_id=work, relation=relation)

    def links(self, event):
        """Return what an event points back to, for some."""
        if self.held and self.chance.often(0.03):
            yield EventLink(event=event, other=self.chance.choice(self.held), relation=self.chance.choice(RELATIONS))


RELATIONS = EventLink.Relation.values
