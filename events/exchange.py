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

    def settle_others(self, steps):
        """The events at which they were signed are found under their parties; so were those given before."""
        events = {one.record.event_id for one in steps} | {
            one.before["event"].pk for one in steps if one.before.get("event")
        }
        Event.settle_all(events - {None})
