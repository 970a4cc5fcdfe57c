"""Deletion: refused for what appears anywhere, with the list of where and the ways out; everything else goes to the bin."""

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from editorial.acts import act
from editorial.anatomy import relations
from editorial.bin import DAYS, throw_away, was_public
from editorial.newsroom.journal import undo_button
from editorial.newsroom.widgets import could_be_key
from editorial.publishing import Publishable
from editorial.settling import settle
from editorial.uses import owner, uses, with_owners

# So many records are deleted, and so many links taken off, in one step.
AT_ONCE = 300
MOST_LINKS = 2000


def address_of(site, record, name="change"):
    """Return the address of a record in the newsroom, or nothing when the newsroom has no page of its own for it."""
    if not site.is_registered(type(record)):
        return ""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{name}", args=[record.pk])


class Deleting:
    """The part of an admin that deletes."""

    delete_confirmation_template = "admin/delete_record.html"
    delete_selected_confirmation_template = "admin/delete_records.html"

    def response_action(self, request, queryset):
        """As usual; what was sent as a choice and can be no key is no choice, where Django would ask the database."""
        chosen = [key for key in request.POST.getlist(ACTION_CHECKBOX_NAME) if could_be_key(key)]
        request.POST = request.POST.copy()
        request.POST.setlist(ACTION_CHECKBOX_NAME, chosen)
        return super().response_action(request, queryset)

    def get_deleted_objects(self, objs, request):
        """As Django asks for it: what goes, how many rows of which kind go along, what may not go, and what holds it."""
        records = list(objs[: AT_ONCE + 1])
        if len(records) > AT_ONCE:
            return [], {}, set(), [f"Choose at most {AT_ONCE} at a time."]
        keys = [record.pk for record in records]
        refused = {str(one) for one in records if not self.has_delete_permission(request, one)}
        return records, self.going_along(keys), refused, self.named_at(request, keys)

    def going_along(self, keys):
        """Return {what they are called: how many} for the rows that go along."""
        found = {}
        for relation in relations(self.model):
            if count := relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": keys}).count():
                words = relation.related_model._meta
                found[words.verbose_name if count == 1 else words.verbose_name_plural] = count
        return found

    def named_at(self, request, keys):
        """Return where the records are named, as [{label, count, more, places: [(address, record, words, what)]}]."""
        found = uses(self.model, keys)
        return [
            {
                "label": use.label,
                "count": use.count,
                "more": use.more,
                "places": [self.place(request, use, row, len(keys) > 1) for row in use.rows],
            }
            for use in found
        ]

    def place(self, request, use, row, many):
        """Return one place where a record is named, and which one when several are asked about."""
        record = owner(row)
        words = str(row) if row is not record and str(row) != str(record) else ""
        address = address_of(self.admin_site, record)
        desk = self.admin_site.get_model_admin(type(record)) if address else None
        if desk and not desk.has_view_permission(request, record):
            address, record, words = "", f"{capfirst(record._meta.verbose_name)} that is not yours to see", ""
        return {
            "address": address,
            "record": record,
            "words": words,
            "names": getattr(row, use.field.name) if many else "",
        }

    def render_delete_form(self, request, context):
        record = context["object"]
        context |= {"days": DAYS, "was_public": was_public(record), "ways_out": self.ways_out(request, record)}
        return super().render_delete_form(request, context)

    def ways_out(self, request, record):
        """Return what can be done instead of deleting: {"unlink": how many links, and the address of each other way}."""
        printed = sum(use.count for use in uses(self.model, [record.pk], 0) if use.printed)
        ways = {
            "printed": printed,
            "stuck": sum(use.count for use in uses(self.model, [record.pk], 0)) - printed,
            "unlink": self.own_address("unlink", record.pk) if printed else "",
        }
        if isinstance(record, Publishable) and record.state in ("public", "scheduled"):
            ways["withdraw"] = (
                f"{self.own_address('withdraw')}?pk={record.pk}" if self.may_publish(request, record) else ""
            )
        if hasattr(self, "merge_address"):
            ways["merge"] = self.merge_address(request, record)
        return ways

    def own_address(self, name, *args):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=args)

    def delete_model(self, request, obj):
        reason = " ".join(request.POST.get("reason", "").replace("\x00", " ").split())[:300]
        request.binned = throw_away(obj, request.user, reason)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        for record in queryset:
            self.delete_model(request, record)

    def response_delete(self, request, obj_display, obj_id):
        response = super().response_delete(request, obj_display, obj_id)
        if "_popup" not in request.POST:
            list(messages.get_messages(request))  # Ours says all that Django's says.
            said = "“{}” lies in the bin for {} days. " + '<a href="{}" class="button">Put back …</a>'
            there = reverse("admin:editorial_binned_change", args=[request.binned.pk])
            messages.success(request, format_html(said, obj_display, DAYS, there))
        return response

    # Links taken off

    def unlink_view(self, request, key):
        """Take the links to a record off wherever a printed name stands in for them, as one act."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        record = self.get_object(request, str(key))
        if not record:
            raise Http404
        if not self.has_delete_permission(request, record):
            raise PermissionDenied
        printed = [use for use in uses(self.model, [record.pk], 0) if use.printed]
        links = sum(use.count for use in printed)
        if not links:
            messages.warning(request, f"No link to “{record}” is left to take off. Nothing was changed.")
        elif links > MOST_LINKS:
            messages.error(request, f"These are more than {MOST_LINKS:,} links. Merge the record into another instead.")
        elif not self.unlink(request, record, printed):
            messages.error(request, "Some of the records that name it are not yours to change, so nothing was changed.")
        return HttpResponseRedirect(self.own_address("delete", record.pk))

    @transaction.atomic
    def unlink(self, request, record, printed):
        """Take off the links of `printed`, uses of the record; False, with nothing changed, when some are not theirs."""
        rows = {use: list(with_owners(use.named([record.pk]))) for use in printed}
        owners = {(type(one), one.pk): one for those in rows.values() for one in map(owner, those)}
        if not all(self.may_change(request, one) for one in owners.values()):
            return False
        for one in owners.values():
            self.admin_site.get_model_admin(type(one)).held(request, one)
        title = f"Took the links to “{record}” off, and kept the name as printed"
        with act(request.user, "unlink", title) as journal:
            journal.touch(*owners.values())
            for use, those in rows.items():
                journal.watch(use.named([record.pk]).model._base_manager.filter(pk__in=[row.pk for row in those]))
                take_off(use, record)
        for one in owners.values():
            self.touched(request, one, f"The link to “{record}” was taken off; the name stays as printed.")
        settle({type(record): {record.pk}})
        messages.success(request, format_html("{}: {}. {}", title, len(owners), undo_button(journal.act)))
        return True

    def may_change(self, request, record):
        registered = self.admin_site.is_registered(type(record))
        return registered and self.admin_site.get_model_admin(type(record)).has_change_permission(request, record)

    def touched(self, request, record, said):
        """Count a change of a record's rows as one of the record."""
        record.refresh_from_db()
        record.changed_by = request.user
        record.save()
        record.settle()
        self.admin_site.get_model_admin(type(record)).log_change(request, record, said)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_unlink"
        return [path("<int:key>/unlink/", self.admin_site.admin_view(self.unlink_view), name=name), *super().get_urls()]


def take_off(use, record):
    """Take one kind of link to a record off; where no name was printed the record's own is from now on."""
    rows, printed = use.named([record.pk]), use.printed
    rows.filter(Q(**{printed: ""})).update(
        **{printed: str(record)[: use.field.model._meta.get_field(printed).max_length]}
    )
    rows.update(**{use.field.name: None})
