"""The bin: what was deleted lies there whole for thirty days, and what readers knew of leaves a tombstone for ever.

A deletion is an act (editorial/acts.py), so that a record comes back exactly as it was; its slug is kept from others as
a former address. Nothing needs to run at midnight: what is older is shown no more, and goes at the next deletion.
"""

import datetime

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils import timezone

from editorial.acts import Act, act
from editorial.addresses import SLUG_LENGTH, FormerAddress
from editorial.columns import columns
from editorial.drafts import Draft
from editorial.pictures import with_copies
from editorial.publishing import Publishable
from editorial.revisions import Revision
from editorial.settling import records_behind, settle

DAYS = 30


class BinnedQuerySet(models.QuerySet):
    def not_back(self):
        return self.filter(Q(act=None) | Q(act__undone_at=None))

    def lying(self):
        """What can be put back."""
        return self.not_back().filter(act__isnull=False, deleted_at__gt=timezone.now() - datetime.timedelta(DAYS))

    def overdue(self):
        return self.not_back().filter(act__isnull=False, deleted_at__lte=timezone.now() - datetime.timedelta(DAYS))

    def tombstones(self):
        """What readers knew of and find at its address no more."""
        return self.not_back().filter(was_public=True)

    def buried(self, model, slug):
        """Return what readers once found at `slug`, now or formerly its address, or None."""
        former = FormerAddress.of(model).filter(slug=slug).values("object_id")
        kind = ContentType.objects.get_for_model(model)
        return self.tombstones().filter(Q(slug=slug) | Q(object_id__in=former), content_type=kind).first()


class Binned(models.Model):
    """A record that was deleted. Its act, which holds all of it, goes when it is removed for good."""

    act = models.OneToOneField(Act, models.SET_NULL, null=True, related_name="binned")
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    title = models.CharField("what", max_length=300)
    slug = models.CharField(max_length=SLUG_LENGTH, blank=True)
    permanent_id = models.CharField(max_length=8, blank=True, db_index=True)
    was_public = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    deleted_at = models.DateTimeField("deleted", default=timezone.now, db_index=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="by"
    )

    objects = BinnedQuerySet.as_manager()

    class Meta:
        ordering = ["-deleted_at", "-pk"]
        default_permissions = ()
        verbose_name = "deleted record"
        verbose_name_plural = "bin"
        indexes = [models.Index(fields=["content_type", "slug"], name="binned_address")]

    def __str__(self):
        return self.title

    @property
    def model(self):
        return self.content_type.model_class()

    @property
    def days_left(self):
        return max(0, DAYS - (timezone.now() - self.deleted_at).days)


@transaction.atomic
def throw_away(record, user, reason=""):
    """Put a stored record into the bin; return its Binned. Raises ProtectedError when another record names it."""
    sweep()
    model, key, title = type(record), record.pk, str(record)
    kind = ContentType.objects.get_for_model(model)
    around = records_behind(model, [columns(record)])
    around[model].discard(key)
    kept = {"object_id": key, "title": title[:300], "slug": getattr(record, "slug", "")}
    kept |= {"permanent_id": getattr(record, "permanent_id", ""), "was_public": was_public(record)}
    words = model._meta
    needs = [f"{words.app_label}.delete_{words.model_name}"]
    with act(user, "bin", f"Deleted the {words.verbose_name} “{title}”", needs) as journal:
        journal.delete(*Draft.objects.filter(content_type=kind, object_id=key), record)
        if kept["slug"] and isinstance(record, Publishable):
            address, new = FormerAddress.objects.get_or_create(
                content_type=kind, slug=kept["slug"], defaults={"object_id": key}
            )
            journal.made(*([address] if new else []))
    settle(around)
    reason = reason or getattr(record, "withdrawal_reason", "")
    return Binned.objects.create(act=journal.act, content_type=kind, deleted_by=user, reason=reason, **kept)


def was_public(record):
    """Whether readers ever saw a record."""
    if not isinstance(record, Publishable):
        return False
    known = type(record).objects.filter(pk=record.pk)
    return (known.published() | known.withdrawn()).exists()


@transaction.atomic
def put_back(binned, user):
    """Bring a record back from the bin, and return it. Raises Overtaken where it cannot come back as it was."""
    binned.act.undo(user)
    model, key = binned.model, binned.object_id
    binned.delete()
    return model._base_manager.get(pk=key)


def sweep():
    """Remove for good what has lain in the bin for its time; return how many records that were."""
    Binned.objects.filter(act__undone_at__isnull=False).delete()  # They came back as an act that was undone.
    overdue = list(Binned.objects.overdue().select_related("act"))
    for binned in overdue:
        purge(binned)
    return len(overdue)


@transaction.atomic
def purge(binned):
    """Remove a record for good, with its files once the transaction is through; of what was public the tombstone stays."""
    files = files_in(binned.act.changes)
    forget(binned)
    binned.act.delete()
    if not binned.was_public:
        binned.delete()
    transaction.on_commit(lambda: remove_unused(files))


def forget(binned):
    """Delete the revisions of the record; the addresses of what nobody knew are free again."""
    about = {"content_type": binned.content_type_id, "object_id": binned.object_id}
    Revision.objects.filter(**about).delete()
    if not binned.was_public:
        FormerAddress.objects.filter(**about).delete()


def files_in(changes):
    """Return the names of the files that rows which are gone had."""
    names = set()
    for change in changes:
        model = apps.get_model(change["model"])
        for field in model._meta.concrete_fields if change["after"] is None else ():
            if isinstance(field, models.FileField):
                names.add(change["before"].get(field.attname))
        names.update(change["before"]["files"] if model is Draft and change["after"] is None else ())
    return names - {"", None}


def remove_unused(names):
    """Delete files, and copies of pictures, that no record has any more and that nothing which may come back names."""
    for name in names:
        if not any(holds(model, name) for model in apps.get_models()):
            for each in with_copies(name):
                default_storage.delete(each)


def holds(model, name):
    """Whether a row of `model` has the file `name`, or keeps a text in which it is named."""
    for field in model._meta.concrete_fields:
        if isinstance(field, models.FileField) and model._base_manager.filter(**{field.name: name}).exists():
            return True
        if isinstance(field, models.JSONField):
            texts = model._base_manager.annotate(kept_text=Cast(field.name, models.TextField()))
            if texts.filter(kept_text__contains=name).exists():
                return True
    return False
