"""Widgets: how the newsroom asks for rich text, topics, pictures, times and words that come from a list."""

from django import forms
from django.contrib.admin.widgets import AdminFileWidget, AutocompleteMixin, AutocompleteSelect, get_select2_language
from django.urls import reverse
from django_prose_editor.widgets import AdminProseEditorWidget

# One setting for the editor's buttons. What is stored is decided by editorial/richtext.py, not here.
# The editor does not start when a part that another one needs is missing (ListItem, TableRow, HardBreak …).
PROSE = {
    "extensions": {
        "Heading": {"levels": [2, 3, 4]},
        "Bold": True,
        "Italic": True,
        "BulletList": True,
        "OrderedList": True,
        "ListItem": True,
        "Blockquote": True,
        "HardBreak": True,
        "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
        "Subscript": True,
        "Superscript": True,
        "Table": True,
        "TableRow": True,
        "TableHeader": True,
        "TableCell": True,
        "History": True,
    }
}


class ProseInput(AdminProseEditorWidget):
    """The rich text editor with our buttons, and the repair of lists pasted from Word."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"config": PROSE, "preset": "configurable", **kwargs})

    @property
    def media(self):
        return super().media + forms.Media(js=["newsroom/prose.js"])


def could_be_key(text):
    """Say whether `text` could be a record's key: figures only, and no more of them than SQLite can count."""
    return str(text).isdecimal() and len(str(text)) < 19


class RecordSelect(AutocompleteSelect):
    """A record chosen by typing any of its names."""

    known = None

    def know(self, record):
        """Show `record` by its name, when it is the one chosen, without asking the database for it."""
        self.known = record

    def optgroups(self, name, value, attrs=None):
        """Show a form again whatever was sent; the stock widget asks the database for what is no key at all."""
        keys = [key for key in value if could_be_key(key)]
        if self.known is None or keys != [str(self.known.pk)]:
            return super().optgroups(name, keys, attrs)
        nothing = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        return [(None, [*nothing, self.create_option(name, self.known.pk, str(self.known), True, 0)], 0)]


class TopicsInput(AutocompleteMixin, forms.SelectMultiple):
    """Topics by typing: suggestions from those that exist, and whatever else is typed. Its values are names."""

    @property
    def media(self):
        return super().media + forms.Media(js=["admin/js/jquery.init.js", "newsroom/topics.js"])

    def __init__(self, attrs=None):
        # Of the mixin only the scripts are wanted: it serves fields that lead to a model, with keys for values.
        forms.SelectMultiple.__init__(self, attrs)
        self.i18n_name = get_select2_language()

    def build_attrs(self, base_attrs, extra_attrs=None):
        behaviour = {
            "class": "admin-autocomplete",
            "data-theme": "admin-autocomplete",
            "data-ajax--url": reverse("admin:editorial_topic_suggest"),
            "data-ajax--cache": "true",
            "data-ajax--delay": 150,
            "data-ajax--type": "GET",
            "data-tags": "true",
            "data-token-separators": '[";"]',
            "data-placeholder": "Type a topic",
        }
        return forms.Widget.build_attrs(self, base_attrs, behaviour | (extra_attrs or {}))

    def optgroups(self, name, value, attrs=None):
        chosen = [self.create_option(name, text, text, True, index) for index, text in enumerate(value)]
        return [(None, chosen, 0)]

    def format_value(self, value):
        return [str(text) for text in value or []]


class SuggestedInput(forms.TextInput):
    """A text line with suggestions from the list that the page carries under the name `kept`."""

    def __init__(self, kept, attrs=None):
        super().__init__(attrs={"list": f"suggested-{kept}", "autocomplete": "off"} | (attrs or {}))


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, format="%H:%M")


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class PictureInput(AdminFileWidget):
    """A file input that shows the picture: the kept one, and a chosen one before it is sent."""

    template_name = "newsroom/picture.html"

    class Media:
        js = ["newsroom/picture.js"]

    def __init__(self, attrs=None):
        super().__init__(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"} | (attrs or {}))

    def is_initial(self, value):
        return bool(value) and getattr(value, "_committed", False)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if context["widget"]["is_initial"]:
            narrow = value.narrow
            context["shown"] = narrow[0][0] if narrow else value.url
        return context


class DocumentInput(AdminFileWidget):
    """A file input for a PDF, with a link to the kept one; staff may follow it before the record is public."""

    template_name = "newsroom/document.html"

    def __init__(self, attrs=None):
        super().__init__(attrs={"accept": "application/pdf"} | (attrs or {}))

    def is_initial(self, value):
        return bool(value) and getattr(value, "_committed", False)
