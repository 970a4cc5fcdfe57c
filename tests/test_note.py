"""Briefing notes: what a page says, as plain text that can be pasted anywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.reading.plaintext import WIDTH, plain, table, wrapped
from events.models import Event
from people.models import Affiliation
from tests import factories as make

OF_AN_EVENT = """\
Rapporteur

A talk
======

Kind   Roundtable
Date   18 December 2025, 12:00–14:00 PKT
Place  Islamabad, Pakistan
Hosts  Centre for Something; Embassy of Elsewhere

A talk about all of it.

WHO TOOK PART

Moderator
  Dr Ann Ahmad

Speaker
  Boris B
    Said much.

REPORT

They met.

- One
- Two

WHAT CAME OF IT

Proposals
- Direct flights.
- Joint degrees.

Signed
- A pact (memorandum of understanding)

Launched
- A book, book, 2025

ACCOUNTS

- They met. The Daily, original reporting. Attendance: 40

--
Source  Centre for Something and Embassy of Elsewhere, “A talk”, roundtable,
        Islamabad, 18 December 2025, Rapporteur, http://testserver/p/event/.
"""

OF_AN_AGREEMENT = """\
Rapporteur

A pact
======

Kind            Memorandum of understanding
Parties         Institute of Everything; Embassy of Elsewhere
Signed on       8 April 2025
In force until  no end stated
Signed at       A talk

WHO SIGNED

Signed
- Dr Ann Ahmad, Institute of Everything

--
Source  “A pact”, memorandum of understanding between Institute of
        Everything and Embassy of Elsewhere, signed 8 April 2025,
        Rapporteur, http://testserver/p/agreemen/.
"""

OF_A_PUBLICATION = """\
Rapporteur

A book
======

Editor     Dr Ann Ahmad
Kind       Book
Published  2025
Publisher  Institute of Everything

CHAPTERS

- 1. A part. Dr Ann Ahmad

AT EVENTS

- Launched: A talk (roundtable, Islamabad, 18 December 2025)

--
Source  Ann Ahmad (ed.), A book (Institute of Everything, 2025),
        http://testserver/p/publicat/.
"""

OF_A_PERSON = """\
Rapporteur

Dr Ann Ahmad
============

POSITIONS

- Director, Centre for Something
- Fellow, Elsewhere (formerly)

AT EVENTS

Moderator
- A talk (18 December 2025)

PUBLICATIONS

Editor
- A book, book, 2025

AGREEMENTS

- A pact (signed; 8 April 2025; as Institute of Everything)

--
Source  “Ann Ahmad”, Rapporteur, last changed 1 January 2020,
        http://testserver/p/person/.
"""

OF_AN_INSTITUTION = """\
Rapporteur

Institute of Everything
=======================

Kind      Think tank
Known as  IOE
Place     Islamabad, Pakistan

CENTRES AND DEPARTMENTS

- Centre for Something

AGREEMENTS

- A pact, memorandum of understanding, 8 April 2025

EVENTS IT HELD

- A talk (18 December 2025; Islamabad; host)

PUBLICATIONS

- A book, book, 2025

PARTNERS

- Embassy of Elsewhere

--
Source  “Institute of Everything”, Rapporteur, last changed 1 January 2020,
        http://testserver/p/institut/.
"""


def note(client, record):
    answer = client.get(f"{record.get_absolute_url()}note.txt")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    return answer.content.decode()


@pytest.fixture
def record():
    made = make.small_record()
    for name, shown in made.items():
        if name != "topic":
            type(shown).objects.filter(pk=shown.pk).update(permanent_id=name[:8], changed_at=make.LONG_AGO)
    return made


@pytest.mark.django_db
@pytest.mark.once
def test_the_note_of_an_event_is_composed_like_a_report(client, record):
    event = record["event"]
    event.outcomes.create(text="Direct flights.")
    event.outcomes.create(text="Joint degrees.")
    event.coverages.create(kind="original", headline="They met", institution_name="The Daily", attendance="40")
    Event.objects.filter(pk=event.pk).update(report="<p>They <em>met</em>.</p><ul><li>One</li><li>Two</li></ul>")
    assert note(client, event) == OF_AN_EVENT


@pytest.mark.django_db
@pytest.mark.once
def test_the_note_of_an_agreement_names_parties_and_signatories(client, record):
    assert note(client, record["agreement"]) == OF_AN_AGREEMENT


@pytest.mark.django_db
@pytest.mark.once
def test_the_note_of_a_publication_names_those_who_made_it(client, record):
    book = record["publication"]
    make.publication("A part", "chapter", people=[(record["person"], "author")], part_of=book, chapter_number=1)
    assert note(client, book) == OF_A_PUBLICATION


@pytest.mark.django_db
@pytest.mark.once
def test_the_note_of_a_person_gives_positions_and_appearances(client, record):
    ann = record["person"]
    Affiliation.objects.create(person=ann, position="Fellow", institution_name="Elsewhere", former=True)
    assert note(client, ann) == OF_A_PERSON


@pytest.mark.django_db
@pytest.mark.once
def test_the_note_of_an_institution_gathers_what_it_did(client, record):
    assert note(client, record["institution"]) == OF_AN_INSTITUTION


@pytest.mark.django_db
@pytest.mark.once
def test_a_note_is_silent_where_the_rule_is(client):
    who = make.person("Ann Ahmad")
    row = {"remarks": "Said much.", "position": "Director"}
    closed = make.event("Closed", people=[(who, "speaker", row)], rule="chatham-house", withheld="names")
    quiet = make.event("Quiet", people=[(who, "speaker", row)], rule="chatham-house", withheld="remarks")
    rule = "Held under the Chatham House Rule: who took part is not disclosed."
    found = [[words in note(client, event) for words in ("Ann Ahmad", "Said much.", rule)] for event in (closed, quiet)]
    assert found == [[False, False, True], [True, False, False]]


@pytest.mark.django_db
@pytest.mark.once
def test_a_note_says_what_is_not_known_and_how_firmly_the_rest_is(client):
    undated = make.event("Undated", date_note="The source gives none.")
    hedged = make.event("Hedged", start_date="2025-04-17", date_certainty="by")
    dates = [next(line for line in note(client, e).splitlines() if line.startswith("Date")) for e in (undated, hedged)]
    assert dates == ["Date  not given. The source gives none.", "Date  by 17 April 2025"]


@pytest.mark.django_db
@pytest.mark.once
def test_a_former_address_of_a_note_leads_to_the_note(client):
    event = make.event("A talk")
    event.slug = "a-better-address"
    event.save()
    answer = client.get("/events/a-talk/note.txt")
    assert (answer.status_code, answer["Location"]) == (301, "/events/a-better-address/note.txt")


@pytest.mark.django_db
@pytest.mark.once
def test_search_engines_are_led_to_the_page_and_not_to_its_note(client):
    assert client.get(f"{make.event('A talk').get_absolute_url()}note.txt")["X-Robots-Tag"] == "noindex"


@pytest.mark.once
@pytest.mark.parametrize(
    "html, text",
    [
        ("", ""),
        ("<p>One&nbsp;&amp; two<br>three</p><p>Four</p>", "One & two\nthree\n\nFour"),
        ("<h3>Head</h3><ol><li><p>One</p></li><li>Two</li></ol><p>End</p>", "Head\n\n1. One\n2. Two\n\nEnd"),
        ('<p>See <a href="https://example.org/a">the page</a>.</p>', "See the page (https://example.org/a)."),
        ('<p><a href="https://example.org/a">https://example.org/a</a></p>', "https://example.org/a"),
        ("<table><tr><th>A</th><td>B</td></tr><tr><td>C</td><td>D</td></tr></table>", "A | B\nC | D"),
        ("<blockquote><p>Said.</p></blockquote>", "  Said."),
    ],
)
def test_rich_text_becomes_plain(html, text):
    assert plain(html) == text


@pytest.mark.once
@given(st.text(st.characters(codec="utf-8"), max_size=400), st.sampled_from(["", "- ", "Label  "]))
def test_lines_are_no_longer_than_the_page_unless_a_word_is(text, mark):
    for line in wrapped(text, mark).splitlines():
        assert len(line) <= WIDTH or len(line.split()) <= 2


@pytest.mark.once
def test_a_table_leaves_out_what_is_not_known():
    assert table([("Date", "today"), ("Place", "")]) == "Date  today"
