"""The newsroom: the admin site under the institute's name, with what staff use most standing first."""

import logging
from functools import wraps

from django.conf import settings
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import FieldDoesNotExist
from django.db import DatabaseError
from django.http import HttpResponseRedirect
from django.urls import reverse

from editorial.audit import enter
from editorial.newsroom.audited import Audited
from editorial.newsroom.chosen import Chosen
from editorial.newsroom.desk import AtTheDesk
from editorial.newsroom.once import once
from editorial.newsroom.tofix import ToFix

# The headings of the front page in their order; each model's admin says in `shelf` under which it stands.
RECORD, SUBJECTS, WORDS, DESK, ACCOUNTS = "The record", "Topics and series", "Vocabularies", "The desk", "Colleagues"
SHELVES = (RECORD, SUBJECTS, WORDS, DESK, ACCOUNTS)

logger = logging.getLogger(__name__)
# What Django and the database raise when a list is asked for the year 0, for a range with one end, for no such field or
# for one named “+”.
BEYOND_ANSWERING = (
    AttributeError,
    DatabaseError,
    FieldDoesNotExist,
    LookupError,
    OverflowError,
    TypeError,
    ValueError,
)


def forgiving(view):
    """Let a list answer a value in its address that the database cannot take, such as the year 0, as Django answers a
    wrong filter: with the list in its place, and the mark `e=1`.

    Only a list that was merely asked for, with something in its address, is forgiven; the log says what it was.
    """

    @wraps(view)
    def forgive(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
            # The page itself asks the database too, for its rows and for the years above them.
            return response.render() if hasattr(response, "render") else response
        except BEYOND_ANSWERING:
            name = getattr(request.resolver_match, "url_name", "")
            forgivable = request.method in {"GET", "HEAD"} and request.GET and ERROR_FLAG not in request.GET
            if not (forgivable and name.endswith("_changelist")):
                raise
            logger.warning("A list could not be filtered as its address asks.", exc_info=True)
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")

    return forgive


class Suggestions(AutocompleteJsonView):
    """Suggestions that tell apart people, institutions and events of one name, for the model's admin to word."""

    def process_request(self, request):
        """As usual, without the null characters that PostgreSQL does not take."""
        term, *others = super().process_request(request)
        return term.replace("\x00", ""), *others

    def serialize_result(self, obj, to_field_name):
        label = getattr(self.model_admin, "suggestion", str)(obj)
        return super().serialize_result(obj, to_field_name) | {"text": label, "name": str(obj)}


class Newsroom(AtTheDesk, ToFix, AdminSite):
    """Django's admin with our name, our order and our suggestions."""

    site_header = site_title = settings.SITE_NAME
    index_title = "Newsroom"
    enable_nav_sidebar = True

    def register(self, model_or_iterable, admin_class=None, **options):
        """As usual; what is written through any admin stands in the audit log."""
        admin_class = admin_class or ModelAdmin
        if not issubclass(admin_class, Audited):
            admin_class = type(
                admin_class.__name__, (Audited, Chosen, admin_class), {"__module__": admin_class.__module__}
            )
        super().register(model_or_iterable, admin_class, **options)

    def password_change(self, request, extra_context=None):
        response = super().password_change(request, extra_context)
        if request.method == "POST" and response.status_code == 302:
            enter(request, "password", request.user, {"fields": ["password"]})
        return response

    def admin_view(self, view, cacheable=False):
        return super().admin_view(forgiving(once(view)), cacheable)

    def autocomplete_view(self, request):
        return Suggestions.as_view(admin_site=self)(request)

    def get_app_list(self, request, app_label=None):
        """List models by shelf instead of by app; those without a shelf follow in their apps."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        shelves = {name: [] for name in SHELVES}
        for app in apps:
            app["models"] = [model for model in app["models"] if not self._shelve(model, shelves)]
        for models in shelves.values():
            models.sort(key=lambda model: self._registry[model["model"]].shelf[1])
        filled = [self._shelf(name, models) for name, models in shelves.items() if models]
        return filled + [app for app in apps if app["models"]]

    def _shelve(self, model, shelves):
        shelf = getattr(self._registry[model["model"]], "shelf", None)
        if shelf:
            shelves[shelf[0]].append(model)
        return bool(shelf)

    def _shelf(self, name, models):
        label = name.lower().replace(" ", "-")
        return {
            "name": name,
            "app_label": label,
            "app_url": f"{reverse('admin:index', current_app=self.name)}#{label}",
            "has_module_perms": True,
            "models": models,
        }
