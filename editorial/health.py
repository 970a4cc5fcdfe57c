"""Record health: what is missing or odd in the record, rule by rule, each with the reason why it matters.

A rule is a small class in the `health` module of the app that knows its records; the subclasses of Rule are the register.
A rule gives a queryset, so that the database finds the rows and counts them. It can be switched off, and single rows of
it can be set aside as being right the way they are.
"""

import re

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Now

from editorial import rights
from editorial.publishing import Publishable, Row


class SwitchedOff(models.Model):
    """A rule that the institute does not go by."""

    rule = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        default_permissions = ("change",)
        verbose_name = "rule of record health that is switched off"

    def __str__(self):
        return self.rule


class SetAside(models.Model):
    """A row about which somebody said: this is right as it is."""

    rule = models.CharField(max_length=60)
    object_key = models.PositiveBigIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["rule", "object_key"], name="setaside_once")]

    def __str__(self):
        return f"{self.rule} {self.object_key}"


class Rule:
    """Something that can be wrong with the rows of a `model`.

    Concrete rules say what it is called (`name`), why it matters, and which rows have it (`wrong`).
    """

    name = why = ""
    model = None
    # The path from a row to its record, and to what has a form in the newsroom with the field in it; empty: the row itself.
    record = page = ""
    # The field to which a row leads, or the rows of a record as “hostings-group”, and how it is filled in on the spot: one of editorial/newsroom/mending.py.
    field = ""
    mend = None

    def wrong(self):
        """Return the rows that have it, as a queryset."""
        raise NotImplementedError

    @classmethod
    def all(cls):
        """Return one of each concrete rule, in the order in which they are defined."""
        below = [rule for child in cls.__subclasses__() for rule in ([child()] if child.model else []) + child.all()]
        return list({rule.slug: rule for rule in below}.values())

    @property
    def slug(self):
        """The rule's name in addresses and in the database: that of its class."""
        return re.sub(r"(?<=.)([A-Z])", r"-\1", type(self).__name__).lower()

    @property
    def records(self):
        """The model of the records that the rows belong to."""
        model = self.model
        for name in filter(None, self.record.split("__")):
            model = model._meta.get_field(name).related_model
        return model

    def found(self, user):
        """Return the rows that `user` may mend: those of records that are theirs to change."""
        rows = self.reach(self.wrong(), user)
        return rows.exclude(pk__in=SetAside.objects.filter(rule=self.slug).values("object_key"))

    def aside(self, user):
        """Return the rows that were set aside, whether or not they would still be found."""
        kept = SetAside.objects.filter(rule=self.slug).values("object_key")
        return self.reach(self.model.objects.filter(pk__in=kept), user)

    def reach(self, rows, user):
        """Keep of `rows` those of records that `user` may change; what was withdrawn is left in peace."""
        if not self.concerns(user):
            return rows.none()
        if not issubclass(self.records, Publishable):
            return rows
        path = f"{self.record}__" if self.record else ""
        rows = rows.filter(Q(**{f"{path}withdrawn_at": None}) | Q(**{f"{path}withdrawn_at__gt": Now()}))
        if rights.is_limited(user, self.records):
            rows = rows.filter(**{f"{path}pk__in": self.records.objects.changeable_by(user).values("pk")})
        return rows

    def concerns(self, user):
        """Whether the rule can have rows for `user` at all."""
        return rights.has(user, "change", self.records)

    def shown(self, keys):
        """Return the rows with these keys, as a page of the list needs them; `place` is where a row stands in its record."""
        rows = self.model.objects.filter(pk__in=keys).order_by("-pk")
        if self.record:
            rows = rows.select_related(self.record)
        return rows.annotate(place=self.place()) if issubclass(self.model, Row) else rows

    def place(self):
        owner = self.model.row_of
        earlier = Q(order__lt=OuterRef("order")) | Q(order=OuterRef("order"), pk__lt=OuterRef("pk"))
        rows = self.model._base_manager.filter(earlier, **{owner: OuterRef(owner)}).order_by()
        return Coalesce(Subquery(rows.values(owner).annotate(n=Count("pk")).values("n")), 0)

    def told(self, row):
        """Say what tells a row from the others of its record; nothing when the record is the row."""
        return str(row) if self.record else ""

    def proposals(self, rows):
        """Return what to fill in, by the key of the row, where something suggests itself."""
        return {}

    def record_of(self, row):
        return reached(row, self.record)

    def anchor(self, row):
        """Return the id of the input in the form of the row's page."""
        if self.field.endswith("-group"):
            return self.field
        if not self.field or not self.page:
            return f"id_{self.field}" if self.field else ""
        rows = self.model._meta.get_field(self.model.row_of).remote_field.related_name
        return f"id_{rows}-{row.place}-{self.field}"


def reached(row, path):
    for name in filter(None, path.split("__")):
        row = getattr(row, name)
    return row


def rules_for(user):
    """Return the rules that are switched on and can have rows for `user`."""
    off = set(SwitchedOff.objects.values_list("rule", flat=True))
    return [rule for rule in Rule.all() if rule.slug not in off and rule.concerns(user)]


def counted(rules, user):
    """Return how many rows each of `rules` has for `user`, as {rule's slug: number}; asked for in one statement."""
    counts = [
        rule.found(user)
        .order_by()
        .annotate(rule_slug=Value(rule.slug, models.CharField()))
        .values("rule_slug")
        .annotate(rows=Count("pk"))
        .values_list("rule_slug", "rows")
        for rule in rules
    ]
    counts = [each for each in counts if not each.query.is_empty()]
    return dict(counts[0].union(*counts[1:], all=True)) if counts else {}
