"""The intake desk: a report is pasted, read, shown beside its proposal, corrected, and confirmed as a draft event."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from editorial import rights
from editorial.dates import PartialDate
from editorial.newsroom.site import RECORD
from events.cards import BodyCards, OccasionForm, PersonCards
from events.confirming import confirm
from events.coverage import CoverageForm, cover
from events.marks import evidence_marks, marked, proposal_marks
from events.models import Event, Intake, Role
from events.proposal import propose
from events.received import LONGEST
from people.rows import HONORIFICS

REFUSED = "The database refused this: it excludes something that is there already. Look at it again and confirm."


class PasteForm(forms.ModelForm):
    """A report as text, pasted or from a file."""

    class Meta:
        model = Intake
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 22, "class": "vLargeTextField", "autofocus": True})}
        help_texts = {
            "text": "A press release or a report of an event, in English, as you have it. It stays in the newsroom."
        }

    def clean_text(self):
        text = self.cleaned_data["text"]
        if sum(letter.isalpha() for letter in text) < 80:
            raise forms.ValidationError(
                "This is too short to be a report. Paste the whole text, or enter the event by hand."
            )
        return text


class IntakeAdmin(admin.ModelAdmin):
    """Received reports: those that wait, and those that became events."""

    shelf = (RECORD, 0)
    # What the button on the front page says.
    begins = "Paste a report"
    list_display = ["name", "state", "received_at", "received_by", "event"]
    list_filter = ["state"]
    list_select_related = ["received_by", "event"]
    search_fields = ["name", "text"]
    actions = None

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

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = PasteForm(request.POST or None)
        if form.is_valid():
            form.instance.received_by = request.user
            form.save()
            self.log_addition(request, form.instance, "Received.")
            return HttpResponseRedirect(reverse("admin:events_intake_change", args=[form.instance.pk]))
        return self.page(request, "admin/intake/paste.html", "Read a report", form=form, longest=LONGEST)

    # Reviewing

    def change_view(self, request, object_id, form_url="", extra_context=None):
        intake = self.found(request, object_id)
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
                done = confirm(locked, review.occasion, review.bodies, review.people, request.user)
                self.keep_history(request, locked, done)
        except IntegrityError:
            review.occasion.add_error(None, REFUSED)
            return None
        event = done.made[0]
        told = "“{}” is a draft now, with {} more new records. Look through it, and publish it or submit it for review."
        messages.success(request, format_html(told, event, len(done.made) - 1))
        return HttpResponseRedirect(reverse("admin:events_event_change", args=[event.pk]))

    def keep_history(self, request, intake, done):
        """Keep what was made and changed in the history of each record."""
        for record in done.made:
            self.desk_of(record).log_addition(request, record, f"Made of the report “{intake}”.")
        for record in done.changed:
            self.desk_of(record).log_change(request, record, f"Another spelling, from the report “{intake}”.")
        self.log_change(request, intake, f"Became “{done.made[0]}”.")

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
            event = form.cleaned_data["event"]
            with transaction.atomic():
                cover(intake, form.cleaned_data, request.user)
                self.desk_of(event).log_change(request, event, f"Coverage added from the report “{intake}”.")
                self.log_change(request, intake, f"Became coverage of “{event}”.")
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


class Review:
    """The forms of one proposal: as it was read, or as somebody sent them back."""

    def __init__(self, proposal, request):
        self.proposal, data = proposal, request.POST if request.method == "POST" else None
        self.data = data if data is None else more_cards(data)
        user = request.user
        offered = [card.candidates for card in proposal.bodies]
        self.occasion = OccasionForm(self.data, initial=self.occasion_initial())
        self.occasion.fields["topics"].may_add = user.has_perm("editorial.add_topic")
        self.bodies = BodyCards(
            self.data, prefix="bodies", initial=self.body_initial(), offered=offered, shared={"user": user}
        )
        names = [form["name"].value() or "" for form in self.bodies.forms]
        self.people = PersonCards(
            self.data,
            prefix="people",
            initial=self.person_initial(),
            offered=[card.candidates for card in proposal.people],
            shared={"user": user, "bodies": names, "roles": list(Role.objects.all())},
        )

    def is_valid(self):
        return all([self.occasion.is_valid(), self.bodies.is_valid(), self.people.is_valid()])

    def span(self, told):
        """Return the place in the pasted text of a value, as [start, end]."""
        return list(self.proposal.reading.normal.span(*told.span))

    def spans(self, **told):
        return {name: self.span(one) for name, one in told.items() if one}

    def occasion_initial(self):
        reading = self.proposal.reading
        start, _, end = (reading.time.value if reading.time else "").partition("-")
        book = reading.publications[0] if reading.publications else None
        kinds = {kind.slug: kind.pk for kind in OccasionForm.base_fields["kind"].queryset.all()}
        signings = [kind.pk for kind in OccasionForm.base_fields["signed"].queryset.all()]
        return {
            "title": self.title(),
            "kind": kinds.get(self.proposal.kind),
            "start_date": PartialDate.read(reading.date.value).spoken if reading.date else "",
            "start_time": start,
            "end_time": end,
            "venue": reading.venue.value if reading.venue else "",
            "city": reading.city.value if reading.city else "",
            "format": "online" if self.proposal.kind == "webinar" else "",
            "topics": self.proposal.topics,
            "book": book.value if book else "",
            "signed": signings[0] if reading.agreements and signings else None,
            "spans": self.spans(
                title=reading.title,
                kind=reading.kind,
                start_date=reading.date,
                start_time=reading.time,
                venue=reading.venue,
                city=reading.city,
                book=book,
            ),
        }

    def title(self):
        """Return the title of the report, or what a signing without one can be called."""
        reading = self.proposal.reading
        if reading.title or not reading.agreements:
            return reading.title.value if reading.title else ""
        parties = [party.value.partition(" (")[0] for party in reading.agreements[0]["parties"]]
        return f"{' and '.join(parties)} sign an agreement"[:300]

    def body_initial(self):
        kinds = {kind.slug: kind.pk for kind in BodyCards.form.base_fields["kind"].queryset.all()}
        return [
            {
                "take": True,
                "name": card.name,
                "acronym": card.acronym,
                "who": str(card.chosen or ""),
                "part": card.part,
                "party": card.party,
                "kind": kinds.get(card.kind),
                "spans": {"name": list(self.proposal.reading.normal.span(*card.span))},
            }
            for card in self.proposal.bodies
        ]

    def person_initial(self):
        roles = {role.slug: str(role.pk) for role in Role.objects.all()}
        return [self.one_person(card, roles) for card in self.proposal.people]

    def one_person(self, card, roles):
        person = card.person
        told = {role.value.replace("_", "-"): role for role in person.roles}
        return {
            "take": person.band != "low",
            "name": person.name.value,
            "honorific": person.honorific.value if person.honorific else "",
            "position": person.position.value if person.position else "",
            "body": "" if card.body is None else str(card.body),
            "who": str(card.chosen or ""),
            "roles": [roles[slug] for slug in card.roles if slug in roles],
            "spans": self.spans(
                name=person.name,
                honorific=person.honorific,
                position=person.position,
                institution=person.institution,
                **told,
            ),
        }

    def context(self, intake):
        marks = proposal_marks(self)
        bands = [card.person.band for card in self.proposal.people]
        sure = [form for number, form in enumerate(self.people.forms) if bands[number : number + 1] != ["low"]]
        return {
            "intake": intake,
            "occasion": self.occasion,
            "bodies": self.bodies,
            "people": self.people,
            "sure": sure,
            "tray": [form for form in self.people.forms if form not in sure],
            "basis": self.proposal.reading.basis,
            "resembling": [(one, CoverageForm.about(one.event, self.proposal)) for one in self.proposal.resembling],
            "parts": marked(intake.text, marks),
            "datalists": {"honorific": HONORIFICS, "city": []},
            "media": self.occasion.media + self.people.media,
        }


def more_cards(data):
    """Return what was sent with one empty card more, of the kind that “_more” names, for whoever has no JavaScript."""
    kind = data.get("_more")
    if kind not in ("people", "bodies"):
        return data
    data = data.copy()
    name = f"{kind}-TOTAL_FORMS"
    total = data.get(name, "0")
    if total.isdecimal() and len(total) < 4:
        data[name] = str(int(total) + 1)
        data[f"{kind}-{total}-take"] = "on"
    return data
