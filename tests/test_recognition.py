"""A name in a text is recognised: without asking only when it is one record's, and never by the surname alone."""

import pytest

from editorial.folding import key
from people.models import Affiliation, Institution, InstitutionName, Person, PersonName
from people.recognition import LIKELY, OFFERED, SAME, recognise_institutions, recognise_people
from tests import factories as make

pytestmark = pytest.mark.django_db


def bands(name, *bodies, **limits):
    [found] = recognise_people([(name, [body.pk for body in bodies])], **limits)
    return [(str(one.record), one.band) for one in found]


def test_a_whole_name_is_recognised_however_it_is_written():
    make.person("Zoë Müller")
    PersonName.objects.create(person=make.person("Aizaz Ahmad"), name="Aizaz Ahmed")
    assert bands("ZOE MULLER") == [("Zoë Müller", SAME)]
    assert bands("Aizaz Ahmed") == [("Aizaz Ahmad", SAME)]


@pytest.mark.parametrize(
    "name, other",
    [
        ("Khalid Mahmood", "Sohail Mahmood"),
        ("Rehman Azhar", "Rehman Sobhan"),
        ("Amina Khan", "Amna Khan"),
        ("Khan", "Amina Khan"),
        ("Khan", "Khan"),
    ],
)
def test_names_that_are_easily_confused_are_not_taken_for_each_other(name, other):
    make.person(other)
    assert bands(name) == []


def test_a_name_much_like_it_is_offered_and_likely_where_the_institution_agrees():
    body = make.institution("River Institute")
    person = make.person("Qazi Muhammad Khalilullah")
    assert bands("Qazi M. Khalilullah", body) == [("Qazi Muhammad Khalilullah", OFFERED)]
    Affiliation.objects.create(person=person, institution=body, position="Director")
    person.settle()
    assert bands("Qazi M. Khalilullah", body) == [("Qazi Muhammad Khalilullah", LIKELY)]


def test_of_two_people_of_one_name_none_is_taken_without_asking():
    body = make.institution("River Institute")
    first, second = make.person("Ali Raza"), make.person("Ali Raza")
    assert bands("Ali Raza") == [("Ali Raza", OFFERED), ("Ali Raza", OFFERED)]
    Affiliation.objects.create(person=second, institution=body, position="Fellow")
    second.settle()
    [found] = recognise_people([("Ali Raza", [body.pk])])
    assert [(one.record, one.band) for one in found] == [(second, LIKELY), (first, OFFERED)]


def test_what_somebody_said_is_not_the_same_is_not_offered_again():
    person = make.person("Ali Raza Khan")
    assert bands("Ali Raza") == [("Ali Raza Khan", OFFERED)]
    assert bands("Ali Raza", denied={("ali raza", person.pk)}) == []


def test_nobody_is_offered_whom_the_asker_may_not_see():
    make.draft(make.person("Zoë Müller"))
    assert bands("Zoë Müller", among=Person.objects.published()) == []


def institutions(name, acronym=""):
    [found] = recognise_institutions([(name, acronym)])
    return [(str(one.record), one.band) for one in found]


def test_institutions_are_recognised_by_name_other_name_and_acronym():
    body = make.institution("Centre for Coastal Studies", acronym="CCS")
    InstitutionName.objects.create(institution=body, name="Coastal Centre", kind=InstitutionName.Kind.FORMER)
    make.institution("Centre for Crop Science", acronym="CCS")
    assert institutions("Center for Coastal Studies", "CCS")[0] == ("Centre for Coastal Studies", OFFERED)
    assert institutions("Centre for Coastal Studies", "CCS")[0] == ("Centre for Coastal Studies", SAME)
    assert institutions("Coastal Centre") == [("Centre for Coastal Studies", SAME)]
    assert {band for _, band in institutions("CCS")} == {OFFERED}
    Institution.objects.filter(name="Centre for Crop Science").delete()
    assert institutions("CCS") == [("Centre for Coastal Studies", SAME)]


def test_recognising_forty_names_takes_as_many_statements_as_one(django_assert_num_queries):
    for number in range(60):
        make.person(f"Person Number {chr(97 + number % 26) * 3}{number}")
    one, many = [("Person Number aaa0", [])], [(f"Person Number {chr(97 + n % 26) * 3}{n}", []) for n in range(40)]
    with django_assert_num_queries(4):
        recognise_people(one)
    with django_assert_num_queries(4):
        assert [found[0].band for found in recognise_people(many)] == [SAME] * 40


GIVEN = ["Khalid", "Sohail", "Rehman", "Amina", "Amna", "Tariq", "Tahir", "Asad", "Asadullah", "Neelum"]
SURNAMES = ["Mahmood", "Mehmood", "Azhar", "Sobhan", "Khan", "Qureshi", "Hussain", "Hassan", "Ahmad", "Ahmed"]


def test_among_two_thousand_confusable_names_none_is_taken_for_another():
    """Every second name of the grid is known; the others differ from a known one by a part or by a letter."""
    names = [
        f"{given} {middle} {surname}".replace("  ", " ")
        for middle in ("", *GIVEN[:9], *SURNAMES)
        for given in GIVEN
        for surname in SURNAMES
    ]
    known, asked = names[::2][:1000], names[1::2][:1000]
    people = [
        Person(name=name, slug=f"p{n}", key=key(name), sort_name=name, sort_key=key(name))
        for n, name in enumerate(dict.fromkeys(known))
    ]
    Person.objects.bulk_create(people)
    unknown = [name for name in dict.fromkeys(asked) if key(name) not in {person.key for person in people}]
    found = recognise_people([(name, []) for name in unknown])
    assert [
        name for name, candidates in zip(unknown, found, strict=True) if any(one.band == SAME for one in candidates)
    ] == []
    found = recognise_people([(person.name.upper(), []) for person in people[:200]])
    assert [candidates[0].record.pk for candidates in found] == [person.pk for person in people[:200]]
