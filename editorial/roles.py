"""Roles: the three groups that every newsroom begins with, and what each may do to which kind of model.

A migration fills the groups (portal/migrations); one more, of one line, does so again when a model was added that they
should reach. What an institute has given a group besides stays given.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group
from django.db.models import CASCADE, ForeignKey, SlugField
from taggit.models import Tag

from editorial.publishing import Publishable
from editorial.rights import CONTRIBUTOR
from editorial.terms import Reference
from editorial.topics import TopicLink
from editorial.vocabulary import Vocabulary

EDITOR, ADMINISTRATOR = "Editor", "Administrator"
ROLES = {
    CONTRIBUTOR: "Enters records and submits them for review. Sees what is public and what is their own; publishes nothing.",
    EDITOR: "Sees and changes the whole record; publishes, schedules, withdraws and merges; keeps topics and series.",
    ADMINISTRATOR: "All that an editor may; adds and deactivates colleagues, and keeps the vocabularies.",
}
KEEP = ("add", "change", "delete", "view")
GIVEN = {
    "record": {CONTRIBUTOR: KEEP, EDITOR: (*KEEP, "publish"), ADMINISTRATOR: (*KEEP, "publish")},
    "row": {CONTRIBUTOR: KEEP, EDITOR: KEEP, ADMINISTRATOR: KEEP},
    "subject": {CONTRIBUTOR: ("view",), EDITOR: KEEP, ADMINISTRATOR: KEEP},
    "words": {CONTRIBUTOR: (), EDITOR: ("view",), ADMINISTRATOR: KEEP},
    "account": {CONTRIBUTOR: (), EDITOR: (), ADMINISTRATOR: ("add", "change", "view")},
    "log": {CONTRIBUTOR: (), EDITOR: (), ADMINISTRATOR: ("view",)},
    "switch": {CONTRIBUTOR: (), EDITOR: (), ADMINISTRATOR: ("change",)},
    "group": {CONTRIBUTOR: (), EDITOR: (), ADMINISTRATOR: ("view",)},
}
# A row is to a record, and another name to a topic, what it belongs to.
BENEATH = {"record": "row", "row": "row", "subject": "subject"}


def kind_of(model):
    """Return under which key of GIVEN a model stands, or None for what no role reaches."""
    if issubclass(model, Reference | TopicLink | Tag):
        return None
    for kind, base in {"record": Publishable, "words": Vocabulary, "account": get_user_model(), "group": Group}.items():
        if issubclass(model, base):
            return kind
    if only := {("view",): "log", ("change",): "switch"}.get(tuple(model._meta.default_permissions)):
        return only
    above = [kind_of(field.related_model) for field in model._meta.fields if belongs_by(field)]
    if above:
        return BENEATH.get(above[0])
    return "subject" if any(type(f) is SlugField and f.name == "slug" for f in model._meta.fields) else None


def belongs_by(field):
    """Whether a row goes when what this field leads to goes: it belongs to that."""
    key = isinstance(field, ForeignKey) and field.related_model != field.model
    return key and field.remote_field.on_delete is CASCADE


def given(model, role):
    """Return the codenames of what a role may do to a model."""
    actions = GIVEN.get(kind_of(model), {}).get(role, ())
    there = set(model._meta.default_permissions)
    return [f"{action}_{model._meta.model_name}" for action in actions if action in there]


def fill(models, apps, using):
    """Make the groups, as far as they are missing, and give them what the roles say of `models`.

    `apps` is the registry of a migration: the permissions of its models are made first, which Django does only after
    the last migration.
    """
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    for config in apps.get_app_configs():
        config.models_module = True  # Those of a migration have none, and were passed over for it.
        create_permissions(config, verbosity=0, using=using, apps=apps)
    for role in ROLES:
        group, _ = apps.get_model("auth", "Group").objects.using(using).get_or_create(name=role)
        for model in models:
            own = permissions.filter(content_type__app_label=model._meta.app_label, codename__in=given(model, role))
            group.permissions.add(*own)
