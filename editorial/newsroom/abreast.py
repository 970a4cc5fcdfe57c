"""Abreast: forms of what is small – topics, words, series – that overwrite nothing that others saved meanwhile.

Such a form carries what each field showed when it was opened. A field that was left as it was takes what is stored now.
One that was changed here and elsewhere is refused once, with what it says now beside what was typed, which stays.
"""

from django import forms
from django.utils.text import Truncator

from editorial.differences import alike

REFUSED = (
    "Somebody else changed this while you had it open. It now says “{}”. Yours is still here: save again to put it in "
    "place of that, or copy theirs."
)


class AbreastForm(forms.ModelForm):
    """A form that knows what its fields showed when it was opened."""

    def clean(self):
        cleaned = super().clean()
        for name, field in self.fields.items():
            if self.instance.pk and field.show_hidden_initial and name in self.cleaned_data:
                self.keep_abreast(name, field)
        return cleaned

    def keep_abreast(self, name, field):
        place = self.add_initial_prefix(name)
        if place not in self.data:
            return
        stored, shown = self.get_initial_for_field(field, name), self.data[place]
        if not differs(field, stored, shown):
            return
        if name not in self.changed_data:
            self.cleaned_data[name] = getattr(self.instance, name)
        elif differs(field, stored, self[name].data):
            self.data = self.data.copy()
            self.data[place] = field.prepare_value(stored)
            self.add_error(name, REFUSED.format(Truncator(getattr(self.instance, name) or "").chars(200)))


def differs(field, stored, told):
    text = stored if isinstance(stored, str) else None
    return field.has_changed(stored, told) and not (text is not None and alike(text, told))


class Abreast:
    """The part of an admin or of its rows that lets their forms carry what they showed."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and not isinstance(field, forms.FileField):
            field.show_hidden_initial = True
        return field

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, **{"form": AbreastForm, **kwargs})
