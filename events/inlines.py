"""Rows of an event and of an agreement as they are entered: one compact block each, rare fields folded away."""

from editorial.newsroom.forms import DocumentForm, RowFormSet
from editorial.newsroom.rows import Rows
from events.forms import LineupForm
from events.models import (
    AgreementDocument,
    Area,
    Coverage,
    EventDocument,
    EventLink,
    EventPhoto,
    EventPublication,
    Hosting,
    Outcome,
    Participation,
    Party,
    PhotoSubject,
    Session,
    Signature,
)
from people.rows import CreditRows


class HostingRows(Rows):
    model = Hosting
    labels = {"institution_name": "As printed, if otherwise"}
    ready = 1
    autocomplete_fields = ["institution"]
    fieldsets = [(None, {"fields": [("part", "institution", "institution_name", "order")]})]


class SessionRows(Rows):
    model = Session
    fieldsets = [(None, {"fields": [("title", "start_time", "end_time", "order")]})]


class ParticipationFormSet(RowFormSet):
    """Participants, who may be put into the sessions of their own event."""

    def add_fields(self, form, index):
        if self.instance.pk:
            form.fields["session"].queryset = self.instance.sessions.all()
        else:
            form.fields["session"].queryset = Session.objects.none()
            form.fields[
                "session"
            ].help_text = "Enter the event’s sessions further down, choose “Save and continue editing”, and they are offered here."
        super().add_fields(form, index)


class ParticipationRows(CreditRows):
    model = Participation
    formset = ParticipationFormSet
    labels = {"remarks": "What they said, in a sentence or two"}
    ready = 1
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("role", "person", "position", "institution", "order"),
                    "remarks",
                ]
            },
        ),
        (
            "As printed, mode, delegation, session",
            {
                "classes": ["collapse"],
                "fields": [
                    ("honorific", "name", "institution_name"),
                    ("mode", "presence", "on_behalf_of"),
                    ("side", "heads_side", "session"),
                ],
            },
        ),
    ]


class OutcomeRows(Rows):
    model = Outcome
    fieldsets = [(None, {"fields": [("kind", "text", "order")]})]


class CoverageRows(Rows):
    model = Coverage
    autocomplete_fields = ["institution"]
    fieldsets = [
        (None, {"fields": [("kind", "institution", "headline", "date", "order"), ("address", "byline", "language")]}),
        (
            "Where it differs",
            {
                "classes": ["collapse"],
                "fields": [("institution_name", "described_as", "attendance"), "differs"],
            },
        ),
    ]


class EventPublicationRows(Rows):
    model = EventPublication
    autocomplete_fields = ["publication"]
    fieldsets = [(None, {"fields": [("relation", "publication", "order")]})]


class EventLinkRows(Rows):
    model = EventLink
    fk_name = "event"
    autocomplete_fields = ["other"]
    fieldsets = [(None, {"fields": [("relation", "other", "order")]})]


class EventPhotoRows(Rows):
    model = EventPhoto
    form = LineupForm
    show_change_link = True
    fieldsets = [(None, {"fields": [("picture", "picture_alt", "caption", "picture_credit", "order"), "lineup"]})]


class EventDocumentRows(Rows):
    model = EventDocument
    form = DocumentForm
    fieldsets = [(None, {"fields": [("title", "file", "language", "embargoed_until", "order")]})]


class PhotoSubjectRows(Rows):
    model = PhotoSubject
    autocomplete_fields = ["person"]
    fieldsets = [(None, {"fields": [("person", "name", "row", "order")]})]


class PartyRows(Rows):
    model = Party
    labels = {"institution_name": "As printed, if otherwise"}
    ready = 2
    autocomplete_fields = ["institution"]
    fieldsets = [(None, {"fields": [("institution", "institution_name", "order")]})]


class SignatureRows(CreditRows):
    model = Signature
    day_field = "signed_on"
    fieldsets = [
        (None, {"fields": [("capacity", "person", "position", "institution", "order")]}),
        ("As printed", {"classes": ["collapse"], "fields": [("honorific", "name", "institution_name")]}),
    ]


class AreaRows(Rows):
    model = Area
    fieldsets = [(None, {"fields": [("name", "order")]})]


class AgreementDocumentRows(Rows):
    model = AgreementDocument
    form = DocumentForm
    fieldsets = [(None, {"fields": [("title", "file", "language", "embargoed_until", "order")]})]
