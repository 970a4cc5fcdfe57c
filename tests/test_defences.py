"""What could be turned against readers: headers, links that staff type, hosts and paths that strangers make up."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import URLField

from editorial.richtext import RichTextField
from events.models import EventDocument
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.once]

TEMPLATES = Path(settings.BASE_DIR) / "templates"
HEADERS = {
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
}


@pytest.fixture
def event():
    return make.event("A talk", report="<p>Words</p>")


def test_every_kind_of_answer_carries_the_defences_of_a_browser(client, event, monkeypatch):
    paper = EventDocument.objects.create(event=event, title="Report", file=make.pdf())
    gone = make.withdrawn(make.event("Gone"))
    answers = {
        200: client.get("/events/"),
        301: client.get(event.get_permanent_url()),
        400: client.get("/events/", headers={"host": "evil.example"}),
        404: client.get("/nothing/"),
        405: client.post("/events/"),
        410: client.get(gone.get_absolute_url()),
        "file": client.get(paper.file.url),
        "styles": client.get("/static/site.css"),
        "slash": client.get("/events"),
    }
    monkeypatch.setattr("events.views.EventList.get_queryset", lambda view: 1 / 0)
    client.raise_request_exception = False
    answers[500] = client.get("/events/")
    for kind in ("file", "styles"):
        answers[kind].getvalue()
    assert {
        kind: HEADERS - set(answer.headers) for kind, answer in answers.items() if HEADERS - set(answer.headers)
    } == {}
    assert [kind for kind, answer in answers.items() if isinstance(kind, int) and answer.status_code != kind] == []
    assert [kind for kind, answer in answers.items() if answer.cookies] == []
    assert answers["file"]["Content-Disposition"] == f'inline; filename="{Path(paper.file.name).name}"'


def test_what_is_withdrawn_is_soon_gone_from_every_cache(client, event):
    paper = EventDocument.objects.create(event=event, title="Report", file=make.pdf())
    fresh = client.get(paper.file.url)
    kept = client.get(paper.file.url, headers={"if-none-match": fresh["ETag"]})
    assert [answer["Cache-Control"] for answer in (fresh, kept)] == ["public, max-age=300"] * 2
    fresh.getvalue()
    make.withdrawn(event)
    assert client.get(paper.file.url, headers={"if-none-match": fresh["ETag"]}).status_code == 404


def test_a_page_is_the_same_for_everybody_whatever_their_browser_claims(client, event):
    claims = {
        "x-forwarded-host": "evil.example",
        "x-original-url": "/admin/",
        "x-forwarded-proto": "https",
        "forwarded": "host=evil.example",
        "cookie": "sessionid=" + "x" * 8000,
    }
    for address in ("/", "/events/", "/events/a-talk/", "/nothing/"):
        plain, claimed = client.get(address), client.get(address, headers=claims)
        assert (claimed.content, claimed.status_code) == (plain.content, plain.status_code)
    assert b'<link rel="canonical" href="http://testserver/events/a-talk/">' in client.get("/events/a-talk/").content


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "a b", "[::1", "testserver:port"]
)
def test_a_host_that_is_not_ours_is_refused_in_plain_words(client, host):
    answer = client.get("/events/", headers={"host": host})
    assert (answer.status_code, b"We could not read this request" in answer.content, b"evil" in answer.content) == (
        400,
        True,
        False,
    )


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/events",
        "///evil.example/events",
        "/\\evil.example/events",
        "/%2f%2fevil.example/events",
        "/%5cevil.example/events",
        "/events/%0d%0aLocation:%20x",
        "/%09/evil.example/events",
    ],
)
def test_no_address_leads_to_another_site(client, path):
    answer = client.get(path)
    assert answer.status_code == 404 or re.match(r"/[^/\\]", answer["Location"])


def test_only_clean_text_is_printed_as_it_stands():
    """One template prints markup, and it is handed nothing but fields that are sanitised whenever they are written."""
    sources = {
        path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html")
    }
    loose = {name for name, text in sources.items() if re.search(r"\|\s*safe|autoescape\s+off|mark_safe", text)}
    # The newsroom's is a copy of Django's, in which the help of a field is our own words.
    assert loose == {"editorial/_rich.html", "admin/includes/fieldset.html"}
    printed = {name for text in sources.values() for name in re.findall(r"_rich.html. with text=\w+\.(\w+)", text)}
    clean = {
        field.name for model in apps.get_models() for field in model._meta.fields if isinstance(field, RichTextField)
    }
    assert printed == clean
    assert sum(text.count("_rich.html") for text in sources.values()) == sum(
        len(re.findall(r"_rich.html. with text=\w+\.\w+", text)) for text in sources.values()
    )


def test_a_link_that_staff_type_leads_to_the_web():
    fields = [
        field
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, URLField) and model.__module__.split(".")[0] in settings.INSTALLED_APPS
    ]
    assert len(fields) >= 6
    for field in fields:
        for address in (
            "javascript:alert(1)",
            "JaVaScRiPt://x%0aalert(1)",
            "data:text/html,x",
            "//evil.example",
            "vbscript:x",
            "file:///etc/passwd",
        ):
            with pytest.raises(ValidationError):
                field.run_validators(address)


def test_titles_cannot_break_out_of_what_they_stand_in(client):
    nasty = '"><script>alert(1)</script>{{ 7|add:7 }}\u2028</title>'
    made = make.event(
        nasty,
        people=[(make.person(nasty), "speaker")],
        hosts=[make.institution(nasty)],
        topics=[make.topic(nasty[:90])],
    )
    for address in ("/", "/events/", made.get_absolute_url(), "/people/", "/institutions/", "/topics/"):
        page = client.get(address).content.decode()
        assert "<script>" not in page
        assert page.count("</title>") == 1
    assert "{{ 7|add:7 }}" in page
