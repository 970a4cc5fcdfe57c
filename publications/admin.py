"""Publications in the newsroom: who made them, where they belong, their chapters and their documents."""

from django.contrib import admin
from django.db.models import Prefetch
from django.utils.html import format_html, format_html_join

from editorial import rights
from editorial.newsroom.abreast import Abreast, AbreastForm
from editorial.newsroom.bulk import Bulk
from editorial.newsroom.changes import SetField
from editorial.newsroom.deletion import Deleting
from editorial.newsroom.forms import DocumentForm
from editorial.newsroom.records import PublishableAdmin
from editorial.newsroom.release import StateFilter
from editorial.newsroom.rows import Rows
from editorial.newsroom.site import RECORD, SUBJECTS
from editorial.newsroom.timed import Embargo
from editorial.newsroom.vocabularies import VocabularyAdmin
from people.admin import PUBLISHING
from people.rows import HONORIFICS, CreditRows
from publications.cloning import PublicationCloning
from publications.exchange import PublicationsExchange
from publications.models import (
    Contribution,
    ContributionRole,
    Publication,
    PublicationDocument,
    PublicationKind,
    Series,
)


class ContributionRows(CreditRows):
    model = Contribution
    day_field = "date"
    verbose_name = "contributor"
    verbose_name_plural = "contributors"
    fieldsets = [
        (None, {"fields": [("role", "person", "position", "institution", "order")]}),
        ("As printed", {"classes": ["collapse"], "fields": [("honorific", "name", "institution_name")]}),
    ]


class PublicationDocumentRows(Rows):
    model = PublicationDocument
    form = DocumentForm
    fieldsets = [(None, {"fields": [("title", "file", "language", "embargoed_until", "order")]})]


@admin.register(Publication)
class PublicationAdmin(PublicationCloning, PublishableAdmin):
    exchange = PublicationsExchange
    shelf = (RECORD, 3)
    inlines = [ContributionRows, PublicationDocumentRows]
    autocomplete_fields = ["publisher", "part_of"]
    readonly_fields = ["chapters_shown", "events_shown"]
    fieldsets = [
        ("What it is", {"fields": [("kind", "date"), "title", "subtitle", "topics", "summary"]}),
        ("Text", {"fields": ["abstract", "body"]}),
        ("Where it appeared", {"fields": [("publisher", "place"), ("part_of", "chapter_number", "pages")]}),
        (
            "Series, edition and identifiers",
            {
                "classes": ["collapse"],
                "fields": [
                    ("series", "number", "edition"),
                    ("isbn", "issn", "doi"),
                    ("licence", "website"),
                    "publisher_name",
                ],
            },
        ),
        ("Cover", {"classes": ["collapse"], "fields": ["picture", ("picture_alt", "picture_credit")]}),
        ("Chapters and events", {"fields": ["chapters_shown", "events_shown"]}),
        PUBLISHING,
    ]
    changes = (*Bulk.changes, SetField("kind"), SetField("publisher"), Embargo())
    list_display = ["title", "state_shown", "kind", "date", "makers", "publisher"]
    list_filter = [StateFilter, ("kind", admin.RelatedOnlyFieldListFilter), "year", "series"]
    list_select_related = ["kind", "publisher"]

    def get_queryset(self, request):
        contributions = Contribution.objects.select_related("role")
        return super().get_queryset(request).prefetch_related(Prefetch("contributions", contributions))

    @admin.display(description="by")
    def makers(self, publication):
        return ", ".join(row.name or row.position for row in publication.contributions.all())

    def datalists(self, user):
        return super().datalists(user) | {"honorific": HONORIFICS}

    def suggestion(self, publication):
        return f"{publication} ({publication.year})" if publication.year else str(publication)

    def chapters(self, publication):
        return publication.chapters.visible_to(publication.shown_to).order_by("chapter_number", "pk")

    @admin.display(description="chapters")
    def chapters_shown(self, publication):
        if not publication or not publication.pk:
            return "Save the book first."
        links = [self.link_to(chapter) for chapter in self.chapters(publication)]
        listed = format_html_join("", '<li><a href="{}">{}</a></li>', links)
        add = f"{self.address('add')}?part_of={publication.pk}"
        return format_html('<ul class="linked">{}</ul><a href="{}">Add a chapter</a>', listed, add)

    @admin.display(description="events")
    def events_shown(self, publication):
        rows = publication.event_publications.select_related("event") if publication and publication.pk else ()
        words = [
            (str(row.event), row.get_relation_display())
            for row in rows
            if rights.may(publication.shown_to, "view", row.event)
        ]
        return format_html_join("", "<div>{} ({})</div>", words) or "Chosen in the event’s form."


@admin.register(Series)
class SeriesAdmin(Abreast, Deleting, admin.ModelAdmin):
    form = AbreastForm
    list_display = ["name", "issn"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    shelf = (SUBJECTS, 3)


admin.site.register(PublicationKind, VocabularyAdmin)
admin.site.register(ContributionRole, VocabularyAdmin)
