"""Cloning with people: a copy bills them in the words of then, or by the positions that they hold on its own day."""

from django import forms

from editorial.newsroom.cloning import CloneForm, Cloning
from people.billing import billed
from people.models import Credit

AS_THEN, THAT_DAY = "then", "day"


class BilledCloneForm(CloneForm):
    billing = forms.ChoiceField(
        label="People are billed",
        choices=[
            (AS_THEN, "as they were printed then"),
            (THAT_DAY, "with the positions that they hold on the new day, as far as these are known"),
        ],
        initial=AS_THEN,
        widget=forms.RadioSelect,
    )

    def __init__(self, desk, source, *args, **kwargs):
        super().__init__(desk, source, *args, **kwargs)
        along = {name for name, _ in self.fields["along"].choices}
        rows = [one.get_accessor_name() for one in desk.opts.related_objects if issubclass(one.related_model, Credit)]
        if not along.intersection(rows):
            del self.fields["billing"]


class BilledCloning(Cloning):
    clone_form = BilledCloneForm

    def row_adapted(self, row, form):
        """Bill a person anew if that was asked for and a position held on the new day is known."""
        if isinstance(row, Credit) and row.person_id and form.cleaned_data.get("billing") == THAT_DAY:
            date = getattr(form.instance, form.instance.dated_by)
            told = billed(row.person, date.first if date else None)
            if told["held"]:
                row.name, row.honorific, row.position = told["name"], told["honorific"], told["position"]
                row.institution_id = told["institution"] and told["institution"]["id"]
                row.institution_name = told["institution_name"]
