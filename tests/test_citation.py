"""Citations name a record as a footnote would, as firmly as it is known."""

import pytest
from django.utils import timezone

from editorial.reading.citation import listed, quoted
from events.citation import cite_agreement, cite_event
from publications.citation import cite
from tests import factories as make

ADDRESS = "https://record.example.org/p/bcdfghjk/"
SITE = "The Record"


@pytest.mark.parametrize(
    "names, phrase",
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "", "B", "C"], "A, B and C"),
        (["A", "B", "C", "D"], "A and others"),
    ],
)
def test_names_are_listed_up_to_three(names, phrase):
    assert listed(names) == phrase


def test_a_title_within_a_title_has_single_marks():
    assert quoted("Launch of “A book”") == "“Launch of ‘A book’”"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "known, cited",
    [
        ({"start_date": "2025-12-18", "city": "Islamabad"}, "Islamabad, 18 December 2025"),
        ({"start_date": "2025-07-06", "end_date": "2025-07-09", "venue": "The hall"}, "The hall, 6–9 July 2025"),
        ({"start_date": "2025-04-17", "date_certainty": "by", "country": "PK"}, "Pakistan, by 17 April 2025"),
        ({"start_date": "1950", "date_certainty": "about"}, "about 1950"),
        ({}, "n.d."),
    ],
)
def test_an_event_is_cited_with_place_and_date_as_far_as_they_are_known(known, cited):
    held = make.event("A talk", hosts=[make.institution("Institute"), make.institution("Embassy")], **known)
    assert (
        cite_event(held, SITE, ADDRESS) == f"Institute and Embassy, “A talk”, roundtable, {cited}, {SITE}, {ADDRESS}."
    )


@pytest.mark.django_db
def test_an_institute_that_keeps_the_record_is_named_once():
    held = make.event("A talk", hosts=[make.institution(SITE)])
    assert cite_event(held, SITE, ADDRESS) == f"{SITE}, “A talk”, roundtable, n.d., {ADDRESS}."


@pytest.mark.django_db
def test_an_agreement_is_cited_with_its_parties():
    parties = [make.institution("Institute"), make.institution("Embassy")]
    pact = make.agreement("A pact", parties=parties, signed_on="2025-04-08", date_certainty="by")
    assert cite_agreement(pact, SITE, ADDRESS) == (
        "“A pact”, memorandum of understanding between Institute and Embassy, "
        f"signed by 8 April 2025, {SITE}, {ADDRESS}."
    )


@pytest.mark.django_db
def test_a_book_is_cited_by_its_authors_or_else_its_editors():
    ann, boris = make.person("Ann Ahmad"), make.person("Boris B")
    both = {"publisher_name": "Institute", "place": "Islamabad", "date": "2025-03"}
    edited = make.publication("A book", "book", people=[(ann, "editor"), (boris, "editor")], subtitle="Its use", **both)
    assert (
        cite(edited, SITE, ADDRESS)
        == f"Ann Ahmad and Boris B (eds), A book: Its use (Islamabad: Institute, 2025), {ADDRESS}."
    )
    written = make.publication("A book", "book", people=[(ann, "author"), (boris, "editor")], edition="Second")
    assert cite(written, SITE, ADDRESS) == f"Ann Ahmad, A book, Second edition (n.d.), {ADDRESS}."


@pytest.mark.django_db
def test_a_chapter_is_cited_in_its_book():
    ann, boris = make.person("Ann Ahmad"), make.person("Boris B")
    book = make.publication("A book", "book", people=[(boris, "editor")], publisher_name="Institute", date="2025")
    chapter = make.publication("A part", "chapter", people=[(ann, "author")], part_of=book, pages="15–38")
    assert (
        cite(chapter, SITE, ADDRESS)
        == f"Ann Ahmad, “A part”, in A book, ed. Boris B (Institute, 2025), pp. 15–38, {ADDRESS}."
    )


@pytest.mark.django_db
def test_a_work_with_a_doi_is_cited_by_it():
    work = make.publication("A report", publisher_name="Institute", date="2025", doi="10.1000/182")
    assert cite(work, SITE, ADDRESS) == "A report (Institute, 2025), https://doi.org/10.1000/182."


@pytest.mark.django_db
def test_every_page_says_how_it_is_cited(client):
    who = make.person("Ann Ahmad")
    page = client.get("/people/ann-ahmad/")
    today = timezone.now()
    cited = f"“Ann Ahmad”, Rapporteur, last changed {today.day} {today:%B %Y}, http://testserver/p/{who.permanent_id}/."
    assert page.context["citation"] == cited
    assert f'data-copy="Copy the citation">{cited}</p>' in page.content.decode()


@pytest.mark.django_db
def test_the_citation_of_a_chapter_does_not_betray_the_draft_of_its_book(client):
    book = make.draft(make.publication("A secret book", "book"))
    make.publication("A part", "chapter", part_of=book, date="2025")
    assert "secret" not in client.get("/publications/a-part/").context["citation"]
