"""The settings under test: those of the house, told what an installation would tell them."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "kept-by-nobody-" * 5)
os.environ.setdefault("SITE_URL", "http://testserver")
os.environ.setdefault("ALLOWED_HOSTS", "testserver localhost 127.0.0.1")
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="rapporteur-tests-")
# Playwright keeps an event loop running in the thread of the tests, which Django would take for a mistake of ours.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS, MIDDLEWARE, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = [*MIDDLEWARE, "tests.settings.one_query_for_all_rows"]
# Slow on purpose in real life; here nobody's password needs protecting.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True


def one_query_for_all_rows(get_response):
    """A public page that asks the database once per row fails its test (zeal); the admin is not ours to judge."""
    from zeal import zeal_context

    def answer(request):
        if request.path_info.startswith("/admin/"):
            return get_response(request)
        with zeal_context():
            return get_response(request)

    return answer
