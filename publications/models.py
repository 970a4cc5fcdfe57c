"""Publications: books and their chapters, reports, papers; who made them and where they belong."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Prefetch, Q
from taggit.managers import TaggableManager

from editorial.dates import PartialDateField
from editorial.identifiers import DoiField, IsbnField, IssnField
from editorial.models import Document, Illustrated, Publishable, TopicLink, TopicTerm, Vocabulary
from editorial.publishing import PublishableQuerySet
from editorial.richtext import RichTextField, plain
from editorial.search.entries import Findable
from people.models import Credit, Institution, InstitutionTerm


class PublicationKind(Vocabulary):
    """What sort of work a publication is: edited book, chapter, report …"""

    schema_type = models.CharField("schema.org type", max_length=60, default="CreativeWork")
    bibtex_type = models.CharField("BibTeX type", max_length=30, default="misc")
    csl_type = models.CharField("CSL type", max_length=30, default="document")
    ris_type = models.CharField("RIS type", max_length=10, default="GEN")


class ContributionRole(Vocabulary):
    """What somebody did for a work: author, editor, translator …"""

    marc_relator = models.CharField("MARC relator", max_length=3, blank=True, help_text="Such as aut, edt, trl.")


class Series(models.Model):
    """A series in which an institute publishes: its papers, its briefs, its yearbook."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    issn = IssnField("ISSN")
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = verbose_name_plural = "publication series"

    def __str__(self):
        return self.name


class PublicationQuerySet(PublishableQuerySet):
    def newest(self):
        return self.order_by(F("year").desc(nulls_last=True), "-date", "-published_at", "-pk")


class Publication(Illustrated, Publishable):
    """A work. A chapter is a publication that is part of another."""

    kind = models.ForeignKey(PublicationKind, models.PROTECT, related_name="publications")
    title = models.CharField(max_length=300)
    subtitle = models.CharField(max_length=300, blank=True)
    abstract = RichTextField()
    body = RichTextField("full text")
    date = PartialDateField("published on", help_text="A day, a month or a year; empty when the source gives none.")
    year = models.PositiveSmallIntegerField(null=True, blank=True, editable=False, db_index=True)
    publisher = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="publications", help_text="Who brings it out."
    )
    publisher_name = models.CharField("publisher as printed", max_length=250, blank=True)
    place = models.CharField("place of publication", max_length=100, blank=True)
    edition = models.CharField(max_length=60, blank=True, help_text="Second, revised …")
    series = models.ForeignKey(Series, models.PROTECT, null=True, blank=True, related_name="publications")
    number = models.CharField("number in the series", max_length=30, blank=True)
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="chapters", help_text="The book a chapter is in."
    )
    chapter_number = models.PositiveSmallIntegerField(null=True, blank=True)
    pages = models.CharField(max_length=30, blank=True, help_text="248, or 15–38 for a chapter.")
    isbn = IsbnField("ISBN")
    issn = IssnField("ISSN")
    doi = DoiField("DOI")
    licence = models.CharField(max_length=80, blank=True, help_text="Such as CC BY 4.0.")
    website = models.URLField(blank=True, help_text="Where else it is found, or can be bought.")

    topics = TaggableManager("topics", through="publications.PublicationTopic", blank=True, related_name="publications")

    objects = PublicationQuerySet.as_manager()

    sharing = "Both worked on “{}”"
    kin = {"series": "Same series", "part_of": "Both in “{}”"}
    dated_by = "date"
    printed_as = {"publisher": "publisher_name"}

    class Meta(Publishable.Meta):
        ordering = [F("year").desc(nulls_last=True), "-date", "-pk"]
        # Everything by which publications are shown, sorted and counted, so that no list reads through all texts.
        indexes = [
            *Publishable.Meta.indexes,
            models.Index(
                fields=["published_at", "withdrawn_at", "year", "date", "kind", "series", "language", "part_of"],
                name="publication_in_lists",
            ),
        ]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(part_of=None) | ~Q(part_of=F("id")),
                name="publication_not_part_of_itself",
                violation_error_message="A publication cannot be part of itself.",
            ),
            models.CheckConstraint(
                condition=Q(chapter_number=None) | Q(part_of__isnull=False),
                name="publication_chapter_has_book",
                violation_error_message="A chapter number needs the book that the chapter is part of.",
            ),
            models.UniqueConstraint(
                fields=["doi"],
                condition=~Q(doi=""),
                name="publication_doi_once",
                violation_error_message="Another publication has this DOI.",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.year = self._meta.get_field("date").to_python(self.date).year
        if self.publisher_id and not self.publisher_name:
            self.publisher_name = self.publisher.name
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.part_of_id and self.part_of.part_of_id:
            raise ValidationError({"part_of": f"“{self.part_of}” is itself a chapter. Choose the book."})
        if self.part_of_id and self.pk and self.chapters.exists():
            raise ValidationError({"part_of": "This publication has chapters, so it cannot be a chapter itself."})

    @property
    def full_title(self):
        """Title and subtitle as libraries part them."""
        return f"{self.title}: {self.subtitle}" if self.subtitle else self.title

    @property
    def dated(self):
        """The date in words."""
        return self.date.spoken

    @classmethod
    def searched(cls):
        documents = cls._meta.get_field("documents").related_model.in_full()
        return ["kind", "series", "contributions", Prefetch("documents", documents)]

    def searchable(self):
        billed = [words for row in self.contributions.all() for words in row.printed()]
        series = [self.series.name, self.number] if self.series else []
        numbers = [number and re.sub(r"[\W_]", "", number) for number in (self.isbn, self.issn, self.doi)]
        printed = [self.publisher_name, self.place, self.date.spoken, self.kind.name]
        papers = [words for document in self.documents.all() for words in document.findable()]
        text = [self.summary, plain(self.abstract), plain(self.body), *papers]
        near = [*billed, *printed, *series, self.doi, *numbers]
        return Findable([self.title, self.full_title], near, text, self.date.first)

    @classmethod
    def institution_pairs(cls, keys):
        """Return {(publication, institution)}: publishers, and the institutions of those who worked on it."""
        rows = Contribution.objects.filter(publication__in=keys, institution__isnull=False)
        published = cls.objects.filter(pk__in=keys, publisher__isnull=False)
        named = set(rows.order_by().values_list("publication", "institution"))
        return named | set(published.order_by().values_list("pk", "publisher"))


class Contribution(Credit):
    """What one person did for one work, as billed on it."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="contributions")
    role = models.ForeignKey(ContributionRole, models.PROTECT, related_name="contributions")

    row_of = "publication"

    class Meta(Credit.Meta):
        constraints = [
            *Credit.Meta.constraints,
            models.UniqueConstraint(
                fields=["publication", "person", "role"],
                name="contribution_once_per_role",
                violation_error_message="This person is there in this role already.",
            ),
        ]


class PublicationDocument(Document):
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="documents")

    row_of = "publication"

    class Meta(Document.Meta):
        verbose_name = "document"


class PublicationTopic(TopicLink):
    content_object = models.ForeignKey(Publication, models.CASCADE, related_name="topic_links")


class PublicationTopicTerm(TopicTerm):
    record = models.ForeignKey(Publication, models.CASCADE, related_name="topic_terms")


class PublicationInstitutionTerm(InstitutionTerm):
    record = models.ForeignKey(Publication, models.CASCADE, related_name="institution_terms")
