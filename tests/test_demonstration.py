"""The demonstration record, against a list of who did what that was written from the published texts themselves."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase

from editorial.dates import PartialDate
from editorial.models import Topic
from events.models import (
    Agreement,
    Coverage,
    Event,
    EventLink,
    EventPhoto,
    Outcome,
    Participation,
    Signature,
)
from people.models import Affiliation, Institution, Person
from portal.demonstration import loader
from publications.models import Publication

pytestmark = pytest.mark.django_db

ROUNDTABLE, LAUNCH, SIGNING, FORUM = (
    "arms-control-roundtable-ryabkov",
    "pakistan-russia-relations-book-launch",
    "issi-icca-ras-signing",
    "russia-pakistan-overview-forum",
)
FAIR, MOSCOW, ROUND = (
    "innoprom-2026",
    "pakistan-russia-eurasian-forum-2025",
    "pakistan-russia-strategic-stability-round-15",
)
CAPES = "Consortium for Asia Pacific & Eurasian Studies (CAPES)"

# Event, role, then honorific, name, position and institution as that event's text bills them.
APPEARANCES = {
    (ROUND, "head-of-delegation", "Sergey Ryabkov, Russian Deputy Foreign Minister, Russian Foreign Ministry"),
    (ROUNDTABLE, "moderator", "Malik Qasim Mustafa, Director, ACDC"),
    (ROUNDTABLE, "welcome-remarks", "Ambassador Sohail Mahmood, Director General, ISSI"),
    (ROUNDTABLE, "speaker", "Sergey Ryabkov, Russian Deputy Foreign Minister, Russian Foreign Ministry"),
    (ROUNDTABLE, "head-of-delegation", "Sergey Ryabkov, Russian Deputy Foreign Minister, Russian Foreign Ministry"),
    (
        ROUNDTABLE,
        "delegation-member",
        "Albert Khorev, Russian Ambassador to Pakistan, Embassy of the Russian Federation in Islamabad",
    ),
    (ROUNDTABLE, "delegation-member", "Senior Foreign Ministry officials, Russian Foreign Ministry"),
    (ROUNDTABLE, "participant", "Ambassador Khalid Mahmood, Chairman BoG, ISSI"),
    (ROUNDTABLE, "participant", "Members of the ACDC team, ACDC"),
    (ROUNDTABLE, "participant", "Members of the CSP team, CSP"),
    (ROUNDTABLE, "participant", "Ambassador Tahir Hussain Andrabi, Additional Foreign Secretary (ACDIS)"),
    (
        ROUNDTABLE,
        "participant",
        "Eminent diplomats, practitioners, academics and area experts from Pakistan, "
        "and members of think tanks working on strategic issues",
    ),
    (LAUNCH, "chief-guest", "Senator Mushahid Hussain Syed"),
    (
        LAUNCH,
        "guest-of-honour",
        "Ambassador Albert P. Khorev, Russian Ambassador to Pakistan, Embassy of the Russian Federation in Islamabad",
    ),
    (LAUNCH, "introductory-remarks", "Ambassador Sohail Mahmood, DG, ISSI"),
    (
        LAUNCH,
        "discussant",
        "Dr. Rasul Bakhsh Rais, Professor Emeritus of Political Science, Quaid-i-Azam University",
    ),
    (
        LAUNCH,
        "speaker",
        "Dr. Vyacheslav Belokrenitsky, Chair, "
        "Near and Middle East Department, Institute of Oriental Studies, Russian Academy of Sciences",
    ),
    (
        LAUNCH,
        "speaker",
        "Ambassador Qazi M. Khalilullah, Former Ambassador of Pakistan to Russia; Executive Director, "
        "Centre for International Strategic Studies Sindh (CISSS)",
    ),
    (LAUNCH, "video-message", "Ambassador Faisal Niaz Tirmizi, Pakistan’s Ambassador to the Russian Federation"),
    (LAUNCH, "speaker", "Several contributors to the book, from both Pakistan and Russia"),
    (LAUNCH, "vote-of-thanks", "Ambassador Khalid Mahmood, Chairman BoG, ISSI"),
    (
        LAUNCH,
        "participant",
        "Senior diplomats, academics, policymakers and contributors to the book, from Pakistan and Russia",
    ),
    (SIGNING, "signatory", "Ambassador Sohail Mahmood, Director General, ISSI"),
    (SIGNING, "signatory", "Dr. Kirill Babaev, Director, ICCA RAS"),
    (SIGNING, "head-of-delegation", "Dr. Kirill Babaev, Director, ICCA RAS"),
    (SIGNING, "delegation-member", "Dr. Vladimir Sotnikov, Researcher, Center for Central Asian Studies"),
    (
        SIGNING,
        "delegation-member",
        "Dr. Olga Gerasimova, Head, Department of International Cooperation and External Relations",
    ),
    (SIGNING, "participant", "Ambassador Sohail Mahmood, Director General, ISSI"),
    (SIGNING, "participant", "Ambassador Khalid Mahmood, Chairman BOG, ISSI"),
    (SIGNING, "participant", "Dr. Neelum Nigar, Director, CSP"),
    (SIGNING, "participant", "Asadullah Khan, Member of the research faculty, ISSI"),
    (SIGNING, "participant", "Ms. Mahrukh Khan, Member of the research faculty, ISSI"),
    (SIGNING, "participant", "Taimur Khan, Member of the research faculty, ISSI"),
    (SIGNING, "participant", "Ms. Maheen Shafiq, Member of the research faculty, ISSI"),
    (
        FORUM,
        "welcome-remarks",
        "H.E. Ambassador Albert P. Khorev, Ambassador of the Russian Federation to Pakistan, "
        "Embassy of the Russian Federation",
    ),
    (FORUM, "speaker", "Dr. Gul I Ayesha Bhatti, Director, Eurasian Chapter, CAPES"),
    (FORUM, "speaker", "Prof. Dr. Shabir Ahmed Khan, Area Study Center, University of Peshawar"),
    (FORUM, "speaker", "Prof. Dr. Sajjad Mubin, Vice Chancellor, University of Okara"),
    (FORUM, "speaker", "Dr. Sundus Khizar, Assistant Professor, University of Sargodha"),
    (FORUM, "speaker", "Prof. Dr. Zulfiqar Ali, Vice Chancellor, University of Agriculture, Faisalabad"),
    (FORUM, "speaker", "Denis A. Nevzorov, Trade Representative of the Russian Federation in Pakistan"),
    (
        FORUM,
        "concluding-remarks",
        "H.E. Ambassador Albert P. Khorev, Ambassador of the Russian Federation to Pakistan, "
        "Embassy of the Russian Federation",
    ),
    (
        FORUM,
        "participant",
        "Scholars, academicians, practitioners and representatives of universities and research institutions "
        "from across Pakistan",
    ),
}
FOUND_UNDER = {
    "issi": {ROUNDTABLE, LAUNCH, SIGNING},
    "acdc": {ROUNDTABLE},
    "csp": {ROUNDTABLE, LAUNCH, SIGNING},
    "russian-academy-of-sciences": {LAUNCH, SIGNING},
    "university-of-peshawar": {FORUM},
    "capes": {FORUM},
    "russian-foreign-ministry": {ROUNDTABLE, ROUND},
    "urdupoint": set(),
}


def load():
    said = StringIO()
    call_command("load_demo", stdout=said)
    return said.getvalue().splitlines()[-1]


def everything():
    """Every row of ours as the database has it."""
    models = (*loader.FILES.values(), Affiliation, Participation, Coverage, Outcome, EventLink, EventPhoto, Signature)
    return {model: list(model.objects.order_by("pk").values()) for model in models}


class TheRecord(TestCase):
    """What one run loads; only read here, so that it is loaded once for all of these."""

    @classmethod
    def setUpTestData(cls):
        cls.said = load()

    def test_all_of_it_is_public_and_the_command_says_how_much(self):
        assert self.said == (
            "Loaded 34 topics, 22 institutions, 25 people, 1 publication, 2 event series, 7 events, 1 agreement."
        )
        kinds = (Topic, Institution, Person, Publication, Event, Agreement)
        assert [kind.objects.published().count() for kind in kinds] == [34, 22, 25, 1, 7, 1]

    def test_everybody_stands_in_each_role_as_billed_that_day(self):
        rows = Participation.objects.published().select_related("event", "role")
        assert {(row.event.slug, row.role.slug, str(row)) for row in rows} == APPEARANCES
        assert rows.count() == len(APPEARANCES)

    def test_everybody_with_a_name_has_a_page_and_nobody_else(self):
        named = Participation.objects.exclude(name="")
        assert not named.filter(person=None).exists()
        assert set(named.values_list("person", flat=True)) == set(Person.objects.values_list("pk", flat=True))

    def test_dates_are_as_sure_as_the_texts(self):
        dated = {event.slug: (event.date_certainty, event.dates) for event in Event.objects.all()}
        assert dated == {
            ROUNDTABLE: ("by", "17 April 2025"),
            LAUNCH: ("", ""),
            SIGNING: ("by", "8 April 2025"),
            FORUM: ("", "18 December 2025"),
            FAIR: ("", "6–9 July 2026"),
            MOSCOW: ("", "16–17 December 2025"),
            ROUND: ("", ""),
        }
        assert all(event.date_note for event in Event.objects.filter(slug__in=[ROUNDTABLE, LAUNCH, SIGNING, ROUND]))
        assert Publication.objects.get().date == PartialDate()

    def test_the_forum_has_both_accounts_with_the_figures_on_which_they_differ(self):
        accounts = Coverage.objects.filter(event__slug=FORUM)
        assert list(
            accounts.values_list("institution__slug", "institution_name", "kind", "described_as", "attendance")
        ) == [
            ("capes", CAPES, "report", "high-level academic and policy forum", "approximately 40"),
            (None, "", "original", "roundtable discussion", "more than 40"),
        ]
        assert [
            (event.starts_at.isoformat(), event.ends_at.isoformat()) for event in Event.objects.filter(slug=FORUM)
        ] == [("2025-12-18T07:00:00+00:00", "2025-12-18T09:00:00+00:00")]

    def test_the_forum_points_on_and_says_what_came_of_it(self):
        assert list(Outcome.objects.filter(event__slug=FORUM).values_list("kind", "text")) == [
            ("proposal", "Direct flights between Russia and Pakistan to be resumed."),
            ("proposal", "Universities of both countries to start joint educational programmes."),
            ("proposal", "Russian literary works, classical and contemporary, to be translated into Urdu."),
            (
                "announcement",
                "Pakistani traders, business leaders and other stakeholders invited to the 16th INNOPROM in Yekaterinburg, "
                "6–9 July 2026.",
            ),
        ]
        assert set(EventLink.objects.values_list("event__slug", "relation", "other__slug")) == {
            (FORUM, "invites", FAIR),
            (FORUM, "refers", MOSCOW),
            (ROUNDTABLE, "margins", ROUND),
        }

    def test_the_memorandum_has_its_parties_signatories_and_areas(self):
        memorandum = Agreement.objects.get()
        assert [str(party) for party in memorandum.parties.all()] == [
            "Institute of Strategic Studies Islamabad (ISSI)",
            "Institute of China and Contemporary Asia of the Russian Academy of Sciences (ICCA RAS)",
        ]
        assert [str(signature) for signature in memorandum.signatures.all()] == [
            "Ambassador Sohail Mahmood, Director General, ISSI",
            "Dr. Kirill Babaev, Director, ICCA RAS",
        ]
        assert [str(area) for area in memorandum.areas.all()] == [
            "Exchange of researchers",
            "Joint research projects",
            "Co-hosted events",
            "Collaborative publications",
        ]
        assert memorandum.event.slug == SIGNING

    def test_a_broad_topic_finds_what_its_narrower_ones_find(self):
        found = Event.objects.published().filter(topic_terms__term__slug="security")
        assert set(found.values_list("slug", flat=True)) == {ROUNDTABLE, LAUNCH, SIGNING, ROUND}

    def test_the_drawn_pictures_say_that_they_are_drawn(self):
        pictures = [Publication.objects.get(), EventPhoto.objects.get()]
        assert [(picture.picture_width, picture.picture_height) for picture in pictures] == [(800, 1200), (1200, 620)]
        assert all(
            picture.picture_alt and picture.picture_credit.startswith("Drawn by this site") for picture in pictures
        )

    def test_an_institution_finds_the_events_of_its_centres(self):
        events = Event.objects.published()
        found = {
            slug: set(events.filter(institution_terms__term__slug=slug).values_list("slug", flat=True))
            for slug in FOUND_UNDER
        }
        assert found == FOUND_UNDER

    def test_people_and_the_consortium_are_found_under_every_name_the_texts_give_them(self):
        people = ["Albert Khorev", "albert p khorev", "Gul I Ayesha Bhatti", "Denis Nevzorov"]
        assert [Person.objects.named(name).get().slug for name in people] == [
            "albert-khorev",
            "albert-khorev",
            "gul-i-ayesha-bhatti",
            "denis-nevzorov",
        ]
        bodies = ["CAPES", "Consortium for Asia Pacific and Eurasian Studies", "Consortium for Asia Pacific Studies"]
        assert {Institution.objects.named(name).get().slug for name in bodies} == {"capes"}


def test_a_second_run_changes_nothing():
    load()
    before = everything()
    assert load() == "The demonstration record is there already: nothing changed."
    assert everything() == before


def test_a_later_run_keeps_what_staff_changed_and_brings_back_what_is_missing():
    load()
    renamed = Person.objects.get(slug="denis-nevzorov")
    renamed.slug, renamed.honorific = "nevzorov", "Mr."
    renamed.save()
    Participation.objects.filter(event__slug=FORUM, role__slug="participant").delete()
    Event.objects.get(slug=FORUM).links.all().delete()
    Event.objects.get(slug=FAIR).delete()
    assert load() == "Loaded 1 event."
    assert Person.objects.filter(name__startswith="Denis").values_list("slug", "honorific").get() == ("nevzorov", "Mr.")
    assert Participation.objects.filter(event__slug=FORUM).count() == 8


def test_data_that_does_not_fit_is_refused_with_its_place_and_nothing_is_loaded(tmp_path, monkeypatch):
    (tmp_path / "topics.toml").write_text('[narrow]\nname = "Narrow"\n\n[lost]\nname = "Lost"\nbroader = "wide"\n')
    monkeypatch.setattr(loader, "RECORD", tmp_path)
    with pytest.raises(CommandError, match=r"^Nothing was loaded\. topics\.toml, lost: There is no topic “wide”\.$"):
        load()
    assert Topic.objects.count() == 0
