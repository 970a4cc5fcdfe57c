"""A question finds what it means, however it is written, and both databases say the same in the same order."""

import pytest

from editorial.models import Entry, Searchable
from editorial.search.answers import ranked
from editorial.search.nearby import begun, meant
from editorial.search.question import Question
from editorial.search.snippets import marked, snippet
from events.models import Event
from people.models import Institution
from portal.demonstration.loader import load
from tests import factories as make
from tests import searched

pytestmark = pytest.mark.django_db

# Every question with all that it finds, the best first, in the short names of tests/searched.py.
FOUND = {
    "Institute of Strategic Studies Islamabad": "issi rivers urdu pact wars centre khan ayesha",
    "ISSI": "issi pact rivers urdu wars centre khan ayesha",
    "I.S.S.I.": "issi pact rivers urdu wars centre khan ayesha",
    "issi": "issi pact rivers urdu wars centre khan ayesha",
    "انسٹی ٹیوٹ آف اسٹریٹجک اسٹڈیز": "issi rivers urdu pact wars centre khan ayesha",
    "انسٹي ٹيوٹ": "issi rivers urdu pact wars centre khan ayesha",
    "strategic studies": "issi rivers urdu pact wars centre khan ayesha",
    '"strategic studies"': "issi rivers urdu pact wars centre khan ayesha",
    '"studies strategic"': "",
    "volodin": "volodin rivers ёлка",
    "VOLODIN": "volodin rivers ёлка",
    "Volodine": "volodin rivers ёлка",
    "Володин": "volodin rivers ёлка",
    "ВЯЧЕСЛАВ володин": "volodin rivers ёлка",
    "volodi": "volodin rivers ёлка",
    "Vyacheslav -rivers": "volodin ёлка",
    "khan": "khan rivers wars",
    "ali": "karim khan rivers wars",
    "ali khan": "khan rivers wars",
    '"ali khan"': "khan rivers wars",
    "khan ali": "khan rivers wars",
    "علی کریم": "karim",
    "علي كريم": "karim",
    "Karim -closed": "karim",
    "Gul i Ayesha": "ayesha",
    "gul-i-ayesha": "ayesha",
    "oconnor": "o’connor bleue",
    "O'Connor": "o’connor bleue",
    "O’Connor": "o’connor bleue",
    "o connor": "",
    "Sean": "o’connor bleue",
    "université d'économie": "école o’connor",
    "UNIVERSITE ECONOMIE": "école o’connor",
    "economie": "école bleue o’connor",
    "l’economie": "bleue",
    "bleue": "bleue",
    "UE": "école o’connor",
    "CAPES": "capes",
    "C.A.P.E.S": "capes",
    "cpec": "cpec corridor",
    "C.P.E.C.": "cpec corridor",
    "corridor": "cpec corridor",
    "ИКСА": "icca pact corridor zhang",
    "икса ран": "icca pact corridor zhang",
    "far eastern": "icca pact corridor zhang",
    "Zhang Wei": "zhang pact",
    "张伟": "zhang pact",
    "张": "",
    "water": "water wars rivers khan",
    "hydropolitics": "water rivers khan",
    "آبی": "water rivers khan",
    "rivers": "centre rivers khan",
    "indus discussed": "rivers",
    '"discussed weapons"': "",
    "weapon": "rivers",
    '"weapon"': "",
    "control weapons": "rivers",
    "energy": "energy straße bleue oil",
    "oil": "oil straße",
    "strasse": "straße",
    "STRAẞE": "straße",
    "diyarbakir": "straße",
    "DİYARBAKIR": "straße",
    "پاکستان": "urdu",
    "پاكستان": "urdu",
    "елка": "ёлка",
    "ЁЛКА": "ёлка",
    "москве -год": "",
    "moscow": "urdu",
    "courier": "urdu",
    "scholars fund": "urdu",
    "border": "rivers",
    "memorandum": "pact",
    "memorandum issi icca": "pact",
    "9780306406157": "wars",
    "978-0-306-40615-7": "wars",
    "director": "khan",
    "france": "école",
    "roundtable": "rivers urdu corridor straße closed ёлка",
    "closed": "closed",
    "2025": "rivers urdu pact",
    "-rivers": "",
    'khan -"water wars"': "khan rivers",
    "april 2025": "urdu pact",
    "forum 2024": "corridor",
    "978 0 306 40615 7": "wars",
}
# Signs of query languages are signs, and their words are words.
RUBBISH = {
    '"': "",
    '""': "",
    '"water': "water wars rivers khan",
    'water"': "water wars rivers khan",
    "*": "",
    "wat*": "",
    "AND": "icca pact corridor zhang urdu",
    "water AND wars": "",
    "water OR energy": "",
    "NOT water": "rivers",
    "NEAR(water wars)": "",
    "names:water": "",
    "{names} : water": "",
    "^water": "water wars rivers khan",
    "water + wars": "wars",
    "(water)": "water wars rivers khan",
    "%": "",
    "_": "",
    "\\": "",
    "'": "",
    'a"b': "",
    "';DROP TABLE": "",
    "<script>alert(1)</script>": "",
    "🙂": "",
    "-": "",
    "--": "",
    "- water": "water wars rivers khan",
    "+water": "water wars rivers khan",
    "0x1F": "",
    "²": "",
    "tomorrow": "",
    "draft": "",
    "a" * 5000: "",
    "water " * 10_000: "water wars rivers khan",
    "\0wa\0ter\0": "",
    "\ud800water": "water wars rivers khan",
}


@pytest.fixture
def made():
    return searched.record()


def test_each_question_finds_its_records_in_their_order(made):
    names = {record.entries.get().pk: name for name, record in made.items()}
    questions = FOUND | RUBBISH
    assert {text: " ".join(names[key] for key in ranked(text)) for text in questions} == questions


# What somebody who knows the demonstration record would type, and the slug of what is sought.
LOOKED_UP = {
    "ISSI": "issi",
    "issi islamabad": "issi",
    "strategic studies islamabad": "issi",
    "ICCA": "icca-ras",
    "ICCA RAS": "icca-ras",
    "contemporary asia": "icca-ras",
    "russian academy": "russian-academy-of-sciences",
    "C.A.P.E.S.": "capes",
    "Consortium for Asia-Pacific Studies": "capes",
    "russian embassy": "russian-embassy-islamabad",
    "embassy islamabad": "russian-embassy-islamabad",
    "quaid i azam": "quaid-i-azam-university",
    "agriculture faisalabad": "university-of-agriculture-faisalabad",
    "peshawar university": "university-of-peshawar",
    "ACDC": "acdc",
    "ryabkov": "sergey-ryabkov",
    "Ryabkov, Sergey": "sergey-ryabkov",
    "khorev": "albert-khorev",
    "Albert Khorev": "albert-khorev",
    "Gul-i-Ayesha Bhatti": "gul-i-ayesha-bhatti",
    "mushahid hussain": "mushahid-hussain-syed",
    "babaev": "kirill-babaev",
    "Rais Rasul": "rasul-bakhsh-rais",
    "sohail": "sohail-mahmood",
    "artificial intelligence": "emerging-technologies",
    "food security": "agriculture",
    "defense cooperation": "defence-cooperation",
    "arms control": "arms-control-and-disarmament",
    "memorandum of understanding": "issi-icca-ras-memorandum",
    "roundtable ryabkov": "arms-control-roundtable-ryabkov",
    "pakistan–russia relations: a comprehensive": "pakistan-russia-relations-historical-and-strategic-analysis",
    "innoprom": "innoprom-2026",
    "overview bilateral relations": "russia-pakistan-overview-forum",
}


def test_what_is_looked_up_by_name_comes_first():
    load()
    slugs = {record.entries.get().pk: record.slug for kind in Searchable.kinds() for record in kind.objects.all()}
    assert {text: slugs.get(next(iter(ranked(text)), None)) for text in LOOKED_UP} == LOOKED_UP


def test_the_newest_may_come_first(made):
    names = {record.entries.get().pk: name for name, record in made.items()}
    assert [names[key] for key in ranked("volodin", newest=True)] == ["rivers", "ёлка", "volodin"]
    assert [names[key] for key in ranked("water", newest=True)] == ["rivers", "wars", "water", "khan"]


@pytest.mark.parametrize("text", RUBBISH)
def test_the_page_answers_whatever_is_asked(client, text):
    assert client.get("/search/", {"q": text.encode("utf-8", "replace")}).status_code == 200
    assert client.get("/search/suggest/", {"q": text.encode("utf-8", "replace")}).status_code == 200


def test_an_index_follows_what_becomes_of_its_record(made):
    event = made["rivers"]
    Event.objects.get(pk=event.pk).delete()
    assert ranked("roundtable rivers") == []
    assert not Entry.objects.filter(heading=event.title).exists()
    body = Institution.objects.get(pk=made["icca"].pk)
    body.name = "Institute renamed"
    body.save()
    body.settle()
    heading = {entry.pk: entry.heading for entry in Entry.objects.all()}
    naming = ["Memorandum between ISSI and ICCA", "Forum on the China–Pakistan corridor", "Zhang Wei"]
    assert [heading[key] for key in ranked("renamed")] == ["Institute renamed", *naming]
    assert [heading[key] for key in ranked("contemporary")] == naming  # It is still printed on them as it was.


def test_words_are_marked_where_they_stand_and_nothing_of_the_text_is_markup():
    question = Question.read("C.P.E.C. diyarbakir weapon")
    text = "On <b>CPEC</b>, Diyarbakır & weapons’ disarmament"
    assert marked(text, question) == (
        "On &lt;b&gt;<mark>CPEC</mark>&lt;/b&gt;, <mark>Diyarbakır</mark> &amp; <mark>weapons</mark>’ disarmament"
    )


def test_a_snippet_shows_the_words_in_their_sentence():
    text = "Much was said before. " * 40 + "Then the Indus was named.\n" + "And more was said. " * 40
    shown = snippet(text, Question.read("indus"))
    assert shown.startswith("… Then the <mark>Indus</mark> was named. And more")
    assert shown.endswith(" And …")
    assert len(shown) < 300
    assert snippet(text, Question.read("absent")).startswith("Much was said before. Much")


def test_a_name_misspelt_is_asked_after(client, made):
    assert meant("Vyacheslav Voldin") == ["Vyacheslav Volodin"]
    assert meant("hydropolitcs") == ["Water security"]
    assert meant("voldin rivers roundtable") == ["volodin rivers roundtable"]
    assert meant("roundtables 2025") == ["roundtable 2025"]
    assert meant("gibberish nobody wrote") == []
    page = client.get("/search/?q=voldin").content.decode()
    assert '<a href="?q=Vyacheslav%20Volodin" rel="nofollow">Vyacheslav Volodin</a>' in page


def test_what_is_being_typed_is_continued_with_names_first(client, made):
    assert client.get("/search/suggest/?q=wat").json() == {"suggestions": ["Water security", "Water wars"]}
    assert begun("studies strat") == [made["issi"].name]
    assert begun("studies inst") == [made["icca"].name, made["issi"].name]
    assert begun("в") == begun("") == []
    assert begun("ВОЛ") == ["Vyacheslav Volodin"]


def facets(page):
    return {
        panel["name"]: {value.slug: value.count for value in [*panel["first"], *panel["rest"]]}
        for panel in page.context["facets"]
    }


def test_facets_count_what_they_lead_to(client, made):
    page = client.get("/search/?q=rivers")
    assert facets(page)["kind"] == {"events": 1, "institutions": 1, "people": 1}
    for panel in page.context["facets"]:
        for value in [*panel["first"], *panel["rest"]]:
            assert client.get(f"/search/{value.address}").context["total"] == value.count
    narrowed = client.get("/search/?q=rivers&institution=institute-of-strategic-studies-islamabad&kind=events")
    assert [result.record.title for result in narrowed.context["results"]] == ["Roundtable on rivers in South Asia"]


def test_a_list_finds_what_the_search_finds_of_its_kind(client, made):
    for kind in ("events", "publications", "agreements", "people", "institutions"):
        for text in ("issi", "volodin", "water", "آبی", '"strategic studies"', "rivers -khan", "*"):
            searched_for = client.get("/search/", {"q": text, "kind": kind}).context["total"]
            assert (kind, text, client.get(f"/{kind}/", {"q": text}).context["total"]) == (kind, text, searched_for)


def test_without_a_question_the_page_explains_itself_and_choices_alone_list_what_they_leave(client, made):
    page = client.get("/search/")
    assert page.context["total"] == 0
    assert "quotation marks" in page.content.decode()
    assert client.get("/search/?kind=topics").context["total"] == 4
    newest = client.get("/search/?institution=institute-of-strategic-studies-islamabad").context["results"]
    assert [result.record for result in newest][:3] == [made["rivers"], made["urdu"], made["pact"]]


def test_topics_are_found_by_what_they_are_called_today(made):
    make.topic("Water security").names.all().delete()
    make.topic("Water security").settle()
    assert ranked("hydropolitics") == []


@pytest.mark.browser
def test_suggestions_are_taken_with_the_keyboard_alone(page, live_server):
    make.person("Vyacheslav Volodin")
    make.person("Viktor Volkov")
    page.goto(f"{live_server.url}/")
    field = page.locator("form.seek input")
    field.press_sequentially("vol")
    page.wait_for_selector("[role=option]")
    assert page.locator("[role=option]").all_inner_texts() == ["Viktor Volkov", "Vyacheslav Volodin"]
    field.press("Escape")
    assert page.locator("[role=option]").count() == 0
    field.press_sequentially("od")
    page.wait_for_selector("[role=option]")
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowDown")
    assert page.locator(f"#{field.get_attribute('aria-activedescendant')}").inner_text() == "Vyacheslav Volodin"
    field.press("Enter")
    page.wait_for_url("**/search/?q=Vyacheslav+Volodin")
    assert page.locator(".found h3").inner_text() == "Vyacheslav Volodin"
