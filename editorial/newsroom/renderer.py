"""The plain parts of a form, written without a template each; the form of an event has three thousand of them.

What is written is to the byte what the templates of Django would write. Whatever is not plain is left to these.
"""

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape

WIDGETS = "django/forms/widgets/"
INPUTS = ("input", "text", "hidden", "number", "email", "url", "password", "date", "datetime", "time", "checkbox")
OPTION = f"{WIDGETS}select_option.html"


def escaped(value):
    return conditional_escape(str(value))


def attributes(attrs):
    said = ((name, value) for name, value in (attrs or {}).items() if value is not False)
    return "".join(
        f" {escaped(name)}" if value is True else f' {escaped(name)}="{escaped(value)}"' for name, value in said
    )


def input_of(context):
    widget = context["widget"]
    value = "" if widget["value"] is None else f' value="{escaped(widget["value"])}"'
    return (
        f'<input type="{escaped(widget["type"])}" name="{escaped(widget["name"])}"{value}{attributes(widget["attrs"])}>'
    )


def option(one):
    return f'\n  <option value="{escaped(one["value"])}"{attributes(one["attrs"])}>{escaped(one["label"])}</option>\n'


def select(context):
    """Return a list to choose from, or None when its options are in groups or have a look of their own."""
    widget = context["widget"]
    if any(
        group or any(one["template_name"] != OPTION for one in options) for group, options, _ in widget["optgroups"]
    ):
        return None
    options = "".join(option(one) for _, options, _ in widget["optgroups"] for one in options)
    return f'<select name="{escaped(widget["name"])}"{attributes(widget["attrs"])}>{options}\n</select>'


def label(context):
    if not context["use_tag"]:
        return None
    return f"<{context['tag']}{attributes(context['attrs'])}>{escaped(context['label'])}</{context['tag']}>"


def no_errors(context):
    return None if context["errors"] else ""


WRITTEN = {f"{WIDGETS}{name}.html": input_of for name in INPUTS} | {
    f"{WIDGETS}select.html": select,
    "django/forms/label.html": label,
    "django/forms/errors/list/default.html": no_errors,
    "django/forms/errors/list/ul.html": no_errors,
}


class Renderer(DjangoTemplates):
    """Django's renderer of forms, which asks WRITTEN before it opens a template."""

    def render(self, template_name, context, request=None):
        written = WRITTEN[template_name](context) if template_name in WRITTEN else None
        return super().render(template_name, context, request) if written is None else written
