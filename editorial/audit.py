"""Audit: who did what in the newsroom, when and from where. The log is only ever added to.

Neither the program nor the database changes or removes an entry (see the triggers in the migration of the audit log),
and an entry refers to nobody and nothing by a foreign key, so that it stays when they go. The table is not managed by
Django after its migration, so that `manage.py flush` passes it over.
"""

from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

ALTERED = "The audit log is only added to."


class AuditError(Exception):
    """Somebody tried to change or remove an entry of the audit log."""


class AuditQuerySet(models.QuerySet):
    def refuse(self, *args, **kwargs):
        raise AuditError(ALTERED)

    update = delete = bulk_update = update_or_create = _raw_delete = refuse


class AuditEntry(models.Model):
    """One thing that somebody did: to what, and, of an account or of what readers see, how it stood before and after."""

    class Action(models.TextChoices):
        ADDED = "added", "Added"
        CHANGED = "changed", "Changed"
        DELETED = "deleted", "Deleted"
        PUBLISHED = "published", "Published"
        SCHEDULED = "scheduled", "Scheduled"
        WITHDRAWN = "withdrawn", "Withdrawn"
        RESTORED = "restored", "Restored"
        MERGED = "merged", "Merged"
        UNDONE = "undone", "Undone"
        IMPORTED = "imported", "Imported"
        EXPORTED = "exported", "Exported"
        SHARED = "shared", "Share link made"
        UNSHARED = "unshared", "Share link revoked"
        RIGHTS = "rights", "Rights changed"
        PASSWORD = "password", "Password changed"
        LOGIN = "login", "Logged in"
        REFUSED = "login-failed", "Login refused"
        LOGOUT = "logout", "Logged out"

    at = models.DateTimeField("when", default=timezone.now, db_index=True)
    user_key = models.BigIntegerField("number of the account", null=True)
    user_name = models.CharField("who", max_length=150, blank=True, db_index=True)
    address = models.GenericIPAddressField("from", null=True)
    action = models.CharField(max_length=16, choices=Action, db_index=True)
    kind = models.CharField(max_length=60, blank=True, db_index=True)
    object_key = models.CharField("number of the record", max_length=40, blank=True)
    object_name = models.CharField("record", max_length=300, blank=True)
    said = models.TextField("what was done", blank=True)
    details = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)

    objects = AuditQuerySet.as_manager()

    class Meta:
        managed = False
        ordering = ["-pk"]
        default_permissions = ("view",)
        verbose_name = "entry of the audit log"
        verbose_name_plural = "audit log"
        indexes = [models.Index(fields=["kind", "object_key"], name="auditentry_record")]

    def __str__(self):
        return f"{self.get_action_display()}: {self.object_name}" if self.object_name else self.get_action_display()

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AuditError(ALTERED)
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *args, **kwargs):
        raise AuditError(ALTERED)


def enter(request, action, record=None, details=None, said=""):
    """Write down that somebody did `action` (of AuditEntry.Action) to `record`, a stored object or None.

    `details` is what JSON can hold; `request` is None for what a command does. Whoever saves a record through
    `log_change` of its admin has its entry already (editorial/newsroom/audited.py).
    """
    return AuditEntry.objects.create(**entry(request, action, record, details, said))


def entry(request, action, record=None, details=None, said=""):
    """Return the columns of an entry."""
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    return {
        "user_key": user.pk if known else None,
        "user_name": storable(user.get_username(), 150) if known else "",
        "address": client_address(request) if request is not None else None,
        "action": AuditEntry.Action(action),
        "kind": record._meta.label_lower if record is not None else "",
        "object_key": str(record.pk) if record is not None else "",
        "object_name": storable(record, 300) if record is not None else "",
        "said": storable(said, 5000),
        "details": details or {},
    }


def storable(text, length):
    """Return what was typed as both databases can keep it."""
    return str(text).encode("utf-8", "replace").decode().replace("\0", "")[:length]


def client_address(request):
    """Return the address that a request came from, or None.

    What a proxy says of it is believed only where there is one: of X-Forwarded-For the last part, which the proxy itself
    appended; anybody can send what stands before it.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or told
    try:
        return str(ip_address(told.partition("%")[0]))
    except ValueError:
        return None


def note_login(sender, request, user, **kwargs):
    AuditEntry.objects.create(**entry(request, "login") | of_account(user))


def note_logout(sender, request, user, **kwargs):
    if user is not None:
        AuditEntry.objects.create(**entry(request, "logout") | of_account(user))


def note_refusal(sender, credentials, request=None, **kwargs):
    """Nobody is logged in: what was typed as the name stands where the name of the account would."""
    typed = storable(credentials.get("username", ""), 150)
    AuditEntry.objects.create(**entry(request, "login-failed") | {"user_key": None, "user_name": typed})


def of_account(user):
    return {"user_key": user.pk, "user_name": storable(user.get_username(), 150)}


def listen():
    """Hear of logins from Django, which tells of them by signals alone."""
    user_logged_in.connect(note_login, dispatch_uid="audit")
    user_logged_out.connect(note_logout, dispatch_uid="audit")
    user_login_failed.connect(note_refusal, dispatch_uid="audit")
