"""The plain parts of a form are written as Django's templates write them."""

from itertools import product

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe

from editorial.newsroom import renderer
from editorial.newsroom.renderer import WRITTEN, Renderer
from events.models import Event
from tests import factories as make
from tests.newsroom import address, row, sent

pytestmark = pytest.mark.once
HOSTILE = "<i>\"a\" & 'b'</i>"
SAFE = mark_safe("&lt;")
VALUES = [None, "", HOSTILE, 0, 1234567, "1", ["1", "x"], True, SAFE]
LOOKS = [{}, {"class": HOSTILE, "required": True, "disabled": False, "size": 3, "title": SAFE}]
CHOICES = [("", "---"), (1, HOSTILE), (None, "None"), (1234567, 1234567), ("x", SAFE)]
KINDS = [kind for kind in map(forms.widgets.__dict__.get, forms.widgets.__all__) if hasattr(kind, "template_name")]
KINDS = [kind for kind in KINDS if kind.template_name in WRITTEN and kind is not forms.NullBooleanSelect]


def widgets(kind):
    if kind in (forms.Select, forms.SelectMultiple):
        return [kind(attrs, choices) for attrs in LOOKS for choices in (CHOICES, [*CHOICES, ("Group", CHOICES)])]
    return [kind(attrs) for attrs in LOOKS]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_widget_is_written_as_its_template_writes_it(kind):
    for widget, value in product(widgets(kind), VALUES):
        written = [widget.render(f"name{HOSTILE}", value, {"id": "x"}, by) for by in (Renderer(), DjangoTemplates())]
        assert written[0] == written[1]


def parts(page):
    """Return what stands on a page of every field: what is wrong with it, its label, itself."""
    rows = [inline.formset for inline in page.context["inline_admin_formsets"]]
    shown = [page.context["adminform"].form, *(form for each in rows for form in [*each.forms, each.empty_form])]
    return [str(field.errors) + field.label_tag() + str(field) for form in shown for field in form]


@pytest.mark.django_db
def test_the_form_of_an_event_is_that_of_the_templates(admin_client, monkeypatch):
    url, pages = address(Event, "change", make.small_record()["event"].pk), []
    wrong = {"title": "", "start_date": HOSTILE, "_form": "x" * 20, **row("outcomes", 0, kind="", text="")}
    for written in (WRITTEN, {}):
        monkeypatch.setattr(renderer, "WRITTEN", written)
        opened = admin_client.get(url)
        pages.append((parts(opened), parts(admin_client.post(url, sent(opened) | wrong))))
    assert len(pages[0][0]) > 100
    assert pages[0] == pages[1]
