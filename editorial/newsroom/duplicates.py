"""Duplicates in the newsroom: pairs that may be one, each with its reason, to be merged or told apart for good."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.html import format_html

from editorial import likeness
from editorial.duplicates import in_common, proposed
from editorial.heirs import DifferentPair
from editorial.newsroom.widgets import could_be_key

ON_A_PAGE = 25
MOST_APART = 200


class Duplicated:
    """The part of an admin that proposes what may be one, and remembers what is not."""

    # How two folded names are told to be the same; see editorial/likeness.py.
    same = staticmethod(likeness.same_heading)

    def duplicates_view(self, request):
        """List the pairs that may be one, the likeliest first, and those that somebody told apart."""
        self.refuse_who_may_not_merge(request)
        found = proposed(self.model, self.same)
        page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
        pairs = list(page.object_list)
        apart = list(DifferentPair.of(self.model).order_by("-said_at", "-pk")[:MOST_APART])
        keys = {key for pair in pairs for key in pair.keys} | {key for pair in apart for key in (pair.one, pair.other)}
        records = self.get_queryset(request).in_bulk(keys)
        common = in_common(self.model, pairs)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{str(self.opts.verbose_name_plural).capitalize()} that may be the same",
            "total": len(found),
            "page": page,
            "pairs": [self.proposed_pair(pair, records, common[pair]) for pair in pairs],
            "apart": [self.parted_pair(pair, records) for pair in apart if {pair.one, pair.other} <= records.keys()],
        }
        return render(request, "admin/duplicates.html", context)

    def proposed_pair(self, pair, records, common):
        return {
            "pair": pair,
            "merge": self.merge_page(pair.keys),
            "records": [self.link_to_record(records[key]) for key in pair.keys],
            "common": [(kind._meta.verbose_name_plural, names) for kind, names in common.items()],
        }

    def parted_pair(self, pair, records):
        return {"pair": pair, "records": [self.link_to_record(records[key]) for key in (pair.one, pair.other)]}

    def link_to_record(self, record):
        return self.own_address("change", record.pk), self.suggestion(record), getattr(record, "state", "")

    # Told apart, and taken back

    def different_view(self, request):
        """Remember that records are different, each from each."""
        records = self.chosen_to_part(request)
        if isinstance(records, HttpResponseNotAllowed):
            return records
        with transaction.atomic():
            for number, one in enumerate(records):
                for other in records[number + 1 :]:
                    DifferentPair.say(one, other, request.user)
        if len(records) > 1:
            names = " and ".join(f"“{one}”" for one in records)
            words = '{} are known to be different from now on. <a href="{}#apart">Take it back</a>'
            messages.success(request, format_html(words, names, self.own_address("duplicates")))
        return HttpResponseRedirect(self.own_address("duplicates"))

    def alike_after_all_view(self, request):
        """Forget that two records are different."""
        records = self.chosen_to_part(request)
        if isinstance(records, HttpResponseNotAllowed):
            return records
        keys = [one.pk for one in records]
        if DifferentPair.of(self.model).filter(one__in=keys, other__in=keys).delete()[0]:
            messages.success(request, "Forgotten: they are proposed again.")
        return HttpResponseRedirect(self.own_address("duplicates"))

    def chosen_to_part(self, request):
        self.refuse_who_may_not_merge(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        keys = [key for key in request.POST.getlist("pk") if could_be_key(key)][:10]
        return list(self.model._default_manager.filter(pk__in=keys).order_by("pk"))

    def refuse_who_may_not_merge(self, request):
        if not self.has_merge_permission(request):
            raise PermissionDenied

    # Where it is offered

    def changelist_view(self, request, extra_context=None):
        here = self.mergeable and self.has_merge_permission(request)
        extra = {"duplicates_url": self.own_address("duplicates") if here else ""}
        return super().changelist_view(request, {**extra, **(extra_context or {})})

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and obj.pk:
            context["merge_url"] = self.merge_address(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self):
        stem, view = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        own = [
            path("duplicates/", view(self.duplicates_view), name=f"{stem}_duplicates"),
            path("different/", view(self.different_view), name=f"{stem}_different"),
            path("alike-after-all/", view(self.alike_after_all_view), name=f"{stem}_alike_after_all"),
        ]
        return [*(own if self.mergeable else []), *super().get_urls()]
