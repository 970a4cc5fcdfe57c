"""Colleagues: accounts with a role, made and closed by administrators, who make nobody more than they are."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from editorial.models import AuditEntry
from editorial.roles import CONTRIBUTOR, EDITOR, ROLES
from tests.staff import colleague, logged_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ADD = "/admin/auth/user/add/"
PASSWORD = "a-long-and-rare-one-7"


def group(name):
    return Group.objects.get(name=name)


def page(user):
    return reverse("admin:auth_user_change", args=[user.pk])


def sent(client, url, **changes):
    """Send the form at `url` as it stands, with `changes`."""
    form = client.get(url).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    values = {name: getattr(value, "pk", value) for name, value in values.items() if value not in (None, False)}
    return client.post(url, values | changes)


@pytest.fixture
def administrator():
    return logged_in(colleague("administrator"))


def test_a_colleague_is_added_with_a_role_in_one_short_form(administrator):
    form = administrator.get(ADD).context["adminform"].form
    assert list(form.fields) == ["username", "first_name", "last_name", "email", "role", "password1", "password2"]
    assert [label.partition(":")[0] for _, label in form.fields["role"].choices] == list(ROLES)
    passwords = {"password1": PASSWORD, "password2": PASSWORD}
    assert sent(administrator, ADD, username="ann", role=group(CONTRIBUTOR).pk, **passwords).status_code == 302
    ann = User.objects.get(username="ann")
    assert ([one.name for one in ann.groups.all()], ann.is_staff, ann.is_superuser) == ([CONTRIBUTOR], True, False)
    assert logged_in(ann).get("/admin/events/event/add/").status_code == 200
    refused = sent(administrator, ADD, username="boris", **passwords)
    assert refused.context["adminform"].form.errors == {"role": ["This field is required."]}


def test_a_role_is_changed_and_what_was_given_besides_stays(administrator):
    ann, own = colleague("contributor", "ann"), Group.objects.create(name="Interns")
    ann.groups.add(own)
    ann.user_permissions.add(Permission.objects.get(codename="add_eventkind"))
    assert sent(administrator, page(ann), first_name="Ann").status_code == 302
    assert {one.name for one in ann.groups.all()} == {CONTRIBUTOR, "Interns"}
    assert sent(administrator, page(ann), role=group(EDITOR).pk).status_code == 302
    assert {one.name for one in ann.groups.all()} == {EDITOR, "Interns"}
    assert ann.user_permissions.count() == 1
    told = AuditEntry.objects.filter(object_name="ann").first().details
    assert told["values"] == {"role": [CONTRIBUTOR, EDITOR]}


def test_who_is_deactivated_is_led_to_the_login_with_the_next_click(administrator):
    ann = colleague("editor", "ann")
    at_work = logged_in(ann)
    assert at_work.get("/admin/").status_code == 200
    sent(administrator, page(ann), is_active="")
    assert at_work.get("/admin/events/event/")["Location"] == "/admin/login/?next=/admin/events/event/"
    assert at_work.post("/admin/events/event/add/", {"title": "x"}).status_code == 302


RAISES = {
    "is_superuser": "on",
    "is_staff": "on",
    "is_active": "",
    "groups": ["1"],
    "user_permissions": ["1"],
    "role": "2",
}


@pytest.mark.parametrize("role", ["contributor", "editor"])
def test_nobody_but_administrators_comes_near_an_account(role):
    user = colleague(role)
    client = logged_in(user)
    for url in (ADD, page(user), reverse("admin:auth_user_password_change", args=[user.pk])):
        assert [client.get(url).status_code, client.post(url, RAISES).status_code] == [403, 403]


def test_nobody_raises_themselves():
    user = colleague("administrator", "chief")
    client = logged_in(user)
    shown = client.get(page(user)).context["adminform"].form
    assert {"role", "is_active", "groups", "is_superuser"} & set(shown.fields) == set()
    assert sent(client, page(user), first_name="Ann", **RAISES).status_code == 302
    user = User.objects.get(pk=user.pk)
    assert (user.first_name, user.is_superuser, user.is_active, user.user_permissions.count()) == (
        "Ann",
        False,
        True,
        0,
    )
    assert [one.name for one in user.groups.all()] == ["Administrator"]


def test_an_administrator_makes_no_superuser_and_touches_none(administrator):
    superuser = User.objects.create_superuser("root", password="secret")
    ann = colleague("editor", "ann")
    sent(
        administrator,
        page(ann),
        first_name="Ann",
        is_superuser="on",
        is_staff="on",
        user_permissions=["1"],
        groups=["3"],
    )
    passwords = {"password1": PASSWORD, "password2": PASSWORD, "is_superuser": "on"}
    sent(administrator, ADD, username="boris", role=group(EDITOR).pk, **passwords)
    ann, boris = User.objects.get(username="ann"), User.objects.get(username="boris")
    assert [(one.is_superuser, one.user_permissions.count(), one.groups.get().name) for one in (ann, boris)] == [
        (False, 0, EDITOR)
    ] * 2
    for url in (page(superuser), reverse("admin:auth_user_password_change", args=[superuser.pk])):
        assert (
            administrator.post(url, {"username": "mine", "password1": PASSWORD, "password2": PASSWORD}).status_code
            == 403
        )
    assert (
        administrator.post(reverse("admin:auth_user_delete", args=[superuser.pk]), {"post": "yes"}).status_code == 403
    )
    assert (
        administrator.post(reverse("admin:auth_group_change", args=[1]), {"name": "x", "permissions": [1]}).status_code
        == 403
    )
    superuser.refresh_from_db()
    assert (superuser.username, superuser.check_password("secret")) == ("root", True)


def test_superusers_go_on_as_before(admin_client, admin_user):
    ann = colleague("editor", "ann")
    assert sent(admin_client, page(ann), is_superuser="on").status_code == 302
    assert User.objects.get(username="ann").is_superuser
    assert (
        sent(admin_client, page(admin_user), email="root@example.org", is_superuser="", is_active="").status_code == 302
    )
    admin_user.refresh_from_db()
    assert (admin_user.email, admin_user.is_superuser, admin_user.is_active) == ("root@example.org", True, True)
    assert admin_client.get(reverse("admin:auth_group_change", args=[1])).status_code == 200


def test_the_roles_are_listed_with_what_they_may_do(administrator):
    colleague("editor", "ann")
    shown = administrator.get("/admin/auth/group/").content.decode()
    assert [what in shown for what in ROLES.values()] == [True] * 3
    people = administrator.get("/admin/auth/user/").content.decode()
    assert ("Editor" in people, "delete_selected" in people) == (True, False)
