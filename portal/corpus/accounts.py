"""What was told of the events of the corpus: outcomes, and the accounts of the press with what they give differently."""

from events.models import Coverage, Outcome
from portal.corpus.prose import WORDS


class Accounts:
    """Writes the outcomes and accounts of events that are kept already."""

    def __init__(self, shelf, prose, bodies):
        self.shelf, self.prose, self.chance = shelf, prose, shelf.chance
        self.home, self.outlets = bodies.home, bodies.of("media")

    def tell(self, events):
        self.shelf.put(Outcome, [row for event in events for row in self.outcomes(event)])
        self.shelf.put(Coverage, [row for event in events for row in self.coverages(event)])

    def outcomes(self, event):
        if not self.chance.often(0.2):
            return
        for order in range(self.chance.randint(1, 4)):
            kind = self.chance.choice(Outcome.Kind.values)
            yield Outcome(event=event, kind=kind, text=self.prose.remark(event.language)[:500], order=order)

    def coverages(self, event):
        """Return the institute's own release and up to two accounts of the press."""
        accounts = [("release", self.home)] if self.chance.often(0.5) else []
        outlets = self.chance.several(self.outlets, self.chance.choice([0, 0, 1, 1, 2]))
        accounts += [(self.chance.choice(["original", "pick-up"]), outlet) for outlet in outlets]
        for order, (kind, outlet) in enumerate(accounts):
            differs = kind != "release" and self.chance.often(0.2)
            yield Coverage(
                event=event,
                kind=kind,
                institution=outlet,
                institution_name=outlet.name,
                headline=event.title[:300],
                date=event.start_date,
                language=event.language,
                attendance=self.chance.choice(WORDS["spoken"]["attendance"]) if differs else "",
                order=order,
            )
