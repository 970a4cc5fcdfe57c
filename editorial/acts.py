"""Acts: what somebody did to many rows in one step, kept row by row, so that it can be undone in one step.

    with act(user, "merge", "Merged A into B") as journal:
        journal.watch(row, rows, queryset)      # before anything happens to them
        ...                                     # change, delete, make
        journal.made(new)                       # rows that were not there before

What is derived – terms, entries – is not kept: it is settled anew.
"""

from contextlib import contextmanager

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.models.deletion import Collector
from django.utils import timezone

from editorial.columns import STAMPS, is_derived, stored
from editorial.publishing import Publishable
from editorial.undoing import Overtaken, Undoing


class Act(models.Model):
    """One step in which somebody changed, made or removed rows, and whether it was undone."""

    kind = models.CharField(max_length=40)
    title = models.CharField("what was done", max_length=300)
    done_at = models.DateTimeField("when", default=timezone.now, db_index=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="by"
    )
    # A list of {"model", "key", "label", "before", "after"}: of a row that was only changed, the columns that were.
    changes = models.JSONField(default=list)
    # The permissions that whoever undoes it must have.
    needs = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-done_at", "-pk"]
        verbose_name, verbose_name_plural = "undoable change", "undoable changes"
        default_permissions = ("view",)

    def __str__(self):
        return self.title

    def may_be_undone_by(self, user):
        return user.is_active and user.is_staff and user.has_perms(self.needs)

    @transaction.atomic
    def undo(self, user):
        """Put every row back as it was; return the records changed by that, so that their change is logged.

        Raises Overtaken, with nothing changed, when the act was undone already or something was changed since.
        """
        now = timezone.now()
        # Of two people who undo it at once, the second waits here and then finds nothing left to undo.
        if not Act.objects.filter(pk=self.pk, undone_at=None).update(undone_at=now, undone_by=user):
            raise Overtaken(["This has been undone already."])
        records = Undoing(self.changes).run(user)
        self.undone_at, self.undone_by = now, user
        return records


class Whole(Collector):
    """Everything that a deletion takes along, row by row."""

    def can_fast_delete(self, *args, **kwargs):
        return False


class Journal:
    """What an act changes, while it is under way."""

    def __init__(self):
        self.before, self.sets, self.touched = {}, [], set()

    def watch(self, *watched):
        """Keep rows, lists of rows or querysets as they are stored now; a queryset is asked again at the end."""
        for each in watched:
            if isinstance(each, models.Model):
                self.keep(type(each), [each.pk])
            elif isinstance(each, models.QuerySet):
                self.keep(each.model, list(each.order_by().values_list("pk", flat=True)))
                self.sets.append(each.all())
            else:
                for model, rows in by_model(each).items():
                    self.keep(model, [row.pk for row in rows])

    def touch(self, *records):
        """Note records of which only rows change: undoing that is a change of theirs as well, for whoever has them open."""
        self.watch(records)
        self.touched |= {(type(record), record.pk) for record in records}

    def made(self, *rows):
        """Note rows that the act itself brought about."""
        for row in rows:
            self.before.setdefault((type(row), row.pk), None)

    def delete(self, *records):
        """Delete records with all that goes with them, and keep all of it. Raises ProtectedError if something holds them."""
        for record in records:
            going = Whole(using=record._state.db or DEFAULT_DB_ALIAS)
            going.collect([record])
            for model, rows in going.data.items():
                self.keep(model, [row.pk for row in rows])
            for (field, _), groups in going.field_updates.items():
                self.keep(field.model, [row.pk for rows in groups for row in rows])
            record.delete()

    def keep(self, model, keys):
        keys = [key for key in keys if key is not None and (model, key) not in self.before]
        if not is_derived(model):
            self.before |= {(model, key): row for key, row in stored(model, keys).items()}

    def changes(self):
        """Return what has become of all that was watched, in the form in which an act keeps it."""
        for rows in self.sets:
            self.made(*rows.all())
        found = []
        for model in dict.fromkeys(model for model, _ in self.before):
            now = stored(model, [key for of, key in self.before if of is model])
            for (_, key), before in [pair for pair in self.before.items() if pair[0][0] is model]:
                change = changed(model, key, before, now.get(key))
                if change or (model, key) in self.touched:
                    found.append(change or described(model, key, before, {}, {}))
        return found


def by_model(rows):
    found = {}
    for row in rows:
        found.setdefault(type(row), []).append(row)
    return found


def changed(model, key, before, after):
    """Return one row's change as an act keeps it, or None where nothing happened to it."""
    known = before or after or {}
    if before and after:
        names = [name for name in before if before[name] != after[name] and name not in STAMPS]
        before, after = ({name: row[name] for name in names} for row in (before, after))
    if not before and not after:
        return None
    return described(model, key, known, before, after)


def described(model, key, known, before, after):
    label = str(known.get("name") or known.get("title") or "")
    return {"model": model._meta.label_lower, "key": key, "label": label, "before": before, "after": after}


def permissions_to_undo(changes):
    """Return what somebody must be allowed to do: to publish each kind of record that was touched itself."""
    touched = {apps.get_model(change["model"]) for change in changes}
    kinds = sorted((model._meta for model in touched if issubclass(model, Publishable)), key=str)
    return [f"{kind.app_label}.publish_{kind.model_name}" for kind in kinds]


@contextmanager
def act(user, kind, title, needs=None):
    """Do something as one act of `user` and in one transaction; yields its Journal. Nothing done leaves no act.

    The act stands in the journal's attribute `act` afterwards. `needs` are the permissions that undoing it asks for;
    by default, that to publish every kind of record that is changed itself.
    """
    journal = Journal()
    with transaction.atomic():
        yield journal
        changes = journal.changes()
        journal.act = None
        if changes:
            needs = permissions_to_undo(changes) if needs is None else list(needs)
            journal.act = Act.objects.create(kind=kind, title=title[:300], done_by=user, changes=changes, needs=needs)
