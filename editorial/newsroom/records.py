"""The newsroom's rules for every record with a public page: who saved it, how it is found, what looks like it."""

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.db import models
from django.http import JsonResponse
from django.urls import NoReverseMatch, path
from django.utils.html import format_html, format_html_join
from js_asset import Media

from editorial import clock, likeness
from editorial.folding import key, words
from editorial.heirs import DifferentPair
from editorial.newsroom.accompaniment import Accompanied, admin_address, stored_rows
from editorial.newsroom.bulk import Bulk
from editorial.newsroom.careful import Careful
from editorial.newsroom.cloning import Cloning
from editorial.newsroom.deletion import Deleting
from editorial.newsroom.draftpage import DraftPages
from editorial.newsroom.drafttogether import KeepingTogether
from editorial.newsroom.duplicates import Duplicated
from editorial.newsroom.exporting import Exporting
from editorial.newsroom.forms import PublishableForm
from editorial.newsroom.history import Historied
from editorial.newsroom.importing import Importing
from editorial.newsroom.meanwhile import Meanwhile
from editorial.newsroom.merging import MergingPages
from editorial.newsroom.permitted import Permitted
from editorial.newsroom.presence import Attended
from editorial.newsroom.release import Releasing
from editorial.newsroom.reviewing import Reviewing
from editorial.newsroom.rows import Asking
from editorial.newsroom.sharing import Sharing
from editorial.newsroom.thrifty import Thrifty
from editorial.newsroom.widgets import could_be_key

LANGUAGES = ("en", "ur", "ru", "zh-hans", "ar", "fa", "fr", "de", "tr")


class PublishableAdmin(
    MergingPages,
    Attended,
    Meanwhile,
    KeepingTogether,
    DraftPages,
    Sharing,
    Historied,
    Careful,
    Reviewing,
    Releasing,
    Accompanied,
    Cloning,
    Bulk,
    Deleting,
    Exporting,
    Importing,
    Duplicated,
    Permitted,
    Asking,
    Thrifty,
    admin.ModelAdmin,
):
    """The admin of a kind of record with a public page. Subclasses name its `heading` field and lay out its form."""

    form = PublishableForm
    change_form_template = "admin/record_form.html"
    heading = "title"
    # Whether the kind has a `names` relation, which counts in search and likeness.
    has_other_names = False
    search_fields = ["key"]
    search_help_text = "Any words of any of its names, with or without accents."
    list_per_page = 50
    save_on_top = False

    class Media:
        js = [
            "admin/js/jquery.init.js",
            "newsroom/alike.js",
            "newsroom/names.js",
            "newsroom/rows.js",
            "newsroom/guard.js",
        ]

    # The form

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == self.heading:
            field.widget.attrs |= {"data-alike": self.address("alike"), "autocomplete": "off", "class": "heading-input"}
        if db_field.name == "picture_alt":
            field.help_text += f" Left empty, they are told the {self.heading}."
        return field

    def get_fieldsets(self, request, obj=None):
        """Lay out the form; before there is a record, nothing is shown of it that is not to be filled in."""
        laid = super().get_fieldsets(request, obj)
        return laid if obj else [one for one in laid if set(flatten_fieldsets([one])) - set(self.readonly_fields)]

    def datalists(self, user):
        """The lists of suggestions that the form's text fields refer to, by name; of what `user` may see."""
        return {"language": LANGUAGES, "zone": clock.zones()}

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        # The editor's import map is the one inline script there is; the policy lets it in by its nonce.
        context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)
        context["datalists"] = self.datalists(request.user)
        context |= self.release_context(request, obj)
        if context["errors"] and request.FILES:
            messages.warning(request, "Choose the files again: browsers do not keep them. Everything else is kept.")
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_object(self, request, object_id, from_field=None):
        record = super().get_object(request, object_id, from_field)
        if record:
            record.shown_to = request.user  # What the form lists besides is asked of the record alone.
        return record

    def save_model(self, request, obj, form, change):
        obj.changed_by = request.user
        if not change:
            obj.created_by = request.user
        if "_publish" in request.POST and self.has_publish_permission(request):
            obj.publish(self.moment(obj, form))
            self.tell_of_release(request, obj)
        else:
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.instance.settle()
        if self.heading in form.changed_data and not form.data.get("_popup"):
            self.warn_of_likeness(request, form.instance)
        if form.instance.state == "public" and not form.data.get("_popup"):
            self.tell_of_drafts(request, form.instance, stored_rows(formsets))

    # Finding

    def get_search_results(self, request, queryset, search_term):
        return (queryset.matching(search_term) if search_term.strip() else queryset), False

    def suggestion(self, record):
        """The line by which a record is told from others of its name; `get_queryset` fetches what it needs."""
        return str(record)

    def alike(self, request, text, but=None):
        """Records of which a name is like `text`, at most five, the record with the key `but` left out."""
        longest = sorted({word for word in words(text) if len(word) > 2}, key=len)[-5:]
        found = models.Q()
        for word in longest:
            found |= self.model.objects.none().names_containing(word)
        if not longest:
            return []
        apart = DifferentPair.from_one(self.model, int(but)) if but else set()
        records = self.get_queryset(request).filter(found).exclude(pk__in=[int(but or 0), *apart])
        if self.has_other_names:
            records = records.prefetch_related("names")
        known = {record: self.folded_names(record) for record in records[:3000]}
        return likeness.alike(key(text), known, self.same)[:5]

    def folded_names(self, record):
        return [record.key, *(name.key for name in (record.names.all() if self.has_other_names else ()))]

    def warn_of_likeness(self, request, record):
        if twins := self.alike(request, str(record), record.pk):
            links = format_html_join(", ", '<a href="{}">{}</a>', [self.link_to(twin) for twin in twins])
            said = format_html("“{}” looks like one already there: {}.", record, links)
            if merge := self.merge_address(request, record):
                said = format_html('{} <a href="{}" class="button">Merge …</a>', said, merge)
            messages.warning(request, said)

    def link_to(self, record):
        return self.address("change", record.pk), self.suggestion(record)

    def alike_view(self, request):
        """Answer a heading being typed with the records that look like it, for staff who may see them."""
        if not self.has_view_permission(request):
            return JsonResponse({"alike": []}, status=403)
        but = request.GET.get("but", "")
        twins = self.alike(request, request.GET.get("text", "")[:300], but if could_be_key(but) else None)
        links = [dict(zip(("url", "text"), self.link_to(twin), strict=True)) for twin in twins]
        return JsonResponse({"alike": links})

    # Addresses

    def address(self, name, *args):
        return admin_address(self, name, *args)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_alike"
        return [path("alike/", self.admin_site.admin_view(self.alike_view), name=name), *super().get_urls()]

    def view_on_site(self, obj):
        """The record's page, which staff may see before the public does; none while its form holds no address."""
        try:
            return obj.get_absolute_url()
        except NoReverseMatch:
            return None
