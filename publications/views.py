"""The public pages of publications."""

from django.db.models import Prefetch
from django.utils.text import capfirst

from editorial.drawing.cards import Card, dotted
from editorial.reading.files import RecordDocument, RecordDrawing, RecordPicture
from editorial.reading.notes import RecordNote
from editorial.views import RecordDetail, RecordList, grouped
from people.models import Institution, Person
from publications.citation import cite
from publications.covers import Cover
from publications.filters import PublicationFilter
from publications.models import Contribution, Publication, PublicationDocument
from publications.note import publication_note


class PublicationList(RecordList):
    model = Publication
    filters = PublicationFilter
    standfirst = "Books, chapters, reports and papers, with everyone who worked on them."

    def records(self):
        return super().records().select_related("kind").prefetch_related("contributions__role", book())

    def group(self, publication):
        return publication.year or "Date not given"


class PublicationDetail(RecordDetail):
    model = Publication
    lists = ("siblings",)
    cite = staticmethod(cite)

    def records(self):
        people = Prefetch("person", Person.objects.published())
        institution = Prefetch("institution", Institution.objects.published())
        contributions = Contribution.objects.select_related("role").prefetch_related(people, institution)
        chapters = Publication.objects.published().order_by("chapter_number", "pk")
        return Publication.objects.select_related("kind", "series").prefetch_related(
            "topics",
            Prefetch("documents", PublicationDocument.told()),
            Prefetch("part_of", Publication.objects.published().prefetch_related("contributions__role")),
            Prefetch("publisher", Institution.objects.published()),
            Prefetch("chapters", chapters.prefetch_related("contributions__role")),
            Prefetch("contributions", contributions),
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            credits=by_role(self.object),
            events=self.object.event_publications.published().select_related("event__kind"),
            siblings=self.siblings(),
            **kwargs,
        )

    def siblings(self):
        """Return the other public works of the same series, the newest first."""
        if not self.object.series:
            return []
        return self.object.series.publications.published().exclude(pk=self.object.pk).newest()[:10]


def book():
    """Return the prefetch of the book that a chapter is in, empty while the book is not public."""
    return Prefetch("part_of", Publication.objects.published())


def by_role(publication):
    """Return the contributions as [(role, rows)], roles as the vocabulary has them."""
    rows = sorted(publication.contributions.all(), key=lambda row: (row.role.position, row.order, row.pk))
    return grouped(rows, lambda row: row.role)


class PublicationNote(RecordNote, PublicationDetail):
    compose = staticmethod(publication_note)


class PublicationPicture(RecordPicture):
    model = Publication


class PublicationFile(RecordDocument):
    model = Publication


class PublicationCard(RecordDrawing):
    model = Publication

    def drawing(self, work):
        kicker = dotted(capfirst(work.kind.name), work.date.spoken)
        return Card(kicker, work.full_title, makers(work) or work.publisher_name)


class PublicationCover(RecordDrawing):
    """The cover of a publication that has none of its own."""

    model = Publication

    def drawing(self, work):
        series = work.series and dotted(work.series.name, work.number and f"no. {work.number}")
        imprint = dotted(work.publisher_name, str(work.year or ""))
        return Cover(
            work.title, work.subtitle, series or capfirst(work.kind.name), makers(work), imprint, work.language
        )


def makers(work):
    return ", ".join(row.name or row.position for row in work.contributions.all())
