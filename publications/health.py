"""What can be wrong with publications: a book without its chapters or its editors, a name behind which nobody is known."""

from django.db.models import Exists, OuterRef

from editorial.health import Rule
from editorial.newsroom.mending import Add, Fill
from editorial.newsroom.rules import UnreadDocument, WithoutTopics
from people.health import InstitutionNotMatched, NameNotMatched
from publications.models import Contribution, Publication, PublicationDocument

# Kinds of book that are made of the works of others.
COLLECTIONS = ("edited-book", "proceedings")


class PublicationWithoutContributors(Rule):
    name = "Publications without an author or editor"
    why = "Without authors or editors it cannot be cited, and is on nobody’s page."
    model = Publication
    field = "contributions-group"
    mend = Add("contributions", "role", "person")

    def wrong(self):
        made = Contribution.objects.filter(publication=OuterRef("pk"))
        return Publication.objects.filter(~Exists(made))


class BookWithoutChapters(Rule):
    name = "Edited books without chapters"
    why = "Those who wrote the chapters appear nowhere, and no chapter can be found or cited by itself."
    model = Publication

    def wrong(self):
        chapters = Publication.objects.filter(part_of=OuterRef("pk"))
        return Publication.objects.filter(~Exists(chapters), kind__slug__in=COLLECTIONS)


class PublicationWithoutDate(Rule):
    name = "Publications without a date"
    why = "They stand at the end of every list, and in no year."
    model = Publication
    field = "date"
    mend = Fill("date")

    def wrong(self):
        return Publication.objects.filter(date="", part_of=None)


class PublicationWithoutTopics(WithoutTopics):
    name = "Publications without a topic"
    model = Publication


class ContributorNotMatched(NameNotMatched):
    name = "Contributors who are only a name"
    model = Contribution
    record = page = "publication"


class ContributorInstitutionNotMatched(InstitutionNotMatched):
    name = "Contributors at an institution that is only a name"
    model = Contribution
    record = page = "publication"


class PublicationDocumentUnread(UnreadDocument):
    name = "Documents of publications that could not be read"
    model = PublicationDocument
    record = page = "publication"
