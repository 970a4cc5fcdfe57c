"""Bibliographies of other programs: what becomes of their entries, the strange ones among them."""

import time

import pytest

from editorial.exchange.planning import Plan
from editorial.exchange.plans import Options
from editorial.exchange.sheets import Exchange
from publications import bibtex, ris
from publications.bibliography import Entry
from publications.models import Publication
from tests import factories as make
from tests.test_exchange import OpenGate, carried

ZOTERO = r"""
@comment{x}
@string{issi = "Institute of Strategic Studies Islamabad"}
@book{khan_pivot_2024,
	address = {Islamabad}, title = {{CPEC} and the {\"U}ber-pivot: a reader}, isbn = {978-0-471-11709-4 978-0-306-40615-7},
	publisher = issi, author = {Ahmad, Ann and M{\"u}ller, Hans-J{\"o}rg and {World Bank} and others},
	month = mar, year = {2024}, keywords = {Energy, Unheard of}, url = {https://example.org/book}, langid = {english},
	abstract = {Costs < 5 \& more.}
}
@incollection{roe_2024, title = {Wind power -- a chapter}, author = {Roe, Richard}, crossref = {khan_pivot_2024}, pages = {15--38}}
@inproceedings{poe_2023, title = {A talk}, booktitle = {Proceedings of a Forum}, editor = {Boe, Bo}, author = {Poe, P.}, year = 2023}
@article{doe_2020, title = {An article}, journal = {Strategic Studies}, volume = 40, number = 2, pages = {1-20},
	author = "Jane {van} Doe", year = 2020, doi = {https://doi.org/10.1000/ABC}, issn = {0028-0836}}
"""
RIS = """TY  - CHAP
AU  - Roe, Richard, Jr
A2  - Ahmad, Ann
TI  - Wind power
  and its costs
T2  - A reader
PY  - 2024/05//
SP  - 15
EP  - 38
SN  - 978-0-471-11709-4
KW  - Energy
KW  - Wind
ER  -

TY  - JOUR
T1  - An article
JO  - Strategic Studies
VL  - 40
IS  - 2
Y1  - 2020/01/17/
DO  - 10.1000/abc
ER  -
"""


def planned(name, text, **options):
    exchange = Exchange.of(Publication)
    return Plan(exchange, exchange.read(name, text.encode()), OpenGate(), Options(**options))


def shown(work):
    people = [(str(row.role), row.name, row.person and str(row.person)) for row in work.contributions.all()]
    return work.title, str(work.kind), work.date, str(work.part_of or ""), people


@pytest.mark.django_db
def test_a_bibliography_becomes_publications_with_contributors_and_chapters_with_their_books():
    make.topic("Energy")
    make.person("Ann Ahmad")
    plan = planned("zotero.bib", ZOTERO, series=True)
    assert plan.problems == []
    assert plan.notes == ["Keywords that are no topics here, and are left out: Unheard of."]
    assert (plan.count["new"], [str(one) for one in plan.used_words]) == (5, ["Strategic Studies"])
    carried(plan)
    assert [shown(work) for work in Publication.objects.order_by("pk")] == [
        (
            "CPEC and the Über-pivot: a reader",
            "book",
            "2024-03",
            "",
            [
                ("author", "Ann Ahmad", "Ann Ahmad"),
                ("author", "Hans-Jörg Müller", None),
                ("author", "World Bank", None),
            ],
        ),
        (
            "Wind power – a chapter",
            "chapter",
            "2024-03",
            "CPEC and the Über-pivot: a reader",
            [("author", "Richard Roe", None)],
        ),
        ("Proceedings of a Forum", "proceedings", "2023", "", [("editor", "Bo Boe", None)]),
        ("A talk", "chapter", "2023", "Proceedings of a Forum", [("author", "P. Poe", None)]),
        ("An article", "journal article", "2020", "", [("author", "Jane van Doe", None)]),
    ]


@pytest.mark.django_db
def test_what_an_entry_says_besides_stands_in_its_fields_and_a_second_reading_changes_nothing():
    make.topic("Energy")
    publisher = make.institution("Institute of Strategic Studies Islamabad")
    carried(planned("zotero.bib", ZOTERO, series=True))
    book = Publication.objects.order_by("pk")[0]
    assert (book.publisher, book.isbn, list(book.topics.names()), book.abstract, book.website) == (
        publisher,
        "978-0-471-11709-4",
        ["Energy"],
        "<p>Costs &lt; 5 &amp; more.</p>",
        "https://example.org/book",
    )
    article = Publication.objects.get(title="An article")
    assert (article.doi, article.series.name, article.number, article.pages) == (
        "10.1000/abc",
        "Strategic Studies",
        "40(2)",
        "1–20",
    )
    again = planned("zotero.bib", ZOTERO, series=True)
    assert (again.problems, again.steps, again.count["unchanged"]) == ([], [], 5)


@pytest.mark.django_db
def test_ris_is_read_as_well_and_its_second_reading_changes_nothing():
    plan = planned("mendeley.ris", RIS, series=True)
    assert plan.problems == []
    carried(plan)
    assert [shown(work) for work in Publication.objects.order_by("pk")] == [
        ("A reader", "edited book", "2024", "", [("editor", "Ann Ahmad", None)]),
        ("Wind power and its costs", "chapter", "2024-05", "A reader", [("author", "Richard Roe Jr", None)]),
        ("An article", "journal article", "2020-01-17", "", []),
    ]
    assert planned("mendeley.ris", RIS, series=True).steps == []


@pytest.mark.django_db
def test_bad_entries_are_told_by_their_line_and_the_others_can_be_imported():
    text = (
        "@book{a, title={One}, year={2020}, isbn={123}}\n@book{b, title={Two}, year={20x0}}\n"
        "@book{c, title=foo, year=2020}\n@book{e, title={Four}, year={forthcoming}}\n@book{d, title={unclosed"
    )
    plan = planned("a.bib", text)
    assert [(problem.line, problem.column, problem.said[:40]) for problem in plan.problems] == [
        (1, "isbn", "This is not a valid ISBN. It looks like "),
        (2, "date", "Give a day, a month or a year that exist"),
        (3, "", "This entry is not written as BibTeX has "),
        (5, "", "This entry is not written as BibTeX has "),
    ]
    carried(planned("a.bib", text, skip=True))
    assert [str(one) for one in Publication.objects.all()] == ["Four"]


@pytest.mark.once
def test_what_stands_outside_of_an_entry_or_has_no_end_is_told():
    found = ris.read("AU  - Doe, Jane\nTY  - BOOK\nTI  - One\n")
    assert [(entry.line, entry.faults) for entry in found] == [
        (1, ["This stands outside of any entry: the line TY is missing."]),
        (2, ["This entry has no end (ER)."]),
    ]


@pytest.mark.once
@pytest.mark.parametrize(
    "written, read",
    [
        (r"Caf{\'e} \& {\c C}a{\u g} \o", "Café & Çağ ø"),
        (r"\textit{Foo} \input{/etc/passwd} $x$ a~b", "Foo /etc/passwd x a b"),
        ("Ünïcode اردو", "Ünïcode اردو"),
        (r"100\% of \$5 \_ \# --- ``so''", "100% of $5 _ # — “so”"),
        ("{" * 50 + "x" + "}" * 50, "x"),
        ("\\" * 7, ""),
    ],
)
def test_latex_becomes_letters_and_nothing_is_ever_run(written, read):
    assert bibtex.plain(written) == read


@pytest.mark.once
@pytest.mark.parametrize(
    "text",
    [
        "{" * 10**6,
        "@book{a, title=" + "{" * 5 * 10**5 + "}" * 5 * 10**5 + "}",
        "@book{a, title={" + "\\" * 3 * 10**5 + "}}",
        "@book{a, title={" + "\\'{e}" * 10**5 + "}}",
        "@book{a, author={" + " and ".join(["Doe, J"] * 10**4) + "}}",
        "@book{a, author={" + "a, " * 10**5 + "}}",
        "@book{a, author={" + "{" * 99 + "}" * 99 + " and " * 10**5 + "}}",
        "@" * 10**6,
        "@comment{" * 10**5,
        "@book{a, " + "x={1}, " * 10**5,
        "@book{a, x=" + '"a" # ' * 10**5,
        "@a{b,c} " * 10**5,
    ],
)
def test_hostile_text_takes_no_time_and_no_harm(text):
    begun = time.process_time()
    assert isinstance(bibtex.read(text), list)
    assert isinstance(ris.read(text), list)
    assert time.process_time() - begun < 8


@pytest.mark.once
def test_abbreviations_that_multiply_are_stopped():
    text = (
        '@string{a0="'
        + "x" * 100
        + '"}'
        + "".join(f"@string{{a{n + 1}={' # '.join([f'a{n}'] * 10)}}}" for n in range(9))
    )
    with pytest.raises(ValueError, match="grow without end"):
        bibtex.read(text)


@pytest.mark.once
def test_a_date_is_known_as_far_as_it_is_given():
    told = [
        {"year": "2024", "month": "mar", "day": "7"},
        {"year": "2024", "month": "March"},
        {"date": "2024-05/2024-07"},
        {"year": "n.d."},
        {"year": "2024", "month": "spring"},
        {},
    ]
    assert [Entry(1, fields=fields).date for fields in told] == ["2024-03-07", "2024-03", "2024-05", "", "2024", ""]
