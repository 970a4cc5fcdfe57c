"""Forms of the newsroom: topics by name, rows in their order, pictures described."""

import re
from functools import cache

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import UniqueConstraint
from django.forms.models import BaseInlineFormSet
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.functional import cached_property

from editorial import clock
from editorial.folding import key
from editorial.models import Topic
from editorial.newsroom.hours import NO_ZONE, EmbargoForm, HoursForm, in_words
from editorial.newsroom.permitted import let_keep
from editorial.newsroom.thrifty import has_none
from editorial.newsroom.widgets import RecordSelect, TopicsInput, could_be_key
from editorial.publishing import fetched

NOT_YOURS = "There is no topic “{}”. Choose one of the suggestions, or ask an editor to add it."


class TopicsField(forms.Field):
    """Topics by name. Its value is a list of topics; those not in the list of topics yet are unsaved ones.

    `may_add` says whether whoever fills in the form may bring in new topics.
    """

    widget = TopicsInput
    may_add = False
    # The topics that the record carries already, by their keys.
    carried = {}

    def __init__(self, **kwargs):
        # The tags' own help speaks of commas; here a topic is chosen, or typed and ended with Enter.
        super().__init__(**kwargs | {"help_text": "Choose from the suggestions, or type a new one and press Enter."})

    def prepare_value(self, value):
        return [str(topic) for topic in value or []]

    def has_changed(self, initial, data):
        return set(self.prepare_value(initial)) != set(data or [])

    def clean(self, value):
        super().clean(value)
        # A list that browsers send can only be that long when nobody typed it.
        names = [" ".join(str(name).split()) for name in (value or [])[:200]]
        unknown = [name for name in names if key(name) not in self.carried]
        self.known = self.carried | (Topic.objects.by_name(unknown) if unknown else {})
        topics = [self.find(name) for name in dict.fromkeys(filter(None, names))]
        return list({topic.pk or topic.name.casefold(): topic for topic in topics}.values())

    def find(self, name):
        """Return the topic of that name, or an unsaved one. Raises ValidationError when there cannot be one."""
        if "\x00" in name:
            raise ValidationError("A topic cannot contain null characters.")
        if topic := self.known.get(key(name)):
            return topic
        if not self.may_add:
            raise ValidationError(NOT_YOURS.format(name))
        topic = Topic(name=name)
        try:
            topic.full_clean(exclude=["slug", "key"])
        except ValidationError as error:
            raise ValidationError(f"“{name[:60]}” cannot be a topic: {' '.join(error.messages)}") from error
        return topic


class CarefulForm(forms.ModelForm):
    """A form that can be told why the database refused what it let through (see editorial/newsroom/careful.py)."""

    # The admin sets it on a subclass for each request.
    request = None

    def clean(self):
        cleaned = super().clean()
        if refusal := getattr(self.request, "refusal", None):
            self.add_error(None, refusal)
        return cleaned


class PublishableForm(HoursForm, CarefulForm):
    """The form of a record with a public page."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen_version"] = self.instance.version
        if topics := self.fields.get("topics"):
            topics.may_add = self.request.user.has_perm("editorial.add_topic")
            topics.carried = {one.key: one for one in self.initial.get("topics") or () if hasattr(one, "key")}
        let_keep(self)
        self.instance.zone_before = self.instance.hours_zone
        self.show_hours(self.instance.hours_zone)

    def _get_validation_exclusions(self):
        """An address that was left as it is was found free before."""
        kept = bool(self.instance.pk) and "slug" in self.fields and "slug" not in self.changed_data
        self.instance.address_stays = kept
        return super()._get_validation_exclusions() | ({"slug"} if kept else set())

    def read_clock(self):
        """Read the hours by the clock chosen beside them, and see what would come of the record then."""
        zone = self.cleaned_data.get("hours_zone", self.instance.hours_zone)
        if zone not in clock.zones():
            self.add_error("hours_zone", NO_ZONE)
            zone = clock.default_zone()
        self.read_hours(zone)
        if "published_at" in self.cleaned_data:
            self.check_release(self.cleaned_data["published_at"])

    def check_release(self, chosen):
        """Keep what is public from vanishing without a word: only a withdrawal, with its reason, takes it back."""
        if self.instance.state == "public" and (not chosen or chosen > timezone.now()):
            self.add_error("published_at", "Readers see this record already. To take it back, withdraw it and say why.")
        elif chosen and self.instance.is_leaving and chosen >= self.instance.withdrawn_at:
            leaving = in_words(self.instance.withdrawn_at, self.instance.hours_zone)
            self.add_error("published_at", f"It is to be withdrawn on {leaving}, before that.")

    def clean(self):
        cleaned = super().clean()
        self.read_clock()
        return cleaned

    def _save_m2m(self):
        if "topics" not in self.changed_data:
            return
        for topic in self.cleaned_data.get("topics", []):
            if topic.pk is None:
                topic.save()
        super()._save_m2m()


class RowForm(forms.ModelForm):
    """One row of a record. A new row in which nothing was said but what it came with is no row."""

    # Its place, and the role that it takes over from the row above.
    comes_with = frozenset({"order", "role"})

    def has_changed(self):
        said = set(self.changed_data)
        return bool(said - self.comes_with if self.instance._state.adding else said)

    def full_clean(self):
        """Ask nothing about a row that is stored and was left as it is; it is not written again either."""
        if self.is_bound and self.instance.pk and not self.has_changed():
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()


class DocumentForm(EmbargoForm, RowForm):
    """A document of a record, with its embargo."""


class Listed:
    """The words of a list, which are asked for when they are shown, once for all rows."""

    def __init__(self, choices):
        self.choices = choices

    def __call__(self):
        # A list made by list() would count them first.
        return [choice for choice in self.choices]  # noqa: C416


def spared(field, row, name):
    """Return a field's `clean` that does not ask for the record that a row named before, if it is named again."""
    clean = field.clean

    def cleaned(value):
        if name == row._meta.pk.name and str(value) == str(row.pk):
            return row
        if name in fetched(row) and str(value) == str(getattr(row, f"{name}_id")):
            return getattr(row, name)
        return clean(value)

    return cleaned


# Rows that may be missing among those that are sent: taken out of the page, and the others not numbered anew.
MOST_MISSING = 50
MISSING = "Some of the rows did not arrive. Reload the page and enter them again."


class RowFormSet(BaseInlineFormSet):
    """Rows of a record in the order in which they stand on the page."""

    def __init__(self, data=None, files=None, instance=None, save_as_new=False, prefix=None, queryset=None, **kwargs):
        if data is None and has_none(instance, self.fk.remote_field.get_accessor_name()):
            queryset = self.model._default_manager.none()
        super().__init__(data, files, instance, save_as_new, prefix, queryset, **kwargs)

    def total_form_count(self):
        """As usual, but no more than were sent: nobody is made thousands of rows by a number alone."""
        total = super().total_form_count()
        return min(total, self.rows_sent) if self.is_bound else total

    @cached_property
    def numbers_sent(self):
        """The numbers, from one, of the rows of which anything was sent."""
        row = re.compile(re.escape(self.prefix) + "-([0-9]{1,6})-")
        return {int(found[1]) + 1 for name in (*self.data, *self.files) if (found := row.match(name))}

    @property
    def rows_sent(self):
        last, sent = max(self.numbers_sent, default=0), len(self.numbers_sent)
        return sent if self.lacks_rows else max(last, sent)

    @property
    def lacks_rows(self):
        """Whether between the rows that were sent so many are missing that no page of ours sent them."""
        return max(self.numbers_sent, default=0) - len(self.numbers_sent) > MOST_MISSING

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "order" in form.fields:
            form.fields["order"].required = False
        let_keep(form)
        if isinstance(form, EmbargoForm):
            form.follow(self.instance)
        self.share_choices(form)

    def share_choices(self, form):
        """Ask the database for the words of a list once, not once a row."""
        known = self.__dict__.setdefault("_choices", {})
        for name, field in form.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(field, forms.ModelChoiceField) and type(widget) is forms.Select:
                field.choices = known.setdefault(name, cache(Listed(field.choices)))
            if isinstance(widget, RecordSelect) and form.instance.pk and not hasattr(field, "limited_to"):
                widget.know(getattr(form.instance, name))
            if isinstance(field, forms.ModelChoiceField) and form.instance.pk:
                field.clean = spared(field, form.instance, name)

    def clean(self):
        """Say at the row that it is there twice; the stock message comes late, and not for every constraint."""
        if self.lacks_rows:
            raise ValidationError(MISSING)
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint):
                self.refuse_doubles(constraint)

    def refuse_doubles(self, constraint):
        seen = set()
        conditions = dict(constraint.condition.children) if constraint.condition else {}
        names = [name for name in constraint.fields if name != self.fk.name]
        for form in self.forms:
            if not hasattr(form, "cleaned_data") or self._should_delete_form(form):
                continue
            values = tuple(self.compared(form.instance, name) for name in names)
            if None in values or any(getattr(form.instance, name) != value for name, value in conditions.items()):
                continue
            if values in seen:
                unsaid = constraint.violation_error_message == constraint.default_violation_error_message
                form.add_error(None, "This is there already." if unsaid else constraint.violation_error_message)
            seen.add(values)

    def compared(self, row, name):
        """Return the value of a row's field as the database will compare it; keys are derived only when saved."""
        return key(str(row)) if name == "key" else getattr(row, row._meta.get_field(name).attname)

    def save_new(self, form, commit=True):
        if "order" in form.fields and not form.instance.order:
            form.instance.order = self.last_place() + 1
        return super().save_new(form, commit)

    def last_place(self):
        orders = [form.instance.order or 0 for form in self.forms if form.instance is not None]
        return max(orders, default=0)


class DescribedPictureForm(RowForm, CarefulForm):
    """A picture that a reader who cannot see it is told about."""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("picture") and not cleaned.get("picture_alt") and not self.says_otherwise(cleaned):
            self.add_error("picture_alt", "Describe the picture for readers who cannot see it: what does it show?")
        return cleaned

    def says_otherwise(self, cleaned):
        """Whether something else in the form tells such a reader what the picture shows."""
        return False


class ChosenRecordsField(forms.ModelMultipleChoiceField):
    widget = forms.MultipleHiddenInput

    def clean(self, value):
        return super().clean([key for key in value or () if could_be_key(key)])


class ChosenRecordsForm(forms.Form):
    """Records chosen in a list, on their way through a page that asks one more question about them."""

    pk = ChosenRecordsField(None)

    def __init__(self, records, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pk"].queryset = records

    @property
    def in_words(self):
        """The one record that was chosen, by its name, or how many they are."""
        chosen = self.cleaned_data["pk"]
        return f"“{chosen[0]}”" if len(chosen) == 1 else f"{len(chosen)} records"


class PublishNamedForm(forms.Form):
    """Which of the drafts that a record names are published as well. `drafts` holds, by a name of its own, each draft
    and whether it is ticked from the start.
    """

    question = "Publish them too"
    nothing = "All that is named there is public already, or not yours to publish."
    drafts = forms.MultipleChoiceField(label="Named there, and not public yet", widget=forms.CheckboxSelectMultiple)

    def __init__(self, drafts, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["drafts"].choices = [
            (name, f"{one} ({one._meta.verbose_name})") for name, (one, _) in drafts.items()
        ]
        self.initial["drafts"] = [name for name, (_, ticked) in drafts.items() if ticked]
