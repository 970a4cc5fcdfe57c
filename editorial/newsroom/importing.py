"""Importing: a table is shown for what it would change, line by line, and then all of it is stored or nothing."""

import hashlib

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.text import capfirst

from editorial import rights
from editorial.exchange import keeping
from editorial.exchange.carrying import OvertakenError, carry
from editorial.exchange.cells import UnreadableError
from editorial.exchange.planning import Plan
from editorial.exchange.plans import Options
from editorial.exchange.tables import MOST_BYTES
from editorial.models import Topic
from editorial.newsroom.audited import entered_as
from editorial.newsroom.once import Sent, SentBeforeError, by_itself

# So much of a report is shown; the counts are of all.
SHOWN = 200
# So many records take a while to be stored.
MANY = 1500
STORED = "This file was imported already."
GONE = "The file is no longer here. Choose it again."
OTHERWISE = (
    "The record was changed since you looked at this list, so that the import would now do something else. Look again."
)


class Gate:
    """What whoever imports may see and do, as the newsroom lets them in any other way."""

    def __init__(self, desk, request):
        self.desk, self.request = desk, request
        self.may_publish = desk.may_import(request)

    def seen(self, model):
        desk = self.desk.admin_site.get_model_admin(model)
        return desk.get_queryset(self.request).select_related(None).prefetch_related(None)

    def may_add(self, model):
        return self.desk.admin_site.get_model_admin(model).has_add_permission(self.request)

    def may_change(self, record):
        return self.desk.has_change_permission(self.request, record)


class UploadForm(forms.Form):
    """The file, and what is to be done where it leaves a question open."""

    file = forms.FileField(max_length=200)
    twins = forms.ChoiceField(
        label="When a line without an id looks like a record that is there",
        choices=[
            ("leave", "leave the line out, and say so"),
            ("change", "change that record"),
            ("add", "add it as another record"),
        ],
        initial="leave",
        widget=forms.RadioSelect,
    )
    unknown = forms.ChoiceField(
        label="People and institutions of whom there is no record",
        choices=[("printed", "keep the name as it is printed"), ("draft", "keep the name, and make a draft of each")],
        initial="printed",
        widget=forms.RadioSelect,
    )
    series = forms.BooleanField(label="Add series and journals that are not there yet", required=False)
    topics = forms.BooleanField(label="Add topics that are not there yet", required=False)
    skip = forms.BooleanField(label="Leave out what has a problem, and import the rest", required=False)

    def __init__(self, exchange, request, *args, kept=False, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["file"].widget.attrs["accept"] = ",".join(exchange.endings)
        self.fields["file"].help_text = exchange.takes
        if kept:
            del self.fields["file"]
        if not any(sheet.printed for sheet in exchange.sheets):
            del self.fields["unknown"]
        if not any(column.name == "series" for column in exchange.sheet.columns):
            del self.fields["series"]
        topics = any(column.name == "topics" for column in exchange.sheet.columns)
        if not topics or not rights.has(request.user, "add", Topic):
            del self.fields["topics"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"This file is larger than {MOST_BYTES // 2**20} MB. Import it in parts.")
        return file


class Importing:
    """The part of a desk that takes in tables of its records. Its `exchange` says how these are laid out."""

    exchange = None

    def may_import(self, request):
        if not self.has_add_permission(request) or not self.has_change_permission(request):
            return False
        return not hasattr(self, "has_publish_permission") or self.has_publish_permission(request)

    @by_itself
    def import_view(self, request):
        """Ask for a file, show what it would do, and do that when it is confirmed."""
        if not self.may_import(request):
            raise PermissionDenied
        exchange = self.exchange()
        if request.method != "POST":
            return self.import_page(request, exchange, UploadForm(exchange, request))
        if "mark" in request.POST:
            return self.looked_again(request, exchange)
        form = UploadForm(exchange, request, request.POST, request.FILES)
        if not form.is_valid():
            return self.import_page(request, exchange, form)
        file = form.cleaned_data["file"]
        return self.look(request, exchange, form, file.name, file.read())

    def looked_again(self, request, exchange):
        """Do what was confirmed, or show what the same file would do by other answers."""
        form = UploadForm(exchange, request, request.POST, kept=True)
        try:
            told, data = keeping.opened(request.user, request.POST["mark"])
        except keeping.GoneError:
            messages.error(request, GONE)
            return HttpResponseRedirect(request.path)
        if told["model"] != self.opts.label_lower or not form.is_valid():
            messages.error(request, GONE)
            return HttpResponseRedirect(request.path)
        if "_confirm" not in request.POST:
            return self.look(request, exchange, form, told["name"], data, told["kept"])
        return self.confirmed(request, exchange, form, told, data)

    def confirmed(self, request, exchange, form, told, data):
        """Store exactly what was shown, unless the record has changed since."""
        options = Options(**told["options"])
        plan = Plan(exchange, exchange.read(told["name"], data), Gate(self, request), options)
        if plan.stands_in_the_way or plan.fingerprint() != told["fingerprint"]:
            messages.error(request, OTHERWISE)
            return self.look(request, exchange, form, told["name"], data, told["kept"])
        try:
            with transaction.atomic():
                Sent(fingerprint=hashlib.sha256(told["kept"].encode()).hexdigest()).claim()
                self.carry(request, plan, told["name"])
        except SentBeforeError:
            messages.info(request, STORED)
            return HttpResponseRedirect(self.changelist_address())
        except OvertakenError as error:
            messages.error(request, str(error))
            return self.look(request, exchange, form, told["name"], data, told["kept"])
        keeping.forget(told["kept"])
        new, changed = plan.count["new"], plan.count["changed"]
        messages.success(request, f"Imported from {told['name']}: {new} new, {changed} changed.")
        return HttpResponseRedirect(self.changelist_address())

    def carry(self, request, plan, name):
        said = f"Imported from {name}."

        def log(record, fresh):
            desk = self.admin_site.get_model_admin(type(record))
            (desk.log_addition if fresh else desk.log_change)(request, record, said)

        def hold(record):
            found = self.model._default_manager.filter(pk=record.pk).select_for_update(of=("self",)).first()
            return self.held(request, record) if found and hasattr(self, "held") else found

        with entered_as(request, "imported"):
            carry(plan, request.user, log, hold)

    def look(self, request, exchange, form, name, data, kept=""):
        """Show what a file would do."""
        options = Options.chosen(form.cleaned_data)
        try:
            plan = Plan(exchange, exchange.read(name, data), Gate(self, request), options)
        except UnreadableError as error:
            if kept:
                keeping.forget(kept)
            form = UploadForm(exchange, request, request.POST, request.FILES)
            form.is_valid()
            form.add_error("file", str(error))
            return self.import_page(request, exchange, form)
        told = {"name": name, "kept": kept or keeping.keep(data), "fingerprint": plan.fingerprint()}
        told |= {"options": vars(options), "model": self.opts.label_lower}
        again = UploadForm(exchange, request, request.POST, kept=True)
        context = {"plan": plan, "name": name, "mark": keeping.sealed(request.user, **told), "shown": SHOWN}
        context["slow"] = len(plan.steps) > MANY
        # Where the database has one writer at a time, others wait until all is stored.
        context["others_wait"] = not connection.features.has_select_for_update
        return self.import_page(request, exchange, again, **context)

    def import_page(self, request, exchange, form, **context):
        context |= {**self.admin_site.each_context(request), "opts": self.opts, "form": form, "exchange": exchange}
        context |= {"title": f"Import {self.opts.verbose_name_plural}", "media": self.media + form.media}
        context["kind"] = capfirst(self.opts.verbose_name_plural)
        return render(request, "admin/import.html", context)

    def changelist_address(self):
        return self.exchange_address("changelist")

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_import"
        return [path("import/", self.admin_site.admin_view(self.import_view), name=name), *super().get_urls()]
