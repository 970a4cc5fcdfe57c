"""Accompaniment: a record that readers see names others; those that are still drafts can go public along with it."""

from collections import defaultdict

from django.contrib import messages
from django.db import models, transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join

from editorial.models import Publishable
from editorial.newsroom.forms import PublishNamedForm


def admin_address(of, name, *args):
    """Return the address in the newsroom named `name` for a record or an admin."""
    options = getattr(of, "opts", None) or of._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_{name}", args=args)


def keys_named(rows):
    """Return, by model, the keys by which rows lead to records with a page of their own that may be drafts."""
    keys = defaultdict(set)
    for row in rows:
        for field in row._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and issubclass(field.related_model, Publishable):
                one = getattr(row, field.name) if field.is_cached(row) else None
                if one is None or one.state == "draft":
                    keys[field.related_model].add(getattr(row, field.attname))
    return keys


def stored_rows(formsets):
    """Return the rows that forms have just stored."""
    return [form.instance for rows in formsets for form in rows.forms if form.instance.pk]


class Accompanied:
    """The part of a record's admin that publishes, in one step, the drafts which the record names."""

    # Whether records of this kind are little more than a name and go public with what names them, unless told not to.
    goes_along = False

    def drafts_named(self, request, record, rows=None):
        """Return the drafts that a record and its rows name, in the order of their names; `rows` where they are known."""
        if rows is None:
            rows = []
            for rows_class, inline in self.get_formsets_with_inlines(request, record):
                rows += rows_class(instance=record, queryset=inline.get_queryset(request)).get_queryset()
        named = keys_named([record, *rows])
        named[type(record)].discard(record.pk)
        found = [one for model, keys in named.items() for one in model.objects.filter(pk__in=keys - {None})]
        drafts = [one for one in found if one.state == "draft" and one != record]
        return sorted(drafts, key=lambda one: (str(one), one._meta.model_name, one.pk))

    def desk_of(self, record):
        """Return the admin of a record of any kind."""
        return self.admin_site.get_model_admin(type(record))

    def may_publish(self, request, record):
        return self.desk_of(record).has_publish_permission(request)

    def tell_of_drafts(self, request, record, rows=None):
        """Say which drafts a public record names, with links to them and to the page that publishes them."""
        if drafts := self.drafts_named(request, record, rows):
            links = [(admin_address(one, "change", one.pk), str(one)) for one in drafts]
            listed = format_html_join(", ", '<a href="{}">{}</a>', links)
            said = "“{}” names what is not public yet, so that readers see these names without a page: {}."
            said = format_html(said, record, listed)
            if any(self.may_publish(request, one) for one in drafts):
                said = format_html('{} <a href="{}" class="button">Publish them too …</a>', said, self.asked_at(record))
            messages.warning(request, said)

    def asked_at(self, record):
        return admin_address(record, "named", record.pk)

    def named_view(self, request, key):
        """Ask which of the drafts that a record names shall be public as well, and publish those."""
        record = self.get_object(request, str(key))
        if not record or not self.has_view_permission(request, record):
            raise Http404
        drafts = [one for one in self.drafts_named(request, record) if self.may_publish(request, one)]
        choices = {f"{one._meta.label_lower}.{one.pk}": (one, self.desk_of(one).goes_along) for one in drafts}
        form = PublishNamedForm(choices, request.POST if request.method == "POST" else None)
        if form.is_valid():
            self.release_named(request, [choices[name][0] for name in form.cleaned_data["drafts"]])
            return HttpResponseRedirect(self.address("changelist"))
        context = {**self.admin_site.each_context(request), "opts": self.opts, "form": form, "title": form.question}
        shown = {"chosen": [record] if drafts else [], "media": self.media + form.media}
        return render(request, "admin/question.html", context | shown)

    @transaction.atomic
    def release_named(self, request, drafts):
        """Publish drafts that were named, and say which of them name drafts in their turn."""
        for one in drafts:
            self.desk_of(one).release(request, one)
        messages.success(request, f"Published: {', '.join(map(str, drafts))}.")
        for one in drafts:
            self.desk_of(one).tell_of_drafts(request, one)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_named"
        view = self.admin_site.admin_view(self.named_view)
        return [path("<int:key>/named/", view, name=name), *super().get_urls()]
