"""Whatever is sent to a form of the newsroom, the answer is the form, a refusal or "not there", and nothing is changed."""

import json

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import ModelChoiceField, ModelMultipleChoiceField
from django.urls import URLPattern, URLResolver, reverse

from editorial.models import AuditEntry, Presence, Revision, Sent
from tests import factories as make
from tests.newsroom import sent

pytestmark = [pytest.mark.django_db, pytest.mark.long]
HUGE, NUL = "x" * 1_000_000, "a\x00b"
DESKS = sorted(admin.site._registry, key=lambda model: model._meta.label)
# Desks whose form and rows are of the same classes run the same code: one stands for all of them.
FORMS = list({(desk.form, *desk.inlines): model for model, desk in reversed(admin.site._registry.items())}.values())
# What is written down of every request, whatever comes of it.
ASIDE = (AuditEntry, LogEntry, Presence, Revision, Sent, Session)


@pytest.fixture
def record():
    return make.small_record()


@pytest.fixture
def staff(admin_client):
    admin_client.raise_request_exception = False
    return admin_client


def address(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def everything():
    """Return all that the database holds, but for what every request leaves behind."""
    models = [
        model for model in apps.get_models() if model not in ASIDE and not model._meta.proxy and model._meta.managed
    ]
    kept = {
        model._meta.label: str(list(map(str, model._base_manager.order_by("pk").values_list()))) for model in models
    }
    kept.pop("auth.User")
    return kept


def form_of(client, model):
    """Return the address and the fields of the form that changes the first record of a kind, or makes one."""
    first = model._default_manager.order_by("pk").first()
    for name, args in (("change", [first.pk] if first else None), ("add", [])):
        answer = client.get(address(model, name, *args)) if args is not None else None
        if answer is not None and answer.status_code == 200 and "adminform" in (answer.context or {}):
            return address(model, name, *args), answer, sent(answer)
    return None, None, None


def mutations(answer, fields):
    """Give what is sent in place of the fields of a form, by what is wrong with it."""
    form = answer.context["adminform"].form
    texts = [name for name in form.fields if isinstance(fields.get(name), str | None) and name in fields]
    keys = [name for name, one in form.fields.items() if isinstance(one, ModelChoiceField | ModelMultipleChoiceField)]
    totals = [name for name in fields if name.endswith("TOTAL_FORMS")]
    yield "nothing", {}
    yield "no management form", {name: value for name, value in fields.items() if "_FORMS" not in name}
    for count in (10**9, -1, "x", ""):
        yield f"{count} rows", fields | dict.fromkeys(totals, count)
    yield (
        "rows that are not there",
        fields
        | {name.replace("TOTAL_FORMS", "0-id"): 10**9 for name in totals}
        | {name.replace("TOTAL", "INITIAL"): 1 for name in totals}
        | dict.fromkeys(totals, 1),
    )
    for wrong in (10**9, -1, "nonsense", "9" * 30, "", NUL, "²"):
        yield f"key {wrong!r}", fields | dict.fromkeys(keys, wrong)
    for wrong in (HUGE, NUL, "\r\n\u202e", "-1", "1e999"):
        yield f"text {wrong[:5]!a}", fields | dict.fromkeys(texts, wrong)
    yield "files for texts", fields | {name: SimpleUploadedFile("a.txt", b"words") for name in texts}
    yield "1001 fields", fields | {f"field-{n}": "x" for n in range(1001)}


@pytest.mark.parametrize("model", FORMS, ids=lambda model: model._meta.label)
def test_a_form_answers_whatever_is_sent_to_it_and_changes_nothing_when_it_refuses(staff, record, model):
    url, answer, fields = form_of(staff, model)
    if not url:
        return
    before, found = everything(), {}
    for name, data in mutations(answer, fields):
        status = staff.post(url, data).status_code
        if status == 302:
            # Nothing was wrong with it for this form: it was saved, and what came of it is what is compared with now.
            before = everything()
        elif status not in (200, 400, 403, 404) or everything() != before:
            found[name] = status
    assert found == {}


BODIES = {
    "json": ("application/json", json.dumps({"title": "x"})),
    "broken json": ("application/json", "{"),
    "cut short": ("multipart/form-data; boundary=b", '--b\r\nContent-Disposition: form-data; name="title"\r\n\r\nx'),
    "no boundary": ("multipart/form-data", "title=x"),
    "odd charset": ("application/x-www-form-urlencoded; charset=utf-7", "title=x"),
    "bad bytes": ("application/x-www-form-urlencoded", b"title=%FF%FE%ED%A0%80&\xff=\xff"),
    "too many fields": ("application/x-www-form-urlencoded", "&".join(f"f{n}=x" for n in range(30_001))),
    "xml": ("text/xml", "<x/>"),
}


def pages(patterns=None, prefix="admin"):
    """Give the name of every address of the newsroom with the names of what it takes, pages of later making included,
    by the view that answers there."""
    for one in admin.site.urls[0] if patterns is None else patterns:
        if isinstance(one, URLResolver):
            yield from pages(one.url_patterns, prefix)
        elif isinstance(one, URLPattern) and one.name:
            yield one.callback.__qualname__, (one.name, tuple(one.pattern.converters))


def two_of_each():
    """Return two pages of every view, where so many have it."""
    found = sorted(set(pages()))
    return sorted({*dict(found).values(), *dict(reversed(found)).values()})


PAGES = two_of_each()
NOT_OURS = {"logout", "jsi18n", "autocomplete"}


def found_at(name, takes):
    """Return the addresses at which a page is asked for: of the first record of its kind, and of none."""
    labels = {f"{model._meta.app_label}_{model._meta.model_name}": model for model in DESKS}
    model = next((labels[label] for label in sorted(labels, key=len, reverse=True) if name.startswith(label)), None)
    first = model and model._default_manager.order_by("pk").first()
    for key in [first.pk if first else 1, 10**9]:
        try:
            yield reverse(f"admin:{name}", kwargs=dict.fromkeys(takes, key))
        except Exception:  # noqa: BLE001
            return
        if not takes:
            return


@pytest.mark.parametrize("name, takes", [page for page in PAGES if page[0] not in NOT_OURS], ids=lambda one: str(one))
def test_every_page_of_the_newsroom_answers_whatever_is_sent_to_it(staff, record, name, takes):
    wrong = {"pk": [10**9, "x", NUL, "9" * 40], "action": NUL, "_selected_action": ["x", NUL, "9" * 40], "_popup": NUL}
    wrong |= {"_to_field": "password", "number": -1, "post": "", "q": NUL, "file": "text"}
    found = {}
    for url in found_at(name, takes):
        answers = {"get": staff.get(url, {"pk": ["x", "9" * 40], "_to_field": "password", "_popup": "x"})}
        answers |= {
            kind: staff.generic("POST", url, body, content_type) for kind, (content_type, body) in BODIES.items()
        }
        answers |= {"wrong": staff.post(url, wrong), "file": staff.post(url, {"pk": SimpleUploadedFile("a", b"x")})}
        found |= {(kind, url): one.status_code for kind, one in answers.items() if one.status_code >= 500}
    assert found == {}


@pytest.mark.parametrize("model", DESKS, ids=lambda model: model._meta.label)
def test_actions_that_nobody_offers_do_nothing(staff, record, model):
    before, found = everything(), {}
    for action in ("delete_selected", "no_such_action", "__init__", ""):
        for chosen in ([], ["x"], [10**9], [NUL], ["9" * 40]):
            data = {
                "action": action,
                "_selected_action": chosen,
                "index": "x",
                "select_across": "1" if not chosen else "0",
            }
            status = staff.post(address(model, "changelist"), data).status_code
            if status >= 500:
                found[action, str(chosen)] = status
    assert found == {}
    assert everything() == before
