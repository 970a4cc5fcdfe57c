"""Merging in the newsroom: records side by side, what is kept of each, what will move, and how it is undone."""

from itertools import pairwise

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.text import Truncator, capfirst
from taggit.models import ItemBase

from editorial import rights
from editorial.differences import Names
from editorial.drafts import Draft
from editorial.heirs import MergedRecord
from editorial.merging import LoopError, Merge, is_empty
from editorial.newsroom.audited import entered_as
from editorial.newsroom.deletion import address_of
from editorial.newsroom.journal import undo_button
from editorial.newsroom.widgets import could_be_key
from editorial.publishing import Publishable
from editorial.revisions import Revision
from editorial.richtext import RichTextField, plain
from editorial.uses import owner, owner_model, with_owners

# So many records are merged in one step, and so many rows of each kind are listed before it.
MOST_RECORDS, MOST_PLACES, MOST_FOUND, MOST_REVISIONS = 10, 12, 20, 100
CHANGED = "“{}” was changed while you looked at this page. Nothing is merged yet: look at it again."
PENDING = "“{}” has changes that are not published yet. Publish or discard them first: they would be lost."
REFUSED = "The database refused this: two of the values chosen exclude each other. Choose again."


def shown(field, record):
    """Return the value of a field as the page shows it."""
    value = getattr(record, field.name)
    if is_empty(value):
        return ""
    if isinstance(field, models.BooleanField):
        return "yes"
    if isinstance(field, models.FileField):
        return value.name.rpartition("/")[2]
    if field.choices and hasattr(record, f"get_{field.name}_display"):
        return getattr(record, f"get_{field.name}_display")()
    text = plain(value) if isinstance(field, RichTextField) else getattr(value, "name", None) or str(value)
    return Truncator(text).chars(400)


class Cell:
    """What one record knows in one field: its words, and whether they are what is kept."""

    def __init__(self, question, record, value, taken):
        self.record, self.text = record, "" if is_empty(value) else shown(question.field, record)
        self.picture = value if value and hasattr(value, "narrow") else None
        self.taken = record == taken
        first = question.values[0][0]
        self.can_be_empty = not self.text and record == first and question.field.blank


class Line:
    """One line of the page: a field, and what each record knows in it."""

    def __init__(self, question, chosen):
        self.name, self.label = question.name, capfirst(question.field.verbose_name)
        self.cells = [Cell(question, record, value, chosen[question.name]) for record, value in question.values]

    def is_open(self):
        return len({cell.text for cell in self.cells}) > 1 or any(cell.picture for cell in self.cells)


def told_move(site, model, move):
    """Return what the page says of the rows that one pointer to records of `model` moves."""
    pointer = move.pointer
    rows = with_owners(pointer.model._base_manager.filter(pk__in=move.keys[:MOST_PLACES]).order_by("pk"))
    return {
        "label": heading_of(pointer, model),
        "count": len(move.keys),
        "folded": len(move.folds),
        "places": [place_of(site, row, move) for row in rows],
        "more": max(0, len(move.keys) - MOST_PLACES),
    }


def heading_of(pointer, model):
    """Return what rows of a pointer are called: “Other names”, “Events: participants”, “Publications (publisher)”."""
    above, rows = owner_model(pointer.model), pointer.model._meta.verbose_name_plural
    if issubclass(pointer.model, ItemBase):
        return "Topics" if pointer.name == "content_object" else capfirst(above._meta.verbose_name_plural)
    if pointer.owns or (above is model and pointer.model is not model):
        return capfirst(rows)
    if above is pointer.model:
        return f"{capfirst(rows)} ({pointer.name.replace('_', ' ')})"
    return f"{capfirst(above._meta.verbose_name_plural)}: {rows}"


def place_of(site, row, move):
    """Return what the page says of one row: where it stands, and what it says there."""
    record = owner(row)
    if move.pointer.owns:
        where, words = "", str(row.tag if isinstance(row, ItemBase) else row)
    else:
        where, words = address_of(site, record), str(record)
    said = "" if move.pointer.owns or record is row or isinstance(row, ItemBase) else str(row)
    return {"address": where, "record": words, "words": said, "folded": row.pk in move.folds}


def nothing_in(content):
    """Return a content like another one in which nothing is said yet."""
    fields, rows = dict.fromkeys(content["fields"]), {name: [] for name in content["rows"]}
    return {**content, "fields": fields, "topics": [], "rows": rows}


class MergingPages:
    """The part of an admin that merges records which are one; `mergeable` says whether the kind has such."""

    mergeable = False

    def has_merge_permission(self, request, obj=None):
        """Merging is for those who may publish such records; of topics, who may change and delete them."""
        if issubclass(self.model, Publishable):
            return rights.is_editor(request.user, self.model)
        return all(rights.has(request.user, action, self.model) for action in ("change", "delete"))

    def get_actions(self, request):
        actions = super().get_actions(request)
        if actions and self.mergeable and self.has_merge_permission(request):
            actions["merge_chosen"] = self.get_action("merge_chosen")
        return actions

    @admin.action(description="Merge …")
    def merge_chosen(self, request, queryset):
        keys = list(queryset.order_by().values_list("pk", flat=True)[: MOST_RECORDS + 1])
        if not 2 <= len(keys) <= MOST_RECORDS:
            messages.error(request, f"Choose at least two and at most {MOST_RECORDS} that are one and the same.")
            return None
        return HttpResponseRedirect(self.merge_page(keys))

    def merge_page(self, keys):
        stem = f"admin:{self.opts.app_label}_{self.opts.model_name}_merge"
        return f"{reverse(stem)}?{urlencode({'pk': keys}, doseq=True)}"

    def merge_address(self, request, record):
        """Return where a record is merged into another one, or nothing for whoever may not do that."""
        return self.merge_page([record.pk]) if self.mergeable and self.has_merge_permission(request) else ""

    def merge_view(self, request):
        if not self.mergeable or not self.has_merge_permission(request):
            raise PermissionDenied
        asked = request.POST if request.method == "POST" else request.GET
        keys = list(dict.fromkeys(key for key in asked.getlist("pk") if could_be_key(key)))[:MOST_RECORDS]
        records = list(self.model._default_manager.filter(pk__in=keys).order_by("pk"))
        if len(records) < 2:
            return self.ask_for_another(request, records)
        kept = next((one for one in records if str(one.pk) == asked.get("keep")), None) or self.likeliest(records)
        losers = [one for one in records if one != kept]
        merge = Merge(kept, losers, self.choices(request.POST, [kept, *losers]))
        if request.method == "POST":
            return self.answer_merge(request, merge)
        return self.show_merge(request, merge)

    def likeliest(self, records):
        """Return the record that is kept unless somebody says otherwise: a public one, and then the most used."""
        counted = {one: sum(len(move.keys) for move in Merge(records[0], [one]).moves()) for one in records}
        return max(records, key=lambda one: (getattr(one, "state", "") == "public", counted[one], -one.pk))

    def choices(self, sent, records):
        """Return {field's name: record} as chosen on the page; what is no choice is left out."""
        known = {str(record.pk): record for record in records}
        found = {name.removeprefix("take-"): known.get(value) for name, value in sent.items() if name[:5] == "take-"}
        names = {field.name for field in self.model._meta.concrete_fields}
        return {name: record for name, record in found.items() if record is not None and name in names}

    # Merging

    def answer_merge(self, request, merge):
        if problems := self.problems(request, merge):
            return self.show_merge(request, merge, problems, status=409)
        names = ", ".join(f"“{one}”" for one in merge.losers)
        title = f"Merged {names} into “{merge.kept}”"
        try:
            with transaction.atomic():
                act = self.merge(request, merge, title, names)
        except LoopError as loop:
            return self.show_merge(request, merge, [str(loop)], status=409)
        except IntegrityError:
            return self.show_merge(request, merge, [REFUSED], status=409)
        messages.success(request, format_html("{}. {}", title, undo_button(act)))
        return HttpResponseRedirect(address_of(self.admin_site, merge.kept))

    def merge(self, request, merge, title, names):
        for record in merge.records:
            self.held(request, record)
        act = merge.run(request.user, title)
        merge.kept.audited = {"gone": [{"key": one.pk, "name": str(one)} for one in merge.losers], "act": act.pk}
        with entered_as(request, "merged"):
            self.log_change(request, merge.kept, f"Merged with {names}.")
        return act

    def problems(self, request, merge):
        """Say, a sentence each, why what was looked at cannot be merged as it was."""
        seen = dict(part.partition(":")[::2] for part in request.POST.getlist("seen"))
        found = [
            CHANGED.format(one)
            for one in merge.records
            if isinstance(one, Publishable) and seen.get(str(one.pk)) != str(one.version)
        ]
        return found + self.pending(merge)

    def pending(self, merge):
        drafts = Draft.objects.of(self.model).filter(object_id__in=[one.pk for one in merge.records])
        waiting = set(drafts.values_list("object_id", flat=True))
        return [PENDING.format(one) for one in merge.records if one.pk in waiting]

    # The page

    def show_merge(self, request, merge, problems=(), status=200):
        """Show the records side by side, the kept one first."""
        lines = [Line(question, merge.chosen) for question in merge.questions() if not question.repeats()]
        problems = list(problems) or self.pending(merge)
        try:
            merge.check()
        except LoopError as loop:
            problems = [*dict.fromkeys([*problems, str(loop)])]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Merge {self.opts.verbose_name_plural}",
            "merge": merge,
            "columns": [self.column(merge, one) for one in merge.records],
            "lines": [line for line in lines if line.is_open()],
            "same": [line.label for line in lines if not line.is_open()],
            "moves": [told_move(self.admin_site, self.model, move) for move in merge.moves()],
            "becomes_public": bool(self.becomes_public(merge)),
            "problems": problems,
            "duplicates_url": self.own_address("duplicates"),
            "different_url": self.own_address("different"),
        }
        return render(request, "admin/merge.html", context, status=status)

    def column(self, merge, record):
        others = [one.pk for one in merge.records]
        return {
            "record": record,
            "state": getattr(record, "state", ""),
            "address": address_of(self.admin_site, record),
            "public": record.get_absolute_url(),
            "keep": f"{self.merge_page(others)}&keep={record.pk}",
            "seen": f"{record.pk}:{getattr(record, 'version', '')}",
            "told": self.suggestion(record),
        }

    def becomes_public(self, merge):
        return (
            isinstance(merge.kept, Publishable)
            and merge.kept.state != "public"
            and any(one.state == "public" for one in merge.losers)
        )

    def ask_for_another(self, request, records):
        """Ask with which other record the one given is merged: one like it, or one that is looked for by its name."""
        record = records[0] if records else None
        if not record:
            messages.error(request, f"Choose at least two {self.opts.verbose_name_plural} that are one and the same.")
            return HttpResponseRedirect(self.own_address("changelist"))
        words = request.GET.get("q", "").replace("\x00", "")[:200]
        found = []
        if words.strip():
            found, _ = self.get_search_results(request, self.get_queryset(request).exclude(pk=record.pk), words)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Merge “{record}” with another",
            "record": record,
            "words": words,
            "alike": self.pages_with(
                record, self.alike(request, str(record), record.pk) if hasattr(self, "alike") else []
            ),
            "found": self.pages_with(record, found[:MOST_FOUND]),
        }
        return render(request, "admin/merge_with.html", context)

    def pages_with(self, record, others):
        return [(self.merge_page([record.pk, other.pk]), self.suggestion(other)) for other in others]

    # Where a record went that was merged

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Lead from the page of a record that was merged to the one that took it in."""
        heir = MergedRecord.heir_of(self.model, object_id) if could_be_key(object_id) else None
        if not heir or not self.has_view_permission(request, heir):
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        messages.info(request, f"That record was merged into “{heir}”.")
        return HttpResponseRedirect(address_of(self.admin_site, heir))

    def history_view(self, request, object_id, extra_context=None):
        """As usual, with the way to the histories of those that were merged into the record; or one of these."""
        if not self.mergeable or not could_be_key(object_id):
            return super().history_view(request, object_id, extra_context)
        notes = MergedRecord.of(self.model)
        merged = notes.filter(former_key=object_id).first()
        if merged and not self.model._base_manager.filter(pk=object_id).exists():
            return self.history_of_merged(request, merged)
        took_in = [(self.own_address("history", one.former_key), one.name) for one in notes.filter(object_id=object_id)]
        return super().history_view(request, object_id, {"took_in": took_in, **(extra_context or {})})

    def history_of_merged(self, request, merged):
        """Show what is kept of a record that was merged, to be read and not to be restored."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        heir = MergedRecord.heir_of(self.model, merged.former_key)
        revisions = list(Revision.objects.of(self.model(pk=merged.former_key)).defer(None)[:MOST_REVISIONS])
        names = Names(self.model, *(one.content for one in revisions), user=request.user)
        for later, earlier in pairwise([*revisions, None]):
            before = earlier.content if earlier else nothing_in(later.content)
            found = self.changes_between(request, before, later.content, names)
            later.changes = [one for one in found if any(text.strip() for _, text in one.marks)]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"History of “{merged}”, which was merged",
            "heir": heir,
            "heir_url": address_of(self.admin_site, heir) if heir else "",
            "revisions": revisions,
        }
        return render(request, "admin/merged_history.html", context)

    def get_urls(self):
        stem = f"{self.opts.app_label}_{self.opts.model_name}"
        own = (
            [path("merge/", self.admin_site.admin_view(self.merge_view), name=f"{stem}_merge")]
            if self.mergeable
            else []
        )
        return [*own, *super().get_urls()]
