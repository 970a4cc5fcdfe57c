"""The agreements of the corpus: who signed them for whom, what they cover, and which one carries another further."""

from events.models import Agreement, AgreementKind, AgreementTopic, Area, Party, Signature
from portal.corpus import subjects
from portal.corpus.chance import Zipf
from portal.corpus.prose import WORDS
from portal.corpus.shelf import LATEST, Words

KINDS = ("mou", "mou", "letter-of-cooperation", "letter-of-intent", "agreement", "protocol", "joint-statement")


class Pacts:
    """Makes agreements between the institute and others, one in three of them signed at an event of the record."""

    def __init__(self, shelf, prose, bodies, figures, meetings):
        self.shelf, self.home, self.figures, self.meetings = shelf, bodies.home, figures, meetings
        self.chance, self.acting = shelf.chance, bodies.acting(shelf.chance)
        self.common, self.kinds = Zipf(shelf.chance, prose.topics.values()), Words(AgreementKind)

    def make(self, number):
        sides = [[self.home, *self.others()] for _ in range(number)]
        pacts = self.shelf.put(Agreement, [self.pact(bodies) for bodies in sides])
        subjects.tag(self.shelf, AgreementTopic, pacts, self.common)
        both = list(zip(pacts, sides, strict=True))
        self.shelf.put(Party, [row for pact, bodies in both for row in parties(pact, bodies)])
        self.shelf.put(Signature, [row for pact, bodies in both for row in self.signatures(pact, bodies)])
        self.shelf.put(Area, [row for pact in pacts for row in self.areas(pact)])
        self.carry_further(pacts)

    def others(self):
        return [body for body in self.acting.some(self.chance.choice([2, 2, 3])) if body != self.home][:2]

    def pact(self, bodies):
        """Return an agreement between `bodies`, not yet kept."""
        event = self.chance.choice(self.meetings.held) if self.meetings.held and self.chance.often(0.33) else None
        day = event.start_date.first if event and event.start_date else min(self.shelf.day(), LATEST.date())
        signed, kind = self.shelf.date(day), self.kinds[self.chance.choice(KINDS)]
        return Agreement(
            kind=kind,
            title=f"{kind.name.capitalize()} between {' and '.join(body.name for body in bodies)}"[:300],
            event=event,
            signed_on=signed,
            year=signed.year,
            in_force_until=str(day.year + self.chance.randint(3, 10)) if self.chance.often(0.4) else "",
            city=bodies[-1].city,
            country=bodies[-1].country,
            text="<p>The parties intend to work together, as the areas below say.</p>",
            **self.shelf.life(day),
        )

    def signatures(self, pact, bodies):
        """Return one signatory for each party, and a witness for some."""
        figures = self.figures.some(len(bodies) + self.chance.often(0.2))
        for order, figure in enumerate(figures):
            billed = figure.billed(pact.year or LATEST.year)
            if order < len(bodies):
                billed |= {"institution": bodies[order], "institution_name": bodies[order].name}
            capacity = "signatory" if order < len(bodies) else "witness"
            yield Signature(agreement=pact, capacity=capacity, order=order, **billed)

    def areas(self, pact):
        names = self.chance.several(WORDS["spoken"]["areas"], self.chance.randint(0, 4))
        return [Area(agreement=pact, name=name, order=order) for order, name in enumerate(names)]

    def carry_further(self, pacts):
        """Let every tenth agreement renew the one before it."""
        renewals = pacts[1::10]
        for pact, before in zip(renewals, pacts[::10], strict=False):
            pact.predecessor = before
        Agreement.objects.bulk_update(renewals, ["predecessor"])


def parties(pact, bodies):
    for order, body in enumerate(bodies):
        yield Party(agreement=pact, institution=body, institution_name=body.name, order=order)
