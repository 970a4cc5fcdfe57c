"""What every page prints around its content."""

from django.conf import settings
from django.urls import reverse

from editorial.drawing.institute import logo
from portal.identity import accent_sheet, logo_file, versioned

SECTIONS = {
    "Events": "events:event-list",
    "Publications": "publications:publication-list",
    "People": "people:person-list",
    "Experts": "people:expert-list",
    "Institutions": "people:institution-list",
    "Agreements": "events:agreement-list",
    "Topics": "portal:topic-list",
}
# Ways to look at the whole record at once, rather than parts of it.
VIEWS = {"Years": "portal:year-list", "Statistics": "portal:statistics", "Connections": "portal:connections"}


def site(request):
    """The site's name and address, its search, and its sections with a mark at the one that is open."""
    return {
        "site_name": settings.SITE_NAME,
        "site_contact": settings.SITE_CONTACT,
        "site_url": settings.SITE_URL.rstrip("/"),
        "accent_address": versioned("portal:accent", accent_sheet()),
        "logo": logo(),
        "logo_address": versioned("portal:logo", logo_file()),
        "navigation": places(SECTIONS, request.path),
        "views": places(VIEWS, request.path),
    }


def places(names, path):
    """Return the sections `names` ({label: name of its address}) as [(label, address, aria-current)]."""
    return [(label, reverse(name), current(reverse(name), path)) for label, name in names.items()]


def current(section, path):
    """Return how the page at `path` relates to the section at that address, in the words of aria-current."""
    return "page" if path == section else "true" if path.startswith(section) else ""
