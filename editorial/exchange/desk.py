"""Desk: what a text in a table means – which record, which word, which topic, which other row."""

from editorial.addresses import slug_for
from editorial.exchange.cells import Trouble
from editorial.exchange.columns import meant
from editorial.exchange.directory import Directory
from editorial.exchange.sheets import Exchange
from editorial.folding import key
from editorial.topics import Topic
from editorial.vocabulary import Vocabulary

MAY_BE_ADDED = "It can be added: say so in the answers."


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

    def word_meant(self, model, text):
        """Return the word of a vocabulary, or the series, that `text` names; a series may be new."""
        words = self.words(model)
        if found := words.get(key(text)) or words.get(text):
            return found
        called, new = model._meta.verbose_name, self.new_words.setdefault(model, {})
        if key(text) in new:
            return new[key(text)]
        if issubclass(model, Vocabulary) or not (self.options.series and self.gate.may_add(model)) or not key(text):
            otherwise = "" if issubclass(model, Vocabulary) else MAY_BE_ADDED
            like = meant(text, [str(one) for one in words.values()])
            raise Trouble(f"There is no {called} “{text[:60]}”.", like or otherwise)
        slugs = {one.slug for one in (*words.values(), *new.values())}
        stem = slug_for(text, "series")[:100]
        slug = next(one for one in (stem, *(f"{stem}-{number}" for number in range(2, 999))) if one not in slugs)
        new[key(text)] = model(name=text[:200], slug=slug)
        return new[key(text)]

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
        if self.lenient and not self.options.topics:
            self.no_topics[name[:80]] = True
            return None
        if not (self.options.topics and self.gate.may_add(Topic)) or not key(name):
            like = self.directory(Topic).like(name)
            raise Trouble(f"There is no topic “{name[:80]}”.", like or MAY_BE_ADDED)
        topic = Topic(name=name[:100])
        self.new_topics[key(name)] = [topic]
        return topic

    def siblings(self, row, model):
        """Return the rows of `model` that belong to the same record as `row`."""
        owner = next(sheet.owner.name for sheet in self.exchange.rows if sheet.model is type(row))
        record = getattr(row, owner)
        rows = [one.record for one in self.by_record[id(record)].rows if type(one.record) is model]
        return rows + [row for row in self.kin.get((model, record.pk), ()) if row not in rows]
