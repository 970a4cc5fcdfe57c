"""Coverage made of a report: another account of an event that we have, instead of the event a second time."""

from datetime import date

from django import forms

from editorial import rights
from editorial.newsroom.widgets import could_be_key
from events.models import Coverage, Event, Intake


class CoverageForm(forms.Form):
    """To which event a report is added, and where it appeared."""

    event = forms.CharField(widget=forms.HiddenInput, max_length=20)
    outlet = forms.CharField(
        max_length=250,
        help_text="The newspaper, agency or site in which it appeared.",
        error_messages={"required": "Say where the report appeared."},
    )
    headline = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)
    date = forms.DateField(required=False, widget=forms.HiddenInput)

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    @classmethod
    def about(cls, event, proposal):
        """Return the form for adding a report, as it was read, to an event."""
        reading = proposal.reading
        told = {
            "event": event.pk,
            "headline": reading.title.value if reading.title else "",
            "date": reading.date.value if reading.date else "",
        }
        return cls(None, initial=told, auto_id=f"covers-{event.pk}-%s")

    def clean_event(self):
        chosen = self.cleaned_data["event"]
        event = Event.objects.visible_to(self.user).filter(pk=chosen).first() if could_be_key(chosen) else None
        if event is None or not rights.may(self.user, "change", event):
            raise forms.ValidationError("This event is not yours to change. Ask an editor to add the coverage.")
        return event


def cover(intake, told, user):
    """Make coverage of an event out of a report, and keep the report with it. The caller holds the transaction."""
    event, day = told["event"], told["date"]
    last = event.coverages.order_by("-order").values_list("order", flat=True).first() or 0
    Coverage.objects.create(
        event=event,
        institution_name=told["outlet"],
        headline=told["headline"][:300],
        date=day.isoformat() if isinstance(day, date) else "",
        order=last + 1,
    )
    event.changed_by = user
    event.save()
    event.settle()
    intake.state, intake.event = Intake.State.COVERAGE, event
    intake.save()
