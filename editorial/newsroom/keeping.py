"""Keeping: every state in which a record is saved from the newsroom is kept as a revision, and so is the one before."""

from django.db import transaction

from editorial.revisions import Revision


class Keeping:
    """The part of an admin that keeps revisions: whatever is logged of a record leaves one.

    Whoever changes a record otherwise than by its form takes it through `held` before, and calls `log_change` after.
    """

    def get_object(self, request, object_id, from_field=None):
        """As usual, but of two people who save at once the second waits, and is then told of the first."""
        record = super().get_object(request, object_id, from_field)
        saving = request.method == "POST" and transaction.get_connection().in_atomic_block
        return self.held(request, record) if record and saving else record

    def held(self, request, record):
        """Return a record as it is stored, for this transaction alone to change; how it stood is kept."""
        record = self.model._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
        if not hasattr(request, "rehearsal"):
            Revision.keep_before(record)
        return record

    def log_addition(self, request, obj, message):
        Revision.keep(obj, request.user, message if isinstance(message, str) else "Added.")
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        Revision.keep(obj, request.user, message if isinstance(message, str) else "Saved.")
        return super().log_change(request, obj, message)


class KeepingWithin:
    """The same for a row that has a page of its own: what is kept is the record that it belongs to, and was moved from."""

    def save_model(self, request, obj, form, change):
        name = self.model.row_of
        records = self.model._meta.get_field(name).related_model._base_manager.select_for_update(of=("self",))
        left = form.initial.get(name) if change else None
        request.kept_within = list(records.filter(pk__in={getattr(obj, f"{name}_id"), left} - {None}))
        for record in request.kept_within:
            Revision.keep_before(record)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        for record in request.kept_within:
            record.changed_by = request.user
            record.save()
            record.settle()
            Revision.keep(record, request.user, f"Saved on the page of the {self.opts.verbose_name} “{form.instance}”.")
