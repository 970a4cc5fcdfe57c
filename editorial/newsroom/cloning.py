"""Cloning: a new draft made of a record that is there, for the next forum of a series or the successor of a memorandum."""

from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.text import capfirst
from taggit.managers import TaggableManager

from editorial import rights
from editorial.anatomy import relations
from editorial.copying import Copy
from editorial.documents import UNDER_EMBARGO
from editorial.models import Publishable

# What every record has and no copy takes over: its identity, its life and who had it in hand.
IDENTITY = {one.name for one in Publishable._meta.local_fields} - {"language", "summary"}


@dataclass(frozen=True)
class Part:
    """Something that comes along only when it is chosen: fields of the record, and fields of its rows by relation."""

    label: str
    fields: tuple = ()
    rows: dict = field(default_factory=dict)


class CloneForm(forms.ModelForm):
    """What a copy is called, when it was, and what of the source comes along; its instance becomes the copy."""

    along = forms.MultipleChoiceField(label="What comes along", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, desk, source, *args, **kwargs):
        super().__init__(*args, instance=desk.model(), **kwargs)
        self.desk, self.source = desk, source
        offered = desk.offered(source)
        self.fields["along"].choices = offered
        self.initial["along"] = [name for name, _ in offered if name in desk.clone_along]
        self.initial[desk.heading] = desk.clone_heading(source)

    def clean(self):
        cleaned = super().clean()
        self.desk.take_over(self.source, self.instance, set(cleaned.get("along", ())))
        return cleaned

    def _update_errors(self, errors):
        """Show beside the form what is wrong with a field that came along unasked."""
        told = getattr(errors, "error_dict", {})
        elsewhere = [one for name, found in told.items() if name not in self.fields for one in found]
        named = {name: found for name, found in told.items() if name in self.fields}
        super()._update_errors(ValidationError({**named, NON_FIELD_ERRORS: elsewhere}) if elsewhere else errors)


class Cloning:
    """The part of a record's admin that makes a draft of another record. Kinds that have no `clone_title` offer none."""

    # What the page is called; the parts by name, apart from the rows and topics, which are found by themselves; the
    # names of what is ticked from the start; and the fields that belong to the source alone.
    clone_title = ""
    clone_parts = {}
    clone_along = frozenset()
    clone_leaves = frozenset()
    clone_form = CloneForm

    def offered(self, source):
        """Return [(name, label)] of what `source` has that may come along, what is ticked from the start standing first."""
        parts = [(name, self.part_label(source, name)) for name in self.clone_parts if self.has_part(source, name)]
        if self.topic_field() and source.topics.exists():
            parts.append(("topics", "Topics"))
        for relation in relations(self.model):
            if count := relation.related_model._base_manager.filter(**{relation.field.name: source}).count():
                words = relation.related_model._meta.verbose_name_plural
                parts.append((relation.get_accessor_name(), f"{capfirst(words)} ({count})"))
        return sorted(parts, key=lambda part: part[0] not in self.clone_along)

    def part_label(self, source, name):
        return self.clone_parts[name].label

    def has_part(self, source, name):
        part = self.clone_parts[name]
        blank = self.model()
        own = any(getattr(source, each) not in (None, "", getattr(blank, each)) for each in part.fields)
        return own or (not part.fields and any(getattr(source, rows).exists() for rows in part.rows))

    def topic_field(self):
        return next((one for one in self.opts.many_to_many if isinstance(one, TaggableManager)), None)

    def clone_heading(self, source):
        """Return what the copy is called until somebody says otherwise."""
        return getattr(source, self.heading)

    def take_over(self, source, record, along):
        """Give `record` the fields of `source`, those of a part only when the part is in `along`."""
        left = {name for part, meant in self.clone_parts.items() if part not in along for name in meant.fields}
        left |= IDENTITY | self.clone_leaves | {self.heading, self.model.dated_by}
        for one in self.opts.concrete_fields:
            if not one.primary_key and one.name not in left:
                value = getattr(source, one.attname)
                setattr(record, one.attname, value.name if isinstance(one, models.FileField) else value)

    def row_left(self, along):
        """Return {relation: names of its fields} that no row of a copy takes over when `along` was chosen."""
        left = {}
        for name, part in self.clone_parts.items():
            for relation, names in part.rows.items() if name not in along else ():
                left.setdefault(relation, set()).update(names)
        return left

    def row_adapted(self, row, form):
        """Change a row of the copy before it is stored, as the form asks; higher floors know what there is to change."""

    @transaction.atomic
    def clone(self, request, source, form):
        """Store the copy that a valid form asks for, as a draft of whoever asked, and return it."""
        record, along = form.instance, set(form.cleaned_data["along"])
        record.created_by = record.changed_by = request.user
        self.before_clone(source, record, along)
        record.save()
        if "topics" in along:
            record.topics.add(*source.topics.all())
        chosen = [one for one in relations(self.model) if one.get_accessor_name() in along]
        apart = self.kept_back(request, source) if "documents" in along else []
        Copy(self.row_left(along), lambda row: self.row_adapted(row, form), apart).rows(source, record, chosen)
        if apart:
            messages.warning(request, f"Left behind, for they are under embargo: {', '.join(map(str, apart))}.")
        record.settle()
        self.log_addition(request, record, f"Made as a copy of “{source}”.")
        return record

    def kept_back(self, request, source):
        """Return the documents of `source` that whoever copies it may not read yet."""
        if rights.sees_drafts(request.user, source) or not hasattr(source, "documents"):
            return []
        return list(source.documents.filter(UNDER_EMBARGO))

    def before_clone(self, source, record, along):
        """Change the copy before it is stored; kinds with numbered editions give the number here."""

    def clone_form_for(self, request, source):
        """Return the form of a copy, which asks for its heading and its date as the form of the record does."""
        names = [self.heading, self.model.dated_by]
        asked = {name: self.formfield_for_dbfield(self.opts.get_field(name), request) for name in names}
        asked[self.heading].widget.attrs.pop("data-alike", None)  # It is like its source; that is its point.
        meta = type("Meta", (), {"model": self.model, "fields": names})
        form = type("CloneForm", (self.clone_form,), {**asked, "Meta": meta})
        return form(self, source, request.POST if request.method == "POST" else None)

    def render_change_form(self, request, context, *args, **kwargs):
        context["clone_title"] = self.clone_title
        return super().render_change_form(request, context, *args, **kwargs)

    def clone_view(self, request, key):
        """Ask what a copy of the record is called and what comes along, and lead to it when it is made."""
        source = self.get_object(request, str(key))
        if not source or not self.clone_title or not self.has_view_permission(request, source):
            raise Http404
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = self.clone_form_for(request, source)
        if form.is_valid():
            record = self.clone(request, source, form)
            messages.success(request, f"“{record}” is a draft. Look it through before it is published.")
            may_change = self.has_change_permission(request, record)
            return HttpResponseRedirect(self.address("change", record.pk) if may_change else self.address("changelist"))
        context = {**self.admin_site.each_context(request), "opts": self.opts, "form": form, "original": source}
        context |= {"title": self.clone_title, "subtitle": str(source), "media": self.media + form.media}
        return render(request, "admin/clone.html", context)

    def get_urls(self):
        if not self.clone_title:
            return super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}_clone"
        return [path("<int:key>/clone/", self.admin_site.admin_view(self.clone_view), name=name), *super().get_urls()]
