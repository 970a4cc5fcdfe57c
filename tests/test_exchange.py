"""Out of the house and in again: tables of the record, and what an import makes of them."""

import csv
import datetime
import io
import os
import zipfile

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from editorial.anatomy import relations
from editorial.exchange import leaving
from editorial.exchange.carrying import OvertakenError, carry
from editorial.exchange.planning import Plan
from editorial.exchange.plans import Options
from editorial.exchange.sheets import Exchange
from editorial.exchange.tables import tables
from editorial.models import Topic
from events.models import Agreement, Event, Role
from people.models import Institution, Person
from publications.models import Publication
from tests import factories as make
from tests.whole import whole_record

pytestmark = pytest.mark.django_db
KINDS = [Institution, Person, Topic, Publication, Event, Agreement]


class OpenGate:
    may_publish = True

    def seen(self, model):
        return model.objects.all()

    def may_add(self, model):
        return True

    def may_change(self, record):
        return True


def planned(model, name, data, **options):
    return Plan(Exchange.of(model), tables(name, data), OpenGate(), Options(**options))


def text(*lines):
    return "\n".join(lines).encode()


def held(record):
    return type(record).objects.filter(pk=record.pk).first()


def carried(plan):
    """Carry out a plan; return what was logged."""
    logged = []
    user = User.objects.get_or_create(username="importer")[0]
    carry(plan, user, lambda record, fresh: logged.append((str(record), fresh)), held)
    return logged


def awkward():
    """Make one record of each kind with rows of every kind, and some with names that spreadsheets take for something."""
    found = whole_record()
    made = make.person("Ъ=1+1 Öz\u0301il", honorific="=HYPERLINK(1)", biography="<p>a</p>\n<p>b</p>", sort_name="007")
    make.person("Ann Ahmad", private_contact="+92 300\r\n@home")
    make.event("A talk", start_date="2025", ordinal=None, summary="Two\r\nlines\tand a tab")
    made.names.create(name="＝اردو", language="ur")
    made.links.create(label="-", address="https://example.org/?a=1;2")
    event = found["event"]
    session = event.sessions.create(title="Morning; first", start_time=datetime.time(9, 5, 7), order=1)
    event.sessions.create(title="Morning; first", order=2)
    row = {"name": "Unknown", "position": "'=x", "side": "A side", "heads_side": True}
    event.participations.create(role=Role.objects.get(slug="speaker"), session=session, **row)
    return made, event


def comes_back_unchanged(model, form):
    """Export all records of a kind, read them again, and return what that would change."""
    keys = list(model.objects.values_list("pk", flat=True))
    plan = planned(model, f"x.{form}", leaving.FORMS[form](Exchange.of(model), keys))
    assert len(plan.planned) == len(keys)
    found = [(part.sheet.title, part.changes) for one in plan.planned for part in one.everything if part.changes]
    return found, plan.problems, plan.notes, plan.count["unchanged"] - len(keys)


@pytest.mark.parametrize("form", ["xlsx", "zip"])
@pytest.mark.parametrize("model", KINDS)
def test_what_goes_out_and_comes_back_changes_nothing(model, form):
    awkward()
    assert comes_back_unchanged(model, form) == ([], [], [], 0)


# What the traps of spreadsheets are made of, and letters of all sorts.
TRAPS = st.sampled_from(
    "= + - @ ＝ ＋ － ＠ ' \" \t \r \n ; , | \\ \u200f 0 007 1e5 2025-12 true [ ] [k3x9q2mz] new1 < & é ی Ж".split(" ")
)
TEXTS = st.lists(
    st.one_of(TRAPS, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=5)), max_size=8
)
DATES = st.sampled_from(["", "2025", "2025-12", "2025-12-18", "1000-01-01", "2999-12"])


@settings(
    max_examples=12 if os.environ.get("CI") else 4,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(texts=st.lists(TEXTS.map("".join), min_size=6, max_size=6), date=DATES)
def test_whatever_is_written_in_the_record_comes_back_as_it_went_out(texts, date):
    with transaction.atomic():
        person, event = awkward()
        one, two, three, four, five, six = texts
        Person.objects.filter(pk=person.pk).update(name=f"N{one}"[:190], honorific=two[:80], private_contact=three)
        person.names.update(name=f"o{four}"[:190])
        Event.objects.filter(pk=event.pk).update(
            title=f"T{five}"[:290], attendance=six[:120], start_date=date, end_date=""
        )
        event.participations.update(remarks=three, position=f"P{two}"[:200])
        event.sessions.filter(title="Evening").update(title=f"s{one}"[:200])
        found = [comes_back_unchanged(model, form) for model in (Person, Event) for form in ("xlsx", "zip")]
        transaction.set_rollback(True)
    assert found == [([], [], [], 0)] * 4


def test_a_text_too_long_for_a_cell_is_left_alone_by_a_workbook_and_carried_by_a_text():
    make.event("Long", report=f"<p>{'long ' * 10_000}</p>")
    assert comes_back_unchanged(Event, "xlsx") == comes_back_unchanged(Event, "zip") == ([], [], [], 0)


def test_the_whole_record_is_written_by_a_command_and_read_again(tmp_path, capsys):
    awkward()
    call_command("export_record", tmp_path)
    assert capsys.readouterr().out.endswith(f" to {tmp_path}.\n")
    for model in KINDS:
        file = tmp_path / f"{Exchange.of(model).title}.xlsx"
        assert planned(model, file.name, file.read_bytes()).steps == []
    with pytest.raises(CommandError, match="There is no directory"):
        call_command("export_record", tmp_path / "nowhere")


def test_every_row_of_a_record_travels_unless_it_is_a_file():
    told = {}
    for model in KINDS:
        rows = {relation.get_accessor_name() for relation in relations(model)}
        told[model] = rows - {sheet.relation for sheet in Exchange.of(model).rows}
    assert told == {
        Institution: set(),
        Person: set(),
        Topic: set(),
        Publication: {"documents"},
        Event: {"documents", "photos"},
        Agreement: {"documents"},
    }


def cells_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as kept:
        return list(csv.reader(io.StringIO(kept.read("people.csv").decode("utf-8-sig"), newline="")))


def test_no_cell_of_an_export_is_calculated_by_a_spreadsheet():
    nasty = [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(1)",
        "＝1+1",
        " =1",
        '"=1"',
        "=cmd|'/C calc'!A0",
        "-5",
        "+92 300 1",
        "-",
        "'=1",
    ]
    for one in nasty:
        make.person(one, private_contact="ordinary - text")
    exchange, keys = Exchange.of(Person), Person.objects.order_by("pk").values_list("pk", flat=True)
    rows = cells_of(leaving.archive(exchange, keys))
    place = rows[0].index("name")
    assert [row[place] for row in rows[1:]] == [f"'{one.strip()}" for one in nasty]
    assert {row[rows[0].index("private contact")] for row in rows[1:]} == {"ordinary - text"}
    sheet = load_workbook(io.BytesIO(leaving.workbook(exchange, keys)))["people"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}


def test_numbers_dates_and_truths_of_a_spreadsheet_are_read_as_they_are_shown():
    book = Workbook()
    book.active.append(["title", "kind", "start date", "start time", "number in the series", "end date"])
    book.active.append(["A", "forum", datetime.datetime.fromisoformat("2025-12-01"), None, 16.0, "=1+1"])
    book.active["C2"].number_format = "mmm\\-yy"
    book.active.append([2025, "forum", datetime.date(2025, 12, 18), "3:30 pm", "3", 2026])
    out = io.BytesIO()
    book.save(out)
    plan = planned(Event, "a.xlsx", out.getvalue())
    assert plan.problems == []
    found = [(str(e), e.start_date, e.start_time, e.ordinal, e.end_date) for e in (one.record for one in plan.planned)]
    assert found == [
        ("A", "2025-12", None, 16, ""),
        ("2025", "2025-12-18", datetime.time(15, 30), 3, "2026"),
    ]


def test_new_events_arrive_as_drafts_with_all_who_took_part():
    ann = make.person("Ann Ahmad")
    plan = planned(
        Event,
        "events.zip",
        zipped(
            events="id;title;kind;start date;topics;country\nnew1;A forum;forum;3 May 2026;Trade;Pakistan\n",
            sessions="event;title\nnew1;Opening\n",
            participants="event;role;name;session;position\nA forum;speaker;Ann Ahmad;opening;Director\nnew1;Speaker;Nobody Known;;Chair\n",
            hosts="event;institution\nnew1;Institute of Nowhere\n",
        ),
        topics=True,
    )
    assert (plan.problems, plan.notes) == ([], [])
    assert carried(plan) == [("Trade", True), ("A forum", True)]
    event = Event.objects.get()
    assert (event.state, event.title, event.start_date, str(event.kind), event.country.code) == (
        "draft",
        "A forum",
        "2026-05-03",
        "forum",
        "PK",
    )
    assert [(row.name, row.person, str(row.session or "")) for row in event.participations.all()] == [
        ("Ann Ahmad", ann, "Opening"),
        ("Nobody Known", None, ""),
    ]
    assert [(row.institution_name, row.institution) for row in event.hostings.all()] == [("Institute of Nowhere", None)]
    assert list(event.topics.names()) == ["Trade"]
    assert Event.objects.filter(topic_terms__term__name="Trade").exists()


def zipped(**texts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name, words in texts.items():
            kept.writestr(f"{name}.csv", words)
    return out.getvalue()


FILE = {
    "events": "id;title;kind;start date;slug;public from\nnew1;A forum;forum;2026;;\n;A second;forum;2026-05;;\n",
    "participants": "event;row;role;name;honorific;order\nnew1;;speaker;Ann Ahmad;;\nnew1;;speaker;Boris B;;\n",
    "hosts": "event;institution;institution name;as;order\nnew1;Institute of Nowhere;;;\n",
}


def test_the_same_file_a_second_time_changes_nothing():
    make.person("Ann Ahmad", honorific="Dr")
    carried(planned(Event, "events.zip", zipped(**FILE), unknown="draft"))
    assert Institution.objects.get().state == "draft"
    plan = planned(Event, "events.zip", zipped(**FILE), unknown="draft")
    assert (plan.problems, plan.count, plan.steps) == (
        [],
        {"new": 0, "changed": 0, "unchanged": 2, "left out": 0, "with problems": 0},
        [],
    )


def test_what_may_be_a_record_that_is_there_is_left_out_changed_or_added_as_the_importer_says():
    make.event("A forum", start_date="2026-01-01", city="Kazan")
    data = text("title,kind,start date,city", "A FORUM,forum,2026-05,Lahore", "A Forum,forum,2025,Lahore")
    plan = planned(Event, "events.csv", data)
    assert [one.out for one in plan.planned] == ["Possible duplicate of A forum: left out.", ""]
    plan = planned(Event, "events.csv", data, twins="change")
    assert [one.verdict for one in plan.planned] == ["changed", "new"]
    assert ["city", "Kazan", "Lahore"] in plan.planned[0].changes
    plan = planned(Event, "events.csv", data, twins="add")
    assert [one.verdict for one in plan.planned] == ["new", "new"]


def test_each_problem_is_told_with_its_line_its_value_and_what_was_perhaps_meant():
    make.institution("Institute of Strategic Studies")
    make.person("Two of a name"), make.person("Two of a name")
    make.event("A talk")
    plan = planned(
        Event,
        "x.zip",
        zipped(
            events="title,kind,start date,start time,country,attribution,colour\nA,rountable,2026-13-01,noon,Pakistn,,red\n,forum,,,,,\n",
            participants="event,role,person,heads it\nA talk,speaker,Two of a name,perhaps\nA tulk,speaker,X,no\n",
            hosts="event,institution\nA talk,Institute of Strategic Study\n",
        ),
    )
    found = [(p.table, p.line, p.column, p.value, p.said, p.suggestion) for p in plan.problems]
    two = sorted(Person.objects.values_list("pk", "permanent_id"))
    either = " or ".join(f"Two of a name [{mark}]" for _, mark in two)
    assert found == [
        ("events", 2, "kind", "rountable", "There is no event kind “rountable”.", "Did you mean “roundtable”?"),
        (
            "events",
            2,
            "start date",
            "2026-13-01",
            "Give a day, a month or a year that exists, such as 2025-04-17, 17 April 2025, April 2025 or 2025.",
            "",
        ),
        ("events", 2, "start time", "noon", "This is not a time. It looks like 15:30.", ""),
        ("events", 2, "country", "Pakistn", "There is no such country.", "Did you mean “Pakistan”?"),
        ("events", 3, "title", "", "This cannot be empty.", ""),
        ("participants", 2, "person", "Two of a name", "There are 2 of that name.", f"Say which: {either}."),
        ("participants", 2, "heads side", "perhaps", "Write yes or no.", ""),
        ("participants", 3, "event", "A tulk", "There is no such event.", "Did you mean “A talk”?"),
    ]
    assert plan.notes == ["The column “colour” is not known here, and nothing of it is read."]
    assert plan.stands_in_the_way == 8


def test_an_error_in_the_last_of_a_thousand_lines_stores_nothing():
    lines = [f"Person {number}," for number in range(999)]
    plan = planned(Person, "people.csv", text("name,orcid", *lines, "Last,0000-0002-1825-0098"))
    assert (plan.stands_in_the_way, plan.problems[0].line, plan.count["new"]) == (1, 1001, 999)
    plan = planned(Person, "people.csv", text("name,orcid", *lines, "Last,0000-0002-1825-0098"), skip=True)
    assert (plan.stands_in_the_way, plan.count["new"], plan.count["left out"]) == (0, 999, 1)


def test_what_fails_while_it_is_stored_takes_all_of_it_back():
    data = text("name,orcid", "One,", "Two,0000-0002-1825-0097", "Three,0000-0002-1825-0097")
    with pytest.raises(OvertakenError, match="The database refused “Three”"):
        carried(planned(Person, "people.csv", data))
    assert Person.objects.count() == 0


def test_a_record_that_was_changed_meanwhile_stops_the_import():
    person = make.person("Ann", honorific="Dr")
    plan = planned(Person, "people.csv", text("id,name,honorific", f"{person.permanent_id},Ann,Prof."))
    person.save()
    with pytest.raises(OvertakenError, match="“Ann” was changed by somebody"):
        carried(plan)
    assert Person.objects.get().honorific == "Dr"


def test_a_missing_column_is_left_alone_and_an_empty_cell_empties():
    person = make.person("Ann", honorific="Dr", post_nominals="PhD", is_expert=True)
    mark = person.permanent_id
    carried(planned(Person, "people.csv", text("id,honorific,public from,slug", f"{mark},,,")))
    kept = Person.objects.get()
    assert (kept.honorific, kept.post_nominals, kept.is_expert, kept.slug, kept.state) == (
        "",
        "PhD",
        True,
        person.slug,
        "public",
    )


def test_a_book_comes_before_its_chapters_wherever_it_stands_in_the_file():
    data = text(
        "id,title,kind,part of,chapter number,date",
        ",A chapter,chapter,new book,1,2024",
        "new book,The book,book,,,2024",
    )
    plan = planned(Publication, "publications.csv", data)
    assert plan.problems == []
    assert carried(plan) == [("The book", True), ("A chapter", True)]
    assert [str(one) for one in Publication.objects.get(title="The book").chapters.all()] == ["A chapter"]


@pytest.mark.parametrize(
    "data",
    [
        'name,honorific\r\n"Čapek, K.",Dr\r\n'.encode("utf-8-sig"),
        "honorific;name\nDr;Čapek, K.\n".encode("utf-16"),
        'sep=;\nname;honorific\n"Čapek, K.";Dr'.encode(),
        "Name\tHonorific\nČapek, K.\tDr\n".encode("utf-16-le"),
        "name;honorific\nČapek, K.;Dr\n".encode("cp1250").replace(b"\xc8", b"\xc8"),
    ],
)
def test_a_table_is_read_whatever_program_wrote_it(data):
    plan = planned(Person, "some table.csv", data)
    assert plan.problems == []
    record = plan.planned[0].record
    assert (record.honorific, record.name.replace("È", "Č")) == ("Dr", "Čapek, K.")
