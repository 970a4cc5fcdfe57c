"""Whatever stands in an address, the answer is a page, a refusal or "not there"; never a failure of ours."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from editorial.filters import RecordFilter
from events.filters import AgreementFilter, EventFilter
from people.filters import ExpertFilter, InstitutionFilter, PersonFilter
from portal.search import SearchFilter
from publications.filters import PublicationFilter
from tests import factories as make

pytestmark = pytest.mark.django_db

# As they stand in an address: percent-encoded where a browser would.
VALUES = [
    *(
        "",
        "%20",
        "%00",
        "a%00b",
        "%FF",
        "%C0%AF",
        "%ED%A0%80",
        "%",
        "%zz",
        "%25%5F",
        "%0d%0aSet-Cookie:x=1",
        "%27",
        "%22",
    ),
    *("a%22b", "*", "(", ")", "^", "%2B", "-a", "AND", "a%20OR", "NOT", "NEAR(a%20b)", "col:x", "%5C", "_", "[]", "{}"),
    *("0", "-1", "1e9", "1_000", "%C2%B2", quote("９９"), quote("٣"), "0x1F", "1.5", "NaN", "inf", "2147483648"),
    *("9223372036854775808", "1" + "0" * 21, "7" * 5000, "true", "null", "2024-02-30", "2024-13-01", "0000-00-00"),
    *("0001-01-01", "9999-12-31", "10000-01-01", "2024-W01", quote("２０２４-01-01"), "2024-01-01T25:00"),
    *("2024-01-01%2B99:00", "a" * 200, "a" * 5000, "a" * 60_000, "+".join(["word"] * 10_000)),
    *("%3Cscript%3Ealert(1)%3C/script%3E", "%7B%7B7*7%7D%7D", "../../etc/passwd", "file:///etc/passwd", quote("🙂")),
    *(quote("اردو"), "%E2%80%AE", "no-such-slug", "a-draft", "1", "id,-password", "0000", "9999"),
]
# Those that have broken something somewhere, tried in each parameter by itself.
NASTY = ["%00", "a%00b", "%ED%A0%80", "%22", "%C2%B2", quote("٣"), "1" + "0" * 21, "0000", "2024-02-30", "a" * 60_000]
FILTERS = {
    "/events/": EventFilter,
    "/publications/": PublicationFilter,
    "/people/": PersonFilter,
    "/experts/": ExpertFilter,
    "/institutions/": InstitutionFilter,
    "/agreements/": AgreementFilter,
    "/search/": SearchFilter,
}
PLAIN = ["/", "/topics/", "/statistics/", "/search/suggest/"]
PARAMETERS = {
    **{address: [*filters.base_filters, "sort", "page", "key[]", "key[$ne]"] for address, filters in FILTERS.items()},
    **{address: ["q", "page"] for address in PLAIN},
    "/connections/": ["institution", "with"],
    "/connections/institute/": [*InstitutionFilter.base_filters, "sort", "page"],
    "/connections/institute/in/pk/": ["page"],
    "/connections/institute/person/ann-ahmad/": ["page"],
}
FINE = {200, 400, 404}


@pytest.fixture
def record():
    topic = make.topic("Energy")
    body = make.institution("Institute", topics=[topic], country="PK")
    who = make.person("Ann Ahmad", "Director", body, topics=[topic])
    made = make.event("A talk", hosts=[body], people=[(who, "speaker")], topics=[topic], start_date="2024-05-01")
    make.publication("A paper", people=[(who, "author")], publisher=body, topics=[topic], date="2024")
    make.agreement("A pact", parties=[body], signatories=[(who, body)], event=made, signed_on="2024")
    make.draft(make.event("A draft"))


@pytest.mark.once
def test_every_list_has_its_filters_listed_here():
    assert set(FILTERS.values()) == set(RecordFilter.__subclasses__())


@pytest.mark.parametrize("address", PARAMETERS)
def test_rubbish_in_a_parameter_is_answered(client, record, address):
    asked = [f"{name}={value}" for name in PARAMETERS[address] for value in NASTY]
    answers = {query[:40]: client.get(f"{address}?{query}").status_code for query in asked}
    assert {query: code for query, code in answers.items() if code not in FINE} == {}


@pytest.mark.parametrize("address", ["/events/", "/people/", "/topics/"])
def test_rubbish_in_every_parameter_at_once_is_answered(client, record, address):
    """Between them they have every kind of facet. The number of the page goes by itself: where there is no such page,
    nobody looks at the other parameters."""
    others = [name for name in PARAMETERS[address] if name != "page"]
    queries = {value: "&".join(f"{name}={value}" for name in others) for value in VALUES}
    answers = {value[:40]: client.get(f"{address}?{query}").status_code for value, query in queries.items()}
    assert {value: code for value, code in answers.items() if code != 200} == {}


@pytest.mark.parametrize("address", ["/events/", "/people/", "/institutions/", "/search/"])
@pytest.mark.parametrize("name", ["page", "q"])
def test_rubbish_for_words_or_the_number_of_a_page_is_answered(client, record, address, name):
    """These two reach the database as they are, where the other parameters are looked up first."""
    answers = {value[:40]: client.get(f"{address}?{name}={value}").status_code for value in VALUES}
    assert {value: code for value, code in answers.items() if code not in {200, 404}} == {}


@pytest.mark.parametrize("address", FILTERS)
def test_what_nobody_knows_finds_nothing_and_says_so(client, record, address):
    """Rubbish never widens a list in silence: a value that was not understood is not left out of the question."""
    facets = [name for name in FILTERS[address].base_filters if name != "q"]
    asked = [(name, value) for name in facets for value in ("no_such_thing", "%00", "%C3%9F", quote("٣"), "a" * 5000)]
    pages = {(name, value[:9]): client.get(f"{address}?{name}={value}") for name, value in asked}
    assert {choice: page.context["total"] for choice, page in pages.items() if page.context["total"]} == {}
    assert [choice for choice, page in pages.items() if "not known: " not in page.content.decode()] == []
    words = [client.get(f"{address}?q={value}") for value in ("%22", "*", "%25", "()", quote("🙂"), "%E2%80%AE")]
    assert [page.context["total"] for page in words] == [0] * len(words)


def test_a_thousand_choices_cost_hardly_more_than_one(client, record):
    """Whoever fills every parameter with unknown values does not keep the database busy."""
    names = [name for name in FILTERS["/events/"].base_filters if name != "q"]
    with CaptureQueriesContext(connection) as queries:
        client.get("/events/?" + "&".join(f"{name}=no-{number}" for name in names for number in range(100)))
    assert len(queries) < 60


@pytest.mark.parametrize("address", FILTERS)
@pytest.mark.parametrize("times", [2, 1000, 5001])
def test_a_parameter_may_be_repeated_any_number_of_times(client, record, address, times):
    assert client.get(f"{address}?{'&'.join(f'topic={n}' for n in range(times))}").status_code in FINE


@pytest.mark.parametrize("address", [*FILTERS, "/topics/", "/p/", "/connections/", "/connections/institute/with/"])
def test_rubbish_for_a_name_is_not_there(client, record, address):
    answers = {value[:40]: client.get(f"{address}{value}/").status_code for value in VALUES if value.strip("./")}
    assert {value: code for value, code in answers.items() if code not in {404, 400}} == {}


@pytest.mark.once
def test_rubbish_for_the_record_of_a_note_is_not_there(client, record):
    answers = {value[:40]: client.get(f"/events/{value}/note.txt").status_code for value in VALUES if value.strip("./")}
    assert {value: code for value, code in answers.items() if code not in {404, 400}} == {}


@pytest.mark.parametrize("folder", ["images", "files"])
@pytest.mark.once
def test_rubbish_for_a_file_is_not_there(client, record, folder):
    answers = {value[:40]: client.get(f"/events/a-talk/{folder}/{value}").status_code for value in VALUES}
    assert {value: code for value, code in answers.items() if code != 404} == {}


@pytest.mark.once
def test_what_was_typed_comes_back_as_text(client, record):
    page = client.get("/events/?q=%3Cscript%3Ealert(1)%3C/script%3E&topic=%22%3E%3Cscript%3E").content.decode()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


READ = ["/", "/events/", "/events/a-talk/", "/people/", "/topics/energy/", "/p/22222222/", "/no/such/page/"]
METHODS = ["POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "FROTZ"]


@pytest.mark.parametrize("address", READ)
@pytest.mark.once
def test_pages_are_only_read(record, address):
    reader = Client(enforce_csrf_checks=True)
    answers = {method: reader.generic(method, address) for method in METHODS}
    refused = {method: (answer.status_code, answer.get("Allow")) for method, answer in answers.items()}
    assert refused == dict.fromkeys(METHODS, (405, "GET, HEAD"))


@pytest.mark.parametrize("address", READ)
@pytest.mark.once
def test_asking_for_the_headers_alone_gives_those_of_the_page(client, record, address):
    asked, got = client.head(address), client.get(address)
    # The validator is made from the content, which Django leaves out when it is not asked for.
    headers = {name: value for name, value in got.headers.items() if name != "ETag"}
    assert (asked.status_code, dict(asked.headers), asked.content) == (got.status_code, headers, b"")


@pytest.mark.once
def test_a_form_without_its_token_is_refused_in_the_look_of_the_site(record):
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "a", "password": "b"})
    assert answer.status_code == 403
    assert "This form had grown stale" in answer.content.decode()


@pytest.mark.parametrize("address", ["/events/no-such-talk/", "/admin/login/", "/"])
@pytest.mark.once
def test_rubbish_in_a_cookie_is_as_good_as_no_cookie(client, address):
    plain = client.get(address)
    for value in ('"\\000aaaaaaaaaaa"', '"\\355\\240\\200aaaaaaaa"', "a" * 7000, "'; --aaaaaaaa", "{}[]()=;;"):
        for name in ("sessionid", "messages", "csrftoken"):
            answer = client.get(address, headers={"cookie": f"{name}={value}"})
            assert (answer.status_code, name, value[:20]) == (plain.status_code, name, value[:20])
