"""Pasting: the form by which reports come in, as text or in files."""

from django import forms
from django.core.exceptions import ValidationError

from events.papers import MOST_REPORTS, Paper, UnreadableError, papers, trouble_with
from events.received import LONGEST


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files. Its value is the list of the Papers in them."""

    widget = SeveralFiles

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else filter(None, [data])
        found = []
        for file in list(files)[:MOST_REPORTS]:
            try:
                found += papers(file.name, file.read())
            except UnreadableError as error:
                raise ValidationError(f"{file.name}: {error}") from error
        return found


class PasteForm(forms.Form):
    """Reports: one as text, or files."""

    text = forms.CharField(
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 18, "class": "vLargeTextField", "autofocus": True}),
        help_text="A press release or a report of an event, in English, as you have it.",
    )
    files = FilesField(
        required=False,
        widget=SeveralFiles(attrs={"multiple": True, "accept": ".txt,.docx,.pdf,.zip,.xlsx"}),
        help_text="Or files: text, Word, PDF; for many at once a ZIP archive, or an Excel table with a report in each line.",
    )

    def clean_text(self):
        text = self.cleaned_data["text"]
        if text.strip() and (trouble := trouble_with(text)):
            raise ValidationError(trouble)
        return text

    def clean(self):
        cleaned = super().clean()
        found = [Paper("", cleaned["text"])] if cleaned.get("text", "").strip() else []
        found += cleaned.get("files") or []
        if not found and not self.errors:
            raise ValidationError("Paste a report, or choose a file.")
        if len(found) == 1 and not found[0].trouble and (trouble := trouble_with(found[0].text)):
            raise ValidationError(trouble)
        cleaned["papers"] = found
        return cleaned
