from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.module_loading import autodiscover_modules

from editorial import paths


class EditorialConfig(AppConfig):
    name = "editorial"
    default = True

    def ready(self):
        from editorial import audit

        paths.register()
        audit.listen()
        autodiscover_modules("health")


class NewsroomConfig(admin.AdminConfig):
    """Django's admin app with the newsroom as its site; it stands in INSTALLED_APPS in place of django.contrib.admin."""

    default = False
    default_site = "editorial.newsroom.site.Newsroom"
