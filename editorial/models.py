"""The models of this app by name; each is written where its subject is."""

from editorial.addresses import FormerAddress
from editorial.documents import Document
from editorial.pictures import Illustrated
from editorial.publishing import Publishable
from editorial.topics import Topic, TopicLink, TopicName, TopicTerm
from editorial.vocabulary import Vocabulary

__all__ = [
    "Document",
    "FormerAddress",
    "Illustrated",
    "Publishable",
    "Topic",
    "TopicLink",
    "TopicName",
    "TopicTerm",
    "Vocabulary",
]
