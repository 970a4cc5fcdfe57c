"""Rights: who may do what to a record, asked here by forms, lists, rows, bulk actions, imports and public addresses.

Django's permissions say what somebody may do to a kind of record. Whoever may publish a kind is an editor of it: to
schedule, withdraw, merge, import and restore is theirs too. A contributor may write, but only what is theirs and was
never public, and sees what is public and what is theirs. Somebody who was given permissions one by one, and is no
contributor, may do exactly what these say. editorial/roles.py has the groups.
"""

from django.db.models import Q

CONTRIBUTOR = "Contributor"


def has(user, action, model):
    """Whether a user was given the permission `action` ("view", "change", "publish" …) for a model."""
    return user.has_perm(f"{model._meta.app_label}.{action}_{model._meta.model_name}")


def is_editor(user, model):
    """Whether the records of a model are a user's to publish, and so to withdraw, merge, import and restore."""
    return has(user, "publish", model)


def is_administrator(user):
    """Whether a user keeps the accounts of the newsroom, and so what only administrators do is theirs."""
    return user.is_active and user.is_staff and user.has_perm("auth.change_user")


def is_limited(user, model):
    """Whether only a part of the records of a model is a user's to see and to change: a contributor's part."""
    return not is_editor(user, model) and is_contributor(user)


def is_contributor(user):
    if not hasattr(user, "_is_contributor"):
        user._is_contributor = bool(user.pk) and user.groups.filter(name=CONTRIBUTOR).exists()
    return user._is_contributor


def may_look(user, model):
    """Whether a user may look at records of a model in the newsroom at all."""
    return user.is_active and user.is_staff and (has(user, "view", model) or has(user, "change", model))


def sees_drafts(user, record):
    """Whether a user sees of a record what readers do not see yet, such as a document under embargo."""
    model = type(record)
    return may_look(user, model) and (not is_limited(user, model) or record.created_by_id == user.pk)


def free(user):
    """The condition that a contributor may still write on a record: it is theirs, was never public, nobody reviews it."""
    return Q(created_by=user.pk, published_at=None, withdrawn_at=None, review_requested_at=None)


def is_free(user, record):
    """The same of a record at hand."""
    waits = record.published_at or record.withdrawn_at or record.review_requested_at
    return record.created_by_id == user.pk and not waits


def may(user, action, record):
    """Whether a user may "view", "change" or "delete" a record; "publish" is asked of `is_editor`."""
    model = type(record)
    if not has(user, action, model) and not (action == "view" and has(user, "change", model)):
        return False
    if not is_limited(user, model) or record.pk is None:
        return True
    if action == "view":
        return record.created_by_id == user.pk or record.state == "public"
    return is_free(user, record)
