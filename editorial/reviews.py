"""Reviews: a contributor submits a draft, an editor publishes it or sends it back, and what they said is kept."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone

LONGEST_NOTE = 2000


class ReviewNote(models.Model):
    """One step of the review of a record, and what was said with it."""

    class Step(models.TextChoices):
        SUBMITTED = "submitted", "submitted for review"
        TAKEN_BACK = "taken-back", "taken back"
        RETURNED = "returned", "sent back"

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    step = models.CharField(max_length=10, choices=Step)
    text = models.TextField(blank=True, max_length=LONGEST_NOTE)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["content_type", "object_id"], name="reviewnote_record")]

    def __str__(self):
        return f"{self.get_step_display()}: {self.text}" if self.text else self.get_step_display()

    @classmethod
    def last_step(cls, model):
        """Return an expression for the last step of a record of `model`."""
        kind = ContentType.objects.get_for_model(model)
        return Subquery(cls.objects.filter(content_type=kind, object_id=OuterRef("pk")).values("step")[:1])


class Reviewed(models.Model):
    """A record that can be reviewed; `review_requested_at` and `review_requested_by` say that it waits, and for whom."""

    review_notes = GenericRelation(ReviewNote)

    class Meta:
        abstract = True

    @property
    def is_waiting(self):
        """Whether it was submitted, and neither published nor sent back since."""
        return bool(self.review_requested_at and not self.published_at and not self.withdrawn_at)

    def ask_for_review(self, user):
        """Let the record wait for an editor, without saving; `note` keeps that it was submitted."""
        self.review_requested_at, self.review_requested_by = timezone.now(), user

    def end_review(self):
        """Let the record wait no more, and save it."""
        self.review_requested_at = self.review_requested_by = None
        self.save()

    def note(self, step, user, text=""):
        """Keep a step of the review with what was said."""
        text = text.replace("\0", "").strip()[:LONGEST_NOTE]
        return self.review_notes.create(step=step, made_by=user, text=text)
