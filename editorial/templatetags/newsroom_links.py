"""Links of the newsroom: none leads to a page that whoever looks may not open."""

from django import template
from django.core.exceptions import FieldDoesNotExist

register = template.Library()


@register.simple_tag(takes_context=True)
def shown_only(context, field):
    """Return what a field says that is only shown; Django would link it to whatever it names, for everybody."""
    linked = target(field)
    desk = linked and field.model_admin.admin_site._registry.get(linked)
    if desk is None or desk.has_view_or_change_permission(context["request"]):
        return field.contents()
    named = getattr(field.form.instance, field.field["field"])
    return field.empty_value_display if named is None else str(named)


def target(field):
    """Return the model that a field of a record or row leads to, or None."""
    try:
        return field.form._meta.model._meta.get_field(field.field["field"]).related_model
    except (FieldDoesNotExist, TypeError):
        return None
