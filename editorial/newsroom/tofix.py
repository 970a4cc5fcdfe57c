"""To fix: the list of what the rules of record health found, where each row can be put right on the spot."""

from hashlib import sha256

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.forms import Media
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import urlencode

from editorial import rights
from editorial.audit import AuditEntry, enter
from editorial.duplicates import proposed
from editorial.health import Rule, SetAside, SwitchedOff, counted, reached, rules_for
from editorial.newsroom.accompaniment import admin_address
from editorial.newsroom.careful import REFUSED
from editorial.newsroom.widgets import could_be_key

ON_A_PAGE = 20
SWITCHES = "editorial.change_switchedoff"
# Counts hold until somebody writes; what a command does, or a day that goes by, is noticed after so many seconds.
COUNTS_HOLD = 300
SCRIPTS = Media(
    js=[
        "admin/js/vendor/jquery/jquery.js",
        "admin/js/jquery.init.js",
        "admin/js/core.js",
        "admin/js/admin/RelatedObjectLookups.js",
        "newsroom/names.js",
    ]
)


def counts(user, rules):
    """Return how many rows each rule has for `user`, counted again whenever somebody wrote something.

    All who may change the same records, whosever these are, share one count.
    """
    last = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
    whose = user.pk if any(rights.is_limited(user, rule.records) for rule in rules) else "all"
    name = f"to-fix-{whose}-{last}-{','.join(rule.slug for rule in rules)}"
    name = f"to-fix-{sha256(name.encode()).hexdigest()}"
    known = cache.get(name)
    if known is None:
        known = counted(rules, user)
        cache.set(name, known, COUNTS_HOLD)
    return known


class Line:
    """A row that a rule found, as the list shows it: where it leads, and the form that puts it right."""

    def __init__(self, site, rule, row, request, proposed=None, data=None):
        self.rule, self.row, self.key = rule, row, row.pk
        self.record = rule.record_of(row)
        self.told = rule.told(row)
        page = reached(row, rule.page)
        anchor = rule.anchor(row)
        self.address = admin_address(page, "change", page.pk) + (f"#{anchor}" if anchor else "")
        self.desk = site.get_model_admin(type(self.record))
        self.form, self.proposed = None, bool(proposed)
        if rule.mend and rule.mend.allows(request, self.desk, self.record):
            self.form = rule.mend.form(row, self.record, request, data, proposed)


class ToFix:
    """The part of the site with the pages of record health."""

    def to_fix_view(self, request):
        rules = rules_for(request.user)
        found = counts(request.user, rules)
        switched = {one.rule: one for one in SwitchedOff.objects.select_related("by")}
        off = [rule for rule in Rule.all() if rule.slug in switched and rule.concerns(request.user)]
        shown = {
            "title": "To put right",
            "rules": rules,
            "shelves": self.by_kind([rule for rule in rules if found.get(rule.slug)], found),
            "in_order": [rule for rule in rules if not found.get(rule.slug)],
            "doubles": [self.doubles_of(desk) for desk in self.merging_desks(request)],
            "off": [(rule, switched[rule.slug]) for rule in off],
            "total": sum(found.values()),
        }
        return render(request, "admin/to_fix.html", self.each_context(request) | shown)

    def by_kind(self, rules, found):
        """Return [(kind in the plural, [(rule, number)])], kinds in the order of the front page."""
        shelves = {}
        for rule in self.in_order(rules):
            name = str(rule.records._meta.verbose_name_plural).capitalize()
            shelves.setdefault(name, []).append((rule, found.get(rule.slug, 0)))
        return list(shelves.items())

    def merging_desks(self, request):
        """Return the admins that list which of their records may be there twice, as far as these are the user's to merge."""
        desks = [desk for desk in self._registry.values() if getattr(desk, "mergeable", False)]
        return [desk for desk in desks if desk.has_merge_permission(request)]

    def doubles_of(self, desk):
        found = proposed(desk.model, desk.same)
        return str(desk.opts.verbose_name_plural).capitalize(), admin_address(desk, "duplicates"), len(found)

    def in_order(self, rules):
        """Return rules in the order in which the newsroom lists the kinds of record that they are about."""
        return sorted(rules, key=lambda rule: self.get_model_admin(rule.records).shelf)

    def rule_view(self, request, slug):
        rule = next((each for each in Rule.all() if each.slug == slug and each.concerns(request.user)), None)
        if rule is None:
            raise Http404
        if request.method == "POST":
            return self.answer(request, rule)
        return self.rule_page(request, rule)

    def rule_page(self, request, rule, tried=None):
        """Show the rows that a rule found; of the row that was `tried`, what was typed and what is wrong with it."""
        keys = rule.found(request.user).order_by("-pk").values_list("pk", flat=True)
        page = Paginator(keys, ON_A_PAGE).get_page(request.GET.get("page"))
        rows = list(rule.shown(list(page)))
        proposals = rule.proposals(rows)
        lines = [
            tried if tried and tried.key == row.pk else Line(self, rule, row, request, proposals.get(row.pk))
            for row in rows
        ]
        shown = {
            "title": rule.name,
            "rule": rule,
            "off": SwitchedOff.objects.filter(rule=rule.slug).select_related("by").first(),
            "lines": lines,
            "page": page,
            "aside": self.set_aside(request, rule),
            "media": sum((line.form.media for line in lines if line.form), SCRIPTS),
            "may_switch": request.user.has_perm(SWITCHES),
        }
        return render(request, "admin/to_fix_rule.html", self.each_context(request) | shown)

    def set_aside(self, request, rule):
        """Return [(row, who said so and when)] of what was set aside, the latest first."""
        said = {one.object_key: one for one in SetAside.objects.filter(rule=rule.slug).select_related("by")}
        rows = rule.aside(request.user).order_by("-pk")
        rows = rows.select_related(rule.record) if rule.record else rows
        pairs = [(rule.record_of(row), rule.told(row), said[row.pk]) for row in rows[:200]]
        return sorted(pairs, key=lambda pair: pair[2].at, reverse=True)

    def answer(self, request, rule):
        """Do what a button of the page asks for, and come back to the page."""
        acts = {"mend": self.mend_row, "aside": self.put_aside, "back": self.take_back, "switch": self.switch}
        asked = next((name for name in acts if name in request.POST), None)
        response = acts[asked](request, rule) if asked else None
        number = request.GET.get("page", "")
        query = f"?{urlencode({'page': number})}" if number.isdecimal() else ""
        return response or HttpResponseRedirect(f"{rule_address(rule)}{query}")

    def row_asked(self, request, rule, rows):
        key = request.POST.get("row", "")
        return rows.filter(pk=key).first() if could_be_key(key) else None

    def mend_row(self, request, rule):
        with transaction.atomic():
            row = self.row_asked(request, rule, rule.found(request.user))
            if row is None:
                messages.info(request, "That is in order already: somebody was faster.")
                return None
            return self.mend_found(request, rule, self.held(request, rule, rule.shown([row.pk]).get()))

    def held(self, request, rule, row):
        """Return a row whose record nobody else changes meanwhile; how it stood is kept as a revision."""
        record = rule.record_of(row)
        held = self.get_model_admin(type(record)).held(request, record)
        if row == record:
            return held
        above = row
        *path, last = rule.record.split("__")
        for name in path:
            above = getattr(above, name)
        setattr(above, last, held)
        return row

    def mend_found(self, request, rule, row):
        """Put one row right. Returns the page with the form again when something is wrong with what was typed."""
        line = Line(self, rule, row, request, data=request.POST)
        if line.form is None:
            raise PermissionDenied
        if line.form.is_valid():
            try:
                with transaction.atomic():
                    rule.mend.carry_out(line.form, line.record, request, line.desk)
            except IntegrityError:
                line.form.add_error(None, REFUSED)
            else:
                messages.success(request, f"Put right: {line.record}.")
                return None
        return self.rule_page(request, rule, line)

    def put_aside(self, request, rule):
        row = self.row_asked(request, rule, rule.found(request.user))
        if row is not None:
            SetAside.objects.get_or_create(rule=rule.slug, object_key=row.pk, defaults={"by": request.user})
            self.say(request, f"Right as it is, “{rule.name}”: {rule.record_of(row)}.", rule.record_of(row))

    def take_back(self, request, rule):
        row = self.row_asked(request, rule, rule.aside(request.user))
        if row is not None:
            SetAside.objects.filter(rule=rule.slug, object_key=row.pk).delete()
            self.say(request, f"No longer set aside, “{rule.name}”: {rule.record_of(row)}.", rule.record_of(row))

    def switch(self, request, rule):
        """Switch the rule off, or on again, whichever the button said."""
        if not request.user.has_perm(SWITCHES):
            raise PermissionDenied
        if request.POST["switch"] == "off":
            SwitchedOff.objects.get_or_create(rule=rule.slug, defaults={"by": request.user})
            self.say(request, f"Switched off: {rule.name}.")
        else:
            SwitchedOff.objects.filter(rule=rule.slug).delete()
            self.say(request, f"Switched on: {rule.name}.")
        return HttpResponseRedirect(reverse("admin:to_fix"))

    def say(self, request, said, record=None):
        enter(request, AuditEntry.Action.CHANGED, record, said=said)
        messages.success(request, said)

    def get_urls(self):
        return [
            path("to-fix/", self.admin_view(self.to_fix_view), name="to_fix"),
            path("to-fix/<slug:slug>/", self.admin_view(self.rule_view), name="to_fix_rule"),
            *super().get_urls(),
        ]


def rule_address(rule):
    return reverse("admin:to_fix_rule", args=[rule.slug])
