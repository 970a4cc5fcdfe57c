"""The newsroom: the admin site under the institute's name, with what staff use most standing first."""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.urls import reverse

# The headings of the front page in their order; each model's admin says in `shelf` under which it stands.
RECORD, SUBJECTS, WORDS = "The record", "Topics and series", "Vocabularies"
SHELVES = (RECORD, SUBJECTS, WORDS)


class Suggestions(AutocompleteJsonView):
    """Suggestions that tell apart people, institutions and events of one name, for the model's admin to word."""

    def serialize_result(self, obj, to_field_name):
        label = getattr(self.model_admin, "suggestion", str)(obj)
        return super().serialize_result(obj, to_field_name) | {"text": label, "name": str(obj)}


class Newsroom(AdminSite):
    """Django's admin with our name, our order and our suggestions."""

    site_header = site_title = settings.SITE_NAME
    index_title = "Newsroom"
    enable_nav_sidebar = True

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
