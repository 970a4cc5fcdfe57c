"""Withdrawing: a record is taken from the public, now or at an hour, with a reason that stands in its place; until then
a withdrawal can be called off.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import path
from django.utils import timezone

from editorial import clock
from editorial.newsroom.forms import ChosenRecordsForm
from editorial.newsroom.hours import NO_ZONE, WallField, in_words, instant
from editorial.newsroom.widgets import MomentInput, SuggestedInput, could_be_key


class WithdrawForm(ChosenRecordsForm):
    question = "Withdraw from the public"
    nothing = "None of what was chosen is public, so nothing can be withdrawn."
    reason = forms.CharField(
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text="Readers see it in place of the record.",
    )
    at = WallField(label="When", required=False, widget=MomentInput, help_text="Empty: at once.")
    hours_zone = forms.CharField(
        label="By the clock of",
        required=False,
        max_length=64,
        widget=SuggestedInput("zone"),
        help_text="A time zone, such as Asia/Karachi. Empty: the institute’s own.",
    )
    datalists = {"zone": clock.zones()}

    def clean_hours_zone(self):
        zone = self.cleaned_data["hours_zone"] or clock.default_zone()
        if zone not in clock.zones():
            raise ValidationError(NO_ZONE)
        return zone

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("at") and cleaned.get("hours_zone"):
            try:
                cleaned["at"] = self.checked(instant(cleaned["at"], cleaned["hours_zone"]))
            except ValidationError as error:
                self.add_error("at", error)
        return cleaned

    def checked(self, at):
        """Return the moment `at`. Raises ValidationError when it is past, or comes before what it is to end."""
        if at <= timezone.now():
            raise ValidationError("That hour has passed. Leave it empty to withdraw at once.")
        for record in self.cleaned_data.get("pk", ()):
            if record.published_at >= at:
                public = in_words(record.published_at, record.hours_zone)
                raise ValidationError(f"“{record}” is public from {public} only.")
        return at


class StayForm(ChosenRecordsForm):
    question = "Cancel the withdrawal"
    nothing = "None of what was chosen is to be withdrawn."


class Withdrawing:
    """The part of a record's admin that takes it back from the public."""

    def withdrawal_context(self, request, obj):
        """The links of the record's form to what can be asked about its withdrawal."""
        mine = obj is not None and obj.pk and self.has_publish_permission(request)
        here = mine and obj.state in {"public", "scheduled"}
        return {
            "withdraw_url": f"{self.address('withdraw')}?pk={obj.pk}" if here else "",
            "stay_url": f"{self.address('stay')}?pk={obj.pk}" if here and obj.is_leaving else "",
        }

    @transaction.atomic
    def take_back(self, request, record, reason, at=None, zone=""):
        """Withdraw a record, at once or at the moment `at`, of which the form goes by the clock of `zone` from then on."""
        record = self.held(request, record)
        record.changed_by = request.user
        record.hours_zone = zone or record.hours_zone
        record.withdraw(reason, at)
        record.settle()
        when = f"To be withdrawn on {in_words(at, record.hours_zone)}" if at else "Withdrawn"
        self.log_change(request, record, f"{when}: {reason}")

    @transaction.atomic
    def let_stay(self, request, record):
        """Call off the withdrawal of a record that is to come."""
        record = self.held(request, record)
        record.changed_by = request.user
        record.stay()
        record.save()
        record.settle()
        self.log_change(request, record, "The scheduled withdrawal was called off.")

    def withdraw_view(self, request):
        if not self.has_publish_permission(request):
            raise PermissionDenied
        seen = self.get_queryset(request).standing().filter(published_at__isnull=False)
        keys = [key for key in request.GET.getlist("pk")[:1] if could_be_key(key)]
        first = seen.filter(pk__in=keys).first()
        zone = first.hours_zone if first else clock.default_zone()

        def answer(form):
            said = form.cleaned_data
            when = f"To be withdrawn on {in_words(said['at'], said['hours_zone'])}" if said["at"] else "Withdrawn"
            told = f"{when}: {len(said['pk'])}"
            with self.as_one_act(request, told, said["pk"], f"{when}: {form.in_words}."):
                for record in said["pk"]:
                    self.take_back(
                        request, record, said["reason"], said["at"], said["hours_zone"] if said["at"] else ""
                    )

        def form_of(records, asked):
            return WithdrawForm(records, asked, initial={"hours_zone": zone})

        return self.question(request, seen, form_of, answer)

    def stay_view(self, request):
        if not self.has_publish_permission(request):
            raise PermissionDenied

        def answer(form):
            for record in form.cleaned_data["pk"]:
                self.let_stay(request, record)
            messages.success(request, f"Not to be withdrawn any more: {form.in_words}.")

        return self.question(request, self.get_queryset(request).leaving(), StayForm, answer)

    def get_urls(self):
        stem = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("withdraw/", view(self.withdraw_view), name=f"{stem}_withdraw"),
            path("stay/", view(self.stay_view), name=f"{stem}_stay"),
            *super().get_urls(),
        ]
