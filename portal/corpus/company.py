"""Who held the events of the corpus and who took part in them, in which session and role, as billed that year."""

import datetime

from events.models import Hosting, Participation, Role, Session
from portal.corpus.shelf import LATEST, Words

SPEAKERS = ("speaker", "speaker", "discussant", "speaker", "participant", "discussant", "keynote", "video-message")


class Company:
    """Gathers hosts, sessions and participants for events that are kept already."""

    def __init__(self, shelf, prose, bodies, figures):
        self.shelf, self.prose, self.bodies, self.figures = shelf, prose, bodies, figures
        self.chance, self.roles = shelf.chance, Words(Role)
        self.acting = bodies.acting(shelf.chance)

    def gather(self, events):
        self.shelf.put(Hosting, [row for event in events for row in self.hosts(event)])
        sessions = {event.pk: [] for event in events}
        for session in self.shelf.put(Session, [row for event in events for row in self.sessions(event)]):
            sessions[session.event_id].append(session)
        rows = [row for event in events for row in self.participants(event, sessions[event.pk])]
        self.shelf.put(Participation, rows)

    def hosts(self, event):
        """Return the hosts: mostly the institute with one of its centres, or others, and now and then a partner."""
        hosts, parts = self.acting.some(self.chance.choice([1, 1, 2, 2, 3])), ["host", "co-host", "partner"]
        if hosts[0] == self.bodies.home and self.chance.often(0.6):
            hosts, parts = (
                [hosts[0], self.chance.choice(self.bodies.centres), *hosts[1:]],
                ["host", "centre", *parts[1:]],
            )
        for order, (body, part) in enumerate(zip(dict.fromkeys(hosts), parts, strict=False)):
            yield Hosting(event=event, institution=body, institution_name=body.name, part=part, order=order)

    def sessions(self, event):
        if not self.chance.often(0.1):
            return
        for order in range(self.chance.randint(2, 4)):
            start = datetime.time(9 + 2 * order) if event.start_time else None
            yield Session(event=event, title=f"Session {order + 1}", start_time=start, order=order)

    def participants(self, event, sessions):
        """Return three to nine participants; a few are known by their words alone, or by an office alone."""
        year, chance = event.year or LATEST.year, self.chance
        opening = ["chair", "welcome-remarks"] if chance.often(0.5) else ["moderator", "chief-guest"]
        for order, figure in enumerate(self.figures.some(chance.randint(3, 9))):
            role = opening[order] if order < 2 else chance.choice(SPEAKERS)
            row = Participation(
                event=event, role=self.roles[role], order=order, **figure.billed(year), **self.manner(order)
            )
            row.session = chance.choice(sessions) if sessions and order > 1 else None
            if order > 2 and chance.often(0.04):
                self.unknown(row)
            row.remarks = self.prose.remark(event.language) if chance.often(0.4) else ""
            yield row
            if not order and chance.often(0.1):
                again = {"role": self.roles["concluding-remarks"], "order": 20, **figure.billed(year)}
                yield Participation(event=event, **again)

    def manner(self, order):
        """Return how somebody took part: in person or not, invited but absent, for another body, on a side."""
        turn = self.chance.random()
        if turn < 0.08:
            return {"mode": self.chance.choice(["online", "video-message", "in-person"])}
        if turn < 0.1:
            return {"presence": self.chance.choice(["absent", "represented"])}
        if turn < 0.12:
            return {"on_behalf_of": "the organisers"}
        if turn < 0.15:
            return {"side": "Visiting delegation", "heads_side": order == 0}
        return {}

    def unknown(self, row):
        """Leave of somebody what was printed, and of one in two nothing but the office."""
        row.person = None
        if self.chance.often(0.5):
            row.name = row.honorific = ""
