"""Presence: who else has a record open, and what they save meanwhile, said above the form."""

import json

from django.conf import settings
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from editorial.newsroom.accompaniment import admin_address
from editorial.presence import Presence, at, called


def touched(entry, rows):
    """Return what a saving changed, in the words of the form: "title, participants". `rows` says what its rows are
    called there, by the name of their model.
    """
    try:
        parts = json.loads(entry.change_message)
    except ValueError:
        return entry.change_message.rstrip(".")
    names = []
    for part in parts if isinstance(parts, list) else ():
        for what in part.values():
            names += [rows.get(what["name"], what["name"])] if "name" in what else what.get("fields", ())
    return ", ".join(dict.fromkeys(name[:1].lower() + name[1:] for name in names))


def told(entry, user, rows):
    who = "You, in another window," if entry.user_id == user.pk else called(entry.user)
    if entry.action_flag == DELETION:
        return f"{who} deleted this at {at(entry.action_time)}."
    what = touched(entry, rows)
    return f"{who} saved a change at {at(entry.action_time)}{': ' if what else ''}{what}."


def rows_called(inline):
    return str(inline.verbose_name_plural or inline.model._meta.verbose_name_plural)


class Attended:
    """The part of an admin that says above the form who else is at the record."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        # Whatever is saved from here on is not in the form that is about to be shown.
        request.opened_at = parsed(request.POST.get("_opened")) or timezone.now()
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and obj and not context["is_popup"]:
            said = [str(one) for one in Presence.objects.others(obj, request.user)]
            if request.method == "POST":
                said += self.saved_meanwhile(request, obj.pk, request.opened_at)
            context["presence"] = {
                "address": admin_address(self, "presence", obj.pk),
                "opened": request.opened_at.isoformat(),
                "every": settings.PRESENCE_SECONDS,
                "said": said,
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def saved_meanwhile(self, request, key, moment, **narrowed):
        """Return sentences about what was done to a record after `moment`, the latest first."""
        kind = ContentType.objects.get_for_model(self.model)
        entries = LogEntry.objects.filter(content_type=kind, object_id=str(key), action_time__gt=moment, **narrowed)
        rows = {str(one.model._meta.verbose_name): rows_called(one) for one in self.inlines}
        latest = entries.select_related("user").order_by("-action_time")[:3]
        return [told(entry, request.user, rows) for entry in latest]

    def presence_view(self, request, key):
        """Hear of a page that has the record open, or has just been left; answer with what its panel says."""
        if request.method != "POST" or not self.has_view_permission(request):
            raise Http404
        opened = parsed(request.POST.get("opened")) or timezone.now()
        record = (
            self.get_queryset(request).filter(pk=key).select_related(None).prefetch_related(None).only("pk").first()
        )
        if not record:
            if self.model._base_manager.filter(pk=key).exists():
                raise Http404  # It is there, and hidden from whoever asks; so is what was done to it.
            gone = self.saved_meanwhile(request, key, opened, action_flag=DELETION)
            return JsonResponse({"said": gone[:1]}, status=410)
        if "leaving" in request.POST:
            Presence.objects.at(record).filter(user=request.user).delete()
            return JsonResponse({"said": []})
        Presence.objects.heard(record, request.user)
        here = [str(one) for one in Presence.objects.others(record, request.user)]
        return JsonResponse({"said": here + self.saved_meanwhile(request, key, opened)})

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_presence"
        view = self.admin_site.admin_view(self.presence_view)
        return [path("<int:key>/presence/", view, name=name), *super().get_urls()]


def parsed(text):
    """Return the moment that a page says it was opened at; nothing for what is none."""
    try:
        moment = parse_datetime(text or "")
    except ValueError:
        return None
    return moment if moment and timezone.is_aware(moment) else None
