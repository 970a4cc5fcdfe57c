"""The models of this app by name; each is written where its subject is."""

from editorial.acts import Act
from editorial.addresses import FormerAddress
from editorial.audit import AuditEntry
from editorial.bin import Binned
from editorial.documents import Document
from editorial.drafts import Draft
from editorial.health import SetAside, SwitchedOff
from editorial.heirs import DifferentPair, MergedRecord
from editorial.newsroom.once import Sent
from editorial.pictures import Illustrated
from editorial.presence import Presence
from editorial.publishing import Publishable
from editorial.reviews import ReviewNote
from editorial.revisions import Revision
from editorial.search.entries import Entry, Searchable
from editorial.sharing import ShareLink
from editorial.topics import EntryTopic, Topic, TopicLink, TopicName, TopicTerm
from editorial.vocabulary import Vocabulary

__all__ = [
    "Act",
    "AuditEntry",
    "Binned",
    "DifferentPair",
    "Document",
    "Draft",
    "Entry",
    "EntryTopic",
    "FormerAddress",
    "Illustrated",
    "MergedRecord",
    "Presence",
    "Publishable",
    "ReviewNote",
    "Revision",
    "Searchable",
    "Sent",
    "SetAside",
    "ShareLink",
    "SwitchedOff",
    "Topic",
    "TopicLink",
    "TopicName",
    "TopicTerm",
    "Vocabulary",
]
