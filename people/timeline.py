"""The timeline of a person: the positions under which they were billed, with the evidence, beside those confirmed.

What was printed on a day is evidence, and stays as it was printed; an affiliation is what the institute confirms. The
one never changes the other, and a reader sees which of them speak of the same position.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from editorial.dates import PartialDate
from editorial.folding import key
from editorial.publishing import Publishable
from editorial.reading.lines import Scale, moment
from people.institutions import Institution
from people.persons import Credit

# So many positions are drawn at once, those with most records; the others fold away.
MOST_LINES = 8
# Marks nearer to each other than this share of the width, in percent, would be one blot.
NEAREST = 0.5


class Evidence(NamedTuple):
    """One row that bills the person: what is printed there, and the record it stands on."""

    model: type
    record: int
    position: str
    institution: int | None
    institution_name: str
    date: PartialDate
    certainty: str


@dataclass
class Position:
    """One position: the words of the latest evidence for it, or of the affiliation where there is none."""

    position: str
    institution_name: str
    institution: Institution | None = None
    evidence: list = field(default_factory=list)
    affiliations: list = field(default_factory=list)
    first: Publishable = None
    last: Publishable = None
    # Its place among those that were billed.
    number: int = 0

    @property
    def dated(self):
        return [each for each in self.evidence if each.date]

    @property
    def dates(self):
        """Every date that speaks of it, those of affiliations included."""
        terms = [date for row in self.affiliations for date in (row.start, row.end) if date]
        return [each.date for each in self.dated] + terms

    @property
    def undated(self):
        return self.records - len({(each.model, each.record) for each in self.dated})

    @property
    def records(self):
        return len({(each.model, each.record) for each in self.evidence})


@dataclass
class Timeline:
    """The positions of a person, the earliest first, and the scale on which to draw them, if there is much to draw."""

    positions: list
    affiliations: list
    scale: Scale | None

    @property
    def billed(self):
        return [position for position in self.positions if position.evidence]

    @property
    def confirmed(self):
        """The affiliations in their own order as [(affiliation, [(position, its records within these dates, outside)])]."""
        return [
            (row, [agreement(position, row) for position in self.billed if row in position.affiliations])
            for row in self.affiliations
        ]

    @property
    def lines(self):
        """The positions to draw, confirmed ones and those with most records apart from the others: two lists of lines."""
        dated = [position for position in self.positions if position.dates]
        best = sorted(dated, key=lambda each: (not each.affiliations, -each.records))[:MOST_LINES]
        chosen = [each for each in dated if each in best], [each for each in dated if each not in best]
        return [[(position, *drawn(position, self.scale)) for position in some] for some in chosen]


def timeline(person, affiliations):
    """Return the Timeline of a person from all public records, beside their `affiliations`."""
    rows = sorted(evidence(person), key=lambda each: (each.date or "9999", each.record))
    names = {key(each.institution_name): each.institution for each in rows if each.institution}
    names |= {key(row.institution_name): row.institution_id for row in affiliations if row.institution_id}
    found = {}
    for each in rows:
        same = key(each.position), place(each.institution, each.institution_name, names)
        known = found.setdefault(same, Position("", ""))
        known.evidence.append(each)
        if each.date or not known.position + known.institution_name:
            known.position, known.institution_name = each.position, each.institution_name
    for row in affiliations:
        confirm(found, row, (key(row.position), place(row.institution_id, row.institution_name, names)))
    positions = sorted(found.values(), key=lambda each: min(each.dates, default="9999"))
    link(positions)
    for number, position in enumerate([each for each in positions if each.evidence], 1):
        position.number = number
    return Timeline(positions, affiliations, scale(positions))


def evidence(person):
    """Return all that public records print beside the person's name, rows that print neither post nor place left out."""
    found = []
    for kind in Credit.__subclasses__():
        model = kind._meta.get_field(kind.row_of).related_model
        certainty = [f"{kind.row_of}__date_certainty"] if hasattr(model, "date_certainty") else []
        words = ["position", "institution", "institution_name", f"{kind.row_of}__{model.dated_by}"]
        rows = kind.objects.published().filter(person=person).order_by("pk")
        for record, *said in rows.values_list(kind.row_of, *words, *certainty):
            found.append(Evidence(model, record, *said, *([] if certainty else [""])))
    return [each for each in found if each.position or each.institution_name]


def place(institution, name, names):
    """Return what tells one place from another: the institution where it is known, or known by the same name elsewhere."""
    return institution or names.get(key(name)) or key(name)


def confirm(found, row, same):
    """Add an affiliation to every position that it speaks of, or as one of its own when nothing printed does."""
    post, where = same
    agreeing = [each for (said, at), each in found.items() if at == where and (said == post or not said or not post)]
    for each in agreeing or [found.setdefault(same, Position(row.position, row.institution_name, row.institution))]:
        each.affiliations.append(row)


def agreement(position, affiliation):
    """Return a billed position with the number of its records that lie, or may lie, in the dates of an affiliation."""
    inside = {(each.model, each.record) for each in position.evidence if not each.date or falls(each.date, affiliation)}
    return position, len(inside), position.records - len(inside)


def falls(date, affiliation):
    """Whether a partial date can lie between the start and the end of an affiliation."""
    begun = not affiliation.start or affiliation.start.first <= date.last
    return begun and (not affiliation.end or date.first <= affiliation.end.last)


def link(positions):
    """Fetch, for every position, its institution and the first and the last record that bill it, public ones only."""
    ends = {}
    for position in positions:
        for each in position.evidence[:1] + (position.dated or position.evidence)[-1:]:
            ends.setdefault(each.model, set()).add(each.record)
    records = {model: model.objects.published().in_bulk(keys) for model, keys in ends.items()}
    bodies = {each.institution for position in positions for each in position.evidence}
    bodies = Institution.objects.published().in_bulk(bodies - {None})
    for position in positions:
        if position.evidence:
            first, last = position.evidence[0], (position.dated or position.evidence)[-1]
            position.first, position.last = (records[each.model][each.record] for each in (first, last))
            position.institution = next((b for each in position.evidence if (b := bodies.get(each.institution))), None)


def term(affiliation, now):
    """Return from when to when an affiliation is drawn: where one end is not known, no more than the other is."""
    start, end = affiliation.start, affiliation.end or ("" if affiliation.former or not affiliation.start else now)
    return (start or end, end or start) if start or end else None


def scale(positions):
    """Return the scale to draw on, or None where a drawing would say no more than the list."""
    shown = [position for position in positions if position.dates]
    years = {date.year for position in shown for date in position.dates}
    return Scale(min(years), max(years)) if years and (len(years) > 1 or len(shown) > 1) else None


def drawn(position, scale):
    """Return the spans of the affiliations, the marks of days and the spans of vaguer dates, each without repetition."""
    spans = [scale.span(*ends) for row in position.affiliations if (ends := term(row, PartialDate(scale.last)))]
    days, vague = {}, {}
    for each in position.dated:
        if each.date.day:
            share = scale.share(moment(each.date.first))
            days.setdefault(round(share / NEAREST), f"{share:.2f}%")
        else:
            vague.setdefault(each.date, scale.span(each.date, each.date))
    return spans, list(days.values()), list(vague.values())
