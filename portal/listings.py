"""Listings: the lists of the site as its other pages show them, with their first records and the way to the rest."""

from django.http import QueryDict
from django.urls import reverse

from editorial.reading.paging import whole
from editorial.reading.remembered import how_many
from events.views import AgreementList, EventList
from people.views import ExpertList, InstitutionList, PersonList
from publications.views import PublicationList

LISTS = {
    "events:event-list": EventList,
    "publications:publication-list": PublicationList,
    "events:agreement-list": AgreementList,
    "people:person-list": PersonList,
    "people:institution-list": InstitutionList,
}
# A list that shows part of another one, and so is not counted beside it.
PARTS = {"people:expert-list": ExpertList}
ROWS_A_KIND = 6


class Listing:
    """One list of the site as another page shows it: how many records it has, the first of them, and its address."""

    def __init__(self, name, question=""):
        view = (LISTS | PARTS)[name]
        words = view.model._meta
        one, several = view.nouns or (words.verbose_name, words.verbose_name_plural)
        filters = self.filters = view.filters(QueryDict(question), queryset=view().records())
        self.name, self.label = words.model_name, str(several).capitalize()
        self.records, self.count = filters.results, how_many(filters.results)
        self.address = reverse(name) + filters.address().lstrip(".")
        self.noun = one if self.count == 1 else several

    @property
    def first(self):
        return whole(self.records, self.records[:ROWS_A_KIND])
