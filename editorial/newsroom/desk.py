"""The desk: the front page of the newsroom, with what waits for whoever is logged in, what comes next, and what is odd.

Each section is one statement over all kinds of record, with as many lines as there is room for; a page of its own has
more of them.
"""

from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timesince import timesince

from editorial import rights
from editorial.audit import AuditEntry
from editorial.drafts import Draft
from editorial.health import rules_for
from editorial.newsroom.accompaniment import admin_address
from editorial.newsroom.gathering import Gathering
from editorial.newsroom.tofix import counts

ROOM, MOST = 12, 300
Action = AuditEntry.Action
UNTOLD = [Action.EXPORTED, Action.DELETED]


class Line(NamedTuple):
    """One record as a section shows it: what it is and is called, where it leads, and what is said about it."""

    kind: str
    title: str
    address: str
    told: str = ""
    urgent: bool = False


class Section(NamedTuple):
    """A part of the desk; `empty` says why there is nothing in it."""

    slug: str
    title: str
    empty: str
    lines: list

    @property
    def shown(self):
        return self.lines[:ROOM]

    @property
    def more(self):
        return len(self.lines) > ROOM


class Desk:
    """What the front page says to one user, with at most so many lines a section."""

    def __init__(self, site, user, most=ROOM + 1):
        self.site, self.user, self.most = site, user, most
        self.gathering = Gathering(site, user, most)
        self.kinds = self.gathering.kinds
        self.limited = any(rights.is_limited(user, model) for model in self.kinds.values())
        self.pending = self.pending_changes()
        self.changes = self.latest_changes()
        self.titles = self.gathering.titles({key_of(one) for one in [*self.pending, *self.changes]})
        self.pending = [draft for draft in self.pending if key_of(draft) in self.titles]

    def pending_changes(self):
        """Return the drafts of public records, of which contributors have their own before them."""
        drafts = Draft.objects.select_related("content_type", "review_requested_by")
        if self.limited:
            drafts = drafts.filter(Q(begun_by=self.user) | Q(changed_by=self.user))
        return list(drafts.defer("content", "base").order_by("due_at", "pk")[:MOST])

    def latest_changes(self):
        """Return the last entry about each of the records that were changed last."""
        done = AuditEntry.objects.filter(kind__in=list(self.kinds)).exclude(action__in=UNTOLD).defer("details")
        latest = {}
        for entry in done[:MOST]:
            latest.setdefault((entry.kind, entry.object_key), entry)
        return list(latest.values())[: self.most * 4]

    def sections(self):
        return [self.mine(), self.waiting(), self.scheduled(), self.recent()]

    def mine(self):
        lines = [self.own(*row) for row in self.gathering.own_drafts()]
        begun = [one for one in self.pending if self.user.pk in (one.begun_by_id, one.changed_by_id)]
        lines = [self.begun(one) for one in begun if is_loose(one) and one.review_note] + lines
        lines += [self.begun(one) for one in begun if is_loose(one) and not one.review_note]
        return Section(
            "mine", "My drafts", "You have no drafts. What you begin and do not publish is kept here.", lines
        )

    def begun(self, draft):
        if note := draft.review_note:
            return self.about(draft, f"changes sent back: “{Truncator(note).chars(300)}”", urgent=True)
        return self.about(draft, "changes that readers do not see yet")

    def own(self, kind, key, title, changed, returned, note, by):
        if not returned:
            return self.line(kind, key, title, f"changed {ago(changed)}")
        words = f": “{Truncator(note).chars(300)}”" if note else ""
        return self.line(kind, key, title, f"sent back by {by or 'an editor'}{words}", urgent=True)

    def waiting(self):
        submitted = {"published_at": None, "withdrawn_at": None, "review_requested_at__isnull": False}
        names = ("review_requested_at", "review_requested_by__username")
        found = self.gathering.records(lambda records: records.filter(**submitted), "moment", *names)
        lines = [self.line(*row[:3], self.submitted(row[4], row[3])) for row in found]
        for one in self.pending:
            if one.review_requested_at:
                who = one.review_requested_by.get_username() if one.review_requested_by else "somebody"
                lines.append(self.about(one, f"changes from {who}, {ago(one.review_requested_at)}"))
        if self.limited:
            empty = (
                "Nothing of yours waits for an editor. Submit a draft with the button below its form when it is ready."
            )
            return Section("waiting", "Waiting for an editor", empty, lines)
        return Section(
            "waiting", "Waiting for review", "Nothing waits for you: no draft is submitted for review.", lines
        )

    def submitted(self, who, at):
        return f"submitted {ago(at)}" if self.limited else f"from {who or 'somebody'}, {ago(at)}"

    def scheduled(self):
        timed = [
            (moment, self.line(*one, hour(told, moment, zone))) for *one, moment, zone, told in self.gathering.hours()
        ]
        due = [one for one in self.pending if one.due_at and not one.refusal]
        timed += [(one.due_at, self.about(one, hour("changes go public", one.due_at, one.due_zone))) for one in due]
        timed.sort(key=lambda pair: pair[0])
        failed = [
            self.about(one, f"changes could not be published: {one.refusal}", urgent=True)
            for one in self.pending
            if one.refusal
        ]
        of = "of yours " if self.limited else ""
        empty = f"Nothing is scheduled: no record {of}goes public or is withdrawn at an hour to come."
        return Section("scheduled", "Scheduled", empty, failed + [line for _, line in timed][: self.most])

    def recent(self):
        lines = []
        for entry in self.changes:
            if title := self.titles.get(key_of(entry)):
                told = f"{entry.get_action_display().lower()} by {entry.user_name or 'the program'}, {ago(entry.at)}"
                lines.append(self.line(*key_of(entry), title, told))
        return Section("recent", "Recently changed", "Nothing was changed in the newsroom yet.", lines[: self.most])

    def about(self, draft, told, urgent=False):
        return self.line(*key_of(draft), self.titles[key_of(draft)], told, urgent)

    def line(self, kind, key, title, told="", urgent=False):
        model = self.kinds[kind]
        return Line(str(model._meta.verbose_name), title, admin_address(model, "change", key), told, urgent)


def key_of(one):
    """Return (kind, key) of the record that a draft or an entry of the audit log is about."""
    if isinstance(one, AuditEntry):
        return one.kind, int(one.object_key)
    return f"{one.content_type.app_label}.{one.content_type.model}", one.object_id


def is_loose(draft):
    return not (draft.due_at or draft.review_requested_at)


def ago(moment):
    """Say how long ago something was, by its greatest unit."""
    said = timesince(moment, depth=1)
    return "just now" if said.startswith("0") else f"{said} ago"


def hour(told, moment, zone):
    """Say what happens when, by the clock of the zone in which the hour was given."""
    return f"{told} on {date_format(moment.astimezone(ZoneInfo(zone or 'UTC')), 'j F Y, H:i')} ({zone or 'UTC'})"


def indefinite(name):
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


class AtTheDesk:
    """The part of the site that has the desk for its front page."""

    def index(self, request, extra_context=None):
        desk = Desk(self, request.user)
        rules = rules_for(request.user)
        found = counts(request.user, rules)
        wrong = [(rule, found[rule.slug]) for rule in self.in_order(rules) if found.get(rule.slug)]
        shown = {
            "sections": desk.sections(),
            "adding": self.buttons(request, desk.kinds.values()),
            "wrong": wrong[:ROOM],
            "wrong_more": len(wrong) - ROOM,
            "has_rules": bool(rules),
            "has_doubles": bool(self.merging_desks(request)),
        }
        return super().index(request, shown | (extra_context or {}))

    def buttons(self, request, kinds):
        """Return (what it says, where it leads) of the buttons that begin something, the commonest first."""
        adding = [
            (f"Add {indefinite(str(model._meta.verbose_name))}", admin_address(model, "add"))
            for model in kinds
            if self.get_model_admin(model).has_add_permission(request)
        ]
        others = [desk for desk in self._registry.values() if getattr(desk, "begins", "")]
        begun = [(desk.begins, admin_address(desk, "add")) for desk in others if desk.has_add_permission(request)]
        return adding[:1] + begun + adding[1:]

    def section_view(self, request, slug):
        """Show all of one section of the desk, as far as anybody reads."""
        section = {one.slug: one for one in Desk(self, request.user, MOST).sections()}.get(slug)
        if section is None:
            raise Http404
        shown = {"title": section.title, "section": section, "most": MOST}
        return render(request, "admin/desk_section.html", self.each_context(request) | shown)

    def get_urls(self):
        return [
            path("desk/<slug:slug>/", self.admin_view(self.section_view), name="desk_section"),
            *super().get_urls(),
        ]
