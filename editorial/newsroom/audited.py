"""Audited: whatever is written through an admin stands in the audit log, once."""

import json
from contextlib import contextmanager
from copy import copy

from django import forms
from django.contrib.admin.models import LogEntry
from django.db.models import Model, QuerySet

from editorial.audit import AuditEntry, enter, entry
from editorial.publishing import Publishable

Action = AuditEntry.Action
# Fields of accounts and groups that say what somebody may do.
RIGHTS = {"groups", "user_permissions", "permissions", "is_active", "is_staff", "is_superuser", "role"}
# What brought a record into a state.
BECAME = {"public": Action.PUBLISHED, "scheduled": Action.SCHEDULED, "withdrawn": Action.WITHDRAWN}


@contextmanager
def entered_as(request, action):
    """Have all that is written meanwhile entered as `action`, such as "restored", instead of by what it looks like."""
    request.audited_as = action
    try:
        yield
    finally:
        del request.audited_as


class Audited:
    """The part of every admin that keeps the audit log. The site adds it in front of each admin that is registered.

    All that Django writes through an admin passes by `log_addition`, `log_change` or `log_deletions`, lists and actions
    included, and so does what is written here.
    """

    def construct_change_message(self, request, form, formsets, add=False):
        subject = getattr(form, "instance", None) or getattr(form, "user", None)
        if subject is not None:
            subject.audited = changes(form)
        return super().construct_change_message(request, form, formsets, add)

    def log_addition(self, request, obj, message):
        self.enter(request, Action.ADDED, obj, message)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        self.enter(request, Action.CHANGED, obj, message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        action = getattr(request, "audited_as", Action.DELETED)
        gone = [AuditEntry(**entry(request, action, one, last_standing(one))) for one in queryset]
        AuditEntry.objects.bulk_create(gone)
        return super().log_deletions(request, queryset)

    def enter(self, request, action, obj, message):
        details = standing(obj) | obj.__dict__.pop("audited", {})
        action = getattr(request, "audited_as", None) or acted(action, details)
        enter(request, action, obj, details, in_words(message))


def changes(form):
    """Return which fields of a form changed, and of switches and memberships how; texts are kept in revisions."""
    names = list(form.changed_data)
    shown = {
        name
        for name in names
        if name == "role" or isinstance(form.fields.get(name), forms.BooleanField | forms.ModelMultipleChoiceField)
    }
    before = {name: plain(form.get_initial_for_field(form.fields[name], name)) for name in shown}
    values = {name: [before[name], plain(form.cleaned_data.get(name))] for name in sorted(shown)}
    return {"fields": names} | ({"values": values} if values else {})


def plain(value):
    if isinstance(value, list | tuple | set | QuerySet):
        return sorted(str(one) for one in value)
    return str(value) if isinstance(value, Model) else bool(value)


def standing(record):
    """Return how readers see a record and, if it was just saved, how they saw it before."""
    if not isinstance(record, Publishable):
        return {}
    was = record.__dict__.pop("was", None)
    if was is None:
        return {"state": [None, record.state]}
    before = copy(record)
    before.published_at, before.withdrawn_at = was["published_at"], was["withdrawn_at"]
    found = {"state": [before.state, record.state]}
    for name in ("published_at", "withdrawn_at"):
        if was[name] != getattr(record, name):
            found[name] = [was[name], getattr(record, name)]
    return found


def last_standing(record):
    return {"state": [record.state, None]} if isinstance(record, Publishable) else {}


def acted(action, details):
    """Return the action that an entry is found under: what a save brought about says more than that it was one."""
    fields, (before, after) = set(details.get("fields", ())), details.get("state", (None, None))
    if before != after:
        return BECAME.get(after, action)
    if {"published_at", "withdrawn_at"} & set(details):
        return Action.SCHEDULED
    if action == Action.CHANGED and fields & RIGHTS:
        return Action.RIGHTS
    return Action.PASSWORD if fields == {"password"} else action


def in_words(message):
    """Return a message of the admin's own log as a sentence."""
    told = json.dumps(message) if isinstance(message, list) else message
    return LogEntry(change_message=told).get_change_message()
