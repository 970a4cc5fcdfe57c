"""Topics in the newsroom: found by any name, kept in a tree, suggested while they are typed."""

from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import models
from django.http import JsonResponse
from django.urls import path
from taggit.models import Tag

from editorial.exchange.topics import TopicsExchange
from editorial.folding import key, words
from editorial.models import Act, AuditEntry, Binned, Topic, TopicName
from editorial.newsroom.abreast import Abreast, AbreastForm
from editorial.newsroom.auditlog import AuditLog
from editorial.newsroom.bin import BinAdmin
from editorial.newsroom.careful import Careful
from editorial.newsroom.colleagues import ColleagueAdmin, RoleAdmin
from editorial.newsroom.deletion import Deleting
from editorial.newsroom.duplicates import Duplicated
from editorial.newsroom.exporting import Exporting
from editorial.newsroom.forms import CarefulForm, RowForm
from editorial.newsroom.history import Historied
from editorial.newsroom.importing import Importing
from editorial.newsroom.journal import ActAdmin
from editorial.newsroom.merging import MergingPages
from editorial.newsroom.presence import Attended
from editorial.newsroom.rows import Asking, Rows
from editorial.newsroom.site import SUBJECTS
from editorial.newsroom.topictree import TopicTree

for model in (Tag, User, Group):
    admin.site.unregister(model)
admin.site.register(User, ColleagueAdmin)
admin.site.register(Group, RoleAdmin)


class TopicForm(AbreastForm, CarefulForm):
    pass


class TopicRowForm(AbreastForm, RowForm):
    pass


class TopicNameRows(Abreast, Rows):
    model = TopicName
    form = TopicRowForm
    fieldsets = [(None, {"fields": [("name", "language")]})]


class NarrowerRows(Abreast, Rows):
    model = Topic
    form = TopicRowForm
    fk_name = "broader"
    fieldsets = [(None, {"fields": [("name", "description")]})]
    verbose_name = "narrower topic"
    verbose_name_plural = "narrower topics"
    show_change_link = True
    can_delete = False


@admin.register(Topic)
class TopicAdmin(
    MergingPages,
    Attended,
    Historied,
    Abreast,
    Careful,
    Deleting,
    Exporting,
    Importing,
    TopicTree,
    Duplicated,
    Asking,
    admin.ModelAdmin,
):
    """Topics: found by any name, with what is broader, what is narrower and what else they are called."""

    exchange = TopicsExchange
    mergeable = True
    form = TopicForm
    change_form_template = "admin/plain_form.html"
    fields = ["name", "broader", "description", "slug"]
    autocomplete_fields = ["broader"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [TopicNameRows, NarrowerRows]
    list_display = ["name", "broader", "other_names"]
    search_fields = ["key", "names__key"]
    search_help_text = "Any words of any of its names."
    shelf = (SUBJECTS, 1)

    class Media:
        js = ["admin/js/jquery.init.js", "newsroom/names.js", "newsroom/rows.js", "newsroom/guard.js"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("broader").prefetch_related("names")

    def get_search_results(self, request, queryset, search_term):
        for word in words(search_term):
            named = TopicName.objects.filter(topic=models.OuterRef("pk"), key__contains=word)
            queryset = queryset.filter(models.Q(key__contains=word) | models.Exists(named))
        return queryset, False

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.instance.settle()

    @admin.display(description="also called")
    def other_names(self, topic):
        return ", ".join(name.name for name in topic.names.all())

    def suggestion(self, topic):
        return f"{topic} ({topic.broader})" if topic.broader else str(topic)

    def suggest(self, request):
        """Suggest topics for what is being typed; a topic goes by its name, as a new one would."""
        if not request.user.is_staff:
            return JsonResponse({"results": []}, status=403)
        typed = key(request.GET.get("term", "")[:300])
        found, _ = self.get_search_results(request, self.get_queryset(request), typed)
        nearest = sorted(
            found[:200], key=lambda topic: (topic.key != typed, not topic.key.startswith(typed), topic.key)
        )
        results = [{"id": topic.name, "text": topic.name} for topic in nearest[:20]]
        return JsonResponse({"results": results, "pagination": {"more": False}})

    def get_urls(self):
        suggest = path("suggest/", self.admin_site.admin_view(self.suggest), name="editorial_topic_suggest")
        return [suggest, *super().get_urls()]


admin.site.register(AuditEntry, AuditLog)
admin.site.register(Act, ActAdmin)
admin.site.register(Binned, BinAdmin)
