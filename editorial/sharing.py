"""Share links: an outsider reads one record before the public does, for some days, by an address that nobody guesses."""

import datetime
import secrets

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from editorial.drafts import Draft

MOST_DAYS = 7
# Neither sign is a part of what it parts.
SIGNER = Signer(salt="share link", sep=".")


def nonce():
    """Return 128 random bits as text."""
    return secrets.token_urlsafe(16)


def in_a_week():
    return timezone.now() + datetime.timedelta(days=MOST_DAYS)


class ShareLinkQuerySet(models.QuerySet):
    def of_record(self, record):
        kind = ContentType.objects.get_for_model(record)
        return self.filter(content_type=kind, object_id=record.pk).order_by("-made_at", "-pk")

    def open(self):
        """Links that still lead to their record."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def by_token(self, token):
        """Return the open link with this token; None for one that was forged, revoked or has expired."""
        try:
            return self.open().filter(nonce=SIGNER.unsign(token)).first()
        except BadSignature:
            return None


class ShareLink(models.Model):
    """One address at which one record, or its draft, can be read by whoever was given it."""

    # Whoever reads the database alone has no address: it ends with a signature by the key of the installation.
    nonce = models.CharField(max_length=32, unique=True, default=nonce)
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    of_draft = models.BooleanField(default=False)
    whom = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField(default=in_a_week)
    revoked_at = models.DateTimeField(null=True)
    opened = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)

    # It opens the record for which it was made, not one into which that is merged.
    stays_behind = True

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["content_type", "object_id"], name="sharelink_record")]

    def __str__(self):
        return f"Link to {self.content_type.name} {self.object_id}"

    def get_absolute_url(self):
        return reverse("editorial:preview", args=[SIGNER.sign(self.nonce)])

    @property
    def is_open(self):
        return self.revoked_at is None and self.expires_at > timezone.now()

    def was_overtaken(self, record):
        """Whether the record was withdrawn after the link was made: what was taken back is shown to nobody any more."""
        return record.state == "withdrawn" and record.withdrawn_at > self.made_at

    def record(self):
        """Return the record in whatever state it is, or None when it has gone."""
        return self.content_type.model_class()._base_manager.filter(pk=self.object_id).first()

    def draft(self):
        """Return the draft that is shown, or None when it was published or discarded, or the record itself is meant."""
        return (
            Draft.objects.filter(content_type=self.content_type_id, object_id=self.object_id).first()
            if self.of_draft
            else None
        )

    def count(self):
        """Note that it was opened."""
        type(self).objects.filter(pk=self.pk).update(opened=F("opened") + 1, opened_at=timezone.now())
