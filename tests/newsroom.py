"""What the tests of the newsroom share: staff, and a form filled in as a browser would send it."""

from django.contrib.auth.models import Permission, User
from django.urls import reverse

from editorial.models import Topic
from events.models import EventKind


def contributor(client, *permissions):
    """Log in somebody on the staff who may do only what is named, such as "add_event"."""
    user = User.objects.create_user("contributor", password="secret", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return client


def address(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def sent(response, **changes):
    """Return what a browser would send of the form in `response`, with `changes` to its fields."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {}
    for form in forms:
        for name in form.fields:
            value = form[name].value()
            if isinstance(value, list):
                value = [str(part) if isinstance(part, Topic) else part for part in value]
            if form.fields[name].show_hidden_initial:
                data[form.add_initial_prefix(name)] = value or ""
            if value is not None and value is not False and value != "" and not hasattr(value, "url"):
                data[form.add_prefix(name)] = str(value) if isinstance(value, str) else value
    return data | changes


def row(prefix, number, **fields):
    """Return the fields of one new row, with what its lists have chosen from the start."""
    fields = {"presence": "present", **fields} if prefix == "participations" else fields
    return {f"{prefix}-{number}-{name}": value for name, value in fields.items()}


def errors(response):
    """Return every error that the page shows, by field, rows included."""
    found = dict(response.context["adminform"].form.errors)
    for inline in response.context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            found |= {form.add_prefix(name): said for name, said in form.errors.items()}
    return {name: [str(error) for error in said] for name, said in found.items()}


def kind():
    return EventKind.objects.get(slug="forum").pk


def save(client, url, button="_continue", **changes):
    """Open a form and send it back with `changes`, by a press on the button named."""
    return client.post(url, sent(client.get(url), **{button: "1"}, **changes))
