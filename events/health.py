"""What can be wrong with events and agreements, and with those who took part in them."""

import datetime

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Length, Now
from django.utils import timezone

from editorial.health import Rule
from editorial.newsroom.mending import Add, Fill
from editorial.newsroom.rules import UnreadDocument, WithoutTopics
from events.models import (
    Agreement,
    AgreementDocument,
    Coverage,
    Event,
    EventDocument,
    EventPhoto,
    EventPublication,
    Hosting,
    Participation,
    Party,
    PhotoSubject,
    Signature,
)
from people.health import InstitutionNotMatched, NameNotMatched

SOON = datetime.timedelta(days=90)
LONG = datetime.timedelta(days=365)
OWN_ACCOUNTS = (Coverage.Kind.RELEASE, Coverage.Kind.REPORT)


class EventWithoutReport(Rule):
    name = "Past events without a report"
    why = "Readers learn that it took place, but not what was said. Write the report, or say where it can be read."
    model = Event
    field = "report"
    mend = Add("coverages", "address", kind=Coverage.Kind.REPORT)

    def wrong(self):
        told = Coverage.objects.filter(event=OuterRef("pk"), kind__in=OWN_ACCOUNTS).exclude(address="")
        return Event.objects.filter(~Exists(told), ends_at__lte=Now(), report="")


class EventWithoutDate(Rule):
    name = "Events without a date"
    why = "They stand at the end of every list, and in no year and no calendar."
    model = Event
    field = "start_date"
    mend = Fill("start_date")

    def wrong(self):
        return Event.objects.filter(start_date="")


class EventWithoutHost(Rule):
    name = "Events without a host"
    why = "They are on the page of no institution, and count for none."
    model = Event
    field = "hostings-group"
    mend = Add("hostings", "institution")

    def wrong(self):
        return Event.objects.filter(~Exists(Hosting.objects.filter(event=OuterRef("pk"))))


class EventWithoutTopics(WithoutTopics):
    name = "Events without a topic"
    model = Event


class LaunchWithoutBook(Rule):
    name = "Book launches without the book"
    why = "Readers of the event do not find the book, nor those of the book its launch."
    model = Event
    field = "event_publications-group"
    mend = Add("event_publications", "publication", relation=EventPublication.Relation.LAUNCHED)

    def wrong(self):
        launched = EventPublication.objects.filter(event=OuterRef("pk"), relation=EventPublication.Relation.LAUNCHED)
        return Event.objects.filter(~Exists(launched), kind__slug="book-launch")


class ParticipantNotMatched(NameNotMatched):
    name = "Participants who are only a name"
    model = Participation
    record = page = "event"


class ParticipantNameless(Rule):
    name = "Participants without a name"
    why = "Only an office was given. Whoever held it that day can mostly be found out."
    model = Participation
    record = page = "event"
    field = "person"
    mend = Fill("person")

    def wrong(self):
        return Participation.objects.filter(person=None, name="")


class ParticipantWithoutInstitution(Rule):
    name = "Participants without an institution"
    why = "The event is missing from the page of the institution that they came from."
    model = Participation
    record = page = "event"
    field = "institution"
    mend = Fill("institution")

    def wrong(self):
        return Participation.objects.filter(institution=None, institution_name="", on_behalf_of="")


class ParticipantInstitutionNotMatched(InstitutionNotMatched):
    name = "Participants from an institution that is only a name"
    model = Participation
    record = page = "event"


class HostNotMatched(InstitutionNotMatched):
    name = "Hosts that are only a name"
    model = Hosting
    record = page = "event"


class PhotoWithoutDescription(Rule):
    name = "Photos without a description"
    why = "Readers who cannot see it are told nothing. Say in a sentence what it shows, or who stands where."
    model = EventPhoto
    record = page = "event"
    field = "picture_alt"
    mend = Fill("picture_alt")

    def wrong(self):
        named = PhotoSubject.objects.filter(photo=OuterRef("pk"))
        return EventPhoto.objects.filter(~Exists(named), picture_alt="")


class PhotographedNotMatched(NameNotMatched):
    name = "People in photos who are only a name"
    model = PhotoSubject
    record, page = "photo__event", "photo"


class EventDocumentUnread(UnreadDocument):
    name = "Documents of events that could not be read"
    model = EventDocument
    record = page = "event"


class AgreementEnding(Rule):
    name = "Agreements that end soon or have ended, with none to follow"
    why = "Somebody has to decide whether to renew it. If it was renewed, give the new date, or add the agreement that follows."
    model = Agreement
    field = "in_force_until"
    mend = Fill("in_force_until")

    def wrong(self):
        last = (timezone.localdate() + SOON).isoformat()
        over = Q(digits=10, in_force_until__lte=last) | Q(digits=7, in_force_until__lt=last[:7])
        over |= Q(digits=4, in_force_until__lt=last[:4])
        known = Agreement.objects.alias(digits=Length("in_force_until"))
        return known.filter(over, ~Exists(Agreement.objects.filter(predecessor=OuterRef("pk"))))

    def told(self, row):
        return f"in force until {row.in_force_until.spoken}"


class AgreementDormant(Rule):
    name = "Agreements of which nothing came for a year"
    why = "Its parties were together at no event in twelve months, although it is still in force."
    model = Agreement
    field = "title"

    def wrong(self):
        today = timezone.localdate()
        since = (today - LONG).isoformat()
        known = Party.objects.filter(agreement=OuterRef("pk")).exclude(institution=None)
        several = known.order_by().values("agreement").annotate(n=Count("pk")).filter(n__gt=1)
        lasting = Q(in_force_until="") | Q(in_force_until__gte=today.isoformat())
        lasting |= Q(in_force_until__in=[str(today.year), today.isoformat()[:7]])
        signed = Agreement.objects.filter(lasting, Exists(several), signed_on__lt=since[:10])
        return signed.filter(~Exists(meetings(timezone.now() - LONG)))

    def told(self, row):
        return f"signed on {row.dated}" if row.signed_on else ""


def meetings(since):
    """Return what shows that two parties of an agreement, the outer query, were at one event since then.

    The events of one party are looked through for another. Those of the institution with most agreements, which is the
    house itself and was at almost all of them, are the ones not to begin with.
    """
    found = Event._meta.get_field("institution_terms").related_model.objects
    parties = Party.objects.exclude(institution=None).order_by()
    house = (
        parties.values("institution").annotate(n=Count("pk")).order_by("-n", "institution").values("institution")[:1]
    )
    others = parties.values("institution").filter(agreement=OuterRef(OuterRef(OuterRef("pk"))))
    beside = found.filter(~Q(term=OuterRef("term")), record=OuterRef("record"), term__in=others)
    guests = parties.values("institution").filter(~Q(institution=Subquery(house)), agreement=OuterRef(OuterRef("pk")))
    return found.filter(Exists(beside), record__ends_at__gte=since, term__in=guests)


class AgreementWithoutTopics(WithoutTopics):
    name = "Agreements without a topic"
    model = Agreement


class SignatoryNotMatched(NameNotMatched):
    name = "Signatories who are only a name"
    model = Signature
    record = page = "agreement"


class PartyNotMatched(InstitutionNotMatched):
    name = "Parties to agreements that are only a name"
    model = Party
    record = page = "agreement"


class AgreementDocumentUnread(UnreadDocument):
    name = "Documents of agreements that could not be read"
    model = AgreementDocument
    record = page = "agreement"
