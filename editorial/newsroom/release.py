"""Release: publishing, scheduling and withdrawing from the newsroom, one record or many at a time."""

from contextlib import contextmanager

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode

from editorial.acts import act
from editorial.newsroom.hours import in_words
from editorial.newsroom.journal import undo_button
from editorial.newsroom.widgets import could_be_key
from editorial.newsroom.withdrawing import Withdrawing

# Their keys travel in the address of the page that asks for the reason.
AT_ONCE = 300
TOO_MANY = f"Choose at most {AT_ONCE} at a time."


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("draft", "Draft"),
            ("waiting", "Waiting for review"),
            ("scheduled", "Scheduled"),
            ("public", "Public"),
            ("leaving", "To be withdrawn"),
            ("withdrawn", "Withdrawn"),
        ]

    def queryset(self, request, queryset):
        doors = {
            "draft": lambda: queryset.drafts().filter(withdrawn_at=None),
            "waiting": queryset.waiting,
            "scheduled": queryset.scheduled,
            "public": queryset.published,
            "leaving": queryset.leaving,
            "withdrawn": queryset.gone,
        }
        return doors.get(self.value(), lambda: queryset)()


def state_in_words(record):
    """Say in a sentence or two what readers see of a record, by the clock that its hours go by."""
    leaving = record.withdrawn_at and in_words(record.withdrawn_at, record.hours_zone)
    if record.state == "withdrawn":
        return f"Withdrawn on {leaving} – in its place readers see: {record.withdrawal_reason}"
    if record.state == "draft":
        return "Draft – not visible to the public."
    opening = "Public since" if record.state == "public" else "Scheduled – public from"
    ending = f" To be withdrawn on {leaving}; then readers see: {record.withdrawal_reason}" if leaving else ""
    return f"{opening} {in_words(record.published_at, record.hours_zone)}.{ending}"


class Releasing(Withdrawing):
    """The part of a record's admin that brings it before the public and takes it back."""

    actions = ["publish_chosen", "withdraw_chosen"]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if self.has_publish_permission(request) else [*fields, "published_at"]

    def release_context(self, request, obj):
        """What the record's form says about its state, and the buttons that it offers."""
        known = obj is not None and obj.pk
        return {
            "record_state": obj.state if known else "new",
            "state_in_words": state_in_words(obj) if known else "",
            "may_publish": self.has_publish_permission(request),
            **self.withdrawal_context(request, obj),
        }

    @admin.display(description="state", ordering="published_at")
    def state_shown(self, record):
        said = "Waiting for review" if record.is_waiting else record.state.capitalize()
        return format_html('<span class="state state-{}">{}</span>', record.state, said)

    def moment(self, record, form):
        """The moment from which a record is public when Publish is pressed: now, unless another is asked for."""
        at = record.published_at
        return None if at and at > timezone.now() and "published_at" not in form.changed_data else at

    def message_user(self, request, message, *args, **kwargs):
        """Say, instead of that a record was saved, what else its save brought about, such as that it is public now."""
        super().message_user(request, getattr(request, "happened", message), *args, **kwargs)

    def tell_of_release(self, request, record):
        said = '“{}” is public now. <a href="{}">See it as readers do</a>'
        if record.state == "scheduled":
            said = "“{}” is scheduled: public from {}."
        follows = (
            in_words(record.published_at, record.hours_zone)
            if record.state == "scheduled"
            else record.get_absolute_url()
        )
        request.happened = format_html(said, record, follows)

    def release(self, request, record):
        """Publish a record at once, or keep it public since when it was; found under its terms from then on."""
        with transaction.atomic():
            record = self.held(request, record)
            record.changed_by = request.user
            record.publish()
            record.settle()
            self.log_change(request, record, "Published.")

    @admin.action(description="Publish", permissions=["publish"])
    def publish_chosen(self, request, queryset):
        records = list(queryset[: AT_ONCE + 1])
        if len(records) > AT_ONCE:
            messages.error(request, TOO_MANY)
            return
        waiting = [record for record in records if record.state != "public"]
        said = f"Published: {len(waiting)}. Public already: {len(records) - len(waiting)}."
        with self.as_one_act(request, f"Published: {len(waiting)}", waiting, said):
            for record in waiting:
                self.release(request, record)

    @contextmanager
    def as_one_act(self, request, title, records, said):
        """Do something to records as one act, and say at the end what was done and where it is undone."""
        with act(request.user, "bulk", f"{title} ({self.opts.verbose_name_plural})") as journal:
            journal.touch(*records)
            yield
        messages.success(request, format_html("{} {}", said, undo_button(journal.act)) if journal.act else said)

    @admin.action(description="Withdraw …", permissions=["publish"])
    def withdraw_chosen(self, request, queryset):
        return self.ask("withdraw", request, queryset)

    def ask(self, name, request, queryset):
        """Lead to the page that asks one more question about the chosen records."""
        keys = list(queryset.values_list("pk", flat=True)[: AT_ONCE + 1])
        if len(keys) > AT_ONCE:
            messages.error(request, TOO_MANY)
            return None
        return HttpResponseRedirect(f"{self.address(name)}?{urlencode({'pk': keys}, doseq=True)}")

    def question(self, request, records, form_class, answer):
        """Show a page with a question about chosen records, and call `answer(form)` when it is answered."""
        asked = request.POST if request.method == "POST" else None
        form = form_class(records, asked)
        for field in form.fields.values():
            if hasattr(field, "may_add"):
                field.may_add = request.user.has_perm("editorial.add_topic")
        if asked is not None and form.is_valid():
            answer(form)
            return HttpResponseRedirect(self.address("changelist"))
        keys = [pk for pk in (asked or request.GET).getlist("pk") if could_be_key(pk)]
        chosen = records.filter(pk__in=keys[:AT_ONCE])
        context = {**self.admin_site.each_context(request), "opts": self.opts, "form": form, "chosen": chosen}
        return render(
            request, "admin/question.html", context | {"title": form.question, "media": self.media + form.media}
        )

    @transaction.atomic
    def add_topics(self, request, record, topics):
        record = self.held(request, record)
        for topic in topics:
            if topic.pk is None:
                topic.save()
        record.topics.add(*topics)
        record.changed_by = request.user
        record.save()
        record.settle()
        self.log_change(request, record, f"Topics added: {', '.join(map(str, topics))}.")
