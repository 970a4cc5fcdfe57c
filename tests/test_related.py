"""Related records: really related, each saying why, and nothing that the public does not see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial.reading import related as relatedness
from editorial.reading.related import related
from events.models import EventSeries, Participation
from publications.models import Series
from tests import factories as make
from tests.test_pages import words

pytestmark = pytest.mark.django_db


def told(record, *shown):
    """Return what is related to `record` as [(heading, why)]."""
    return [(str(other.record), other.why) for other in related(record, *shown)]


def test_what_few_share_says_more_than_what_many_share():
    rare, common = make.topic("Rare"), make.topic("Common")
    record = make.event("This", topics=[rare, common])
    for n in range(8):
        make.event(f"Common {n}", topics=[common], start_date=f"2024-01-0{n + 1}")
    make.publication("Rare one", topics=[rare], date="1999")
    assert told(record) == [
        ("Rare one", "On Rare"),
        *[(f"Common {n}", "On Common") for n in (7, 6, 5, 4, 3)],
    ]


def test_a_series_ties_closest_and_every_reason_is_given_in_words():
    ann, ben, cyd = make.person("Ann"), make.person("Ben"), make.person("Cyd")
    institute = make.institution("Institute of Oriental Studies")
    series = EventSeries.objects.create(name="Dialogue", slug="dialogue")
    people = [(ann, "speaker"), (ben, "speaker")]
    record = make.event("This", hosts=[institute], people=people, topics=[make.topic("Disarmament")], series=series)
    make.event("Next of the series", series=series)
    make.publication("By both", people=[(ann, "author"), (ben, "editor"), (cyd, "author")])
    make.event("With one and there", hosts=[institute], people=[(ann, "moderator")])
    make.agreement("Pact", parties=[institute])
    make.event("On it", topics=[make.topic("Disarmament")], people=[(cyd, "speaker")])
    make.event("Stranger", people=[(cyd, "speaker")])
    assert told(record) == [
        ("Next of the series", "Same series"),
        ("By both", "Both with Ben and Ann"),
        ("With one and there", "Both with Ann; both with Institute of Oriental Studies"),
        ("On it", "On Disarmament"),
        ("Pact", "Both with Institute of Oriental Studies"),
    ]


def test_people_are_related_to_people_and_institutions_to_institutions():
    water, body, other = make.topic("Water"), make.institution("Institute"), make.institution("University")
    make.person("Ben", topics=[water])
    ann, cyd, dan = (
        make.person("Ann", "Fellow", body, topics=[water]),
        make.person("Cyd", "Fellow", body),
        make.person("Dan"),
    )
    make.event("A “great” talk", people=[(ann, "speaker", {"institution": body}), (dan, "chair")], hosts=[other])
    make.event("Another", people=[(ann, "speaker"), (dan, "chair"), (make.person("Eve"), "speaker")])
    make.agreement("Pact", signatories=[(ann, None), (cyd, None)])
    assert told(ann) == [
        ("Dan", "Both at “A ‘great’ talk” and elsewhere"),
        ("Cyd", "Both named in “Pact”; both with Institute"),
        ("Eve", "Both at “Another”"),
        ("Ben", "On Water"),
    ]
    assert told(body) == [("University", "Both at “A ‘great’ talk”")]


def test_of_a_narrow_topic_and_the_broader_one_above_it_only_the_narrow_one_is_told():
    energy = make.topic("Energy")
    oil, gas = make.topic("Oil", broader=energy), make.topic("Gas", broader=energy)
    record = make.event("This", topics=[oil])
    make.event("Oil as well", topics=[oil])
    make.event("Gas", topics=[gas])
    assert told(record) == [("Oil as well", "On Oil"), ("Gas", "On Energy")]


def test_the_parts_of_a_whole_are_kin():
    visit, book = make.event("Visit"), make.publication("Book", "book")
    record, _ = make.event("First meeting", parent=visit), make.event("Second meeting", parent=visit)
    chapter, _ = (make.publication(name, "chapter", part_of=book) for name in ("One", "Two"))
    assert told(record) == [("Second meeting", "Both part of “Visit”")]
    assert told(chapter) == [("Two", "Both in “Book”")]


def test_what_the_page_leads_to_already_is_not_repeated(client):
    topics = [make.topic("Energy")]
    series = Series.objects.create(name="Papers", slug="papers")
    parent = make.event("Parent", topics=topics)
    record = make.event("This", topics=topics, parent=parent)
    part, linked, linking = (make.event(name, topics=topics) for name in ("Part", "Linked", "Linking"))
    part.parent = record
    part.save()
    record.links.create(other=linked)
    linking.links.create(other=record)
    book = make.publication("Book", "book", topics=topics, series=series)
    record.event_publications.create(publication=book)
    make.agreement("Signed there", topics=topics, event=record)
    paper = make.publication("Paper", topics=topics, series=series)
    assert told(record) == [("Paper", "On Energy")]
    shown = [str(other.record) for other in client.get(paper.get_absolute_url()).context["kindred"]]
    assert "Book" not in shown


def test_of_equally_close_ones_the_newest_come_first_and_six_are_enough():
    topics = [make.topic("Energy")]
    record = make.event("This", topics=topics)
    for year in (2019, 2024, 2021, 2023):
        make.event(f"Event of {year}", topics=topics, start_date=str(year))
        make.publication(f"Paper of {year}", topics=topics, date=f"{year}-05")
    make.event("Undated", topics=topics)
    years = (2024, 2023, 2021)
    assert [heading for heading, _ in told(record)] == [f"{kind} of {y}" for y in years for kind in ("Paper", "Event")]


def test_what_the_public_does_not_see_is_neither_related_nor_a_reason():
    topics, hidden = [make.topic("Energy")], make.draft(make.institution("Hidden"))
    guest = make.draft(make.person("Guest"))
    series = EventSeries.objects.create(name="Dialogue", slug="dialogue")
    fields = {"topics": topics, "hosts": [hidden], "people": [(guest, "speaker")], "series": series}
    record = make.event("This", **fields)
    for hide in (make.draft, make.scheduled, make.withdrawn):
        hide(make.event(f"Not seen, {hide.__name__}", **fields))
    make.event("Seen", hosts=[hidden], people=[(guest, "speaker")])
    assert told(record) == []


def test_who_took_part_under_a_rule_relates_nothing():
    ann, ben, body = make.person("Ann"), make.person("Ben"), make.institution("Institute")
    closed = {"rule": "chatham-house", "withheld": "names"}
    people = [(ann, "speaker", {"institution": body}), (ben, "speaker")]
    first, second = make.event("Closed", people=people, **closed), make.event("Open", people=people[:1])
    make.event("Closed too", people=people, **closed)
    assert [told(record) for record in (first, second, ann, ben, body)] == [[]] * 5
    Participation.objects.filter(event=first, person=ben).delete()
    second.participations.create(person=ben, role=second.participations.get().role)
    assert told(ann) == [("Ben", "Both at “Open”")]


def test_drafts_change_neither_the_order_nor_the_reasons():
    rare, common = make.topic("Rare"), make.topic("Common")
    record = make.event("This", topics=[rare, common])
    make.event("On the rare", topics=[rare])
    for n in range(3):
        make.event(f"On the common {n}", topics=[common])
    before = told(record)
    for n in range(9):
        make.draft(make.event(f"Draft {n}", topics=[rare]))
    assert told(record) == before


def test_however_common_a_thing_is_only_so_many_rows_are_read(monkeypatch):
    monkeypatch.setattr(relatedness, "MOST_ROWS", 5)
    rare, common = make.topic("Rare"), make.topic("Common")
    record, plain = make.event("This", topics=[rare, common]), make.event("Plain", topics=[common])
    for n in range(9):
        make.event(f"Common {n}", topics=[common])
    make.event("Both", topics=[rare, common])
    make.event("Rare only", topics=[rare])
    assert told(record) == [("Both", "On Rare and Common"), ("Rare only", "On Rare")]
    # Where there is nothing else to go by, the latest under the common thing are as good as any.
    assert [heading for heading, _ in told(plain)] == ["Both", *(f"Common {n}" for n in (8, 7, 6, 5))]


def test_every_page_shows_them_with_what_they_are_and_when_and_why(client):
    topics = [make.topic("Energy")]
    make.publication("Paper", topics=topics, date="2024-05")
    make.agreement("Pact", topics=topics, signed_on="2025", date_certainty="by")
    said = words(client.get("/publications/paper/"))
    assert "Related Pact Memorandum of understanding, by 2025 On Energy" in said
    assert "Related Paper Report, May 2024 On Energy" in words(client.get("/agreements/pact/"))


def test_it_costs_as_many_questions_for_many_as_for_one():
    topic, body = make.topic("Energy"), make.institution("Institute")
    ann = make.person("Ann", "Fellow", body, topics=[topic])

    def make_more(number):
        for n in range(number):
            who = make.person(f"Person {number} {n}", "Fellow", body, topics=[topic])
            rows = {"people": [(ann, "speaker"), (who, "speaker")], "hosts": [body], "topics": [topic]}
            make.event(f"Event {number} {n}", **rows)
            make.publication(f"Paper {number} {n}", people=[(ann, "author")], topics=[topic], publisher=body)
            make.agreement(f"Pact {number} {n}", parties=[body], signatories=[(ann, body)], topics=[topic])
            make.institution(f"Unit {number} {n}", parent=body, topics=[topic])

    def asked():
        for record in (ann, body, ann.participations.first().event, ann.contributions.first().publication):
            with CaptureQueriesContext(connection) as queries:
                related(type(record).objects.get(pk=record.pk))
            yield len(queries)

    make_more(1)
    make_more(2)
    few = list(asked())
    make_more(4)
    assert list(asked()) == few
