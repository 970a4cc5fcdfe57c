"""The review: the cards of a proposal, as they were read or as somebody sent them back, beside the marked report."""

from editorial.dates import PartialDate
from events.cards import BodyCards, OccasionForm, PersonCards
from events.coverage import CoverageForm
from events.marks import marked, proposal_marks
from events.models import Role
from people.rows import HONORIFICS


class Review:
    """The forms of one proposal: as it was read, or as somebody sent them back."""

    def __init__(self, proposal, request):
        self.proposal, data = proposal, request.POST if request.method == "POST" else None
        self.data = data if data is None else more_cards(data)
        user = request.user
        offered = [card.candidates for card in proposal.bodies]
        self.occasion = OccasionForm(self.data, initial=self.occasion_initial())
        self.occasion.fields["topics"].may_add = user.has_perm("editorial.add_topic")
        self.bodies = BodyCards(
            self.data, prefix="bodies", initial=self.body_initial(), offered=offered, shared={"user": user}
        )
        names = [form["name"].value() or "" for form in self.bodies.forms]
        self.people = PersonCards(
            self.data,
            prefix="people",
            initial=self.person_initial(),
            offered=[card.candidates for card in proposal.people],
            shared={"user": user, "bodies": names, "roles": list(Role.objects.all())},
        )

    def is_valid(self):
        return all([self.occasion.is_valid(), self.bodies.is_valid(), self.people.is_valid()])

    def span(self, told):
        """Return the place in the pasted text of a value, as [start, end]."""
        return list(self.proposal.reading.normal.span(*told.span))

    def spans(self, **told):
        return {name: self.span(one) for name, one in told.items() if one}

    def occasion_initial(self):
        reading = self.proposal.reading
        start, _, end = (reading.time.value if reading.time else "").partition("-")
        book = reading.publications[0] if reading.publications else None
        kinds = {kind.slug: kind.pk for kind in OccasionForm.base_fields["kind"].queryset.all()}
        signings = [kind.pk for kind in OccasionForm.base_fields["signed"].queryset.all()]
        return {
            "title": self.title(),
            "kind": kinds.get(self.proposal.kind),
            "start_date": PartialDate.read(reading.date.value).spoken if reading.date else "",
            "start_time": start,
            "end_time": end,
            "venue": reading.venue.value if reading.venue else "",
            "city": reading.city.value if reading.city else "",
            "format": "online" if self.proposal.kind == "webinar" else "",
            "topics": self.proposal.topics,
            "book": book.value if book else "",
            "signed": signings[0] if reading.agreements and signings else None,
            "spans": self.spans(
                title=reading.title,
                kind=reading.kind,
                start_date=reading.date,
                start_time=reading.time,
                venue=reading.venue,
                city=reading.city,
                book=book,
            ),
        }

    def title(self):
        """Return the title of the report, or what a signing without one can be called."""
        reading = self.proposal.reading
        if reading.title or not reading.agreements:
            return reading.title.value if reading.title else ""
        parties = [party.value.partition(" (")[0] for party in reading.agreements[0]["parties"]]
        return f"{' and '.join(parties)} sign an agreement"[:300]

    def body_initial(self):
        kinds = {kind.slug: kind.pk for kind in BodyCards.form.base_fields["kind"].queryset.all()}
        return [
            {
                "take": True,
                "name": card.name,
                "acronym": card.acronym,
                "who": str(card.chosen or ""),
                "part": card.part,
                "party": card.party,
                "kind": kinds.get(card.kind),
                "spans": {"name": list(self.proposal.reading.normal.span(*card.span))},
            }
            for card in self.proposal.bodies
        ]

    def person_initial(self):
        roles = {role.slug: str(role.pk) for role in Role.objects.all()}
        return [self.one_person(card, roles) for card in self.proposal.people]

    def one_person(self, card, roles):
        person = card.person
        told = {role.value.replace("_", "-"): role for role in person.roles}
        return {
            "take": person.band != "low",
            "name": person.name.value,
            "honorific": person.honorific.value if person.honorific else "",
            "position": person.position.value if person.position else "",
            "body": "" if card.body is None else str(card.body),
            "who": str(card.chosen or ""),
            "roles": [roles[slug] for slug in card.roles if slug in roles],
            "spans": self.spans(
                name=person.name,
                honorific=person.honorific,
                position=person.position,
                institution=person.institution,
                **told,
            ),
        }

    def context(self, intake):
        marks = proposal_marks(self)
        bands = [card.person.band for card in self.proposal.people]
        sure = [form for number, form in enumerate(self.people.forms) if bands[number : number + 1] != ["low"]]
        return {
            "intake": intake,
            "occasion": self.occasion,
            "bodies": self.bodies,
            "people": self.people,
            "sure": sure,
            "tray": [form for form in self.people.forms if form not in sure],
            "basis": self.proposal.reading.basis,
            "resembling": [(one, CoverageForm.about(one.event, self.proposal)) for one in self.proposal.resembling],
            "parts": marked(intake.text, marks),
            "datalists": {"honorific": HONORIFICS, "city": []},
            "media": self.occasion.media + self.people.media,
        }


def more_cards(data):
    """Return what was sent with one empty card more, of the kind that “_more” names, for whoever has no JavaScript."""
    kind = data.get("_more")
    if kind not in ("people", "bodies"):
        return data
    data = data.copy()
    name = f"{kind}-TOTAL_FORMS"
    total = data.get(name, "0")
    if total.isdecimal() and len(total) < 4:
        data[name] = str(int(total) + 1)
        data[f"{kind}-{total}-take"] = "on"
    return data
