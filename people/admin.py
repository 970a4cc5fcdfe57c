"""People and institutions in the newsroom: their other names, positions and links; how a row about them is billed."""

from django.contrib import admin
from django.db.models import Prefetch
from django.http import Http404, JsonResponse
from django.urls import path
from django.utils.html import format_html_join

from editorial import likeness
from editorial.newsroom.bulk import Bulk
from editorial.newsroom.changes import SetField
from editorial.newsroom.permitted import SeenOnlyFilter, seen_by
from editorial.newsroom.records import PublishableAdmin
from editorial.newsroom.release import StateFilter
from editorial.newsroom.rows import Rows
from editorial.newsroom.site import RECORD
from editorial.newsroom.vocabularies import VocabularyAdmin
from editorial.newsroom.widgets import could_be_key
from people.billing import billed, day_meant
from people.exchange import InstitutionsExchange, PeopleExchange
from people.kinds import kind_told
from people.models import Affiliation, Institution, InstitutionKind, InstitutionName, Person, PersonLink, PersonName
from people.rows import HONORIFICS

PUBLISHING = (
    "Address and publishing",
    {"classes": ["collapse"], "fields": [("published_at", "hours_zone", "language"), "slug"]},
)


class AffiliationRows(Rows):
    model = Affiliation
    ready = 1
    autocomplete_fields = ["institution"]
    verbose_name = "position"
    verbose_name_plural = "positions"
    fieldsets = [
        (None, {"fields": [("position", "institution", "start", "end")]}),
        ("More", {"classes": ["collapse"], "fields": [("institution_name", "primary", "former", "order")]}),
    ]


class PersonNameRows(Rows):
    model = PersonName
    fieldsets = [(None, {"fields": [("name", "kind", "language")]})]


class PersonLinkRows(Rows):
    model = PersonLink
    fieldsets = [(None, {"fields": [("label", "address")]})]


class InstitutionNameRows(Rows):
    model = InstitutionName
    fieldsets = [(None, {"fields": [("name", "kind", "language", "start", "end")]})]


@admin.register(Person)
class PersonAdmin(PublishableAdmin):
    mergeable = True
    exchange = PeopleExchange
    heading = "name"
    has_other_names = True
    goes_along = True
    same = staticmethod(likeness.same_person)
    shelf = (RECORD, 4)
    suggested = {**PublishableAdmin.suggested, "honorific": "honorific"}
    inlines = [AffiliationRows, PersonNameRows, PersonLinkRows]
    fieldsets = [
        ("Who it is", {"fields": [("honorific", "name", "post_nominals")]}),
        ("About", {"fields": [("is_expert", "topics"), "summary", "biography"]}),
        ("Portrait", {"classes": ["collapse"], "fields": ["picture", ("picture_alt", "picture_credit")]}),
        ("More", {"classes": ["collapse"], "fields": [("sort_name", "orcid"), "private_contact"]}),
        PUBLISHING,
    ]
    list_display = ["styled_name", "state_shown", "position", "also_written", "is_expert"]
    list_display_links = ["styled_name"]
    list_filter = [StateFilter, "is_expert", ("affiliations__institution", SeenOnlyFilter)]

    def get_queryset(self, request):
        held = seen_by(request.user, Affiliation.objects.all(), "institution")
        return super().get_queryset(request).prefetch_related("names", Prefetch("affiliations", held))

    @admin.display(description="name", ordering="sort_key")
    def styled_name(self, person):
        return person.styled

    @admin.display(description="position")
    def position(self, person):
        held = list(person.affiliations.all())  # Prefetched; the model's order puts the present one first.
        return str(held[0]) if held else ""

    @admin.display(description="also written")
    def also_written(self, person):
        return ", ".join(name.name for name in person.names.all())

    def datalists(self, user):
        kept = (
            Person.objects.visible_to(user)
            .exclude(honorific="")
            .order_by()
            .values_list("honorific", flat=True)
            .distinct()
        )
        return super().datalists(user) | {"honorific": sorted({*HONORIFICS, *kept[:100]})}

    def suggestion(self, person):
        held = list(person.affiliations.all())
        return " – ".join(filter(None, [person.styled, str(held[0]) if held else ""]))

    def billing_view(self, request):
        """Answer with what a row about a person prints on the day given, for staff who may see people."""
        chosen, day = request.GET.get("person", ""), day_meant(request.GET.get("day", ""))
        if not self.has_view_permission(request):
            return JsonResponse({}, status=403)
        person = self.get_queryset(request).filter(pk=chosen).first() if could_be_key(chosen) else None
        if not person:
            raise Http404
        told = billed(person, day)
        body = told["institution"]
        if body and not Institution.objects.visible_to(request.user).filter(pk=body["id"]).exists():
            told["institution"] = None  # Its name as printed is there all the same.
        return JsonResponse(told)

    def get_urls(self):
        view = self.admin_site.admin_view(self.billing_view)
        return [path("billing/", view, name="people_person_billing"), *super().get_urls()]


@admin.register(Institution)
class InstitutionAdmin(PublishableAdmin):
    mergeable = True
    exchange = InstitutionsExchange
    heading = "name"
    names = ["parent"]
    has_other_names = True
    goes_along = True
    shelf = (RECORD, 5)
    inlines = [InstitutionNameRows]
    autocomplete_fields = ["parent"]
    readonly_fields = ["centres"]
    fieldsets = [
        ("What it is", {"fields": [("name", "acronym"), ("kind", "parent"), ("country", "city", "sending_country")]}),
        ("About", {"fields": ["topics", "summary", "about", ("website", "ror"), "centres"]}),
        ("Logo", {"classes": ["collapse"], "fields": ["picture", ("picture_alt", "picture_credit")]}),
        PUBLISHING,
    ]
    changes = (*Bulk.changes, SetField("kind"), SetField("country"))
    list_display = ["name", "state_shown", "acronym", "kind", "parent", "city", "country"]
    list_filter = [StateFilter, ("kind", admin.RelatedOnlyFieldListFilter), "country"]
    list_select_related = ["kind"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("kind")

    def get_changeform_initial_data(self, request):
        """A name that comes along from another record's form often says of what kind the institution is."""
        given = super().get_changeform_initial_data(request)
        told = InstitutionKind.objects.filter(slug=kind_told(given.get("name", ""))).first()
        return {"kind": told.pk, **given} if told else given

    def folded_names(self, record):
        return [*super().folded_names(record), record.acronym_key]

    def suggestion(self, institution):
        name = f"{institution.name} ({institution.acronym})" if institution.acronym else institution.name
        place = institution.parent or institution.city or institution.country.name
        return " – ".join(filter(None, [name, str(place)]))

    @admin.display(description="centres and departments")
    def centres(self, institution):
        units = institution.units.visible_to(institution.shown_to) if institution.pk else ()
        return format_html_join(", ", '<a href="{}">{}</a>', [self.link_to(unit) for unit in units]) or "none yet"


admin.site.register(InstitutionKind, VocabularyAdmin)
