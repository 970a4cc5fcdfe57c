"""Events and agreements as tables, with all who took part, hosted and signed."""

from editorial.exchange.sheets import Exchange
from events.models import Agreement, Event
from people.exchange import PRINTED

NAMED = {"institution": "institution_name"}


class EventsExchange(Exchange):
    model = Event
    title = "events"
    twins_by = "start_date"
    printed = {"venue_institution": "venue"}
    others = [
        ("hosts", "hostings", ["institution_name"], NAMED),
        ("sessions", "sessions", ["title"]),
        ("participants", "participations", ["role", "name", "position", "session"], PRINTED),
        ("outcomes", "outcomes", ["text"]),
        ("accounts", "coverages", ["address", "headline", "institution_name"], NAMED),
        ("publications", "event_publications", ["publication"]),
        ("links", "links", ["relation", "other"]),
    ]


class AgreementsExchange(Exchange):
    model = Agreement
    title = "agreements"
    twins_by = "signed_on"
    others = [
        ("parties", "parties", ["institution_name"], NAMED),
        ("signatures", "signatures", ["capacity", "name", "position"], PRINTED),
        ("areas", "areas", ["name"]),
    ]

    def settle(self, record, before):
        """The event at which it was signed is found under its parties; so was the one given before."""
        super().settle(record, before)
        if before.get("event"):
            before["event"].settle()
