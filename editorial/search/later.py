"""Later: the entries of records as they will be when a document's embargo is over.

While one lasts, the text of the document is in no entry of the record. It is in one more, kept under the document itself,
that has all of the record's words besides and takes the place of the record's entry from the hour on: no job needs to
run then. When the record is next saved the two become one.
"""

from django.contrib.contenttypes.models import ContentType

from editorial.documents import UNDER_EMBARGO, Document
from editorial.reading.remembered import remembered
from editorial.search.entries import Entry


def kinds():
    """Return the kinds of document by the key of their content type."""
    return {type_.pk: model for model, type_ in ContentType.objects.get_for_models(*Document.kinds()).items()}


def in_place():
    """Return {key of an entry that came into force: (key, content type, record) of the entry in whose place it stands}."""
    known = kinds()
    rows = remembered(Entry.objects.filter(content_type__in=known).values_list("pk", "content_type", "object_id"))
    found = {}
    for kind, model in known.items():
        entries = {document: pk for pk, own, document in rows if own == kind}
        # Of several the last to come into force has the texts of all.
        over = model.objects.exclude(UNDER_EMBARGO).filter(pk__in=entries).order_by("embargoed_until", "pk")
        latest = {record: entries[pk] for pk, record in over.values_list("pk", model.row_of)} if entries else {}
        found |= {later: place for place, later in stood_in_for(model, latest)}
    return found


def stood_in_for(model, latest):
    """Yield ((key, content type, record), later entry) for the records of `latest`, {record: later entry}."""
    records = model._meta.get_field(model.row_of).related_model
    places = Entry.objects.of(records).filter(object_id__in=latest).values_list("pk", "content_type", "object_id")
    yield from ((place, latest[place[2]]) for place in (places if latest else ()))


def as_it_stands(rows):
    """Return `rows` of entries, (key, content type, record, …), each as of this moment."""
    places, known = in_place(), kinds()
    gone = {place for place, *_ in places.values()}
    own = [row for row in rows if row[1] not in known and row[0] not in gone]
    return own + [(*places[row[0]], *row[3:]) for row in rows if row[0] in places]
