from django.apps import AppConfig
from django.core import checks


class RapporteurConfig(AppConfig):
    """The wiring is an app only so that Django runs its checks."""

    name = "config"
    verbose_name = "Rapporteur"

    def ready(self):
        from config.checks import ALL, DEPLOYED

        for check in ALL:
            checks.register(check)
        for check in DEPLOYED:
            checks.register(check, checks.Tags.security, deploy=True)
