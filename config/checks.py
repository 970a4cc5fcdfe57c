"""What can be wrong with an installation's settings, and the cure for each."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Warning
from django.http.request import validate_host

from editorial.drawing import colours, institute
from editorial.drawing.institute import DAY

PLACEHOLDERS = ("insecure", "changeme", "change-me", "secret", "development", "example", "password")
LOCAL = {"127.0.0.1", "localhost", "::1"}


def secret_key(app_configs, **kwargs):
    """At least 50 characters, 5 of them different: the measure of Django's own deployment check."""
    key = settings.SECRET_KEY
    if settings.DEBUG or (len(key) >= 50 and len(set(key)) >= 5 and not key.lower().startswith(PLACEHOLDERS)):
        return []
    return [
        Error(
            "SECRET_KEY is short or a placeholder: whoever guesses it can sign in as anybody.",
            hint="Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'",
            id="config.E001",
        )
    ]


def site_url(app_configs, **kwargs):
    try:
        parts = urlsplit(settings.SITE_URL)
        whole = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
        bare = not (parts.path or parts.query or parts.fragment or parts.username)
    except ValueError:
        whole = bare = False
    if whole and bare:
        return []
    return [
        Error(
            f"SITE_URL is “{settings.SITE_URL}”: feeds, citations and canonical links cannot be built from that.",
            hint="Set it to scheme and host alone, for instance SITE_URL=https://record.example.org",
            id="config.E002",
        )
    ]


def allowed_hosts(app_configs, **kwargs):
    hosts = settings.ALLOWED_HOSTS
    if "*" in hosts:
        return [
            Warning(
                "ALLOWED_HOSTS is *: the site answers to any name that anybody points at it.",
                hint="Leave ALLOWED_HOSTS out to answer to the host of SITE_URL alone, or list the names it has.",
                id="config.W004",
            )
        ]
    if settings.SITE_HOST and validate_host(settings.SITE_HOST, hosts):
        return []
    return [
        Error(
            f"The host of SITE_URL, “{settings.SITE_HOST}”, is not in ALLOWED_HOSTS: every page would be refused.",
            hint="Leave ALLOWED_HOSTS out, or add the host of SITE_URL to it.",
            id="config.E003",
        )
    ]


def _writable(folder):
    """Whether the folder can be written to or, where it does not exist yet, made."""
    while not folder.exists():
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def data_dir(app_configs, **kwargs):
    if _writable(Path(settings.DATA_DIR)):
        return []
    return [
        Error(
            f"DATA_DIR, {settings.DATA_DIR}, cannot be written to: nothing could be saved.",
            hint="Give the folder to the user who runs the site (chown), or set DATA_DIR to a folder of theirs.",
            id="config.E005",
        )
    ]


def uploads_apart(app_configs, **kwargs):
    """Whatever lies in a folder of static files is served to everybody, the files of drafts too."""
    media = Path(settings.MEDIA_ROOT)
    static = [Path(folder) for folder in (settings.STATIC_ROOT, *settings.STATICFILES_DIRS)]
    if not any(media == folder or folder in media.parents or media in folder.parents for folder in static):
        return []
    return [
        Error(
            f"Uploads ({media}) and static files lie in one another: the files of drafts would be public.",
            hint="Set DATA_DIR to a folder outside the program's own static/ folder.",
            id="config.E006",
        )
    ]


def accent(app_configs, **kwargs):
    """The accent must be readable on the paper of the site (WCAG 2.2, 1.4.3); at night a lighter one is derived."""
    try:
        passing = colours.nearest(settings.SITE_ACCENT, DAY) if settings.SITE_ACCENT else ""
    except ValueError:
        problem, cure = "is no colour", "Write it as #0b5a4b."
    else:
        if not passing or passing == colours.write(colours.read(settings.SITE_ACCENT)):
            return []
        found = colours.least(settings.SITE_ACCENT, DAY)
        problem = f"cannot be read on the paper of the site: its contrast is {found:.1f}, and must be {colours.TEXT}"
        cure = f"The nearest colour that can be read is {passing}. Until you choose, the site uses that."
    return [Error(f"SITE_ACCENT is “{settings.SITE_ACCENT}”, which {problem}.", hint=cure, id="config.E010")]


def logo(app_configs, **kwargs):
    found = institute.logo()
    if settings.SITE_LOGO and not found:
        return [
            Error(
                f"SITE_LOGO is “{settings.SITE_LOGO}”, which is no picture that can be shown.",
                hint="Name an SVG file with a viewBox, or a PNG, WebP or JPEG, by its full path or its path in DATA_DIR.",
                id="config.E011",
            )
        ]
    if found and len(found.content) > 50_000:
        return [
            Warning(
                f"The logo weighs {len(found.content) // 1000} kB, on every page of every new visitor.",
                hint="Save it smaller: an SVG, or a PNG about 100 pixels high.",
                id="config.W012",
            )
        ]
    return []


def sqlite(app_configs, **kwargs):
    """Without these two, people who save at the same moment see “database is locked”."""
    for database in settings.DATABASES.values():
        options = database.get("OPTIONS", {})
        if database["ENGINE"] == "django.db.backends.sqlite3" and (
            "journal_mode=wal" not in options.get("init_command", "").lower().replace(" ", "")
            or options.get("timeout", 0) < 20
        ):
            return [
                Warning(
                    "SQLite runs without its write-ahead log or waits less than 20 seconds for another's save.",
                    hint="Keep the OPTIONS that config/settings.py gives to SQLite.",
                    id="config.W007",
                )
            ]
    return []


def encryption(app_configs, **kwargs):
    """Asked with check --deploy, since the other side of a proxy cannot be seen from here."""
    if settings.HTTPS and not getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        return [
            Warning(
                "SITE_URL is https, yet BEHIND_PROXY is not set: behind a proxy every page would redirect to itself.",
                hint="Set BEHIND_PROXY=1 if a proxy takes the encryption off and sets X-Forwarded-Proto by itself.",
                id="config.W008",
            )
        ]
    if not settings.HTTPS and settings.SITE_HOST not in LOCAL:
        return [
            Warning(
                "SITE_URL is http: the passwords of staff travel where others can read them.",
                hint="Put a proxy with a certificate in front and set SITE_URL=https://… and BEHIND_PROXY=1.",
                id="config.W009",
            )
        ]
    return []


ALL = [secret_key, site_url, allowed_hosts, data_dir, uploads_apart, accent, logo, sqlite]
DEPLOYED = [encryption]
