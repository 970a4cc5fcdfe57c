"""Sharing: links by which an outsider reads a record before the public does, made and revoked on a page of the record."""

import datetime

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from editorial.audit import AuditEntry, enter
from editorial.drafts import Draft
from editorial.newsroom.widgets import could_be_key
from editorial.sharing import MOST_DAYS, ShareLink

DAYS = (1, 2, 3, 5, MOST_DAYS)
# So many links of a record are listed, the newest first.
LISTED = 30


class ShareForm(forms.Form):
    """For whom a link is and how long it lasts."""

    whom = forms.CharField(
        label="For whom", max_length=120, required=False, help_text="For your own record: a name or an address."
    )
    days = forms.TypedChoiceField(
        label="Closes after", coerce=int, initial=MOST_DAYS, choices=[(n, f"{n} day{'s' * (n > 1)}") for n in DAYS]
    )
    of_draft = forms.BooleanField(label="Show the draft of changes", required=False, initial=True)

    def __init__(self, draft, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not draft:
            del self.fields["of_draft"]


class Sharing:
    """The part of a record's admin that makes share links to it and revokes them."""

    def may_share(self, request, record):
        """Whoever may change a record may show it: an editor, and a contributor what is still theirs."""
        return super().has_change_permission(request, record)

    def share_view(self, request, key):
        record = self.get_object(request, str(key))
        if record is None:
            raise Http404
        if not self.may_share(request, record):
            raise PermissionDenied
        form = ShareForm(Draft.objects.of_record(record), request.POST if "_make" in request.POST else None)
        if request.method == "POST" and self.done(request, record, form):
            return HttpResponseRedirect(self.address("share", record.pk))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Share “{record}”",
            "opts": self.opts,
            "original": record,
            "form": form,
            "links": ShareLink.objects.of_record(record).select_related("made_by")[:LISTED],
            "site_url_whole": settings.SITE_URL,
            "change_url": self.address("change", record.pk),
        }
        return render(request, "admin/share.html", context)

    @transaction.atomic
    def done(self, request, record, form):
        """Do what the button pressed says; say whether it was done."""
        if key := request.POST.get("_revoke"):
            return self.revoke(request, record, key)
        if "_make" not in request.POST or not form.is_valid():
            return False
        told = form.cleaned_data
        link = ShareLink(made_by=request.user, whom=told["whom"], of_draft=told.get("of_draft", False))
        link.content_type_id, link.object_id = self.content_type(record), record.pk
        link.expires_at = timezone.now() + datetime.timedelta(days=told["days"])
        link.save()
        enter(request, AuditEntry.Action.SHARED, record, {"link": link.pk, "days": told["days"]}, told["whom"])
        messages.success(request, "The link is made. Copy it from the list and send it.")
        return True

    def content_type(self, record):
        return ShareLink._meta.get_field("content_type").related_model.objects.get_for_model(record).pk

    def revoke(self, request, record, key):
        links = ShareLink.objects.of_record(record).open()
        if could_be_key(key) and links.filter(pk=key).update(revoked_at=timezone.now()):
            enter(request, AuditEntry.Action.UNSHARED, record, {"link": int(key)})
            messages.success(request, "The link leads nowhere any more.")
        else:
            messages.warning(request, "That link was closed already.")
        return True

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and obj.pk and self.may_share(request, obj):
            context["share_url"] = self.address("share", obj.pk)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_share"
        return [path("<int:key>/share/", self.admin_site.admin_view(self.share_view), name=name), *super().get_urls()]
