"""What is not public appears nowhere: everything hidden is full of canaries, and a crawl of the whole site finds none."""

import datetime
import re
from itertools import islice

import pytest
from django.apps import apps
from django.db.models import F
from django.urls import reverse

from editorial.models import FormerAddress, Topic
from editorial.publishing import PublishableQuerySet, RowQuerySet
from editorial.search.answers import ranked
from editorial.search.nearby import begun, meant
from editorial.topics import TopicQuerySet
from editorial.views import RecordList, published_models
from events.appearances import ParticipationQuerySet
from events.models import Agreement, Event, EventPhoto, Participation, PhotoSubject
from people.models import Institution, Person
from portal.statistics import KINDS
from publications.models import Publication
from tests import factories as make
from tests.canaries import HIDDEN, Aviary
from tests.crawl import addresses, ask, crawl, file_names, public_names

pytestmark = pytest.mark.django_db

# Every public address by name, and what it shows. One that is missing here fails the first test.
PUBLIC = {
    "portal:home": None,
    "portal:robots": None,
    "portal:share": None,
    "portal:accent": None,
    "portal:logo": None,
    "portal:favicon": None,
    "portal:favicon-ico": None,
    "portal:touch-icon": None,
    "portal:topic-list": None,
    "portal:search": None,
    "portal:suggest": None,
    "portal:topic": "topic",
    "portal:year-list": None,
    "portal:year": [2024, 2025, 2091],
    "portal:statistics": None,
    "portal:statistics-kind": list(KINDS),
    "portal:statistics-csv": list(KINDS),
    "portal:statistics-records": list(KINDS),
    "portal:connections": None,
    "portal:partners": (Institution,),
    "portal:connection": (Institution, Institution),
    "portal:connection-person": (Institution, Person),
    "portal:connection-country": (Institution, ["pk"]),
    "editorial:permanent": "permanent",
    # Where share links lead: tests/test_sharing.py asks for those that were made.
    "editorial:preview": ["no-such-link"],
    "editorial:preview-file": (["no-such-link"], ["note.txt"]),
    "events:event-list": None,
    "events:event": Event,
    "events:event-note": Event,
    "events:event-picture": Event,
    "events:event-document": Event,
    "events:event-share": Event,
    "events:agreement-list": None,
    "events:agreement": Agreement,
    "events:agreement-note": Agreement,
    "events:agreement-document": Agreement,
    "events:agreement-share": Agreement,
    "publications:publication-list": None,
    "publications:publication": Publication,
    "publications:publication-note": Publication,
    "publications:publication-picture": Publication,
    "publications:publication-document": Publication,
    "publications:publication-share": Publication,
    "publications:publication-cover": Publication,
    "people:person-list": None,
    "people:expert-list": None,
    "people:person": Person,
    "people:person-note": Person,
    "people:person-picture": Person,
    "people:person-share": Person,
    "people:institution-list": None,
    "people:institution": Institution,
    "people:institution-note": Institution,
    "people:institution-picture": Institution,
    "people:institution-share": Institution,
}
LISTS = [name for name in PUBLIC if name.endswith("-list")]
# Where the canaries stand that could be asked for by each parameter.
ASKED = {
    "q": re.compile(r"\.(Event|Publication|Agreement)\.title|\.(Person|Institution|PersonName|InstitutionName)\.name"),
    "topic": re.compile(r"\.Topic\.slug"),
    "institution": re.compile(r"\.Institution\.slug"),
    "with": re.compile(r"\.Institution\.slug"),
    "person": re.compile(r"\.Person\.slug"),
    "kind": re.compile(r"Kind\.slug"),
    "role": re.compile(r"\.Role\.slug"),
    "series": re.compile(r"Series\.slug"),
}


@pytest.fixture
def aviary(monkeypatch):
    for view in RecordList.__subclasses__():
        monkeypatch.setattr(view, "paginate_by", 2)  # so that so few records have several pages
    return Aviary()


def everything(aviary):
    records = [record for model in published_models() for record in aviary.everything(model)]
    return addresses(PUBLIC, records, Topic.objects.all())


def told(aviary, address, answer):
    """Return what an answer gives away; a tombstone may say which record stood there, and why it went."""
    stones = [aviary.tombstones[part] for part in address.split("/") if part in aviary.tombstones]
    stone = stones[0] if stones and answer.status == 410 else ()
    return aviary.leaks(answer, stone)


def hidden_addresses(aviary, state, files=False):
    shown = {name: shown for name, shown in PUBLIC.items() if shown and not isinstance(shown, list | tuple)}
    names = {
        name: shown[name] for name in shown if name.endswith(("-picture", "-document", "-share", "-cover")) == files
    }
    return addresses(names, list(aviary.hidden[state].values()), [])


def test_every_public_address_is_known_to_the_crawl():
    assert public_names() == set(PUBLIC)


def test_what_is_hidden_is_found_nowhere(client, aviary):
    answers = dict(crawl(client, everything(aviary), alike=3))
    assert {address: found for address, answer in answers.items() if (found := told(aviary, address, answer))} == {}
    assert {answer.status for answer in answers.values()} == {200, 301, 404, 410}
    assert {"/people/?role=chief-guest", "/events/?page=2", "/publications/?sort=oldest"} <= set(answers)


def test_what_is_hidden_answers_like_what_never_was(client, aviary):
    nothing = {model: ask(client, model(slug="zz0000z").get_absolute_url()) for model in published_models()}
    for state in ("draft", "scheduled"):
        for model, record in aviary.hidden[state].items():
            former = FormerAddress.of(model).get(object_id=record.pk).slug
            for slug in (record.slug, former):
                assert ask(client, model(slug=slug).get_absolute_url()) == nothing[model]
    assert {answer.status for answer in nothing.values()} == {404}


def test_a_withdrawn_record_leaves_a_tombstone_and_no_file(client, aviary):
    pages, files = (hidden_addresses(aviary, "withdrawn", files) for files in (False, True))
    assert {ask(client, address).status for address in pages} == {410}
    assert {ask(client, address).status for address in files} == {404}


def test_what_was_withdrawn_before_it_was_public_leaves_no_tombstone(client):
    record = make.scheduled(make.event("Never held"))
    record.withdraw("It was called off.")
    days = datetime.timedelta(days=3)  # go by, and the hour for which it was scheduled passes
    Event.objects.update(published_at=F("published_at") - days, withdrawn_at=F("withdrawn_at") - days)
    assert {ask(client, a).status for a in (record.get_absolute_url(), record.get_permanent_url())} == {404}


def test_a_hidden_file_is_not_served_under_the_address_of_a_public_record(client, aviary):
    for state in HIDDEN:
        for model, record in aviary.hidden[state].items():
            address = aviary.open[model].get_absolute_url()
            asked = [f"{address}{folder}/{name}" for name in file_names(record) for folder in ("images", "files")]
            assert {ask(client, file).status for file in asked} <= {404}


def test_asking_a_list_for_what_is_hidden_tells_as_much_as_asking_for_nonsense(client, aviary):
    """The value asked for comes back, and nothing else does: neither a name nor a number."""
    for name in LISTS:
        view = reverse(name)
        for parameter, named in ASKED.items():
            nonsense = ask(client, f"{view}?{parameter}=zz0000z").body
            words = [word for word, where in aviary.planted.items() if named.search(where) and "draft" in where]
            answers = {word: ask(client, f"{view}?{parameter}={word}").body for word in words}
            assert words
            assert [word for word in words if answers[word].replace(word.encode(), b"zz0000z") != nonsense] == []


def test_searching_for_what_is_hidden_tells_as_much_as_searching_for_nonsense(client, aviary):
    """Neither results nor snippets, facets, “did you mean” and suggestions know a word of it."""
    assert [word for word in aviary.planted if ranked(word) or begun(word)] == []
    assert [word for word in list(aviary.planted)[::20] if meant(word)] == []
    plain = ask(client, "/search/?q=zz0000z&topic=plain-topic").body
    for word in [
        word for word, where in aviary.planted.items() if re.search(r"title|Name|\.name", where) and "draft" in where
    ]:
        answer = ask(client, f"/search/?q={word}&topic=plain-topic").body
        assert answer.replace(word.encode(), b"zz0000z") == plain


def test_a_public_record_is_found_by_the_names_of_what_it_mentions_while_these_are_public(client, aviary):
    """The words printed on it always find it; what else a draft is called finds it from the minute it is published."""
    body = make.institution("Nameless", acronym="NML")
    body.names.create(name="Secret alias")
    body.settle()
    event = make.event("Held", hosts=[body])
    held, itself = (record.entries.get().pk for record in (event, body))
    assert (ranked("nml"), ranked("alias held"), ranked("nameless")) == ([itself, held], [held], [itself, held])
    for hide in (make.draft, make.scheduled, make.withdrawn):
        hide(Institution.objects.get(pk=body.pk))
        assert (ranked("nml"), ranked("alias"), begun("name"), ranked("nameless")) == ([], [], [], [held])
        Institution.objects.update(published_at=make.LONG_AGO, withdrawn_at=None, withdrawal_reason="")
    assert ranked("alias") == [itself, held]


@pytest.mark.once
def test_drafts_change_no_byte_of_any_public_page_and_no_page_leads_to_what_is_hidden(client, aviary):
    before = dict(crawl(client, ["/"], most=0, alike=3))
    assert {address: answer.status for address, answer in before.items() if answer.status not in (200, 301)} == {}
    for number in range(20):
        body = make.draft(make.institution(f"Body {number}", parent=aviary.open[Institution], topics=[aviary.topic]))
        who = make.draft(make.person(f"Guest {number}", "Guest", aviary.open[Institution], topics=[aviary.topic]))
        people = [(aviary.open[Person], "chair"), (who, "speaker")]
        held = make.event(
            f"Held {number}", hosts=[body, aviary.open[Institution]], people=people, topics=[aviary.topic]
        )
        held.links.create(other=aviary.open[Event])
        make.draft(held)
        written = [(aviary.open[Person], "author")]
        make.draft(make.publication(f"Paper {number}", people=written, publisher=body, topics=[aviary.topic]))
        signed = [(aviary.open[Person], aviary.open[Institution])]
        make.draft(make.agreement(f"Pact {number}", parties=[body], signatories=signed, event=aviary.open[Event]))
    assert dict(crawl(client, ["/"], most=0, alike=3)) == before


def doors():
    """Return every queryset method that decides what the public sees, as (class, name)."""
    managers = [model._default_manager for model in apps.get_models()]
    kinds = {type(manager.all()) for manager in managers} & set(below(PublishableQuerySet) + below(RowQuerySet))
    guards = [(kind, "published") for kind in kinds | {TopicQuerySet}]
    return guards + [(kind, "disclosed") for kind in kinds if hasattr(kind, "disclosed")]


def below(kind):
    return [kind, *(deeper for child in kind.__subclasses__() for deeper in below(child))]


@pytest.mark.once
def test_the_crawl_notices_every_door_that_is_left_open(client, aviary, monkeypatch):
    """Were one queryset to let everything through, the crawl would find canaries: it is able to fail."""
    closed_house(aviary)
    unnoticed = [door for door in doors() if not noticed(client, aviary, monkeypatch, *door)]
    assert unnoticed == []


def closed_house(aviary):
    """Add a public event under a rule, with canaries in what the rule keeps back."""
    people = [(make.person("Somebody"), "moderator", aviary.texts(Participation, "withheld"))]
    event = make.event("Closed", people=people, rule="chatham-house", withheld="names")
    photo = EventPhoto.objects.create(event=event, picture=make.picture())
    PhotoSubject.objects.create(photo=photo, **aviary.texts(PhotoSubject, "withheld"))


def noticed(client, aviary, monkeypatch, kind, method):
    with monkeypatch.context() as opened:
        said = {"said": F("remarks")} if issubclass(kind, ParticipationQuerySet) else {}
        opened.setattr(kind, method, lambda records: records.annotate(**said), raising=False)
        client.raise_request_exception = False
        starts = [reverse(name) for name in ("portal:home", *LISTS)]
        # No page leads to a topic without public records, whichever door is open: its own page is asked for outright.
        starts += [topic.get_absolute_url() for topic in aviary.topic.narrower.all()]
        pages = crawl(client, starts, most=0)
        return any(told(aviary, address, answer) for address, answer in islice(pages, 300))


def test_under_a_rule_nobody_learns_who_said_what(client):
    who = make.person("Ann Ahmad")
    row = {"remarks": "CANARY-remarks", "position": "Director"}
    event = make.event("Unquoted", people=[(who, "speaker", row)], rule="chatham-house", withheld="remarks")
    answers = dict(crawl(client, ["/"], alike=3))
    assert [address for address, answer in answers.items() if b"CANARY" in answer.body] == []
    assert (ranked("canary"), ranked("ahmad unquoted")) == ([], [event.entries.get().pk])
    assert b"Director" in answers[event.get_absolute_url()].body


def test_under_a_rule_nobody_learns_who_was_there(client):
    body, who = make.institution("Far institute"), make.person("Ann Ahmad")
    words = {"remarks": "CANARY", "position": "CANARY", "institution": body, "name": "CANARY", "side": "CANARY"}
    event = make.event("Closed", people=[(who, "moderator", words)], rule="chatham-house", withheld="names")
    photo = EventPhoto.objects.create(event=event, picture=make.picture())
    PhotoSubject.objects.create(photo=photo, person=who, name="CANARY-in-the-photo")
    asked = [f"/events/?{choice}" for choice in ("person=ann-ahmad", "role=moderator", "institution=far-institute")]
    answers = dict(crawl(client, ["/", *asked, "/people/?role=moderator"], alike=3))
    assert [address for address, answer in answers.items() if b"CANARY" in answer.body] == []
    assert ranked("canary") == ranked("moderator closed") == ranked("ann closed") == ranked("far closed") == []
    assert len(ranked("closed")) == 1
    silent = ["/people/ann-ahmad/", "/institutions/far-institute/", *asked]
    assert [address for address in silent if b">Closed<" in answers[address].body] == []
    assert b">Closed<" in answers["/events/"].body
    assert [a for a in ("/people/", "/events/") if b"oderator" in answers[a].body] == []
