from django.apps import AppConfig

from editorial import paths


class EditorialConfig(AppConfig):
    name = "editorial"

    def ready(self):
        paths.register()
