"""The models of this app by name; each is written where its subject is."""

from events.accounts import Coverage, EventDocument, EventLink, EventPhoto, EventPublication, Outcome
from events.agreements import (
    Agreement,
    AgreementDocument,
    AgreementInstitutionTerm,
    AgreementKind,
    AgreementTopic,
    AgreementTopicTerm,
    Area,
    Party,
    Signature,
)
from events.appearances import Hosting, Participation, PhotoSubject, Role, Session
from events.event import Event, EventInstitutionTerm, EventKind, EventSeries, EventTopic, EventTopicTerm
from events.received import Denial, Intake, LearnedWord

__all__ = [
    "Agreement",
    "AgreementDocument",
    "AgreementInstitutionTerm",
    "AgreementKind",
    "AgreementTopic",
    "AgreementTopicTerm",
    "Area",
    "Coverage",
    "Denial",
    "Event",
    "EventDocument",
    "EventInstitutionTerm",
    "EventKind",
    "EventLink",
    "EventPhoto",
    "EventPublication",
    "EventSeries",
    "EventTopic",
    "EventTopicTerm",
    "Hosting",
    "Intake",
    "LearnedWord",
    "Outcome",
    "Participation",
    "Party",
    "PhotoSubject",
    "Role",
    "Session",
    "Signature",
]
