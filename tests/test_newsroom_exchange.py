"""Import and export in the newsroom: the pages, who may open them, and what they store."""

import io
import re
import zipfile

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from editorial.audit import AuditEntry
from editorial.exchange import keeping
from editorial.models import Topic
from editorial.revisions import Revision
from events.models import Agreement, Event
from people.models import Institution, Person
from publications.models import Publication
from tests import factories as make
from tests.newsroom import address, contributor

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PEOPLE = b"name,honorific\nAnn Ahmad,Dr\nBoris B,\n"


def upload(client, model, data, name="people.csv", **answers):
    file = SimpleUploadedFile(name, data)
    return client.post(address(model, "import"), {"file": file, "twins": "leave", "unknown": "printed", **answers})


def confirm(client, model, looked, button="_confirm", **answers):
    data = {"mark": looked.context["mark"], "twins": "leave", "unknown": "printed", button: "1", **answers}
    return client.post(address(model, "import"), data, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize("model", [Institution, Person, Topic, Publication, Event, Agreement])
def test_what_is_exported_is_imported_again_without_a_change(admin_client, model):
    make.small_record()
    assert admin_client.get(address(model, "import")).status_code == 200
    assert b"Excel workbook" in admin_client.get(address(model, "export")).content
    for form in ("xlsx", "zip"):
        data = admin_client.get(address(model, "export"), {"form": form}).content
        looked = upload(admin_client, model, data, f"export.{form}")
        assert (looked.context["plan"].problems, looked.context["plan"].steps) == ([], [])
        assert b"Nothing would change." in looked.content


def test_a_file_is_looked_at_first_and_then_stored_with_one_entry_for_each_record(admin_client):
    looked = upload(admin_client, Person, PEOPLE)
    assert b"Import these 2" in looked.content
    assert Person.objects.count() == 0
    done = confirm(admin_client, Person, looked)
    assert said(done) == ["Imported from people.csv: 2 new, 0 changed."]
    assert [(one.name, one.honorific, one.state, one.created_by.username) for one in Person.objects.all()] == [
        ("Ann Ahmad", "Dr", "draft", "admin"),
        ("Boris B", "", "draft", "admin"),
    ]
    assert [entry.get_change_message() for entry in LogEntry.objects.all()] == ["Imported from people.csv."] * 2
    entries = AuditEntry.objects.filter(action="imported").order_by("pk")
    assert [entry.object_name for entry in entries] == ["Ann Ahmad", "Boris B"]
    with pytest.raises(keeping.GoneError):
        keeping.opened(done.wsgi_request.user, looked.context["mark"])
    assert [revision.said for revision in Revision.objects.all()] == ["Imported from people.csv."] * 2
    again = upload(admin_client, Person, PEOPLE)
    assert (again.context["plan"].steps, Revision.objects.count()) == ([], 2)


def test_a_changed_record_is_kept_as_it_stood_and_as_it_came_to_stand(admin_client):
    person = make.person("Ann Ahmad", honorific="Dr")
    data = f"id,honorific\n{person.permanent_id},Prof.\n".encode()
    confirm(admin_client, Person, upload(admin_client, Person, data))
    kept = [(one.said, one.content["fields"]["honorific"]) for one in Revision.objects.order_by("number")]
    assert kept == [("As it stood before.", "Dr"), ("Imported from people.csv.", "Prof.")]
    person.refresh_from_db()
    assert (person.honorific, person.changed_by.username, person.state) == ("Prof.", "admin", "public")


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"file": "no file", "twins": "leave"},
        {"mark": ["a", "b"], "_confirm": "1"},
        {"mark": "::", "_again": "1"},
        {"mark": "x" * 10**6, "twins": "\0", "unknown": "drat"},
        {"twins": "steal", "unknown": "\0", "skip": "maybe"},
    ],
)
def test_whatever_is_sent_is_answered_and_stores_nothing(admin_client, sent):
    assert admin_client.post(address(Event, "import"), sent, follow=True).status_code == 200
    file = SimpleUploadedFile("\0=x/../events.csv", b"title,kind\nA,forum")
    assert admin_client.post(address(Event, "import"), {**sent, "file": file}, follow=True).status_code == 200
    for asked in ({"form": "exe"}, {"pk": ["x", "\0", "-1"]}, {"of": "\0"}, {"year": "0", "form": "xlsx"}, {"q": "\0"}):
        assert admin_client.get(address(Event, "export"), asked).status_code in {200, 302}
    assert Event.objects.count() == 0


def test_looking_at_a_file_asks_as_much_of_the_database_for_many_lines_as_for_few(admin_client):
    def asked(count):
        people = [make.person(f"Person {number} of {count}") for number in range(count)]
        lines = "".join(f"{one.permanent_id},Dr\n" for one in people)
        with CaptureQueriesContext(connection) as captured:
            looked = upload(admin_client, Person, b"id,post nominals\n" + lines.encode())
        assert looked.context["plan"].count["changed"] == count
        return len(captured)

    asked(1)
    assert asked(30) - asked(3) <= 27 * 2  # the rules of each record that changes, and nothing besides


def test_an_import_says_when_the_record_changed_since_it_was_looked_at(admin_client):
    looked = upload(admin_client, Person, PEOPLE)
    make.person("Ann Ahmad")
    done = confirm(admin_client, Person, looked)
    assert said(done)[0].startswith("The record was changed since you looked at this list")
    assert Person.objects.count() == 1
    assert [one.verdict for one in done.context["plan"].planned] == ["left out", "new"]


def test_a_double_click_imports_once(admin_client):
    looked = upload(admin_client, Person, PEOPLE)
    kept = keeping.opened(looked.wsgi_request.user, looked.context["mark"])[0]["kept"]
    confirm(admin_client, Person, looked)
    # As if the second had begun before the first was through: it still has the file, and sees nothing of what is stored.
    default_storage.save(kept, ContentFile(PEOPLE))
    Person.objects.update(key="")
    assert said(confirm(admin_client, Person, looked))[0] == "This file was imported already."
    assert Person.objects.count() == 2


def test_nobody_confirms_what_somebody_else_uploaded_or_what_nobody_signed(admin_client, client):
    looked = upload(admin_client, Person, PEOPLE)
    contributor(client, "add_person", "change_person", "publish_person", "view_person")
    for mark in (looked.context["mark"], "no mark", "", "\x00"):
        answer = client.post(address(Person, "import"), {"mark": mark, "_confirm": "1", "twins": "leave"}, follow=True)
        assert said(answer) == ["The file is no longer here. Choose it again."]
    assert Person.objects.count() == 0


def test_only_those_who_may_publish_a_kind_import_it_and_contributors_take_nothing_out(client):
    contributor(client, "add_person", "change_person", "view_person")
    assert client.get(address(Person, "import")).status_code == 403
    assert upload(client, Person, PEOPLE).status_code == 403
    page = client.get(address(Person, "changelist")).content
    assert (b">Import<" in page, b">Export<" in page) == (False, True)


def test_other_answers_are_tried_with_the_same_file(admin_client):
    make.person("Ann Ahmad")
    looked = upload(admin_client, Person, PEOPLE)
    assert looked.context["plan"].count["left out"] == 1
    looked = confirm(admin_client, Person, looked, "_again", twins="change")
    assert looked.context["plan"].count["changed"] == 1
    assert said(confirm(admin_client, Person, looked)) == ["Imported from people.csv: 1 new, 1 changed."]
    assert Person.objects.get(name="Ann Ahmad").honorific == "Dr"


def test_a_list_is_exported_as_it_is_filtered_and_what_is_chosen_in_it(admin_client):
    make.person("Ann Ahmad", is_expert=True)
    boris = make.person("Boris B")
    data = admin_client.get(address(Person, "export"), {"is_expert__exact": "1", "form": "xlsx"}).content
    assert names(data) == ["Ann Ahmad"]
    page = admin_client.post(address(Person, "changelist"), {"action": "export_chosen", "_selected_action": [boris.pk]})
    assert re.findall(rb'name="pk" value="(\d+)"', page.content) == [str(boris.pk).encode()]
    data = admin_client.post(address(Person, "export"), {"pk": [boris.pk, "x", 10**30], "form": "xlsx"}).content
    assert names(data) == ["Boris B"]
    assert AuditEntry.objects.filter(action="exported").count() == 2


def names(data):
    sheet = load_workbook(io.BytesIO(data))["people"]
    place = [cell.value for cell in sheet[1]].index("name")
    return [row[place].value for row in sheet.iter_rows(min_row=2)]


def test_the_empty_workbook_names_every_column_and_what_it_takes(admin_client):
    book = load_workbook(io.BytesIO(admin_client.get(address(Event, "export"), {"of": "pattern"}).content))
    assert book.sheetnames[:3] == ["events", "hosts", "sessions"]
    assert ["events", "start date"] in [[row[0].value, row[1].value] for row in book["Columns"].iter_rows()]
    data = io.BytesIO()
    book.save(data)
    assert upload(admin_client, Event, data.getvalue(), "t.xlsx").context["plan"].steps == []


def bomb(name="xl/worksheets/sheet1.xml", megabytes=150):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        kept.writestr("xl/workbook.xml", "<workbook/>")
        kept.writestr(name, b" " * (megabytes * 2**20))
    return out.getvalue()


def with_macros():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as kept:
        kept.writestr("xl/vbaProject.bin", b"x")
    return out.getvalue()


def with_entities():
    out = io.BytesIO()
    told = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><workbook>&b;</workbook>'
    with zipfile.ZipFile(out, "w") as kept:
        kept.writestr("[Content_Types].xml", told)
        kept.writestr("xl/workbook.xml", told)
    return out.getvalue()


@pytest.mark.parametrize(
    "name, make_data, complaint",
    [
        ("a.csv", lambda: b"", "The submitted file is empty."),
        ("a.csv", lambda: b"\n\n", "There is nothing in this file."),
        ("a.xlsx", bomb, "would unpack to far more"),
        ("a.zip", lambda: bomb("a.csv"), "would unpack to far more"),
        ("a.xlsm", with_macros, "carries macros"),
        ("a.xlsx", with_entities, "This workbook cannot be read."),
        ("a.xlsx", lambda: b"PK\x03\x04 nonsense", "cannot be unpacked"),
        ("a.xls", lambda: b"\xd0\xcf\x11\xe0" * 9, "old Excel workbook"),
        ("a.csv", lambda: b"\x81\x8d\x8f\x90\x9d", "cannot be told"),
        ("a.csv", lambda: b"name\n" + b"x\n" * 20_010, "more than 20,000 rows"),
        ("a.csv", lambda: b"n" * (10 * 2**20 + 1), "larger than 10 MB"),
    ],
)
def test_a_file_that_is_none_is_refused_beside_its_field(admin_client, name, make_data, complaint):
    response = upload(admin_client, Person, make_data(), name)
    assert response.status_code == 200
    assert complaint in str(response.context["form"].errors["file"])


def changed_by(client, model, lines, name="table.csv", **answers):
    """Import a small table and return what was said."""
    looked = upload(client, model, "\n".join(lines).encode(), name, **answers)
    assert looked.context["plan"].problems == []
    return said(confirm(client, model, looked, **answers))


def test_trees_and_what_hangs_on_them_are_settled_after_an_import(admin_client):
    found = make.small_record()
    oil, talk, pact = found["topic"], found["event"], found["agreement"]
    assert changed_by(admin_client, Topic, ["name,broader,description", "OIL,Trade,What burns"]) == [
        "Imported from table.csv: 0 new, 1 changed."
    ]
    oil.refresh_from_db()
    assert (oil.name, oil.broader.name, oil.description) == ("OIL", "Trade", "What burns")
    assert not Event.objects.filter(topic_terms__term__name="Energy").exists()
    changed_by(admin_client, Institution, ["name,kind,parent", "A new faculty,faculty,Centre for Something"])
    changed_by(admin_client, Institution, ["name,parent", "Centre for Something,"], twins="change")
    assert [str(one) for one in Institution.objects.get(name="A new faculty").parent.units.all()] == ["A new faculty"]
    other = make.event("Another talk")
    changed_by(admin_client, Agreement, ["id,event", f"{pact.permanent_id},Another talk [{other.permanent_id}]"])
    terms = {str(row.term) for row in other.institution_terms.select_related("term")}
    assert terms == {"Institute of Everything", "Embassy of Elsewhere"}
    assert "Institute of Everything" not in {str(row.term) for row in talk.institution_terms.select_related("term")}


def test_positions_and_participants_are_imported_by_themselves(admin_client):
    found = make.small_record()
    lines = ["person,position,institution,from", "Ann Ahmad,Fellow,IOE,2020-05", "Boris B,Envoy,Embassy of Elsewhere,"]
    assert changed_by(admin_client, Person, lines, "positions.csv") == [
        "Imported from positions.csv: 0 new, 2 changed."
    ]
    assert [str(row) for row in found["person"].affiliations.filter(start="2020-05")] == [
        "Fellow, Institute of Everything"
    ]
    lines = ["event;role;person;remarks", "A talk;speaker;Boris B;Said more.", "A talk;chair;Ann Ahmad;"]
    assert changed_by(admin_client, Event, lines, "participants.csv") == [
        "Imported from participants.csv: 0 new, 1 changed."
    ]
    rows = found["event"].participations.order_by("order", "pk")
    assert [(row.role.slug, row.name, row.remarks) for row in rows] == [
        ("moderator", "Ann Ahmad", ""),
        ("speaker", "Boris B", "Said more."),
        ("chair", "Ann Ahmad", ""),
    ]
