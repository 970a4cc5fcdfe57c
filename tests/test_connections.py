"""Connections: what two share, the part of each, who recurs; whom an institution met; and every figure its list's."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Event
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    """An institute with a centre and a university with a faculty: they met three times, signed a pact, made a book."""
    institute = make.institution("Institute of Affairs", acronym="IA", country="PK")
    centre = make.institution("Centre for Asia", kind="centre", parent=institute)
    university = make.institution("University of the North", kind="university", country="RU")
    faculty = make.institution("Faculty of Law", kind="faculty", parent=university, country="RU")
    embassy = make.institution("Embassy of Russia", kind="embassy", country="PK", sending_country="RU")
    made = {"institute": institute, "centre": centre, "university": university, "faculty": faculty, "embassy": embassy}
    made |= {"ann": make.person("Ann Ahmad", honorific="Dr"), "boris": make.person("Boris B")}
    made["talks"] = talks(**made)
    parties, signatories = [centre, university], [(made["ann"], centre), (made["boris"], faculty)]
    until = {"signed_on": "2022-05-01", "in_force_until": "2023"}
    made["pact"] = make.agreement("A pact", parties=parties, signatories=signatories, event=made["talks"][0], **until)
    book = make.publication("A book", people=[(made["ann"], "editor")], publisher=institute, date="2023")
    book.contributions.create(person=made["boris"], institution=faculty, role=book.contributions.get().role, order=1)
    book.settle()
    make.event("Without the university", hosts=[institute], people=[(made["ann"], "chair")], start_date="2021")
    return made


def talks(institute, centre, university, faculty, embassy, ann, boris):
    director, dean = {"institution": institute, "position": "Director"}, {"institution": faculty, "position": "Dean"}
    people = [(ann, "speaker", director), (boris, "speaker", dean), (boris, "discussant", dean)]
    return [
        make.event("A talk", hosts=[institute, faculty], people=[(ann, "chair", director)], start_date="2020-03-01"),
        make.event("A forum", hosts=[centre], people=people, start_date="2022", country="RU"),
        make.event("A visit", hosts=[university, centre, embassy], people=[(boris, "speaker")]),
    ]


PAIR = "/connections/institute-of-affairs/with/university-of-the-north/"
PERSON = "/connections/university-of-the-north/person/ann-ahmad/"
COUNTRY = "/connections/institute-of-affairs/in/ru/"
MAP = "/connections/institute-of-affairs/"


def titles(rows):
    return [str(record) for record, _ in rows]


def parts_of(page, title):
    """Return what each side did at an event: {side: [words of every row]}."""
    parts = next(parts for event, parts in page.context["events"] if event.title == title)
    return {
        part.side.name: [row.get_part_display() for row in part.hostings]
        + [f"{row.styled}, {row.position}: {', '.join(other.role.name for other in rows)}" for row, rows in part.billed]
        + [f"party to {row.agreement}" for row in part.parties]
        for part in parts
    }


def test_what_two_institutions_share_has_what_their_centres_did(client, record):
    page = client.get(PAIR)
    assert titles(page.context["agreements"]) == ["A pact"]
    assert titles(page.context["events"]) == ["A forum", "A talk", "A visit"]
    assert [str(work) for work in page.context["publications"]] == ["A book"]
    assert parts_of(page, "A talk") == {
        "IA": ["host", "Dr Ann Ahmad, Director: chair", "party to A pact"],
        "University of the North": ["host", "party to A pact"],
    }
    assert parts_of(page, "A forum") == {
        "IA": ["host", "Dr Ann Ahmad, Director: speaker"],
        "University of the North": ["Boris B, Dean: speaker, discussant"],
    }


def test_an_agreement_says_whether_it_is_in_force_and_who_signed_for_either_side(client, record):
    _, signatures = client.get(PAIR).context["agreements"][0]
    assert [(side.name, [row.styled for row in rows]) for side, rows in signatures] == [
        ("IA", ["Dr Ann Ahmad"]),
        ("University of the North", ["Boris B"]),
    ]
    assert "ended, in force until 2023" in words(client.get(PAIR))


def words(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_those_who_recur_are_counted_for_the_side_they_spoke_for(client, record):
    rows = client.get(PAIR).context["recurring"]
    assert [(str(row["person"]), row["events"], [side.name for side in row["sides"]]) for row in rows] == [
        ("Ann Ahmad", 2, ["IA"]),
        ("Boris B", 2, ["University of the North"]),
    ]


LISTED = re.compile(
    r'href="(/(?:events|agreements|publications)/\?(?!.*year=)[^"]*)"[^>]*>(?:<b>|<span class="num">)?(\d+)'
)


@pytest.mark.parametrize("address", [PAIR, PERSON, COUNTRY, MAP, "/connections/embassy-of-russia/", "/connections/"])
def test_every_figure_is_that_of_the_list_it_leads_to(client, record, address):
    figures = [(unescape(link), int(count)) for link, count in LISTED.findall(client.get(address).content.decode())]
    assert figures
    assert [(link, client.get(link).context["total"]) for link, _ in figures] == figures


def test_the_first_and_the_latest_are_named(client, record):
    ends = client.get(PAIR).context["ends"]
    assert [(word, str(found), date) for word, found, date in ends] == [
        ("First", "A talk", "2020-03-01"),
        ("Latest", "A book", "2023"),
    ]
    assert (
        client.get(
            COUNTRY.replace("institute-of-affairs/in/ru", "embassy-of-russia/with/institute-of-affairs")
        ).context["ends"]
        == []
    )


def test_the_bars_lead_to_the_events_of_their_year(client, record):
    chart = client.get(PAIR).context["chart"]
    assert [(bar.label, bar.count) for bar in chart.bars if bar.count] == [("2020", 1), ("2022", 1)]
    assert chart.undated == 1
    assert [client.get(bar.address).context["total"] for bar in chart.bars if bar.count] == [1, 1]


@pytest.mark.once
def test_a_pair_has_one_address(client, record):
    turned = client.get("/connections/university-of-the-north/with/institute-of-affairs/")
    assert (turned.status_code, turned["Location"]) == (301, PAIR)
    itself = client.get("/connections/institute-of-affairs/with/institute-of-affairs/")
    assert itself["Location"] == MAP
    record["university"].slug = "northern-university"
    record["university"].save()
    assert client.get(PAIR)["Location"] == "/connections/institute-of-affairs/with/northern-university/"
    assert client.get(PERSON)["Location"] == "/connections/northern-university/person/ann-ahmad/"
    assert client.get("/connections/university-of-the-north/")["Location"] == "/connections/northern-university/"
    assert client.get("/connections/institute-of-affairs/in/RU/")["Location"] == COUNTRY


@pytest.mark.once
def test_what_is_inside_one_another_is_no_connection(client, record):
    page = client.get("/connections/centre-for-asia/with/institute-of-affairs/")
    assert "One of them is part of the other" in words(page)
    assert '<meta name="robots" content="noindex, follow">' in page.content.decode()


@pytest.mark.parametrize(
    "address",
    [PAIR.replace("north", "nowhere"), PERSON.replace("ann", "nobody"), MAP[:-1] + "x/", COUNTRY[:-3] + "zz/"],
)
@pytest.mark.once
def test_a_connection_with_nobody_is_not_there(client, record, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("number", ["0", "2", "x", "²", "9" * 5000, "%00"])
@pytest.mark.once
def test_a_page_of_a_connection_that_is_not_there_is_not_found(client, record, number):
    assert client.get(f"{PAIR}?page={number}").status_code == 404


def test_a_person_and_an_institution_share_what_both_had_a_part_in_as_billed_then(client, record):
    page = client.get(PERSON)
    assert titles(page.context["agreements"]) == ["A pact"]
    assert [str(work) for work in page.context["publications"]] == ["A book"]
    assert [(title, parts_of(page, title)) for title in titles(page.context["events"])] == [
        (
            "A forum",
            {
                "Dr Ann Ahmad": ["Dr Ann Ahmad, Director: speaker"],
                "University of the North": ["Boris B, Dean: speaker, discussant"],
            },
        ),
        (
            "A talk",
            {
                "Dr Ann Ahmad": ["Dr Ann Ahmad, Director: chair"],
                "University of the North": ["host", "party to A pact"],
            },
        ),
    ]


def test_a_country_is_that_of_its_institutions_and_of_the_embassies_it_sends(client, record):
    page = client.get(COUNTRY)
    assert [(tie.partner.name, tie.country) for tie in page.context["rows"]] == [
        ("University of the North", "Russia"),
        ("Faculty of Law", "Russia"),
        ("Embassy of Russia", "Russia"),
    ]
    assert titles(page.context["events"]) == ["A forum", "A talk", "A visit"]
    assert (page.context["held"].count, page.context["lists"]["events"].count) == (1, 3)
    assert titles(page.context["agreements"]) == ["A pact"]
    assert [work.title for work in page.context["publications"]] == ["A book"]
    assert "Nothing on the public record joins them" in words(client.get("/connections/institute-of-affairs/in/bt/"))


def test_the_partner_map_counts_by_kind_of_record_and_says_since_when(client, record):
    page = client.get(MAP)
    assert [
        (tie.partner.name, [count for count, _ in tie.figures], tie.met.since, tie.met.latest, str(tie.above or ""))
        for tie in page.context["rows"]
    ] == [
        ("University of the North", [3, 1, 1], 2020, 2023, ""),
        ("Faculty of Law", [2, 1, 1], 2020, 2023, "University of the North"),
        ("Embassy of Russia", [1, 0, 0], None, None, ""),
    ]
    drawing = page.context["partner_lines"]
    assert [(line.row.partner.name, len(line.marks)) for line in drawing.lines] == [("University of the North", 3)]
    assert [(mark["x"], bool(mark["ring"])) for mark in drawing.lines[0].marks] == [
        ("14.75%", False),
        ("61.75%", True),
        ("85.25%", False),
    ]


def test_the_partners_of_a_centre_are_neither_its_institute_nor_the_other_way_round(client, record):
    shown = [tie.partner.name for tie in client.get("/connections/centre-for-asia/").context["rows"]]
    assert shown == ["University of the North", "Faculty of Law", "Embassy of Russia"]


def test_partners_are_narrowed_by_kind_and_by_the_country_they_are_of(client, record):
    page = client.get(MAP)
    offered = {panel["name"]: [(v.slug, v.count) for v in panel["first"]] for panel in page.context["facets"]}
    assert offered == {"kind": [("embassy", 1), ("faculty", 1), ("university", 1)], "country": [("ru", 3)]}
    narrowed = client.get(f"{MAP}?kind=embassy&kind=faculty&sort=title").context
    assert [tie.partner.name for tie in narrowed["rows"]] == ["Embassy of Russia", "Faculty of Law"]


def test_an_institution_that_met_nobody_says_so(client):
    make.institution("Alone")
    page = client.get("/connections/alone/")
    assert (page.context["total"], page.context["partner_lines"]) == (0, None)
    assert "Nothing is on the public record here yet." in words(page)


def test_where_nobody_met_the_way_in_says_so(client):
    assert "Nothing on the public record has two institutions yet." in words(client.get("/connections/"))


def test_the_way_in_shows_who_met_most_and_leaves_centres_to_what_they_belong_to(client, record):
    page = client.get("/connections/")
    assert [(str(one), str(other), count) for one, other, count in page.context["pairs"]] == [
        ("Institute of Affairs", "University of the North", 3),
        ("Embassy of Russia", "Institute of Affairs", 1),
        ("Embassy of Russia", "University of the North", 1),
    ]
    assert [(str(body), count) for body, count in page.context["active"]] == [
        ("Institute of Affairs", 4),
        ("University of the North", 3),
        ("Embassy of Russia", 1),
    ]


@pytest.mark.once
def test_many_partners_are_all_listed_and_the_busiest_drawn(client, record):
    names = [f"{'Very ' * 40}long institute {number}" for number in range(118)] + ["انسٹی ٹیوٹ", "Институт"]
    for name in names:
        make.event("Met", hosts=[record["institute"], make.institution(name)], start_date="2024")
    first, second = client.get(MAP), client.get(f"{MAP}?page=2")
    assert (first.context["total"], len(first.context["rows"]), len(second.context["rows"])) == (123, 100, 23)
    assert (len(first.context["partner_lines"].lines), second.context["partner_lines"]) == (40, None)


def test_drafts_are_neither_counted_nor_named(client, record):
    before = {address: client.get(address).content for address in (PAIR, PERSON, COUNTRY, MAP, "/connections/")}
    hosts, people = [record["institute"], record["university"]], [(record["ann"], "chair"), (record["boris"], "chair")]
    make.draft(make.event("Secret", hosts=hosts, people=people, start_date="2019", country="RU"))
    make.scheduled(make.agreement("Secret pact", parties=hosts, signatories=[(record["ann"], hosts[0])]))
    make.withdrawn(make.publication("Secret book", people=[(record["ann"], "author")], publisher=hosts[1]))
    for talk in record["talks"]:
        talk.hostings.create(
            institution=make.draft(make.institution("Secret partner", slug=f"s{talk.pk}")), institution_name="x"
        )
        talk.settle()
    after = {address: client.get(address).content for address in before}
    assert after == before


def test_under_a_rule_neither_pairs_nor_people_learn_who_was_there(client, record):
    Event.objects.update(rule="chatham-house", withheld="names")
    for talk in record["talks"]:
        talk.refresh_from_db()
        talk.settle()
    page = client.get(PAIR)
    assert titles(page.context["events"]) == ["A talk", "A visit"]
    assert parts_of(page, "A talk") == {
        "IA": ["host", "party to A pact"],
        "University of the North": ["host", "party to A pact"],
    }
    assert page.context["recurring"] == []
    assert client.get(PERSON).context["events"] == []


def asked(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    "address",
    [PAIR, PERSON, COUNTRY, MAP, "/connections/", "/institutions/institute-of-affairs/", "/people/ann-ahmad/"],
)
@pytest.mark.once
def test_a_connection_asks_as_often_for_many_as_for_one(client, record, address):
    grow(record, 1)
    once = asked(client, address)
    grow(record, 3)
    assert asked(client, address) == once


def grow(record, times):
    for number in range(times):
        other = make.institution(f"Other {times} {number}", country="RU")
        hosts = [record["institute"], record["university"], other]
        rows = [
            (record["ann"], "chair", {"institution": record["centre"]}),
            (record["boris"], "speaker", {"institution": other}),
        ]
        event = make.event("Another", hosts=hosts, people=rows, start_date="2024-05-05", country="RU")
        signed = [(record["ann"], hosts[0]), (record["boris"], hosts[1])]
        make.agreement("Another pact", parties=hosts, signatories=signed, event=event, predecessor=record["pact"])
        make.publication("Another", people=[(record["ann"], "author")], publisher=record["university"])
        event.settle()


def finds(client, **typed):
    return client.get("/connections/", typed)


@pytest.mark.parametrize(
    "one, other, address",
    [
        ("IA", "university of the north", PAIR),
        ("university-of-the-north", "Institute of Affairs", PAIR),
        ("institute", "the north", PAIR),
        ("I.A.", "", MAP),
        ("ia", "ia", MAP),
        ("university", "ahmad", PERSON),
        ("IA", "RUSSIA", COUNTRY),
        ("IA", "ru", COUNTRY),
        ("IA", "Bhutan", COUNTRY.replace("ru", "bt")),
    ],
)
def test_two_names_lead_to_what_they_share(client, record, one, other, address):
    answer = finds(client, **{"institution": one, "with": other})
    assert (answer.status_code, answer.headers.get("Location")) == (302, address)


def test_a_name_that_many_have_offers_them(client, record):
    make.institution("Institute of Arts")
    page = finds(client, **{"institution": "institute", "with": "B"})
    typed, ways = page.context["offers"][0]
    assert (typed, [(str(each), sort, where) for each, sort, where in ways]) == (
        "institute",
        [
            ("Institute of Affairs", "think tank", "?institution=institute-of-affairs&with=B"),
            ("Institute of Arts", "think tank", "?institution=institute-of-arts&with=B"),
        ],
    )


def test_a_name_nobody_has_says_so(client, record):
    make.draft(make.institution("Hidden body"))
    page = words(finds(client, **{"institution": "Hidden", "with": "<zzz>"}))
    assert page.count("Nobody on the public record goes by the name of") == 2
    assert "Name the institution as well" in words(finds(client, **{"with": "Boris"}))
