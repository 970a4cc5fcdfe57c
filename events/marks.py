"""Marks: the words of a report that said something, as parts of its text that a page can show."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """Words from `start` to `end` that said something; `card` is the card they belong to, `label` what they said."""

    start: int
    end: int
    card: str
    label: str


@dataclass(frozen=True)
class Part:
    """A part of a text, marked or not, and where it starts."""

    text: str
    start: int
    mark: Mark | None = None


def marked(text, marks):
    """Return a text in Parts; of marks that overlap the first and longest is shown."""
    parts, last = [], 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.start < last or not mark.start < mark.end <= len(text):
            continue
        if mark.start > last:
            parts.append(Part(text[last : mark.start], last))
        parts.append(Part(text[mark.start : mark.end], mark.start, mark))
        last = mark.end
    return [*parts, Part(text[last:], last)] if last < len(text) or not parts else parts


def proposal_marks(review):
    """Return the Marks of the forms of a Review, in the spans that they carry."""
    found = []
    for card, form in [
        ("occasion", review.occasion),
        *((form.prefix, form) for form in (*review.bodies.forms, *review.people.forms)),
    ]:
        spans = form["spans"].value()
        told = form.fields["spans"].to_python(spans) if isinstance(spans, str) else spans or {}
        called = "" if card == "occasion" else f"{form['name'].value() or ''}: "
        found += [
            Mark(start, end, card, f"{called}{name.replace('_', ' ').replace('-', ' ')}")
            for name, (start, end) in told.items()
        ]
    return found


def evidence_marks(intake):
    """Return the Marks of a confirmed report: what was taken from it, and from which words."""
    return [
        Mark(one["start"], one["end"], f"said-{number}", one["of"])
        for number, one in enumerate(intake.evidence, start=1)
    ]
