"""Reconciling: two contents that both came of a third are brought together, field by field and row by row.

What only one of them changed is taken from that one. Where both changed the same differently, a choice decides, and
until somebody chose it is one's own. A row is known by its key; what one removed and the other changed is a choice too.
"""

from copy import deepcopy
from dataclasses import dataclass

from editorial.anatomy import relations, state_fields
from editorial.differences import ORDER, TOPICS, alike, differences

MINE, THEIRS = "mine", "theirs"
STATE = ("state",)


@dataclass
class Clash:
    """A place that both changed: what it was, and what each made of it, in words; None where there was nothing."""

    where: tuple
    label: str
    before: str | None
    theirs: str | None
    mine: str | None
    chosen: str = MINE

    @property
    def name(self):
        return name_of(self.where)


def name_of(where):
    """Return the name under which a form sends the choice about a place."""
    return "choice-" + "-".join(map(str, where))


class Reconciling:
    """One attempt. `content` is what comes of it, `clashes` are the places about which there is something to choose.

    `choices` are "mine" or "theirs" by the name of the place. Where `ask_all`, what only the others changed is a choice
    as well: the two cannot be had together, and nobody but an editor knows which to let go. Where `base` is None nobody
    knows what the two came of, and all that differs is a choice.
    """

    def __init__(self, model, base, theirs, mine, choices=None, ask_all=False):
        self.unknown, base = base is None, base or theirs
        self.model, self.base, self.theirs, self.mine = model, base, theirs, mine
        self.choices, self.ask_all, self.places = choices or {}, ask_all, []
        self.content = {
            "fields": self.fields((), *(one["fields"] for one in (base, theirs, mine))),
            TOPICS: self.topics(),
            "rows": self.rows(model, (), *(one["rows"] for one in (base, theirs, mine))),
            "state": self.state(),
        }

    @property
    def unanswered(self):
        return [where for where in self.places if name_of(where) not in self.choices]

    @property
    def refused(self):
        """The places at which what the others made was not taken."""
        return {where for where in self.places if self.choices.get(name_of(where), MINE) == MINE}

    def takes_mine(self, where):
        self.places.append(where)
        return self.choices.get(name_of(where), MINE) == MINE

    def value(self, where, base, theirs, mine):
        if alike(theirs, mine) or (alike(theirs, base) and not self.unknown):
            return mine
        if alike(mine, base) and not self.ask_all:
            return theirs
        return mine if self.takes_mine(where) else theirs

    def fields(self, where, base, theirs, mine):
        return {
            name: self.value((*where, name), base.get(name), theirs.get(name), value)
            for name, value in mine.items()
            if not (where and name == ORDER)
        }

    def topics(self):
        base, theirs, mine = (set(one[TOPICS]) for one in (self.base, self.theirs, self.mine))
        if self.unknown:
            return sorted(theirs | mine)
        return sorted((theirs | (mine - base)) - (base - mine))

    def state(self):
        """What readers see is one thing. Two who publish at once do not contradict each other."""
        base, theirs, mine = (one["state"] for one in (self.base, self.theirs, self.mine))
        both_publish = is_out(theirs) and is_out(mine) and not is_out(base)
        if mine == base or both_publish:
            return theirs
        told_apart = theirs not in (mine, base) or self.unknown
        return theirs if told_apart and not self.takes_mine(STATE) else mine

    # Rows

    def rows(self, model, where, base, theirs, mine):
        found = {}
        for relation in relations(model):
            name = relation.get_accessor_name()
            lists = [one.get(name, []) for one in (base, theirs, mine)]
            found[name] = self.relation(relation.related_model, (*where, name), *lists)
        return found

    def relation(self, kind, where, base, theirs, mine):
        known = [{row["key"]: row for row in rows} for rows in (base, theirs, mine)]
        kept = {}
        for key in dict.fromkeys(key for rows in known for key in rows if key is not None):
            if row := self.row(kind, (*where, key), *(rows.get(key) for rows in known)):
                kept[key] = row
        fresh = [row for row in mine if row["key"] is None and not any(same(row, one) for one in theirs)]
        return self.ordered(where, (base, theirs, mine), kept, fresh)

    def row(self, kind, where, base, theirs, mine):
        """Return what becomes of one stored row, None when it goes."""
        if theirs and mine:
            base = base or theirs
            fields = self.fields(where, base["fields"], theirs["fields"], mine["fields"])
            rows = self.rows(kind, where, base["rows"], theirs["rows"], mine["rows"])
            return {"key": mine["key"], "fields": fields, "rows": rows}
        if base is None and theirs is None:
            return deepcopy(mine)  # Only a draft has rows with keys of their own that nobody else knows.
        if base is None:  # They added it.
            return None if self.ask_all and self.takes_mine(where) else deepcopy(theirs)
        other = theirs or mine
        asked = self.unknown or (self.ask_all and mine)
        if other is None or (same(other, base) and not asked):
            return None
        return deepcopy(mine if self.takes_mine(where) else theirs)

    def ordered(self, where, lists, kept, fresh):
        """Return rows in the order of whoever changed it, with numbers that say so."""
        base, theirs, mine = ([row["key"] for row in rows if row["key"] in kept] for rows in lists)
        both = set(base) & set(theirs) & set(mine)
        orders = [[key for key in keys if key in both] for keys in (base, theirs, mine)]
        lead, follow = (mine, theirs)
        if self.value((*where, ORDER), *orders) != orders[2]:
            lead, follow = (theirs, mine)
        keys = woven(lead, follow)
        rows = [*(kept[key] for key in keys), *deepcopy(fresh)]
        numbers = {row["key"]: row["fields"].get(ORDER) for part in (lists[1], lists[2]) for row in part}
        if not any(ORDER in row["fields"] for part in lists for row in part):
            return rows
        last = -1
        for row in rows:
            number = row["fields"].get(ORDER, numbers.get(row["key"])) if row["key"] else last + 1
            last = row["fields"][ORDER] = max(number or 0, last + 1) if row["key"] else last + 1
        return rows

    # In words

    def clashes(self):
        """Return the Clashes, in the order in which they were met."""
        made = [
            {one.where: one for one in differences(self.base, side, self.model)} for side in (self.theirs, self.mine)
        ]
        return [self.clash(where, *made) for where in self.places]

    def clash(self, where, theirs, mine):
        chosen = self.choices.get(name_of(where), MINE)
        told = theirs.get(where) or mine.get(where)
        if told and told.kind == "changed":
            words = [side[where].after if where in side else told.before for side in (theirs, mine)]
            return Clash(where, told.label, told.before, *words, chosen)
        label = told.label if told else "What readers see" if where == STATE else "Order of the rows"
        before = told.before if told else None
        return Clash(where, label, before, *(self.row_in_words(where, side, told) for side in (theirs, mine)), chosen)

    def row_in_words(self, where, side, told):
        """Say what one side did to a row that the other removed or added."""
        if where in side:
            return side[where].after if side[where].kind == "added" else None
        changes = [one for one in side.values() if one.where[: len(where)] == where]
        if not changes:
            return told.before if told else ""
        return "\n".join(f"{one.label.rpartition(': ')[2]}: {one.after}" for one in changes)


def woven(lead, follow):
    """Return the keys of both lists in the order of the first, each other one where it follows in the second."""
    found = list(lead)
    for number, key in enumerate(follow):
        if key not in found:
            before = [found.index(one) for one in follow[:number] if one in found]
            found.insert(before[-1] + 1 if before else 0, key)
    return found


def is_out(state):
    return bool(state and state["published_at"] and not state["withdrawn_at"])


def same(one, other):
    """Say whether two rows hold the same, wherever they stand."""
    names = (one["fields"].keys() | other["fields"].keys()) - {ORDER}
    if not all(alike(one["fields"].get(name), other["fields"].get(name)) for name in names):
        return False
    if one["rows"].keys() != other["rows"].keys():
        return False
    pairs = [(one["rows"][name], other["rows"][name]) for name in one["rows"]]
    return all(len(a) == len(b) and all(map(same, a, b)) for a, b in pairs)


def without_new_keys(model, kept, base):
    """Return a content in which rows that are not in `base` have no keys: those of a save that was taken back are void."""
    kept = deepcopy(kept)
    for relation in relations(model):
        name = relation.get_accessor_name()
        known = {row["key"]: row for row in base["rows"].get(name, ())}
        rows = kept["rows"].get(name, [])
        for number, row in enumerate(rows):
            before = known.get(row["key"]) or {"rows": {}}
            rows[number] = without_new_keys(relation.related_model, row, before)
            rows[number]["key"] = row["key"] if row["key"] in known else None
    return kept


def set_state(record, state):
    """Give a record, not stored yet, the state of a content."""
    for field in state_fields(type(record)):
        if field.name in state:
            value = state[field.name]
            setattr(record, field.attname, value if field.is_relation else field.to_python(value))
