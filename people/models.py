"""The models of this app by name; each is written where its subject is."""

from people.institutions import (
    NAMES_AN_INSTITUTION,
    EntryInstitution,
    Institution,
    InstitutionKind,
    InstitutionName,
    InstitutionNamed,
    InstitutionTerm,
    InstitutionTopic,
    InstitutionTopicTerm,
)
from people.persons import (
    Affiliation,
    Credit,
    EntryPerson,
    Person,
    PersonInstitutionTerm,
    PersonLink,
    PersonName,
    PersonTopic,
    PersonTopicTerm,
)

__all__ = [
    "NAMES_AN_INSTITUTION",
    "Affiliation",
    "Credit",
    "EntryInstitution",
    "EntryPerson",
    "Institution",
    "InstitutionKind",
    "InstitutionName",
    "InstitutionNamed",
    "InstitutionTerm",
    "InstitutionTopic",
    "InstitutionTopicTerm",
    "Person",
    "PersonInstitutionTerm",
    "PersonLink",
    "PersonName",
    "PersonTopic",
    "PersonTopicTerm",
]
