"""Cards: the forms by which an editor confirms what was read from a report, one for each institution and person."""

import json

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from editorial.dates import PartialDate
from editorial.newsroom.forms import TopicsField
from editorial.newsroom.widgets import ClockInput, RecordSelect, SuggestedInput, could_be_key
from events.models import AgreementKind, Event, EventKind, Hosting, Participation
from people.models import Institution, InstitutionKind, Person

NEW, NONE = "new", ""
# By which fields of a participant a person and an institution are chosen among all that we have.
FIELDS = {Person: Participation._meta.get_field("person"), Institution: Participation._meta.get_field("institution")}
MOST_CARDS = 300


class SpansField(forms.CharField):
    """The places of the words that said each value, {name: [start, end]}, carried through the form."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "max_length": 2000, **kwargs})

    def prepare_value(self, value):
        return value if isinstance(value, str) else json.dumps(value or {})

    def to_python(self, value):
        try:
            told = json.loads(value or "{}")
            return {str(name): [int(start), int(end)] for name, (start, end) in told.items()}
        except (AttributeError, TypeError, ValueError, OverflowError, RecursionError):
            return {}


class OccasionForm(forms.Form):
    """The event itself."""

    title = forms.CharField(max_length=300, widget=forms.TextInput(attrs={"class": "vTextField"}))
    kind = forms.ModelChoiceField(EventKind.objects.all())
    start_date = forms.CharField(
        label="date", required=False, max_length=40, help_text="18 December 2025, December 2025 or 2025."
    )
    start_time = forms.TimeField(label="from", required=False, widget=ClockInput)
    end_time = forms.TimeField(label="to", required=False, widget=ClockInput)
    venue = forms.CharField(required=False, max_length=250, widget=forms.TextInput(attrs={"class": "vTextField"}))
    city = forms.CharField(required=False, max_length=100, widget=SuggestedInput("city"))
    format = forms.ChoiceField(required=False, choices=[("", "—"), *Event.Format.choices])
    topics = TopicsField(required=False)
    keep_text = forms.BooleanField(
        label="Use the text as the report of the event",
        required=False,
        help_text="For a release of your own institute.",
    )
    book = forms.CharField(
        label="book launched or discussed",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    signed = forms.ModelChoiceField(
        AgreementKind.objects.all(), label="what was signed", required=False, empty_label="nothing"
    )
    spans = SpansField()

    def clean_start_date(self):
        try:
            return PartialDate.read(self.cleaned_data["start_date"])
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("start_time") and len(cleaned.get("start_date") or "") < 10:
            self.add_error("start_time", "A time needs the full date.")
        start, end = cleaned.get("start_time"), cleaned.get("end_time")
        if end and not start:
            self.add_error("end_time", "Give the time at which it began as well.")
        elif end and end < start:
            self.add_error("end_time", "It ends before it begins.")
        return cleaned


class CardForm(forms.Form):
    """A card: whether it is taken, and the record that it means. `model` is that of the record.

    `who` is a primary key, NEW for a record to be made, or NONE for the name as printed alone.
    """

    model = None
    take = forms.BooleanField(required=False, initial=True)
    name = forms.CharField(max_length=200, required=False, widget=forms.TextInput(attrs={"class": "vTextField"}))
    who = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    spans = SpansField()

    def __init__(self, *args, user, candidates=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.candidates = user, candidates
        offered = [(str(one.record.pk), one) for one in candidates]
        self.fields["who"] = WhoField(offered, self.model)
        self.fields["other"].queryset = self.model.objects.visible_to(user)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("take"):
            return cleaned
        if not cleaned.get("name", "").strip():
            self.add_error("name", "Give the name as printed, or leave this card out.")
        who, other = cleaned.get("who") or NONE, cleaned.get("other")
        cleaned["record"] = other or (self.record(who) if who not in (NEW, NONE) else None)
        cleaned["new"] = who == NEW and not other
        if cleaned["new"] and not self.user.has_perm(f"people.add_{self.model._meta.model_name}"):
            self.add_error("who", "You may not make new records of this kind. Choose one, or the name as printed.")
        return cleaned

    def record(self, chosen):
        """Return the record chosen, if whoever chooses may see it."""
        found = self.model.objects.visible_to(self.user).filter(pk=chosen).first() if could_be_key(chosen) else None
        if found is None:
            self.add_error("who", "This record is not there any more. Choose another.")
        return found

    @property
    def is_open(self):
        """Whether the card asks for a look: something is wrong with it, or nobody says which record it means."""
        undecided = self["take"].value() and not (self["who"].value() or self["other"].value())
        return bool(self.errors or undecided)

    @property
    def meant(self):
        """In words, which record the card means so far."""
        chosen = str(self["who"].value() or "")
        known = {str(one.record.pk): f"{one.record}, as we have it" for one in self.candidates}
        new = f"a new {self.model._meta.verbose_name}"
        return known.get(chosen) or {NEW: new, NONE: "the name as printed"}.get(chosen, "another that we have")

    @property
    def denied(self):
        """The records that were offered as the same or likely, and are not what was chosen."""
        chosen = self.cleaned_data.get("record")
        decided = chosen or self.cleaned_data.get("new")
        return [one.record for one in self.candidates if decided and one.record != chosen and one.band != "offered"]


class WhoField(forms.ChoiceField):
    """Which record is meant: one of those offered, a new one, or none; a key that is no longer offered stays choosable."""

    def __init__(self, offered, model):
        self.offered = offered
        word = model._meta.verbose_name
        choices = [(pk, str(one.record)) for pk, one in offered]
        choices += [(NEW, f"A new {word}"), (NONE, "Only the name, as printed")]
        super().__init__(choices=choices, required=False, widget=forms.RadioSelect, label="Who it is")

    def valid_value(self, value):
        return super().valid_value(value) or could_be_key(value)


class BodyCardForm(CardForm):
    """An institution, and its part in the event."""

    model = Institution
    other = forms.ModelChoiceField(None, required=False, widget=RecordSelect(FIELDS[Institution], admin.site))
    acronym = forms.CharField(required=False, max_length=40)
    part = forms.ChoiceField(label="took part as", required=False, choices=[("", "—"), *Hosting.Part.choices])
    party = forms.BooleanField(label="signed the agreement", required=False)
    kind = forms.ModelChoiceField(InstitutionKind.objects.all(), label="kind, if new", required=False)

    @property
    def in_short(self):
        parts = {"": "", **dict(Hosting.Part.choices)}
        told = [parts.get(self["part"].value() or ""), "signed" if self["party"].value() else "", self.meant]
        return " · ".join(filter(None, told))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("take") and cleaned.get("new") and not cleaned.get("kind"):
            self.add_error("kind", "Say what kind of body it is.")
        return cleaned


class PersonCardForm(CardForm):
    """A person, as billed in the report."""

    model = Person
    other = forms.ModelChoiceField(None, required=False, widget=RecordSelect(FIELDS[Person], admin.site))
    honorific = forms.CharField(required=False, max_length=80, widget=SuggestedInput("honorific"))
    position = forms.CharField(required=False, max_length=250, widget=forms.TextInput(attrs={"class": "vTextField"}))
    body = forms.ChoiceField(label="institution", required=False)
    roles = forms.TypedMultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple, empty_value=[])

    def __init__(self, *args, bodies=(), roles=(), **kwargs):
        super().__init__(*args, **kwargs)
        by_key = {str(role.pk): role for role in roles}
        self.fields["body"].choices = [("", "—"), *((str(place), name) for place, name in enumerate(bodies))]
        self.fields["roles"].choices = [(pk, role.name) for pk, role in by_key.items()]
        self.fields["roles"].coerce = by_key.get

    @property
    def in_short(self):
        named, chosen = dict(self.fields["roles"].choices), self["roles"].value() or []
        roles = ", ".join(named[str(pk)] for pk in chosen if str(pk) in named)
        body = dict(self.fields["body"].choices).get(self["body"].value() or "")
        told = [roles, self["position"].value(), body if body != "—" else "", self.meant]
        return " · ".join(filter(None, told))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("take") and not cleaned.get("roles") and "roles" not in self.errors:
            self.add_error("roles", "Choose what they did: at least “participant”.")
        return cleaned


class Cards(forms.BaseFormSet):
    """The cards of one kind. `offered` holds for each the Candidates of its name; `shared` is given to every card."""

    def __init__(self, *args, offered, shared, **kwargs):
        self.offered, self.shared = offered, shared
        super().__init__(*args, **kwargs)

    def get_form_kwargs(self, index):
        known = index is not None and index < len(self.offered)
        return {**self.shared, "candidates": self.offered[index] if known else ()}

    @property
    def taken(self):
        return [form for form in self.forms if form.cleaned_data.get("take")]


BodyCards = forms.formset_factory(BodyCardForm, formset=Cards, extra=0, max_num=MOST_CARDS, absolute_max=MOST_CARDS)
PersonCards = forms.formset_factory(PersonCardForm, formset=Cards, extra=0, max_num=MOST_CARDS, absolute_max=MOST_CARDS)
