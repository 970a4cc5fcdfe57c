"""Billing: what to print beside a person's name on a day, taken from the positions held that day."""

from editorial.dates import PartialDate


def day_meant(text):
    """Return the first day that a typed date can mean, or None when it means none."""
    try:
        return PartialDate.read(text[:60]).first
    except ValueError:
        return None


def billed(person, day):
    """Return what a row about `person` would print for `day` (a date, or None for the latest position)."""
    held = person.affiliation_on(day)
    institution = held.institution if held else None
    return {
        "name": person.name,
        "honorific": person.honorific,
        "position": held.position if held else "",
        "institution": {"id": institution.pk, "text": institution.name} if institution else None,
        "institution_name": held.institution_name if held else "",
        "held": f"Filled in from the position held: {held}." if held else "",
    }
