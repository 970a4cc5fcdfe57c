"""Whatever stands in an address, the answer is a page, a refusal or "not there"; never a failure of ours."""

from urllib.parse import quote

import pytest

from editorial.filters import RecordFilter
from events.filters import AgreementFilter, EventFilter
from people.filters import InstitutionFilter, PersonFilter
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
    "/institutions/": InstitutionFilter,
    "/agreements/": AgreementFilter,
}
PLAIN = ["/", "/topics/"]
PARAMETERS = {
    **{address: [*filters.base_filters, "sort", "page", "key[]", "key[$ne]"] for address, filters in FILTERS.items()},
    **{address: ["q", "page"] for address in PLAIN},
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


def test_every_list_has_its_filters_listed_here():
    assert set(FILTERS.values()) == set(RecordFilter.__subclasses__())


@pytest.mark.parametrize("address", PARAMETERS)
def test_rubbish_in_a_parameter_is_answered(client, record, address):
    asked = [f"{name}={value}" for name in PARAMETERS[address] for value in NASTY]
    answers = {query[:40]: client.get(f"{address}?{query}").status_code for query in asked}
    assert {query: code for query, code in answers.items() if code not in FINE} == {}


@pytest.mark.parametrize("address", PARAMETERS)
def test_rubbish_in_every_parameter_at_once_is_answered(client, record, address):
    queries = {value[:40]: "&".join(f"{name}={value}" for name in PARAMETERS[address]) for value in VALUES}
    answers = {value: client.get(f"{address}?{query}").status_code for value, query in queries.items()}
    assert {value: code for value, code in answers.items() if code not in FINE} == {}


@pytest.mark.parametrize("address", FILTERS)
@pytest.mark.parametrize("times", [2, 1000, 5001])
def test_a_parameter_may_be_repeated_any_number_of_times(client, record, address, times):
    assert client.get(f"{address}?{'&'.join(f'topic={n}' for n in range(times))}").status_code in FINE


@pytest.mark.parametrize("address", [*FILTERS, "/topics/", "/p/"])
def test_rubbish_for_a_name_is_not_there(client, record, address):
    answers = {value[:40]: client.get(f"{address}{value}/").status_code for value in VALUES if value.strip("./")}
    assert {value: code for value, code in answers.items() if code not in {404, 400}} == {}


@pytest.mark.parametrize("folder", ["images", "files"])
def test_rubbish_for_a_file_is_not_there(client, record, folder):
    answers = {value[:40]: client.get(f"/events/a-talk/{folder}/{value}").status_code for value in VALUES}
    assert {value: code for value, code in answers.items() if code != 404} == {}


def test_what_was_typed_comes_back_as_text(client, record):
    page = client.get("/events/?q=%3Cscript%3Ealert(1)%3C/script%3E&topic=%22%3E%3Cscript%3E").content.decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("address", ["/events/", "/events/a-talk/", "/", "/topics/energy/"])
def test_pages_are_only_read(client, record, method, address):
    assert getattr(client, method)(address).status_code == 405
