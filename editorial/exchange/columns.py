"""Columns: how each kind of value stands in a table, and how it is read when staff or their programs wrote it."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from rapidfuzz import process

from editorial.exchange.cells import Trouble, plain
from editorial.folding import key
from editorial.publishing import Row
from editorial.richtext import RichTextField, sanitise

CLOCK = ["%H:%M:%S", "%H:%M", "%H.%M", "%I:%M %p", "%I.%M %p", "%I %p", "%I%p"]
YES = {"yes", "true", "1", "x", "y", "ja", "да", "ہاں"}
NO = {"no", "false", "0", "n", "nein", "нет", "نہیں"}


def meant(text, names):
    """Return the question whether one of `names`, perhaps {folded: as written}, was meant, or nothing when none is like it."""
    folded = names if isinstance(names, dict) else {key(name): name for name in names}
    found = process.extractOne(key(text), folded.keys(), score_cutoff=70) if text else None
    return f"Did you mean “{folded[found[0]]}”?" if found else ""


class Column:
    """The column of a field that holds text. Subclasses stand for other kinds of values."""

    takes = "text"

    title = ""

    def __init__(self, field):
        self.field, self.name = field, field.name
        self.title = self.title or field.name.replace("_", " ")

    @property
    def headings(self):
        """What the column may be called, folded; the first is what an export calls it."""
        return list(dict.fromkeys([key(self.title), key(str(self.field.verbose_name))]))

    @property
    def help(self):
        return str(self.field.help_text).split(" Left empty")[0]

    @property
    def required(self):
        return not (self.field.blank or self.field.null or self.field.has_default())

    def value(self, record):
        return getattr(record, self.name, None)

    def say(self, record):
        """Return the text that the column has for a record."""
        value = self.value(record)
        return "" if value is None else plain(str(value))

    def cell(self, record):
        """Return what an export writes, which may be a number."""
        return self.say(record)

    def read(self, text, record, desk):
        """Return the value that `text` means for `record`. Raises Trouble, in words for staff, when it means none."""
        if not text:
            return self.nothing()
        try:
            return self.field.clean(text, record)
        except ValidationError as error:
            raise Trouble(" ".join(error.messages)) from error

    def nothing(self):
        if self.field.null:
            return None
        if not self.field.blank:
            raise Trouble("This cannot be empty.")
        return ""

    def same(self, record, value):
        return self.say_value(value) == self.say(record)

    def say_value(self, value):
        return "" if value is None else plain(str(value))

    def put(self, record, value):
        setattr(record, self.name, value)


class ProseColumn(Column):
    """Rich text, as HTML."""

    takes = "text, or HTML with headings, lists, links and tables"

    def read(self, text, record, desk):
        if text and "<" not in text:
            text = "".join(f"<p>{part.strip()}</p>" for part in text.split("\n\n") if part.strip())
        return sanitise(text)

    def same(self, record, value):
        return plain(value) in {self.say(record), plain(sanitise(self.value(record) or ""))}


class NumberColumn(Column):
    takes = "a whole number"

    def cell(self, record):
        return self.value(record)

    def read(self, text, record, desk):
        if text and not (text.isascii() and text.isdigit() and len(text) < 10):
            raise Trouble("This is not a whole number.")
        return super().read(text, record, desk)


class TruthColumn(Column):
    takes = "yes or no"

    def say(self, record):
        return self.say_value(self.value(record))

    def say_value(self, value):
        return "" if value is None else ("yes" if value else "no")

    def read(self, text, record, desk):
        if text.casefold() in YES:
            return True
        if text.casefold() in NO or not text:
            return False
        raise Trouble("Write yes or no.")


class ChoiceColumn(Column):
    """A value from a fixed list; a table has the words that forms show."""

    def __init__(self, field):
        super().__init__(field)
        self.choices = [(value, str(words)) for value, words in field.flatchoices]

    @property
    def takes(self):
        return "one of: " + ", ".join(words for value, words in self.choices if value not in ("", None))

    def say(self, record):
        return self.say_value(self.value(record))

    def say_value(self, value):
        return "" if value in ("", None) else next((words for kept, words in self.choices if kept == value), str(value))

    def read(self, text, record, desk):
        if not text:
            return self.nothing()
        for value, words in self.choices:
            if key(text) in {key(words), key(str(value))} or text == words:
                return value
        names = [words for value, words in self.choices if value not in ("", None)]
        few = f"It is one of: {', '.join(names)}." if len(names) < 9 else ""
        raise Trouble(f"There is no such {self.title}.", meant(text, names) or few)


class CountryColumn(ChoiceColumn):
    """A country by its name in English, or by its code (ISO 3166-1)."""

    takes = "the name of a country, or its code of two letters"

    def value(self, record):
        return str(getattr(record, self.name).code or "")


class ClockColumn(Column):
    takes = "a time, such as 15:30"
    reader = forms.TimeField(input_formats=CLOCK)

    def say(self, record):
        return self.say_value(self.value(record))

    def say_value(self, value):
        return value.isoformat("seconds").removesuffix(":00") if value else ""

    def read(self, text, record, desk):
        try:
            return self.reader.clean(text.replace("a.m.", "am").replace("p.m.", "pm")) if text else None
        except ValidationError as error:
            raise Trouble("This is not a time. It looks like 15:30.") from error


class ReleaseColumn(Column):
    """The moment since which a record is public; empty for a draft."""

    title = "public from"
    takes = "a day or a moment, such as 2026-03-01 or 2026-03-01 09:00; empty for a draft"
    help = "From when readers see the record. What is public stays so: withdraw it in the newsroom."

    def say(self, record):
        return self.say_value(self.value(record))

    def say_value(self, value):
        return timezone.localtime(value).isoformat(sep=" ", timespec="seconds") if value else ""

    def read(self, text, record, desk):
        moment = self.moment(text) if text else None
        if record.state == "public" and (not moment or moment > timezone.now()):
            raise Trouble("Readers see this record already. To take it back, withdraw it in the newsroom.")
        if moment and not desk.may_publish:
            raise Trouble("Only those who may publish can say from when it is public.")
        return moment

    def moment(self, text):
        try:
            day, moment = parse_date(text[:10]), parse_datetime(text)
            if not moment and not (day and len(text) == 10):
                raise ValueError(text)
            moment = moment or parse_datetime(f"{text} 00:00")
            return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
        except (ValueError, OverflowError) as error:
            raise Trouble("This is not a day or a moment. It looks like 2026-03-01 or 2026-03-01 09:00.") from error


class WordColumn(Column):
    """A word of a vocabulary or the name of a series, by its name or its slug."""

    @property
    def takes(self):
        names = [str(one) for one in self.field.related_model.objects.all()[:30]]
        return (
            "one of: " + ", ".join(names) if names else f"the name of a {self.field.related_model._meta.verbose_name}"
        )

    def read(self, text, record, desk):
        if not text:
            return self.nothing()
        return desk.word_meant(self.field.related_model, text)

    def same(self, record, value):
        return self.value(record) is value or (value is not None and self.value(record) == value)


class RecordColumn(Column):
    """Another record, by its name and the mark by which it is known for ever: “A Name [k3x9q2mz]”."""

    # The field with the words as printed, for a record that we do not have.
    printed = ""

    @property
    def takes(self):
        return f"the name of the {self.field.related_model._meta.verbose_name}, or its id"

    def say(self, record):
        return self.say_value(self.value(record))

    def say_value(self, value):
        if value is None:
            return ""
        mark = getattr(value, "permanent_id", "")
        if value._state.adding:
            mark = "new" if mark else ""
        return f"{plain(str(value))} [{mark}]" if mark else plain(str(value))

    def read(self, text, record, desk):
        if not text:
            return self.nothing()
        return desk.record_meant(self.field.related_model, text, self.printed)

    def same(self, record, value):
        before = self.value(record)
        return before is value or (before is not None and value is not None and before.pk and before.pk == value.pk)


class SiblingColumn(Column):
    """Another row of the same record, such as the session in which somebody spoke, by its title."""

    @property
    def takes(self):
        return f"the title of a {self.field.related_model._meta.verbose_name} of the same record"

    def read(self, text, record, desk):
        if not text:
            return self.nothing()
        rows = [row for row in desk.siblings(record, self.field.related_model) if key(str(row)) == key(text)]
        called = self.field.related_model._meta.verbose_name
        if not rows:
            names = [str(row) for row in desk.siblings(record, self.field.related_model)]
            raise Trouble(f"There is no {called} “{text[:60]}” here.", meant(text, names))
        if len(rows) > 1:
            raise Trouble(f"There are {len(rows)} of that name. Choose it in the newsroom.")
        return rows[0]

    def same(self, record, value):
        return self.value(record) is value or (value is not None and self.value(record) == value)


class TopicsColumn(Column):
    """The topics of a record, by their names."""

    takes = "names of topics, with semicolons between them"
    name = title = "topics"
    headings = ["topics", "expertise", "keywords"]
    help = "Topics that are there already; others only when you allow it."
    required = False

    def __init__(self):
        pass

    def say(self, record):
        chosen = getattr(record, "chosen_topics", None)
        if chosen is None:
            chosen = [link.tag for link in record.topic_links.all()] if record.pk else []
        return self.say_value(chosen)

    def say_value(self, topics):
        return "; ".join(sorted((topic.name.replace(";", "\\;") for topic in topics), key=key))

    def read(self, text, record, desk):
        parts = text.replace("\\;", "\0").split(";")
        names = dict.fromkeys(filter(None, (" ".join(part.replace("\0", ";").split()) for part in parts)))
        topics = [topic for topic in map(desk.topic_meant, names) if topic]
        return list({id(topic): topic for topic in topics}.values())

    def put(self, record, topics):
        record.chosen_topics = topics


def column(field):
    """Return the column of a model's field."""
    for kind, made in KINDS:
        if isinstance(field, kind):
            return made(field)
    return ChoiceColumn(field) if field.choices else Column(field)


def foreign(field):
    if issubclass(field.related_model, Row):
        return SiblingColumn(field)
    known = hasattr(field.related_model, "key") or hasattr(field.related_model, "permanent_id")
    return RecordColumn(field) if known else WordColumn(field)


KINDS = [
    (models.ForeignKey, foreign),
    (RichTextField, ProseColumn),
    (models.TimeField, ClockColumn),
    (models.DateTimeField, ReleaseColumn),
    (models.IntegerField, NumberColumn),
]
