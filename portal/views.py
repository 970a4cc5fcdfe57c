"""The front page, and the answers when nothing else can be said."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.template.loader import render_to_string
from django.views.generic import TemplateView

from events.models import Hosting
from events.views import EventList
from people.models import Institution
from portal.listings import LISTS, Listing
from portal.topics import commonest_topics
from publications.views import PublicationList


class Home(TemplateView):
    """The front page: what is on, what is new, and the ways into the record."""

    template_name = "portal/home.html"

    def get_context_data(self, **kwargs):
        events = EventList().records()
        lead, *latest = [*events.past()[:7]] or [None]
        listings = {listing.name: listing for listing in map(Listing, LISTS)}
        return super().get_context_data(
            listings=listings,
            upcoming=events.upcoming()[:4],
            latest=latest,
            lead=lead,
            publications=PublicationList().records().filter(part_of=None).newest()[:5],
            topics=commonest_topics()[:16],
            centres=busy_centres()[:8],
            canonical=self.request.path,
            **kwargs,
        )


def busy_centres():
    """Return the centres that hold events, by name; others are named on the record only because somebody works there."""
    hosting = Hosting.objects.published().values("institution")
    return Institution.objects.published().filter(kind__slug="centre", pk__in=hosting).order_by("name")


def robots(request):
    """Tell crawlers that they may read it all (RFC 9309). No address is named: what is kept from them keeps itself."""
    return HttpResponse("User-agent: *\nAllow: /\n", content_type="text/plain; charset=utf-8")


def bad_request(request, exception):
    return HttpResponseBadRequest(render_to_string("400.html", {"site_name": settings.SITE_NAME}))


def server_error(request):
    page = render_to_string("500.html", {"site_name": settings.SITE_NAME})
    return HttpResponseServerError(page, headers={"Cache-Control": "no-store"})
