"""What every page prints around its content."""

from django.conf import settings
from django.urls import reverse

SECTIONS = {
    "Events": "events:event-list",
    "Publications": "publications:publication-list",
    "People": "people:person-list",
    "Institutions": "people:institution-list",
    "Agreements": "events:agreement-list",
    "Topics": "portal:topic-list",
}


def site(request):
    """The site's name and address, and its sections with a mark at the one that is open."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL.rstrip("/"),
        "navigation": [(label, *place(reverse(name), request.path)) for label, name in SECTIONS.items()],
    }


def place(address, path):
    """Return a section's address and how the page at `path` relates to it, in the words of aria-current."""
    return address, "page" if path == address else "true" if path.startswith(address) else ""
