"""The whole database as values: what a test compares to say that nothing is different."""

from django.apps import apps

from editorial.columns import STAMPS, columns, is_derived
from editorial.models import Entry

# What is written down about changes, and who is logged in, is no part of the record.
LOGS = {"admin.logentry", "editorial.act", "editorial.revision", "sessions.session"}


def ledger(but=LOGS):
    """Return every row of every table as (model, its columns without stamps); of an index only what it says."""
    kinds = [model for model in apps.get_models() if model._meta.managed and model._meta.label_lower not in but]
    entries = {entry.pk: (entry.content_type_id, entry.object_id) for entry in Entry.objects.all()}
    return {(kind._meta.label_lower, row) for kind in kinds for row in rows(kind, entries)}


def rows(kind, entries):
    for row in kind._base_manager.all():
        said = {name: value for name, value in columns(row).items() if name not in STAMPS}
        if is_derived(kind):
            del said["id"]
            if kind is not Entry and kind._meta.get_field("record").related_model is Entry:
                said["record_id"] = entries[said["record_id"]]
        yield repr(said)
