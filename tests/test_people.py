"""People and institutions: names, positions over time, and the words printed on the day."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from events.models import Participation
from people.kinds import kind_told
from people.models import Affiliation, Institution, InstitutionName, Person, PersonName
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize(
    "day, position",
    [
        ("2018-12-31", None),
        ("2019-01-01", "Research Fellow"),
        ("2021-06-30", "Research Fellow"),
        ("2021-12-31", "Director"),
        ("2025-06-01", "Director"),
    ],
)
def test_the_affiliation_on_a_day_is_the_one_held_then(day, position):
    institute = factories.institution("Institute")
    person = factories.person("Amina Khan")
    Affiliation.objects.create(
        person=person, institution=institute, position="Research Fellow", start="2019", end="2021"
    )
    Affiliation.objects.create(person=person, institution=institute, position="Director", start="2021-07", primary=True)
    Affiliation.objects.create(person=person, position="Ambassador", former=True)
    held = person.affiliation_on(datetime.date.fromisoformat(day))
    assert (held and held.position) == position


def test_what_was_printed_is_not_touched_by_what_changes_later():
    institute = factories.institution("Centre for Middle East and Africa")
    person = factories.person("Amina Khan", "Director", at=institute, honorific="Dr")
    event = factories.event("Talk", people=[(person, "speaker", {"position": "Director", "institution": institute})])
    person.name, person.honorific, institute.name = "Amina A. Khan", "Prof.", "CAMEA"
    person.save()
    institute.save()
    [row] = event.participations.published()
    assert (row.styled, row.position, row.institution_name) == (
        "Dr Amina Khan",
        "Director",
        "Centre for Middle East and Africa",
    )


def test_a_row_may_name_only_an_office_but_not_nobody():
    event = factories.event("Meeting")
    role = factories.Role.objects.get(slug="participant")
    office = Participation(event=event, role=role, position="Senior officials of the ministry")
    office.full_clean()
    office.save()
    assert str(office) == "Senior officials of the ministry"
    with pytest.raises(ValidationError) as refused:
        Participation(event=event, role=role).full_clean()
    assert refused.value.messages == ["Say who it was: choose a person, or give a name or an office as printed."]
    with pytest.raises(IntegrityError), transaction.atomic():
        Participation.objects.create(event=event, role=role)


def test_one_person_may_have_two_roles_but_not_one_role_twice():
    person = factories.person("Albert Khorev")
    event = factories.event("Forum", people=[(person, "welcome-remarks"), (person, "concluding-remarks")])
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.Participation.objects.create(
            event=event, person=person, role=factories.Role.objects.get(slug="welcome-remarks")
        )
    assert event.participations.count() == 2


def test_who_appears_on_a_record_cannot_be_deleted():
    institute = factories.institution("Institute")
    person = factories.person("Somebody", at=institute)
    factories.event("Talk", hosts=[institute], people=[(person, "speaker")])
    for record in (person, institute):
        with pytest.raises(ProtectedError):
            record.delete()


def test_people_and_institutions_are_found_by_any_of_their_names():
    person = factories.person("Gul I. Ayesha Bhatti")
    PersonName.objects.create(person=person, name="گلِ عائشہ بھٹی", language="ur", kind=PersonName.Kind.SCRIPT)
    body = factories.institution("Consortium for Asia Pacific & Eurasian Studies", acronym="CAPES")
    InstitutionName.objects.create(institution=body, name="Consortium for Asia Pacific Studies")
    factories.person("Somebody Else")
    factories.institution("Another Body")
    assert [list(Person.objects.matching(text)) for text in ("bhatti gul-i", "گل عائشہ", "AYESHA")] == [[person]] * 3
    assert [list(Institution.objects.matching(text)) for text in ("capes", "C.A.P.E.S.", "eurasian")] == [[body]] * 3
    assert list(Institution.objects.named("consortium for asia-pacific studies")) == [body]
    assert PersonName.objects.get().direction == "rtl"


def test_a_centre_is_found_under_the_institute_that_it_moves_to():
    first, second = factories.institution("First"), factories.institution("Second")
    centre = factories.institution("Centre", kind="centre", parent=first)
    event = factories.event("Talk", hosts=[centre])
    assert set(event.institution_terms.values_list("term__name", flat=True)) == {"Centre", "First"}
    centre.parent = second
    centre.save()
    assert set(event.institution_terms.values_list("term__name", flat=True)) == {"Centre", "Second"}


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("0000\u20110002\u20111694\u2011233x", "0000-0002-1694-233X"),
        ("0000-0002-1825-0098", "This is not a valid ORCID iD. It looks like 0000-0002-1825-0097."),
    ],
)
def test_an_orcid_is_read_as_pasted_and_its_check_digit_verified(typed, kept):
    field = Person._meta.get_field("orcid")
    try:
        read = field.clean(typed, None)
    except ValidationError as error:
        [read] = error.messages
    assert read == kept


@pytest.mark.parametrize("typed, valid", [("https://ror.org/03yrm5c26", True), ("01k4yrm30", False), ("x", False)])
def test_a_ror_identifier_is_verified(typed, valid):
    try:
        assert Institution._meta.get_field("ror").clean(typed, None) == "03yrm5c26"
        assert valid
    except ValidationError:
        assert not valid


@pytest.mark.parametrize(
    "name, kind",
    [
        ("Area Study Centre, University of Peshawar", "centre"),
        ("University of Agriculture, Faisalabad", "university"),
        ("EMBASSY of the Russian Federation in Islamabad", "embassy"),
        ("Russian Academy of Sciences", "academy"),
        ("Consortium for Asia Pacific & Eurasian Studies", "consortium"),
        ("Institute of Strategic Studies", ""),
        ("", ""),
    ],
)
def test_a_name_tells_of_what_kind_an_institution_is_or_nothing(name, kind):
    assert kind_told(name) == kind


def test_no_words_name_no_institution_not_even_one_without_an_acronym():
    factories.institution("Institute")
    assert [list(Institution.objects.named(text)) for text in ("", "“”", "-")] == [[], [], []]
