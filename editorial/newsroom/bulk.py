"""Bulk: a selection of records changed in one step – asked, counted, confirmed, and undone in one step when it was wrong."""

import hashlib

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.html import format_html

from editorial.acts import act
from editorial.newsroom.changes import AddTopics, RemoveTopics, SetField
from editorial.newsroom.journal import undo_button
from editorial.newsroom.remapping import ReplaceTopic
from editorial.newsroom.timed import PublishAt
from editorial.newsroom.widgets import could_be_key
from editorial.settling import settle

# So many records are changed in one step, and one transaction.
MOST = 300
SHOWN = 40


class KeysField(forms.CharField):
    """Keys of records, parted by commas, on their way through a page. What is no key is left out."""

    widget = forms.HiddenInput

    def clean(self, value):
        keys = [int(key) for key in (value or "").split(",")[: MOST + 1] if could_be_key(key)]
        if len(keys) > MOST:
            raise ValidationError(f"Choose at most {MOST} at a time.")
        return keys


class Bulk:
    """The part of a record's admin that changes many records at once. `changes` are what can be done."""

    changes = (AddTopics(), RemoveTopics(), ReplaceTopic(), SetField("language"), PublishAt())

    def get_actions(self, request):
        actions = super().get_actions(request)
        if not actions or not self.has_publish_permission(request):
            return actions
        for change in self.changes:
            name = f"bulk_{change.name.replace('-', '_')}"
            actions[name] = (self.action_for(change), name, f"{change.label} …")
        return actions

    def action_for(self, change):
        @admin.action(permissions=["publish"])
        def ask(desk, request, queryset):
            keys = list(queryset.order_by().values_list("pk", flat=True)[: MOST + 1])
            if len(keys) > MOST:
                words = desk.opts.verbose_name_plural
                said = f"These are {queryset.count():,} {words}. At most {MOST} are changed in one step: choose fewer, by a filter for instance."
                messages.error(request, said)
                return None
            return desk.bulk_page(request, change, desk.bulk_form(request, change, None, keys), keys)

        return ask

    def bulk_form(self, request, change, sent, keys=()):
        form = type("BulkForm", (forms.Form,), {"keys": KeysField(required=False), **change.fields(self, request)})
        return form(sent, initial={"keys": ",".join(map(str, keys))})

    def bulk_view(self, request, name):
        """Take the answers about chosen records: show what would change, or change it when that was confirmed."""
        change = next((one for one in self.changes if one.name == name), None)
        if not change:
            raise Http404
        if not self.has_publish_permission(request):
            raise PermissionDenied
        form = self.bulk_form(request, change, request.POST if request.method == "POST" else None)
        keys = self.keys_sent(form)
        if not form.is_bound or not form.is_valid() or not self.goes_together(form, change):
            return self.bulk_page(request, change, form, keys)
        plan = Plan(self, request, change, form.cleaned_data, keys)
        if "confirm" not in request.POST:
            return self.bulk_page(request, change, form, keys, plan)
        with transaction.atomic():
            plan = Plan(self, request, change, form.cleaned_data, keys, lock=True)
            if request.POST["confirm"] != plan.digest:
                messages.warning(request, "Something was changed meanwhile. Look at it again; nothing is done yet.")
                return self.bulk_page(request, change, form, keys, plan)
            journal = self.carry_out(request, change, form.cleaned_data, plan)
        self.tell_of_bulk(request, journal)
        return HttpResponseRedirect(self.address("changelist"))

    def keys_sent(self, form):
        field = form.fields["keys"]
        try:
            return field.clean(form["keys"].value())
        except ValidationError:
            return []

    def goes_together(self, form, change):
        try:
            change.check(form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)  # By field, where the error says which.
        return not form.errors

    def bulk_page(self, request, change, form, keys, plan=None):
        records = self.model._default_manager.visible_to(request.user).filter(pk__in=keys)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": change.label,
            "form": form,
            "change": change,
            "chosen": records.count(),
            "named": records[:SHOWN],
            "plan": plan,
            "datalists": change.datalists,
            "address": self.address("bulk", change.name),
            "media": self.media + form.media,
        }
        return render(request, "admin/bulk.html", context)

    def carry_out(self, request, change, said, plan):
        """Change the records of a plan as one act and return its journal."""
        count = len(plan.due)
        words = self.opts.verbose_name if count == 1 else self.opts.verbose_name_plural
        title = f"{change.told(said)}: {count} {words}"
        with act(request.user, "bulk", title, [self.publishing_permission()]) as journal:
            journal.touch(*plan.due)
            records = self.model._base_manager.filter(pk__in=[record.pk for record in plan.due])
            journal.watch(*change.watched(records, said))
            change.prepare(said, journal)
            done = [self.changed(request, change, record, said) for record in plan.due]
            settle({self.model: {record.pk for record in done}})
            for record in done:
                self.log_change(request, record, f"{change.told(said)}.")
        return journal

    def changed(self, request, change, record, said):
        record = self.held(request, record)
        record.changed_by = request.user
        change.apply(record, said)
        change.store(record, said)
        return record

    def publishing_permission(self):
        return f"{self.opts.app_label}.publish_{self.opts.model_name}"

    def tell_of_bulk(self, request, journal):
        if journal.act:
            messages.success(request, format_html("{}. {}", journal.act, undo_button(journal.act)))
        else:
            messages.info(request, "There was nothing to change.")

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_bulk"
        return [path("bulk/<slug:name>/", self.admin_site.admin_view(self.bulk_view), name=name), *super().get_urls()]


class Plan:
    """What a change would do to chosen records: which it concerns, which have it already, which are not theirs."""

    def __init__(self, desk, request, change, said, keys, lock=False):
        records = desk.model._default_manager.filter(
            pk__in=desk.model._default_manager.visible_to(request.user).filter(pk__in=keys).values("pk")
        )
        if lock:
            list(records.select_for_update().order_by("pk").values_list("pk"))
        concerned = list(change.concerned(records, said).order_by("pk"))
        self.due = [record for record in concerned if desk.has_change_permission(request, record)]
        self.others = len(concerned) - len(self.due)
        self.same = list(records.exclude(pk__in=[record.pk for record in concerned]))
        self.told = change.told(said, done=False)
        told = repr((change.name, self.told, [record.pk for record in self.due]))
        self.digest = hashlib.sha256(told.encode()).hexdigest()[:16]
