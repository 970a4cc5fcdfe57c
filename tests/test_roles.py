"""The roles: three groups that a new newsroom begins with, and what each may do."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User

from editorial import roles
from editorial.roles import ADMINISTRATOR, CONTRIBUTOR, EDITOR

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def may(role):
    permissions = Permission.objects.filter(group__name=role)
    return {f"{one.content_type.app_label}.{one.codename}" for one in permissions.select_related("content_type")}


def test_the_groups_are_there_from_the_beginning_with_what_the_roles_say():
    models = apps.get_models()
    told = {
        role: {f"{m._meta.app_label}.{one}" for m in models for one in roles.given(m, role)} for role in roles.ROLES
    }
    # A model that came later needs a migration in portal/migrations that fills the groups again, as the first one does.
    assert {role: may(role) for role in roles.ROLES} == told
    assert set(Group.objects.values_list("name", flat=True)) == set(roles.ROLES)


def test_each_role_may_do_what_the_one_below_it_may_and_more():
    contributor, editor, administrator = map(may, (CONTRIBUTOR, EDITOR, ADMINISTRATOR))
    assert contributor < editor < administrator
    assert {"events.add_event", "people.change_affiliation", "editorial.view_topic"} <= contributor
    assert not [one for one in contributor if "publish_" in one or one.startswith("auth.") or "_eventkind" in one]
    assert {"events.publish_event", "editorial.change_topic", "publications.delete_series"} <= editor - contributor
    assert {"auth.add_user", "auth.view_group", "events.change_eventkind"} <= administrator - editor
    assert {one for one in administrator if one.startswith("auth.")} == {
        "auth.add_user",
        "auth.change_user",
        "auth.view_user",
        "auth.view_group",
    }


def test_a_superuser_needs_no_role():
    assert User.objects.create_superuser("chief").has_perm("events.publish_event")
