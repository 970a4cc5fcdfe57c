"""Colleagues of every role, for tests that ask who may do what."""

from django.contrib.auth.models import Group, User
from django.test import Client

from editorial.roles import ADMINISTRATOR, CONTRIBUTOR, EDITOR

ROLES = {"contributor": CONTRIBUTOR, "editor": EDITOR, "administrator": ADMINISTRATOR}


def colleague(role, name="", **fields):
    """Return somebody on the staff in the group of that role ("contributor", "editor", "administrator")."""
    user = User.objects.create_user(name or role, password="secret", is_staff=True, **fields)
    user.groups.add(Group.objects.get(name=ROLES[role]))
    return user


def logged_in(user, **options):
    client = Client(**options)
    client.force_login(user)
    return client


def everybody(**options):
    """Return a client for nobody, for each role, and for an editor whose account was closed while logged in."""
    clients = {"anonymous": Client(**options)}
    clients |= {role: logged_in(colleague(role), **options) for role in ROLES}
    left = colleague("editor", "left")
    clients["inactive"] = logged_in(left, **options)
    left.is_active = False
    left.save()
    return clients
