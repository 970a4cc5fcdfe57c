"""Trees kept as a foreign key to the record above: topics under broader topics, centres in institutes."""

from django.core.exceptions import ValidationError


def with_ancestors(model, ids, parent):
    """Return the set of `ids` and of everything above them, asking the database once a level."""
    found = level = set(ids)
    while level:
        above = model.objects.filter(pk__in=level, **{f"{parent}__isnull": False})
        level = set(above.values_list(f"{parent}_id", flat=True)) - found
        found = found | level
    return found


def lines_above(model, ids, parent):
    """Return {key: the set of it and of everything above it} for `ids`, asking the database once a level."""
    above, level = {}, set(ids)
    while level:
        rows = dict(model.objects.filter(pk__in=level).order_by().values_list("pk", f"{parent}_id"))
        above |= rows
        level = set(rows.values()) - {None} - above.keys()
    found = {}
    for key in ids:
        line, step = set(), key
        while step and step not in line:
            line.add(step)
            step = above.get(step)
        found[key] = line
    return found


def with_descendants(model, ids, parent):
    """Return the set of `ids` and of everything beneath them, asking the database once a level."""
    found = level = set(ids)
    while level:
        level = set(model.objects.filter(**{f"{parent}__in": level}).values_list("pk", flat=True)) - found
        found = found | level
    return found


def refuse_loop(record, parent):
    """Raise ValidationError on the field `parent` when the record would come to stand above itself."""
    above = getattr(record, f"{parent}_id")
    if record.pk and above and record.pk in with_ancestors(type(record), [above], parent):
        raise ValidationError({parent: f"{record} cannot stand under itself or under what it contains."})
