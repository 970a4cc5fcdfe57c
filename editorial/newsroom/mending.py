"""Mending: what a rule of record health found is put right on the spot, in the list, by a form as small as it can be."""

from functools import partial

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models, transaction

from editorial.models import Publishable
from editorial.newsroom.forms import TopicsField
from editorial.newsroom.widgets import RecordSelect


def asked(request, db_field, **kwargs):
    """Return the form field that asks for a value, which must be given: to mend is to fill in."""
    if isinstance(db_field, models.ForeignKey) and issubclass(db_field.related_model, Publishable):
        kwargs["widget"] = with_new(request, db_field, RecordSelect(db_field, admin.site))
    if isinstance(db_field, models.URLField):
        kwargs["assume_scheme"] = "https"
    field = db_field.formfield(**kwargs)
    field.required, field.help_text = True, ""
    return field


def with_new(request, db_field, widget):
    """Return the widget with a way to add the record that it asks for, where that may be added."""
    desk = admin.site.get_model_admin(db_field.related_model)
    may = {"can_add_related": desk.has_add_permission(request), "can_change_related": False}
    return RelatedFieldWidgetWrapper(widget, db_field.remote_field, admin.site, can_view_related=False, **may)


class Mend:
    """A way to put a row right. `desk` is the admin of the record that the row belongs to."""

    button = "Save"

    def allows(self, request, desk, record):
        return desk.has_change_permission(request, record)

    def form(self, row, record, request, data=None, proposed=None):
        raise NotImplementedError

    def carry_out(self, form, record, request, desk):
        """Store what the form says; the record is saved and settled with it, and what was done is written down once."""
        with transaction.atomic():
            self.store(form)
            keep(record if form.instance is not record else form.instance, request)
            desk.log_change(request, record, self.message(form, record, request, desk))

    def message(self, form, record, request, desk):
        """Return what is logged, in the form in which the admin keeps it."""
        if form.instance is record:
            return desk.construct_change_message(request, form, [])
        row = {"name": str(form.instance._meta.verbose_name), "object": str(form.instance)}
        fields = [str(form.fields[name].label) for name in form.changed_data]
        return [{"changed": {**row, "fields": fields}}]

    def store(self, form):
        # A record is saved by `keep`, so that its version rises by one.
        form.save(commit=not isinstance(form.instance, Publishable))


def keep(record, request):
    if isinstance(record, Publishable):
        record.changed_by = request.user
    record.save()
    if hasattr(record, "settle"):
        record.settle()


class Fill(Mend):
    """Fill in fields of the row."""

    def __init__(self, *fields):
        self.fields = fields

    def form(self, row, record, request, data=None, proposed=None):
        subject = self.subject(row, record)
        made = forms.modelform_factory(type(subject), fields=self.fields, formfield_callback=partial(asked, request))
        initial = {self.fields[0]: proposed} if proposed else None
        return made(data, instance=subject, prefix=f"mend-{row.pk}", initial=initial)

    def subject(self, row, record):
        return record if row == record else row


class Add(Fill):
    """Add a row to the record: one of its `rows`, with `given` values and those asked for in `fields`."""

    button = "Add"

    def __init__(self, rows, *fields, **given):
        super().__init__(*fields)
        self.rows, self.given = rows, given

    def message(self, form, record, request, desk):
        return [{"added": {"name": str(form.instance._meta.verbose_name), "object": str(form.instance)}}]

    def subject(self, row, record):
        relation = record._meta.get_field(self.rows)
        return relation.related_model(**{relation.field.name: record}, **self.given)


class TopicsForm(forms.Form):
    """Topics for a record; `instance` and `changed_data` are what a form of the record would have."""

    topics = TopicsField()

    def __init__(self, record, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance = record


class GiveTopics(Mend):
    """Give the record its topics."""

    button = "Add"

    def form(self, row, record, request, data=None, proposed=None):
        form = TopicsForm(record, data, prefix=f"mend-{row.pk}")
        form.fields["topics"].may_add = request.user.has_perm("editorial.add_topic")
        form.fields["topics"].help_text = ""
        return form

    def carry_out(self, form, record, request, desk):
        desk.add_topics(request, record, form.cleaned_data["topics"])


class Publish(Mend):
    """Publish the record: one press, nothing to fill in."""

    button = "Publish"

    def allows(self, request, desk, record):
        return desk.has_publish_permission(request)

    def form(self, row, record, request, data=None, proposed=None):
        return forms.Form(data, prefix=f"mend-{row.pk}")

    def carry_out(self, form, record, request, desk):
        desk.release(request, record)
