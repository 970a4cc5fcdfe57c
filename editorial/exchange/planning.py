"""Planning: what an import would do, line by line, without doing any of it."""

import hashlib
import json

from django.db import models

from editorial.exchange.applying import Applying
from editorial.exchange.belonging import RowReading
from editorial.exchange.checking import checked, refuse_doubles
from editorial.exchange.desk import Desk
from editorial.exchange.fitting import fitted
from editorial.exchange.plans import Options
from editorial.exchange.recognising import LEFT_TWIN, Recognising


class Plan(Desk, Recognising, RowReading, Applying):
    """What the tables of a file would change among the records of a kind.

    `gate` knows what whoever imports may see and do. Columns ask the plan, as their desk, what a text means.
    """

    def __init__(self, exchange, tables, gate, options=None):
        self.exchange, self.gate, self.options = exchange, gate, options or Options()
        self.may_publish = gate.may_publish
        self.directories, self.known_words, self.brought, self.new_topics = {}, {}, [], {}
        self.planned, self.by_record, self.kin, self.strays = [], {}, {}, []
        self.new_words, self.no_topics, self.lenient = {}, {}, False
        self.tables = [fitted(exchange, table) for table in tables]
        self.notes = [note for table in self.tables for note in table.notes]
        self.read_records()
        self.read_rows()
        self.judge()
        if self.no_topics:
            self.notes.append(f"Keywords that are no topics here, and are left out: {'; '.join(self.no_topics)}.")

    def judge(self):
        """Check what would be stored, and leave out what shall be."""
        for planned in self.planned:
            if not planned.out:
                self.judge_one(planned)
        for planned in self.planned:
            if self.options.skip and planned.troubled and not planned.out:
                planned.out, planned.skipped = "Left out because of its problems.", True
        self.count = dict.fromkeys(("new", "changed", "unchanged", "left out", "with problems"), 0)
        for planned in self.planned:
            self.count[planned.verdict] += 1

    def judge_one(self, planned):
        verdict = planned.verdict
        if verdict == "with problems":
            verdict = "new" if planned.fresh else "changed"
        if planned.record.pk is None and not planned.fresh:
            return  # Nobody knows which record the line is about.
        if planned.twin and verdict == "changed" and self.options.twins == "leave":
            planned.out = LEFT_TWIN.format(planned.called)
            return
        if verdict in {"new", "changed"}:
            self.refuse_forbidden(planned, verdict)
            for one in planned.everything:
                if one.fresh or one.changes:
                    checked(one)
            for sheet in self.exchange.rows:
                refuse_doubles(planned, sheet, self.kin.get((sheet.model, planned.record.pk), ()))

    def refuse_forbidden(self, planned, verdict):
        if verdict == "changed" and not self.gate.may_change(planned.record):
            planned.trouble("", str(planned.record), "You may not change this record.")
        if verdict == "new" and not self.gate.may_add(self.exchange.model):
            planned.trouble("", str(planned.record), "You may not add records of this kind.")

    @property
    def problems(self):
        """All problems, in the order of the file; those of lines left out among them."""
        told = [one for one in self.planned if one.skipped or not one.out]
        found = [problem for one in told for part in one.everything for problem in part.problems]
        order = {sheet.title: place for place, sheet in enumerate(self.exchange.sheets)}
        found += [problem for stray in self.strays for problem in stray.problems]
        return sorted(found, key=lambda problem: (order[problem.table], problem.line))

    @property
    def stands_in_the_way(self):
        """The number of problems for which nothing can be imported."""
        if self.options.skip:
            return 0
        return len(self.problems)

    @property
    def steps(self):
        """The plans of records to be stored."""
        return [one for one in self.planned if one.verdict in {"new", "changed"}]

    @property
    def told(self):
        """The plans that somebody should look at before they say yes."""
        return [one for one in self.planned if one.verdict != "unchanged" or one.all_notes]

    @property
    def used_topics(self):
        """The new topics that a record to be stored has."""
        chosen = [topic for one in self.steps for topic in getattr(one.record, "chosen_topics", ())]
        return list({id(topic): topic for topic in chosen if topic._state.adding}.values())

    @property
    def used_words(self):
        """The new series to which a record to be stored belongs."""
        made = {id(word): word for words in self.new_words.values() for word in words.values()}
        return [
            word
            for word in made.values()
            if any(word in one.record.__dict__["_state"].fields_cache.values() for one in self.steps)
        ]

    @property
    def used_drafts(self):
        """The new people and institutions whom a record to be stored names."""
        rows = [part.record for one in self.steps for part in one.everything]
        named = set()
        for row in rows:
            for one in row._meta.concrete_fields:
                if isinstance(one, models.ForeignKey) and one.is_cached(row):
                    named.add(id(getattr(row, one.name)))
        return [record for record in self.brought if id(record) in named]

    def fingerprint(self):
        """Return a mark of all that would be done, which differs as soon as anything of it does."""
        told = [
            [one.facts() for one in self.steps],
            [str(one) for one in self.used_topics + self.used_words + self.used_drafts],
        ]
        return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()
