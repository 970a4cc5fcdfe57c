"""The intake desk: a report is pasted, read, shown beside its proposal, corrected, and confirmed as a draft event."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from editorial import rights
from editorial.newsroom.once import by_itself, once
from editorial.newsroom.site import RECORD
from events.confirming import confirm
from events.coverage import CoverageForm, cover
from events.marks import evidence_marks, marked
from events.models import Event, Intake
from events.pasting import PasteForm
from events.proposal import propose
from events.received import digest, receive
from events.review import Review

REFUSED = "The database refused this: it excludes something that is there already. Look at it again and confirm."


class BatchFilter(admin.AllValuesFieldListFilter):
    """Reports by the batch in which they came; those that came singly have words to press, too."""

    def choices(self, changelist):
        for choice in super().choices(changelist):
            said = str(choice["display"])
            singly = not said or said.startswith(" (")
            yield choice | {"display": f"Received singly{said}" if singly else said}


class IntakeAdmin(admin.ModelAdmin):
    """Received reports: those that wait, and those that became events."""

    shelf = (RECORD, 6)
    # What the button on the front page says.
    begins = "Paste a report"
    list_display = ["name", "state_told", "received_at", "received_by", "event"]
    list_filter = ["state", ("batch", BatchFilter)]
    list_select_related = ["received_by", "event"]
    search_fields = ["name", "text"]
    actions = None

    @admin.display(description="state", ordering="state")
    def state_told(self, intake):
        return f"not readable: {intake.trouble}" if intake.trouble else intake.get_state_display()

    # Who may

    def has_module_permission(self, request):
        return self.has_add_permission(request)

    def has_add_permission(self, request):
        return rights.has(request.user, "add", Event)

    def has_view_permission(self, request, obj=None):
        return self.has_add_permission(request) and (not obj or self.get_queryset(request).filter(pk=obj.pk).exists())

    has_change_permission = has_view_permission

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def found(self, request, key):
        """Return the report with this key, if whoever asks may see it. Raises Http404."""
        intake = self.get_object(request, str(key))
        if intake is None or not self.has_view_permission(request, intake):
            raise Http404
        return intake

    # Pasting

    @by_itself
    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        sent = request.method == "POST"
        form = PasteForm(request.POST if sent else None, request.FILES if sent else None)
        if form.is_valid():
            return once(self.received)(request, form.cleaned_data["papers"])
        return self.page(request, "admin/intake/paste.html", "Paste a report", form=form)

    def received(self, request, found):
        """Keep the reports that were sent; lead to the one, or to the list of the many."""
        batch = f"{timezone.localtime():%Y-%m-%d %H:%M}" if len(found) > 1 else ""
        kept, known = receive(found, request.user, batch)
        for intake in kept:
            self.log_addition(request, intake, "Received.")
        if len(found) == 1:
            same = Intake.objects.visible_to(request.user).filter(digest=digest(found[0].text, found[0].name))
            return HttpResponseRedirect(reverse("admin:events_intake_change", args=[same.latest("pk").pk]))
        broken = sum(bool(intake.trouble) for intake in kept)
        told = [f"Received: {len(kept)}."]
        told += [f"There already: {known}."] if known else []
        told += [f"Not readable: {broken}; the list says why."] if broken else []
        messages.success(request, " ".join(told))
        return HttpResponseRedirect(reverse("admin:events_intake_changelist"))

    # Reviewing

    def change_view(self, request, object_id, form_url="", extra_context=None):
        intake = self.found(request, object_id)
        if intake.trouble:
            return self.page(request, "admin/intake/unreadable.html", str(intake), intake=intake)
        if intake.state in (Intake.State.CONFIRMED, Intake.State.COVERAGE):
            marks = evidence_marks(intake)
            shown = {"intake": intake, "parts": marked(intake.text, marks), "marks": marks}
            return self.page(request, "admin/intake/provenance.html", str(intake), **shown)
        proposal = propose(intake.text, request.user)
        review = Review(proposal, request)
        answered = request.method == "POST" and "_more" not in request.POST and review.is_valid()
        if answered and (response := self.confirmed(request, intake, review)):
            return response
        return self.page(request, "admin/intake/review.html", str(intake), **review.context(intake))

    def confirmed(self, request, intake, review):
        """Make the event; return the way to it, or None when the database refused."""
        try:
            with transaction.atomic():
                locked = Intake.objects.select_for_update().get(pk=intake.pk)
                if locked.state in (Intake.State.CONFIRMED, Intake.State.COVERAGE):
                    return HttpResponseRedirect(request.path)
                done = confirm(
                    locked, review.occasion, review.bodies, review.people, request.user, partial(self.held, request)
                )
                self.keep_history(request, locked, done)
        except IntegrityError:
            review.occasion.add_error(None, REFUSED)
            return None
        event = done.made[0]
        self.tell_of_next(request, intake)
        others = len(done.made) - 1
        with_it = f", with {others} more new record{'' if others == 1 else 's'}" if others else ""
        next_step = "publish it" if rights.has(request.user, "publish", Event) else "submit it for review"
        told = "“{}” is a draft now{}. Look through it, then {} with the button below the form."
        messages.success(request, format_html(told, event, with_it, next_step))
        return HttpResponseRedirect(reverse("admin:events_event_change", args=[event.pk]))

    def tell_of_next(self, request, intake):
        """Lead on to the next report of the batch, and say how far it is."""
        batch = Intake.objects.visible_to(request.user).filter(batch=intake.batch)
        following = batch.next_after(intake)
        if following:
            address = reverse("admin:events_intake_change", args=[following.pk])
            told = format_html(
                '{} of {} reports of this batch are done. <a href="{}">Go on with the next: {}</a>',
                batch.exclude(state=Intake.State.WAITING).count(),
                batch.count(),
                address,
                following,
            )
            messages.info(request, told)

    def keep_history(self, request, intake, done):
        """Keep what was made and changed in the history of each record."""
        for record in done.made:
            self.desk_of(record).log_addition(request, record, f"Made of the report “{intake}”.")
        for record in done.changed:
            self.desk_of(record).log_change(request, record, f"Another spelling, from the report “{intake}”.")
        self.log_change(request, intake, f"Became “{done.made[0]}”.")

    def held(self, request, record):
        """Return a record that is about to be changed, for this transaction alone; how it stood is kept."""
        return self.desk_of(record).held(request, record)

    def desk_of(self, record):
        return self.admin_site.get_model_admin(type(record))

    # The other ways out

    def aside_view(self, request, key):
        """Set a report aside, or take it up again."""
        intake = self.found(request, key)
        states = {Intake.State.WAITING: Intake.State.ASIDE, Intake.State.ASIDE: Intake.State.WAITING}
        if intake.state in states:
            intake.state = states[intake.state]
            intake.save()
            self.log_change(request, intake, "Set aside." if intake.state == Intake.State.ASIDE else "Taken up again.")
        return HttpResponseRedirect(reverse("admin:events_intake_changelist"))

    def coverage_view(self, request, key):
        """Add a report to an event that we have, as coverage of it."""
        intake = self.found(request, key)
        form = CoverageForm(request.user, request.POST)
        if intake.state == Intake.State.WAITING and form.is_valid():
            with transaction.atomic():
                event = self.held(request, form.cleaned_data["event"])
                cover(intake, form.cleaned_data | {"event": event}, request.user)
                self.desk_of(event).log_change(request, event, f"Coverage added from the report “{intake}”.")
                self.log_change(request, intake, f"Became coverage of “{event}”.")
            self.tell_of_next(request, intake)
            messages.success(request, format_html("Added as coverage of “{}”.", event))
            return HttpResponseRedirect(reverse("admin:events_event_change", args=[event.pk]))
        for error in form.errors.values():
            messages.error(request, " ".join(error))
        return HttpResponseRedirect(reverse("admin:events_intake_change", args=[key]))

    def page(self, request, template, title, **context):
        context |= {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return render(request, template, context)

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:key>/aside/", view(require_POST(self.aside_view)), name="events_intake_aside"),
            path("<int:key>/coverage/", view(require_POST(self.coverage_view)), name="events_intake_coverage"),
            *super().get_urls(),
        ]
