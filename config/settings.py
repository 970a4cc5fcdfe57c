"""The one settings file: the environment says what differs from one installation to the next."""

import os
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE
from django.urls import reverse

from config.environment import flag, secret, text, words, zone

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(text("DATA_DIR", str(BASE_DIR / "data"))).expanduser().resolve()
with suppress(OSError):  # config/checks.py says what to do about it
    DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = flag("DEBUG")
SECRET_KEY = secret("SECRET_KEY", "for development only" if DEBUG else "")

# The name of the institute and the address at which its record is read. Absolute addresses (feeds, canonical
# links, citations) are built from SITE_URL and never from what a visitor's browser claims the host to be.
SITE_NAME = text("SITE_NAME", "Rapporteur")
# Its accent, as #0b5a4b, and the file of its logo; editorial/drawing/institute.py knows what is made of them.
SITE_ACCENT = text("SITE_ACCENT")
SITE_LOGO = text("SITE_LOGO")
SITE_CONTACT = text("SITE_CONTACT")
SITE_URL = text("SITE_URL", "http://127.0.0.1:8000" if DEBUG else "").rstrip("/")
try:
    SITE_HOST = urlsplit(SITE_URL).hostname or ""
except ValueError:
    SITE_HOST = ""  # config/checks.py says what is wrong with the address
ALLOWED_HOSTS = words("ALLOWED_HOSTS", f"{SITE_HOST} {'localhost 127.0.0.1 [::1]' if DEBUG else ''}")
ADMIN_PREFIX = "/admin/"

INSTALLED_APPS = [
    "editorial.apps.NewsroomConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_countries",
    "django_filters",
    "django_prose_editor",
    "taggit",
    "editorial",
    "people",
    "publications",
    "events",
    "portal",
    "config",
]

MIDDLEWARE = [
    "config.middleware.browser_defences",
    "config.middleware.ContentSecurityPolicy",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.readers_only_read",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "editorial.newsroom.due.what_is_due_first",
    "config.middleware.CompressPublicPages",
    "django.middleware.http.ConditionalGetMiddleware",
    "config.middleware.forged_sessions_ignored",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "config.urls"
# Topics belong to the ground floor, and their pages to the roof, from which all that is said about a topic can be seen.
ABSOLUTE_URL_OVERRIDES = {"editorial.topic": lambda topic: reverse("portal:topic", args=[topic.slug])}
FORM_RENDERER = "editorial.newsroom.renderer.Renderer"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.site",
            ]
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        text("DATABASE_URL", f"sqlite:///{DATA_DIR}/rapporteur.sqlite3"), conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Readers go on while somebody saves (WAL), a second writer waits its turn for up to twenty seconds instead of
    # failing, and a transaction takes its place in the queue when it begins (IMMEDIATE), where waiting still helps.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=wal; PRAGMA synchronous=normal; PRAGMA journal_size_limit=67108864;",
    }
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Pictures drawn of records: kept across starts and shared by all processes, and whatever is lost is drawn again.
    "drawings": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "drawings",
        "OPTIONS": {"MAX_ENTRIES": 3000},
    }
    if os.access(DATA_DIR, os.W_OK)
    else {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},  # config/checks.py says what is wrong
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en-gb"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = zone("TIME_ZONE", "UTC")
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
# What staff upload has no address of its own: a checked view serves it, so that a draft's file stays with the draft.
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "editorial.shelf.Files"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

# How often the page of a record in the newsroom asks who else has it open; every ten seconds at most.
PRESENCE_SECONDS = 10

# What is too much here is refused before any form could keep what was typed, so forms must reach their own limit first:
# a thousand rows of a kind. A participant sends 18 fields, and a photo or a document a file, even when none is chosen.
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 30_000
DATA_UPLOAD_MAX_NUMBER_FILES = 2500

# Everything that belongs to an encrypted site follows from its address.
HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS and flag("HSTS_PRELOAD")
BEHIND_PROXY = flag("BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "editorial.newsroom.refusals.stale"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
# The rich text editor finds its modules through an inline import map, let in by a nonce, and writes style elements.
ADMIN_CONTENT_SECURITY_POLICY = CONTENT_SECURITY_POLICY["DIRECTIVES"] | {
    "script-src": [SELF, NONCE],
    "style-src": [SELF, UNSAFE_INLINE],
}

# Everything goes to the standard error stream, where systemd, Docker or the terminal keep it; a 500 with its traceback.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # A wrong Host header is answered with 400 and comes from scanners a thousand times a day.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
        # It warns at each HEAD request that it leaves the body out, which is exactly what it is there for.
        "gunicorn.http.wsgi": {"level": "ERROR"},
    },
}
