"""Forms of a photo: who stands where is typed beneath it, and those who took part are recognised."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from editorial.folding import key, words
from editorial.newsroom.forms import DescribedPictureForm
from events.lineups import in_rows, read, typed
from people.models import Person

MOST_PEOPLE = 200


class PhotoForm(DescribedPictureForm):
    """A photo: those who are named in it describe it to readers who cannot see it, unless an editor does."""

    def says_otherwise(self, cleaned):
        return bool(self.instance.pk and self.instance.subjects.exists())


class LineupForm(PhotoForm):
    """A photo on the page of its event, with who stands where as one text."""

    lineup = forms.CharField(
        label="Who stands where",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text="Names from left to right, parted by commas; a line for each row, which may be called something: "
        "“Seated: Ann Ahmad, Boris B”. They stand beneath the photo, and describe it when nothing else does.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["lineup"] = typed(in_rows(self.instance.subjects.all()))

    def clean_lineup(self):
        names = read(self.cleaned_data["lineup"])
        if len(names) > MOST_PEOPLE:
            raise ValidationError(f"These are more than {MOST_PEOPLE} people. Name those who matter.")
        return names

    def says_otherwise(self, cleaned):
        return bool(cleaned.get("lineup"))

    def _save_m2m(self):
        super()._save_m2m()
        if "lineup" in self.changed_data:
            line_up(self.instance, self.cleaned_data["lineup"])


def line_up(photo, names):
    """Put `names`, [(label of the row, name)], into `photo` in place of who stood there; whoever stays keeps their link."""
    before = {subject.name: subject.person_id for subject in photo.subjects.all()}
    people = [row.person for row in photo.event.participations.select_related("person") if row.person]
    billed = {row.name: row.person_id for row in photo.event.participations.exclude(person=None)}
    photo.subjects.all().delete()
    for order, (label, name) in enumerate(names, start=1):
        person = before.get(name) or billed.get(name) or recognised(name, people)
        photo.subjects.create(row=label, name=name, person_id=person, order=order)


def recognised(name, people):
    """Return the key of the one person whom `name` can mean: among those who took part, or all whom we know."""
    among = {one.pk for one in people if set(words(one.name)) <= set(words(name))}
    known = among or Person.objects.filter(Q(key=key(name)) | Q(names__key=key(name))).values_list("pk", flat=True)
    return next(iter(set(known))) if len(set(known)) == 1 else None
