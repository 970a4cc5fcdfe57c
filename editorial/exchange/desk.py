"""Desk: what a text in a table means – which record, which word, which topic, which other row."""

from editorial.exchange.cells import Trouble
from editorial.exchange.directory import Directory
from editorial.exchange.sheets import Exchange
from editorial.folding import key
from editorial.topics import Topic


class Desk:
    """The part of a plan that columns ask what a text means."""

    def directory(self, model):
        if model not in self.directories:
            self.directories[model] = Directory(model, self.gate.seen(model))
        return self.directories[model]

    def words(self, model):
        if model not in self.known_words:
            words = list(model.objects.all())
            self.known_words[model] = {one.slug: one for one in words} | {key(str(one)): one for one in words}
        return self.known_words[model]

    def record_meant(self, model, text, printed=""):
        """Return the record that `text` means; None when it may stand as printed words alone."""
        directory = self.directory(model)
        if record := directory.meant(text):
            return record
        draft = self.drafted(model, text) if printed and self.options.unknown == "draft" else None
        if draft or printed:
            return draft
        raise Trouble(f"There is no {model._meta.verbose_name} “{text[:80]}”.", directory.like(text))

    def drafted(self, model, text):
        """Return a new draft of somebody or something that a row names, the same for each mention of the name."""
        exchange = Exchange.of(model)
        record = exchange and self.gate.may_add(model) and key(text) and exchange.draft(text.split(" [")[0])
        if record:
            self.directory(model).bring(record)
            self.brought.append(record)
        return record or None

    def topic_meant(self, name):
        records = self.directory(Topic).named(name) or self.new_topics.get(key(name), [])
        if records:
            return records[0]
        if not (self.options.topics and self.gate.may_add(Topic)) or not key(name):
            raise Trouble(f"There is no topic “{name[:80]}”.", self.directory(Topic).like(name))
        topic = Topic(name=name[:100])
        self.new_topics[key(name)] = [topic]
        return topic

    def siblings(self, row, model):
        """Return the rows of `model` that belong to the same record as `row`."""
        owner = next(sheet.owner.name for sheet in self.exchange.rows if sheet.model is type(row))
        record = getattr(row, owner)
        rows = [one.record for one in self.by_record[id(record)].rows if type(one.record) is model]
        return rows + [row for row in self.kin.get((model, record.pk), ()) if row not in rows]
