"""The newsroom bars nobody: every type of its pages before axe, light and dark, wide and narrow.

A new type of page joins with one line, in PAGES or in PRESSED.
"""

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client

from editorial.bin import throw_away
from editorial.models import Act, AuditEntry, Binned, Topic
from events.models import Event, EventSeries
from tests import factories as make
from tests.newsroom import address, sent
from tests.staff import colleague
from tests.test_intake import SIGNING
from tests.test_readers import barriers, shown

pytestmark = [pytest.mark.browser, pytest.mark.long]
# Colour scheme and width. What depends on the one does not depend on the other, so two show all four.
WAYS = [("light", 1280), ("dark", 320)]
TALK, ANN, OIL = "/admin/events/event/{event}/", "/admin/people/person/{person}/", "/admin/editorial/topic/{topic}/"
PAGES = [
    "/admin/",
    "/admin/events/",
    "/admin/desk/recent/",
    "/admin/to-fix/",
    "/admin/to-fix/event-without-report/",
    "/admin/password_change/",
    "/admin/no/such/page/",
    "/admin/events/event/?state=draft&q=talk",
    "/admin/events/event/?q=nothing+of+this+name",
    "/admin/people/person/",
    "/admin/editorial/topic/",
    f"{TALK}change/",
    "/admin/publications/publication/{publication}/change/",
    "/admin/events/agreement/{agreement}/change/",
    f"{ANN}change/",
    "/admin/people/institution/{institution}/change/",
    f"{OIL}change/",
    "/admin/events/event/add/",
    "/admin/people/person/add/?_to_field=id&_popup=1",
    f"{TALK}history/",
    f"{TALK}history/compare/",
    f"{TALK}history/1/",
    f"{TALK}draft/",
    f"{TALK}share/",
    f"{TALK}clone/",
    f"{ANN}delete/",
    "/admin/people/person/{unused}/delete/",
    "/admin/events/event/withdraw/?pk={event}",
    "/admin/events/event/return/?pk={submitted}",
    "/admin/events/event/{submitted}/change/",
    "/admin/events/event/{withdrawn}/change/",
    "/admin/events/event/export/",
    "/admin/events/event/import/",
    "/admin/events/eventseries/{series}/next/",
    "/admin/events/eventphoto/{photo}/change/",
    "/admin/events/eventkind/",
    "/admin/events/role/add/",
    "/admin/people/person/duplicates/",
    "/admin/people/person/merge/?pk={person}&pk={twin}",
    "/admin/people/person/merge/?pk={person}",
    "/admin/editorial/topic/move/?pk={topic}",
    "/admin/editorial/topic/merge/?pk={topic}&pk={trade}",
    "/admin/editorial/binned/",
    "/admin/editorial/binned/{binned}/change/",
    "/admin/editorial/binned/{binned}/purge/",
    "/admin/editorial/act/",
    "/admin/editorial/act/{act}/change/",
    "/admin/editorial/auditentry/",
    "/admin/editorial/auditentry/{entry}/change/",
    "/admin/auth/user/",
    "/admin/auth/user/add/",
    "/admin/auth/user/{colleague}/change/",
    "/admin/auth/user/{colleague}/password/",
    "/admin/auth/group/{group}/change/",
    "/admin/events/intake/",
    "/admin/events/intake/add/",
    "/admin/events/intake/{intake}/change/",
]


@pytest.fixture
def assistant(live_server, page):
    """A client logged in as an assistant, who sits before `page`, too."""
    client = Client()
    client.force_login(User.objects.create_superuser("assistant"))
    session = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
    page.context.add_cookies([session | {"url": live_server.url}])
    return client


def changed(client, record, button, **changes):
    url = address(type(record), "change", record.pk)
    answer = client.post(url, sent(client.get(url), **changes, **{button: "1"}))
    assert answer.status_code == 302, answer.context["errors"]


def cast(client):
    """Make records, and something of all that befalls them in the newsroom; return what PAGES name in braces."""
    record = make.small_record()
    talk, me = record["event"], User.objects.get()
    spare, submitted = make.event("Spare"), make.draft(make.event("Submitted"))
    twin, unused = make.person("Ann B. Ahmad"), make.person("Nobody")
    changed(client, talk, "_save", title="A second talk")
    changed(client, talk, "_save", title="A third talk")
    changed(client, talk, "_keep", title="A draft of a talk")
    changed(client, submitted, "_submit")
    client.post(address(Event, "share", talk.pk), {"_make": "1", "days": "7", "whom": "The ambassador"})
    throw_away(spare, me)
    paste = client.post("/admin/events/intake/add/", {"text": SIGNING})
    return {
        **{kind: one.pk for kind, one in record.items()},
        "submitted": submitted.pk,
        "unused": unused.pk,
        "twin": twin.pk,
        "trade": Topic.objects.get(name="Trade").pk,
        "withdrawn": make.withdrawn(make.event("Withdrawn")).pk,
        "photo": talk.photos.create(picture=make.picture(), picture_alt="A table").pk,
        "role": make.Role.objects.first().pk,
        "binned": Binned.objects.get().pk,
        "act": Act.objects.latest("pk").pk,
        "entry": AuditEntry.objects.latest("pk").pk,
        "colleague": colleague("editor").pk,
        "group": Group.objects.first().pk,
        "series": EventSeries.objects.create(name="Talks").pk,
        "intake": paste["Location"].split("/")[-3],
    }


def send(page, data):
    """Send from the list that is open what its boxes and its choice of actions would send, or more than these offer."""
    page.evaluate(
        """data => {
            const list = document.querySelector('#changelist-form')
            list.querySelectorAll('[name=action], [name=_selected_action]').forEach((one) => one.remove())
            for (const [name, value] of Object.entries(data)) {
                list.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }))
            }
        }""",
        data,
    )
    with page.expect_navigation():
        page.evaluate("HTMLFormElement.prototype.submit.call(document.querySelector('#changelist-form'))")


def press(page, button):
    page.evaluate("[...document.forms].forEach((form) => { form.noValidate = true })")
    page.locator(button).first.evaluate("button => button.removeAttribute('formtarget')")
    with page.expect_navigation():
        page.locator(button).first.click()


def upload(page, text):
    page.set_input_files("#id_file", {"name": "people.csv", "mimeType": "text/csv", "buffer": text.encode()})
    press(page, "#content-main form [type=submit]")


PRESSED = [
    ("/admin/events/event/add/", press, "[name=_publish]"),
    ("/admin/events/event/{event}/change/", press, "[name=_preview]"),
    ("/admin/events/event/", send, {"action": "bulk_add_topics", "_selected_action": "{event}"}),
    ("/admin/people/person/import/", upload, "name,honorific,country\nAnn Ahmad,Dr,\n,,ZZ\nNew One,,\n"),
]


def faults(page, way, rules=None):
    """Return what bars anybody from the open page in one of the WAYS, and whether it has to be moved sideways."""
    shown(page, *way)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return barriers(page, rules) | ({"sideways": wide} if wide > 0 else {})


def test_no_page_of_the_newsroom_has_a_barrier_or_scrolls_sideways(assistant, live_server, page):
    """By all rules in one of the WAYS, and in the other one by those that depend on colours and on the width."""
    names, found, told = cast(assistant), {}, []
    page.on("pageerror", lambda error: told.append((page.url, str(error))))
    for number, (at, act, data) in enumerate([*((one, None, None) for one in PAGES), *PRESSED]):
        first, second = WAYS if number % 2 else WAYS[::-1]
        shown(page, *first)
        page.goto(live_server.url + at.format(**names))
        if act:
            act(page, {key: value.format(**names) for key, value in data.items()} if act is send else data)
        found[at, act and act.__name__, first] = faults(page, first)
        found[at, act and act.__name__, second] = faults(page, second, ["color-contrast", "target-size"])
    assert ({where: what for where, what in found.items() if what}, told) == ({}, [])
