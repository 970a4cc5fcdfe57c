"""Hours: what appears and goes by itself does so to the second, everywhere, and no job is needed for it."""

import datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.utils import timezone

from editorial.newsroom.hours import on_the_wall
from editorial.search.answers import answering, ranked
from events.models import Event, EventDocument
from publications.models import Publication, PublicationDocument
from tests import factories as make
from tests.crawl import ask
from tests.hours import clock  # noqa: F401 – a fixture
from tests.newsroom import address, errors, kind, row, save, sent
from tests.staff import colleague, logged_in
from tests.test_documents import pdf

pytestmark = pytest.mark.django_db
ADD = "/admin/events/event/add/"
HOUR = datetime.timedelta(hours=1)


def everywhere(client, words, *pages):
    """Return the public addresses on which `words` stand."""
    lists = ["/", "/events/", "/search/?q=glaciers", "/years/2025/", "/topics/energy/", "/statistics/events/records/"]
    lists += ["/institutions/host/", "/people/ann-ahmad/", "/connections/host/"]
    return [page for page in (*lists, *pages) if words.encode() in ask(client, page).body]


@pytest.fixture
def event():
    host, who, topic = make.institution("Host"), make.person("Ann Ahmad"), make.topic("Energy")
    event = make.event(
        "Talk on glaciers", hosts=[host], people=[(who, "speaker")], topics=[topic], start_date="2025-05-05"
    )
    make.event("Kept", hosts=[host], people=[(who, "speaker")], topics=[topic], start_date="2025-05-06")
    return event


def test_a_record_appears_at_its_hour_and_goes_at_another_to_the_second(client, clock, event):  # noqa: F811
    appears, goes = timezone.now() + HOUR, timezone.now() + 2 * HOUR
    Event.objects.filter(pk=event.pk).update(
        published_at=appears, withdrawn_at=goes, withdrawal_reason="It was called off."
    )
    page, share = event.get_absolute_url(), f"{event.get_absolute_url()}share.png"
    answers = []
    for move, hour in ((clock.before, appears), (clock.after, appears), (clock.before, goes), (clock.after, goes)):
        move(hour)
        found = everywhere(client, "Talk on glaciers")
        answers.append((len(found), ask(client, page).status, ask(client, share).status, len(ranked("glaciers"))))
    everything = answers[1][0]
    assert answers == [(0, 404, 404, 0), (everything, 200, 200, 1), (everything, 200, 200, 1), (0, 410, 404, 0)]
    assert everything >= 7
    assert b"It was called off." in ask(client, page).body
    assert [Event.objects.gone().count(), Event.objects.leaving().count(), Event.objects.get(pk=event.pk).state] == [
        1,
        0,
        "withdrawn",
    ]


@pytest.mark.django_db(transaction=True)
def test_counts_that_are_kept_change_at_the_hour_of_a_withdrawal(client, clock):  # noqa: F811
    event, goes = make.event("Talk", country="PK"), timezone.now() + HOUR
    make.event("Kept", country="PK")
    Event.objects.filter(pk=event.pk).update(withdrawn_at=goes, withdrawal_reason="It was called off.")
    counts = []
    for move in (clock.before, clock.before, clock.after):
        move(goes)
        counts.append(client.get("/events/").context["total"])
    assert counts == [2, 2, 1]


def embargoed(record, hours, title="Full report", text="Avalanches in Hunza"):
    """Give a record a document under embargo for so many hours; its text was read."""
    kind = PublicationDocument if isinstance(record, Publication) else EventDocument
    document = kind.objects.create(
        **{kind.row_of: record}, title=title, file=make.pdf(text), embargoed_until=timezone.now() + hours * HOUR
    )
    kind.objects.filter(pk=document.pk).update(text=text, text_read_at=timezone.now())
    record.settle()
    return kind.objects.get(pk=document.pk)


def test_under_embargo_a_document_is_named_and_neither_file_nor_text_is_there_until_its_hour(client, clock):  # noqa: F811
    report = make.publication("A report", hours_zone="Asia/Karachi")
    document = embargoed(report, 2)
    hour, page, file = document.embargoed_until, report.get_absolute_url(), document.file.url
    entry = report.entries.get().pk
    clock.before(hour)
    shown = ask(client, page).body.decode()
    assert ["Full report" in shown, file in shown, "(Asia/Karachi)" in shown] == [True, False, True]
    assert (ask(client, file).status, ranked("avalanches"), answering(Publication, "hunza")) == (404, [], [])
    assert (ranked("report -avalanches"), ranked("full report")) == ([entry], [entry])
    assert b"Avalanches" not in ask(client, "/search/?q=report").body
    clock.after(hour)
    assert [file.encode() in ask(client, page).body, ask(client, file).status] == [True, 200]
    assert (ranked("avalanches"), answering(Publication, "hunza"), ranked("report hunza")) == (
        [entry],
        [report.pk],
        [entry],
    )
    assert (ranked("report -avalanches"), ranked("full report")) == ([], [entry])
    found = ask(client, "/search/?q=avalanches").body
    assert b"<mark>Avalanches</mark> in Hunza" in found
    make.draft(report)
    assert (ranked("avalanches"), ask(client, file).status) == ([], 404)


def test_several_embargoes_of_one_record_end_one_after_the_other(clock):  # noqa: F811
    talk = make.event("A talk")
    first, second = embargoed(talk, 1, "First", "Avalanches"), embargoed(talk, 2, "Second", "Earthquakes")
    found = []
    for moment in (first.embargoed_until, second.embargoed_until):
        clock.after(moment)
        found.append([len(ranked(words)) for words in ("avalanches", "earthquakes", "avalanches earthquakes")])
    assert found == [[1, 0, 0], [1, 1, 1]]
    talk.settle()
    assert ranked("avalanches earthquakes") == [talk.entries.get().pk]
    assert not EventDocument.objects.get(pk=second.pk).entries.exists()
    second.delete()
    talk.settle()
    assert ranked("earthquakes") == []


@pytest.mark.once
def test_staff_see_a_document_under_embargo_and_no_cache_keeps_it(client, admin_client, clock):  # noqa: F811
    file = embargoed(make.publication("A report"), 2).file.url
    answer = ask(admin_client, file)
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "private, no-store")
    assert logged_in(colleague("contributor")).get(file).status_code == 404
    assert ask(client, file).status == 404


@pytest.mark.once
def test_no_cache_keeps_a_file_beyond_the_withdrawal_of_its_record(client, clock):  # noqa: F811
    report = make.publication("A report")
    share = f"{report.get_absolute_url()}share.png"
    assert client.get(share)["Cache-Control"] == "public, max-age=300"
    goes = timezone.now() + HOUR
    Publication.objects.update(withdrawn_at=goes, withdrawal_reason="An error.")
    clock.stand(goes - datetime.timedelta(seconds=40))
    assert client.get(share)["Cache-Control"] == "public, max-age=40"


def test_reading_a_document_again_leaves_its_text_under_embargo():
    report = make.publication("A report")
    document = embargoed(report, 2)
    document.file.save("report.pdf", make.pdf("x"), save=False)
    file = PublicationDocument.objects.get(pk=document.pk).file
    with file.storage.open(file.name, "wb") as out:
        out.write(pdf("Glaciers of Baltistan"))
    PublicationDocument.objects.update(text_read_at=None, text="")
    call_command("read_documents")
    assert (PublicationDocument.in_full().get().text, ranked("glaciers")) == ("Glaciers of Baltistan", [])


# The form


def utc(*moment):
    return datetime.datetime(*moment, tzinfo=datetime.UTC)


@pytest.mark.once
def test_hours_are_typed_and_shown_by_the_clock_that_is_chosen_beside_them(admin_client):
    documents = {"documents-TOTAL_FORMS": 1} | row(
        "documents", 0, title="Paper", file=make.pdf(), embargoed_until="2999-07-02T00:30", language="en"
    )
    hours = {"published_at": "2999-07-01T09:00", "hours_zone": "Asia/Karachi"}
    save(admin_client, ADD, "_publish", title="Later", kind=kind(), **hours, **documents)
    event, document = Event.objects.get(), EventDocument.objects.get()
    assert (event.published_at, document.embargoed_until) == (utc(2999, 7, 1, 4), utc(2999, 7, 1, 19, 30))
    url = address(Event, "change", event.pk)
    page = admin_client.get(url)
    assert sent(page)["published_at"] == on_the_wall(event.published_at, "Asia/Karachi")
    assert "Scheduled – public from 1 July 2999, 09:00 (Asia/Karachi)." in page.content.decode()
    save(admin_client, url)
    event.refresh_from_db()
    document.refresh_from_db()
    assert (event.published_at, document.embargoed_until) == (utc(2999, 7, 1, 4), utc(2999, 7, 1, 19, 30))
    save(admin_client, url, hours_zone="Asia/Tokyo")
    event.refresh_from_db()
    document.refresh_from_db()
    assert (event.published_at, document.embargoed_until) == (utc(2999, 7, 1), utc(2999, 7, 1, 15, 30))


@pytest.mark.once
def test_another_clock_moves_nothing_that_has_happened(admin_client):
    event = make.event("Seen by all")
    save(admin_client, address(Event, "change", event.pk), hours_zone="Pacific/Auckland")
    event.refresh_from_db()
    assert (event.published_at, event.hours_zone) == (make.LONG_AGO, "Pacific/Auckland")


@pytest.mark.parametrize(
    "at, zone, said",
    [
        (
            "2027-03-28T02:30",
            "Europe/Berlin",
            {"published_at": ["In Europe/Berlin the clocks jump over 02:30 that day. Did you mean 03:30?"]},
        ),
        (
            "2027-10-31T02:30",
            "Europe/Berlin",
            {
                "published_at": [
                    "In Europe/Berlin the clocks show 02:30 twice that day. Choose another time, or UTC as the clock."
                ]
            },
        ),
        (
            "2027-01-01T09:00",
            "Asia/Islamabad",
            {"hours_zone": ["There is no such time zone. It looks like Asia/Karachi."]},
        ),
        ("0001-01-01T00:00", "Asia/Karachi", {"published_at": ["No calendar reaches that far."]}),
        ("2027-01-01T09:00+05:00", "UTC", {"published_at": ["Enter a valid date/time."]}),
        ("2027-01-01T25:00", "UTC", {"published_at": ["Enter a valid date/time."]}),
    ],
)
@pytest.mark.once
def test_a_time_that_no_clock_shows_or_shows_twice_is_refused_beside_its_field(admin_client, at, zone, said):
    response = save(admin_client, ADD, title="Talks", kind=kind(), published_at=at, hours_zone=zone)
    assert errors(response) == said
    assert f'value="{at}"' in response.content.decode()
    assert not Event.objects.exists()


@pytest.mark.once
def test_a_withdrawal_is_scheduled_shown_and_called_off(admin_client):
    event = make.event("Talks", hours_zone="Asia/Karachi")
    url, page = address(Event, "withdraw"), address(Event, "change", event.pk)
    assert admin_client.get(url, {"pk": event.pk}).context["form"]["hours_zone"].value() == "Asia/Karachi"
    asked = {"pk": event.pk, "reason": "It is over.", "at": "2999-07-01T09:00", "hours_zone": "Asia/Tokyo"}
    assert admin_client.post(url, asked).status_code == 302
    event.refresh_from_db()
    assert (event.withdrawn_at, event.state, event.hours_zone) == (utc(2999, 7, 1), "public", "Asia/Tokyo")
    shown = admin_client.get(page).content.decode()
    assert "To be withdrawn on 1 July 2999, 09:00 (Asia/Tokyo); then readers see: It is over." in shown
    assert [
        str(one) for one in admin_client.get(address(Event, "changelist"), {"state": "leaving"}).context["cl"].queryset
    ] == ["Talks"]
    save(admin_client, page, title="Talks and more")
    event.refresh_from_db()
    assert event.withdrawn_at == utc(2999, 7, 1)
    assert f"{address(Event, 'stay')}?pk={event.pk}" in shown
    assert admin_client.post(address(Event, "stay"), {"pk": event.pk}).status_code == 302
    event.refresh_from_db()
    assert (event.withdrawn_at, event.withdrawal_reason, event.state) == (None, "", "public")
    said = [str(entry) for entry in event_log(event)]
    assert said[:1] == ["The scheduled withdrawal was called off."]


def event_log(event):
    return [entry.get_change_message() for entry in LogEntry.objects.filter(object_id=event.pk)]


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"at": "2020-01-01T00:00"}, "at"),
        ({"at": "soon"}, "at"),
        ({"at": "2027-03-28T02:30", "hours_zone": "Europe/Berlin"}, "at"),
        ({"hours_zone": "Nowhere"}, "hours_zone"),
        ({"hours_zone": "x\x00"}, "hours_zone"),
        ({"reason": " "}, "reason"),
    ],
)
@pytest.mark.once
def test_a_withdrawal_that_cannot_be_is_refused_beside_its_field(admin_client, changes, field):
    event = make.event("Talks")
    asked = {"pk": event.pk, "reason": "It is over.", "at": "2999-07-01T09:00"} | changes
    assert list(admin_client.post(address(Event, "withdraw"), asked).context["form"].errors) == [field]
    assert Event.objects.get().withdrawn_at is None


@pytest.mark.once
def test_nothing_is_withdrawn_before_it_is_public_nor_published_after_it_went(admin_client):
    event = make.event("Talks", published_at=utc(2999, 1, 1))
    asked = {"pk": event.pk, "reason": "It is over.", "at": "2998-07-01T09:00"}
    (said,) = admin_client.post(address(Event, "withdraw"), asked).context["form"].errors["at"]
    assert said == "“Talks” is public from 1 January 2999, 00:00 (UTC) only."
    admin_client.post(address(Event, "withdraw"), asked | {"at": "2999-07-01T09:00"})
    response = save(admin_client, address(Event, "change", event.pk), published_at="2999-07-01T09:00")
    assert errors(response) == {"published_at": ["It is to be withdrawn on 1 July 2999, 09:00 (UTC), before that."]}
    save(admin_client, address(Event, "change", event.pk), "_publish")
    event.refresh_from_db()
    assert (event.state, event.is_leaving) == ("public", True)
