"""Puts the demonstration record into the database, once: what is there already is left exactly as it is.

The record lies beside this file as TOML. A heading is the slug of a record, its keys are the model's fields; a
foreign key is given by slug, and a list of tables is a list of rows that belong to the record.
"""

import tomllib
from collections import Counter
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from editorial.models import FormerAddress, Publishable, Searchable, Topic
from editorial.pictures import PictureField
from events.models import Agreement, Event, EventSeries
from people.models import Institution, Person
from portal.demonstration import drawings
from publications.models import Publication

RECORD = Path(__file__).parent / "record"
# In this order, so that whatever a table names by its slug is there before it.
FILES = {
    "topics.toml": Topic,
    "institutions.toml": Institution,
    "people.toml": Person,
    "publications.toml": Publication,
    "series.toml": EventSeries,
    "events/elsewhere.toml": Event,
    "events/arms-control-roundtable.toml": Event,
    "events/book-launch.toml": Event,
    "events/memorandum-signing.toml": Event,
    "events/embassy-forum.toml": Event,
    "agreements.toml": Agreement,
}


@transaction.atomic
def load():
    """Create the records of the demonstration that are missing, all or none; return a Counter of them by model.

    A record counts as there when one has its slug or once had it. Raises ValueError, with the file and the record,
    when the data does not fit the models or what is in the database.
    """
    made, now = Counter(), timezone.now()
    for file, model in FILES.items():
        for slug, table in tomllib.loads((RECORD / file).read_text(encoding="utf-8")).items():
            if find(model, slug):
                continue
            try:
                create(model, table, slug=slug, now=now)
            except (ValidationError, LookupError) as error:
                raise ValueError(f"{file}, {slug}: {error}") from error
            made[model] += 1
    return made


def find(model, slug):
    """Return the record at the address `slug`, or the one that left it, or None."""
    former = FormerAddress.of(model).filter(slug=slug).values("object_id")
    return model.objects.filter(models.Q(slug=slug) | models.Q(pk__in=former)).first()


def create(model, table, now=None, **known):
    """Create one record or row from its table, and the rows that belong to it; `known` are fields set already."""
    record, rows, topics = model(**known), {}, ()
    for name, given in table.items():
        field = model._meta.get_field(name)
        if name == "topics":
            topics = [existing(Topic, slug) for slug in given]
        elif field.one_to_many:
            rows[field] = given
        else:
            setattr(record, name, value(field, given, record))
    if isinstance(record, Publishable):
        record.published_at = now
    record.full_clean()
    record.save()
    for relation, tables in rows.items():
        create_rows(record, relation, tables)
    if isinstance(record, Publishable):
        record.topics.add(*topics)
    if isinstance(record, Searchable):
        record.settle()
    return record


def create_rows(record, relation, tables):
    """Create the rows of `record` in their order; a row given as a plain string is its name."""
    model, link = relation.related_model, relation.field.name
    ordered = any(field.name == "order" for field in model._meta.fields)
    for order, table in enumerate(tables):
        table = {"name": table} if isinstance(table, str) else table
        create(model, table, **{link: record}, **({"order": order} if ordered else {}))


def value(field, given, record):
    """Return what a table gives for `field`, as the model takes it; a list of texts becomes lines."""
    if field.many_to_one:
        return existing(field.related_model, given)
    if isinstance(field, PictureField):
        return drawings.DRAWINGS[given](record)
    if isinstance(given, list):
        return "\n".join(given)
    if isinstance(given, str):
        return "\n\n".join(" ".join(paragraph.split()) for paragraph in given.split("\n\n"))
    return given


def existing(model, slug):
    """Return the record at the address `slug`. Raises LookupError when there is none."""
    record = find(model, slug)
    if not record:
        raise LookupError(f"There is no {model._meta.verbose_name} “{slug}”.")
    return record
