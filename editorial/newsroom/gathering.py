"""Gathering: records of every kind in one statement, for lists that go across the kinds."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, F, OuterRef, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, Now

from editorial import rights
from editorial.documents import Document
from editorial.publishing import Publishable
from editorial.reviews import ReviewNote
from editorial.search.entries import Searchable


def kinds_seen(site, user):
    """Return the models of the records that `user` may look at in the newsroom, as {label: model}, in its order."""
    kinds = [model for model in Searchable.kinds() if issubclass(model, Publishable) and rights.may_look(user, model)]
    return {
        model._meta.label_lower: model for model in sorted(kinds, key=lambda kind: site.get_model_admin(kind).shelf)
    }


class Gathering:
    """The records that one user may see; `most` is the longest that a list may become."""

    def __init__(self, site, user, most):
        self.site, self.user, self.most = site, user, most
        self.kinds = kinds_seen(site, user)

    def seen(self, model):
        return model.objects.visible_to(self.user).order_by()

    def theirs(self, model):
        """Return the records that the user works on: a contributor on their own."""
        if rights.is_limited(self.user, model):
            return model.objects.filter(created_by=self.user.pk).order_by()
        return self.seen(model)

    def heading(self, model):
        return self.site.get_model_admin(model).heading

    def own_drafts(self):
        """Return (kind, key, title, when changed, whether it was sent back, with what note, by whom) of the user's drafts.

        What an editor sent back comes first.
        """
        parts = []
        for label, model in self.kinds.items():
            kind = ContentType.objects.get_for_model(model)
            steps = ReviewNote.objects.filter(content_type=kind, object_id=OuterRef("pk"))
            own = model.objects.filter(rights.free(self.user)).order_by()
            found = own.alias(step=ReviewNote.last_step(model)).annotate(
                of_kind=Value(label, CharField()),
                heading=F(self.heading(model)),
                returned=Case(When(step=ReviewNote.Step.RETURNED, then=1), default=0),
                note=Coalesce(Subquery(steps.values("text")[:1]), Value(""), output_field=TextField()),
                by=Coalesce(Subquery(steps.values("made_by__username")[:1]), Value("")),
            )
            parts.append(found.values_list("of_kind", "pk", "heading", "changed_at", "returned", "note", "by"))
        return self.united(parts, "-returned", "-changed_at")

    def records(self, narrowed, order, moment, who="created_by__username"):
        """Return (kind, key, title, moment, name of somebody) of the records that `narrowed` lets through, in `order`."""
        parts = []
        for label, model in self.kinds.items():
            found = narrowed(self.theirs(model)).annotate(
                of_kind=Value(label, CharField()), heading=F(self.heading(model)), moment=F(moment), who=F(who)
            )
            parts.append(found.values_list("of_kind", "pk", "heading", "moment", "who"))
        return self.united(parts, order)

    def hours(self):
        """Return (kind, key, title, moment, zone, what happens) of all that happens by itself, the next first."""
        parts = []
        for label, model in self.kinds.items():
            records = self.theirs(model)
            parts.append(self.hour(label, model, records.scheduled(), "goes public", "published_at"))
            parts.append(self.hour(label, model, records.leaving(), "is withdrawn", "withdrawn_at"))
        for documents in Document.kinds():
            owner = documents.row_of
            model = documents._meta.get_field(owner).related_model
            if model in self.kinds.values():
                seen = {f"{owner}__in": self.theirs(model).values("pk"), "embargoed_until__gt": Now()}
                rows = documents.objects.filter(**seen).order_by()
                parts.append(
                    self.hour(model._meta.label_lower, model, rows, "a document is released", "embargoed_until", owner)
                )
        return self.united(parts, "moment")

    def hour(self, label, model, rows, told, field, owner=""):
        path = f"{owner}__" if owner else ""
        rows = rows.annotate(
            of_kind=Value(label, CharField()),
            of_key=F(f"{path}pk"),
            heading=F(f"{path}{self.heading(model)}"),
            moment=F(field),
            of_zone=F(f"{path}hours_zone"),
            told=Value(told, CharField()),
        )
        return rows.values_list("of_kind", "of_key", "heading", "moment", "of_zone", "told")

    def united(self, parts, *order):
        if not parts:
            return []
        return list(parts[0].union(*parts[1:], all=True).order_by(*order, "heading")[: self.most])

    def titles(self, wanted):
        """Return {(kind, key): title} of the records `wanted`, {(kind, key)}, as far as the user may see them."""
        parts = []
        for label, model in self.kinds.items():
            keys = [key for kind, key in wanted if kind == label]
            found = (
                self.seen(model)
                .filter(pk__in=keys)
                .annotate(of_kind=Value(label, CharField()), heading=F(self.heading(model)))
            )
            parts += [found.values_list("of_kind", "pk", "heading")] if keys else []
        found = parts[0].union(*parts[1:], all=True) if parts else []
        return {(kind, key): title for kind, key, title in found}
