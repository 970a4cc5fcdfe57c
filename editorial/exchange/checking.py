"""Checking: whether what a line says can be stored, by the rules of the record itself."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import UniqueConstraint

from editorial.folding import key


def checked(planned):
    """Note at a line what the rules of its record object to."""
    record, columns = planned.record, {column.name: column for column in planned.sheet.columns}
    told = {problem.column for problem in planned.problems}
    for column in planned.sheet.columns:
        field = getattr(column, "field", None)
        if field is not None and column.required and column.title not in told and not filled(record, field):
            said = "This cannot be empty." if column in planned.texts else "A new one needs this column."
            planned.trouble(column.title, "", said, "" if column.takes == "text" else f"It takes {column.takes}.")
            told.add(column.title)
    if told:
        return  # The rules that look at several fields would only say so again, or stumble over it.
    references = {field.name for field in record._meta.concrete_fields if isinstance(field, models.ForeignKey)}
    unseen = {field.name for field in record._meta.concrete_fields if field.name not in columns}
    for look in (
        lambda: record.clean_fields(exclude=references | unseen),
        record.clean,
        lambda: record.validate_unique(exclude=unseen | unsaved(record) | (set(columns) - planned.changed)),
        lambda: refuse_against_rules(planned, columns, unsaved(record)),
    ):
        try:
            look()
        except ValidationError as error:
            tell(planned, columns, error)
            return


def refuse_against_rules(planned, columns, exclude):
    """Raise ValidationError for what the database would refuse; rules about what no line can change are not asked."""
    for rule in planned.record._meta.constraints:
        if isinstance(rule, UniqueConstraint):
            asked = set(rule.fields) & planned.changed
        else:
            asked = rule.condition.referenced_base_fields & (set(columns) if planned.fresh else planned.changed)
        if asked:
            rule.validate(type(planned.record), planned.record, exclude=exclude)


def filled(record, field):
    return getattr(record, field.name, None) not in (None, "")


def unsaved(record):
    """Return the fields that lead to records which are stored in the same step, and have no key yet."""
    leading = [field for field in record._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    return {field.name for field in leading if field.is_cached(record) and is_new(getattr(record, field.name))}


def is_new(record):
    return record is not None and record.pk is None


def tell(planned, columns, error):
    errors = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, messages in errors.items():
        column = columns.get(name)
        value = column.say(planned.record) if column else ""
        planned.trouble(column.title if column else "", value, " ".join(dict.fromkeys(messages)))


def refuse_doubles(planned, sheet, kept):
    """Note at a row that it is there twice, as the database would: by each rule that lets a row stand once."""
    lines = [one for one in planned.rows if one.sheet is sheet and not one.problems]
    if not any(one.fresh or one.changes for one in lines):
        return
    mine = {id(one.record) for one in lines}
    rows = [(None, row) for row in kept if id(row) not in mine] + [(one, one.record) for one in lines]
    for rule in sheet.model._meta.constraints:
        if isinstance(rule, UniqueConstraint) and sheet.owner.name in rule.fields:
            refuse_by(rule, sheet, rows)


def refuse_by(rule, sheet, rows):
    conditions = dict(rule.condition.children) if rule.condition else {}
    seen = set()
    for one, row in rows:
        values = tuple(compared(row, name) for name in rule.fields if name != sheet.owner.name)
        if None in values or any(getattr(row, name) != value for name, value in conditions.items()):
            continue
        if values in seen and one:
            unsaid = rule.violation_error_message == rule.default_violation_error_message
            one.trouble("", str(row), "This is there already." if unsaid else rule.violation_error_message)
        seen.add(values)


def compared(row, name):
    """Return the value of a field as the database compares it; what is not stored yet is only the same as itself."""
    value = key(str(row)) if name == "key" else getattr(row, name)
    if isinstance(value, models.Model):
        return value.pk or ("new", id(value))
    return value
