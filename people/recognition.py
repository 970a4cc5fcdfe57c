"""Recognition: which of the people and institutions that we know a name in a text can mean.

Only a whole name that is one record's, letter for letter after folding, is taken for it without asking. All else is
offered: two full parts of the name must agree, never the surname alone, and somebody who belongs to the institution
named beside comes first.
"""

from dataclasses import dataclass

from django.db.models import Q

from editorial.folding import key
from editorial.likeness import parts, same_heading, same_person
from people.models import Institution, InstitutionName, Person, PersonName

SAME, LIKELY, OFFERED = "same", "likely", "offered"
BANDS = (SAME, LIKELY, OFFERED)
AT_MOST = 5
# Beyond this many names that share a word with those asked for, a text of ours would not be read but searched.
MOST_NAMES = 20_000


@dataclass(frozen=True)
class Candidate:
    """A record that a name can mean: `band` is one of BANDS, and `reason` says why, to whoever decides."""

    record: object
    band: str
    reason: str


def recognise_people(asked, among=None, denied=frozenset()):
    """Return, for each (name, primary keys of institutions) of `asked`, its Candidates, the best first.

    `among` are the people who may be offered, all if it is left out; `denied` holds (folded name, primary key) of pairs
    that somebody said are not the same.
    """
    people = Person.objects.all() if among is None else among
    known = names_like([name for name, _ in asked], people, PersonName.objects.filter(person__in=people), "person")
    records = people.in_bulk({pk for _, pk in known})
    places = where(records)
    by_word = indexed(known)
    return [ranked(person_candidates(name, bodies, by_word, records, places, denied)) for name, bodies in asked]


def recognise_institutions(asked, among=None, denied=frozenset()):
    """Return, for each (name, acronym) of `asked`, its Candidates, as for people.

    An acronym alone is enough only where a single institution has it; with the long form it decides nothing.
    """
    bodies = Institution.objects.all() if among is None else among
    known = names_like(
        [text for pair in asked for text in pair],
        bodies,
        InstitutionName.objects.filter(institution__in=bodies),
        "institution",
    )
    known += bodies.exclude(acronym_key="").values_list("acronym_key", "pk")
    records = bodies.in_bulk({pk for _, pk in known})
    by_word = indexed(known)
    return [ranked(body_candidates(name, acronym, by_word, records, denied)) for name, acronym in asked]


def names_like(asked, records, others, owner):
    """Return [(folded name, primary key)] of all names that share a full word with one of those asked for."""
    wanted = {word for name in asked for word in parts(key(name)) if len(word) > 2}
    found = Q()
    for word in sorted(wanted):
        found |= Q(key__contains=word)
    if not wanted:
        return []
    own = records.filter(found).values_list("key", "pk")[:MOST_NAMES]
    also = others.filter(found).values_list("key", f"{owner}_id")[:MOST_NAMES]
    return [*own, *also]


def where(people):
    """Return {primary key of a person: primary keys of the institutions to which they belong, with those above}."""
    rows = Person.objects.filter(pk__in=people).values_list("pk", "institution_terms__term")
    found = {}
    for person, body in rows:
        found.setdefault(person, set()).add(body)
    return found


def indexed(known):
    """Return {word: [(folded name, primary key)]}."""
    by_word = {}
    for name, pk in known:
        for word in name.split():
            by_word.setdefault(word, []).append((name, pk))
    return by_word


def sharing(name, by_word):
    return dict.fromkeys(pair for word in name.split() for pair in by_word.get(word, ()))


def person_candidates(name, bodies, by_word, records, places, denied):
    asked, found = key(name), {}
    for known, pk in sharing(asked, by_word):
        if (asked, pk) in denied or pk not in records or len(parts(asked)) < 2:
            continue
        there = bool(places.get(pk, set()) & set(bodies))
        if known == asked:
            found[pk] = Candidate(records[pk], SAME, "Has exactly this name.")
        elif same_person(asked, known) and (pk not in found or found[pk].band == OFFERED):
            told = "belongs to the institution named" if there else "nothing else agrees"
            found[pk] = Candidate(records[pk], LIKELY if there else OFFERED, f"A name much like it; {told}.")
    return unsure(found, places, bodies)


def unsure(found, places, bodies):
    """Of several who have exactly the name, none is taken without asking, unless one alone belongs to the institution."""
    same = [pk for pk, one in found.items() if one.band == SAME]
    if len(same) < 2:
        return list(found.values())
    there = [pk for pk in same if places.get(pk, set()) & set(bodies)]
    for pk in same:
        band = LIKELY if there == [pk] else OFFERED
        found[pk] = Candidate(found[pk].record, band, f"One of {len(same)} of this name.")
    return list(found.values())


def body_candidates(name, acronym, by_word, records, denied):
    asked, short, found = key(name), key(acronym), {}
    for known, pk in sharing(f"{asked} {short}", by_word):
        if (asked, pk) in denied or pk not in records:
            continue
        if known == asked:
            found[pk] = Candidate(records[pk], SAME, "Has exactly this name.")
        elif pk not in found and same_heading(asked, known):
            found[pk] = Candidate(records[pk], LIKELY if known == short else OFFERED, "A name much like it.")
        elif pk not in found and (known.startswith(f"{asked} ") or asked.startswith(f"{known} ")) and len(asked) > 8:
            found[pk] = Candidate(records[pk], OFFERED, "The one name begins with the other.")
        elif pk not in found and short and known == short:
            found[pk] = Candidate(records[pk], OFFERED, f"Has the acronym {acronym}.")
    return unsure(found, {}, ())


def ranked(candidates):
    return sorted(candidates, key=lambda one: (BANDS.index(one.band), str(one.record), one.record.pk))[:AT_MOST]
