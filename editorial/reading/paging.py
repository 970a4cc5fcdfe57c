"""Paging: a long list is put in order by its keys alone, and only the records of one page are read whole."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

from editorial.reading.remembered import how_many


class KeyPaginator(Paginator):
    """A Paginator that never sorts the long texts of all records to show twenty of them."""

    @cached_property
    def count(self):
        return how_many(self.object_list) if isinstance(self.object_list, QuerySet) else super().count

    def page(self, number):
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        stop = self.count if start + self.per_page + self.orphans >= self.count else start + self.per_page
        shown = self.object_list[start:stop]
        return self._get_page(whole(self.object_list, shown) if isinstance(shown, QuerySet) else shown, number, self)


def whole(records, shown):
    """Return the records of the slice `shown` of `records`, whole and in its order."""
    keys = list(shown.values_list("pk", flat=True))
    found = {record.pk: record for record in records.order_by().filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]
