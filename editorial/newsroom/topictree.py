"""The tree of topics in the newsroom: topics renamed with their old names kept, and moved under another one together."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.html import format_html
from django.utils.http import urlencode

from editorial.acts import act
from editorial.newsroom.forms import ChosenRecordsForm
from editorial.newsroom.journal import undo_button
from editorial.newsroom.release import AT_ONCE, TOO_MANY
from editorial.newsroom.widgets import RecordSelect, could_be_key
from editorial.topics import Topic
from editorial.trees import with_ancestors


class BroaderField(forms.ModelChoiceField):
    def to_python(self, value):
        if value and not could_be_key(value):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value})
        return super().to_python(value)


class MoveUnderForm(ChosenRecordsForm):
    question = "Move topics"
    nothing = "Nothing was chosen."
    broader = BroaderField(
        Topic.objects.all(),
        required=False,
        label="Broader topic",
        help_text="Where they stand afterwards; left empty, at the top of the tree.",
    )

    def __init__(self, records, *args, **kwargs):
        super().__init__(records, *args, **kwargs)
        self.fields["broader"].widget = RecordSelect(
            Topic._meta.get_field("broader"), admin.site, choices=self.fields["broader"].choices
        )

    def clean(self):
        cleaned = super().clean()
        above = cleaned.get("broader")
        beyond = with_ancestors(Topic, [above.pk], "broader") if above else set()
        if looped := [str(topic) for topic in cleaned.get("pk", ()) if topic.pk in beyond]:
            said = "{} cannot stand under “{}”, which is the same topic or stands beneath it."
            self.add_error("broader", said.format(" and ".join(f"“{name}”" for name in looped), above))
        return cleaned


class TopicTree:
    """The part of the admin of topics that renames and moves them."""

    def keep_former_name(self, form):
        """Keep the name that a topic was found by as another name of it."""
        topic, before = form.instance, form.initial.get("name", "")
        topic.names.filter(key=topic.key).delete()
        if before and before != topic.name:
            topic.also_call(before)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change and "name" in form.changed_data:
            self.keep_former_name(form)

    def get_actions(self, request):
        actions = super().get_actions(request)
        if actions and self.has_change_permission(request):
            actions["move_chosen"] = self.get_action("move_chosen")
        return actions

    @admin.action(description="Move under …")
    def move_chosen(self, request, queryset):
        keys = list(queryset.order_by().values_list("pk", flat=True)[: AT_ONCE + 1])
        if len(keys) > AT_ONCE:
            messages.error(request, TOO_MANY)
            return None
        return HttpResponseRedirect(f"{self.own_address('move')}?{urlencode({'pk': keys}, doseq=True)}")

    def move_view(self, request):
        """Ask under which topic the chosen ones shall stand, and move them there as one act."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        records, asked = self.model._default_manager.all(), request.POST if request.method == "POST" else None
        form = MoveUnderForm(records, asked)
        if asked is not None and form.is_valid():
            self.move_topics(request, form.cleaned_data["pk"], form.cleaned_data["broader"])
            return HttpResponseRedirect(self.own_address("changelist"))
        keys = [key for key in (asked or request.GET).getlist("pk") if could_be_key(key)]
        chosen = records.filter(pk__in=keys[:AT_ONCE])
        context = {**self.admin_site.each_context(request), "opts": self.opts, "form": form, "chosen": chosen}
        shown = {"title": "Move topics under another one", "media": self.media + form.media}
        return render(request, "admin/question.html", context | shown)

    def move_topics(self, request, topics, above):
        moving = [topic for topic in topics if topic.broader_id != (above and above.pk)]
        where = f"under “{above}”" if above else "to the top"
        title = f"Moved {len(moving)} topic{'' if len(moving) == 1 else 's'} {where}"
        with transaction.atomic(), act(request.user, "move", title, ["editorial.change_topic"]) as journal:
            journal.touch(*moving)
            for topic in moving:
                topic = self.held(request, topic)
                topic.broader = above
                topic.save()
                self.log_change(request, topic, f"Moved {where}.")
        if journal.act:
            messages.success(request, format_html("{}. {}", title, undo_button(journal.act)))
        else:
            messages.info(request, "They stand there already.")

    def get_urls(self):
        view = self.admin_site.admin_view(self.move_view)
        return [path("move/", view, name="editorial_topic_move"), *super().get_urls()]
