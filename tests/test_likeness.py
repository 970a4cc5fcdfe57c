"""A name that looks like one already there is noticed; a name that merely shares a word is not."""

import pytest

from editorial.folding import key
from editorial.likeness import alike, same_heading, same_person

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    "name, other",
    [
        ("Aizaz Ahmad Chaudhry", "Aizaz Ahmed Chaudhry"),
        ("Zubair Mahmood Hayat", "Zubair Mahmood Hyatt"),
        ("Albert P. Khorev", "Albert Khorev"),
        ("Gul I Ayesha Bhatti", "Gul-i-Ayesha Bhatti"),
        ("Khorev, Albert", "Albert P. Khorev"),
        ("U Thant", "u thant"),
    ],
)
def test_spellings_of_one_person_are_alike(name, other):
    assert same_person(key(name), key(other))


@pytest.mark.parametrize(
    "name, other",
    [
        ("Sajjad Khan", "Shabir Ahmed Khan"),
        ("Khan", "Shabir Ahmed Khan"),
        ("Ali", "Zulfiqar Ali"),
        ("Muhammad Iqbal Chawla", "Muhammad Riaz Chawla Butt"),
        ("A. B. Khan", "A. B. Chaudhry"),
        ("", "Zulfiqar Ali"),
    ],
)
def test_a_surname_or_a_forename_alone_makes_nobody_alike(name, other):
    assert not same_person(key(name), key(other))


@pytest.mark.parametrize(
    "name, other",
    [
        ("Consortium for Asia Pacific Studies", "Consortium for Asia Pacific & Eurasian Studies"),
        ("Institute of Strategic Studies", "Institute of Strategic Studies Islamabad"),
        ("Russia-Pakistan: Overview of the Modern Stage", "Russia–Pakistan: Overview of the Modern Stage of Relations"),
        ("ISSI", "I.S.S.I."),
    ],
)
def test_variants_of_one_institution_or_title_are_alike(name, other):
    assert same_heading(key(name), key(other))


@pytest.mark.parametrize(
    "name, other",
    [
        ("University of Okara", "University of Sargodha"),
        ("University of Peshawar", "Area Study Centre for Russia, China and Central Asia, University of Peshawar"),
        ("Embassy of the Russian Federation", "Embassy of the Kyrgyz Republic"),
        ("Pakistan and Russia", "Pakistan and Turkey"),
    ],
)
def test_two_institutions_of_one_kind_are_not_alike(name, other):
    assert not same_heading(key(name), key(other))


def test_other_names_count_and_empty_ones_do_not():
    known = {"one": ["zubair hayat", "زبیر حیات"], "two": [""]}
    assert alike("زبیر حیات", known, same_person) == ["one"]
    assert alike("", known, same_person) == []
