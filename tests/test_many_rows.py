"""However many rows a form is said to have, it is answered soon, and no more are stored than a record may have."""

import time

import pytest
from django.contrib import admin

from editorial.content import content
from editorial.newsroom.rows import MOST_ROWS, Rows
from events.models import Event
from tests import factories as make
from tests.newsroom import address, row, sent

pytestmark = pytest.mark.django_db


def totals(fields):
    return [name for name in fields if name.endswith("-TOTAL_FORMS")]


def answer(client, url, fields):
    """Return the answer to a form with the seconds of work that it took."""
    began = time.process_time()
    return client.post(url, fields), time.process_time() - began


@pytest.mark.parametrize("initial", [0, 10**9])
@pytest.mark.parametrize("last", [None, MOST_ROWS - 1])
def test_a_form_that_is_said_to_have_a_thousand_million_rows_is_refused_soon(admin_client, initial, last):
    event = make.event("Talk", people=[(make.person("Ana"), "speaker")])
    before, url = content(event), address(Event, "change", event.pk)
    fields = sent(admin_client.get(url))
    hostile = fields | dict.fromkeys(totals(fields), 10**9)
    hostile |= {name.replace("TOTAL", "INITIAL"): initial for name in totals(fields)} if initial else {}
    if last:
        hostile |= {name.replace("TOTAL_FORMS", f"{last}-order"): 1 for name in totals(fields)}
    page, seconds = answer(admin_client, url, hostile)
    assert (page.status_code, content(event)) == (200, before)
    assert seconds < 2


def test_a_row_more_than_a_record_may_have_is_refused_and_what_was_typed_is_kept(admin_client):
    event = make.event("Talk")
    url = address(Event, "change", event.pk)
    fields = sent(admin_client.get(url)) | {"outcomes-TOTAL_FORMS": MOST_ROWS + 1, "title": "Talks"}
    page, _ = answer(admin_client, url, fields | row("outcomes", 0, kind="proposal", text="To meet again"))
    outcomes = next(one.formset for one in page.context["inline_admin_formsets"] if one.formset.prefix == "outcomes")
    assert [str(one) for one in outcomes.non_form_errors()] == [f"Please submit at most {MOST_ROWS} forms."]
    assert [form["text"].value() for form in outcomes.forms] == ["To meet again"]
    assert page.context["adminform"].form["title"].value() == "Talks"


@pytest.mark.once
def test_every_kind_of_row_has_the_limit(rf, admin_user):
    request = rf.get("/")
    request.user = admin_user
    for desk in admin.site._registry.values():
        for inline in desk.get_inline_instances(request):
            assert isinstance(inline, Rows)
            assert inline.get_formset(request).absolute_max == MOST_ROWS
