"""Heirs: what two records that an editor merged have left of the one that went: its number, its key and its name.

A content type and a key lead to the record that took it in, so that a second merge leads them on like everything else:
from a number there is never more than one step to the page.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import models


class MergedRecord(models.Model):
    """A record that was merged into another one, to which `content_type` and `object_id` lead."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    former_key = models.PositiveBigIntegerField()
    permanent_id = models.CharField(max_length=8, blank=True, db_index=True)
    name = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_type", "former_key"], name="mergedrecord_once")]
        indexes = [models.Index(fields=["content_type", "object_id"], name="mergedrecord_heir")]

    def __str__(self):
        return self.name

    @classmethod
    def of(cls, model):
        return cls.objects.filter(content_type=ContentType.objects.get_for_model(model))

    @classmethod
    def remember(cls, gone, heir):
        """Return the new row that says that `gone` was merged into `heir`."""
        return cls.objects.create(
            content_type=ContentType.objects.get_for_model(heir),
            object_id=heir.pk,
            former_key=gone.pk,
            permanent_id=getattr(gone, "permanent_id", ""),
            name=str(gone)[:300],
        )

    @classmethod
    def heir_of(cls, model, key):
        """Return the record of `model` into which the one that had the key was merged, or None."""
        return model._base_manager.filter(pk__in=cls.of(model).filter(former_key=key).values("object_id")).first()


class DifferentPair(models.Model):
    """Two records of one kind of which somebody said that they are not the same, however alike their names are."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    # The smaller key comes first.
    one = models.PositiveBigIntegerField()
    other = models.PositiveBigIntegerField()
    said_at = models.DateTimeField(auto_now_add=True)
    said_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_type", "one", "other"], name="differentpair_once")]

    def __str__(self):
        return f"{self.one} is not {self.other}"

    @classmethod
    def of(cls, model):
        return cls.objects.filter(content_type=ContentType.objects.get_for_model(model))

    @classmethod
    def with_any(cls, model, keys):
        """Return the pairs of which one is among `keys`."""
        return cls.of(model).filter(models.Q(one__in=keys) | models.Q(other__in=keys))

    @classmethod
    def from_one(cls, model, key):
        """Return the keys of the records that are known to be different from the one with this key."""
        return {pair.other if pair.one == key else pair.one for pair in cls.with_any(model, [key])}

    @classmethod
    def say(cls, one, other, user):
        """Remember that two records of one kind are different."""
        return cls.keep(type(one), one.pk, other.pk, user.get_username())

    @classmethod
    def keep(cls, model, one, other, said_by):
        first, second = sorted((one, other))
        kind = ContentType.objects.get_for_model(model)
        pair, _ = cls.objects.get_or_create(content_type=kind, one=first, other=second, defaults={"said_by": said_by})
        return pair
