"""Who has a record open at the moment. Nothing is locked by it: whoever is not heard of for a while is gone."""

from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, F, When
from django.utils import timezone
from django.utils.formats import time_format

# Somebody whose page has not been heard of for so long is gone; who is heard of again within the second was there.
GONE = timedelta(seconds=40)
AWAY = timedelta(minutes=10)


class PresenceQuerySet(models.QuerySet):
    def at(self, record):
        return self.filter(content_type=ContentType.objects.get_for_model(record), key=record.pk)

    def heard(self, record, user):
        """Write down that `user` has the record open, and forget who left without a word."""
        now = timezone.now()
        since = Case(When(seen__lt=now - AWAY, then=now), default=F("since"))
        if not self.at(record).filter(user=user).update(since=since, seen=now):
            self.filter(seen__lt=now - AWAY).delete()
            kind = ContentType.objects.get_for_model(record)
            self.bulk_create([self.model(user=user, content_type=kind, key=record.pk)], ignore_conflicts=True)

    def others(self, record, user):
        """Those who have the record open now besides `user`, the first to come first."""
        here = self.at(record).filter(seen__gte=timezone.now() - GONE).exclude(user=user)
        return here.select_related("user").order_by("since")


class Presence(models.Model):
    """Somebody has a record open: since when, and when their page was last heard of."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    key = models.PositiveBigIntegerField()
    since = models.DateTimeField(default=timezone.now)
    seen = models.DateTimeField(default=timezone.now, db_index=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["content_type", "key", "user"], name="presence_once")]

    def __str__(self):
        return f"{called(self.user)} has this open since {at(self.since)}."


def called(user):
    return user.get_full_name() or user.get_username()


def at(moment):
    return time_format(timezone.localtime(moment), "H:i")
