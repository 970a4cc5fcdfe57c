"""Resemblance: is an event of which something is told one that we have already?

Told by what it is made of, not by the wording: its title, its day, who took part, who held it and where. Two accounts
of one event are worded apart, and the releases of two events may share every sentence.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q

from editorial.folding import key
from editorial.likeness import COMMON, parts
from events.models import Event

NEAR = timedelta(days=3)
ENOUGH = 5
AT_MOST = 3
MOST_EVENTS = 500


@dataclass(frozen=True)
class Facts:
    """What is told of an event: primary keys of the people and institutions, the rest as text."""

    title: str = ""
    day: date | None = None
    city: str = ""
    hosts: frozenset = frozenset()
    people: frozenset = frozenset()


@dataclass
class Resemblance:
    """An event that may be the same, how strongly (five are enough), and why, in words for an editor."""

    event: Event
    strength: int = 0
    reasons: list = field(default_factory=list)

    def count(self, strength, reason):
        self.strength += strength
        self.reasons += [reason] if reason else []


def resembling(facts, among=None):
    """Return the events that are probably the one of which `facts` tell, as Resemblances, the likeliest first."""
    events = Event.objects.all() if among is None else among
    found = [compared(facts, event) for event in candidates(facts, events)]
    return sorted((one for one in found if one.strength >= ENOUGH), key=lambda one: (-one.strength, one.event.pk))[
        :AT_MOST
    ]


def candidates(facts, events):
    """Return the events that share a person, a host or the words of the title, or were held on a day nearby."""
    wanted = Q(participations__person__in=facts.people) | Q(hostings__institution__in=facts.hosts)
    if facts.day:
        wanted |= Q(starts_at__date__range=(facts.day - NEAR, facts.day + NEAR))
    for word in sorted(parts(key(facts.title)) - COMMON, key=len)[-2:]:
        wanted |= Q(key__contains=word)
    keys = events.filter(wanted).order_by("-starts_at", "-pk").values_list("pk", flat=True).distinct()[:MOST_EVENTS]
    return Event.objects.filter(pk__in=list(keys)).prefetch_related("participations", "hostings")


def compared(facts, event):
    """Return the Resemblance of an event to what is told; days far apart speak against it."""
    found = Resemblance(event)
    title(facts, event, found)
    day(facts, event, found)
    people(facts, event, found)
    hosts = facts.hosts & {row.institution_id for row in event.hostings.all()}
    found.count(min(len(hosts), 2), "the same host" if hosts else "")
    if facts.city and key(facts.city) == key(event.city):
        found.count(1, f"held in {event.city} too")
    return found


def people(facts, event, found):
    """Those of the house are at each of its events: a few shared among many say little."""
    there = {row.person_id for row in event.participations.all()} - {None}
    shared = facts.people & there
    many = len(shared) * 10 >= len(facts.people | there) * 4
    found.count(min(len(shared), 3 if many else 1), f"{len(shared)} of the same people" if shared else "")


def title(facts, event, found):
    told, known = parts(key(facts.title)) - COMMON, parts(event.key) - COMMON
    if told and known and len(told & known) * 10 >= len(told | known) * 7:
        found.count(4 if len(told & known) > 2 else 2, "the same title")


def day(facts, event, found):
    known = event.day
    if not facts.day or not known:
        return
    apart = abs((facts.day - known).days)
    if len(event.start_date) < 10:
        found.count(0 if apart < 366 else -4, "")
    elif apart == 0:
        found.count(2, "the same day")
    elif apart <= NEAR.days:
        found.count(1, f"{apart} days apart")
    else:
        found.count(-4, "")
