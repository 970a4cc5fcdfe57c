"""Following: a content that was kept before a merge leads to the records that took in those it named."""

from collections import defaultdict
from copy import deepcopy

from django.contrib.contenttypes.models import ContentType
from django.db import models

from editorial.anatomy import fields, rows_of
from editorial.heirs import MergedRecord


def followed(model, kept):
    """Return the content `kept` of a record of `model` with the keys of records that were merged led on to their heirs."""
    named = defaultdict(set)
    for field, values in places(model, kept):
        named[field.related_model].add(values[field.name])
    heirs = heirs_of(named)
    if not heirs:
        return kept
    led = deepcopy(kept)
    for field, values in places(model, led):
        values[field.name] = heirs.get((field.related_model, values[field.name]), values[field.name])
    return led


def places(model, kept):
    """Return (foreign key, the values in which its value stands) wherever a content leads to another record."""
    for kind, belongs, row in [(model, None, kept), *rows_of(model, kept)]:
        for field in fields(kind, belongs):
            if isinstance(field, models.ForeignKey) and row["fields"].get(field.name) is not None:
                yield field, row["fields"]


def heirs_of(named):
    """Return {(model, key): key of the heir} for those of {model: keys} that were merged."""
    kinds = ContentType.objects.get_for_models(*named) if named else {}
    models_of = {kind.pk: model for model, kind in kinds.items()}
    merged = MergedRecord.objects.filter(
        content_type__in=models_of, former_key__in={key for keys in named.values() for key in keys}
    )
    return {(models_of[row.content_type_id], row.former_key): row.object_id for row in merged}
