"""A pasted report becomes a draft event: read, shown beside its words, corrected, confirmed in one step."""

import re
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from editorial.models import Revision
from events.models import Denial, Event, Intake, LearnedWord
from people.models import Institution, Person
from tests import factories as make
from tests.ledger import LOGS, ledger
from tests.test_documents import pdf
from tests.test_intake import ROUNDTABLE, SIGNING

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PASTE = reverse("admin:events_intake_add")


def received(client, text):
    """Paste a report; return it and the address of its page."""
    answer = client.post(PASTE, {"text": text})
    intake = Intake.objects.latest("pk")
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/events/intake/{intake.pk}/change/")
    return intake, answer["Location"]


def sent(page, **changes):
    """Return what a browser would send of the review page, with `changes`."""
    context = page.context
    forms = [
        context["occasion"],
        *(part for name in ("bodies", "people") for part in (context[name].management_form, *context[name].forms)),
    ]
    data = {}
    for form in forms:
        for name in form.fields:
            value = form[name].value()
            if name == "topics":
                value = [str(topic) for topic in value or []]
            if name == "spans" and not isinstance(value, str):
                value = form.fields[name].prepare_value(value)
            if value not in (None, False, "", []):
                data[form.add_prefix(name)] = value
    return data | changes


def test_a_report_becomes_a_draft_with_its_people_matched_or_made_and_nothing_is_public(admin_client):
    rri = make.institution("River Research Institute", acronym="RRI")
    siddiq = make.person("Anwar Siddiq")
    _, address = received(admin_client, ROUNDTABLE)
    page = admin_client.get(address)
    data = sent(page, **{"bodies-1-who": "new", "people-1-who": "new"})
    answer = admin_client.post(address, data)
    event = Event.objects.get()
    assert answer["Location"] == f"/admin/events/event/{event.pk}/change/"
    assert (event.title, event.kind.slug, event.start_date, event.city, event.state) == (
        "Water and Peace",
        "roundtable",
        "2025-03-06",
        "Islamabad",
        "draft",
    )
    assert [(row.institution, row.institution_name, row.part) for row in event.hostings.all()] == [
        (rri, "River Research Institute", "host"),
        (Institution.objects.get(name="Delta Foundation"), "Delta Foundation", "co-host"),
    ]
    holm = Person.objects.get(name="Lena Holm")
    assert [
        (row.person, row.styled, row.role.slug, row.position, row.institution_name)
        for row in event.participations.all()
    ] == [
        (siddiq, "Ambassador Anwar Siddiq", "welcome-remarks", "Director General", "River Research Institute"),
        (siddiq, "Ambassador Anwar Siddiq", "concluding-remarks", "Director General", "River Research Institute"),
        (holm, "Dr. Lena Holm", "keynote", "Professor of Law", "Uppsala University"),
        (None, "Ms. Amna Qureshi", "moderator", "Director", "Delta Foundation"),
        (None, "Bilal Tariq", "participant", "", "River Research Institute"),
        (None, "Sara Noor", "participant", "", "River Research Institute"),
    ]
    assert [str(held) for held in holm.affiliations.all()] == ["Professor of Law, Uppsala University"]
    assert {record.state for record in (holm, Institution.objects.get(name="Delta Foundation"))} == {"draft"}


def test_before_the_confirmation_nothing_is_stored_but_the_report(admin_client):
    but = LOGS | {"events.intake", "editorial.auditentry"}
    before = ledger(but)
    _, address = received(admin_client, ROUNDTABLE)
    page = admin_client.get(address)
    admin_client.post(address, sent(page, title=""))
    admin_client.post(address, sent(page, _more="people"))
    assert ledger(but) == before


def test_every_value_of_the_event_leads_to_the_words_that_said_it(admin_client):
    intake, address = received(admin_client, ROUNDTABLE)
    admin_client.post(address, sent(admin_client.get(address)))
    intake.refresh_from_db()
    said = {one["of"]: intake.text[one["start"] : one["end"]] for one in intake.evidence}
    assert said["title"] == "Water and Peace"
    assert said["date"] == "6 March 2025"
    assert said["Lena Holm: keynote speaker"] == "keynote address"
    assert said["Amna Qureshi: position"] == "Director"
    shown = admin_client.get(address).content.decode()
    assert "Why does the event say this?" in shown
    assert "<mark>keynote address</mark>" in shown


def test_what_was_signed_becomes_an_agreement_with_parties_and_signatories(admin_client):
    _, address = received(admin_client, SIGNING)
    admin_client.post(address, sent(admin_client.get(address)))
    agreement = Event.objects.get().agreements.get()
    assert [row.institution_name for row in agreement.parties.all()] == [
        "Harbour University",
        "Centre for Coastal Studies",
    ]
    assert [row.styled for row in agreement.signatures.all()] == ["Prof. Dr. Omar Farid", "Ms. Mina Dahl"]
    assert agreement.state == "draft"


def test_another_spelling_is_learned_and_what_a_name_is_not_is_remembered(admin_client):
    person, other = make.person("Lena Maria Holm"), make.person("Lena Holm")
    _, address = received(admin_client, ROUNDTABLE)
    page = admin_client.get(address)
    assert page.context["people"].forms[1]["who"].value() == str(other.pk)
    admin_client.post(address, sent(page, **{"people-1-who": str(person.pk)}))
    assert [name.name for name in person.names.all()] == ["Lena Holm"]
    assert list(Denial.objects.values_list("key", "person")) == [("lena holm", other.pk)]


def test_a_new_word_for_an_office_is_learned_counts_and_can_be_switched_off(admin_client):
    _, address = received(admin_client, ROUNDTABLE)
    page = admin_client.get(address)
    admin_client.post(address, sent(page, **{"people-2-position": "Wali of the Coast"}))
    assert list(LearnedWord.objects.values_list("kind", "word", "on")) == [("positions", "wali", True)]
    told = ROUNDTABLE.replace("Bilal Tariq and Sara Noor", "Bilal Tariq, Wali of the Hills, and Sara Noor")

    def positions():
        page = admin_client.get(received(admin_client, told)[1])
        return {form["name"].value(): form["position"].value() for form in page.context["people"].forms}

    assert positions()["Bilal Tariq"] == "Wali of the Hills"
    LearnedWord.objects.update(on=False)
    assert not positions()["Bilal Tariq"]


def test_who_is_named_but_not_clearly_as_taking_part_waits_in_a_tray_and_is_left_out_unless_taken(admin_client):
    told = ROUNDTABLE + " Dr. Ivan Petrov was a name that nobody forgot, and so was that of Dr. Olga Maximova."
    _, address = received(admin_client, told)
    page = admin_client.get(address)
    assert [(form["name"].value(), form["take"].value()) for form in page.context["tray"]] == [("Olga Maximova", False)]
    admin_client.post(address, sent(page))
    assert "Olga Maximova" not in Event.objects.get().participations.values_list("name", flat=True)


def test_the_same_event_told_again_is_added_to_it_as_coverage(admin_client):
    _, address = received(admin_client, ROUNDTABLE)
    admin_client.post(address, sent(admin_client.get(address), **{f"people-{n}-who": "new" for n in range(3)}))
    event = Event.objects.get()
    again, address = received(admin_client, ROUNDTABLE.replace("hosted a roundtable on", "organised a seminar titled"))
    page = admin_client.get(address)
    assert "This looks like another account of" in page.content.decode()
    form = page.context["resembling"][0][1]
    data = {name: form[name].value() for name in form.fields if form[name].value()}
    answer = admin_client.post(f"/admin/events/intake/{again.pk}/coverage/", {**data, "outlet": "The Delta Times"})
    assert answer["Location"] == f"/admin/events/event/{event.pk}/change/"
    assert [(row.institution_name, row.headline) for row in event.coverages.all()] == [
        ("The Delta Times", "Water and Peace")
    ]
    assert Event.objects.count() == 1


def test_confirming_twice_makes_one_event(admin_client):
    _, address = received(admin_client, ROUNDTABLE)
    data = sent(admin_client.get(address))
    admin_client.post(address, data)
    admin_client.post(address, data)
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"people-TOTAL_FORMS": "x"},
        {"people-TOTAL_FORMS": "100000000"},
        {"people-0-who": "99999999999999999999"},
        {"people-0-who": "12345678"},
        {"people-0-body": "77"},
        {"people-0-roles": ["0", "x"]},
        {"people-0-spans": '{"name": ["a", 1e400]}'},
        {"people-0-spans": "[" * 900},
        {"start_date": "2025-02-30"},
        {"start_time": "25:00"},
        {"title": "\x00"},
        {"kind": "no"},
        {"topics": ["\x00"]},
    ],
)
def test_nonsense_is_answered_with_the_form_and_stores_nothing(admin_client, broken):
    _, address = received(admin_client, ROUNDTABLE)
    answer = admin_client.post(address, sent(admin_client.get(address), **broken))
    assert answer.status_code in (200, 302)
    assert answer.status_code == 302 or not Event.objects.exists()


def test_a_contributor_sees_own_reports_and_is_offered_only_what_may_be_seen(client, admin_client):
    hidden = make.draft(make.person("Anwar Siddiq"))
    _, address = received(admin_client, ROUNDTABLE)
    user = User.objects.create_user("assistant", password="secret", is_staff=True)
    user.groups.add(Group.objects.get(name="Contributor"))
    client.force_login(user)
    assert client.get(address).status_code == 404
    _, own = received(client, ROUNDTABLE)
    page = client.get(own)
    assert page.context["people"].forms[0].candidates == []
    client.post(own, sent(page, **{"people-0-who": str(hidden.pk)}))
    assert not Event.objects.exists()
    client.post(own, sent(page))
    assert Event.objects.get().created_by == user


def test_what_is_no_report_is_refused_with_a_word(admin_client):
    answer = admin_client.post(PASTE, {"text": "Hello."})
    assert "too short to be a report" in answer.content.decode()
    assert not Intake.objects.exists()


def test_whoever_may_not_add_events_has_no_intake(client):
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_event"))
    client.force_login(user)
    assert client.get(PASTE).status_code == 403


def test_the_text_is_shown_escaped_with_its_marks(admin_client):
    _, address = received(admin_client, "<script>alert(1)</script> " + ROUNDTABLE)
    shown = admin_client.get(address).content.decode()
    report = re.search(r'id="report".*?</div>', shown, re.DOTALL)[0]
    assert "&lt;script&gt;" in report
    assert "<mark>Anwar Siddiq</mark>" in report


def upload(client, *files, **fields):
    return client.post(PASTE, {"files": list(files), **fields}, follow=True)


def word(text):
    """A Word document with one paragraph a line, as small as one can be."""
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    space = "http://schemas.openxmlformats.org"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{space}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{space}/package/2006/relationships"><Relationship Id="r1" Type="{space}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{space}/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>',
    }
    return zipped(parts)


def zipped(parts):
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_word_document_and_a_pdf_are_read_as_text_is(admin_client):
    for name, data in (("release.docx", word(SIGNING)), ("release.pdf", pdf(SIGNING))):
        page = upload(admin_client, SimpleUploadedFile(name, data))
        assert [form["name"].value() for form in page.context["people"].forms] == ["Omar Farid", "Mina Dahl"], name


def test_an_archive_becomes_a_queue_in_which_what_is_broken_says_why(admin_client):
    archive = zipped({"a/one.txt": ROUNDTABLE, "two.docx": word(SIGNING), "old.doc": b"\xd0\xcf\x11\xe0" + b"x" * 200})
    page = upload(admin_client, SimpleUploadedFile("old.zip", archive))
    assert "Received: 3. Not readable: 1; the list says why." in page.content.decode()
    assert sorted(Intake.objects.values_list("name", "trouble")) == [
        ("old.doc", "This is an old Word document (.doc), or a locked one. Save it as .docx and try again."),
        ("one.txt", ""),
        ("two.docx", ""),
    ]
    page = upload(admin_client, SimpleUploadedFile("old.zip", archive))
    assert "Received: 0. There already: 3." in page.content.decode()
    first = Intake.objects.get(name="one.txt")
    address = f"/admin/events/intake/{first.pk}/change/"
    done = admin_client.post(address, sent(admin_client.get(address)), follow=True).content.decode()
    assert "1 of 3 reports of this batch are done." in done
    assert "Go on with the next: two.docx" in done


@pytest.mark.parametrize(
    "name, data, said",
    [
        ("empty.txt", b" \n", "This file is empty."),
        ("old.doc", b"\xd0\xcf\x11\xe0rest", "Save it as .docx"),
        ("rich.rtf", b"{\\rtf1 text}", "Save it as .docx"),
        ("picture.txt", bytes(range(256)) * 40, "This is no text."),
        ("broken.zip", b"PK\x03\x04broken", "cannot be unpacked"),
        ("broken.docx", b"PK\x03\x04word/document.xml", "cannot be unpacked"),
        ("broken.pdf", b"%PDF-1.7 broken", "The text of this PDF cannot be had"),
        (
            "autre.txt",
            ("Le Centre a signé un mémorandum mardi avec son voisin du Nord. " * 8).encode(),
            "not to be in English",
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_stores_nothing(admin_client, name, data, said):
    page = upload(admin_client, SimpleUploadedFile(name, data))
    assert said in page.content.decode()
    assert not Intake.objects.exists()


def test_a_folder_is_queued_and_gone_on_with(tmp_path, admin_user):
    (tmp_path / "one.txt").write_text(ROUNDTABLE, encoding="utf-8")
    (tmp_path / "two.pdf").write_bytes(b"%PDF-1.7 broken")
    for said in (
        "Queued 2 reports, 0 were there already, 1 could not be read.\n",
        "Queued 0 reports, 2 were there already, 0 could not be read.\n",
    ):
        out = StringIO()
        call_command("receive_reports", str(tmp_path), user=admin_user.username, stdout=out)
        assert out.getvalue() == said


def history(record):
    return [(one.said, bool(one.made_by)) for one in Revision.objects.of(record)]


def test_what_a_report_changes_of_an_old_record_leaves_it_in_the_history_as_it_stood_before(admin_client):
    person, old = make.person("Lena Maria Holm"), make.event("Water and Peace", start_date="2025-03-06")
    intake, address = received(admin_client, ROUNDTABLE)
    data = {"event": old.pk, "outlet": "The Delta Times", "headline": "Water and Peace"}
    admin_client.post(f"/admin/events/intake/{intake.pk}/coverage/", data)
    assert history(old) == [(f"Coverage added from the report “{intake}”.", True), ("As it stood before.", False)]
    intake, address = received(admin_client, ROUNDTABLE.replace("hosted a roundtable on", "organised a seminar titled"))
    admin_client.post(address, sent(admin_client.get(address), **{"people-1-who": str(person.pk)}))
    assert history(person) == [(f"Another spelling, from the report “{intake}”.", True), ("As it stood before.", False)]
    assert [len(one.content["rows"]["names"]) for one in Revision.objects.of(person).defer(None)] == [1, 0]


def test_files_are_read_without_keeping_others_from_saving_and_kept_once(admin_client):
    with CaptureQueriesContext(connection) as asked:
        assert admin_client.post(PASTE, {"files": SimpleUploadedFile("a.txt", b"Too short.")}).status_code == 200
    assert [one["sql"] for one in asked if one["sql"].startswith(("INSERT", "SAVEPOINT", "UPDATE"))] == []
    answers = [admin_client.post(PASTE, {"text": ROUNDTABLE, "_form": "abcdefgh12345678"}) for _ in range(2)]
    there = f"/admin/events/intake/{Intake.objects.get().pk}/change/"
    assert [answer["Location"] for answer in answers] == [there, there]
