"""The two shapes of a public page: a list of records with its facets, and one record with all that it knows."""

from itertools import groupby

from django.apps import apps
from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.generic import DetailView, ListView

from editorial.addresses import FormerAddress
from editorial.bin import Binned
from editorial.models import MergedRecord, Publishable
from editorial.reading import citation
from editorial.reading.charts import over_years
from editorial.reading.paging import KeyPaginator
from editorial.reading.related import related
from editorial.visibility import guarded, seen

# More than there are in any record: the years of a list are all counted.
MOST_YEARS = 2000


class RecordList(ListView):
    """The public records of one kind, narrowed by what the address says. Subclasses give model, filters and words."""

    paginate_by = 20
    paginator_class = KeyPaginator
    filters = None
    standfirst = ""
    # What the list and its records are called, where that is not the name of their kind; what an empty one says.
    heading = ""
    nouns = ()
    nothing = ""
    ask = "Words in a title"
    order_words = {}

    def get_queryset(self):
        self.filter = self.filters(self.request.GET, queryset=self.records())
        return self.filter.results

    def records(self):
        """Return the public records with what their rows print."""
        return self.model.objects.published()

    def group(self, record):
        """Return the heading under which `record` stands in the list, or None for no headings."""
        return

    def get_total(self, page):
        return page.paginator.count

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        page, filters, words = context["page_obj"], self.filter, self.model._meta
        total, chips = self.get_total(page), filters.chips()
        one, several = self.nouns or (words.verbose_name, words.verbose_name_plural)
        # The list of a whole kind can be had in figures, and shows its years. They are counted before the panels are made.
        whole = self.request.resolver_match.view_name == f"{words.app_label}:{words.model_name}-list"
        drawing = by_year(filters, (one, several)) if whole and total else None
        return {
            **context,
            "total": total,
            "heading": self.heading or str(several).capitalize(),
            "standfirst": self.standfirst,
            "nothing": self.nothing,
            "ask": self.ask,
            "noun": one if total == 1 else several,
            "groups": [(label, list(rows)) for label, rows in groupby(context["object_list"], key=self.group)],
            "drawing": drawing,
            "facets": list(filters.panels()),
            "chips": chips,
            "advice": [] if total else filters.advise(chips),
            "chosen": filters.chosen,
            "order": filters.order,
            "orders": [
                (name, self.order_words.get(name, name), filters.address(order=name)) for name in filters.orders
            ],
            "pages": pages(filters, page),
            "counted": several if whole else "",
            "query": filters.address().lstrip("."),
            "canonical": self.request.path + filters.address(page=page.number).lstrip("."),
        }


def by_year(filters, nouns):
    """Return the years among which a list can choose, drawn as a strip, or None where there is nothing to choose."""
    if "year" not in filters.facets:
        return None
    counts = {key: value.count for key, value in filters.counted("year", MOST_YEARS).items()}

    def address(years):
        return filters.address({**filters.chosen, "year": [str(year) for year in years]})

    chosen = filters.chosen_values("year")
    title = f"{nouns[1].capitalize()} by year"
    return over_years(counts, address, title, nouns, chosen=chosen, low=True) if len(counts) > 1 else None


def grouped(rows, key):
    """Return `rows` in groups as [(key, rows)], each group where its first row stands."""
    groups = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return list(groups.items())


def pages(filters, page):
    """Return the addresses around `page`: the previous, the next, and the numbers between with gaps as None."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "previous": filters.address(page=page.number - 1),
        "next": filters.address(page=page.number + 1),
        "numbers": [(n, filters.address(page=n) if isinstance(n, int) else None) for n in numbers],
    }


class RecordDetail(DetailView):
    """One record. A former address leads on to it, a withdrawn one leaves a tombstone, a draft is staff's alone."""

    context_object_name = "record"
    # Names of what else the page lists, so that it is not offered as related once more.
    lists = ()
    # How the record is cited: a function of the record, the name of the site and the permanent address.
    cite = staticmethod(citation.page)

    def get(self, request, *args, **kwargs):
        self.object = seen(self.records(), request, self.kwargs["slug"])
        if not self.object:
            return self.elsewhere()
        return guarded(self.render_to_response(self.get_context_data(object=self.object)), self.object)

    def records(self):
        """Return the records with everything that the page prints of them."""
        return self.model.objects.all()

    def get_context_data(self, **kwargs):
        listed = [record for name in self.lists for record in kwargs.get(name, ())]
        address, site = self.object.get_absolute_url(), settings.SITE_URL.rstrip("/")
        return super().get_context_data(
            canonical=address,
            share=f"{address}share.png",
            citation=self.cite(self.object, settings.SITE_NAME, site + self.object.get_permanent_url()),
            kindred=related(self.object, listed),
            **kwargs,
        )

    def address_of(self, record):
        """Return where this view shows `record`."""
        return record.get_absolute_url()

    def elsewhere(self):
        """Answer for an address at which nothing is public: lead on, say what stood there, or know nothing of it."""
        slug = self.kwargs["slug"]
        if record := FormerAddress.of_public(self.model, slug):
            return redirect(self.address_of(record), permanent=True)
        former = FormerAddress.of(self.model).filter(slug=slug).values("object_id")
        gone = self.model.objects.withdrawn()
        if record := gone.filter(slug=slug).first() or gone.filter(pk__in=former).first():
            return tombstone(self.request, record)
        if removed := Binned.objects.buried(self.model, slug):
            return tombstone(self.request, removed)
        raise Http404


def tombstone(request, record):
    """Say what stood at an address: a withdrawn record, or one that was deleted."""
    kind = record.model if isinstance(record, Binned) else type(record)
    return render(request, "410.html", {"record": record, "plural": kind._meta.verbose_name_plural}, status=410)


def permanent(request, permanent_id):
    """Lead from a record's number to the address it has now, or to the record that it was merged into."""
    for model in published_models():
        if answer := at_number(request, model.objects.filter(permanent_id=permanent_id)):
            return answer
    if merged := MergedRecord.objects.filter(permanent_id=permanent_id).select_related("content_type").first():
        heirs = merged.content_type.model_class().objects.filter(pk=merged.object_id)
        if answer := at_number(request, heirs):
            return answer
    if removed := Binned.objects.tombstones().filter(permanent_id=permanent_id).first():
        return tombstone(request, removed)
    raise Http404


def at_number(request, records):
    """Lead to the one of `records` that is public, or show the tombstone of the one that was; None for neither."""
    if record := records.published().first():
        return redirect(record, permanent=True)
    record = records.withdrawn().first()
    return tombstone(request, record) if record else None


def published_models():
    """Return every kind of record that has a public page."""
    return [model for model in apps.get_models() if issubclass(model, Publishable)]
