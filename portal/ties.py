"""Ties: a partner of an institution as tables list it, where each of its figures leads."""

from dataclasses import dataclass

from django.urls import reverse

from people.meetings import Meetings
from people.models import Institution
from portal.shared import LISTS

# The kinds of record in the order of the table's columns.
KINDS = {"event": "events", "agreement": "agreements", "publication": "publications"}


def address_of(one, other):
    """Return the address of the page of two institutions, in whatever order they are given."""
    return reverse("portal:connection", args=sorted([one.slug, other.slug]))


def table(body, meetings):
    """Return [Tie] of an institution for a list of Meetings."""
    known = {met.institution.pk: met.institution for met in meetings}
    return [Tie(body, met, known.get(met.institution.parent_id)) for met in meetings]


@dataclass
class Tie:
    """What `body` shares with one partner; `above` is the partner that this one belongs to, if that is listed too."""

    body: Institution
    met: Meetings
    above: Institution | None

    @property
    def partner(self):
        return self.met.institution

    @property
    def address(self):
        return address_of(self.body, self.partner)

    @property
    def figures(self):
        """The number of events, agreements and publications, each with the address of exactly these."""
        asked = f"?institution={self.body.slug}&with={self.partner.slug}"
        return [(self.met.counts.get(kind, 0), reverse(LISTS[name]) + asked) for kind, name in KINDS.items()]

    @property
    def nation(self):
        return (self.partner.sending_country or self.partner.country).code.lower() if self.country else ""

    @property
    def country(self):
        return (self.partner.sending_country or self.partner.country).name
