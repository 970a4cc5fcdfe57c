"""Events and agreements in the newsroom: everything about one of them is entered on its one page."""

from django.contrib import admin
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from editorial import rights
from editorial.newsroom.abreast import Abreast, AbreastForm
from editorial.newsroom.bulk import Bulk
from editorial.newsroom.careful import Careful
from editorial.newsroom.changes import SetField
from editorial.newsroom.deletion import Deleting
from editorial.newsroom.keeping import KeepingWithin
from editorial.newsroom.permitted import PermittedRow
from editorial.newsroom.records import PublishableAdmin
from editorial.newsroom.release import StateFilter
from editorial.newsroom.rows import Asking
from editorial.newsroom.site import RECORD, SUBJECTS
from editorial.newsroom.timed import Embargo
from editorial.newsroom.vocabularies import VocabularyAdmin
from events import inlines
from events.bulk import AddHost, RemoveHost, ReplaceHost
from events.cloning import AgreementCloning, EditionCloning, NextEdition
from events.exchange import AgreementsExchange, EventsExchange
from events.forms import PhotoForm
from events.intakedesk import IntakeAdmin
from events.learned import DenialAdmin, LearnedWordAdmin
from events.models import (
    Agreement,
    AgreementKind,
    Denial,
    Event,
    EventKind,
    EventPhoto,
    EventSeries,
    Hosting,
    Intake,
    LearnedWord,
    Party,
    Role,
)
from people.admin import PUBLISHING
from people.rows import HONORIFICS


@admin.register(Event)
class EventAdmin(EditionCloning, PublishableAdmin):
    exchange = EventsExchange
    shelf = (RECORD, 1)
    suggested = {**PublishableAdmin.suggested, "timezone": "zone", "city": "city"}
    inlines = [
        inlines.HostingRows,
        inlines.ParticipationRows,
        inlines.OutcomeRows,
        inlines.CoverageRows,
        inlines.EventLinkRows,
        inlines.EventPublicationRows,
        inlines.EventPhotoRows,
        inlines.EventDocumentRows,
        inlines.SessionRows,
    ]
    autocomplete_fields = ["venue_institution", "parent"]
    readonly_fields = ["agreements_shown", "intakes_shown"]
    fieldsets = [
        ("What it was", {"fields": [("kind", "format"), "title", "topics", "summary"]}),
        ("When", {"fields": [("start_date", "start_time", "end_time", "end_date")]}),
        (
            "Uncertain dates, time zone",
            {"classes": ["collapse"], "fields": [("date_certainty", "date_note"), ("timezone", "second_time")]},
        ),
        ("Where", {"fields": [("venue_institution", "venue"), ("city", "country", "attendance")]}),
        ("Report", {"fields": ["report"]}),
        ("Attribution rule", {"classes": ["collapse"], "fields": [("rule", "withheld")]}),
        (
            "Series, visit, links",
            {"classes": ["collapse"], "fields": [("series", "ordinal"), "parent", ("website", "recording")]},
        ),
        ("Agreements signed there", {"classes": ["collapse"], "fields": ["agreements_shown"]}),
        ("Why does it say this?", {"classes": ["collapse"], "fields": ["intakes_shown"]}),
        PUBLISHING,
    ]
    list_display = ["title", "state_shown", "dates_shown", "kind", "hosts"]
    list_filter = [StateFilter, ("kind", admin.RelatedOnlyFieldListFilter), "year", "rule", "series"]
    list_select_related = ["kind"]
    date_hierarchy = "starts_at"
    changes = (*Bulk.changes, SetField("kind"), SetField("country"), AddHost(), ReplaceHost(), RemoveHost(), Embargo())

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related(Prefetch("hostings", Hosting.objects.all()))

    @admin.display(description="date", ordering="starts_at")
    def dates_shown(self, event):
        return event.dated

    @admin.display(description="hosts")
    def hosts(self, event):
        return ", ".join(str(row) for row in event.hostings.all())

    def datalists(self, user):
        cities = (
            Event.objects.visible_to(user).exclude(city="").order_by("city").values_list("city", flat=True).distinct()
        )
        return super().datalists(user) | {"honorific": HONORIFICS, "city": cities[:200]}

    def suggestion(self, event):
        return " – ".join(filter(None, [event.title, event.dated]))

    @admin.display(description="agreements")
    def agreements_shown(self, event):
        if not event or not event.pk:
            return "Save the event first."
        links = [
            (reverse("admin:events_agreement_change", args=[one.pk]), one)
            for one in event.agreements.visible_to(event.shown_to)
        ]
        listed = format_html_join("", '<li><a href="{}">{}</a></li>', links)
        add = f"{reverse('admin:events_agreement_add')}?event={event.pk}"
        return format_html('<ul class="linked">{}</ul><a href="{}">Add an agreement</a>', listed, add)

    @admin.display(description="received reports")
    def intakes_shown(self, event):
        """The reports from which the event was made, each with the words that said what."""
        came = event.intakes.visible_to(event.shown_to) if event and event.pk else ()
        links = [(reverse("admin:events_intake_change", args=[one.pk]), one) for one in came]
        listed = format_html_join("", '<li><a href="{}">{}</a></li>', links)
        if not links and event and event.pk and not rights.is_editor(event.shown_to, Event):
            return "It was entered by hand, or read from a report that a colleague received."
        return format_html('<ul class="linked">{}</ul>', listed) if links else "It was entered by hand."


@admin.register(Agreement)
class AgreementAdmin(AgreementCloning, PublishableAdmin):
    exchange = AgreementsExchange
    shelf = (RECORD, 2)
    inlines = [inlines.PartyRows, inlines.SignatureRows, inlines.AreaRows, inlines.AgreementDocumentRows]
    autocomplete_fields = ["event", "predecessor"]
    fieldsets = [
        ("What it is", {"fields": [("kind", "signed_on", "in_force_until"), "title", "topics", "summary"]}),
        ("Where it was signed", {"fields": ["event", ("venue", "city", "country")]}),
        ("What was agreed", {"fields": ["text"]}),
        ("More", {"classes": ["collapse"], "fields": ["predecessor", ("date_certainty", "date_note")]}),
        PUBLISHING,
    ]
    changes = (*Bulk.changes, SetField("kind"), SetField("country"), Embargo())
    list_display = ["title", "state_shown", "signed", "kind", "parties_shown", "in_force_until"]
    list_filter = [StateFilter, ("kind", admin.RelatedOnlyFieldListFilter), "year"]
    list_select_related = ["kind"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related(Prefetch("parties", Party.objects.all()))

    @admin.display(description="signed on", ordering="signed_on")
    def signed(self, agreement):
        return agreement.dated

    @admin.display(description="parties")
    def parties_shown(self, agreement):
        return ", ".join(str(row) for row in agreement.parties.all())

    def datalists(self, user):
        return super().datalists(user) | {"honorific": HONORIFICS}

    def suggestion(self, agreement):
        return f"{agreement} ({agreement.year})" if agreement.year else str(agreement)

    def save_related(self, request, form, formsets, change):
        """The event at which it was signed is found under its parties; so was the one given before."""
        super().save_related(request, form, formsets, change)
        before = form.initial.get("event")
        if before and before != form.instance.event_id:
            Event.objects.get(pk=before).settle()


@admin.register(EventPhoto)
class EventPhotoAdmin(KeepingWithin, Careful, PermittedRow, Asking, admin.ModelAdmin):
    """A photo of an event by itself, to say who stands where; it is reached from its event."""

    change_form_template = "admin/plain_form.html"
    form = PhotoForm
    inlines = [inlines.PhotoSubjectRows]
    autocomplete_fields = ["event"]
    fields = ["event", "picture", "picture_alt", ("caption", "picture_credit")]
    search_fields = ["caption"]

    class Media:
        js = ["admin/js/jquery.init.js", "newsroom/names.js", "newsroom/rows.js", "newsroom/guard.js"]

    def has_module_permission(self, request):
        return False


@admin.register(EventSeries)
class EventSeriesAdmin(NextEdition, Abreast, Deleting, admin.ModelAdmin):
    form = AbreastForm
    list_display = ["name"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    shelf = (SUBJECTS, 2)


for vocabulary in (EventKind, Role, AgreementKind):
    admin.site.register(vocabulary, VocabularyAdmin)
admin.site.register(Intake, IntakeAdmin)
admin.site.register(LearnedWord, LearnedWordAdmin)
admin.site.register(Denial, DenialAdmin)
