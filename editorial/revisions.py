"""Revisions: every saved state of a record, whole, with who saved it, when, and what they did."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from editorial.content import content
from editorial.search.entries import Entry

BEFORE = "As it stood before."


class RevisionQuerySet(models.QuerySet):
    def of(self, record):
        """Return the revisions of a record, the newest first; their contents are fetched when asked for."""
        found = self.filter(content_type=Entry.kind(type(record)), object_id=record.pk)
        return found.order_by("-number").defer("content")

    def numbered(self, record, *numbers):
        """Return revisions of a record by their numbers."""
        found = {one.number: one for one in self.of(record).filter(number__in=numbers).defer(None)}
        return [found[number] for number in numbers]

    def at(self, record, version):
        """Return the revision that was what `record` had come to with its save number `version`, or the nearest before
        it; None where nothing was kept yet.
        """
        return self.of(record).filter(version__lte=version).defer(None).first()


class Revision(models.Model):
    """A record as one save left it. `number` counts the revisions of a record, `version` is that of the record then."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    said = models.TextField()
    content = models.JSONField()

    # The past of a record that was merged into another one is not that other one's.
    stays_behind = True

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id", "number"], name="revision_once")]

    def __str__(self):
        return f"revision {self.number}"

    @classmethod
    def keep(cls, record, user, said):
        """Keep the stored state of `record` as what `user` made of it, told in a sentence; return the revision.

        Whoever changed the record holds its row, so that nobody takes the same number meanwhile.
        """
        last = record.__dict__.pop("kept_before", None) or cls.objects.of(record).first()
        return cls._next(record, last, made_by=user, said=said)

    @classmethod
    def keep_before(cls, record, said=BEFORE):
        """Keep the stored state of `record`, freshly read and about to be changed, unless that was kept when it came
        about: what was written before there were revisions, or by other means than the newsroom, is not lost.
        """
        last = cls.objects.of(record).first()
        if last is None or last.version != record.version:
            who, when = getattr(record, "changed_by_id", None), getattr(record, "changed_at", None)
            last = cls._next(record, last, made_by_id=who, said=said, made_at=when or timezone.now())
        record.kept_before = last  # Whoever holds the record need not ask for it again.
        return last

    @classmethod
    def _next(cls, record, last, **fields):
        return cls.objects.create(
            content_type=Entry.kind(type(record)),
            object_id=record.pk,
            number=last.number + 1 if last else 1,
            version=record.version,
            content=content(record),
            **fields,
        )
