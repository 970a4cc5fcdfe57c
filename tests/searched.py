"""A small record with names in many spellings and scripts, to be searched."""

import datetime

from events.models import Coverage, Outcome
from tests import factories as make


def record():
    """Make the record; return {a short name for each: the record}."""
    made = {
        "water": make.topic("Water security"),
        "energy": make.topic("Energy"),
        "cpec": make.topic("Economic corridor"),
    }
    made["oil"] = make.topic("Oil", broader=made["energy"])
    called(made["water"], "Hydropolitics", "آبی سلامتی")
    called(made["cpec"], "C.P.E.C.")
    bodies(made)
    people(made)
    events(made)
    works(made)
    return made


def called(made, *names):
    for name in names:
        made.names.create(name=name)
    made.settle()


def bodies(made):
    made["issi"] = make.institution("Institute of Strategic Studies Islamabad", acronym="ISSI", country="PK")
    made["centre"] = make.institution("Centre for Rivers", kind="centre", parent=made["issi"])
    made["icca"] = make.institution("Institute of China and Contemporary Asia", acronym="ICCA", country="RU")
    made["capes"] = make.institution("Consortium for Asia Pacific & Eurasian Studies", acronym="C.A.P.E.S.")
    made["école"] = make.institution("Université d’Économie", acronym="U.E.", country="FR", city="Paris")
    called(made["icca"], "ИКСА РАН", "Institute of Far Eastern Studies")
    called(made["issi"], "انسٹی ٹیوٹ آف اسٹریٹجک اسٹڈیز")


def people(made):
    made["volodin"] = make.person("Vyacheslav Volodin", "Speaker of the House")
    made["khan"] = make.person("Muhammad Ali Khan", "Director", made["centre"], topics=[made["water"]])
    made["ayesha"] = make.person("Gul-i-Ayesha Bhatti", "Fellow", made["issi"])
    made["karim"] = make.person("Ali Karim", "Ambassador")
    made["o’connor"] = make.person("Seán O’Connor", "Professor", made["école"])
    made["zhang"] = make.person("Zhang Wei", "Analyst", made["icca"])
    called(made["volodin"], "Вячеслав Володин", "Viacheslav Volodine")
    called(made["karim"], "علي كريم")
    called(made["zhang"], "张伟")


def events(made):
    people = [(made["khan"], "speaker", {"remarks": "Rivers know no border."}), (made["volodin"], "chief-guest")]
    made["rivers"] = make.event(
        "Roundtable on rivers in South Asia",
        hosts=[made["centre"]],
        people=people,
        topics=[made["water"]],
        start_date="2025-12-18",
        report="<p>The Indus was <em>discussed</em>.</p><p>Weapons control was not.</p>",
    )
    made["corridor"] = make.event(
        "Forum on the China–Pakistan corridor", hosts=[made["icca"]], topics=[made["cpec"]], start_date="2024-05-01"
    )
    made["straße"] = make.event("Straße und Schiene in Diyarbakır", topics=[made["oil"]], start_date="2023-02")
    made["urdu"] = make.event("پاکستان اور روس کے تعلقات", language="ur", hosts=[made["issi"]], start_date="2025-04-17")
    made["ёлка"] = make.event("Ёлка: новый год в Москве", language="ru", people=[(made["volodin"], "speaker")])
    Coverage.objects.create(event=made["urdu"], headline="Moscow and Islamabad talk", institution_name="The Courier")
    Outcome.objects.create(event=made["urdu"], text="A joint fund for scholars")
    made["urdu"].settle()
    closed = {"rule": "chatham-house", "withheld": "names", "start_date": "2021"}
    made["closed"] = make.event("A closed meeting", people=[(made["karim"], "speaker")], **closed)


def works(made):
    made["wars"] = make.publication(
        "Water wars", people=[(made["khan"], "author")], publisher=made["issi"], date="2024", isbn="9780306406157"
    )
    made["bleue"] = make.publication(
        "L’économie bleue",
        language="fr",
        people=[(made["o’connor"], "author")],
        date="2022-06",
        topics=[made["energy"]],
    )
    made["pact"] = make.agreement(
        "Memorandum between ISSI and ICCA",
        parties=[made["issi"], made["icca"]],
        signatories=[(made["zhang"], made["icca"])],
        signed_on="2025-04-08",
    )
    made["draft"] = make.draft(make.event("Rivers, a draft", topics=[made["water"]], start_date="2026-01-01"))
    made["tomorrow"] = make.scheduled(make.event("Rivers tomorrow", start_date=str(datetime.date(2026, 2, 2))))
