"""The settings are safe when nobody says anything, and say the cure when somebody says something wrong."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.utils.log import configure_logging

from config.middleware import CompressPublicPages

ROOT = Path(__file__).parent.parent
KEY = "a-long-random-value-" * 4
REAL = {"SECRET_KEY": KEY, "SITE_URL": "https://record.example.org", "BEHIND_PROXY": "1"}


def manage(tmp_path, *arguments, **environment):
    """manage.py as an installation would run it, knowing nothing but what it is told."""
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **environment}
    command = [sys.executable, ROOT / "manage.py", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def setting(tmp_path, expression, **environment):
    code = f"from django.conf import settings as s; print({expression})"
    return manage(tmp_path, "shell", "--verbosity=0", "-c", code, **environment).stdout.strip()


@pytest.mark.once
def test_nothing_starts_without_a_secret_key(tmp_path):
    result = manage(tmp_path, "check", SITE_URL="http://127.0.0.1:8000")
    assert result.returncode == 1
    assert "SECRET_KEY is not set. Give it a long random value" in result.stderr


@pytest.mark.once
def test_debug_is_off_unless_asked_for(tmp_path):
    assert setting(tmp_path, "s.DEBUG", **REAL) == "False"
    assert setting(tmp_path, "s.DEBUG", DEBUG="1") == "True"


@pytest.mark.once
def test_a_switch_that_is_neither_on_nor_off_stops_the_start(tmp_path):
    result = manage(tmp_path, "check", DEBUG="maybe")
    assert result.returncode == 1
    assert "DEBUG is “maybe”. Set it to 1 for yes, or to 0 (or leave it out) for no." in result.stderr


@pytest.mark.once
def test_an_unknown_time_zone_stops_the_start(tmp_path):
    result = manage(tmp_path, "check", DEBUG="1", TIME_ZONE="Asia/Islamabad")
    assert result.returncode == 1
    assert "TIME_ZONE is “Asia/Islamabad”, which is no time zone." in result.stderr


@pytest.mark.once
def test_a_real_installation_passes_the_deployment_check(tmp_path):
    result = manage(tmp_path, "check", "--deploy", "--fail-level=WARNING", HSTS_PRELOAD="1", **REAL)
    assert (result.returncode, result.stdout) == (0, "System check identified no issues (0 silenced).\n")


@pytest.mark.once
@pytest.mark.parametrize(
    "told, complaint, cure",
    [
        ({"SECRET_KEY": "short"}, "config.E001", "Make one with: python3"),
        ({"SECRET_KEY": "django-insecure-" + KEY, "DEBUG": "0"}, "security.W009", "SECRET_KEY"),
        ({"SECRET_KEY": "changeme" + KEY}, "config.E001", "Make one with: python3"),
        ({"SITE_URL": ""}, "config.E002", "scheme and host alone"),
        ({"SITE_URL": "record.example.org"}, "config.E002", "scheme and host alone"),
        ({"SITE_URL": "https://[record"}, "config.E002", "scheme and host alone"),
        ({"SITE_URL": "https://record.example.org/archive"}, "config.E002", "scheme and host alone"),
        ({"ALLOWED_HOSTS": "elsewhere.example.org"}, "config.E003", "add the host of SITE_URL"),
        ({"ALLOWED_HOSTS": "*"}, "config.W004", "the host of SITE_URL alone"),
        ({"DATA_DIR": "/dev/null/data"}, "config.E005", "folder of theirs"),
        ({"DATA_DIR": str(ROOT / "static")}, "config.E006", "outside the program's own static/ folder"),
        ({"SITE_ACCENT": "teal"}, "config.E010", "Write it as #0b5a4b"),
        ({"SITE_ACCENT": "#ff6600"}, "config.E010", "The nearest colour that can be read is #b84c13"),
        ({"SITE_LOGO": "/dev/null"}, "config.E011", "Name an SVG file with a viewBox"),
        ({"BEHIND_PROXY": ""}, "config.W008", "Set BEHIND_PROXY=1"),
        ({"SITE_URL": "http://record.example.org"}, "config.W009", "proxy with a certificate"),
    ],
)
def test_each_mistake_is_named_with_its_cure(tmp_path, told, complaint, cure):
    result = manage(tmp_path, "check", "--deploy", "--fail-level=WARNING", **{**REAL, **told})
    assert result.returncode == 1
    assert complaint in result.stderr
    assert cure in result.stderr


@pytest.mark.once
def test_sqlite_lets_readers_go_on_and_writers_wait(tmp_path):
    code = (
        "from django.db import connection as c; "
        "print([c.cursor().execute(f'PRAGMA {p}').fetchone()[0]"
        " for p in ('journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout')])"
    )
    assert manage(tmp_path, "shell", "--verbosity=0", "-c", code, **REAL).stdout == "['wal', 1, 1, 20000]\n"


@pytest.mark.django_db
def test_the_tests_run_on_the_database_they_were_told_to():
    assert connection.vendor == ("postgresql" if os.environ.get("DATABASE_URL") else "sqlite")


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/", "/no-such-page/", "/static/no-such-file.css"])
def test_every_public_answer_carries_the_defences_of_a_browser(client, url):
    response = client.get(url)
    assert set(response.headers["Content-Security-Policy"].split("; ")) == POLICY
    assert {name: response.headers.get(name) for name in DEFENCES} == DEFENCES
    assert not response.cookies


DEFENCES = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
}


@pytest.mark.django_db
def test_only_the_admin_may_write_styles_and_only_styles(client):
    policy = client.get("/admin/login/").headers["Content-Security-Policy"].split("; ")
    assert set(policy) ^ POLICY == {"style-src 'self'", "style-src 'self' 'unsafe-inline'"}


def test_pages_for_readers_are_compressed_and_forms_for_staff_are_not():
    long = "x" * 500

    def compressed(path, answer):
        request = RequestFactory().get(path, headers={"Accept-Encoding": "gzip"})
        return CompressPublicPages(lambda request: answer)(request).headers.get("Content-Encoding")

    assert compressed("/events/", HttpResponse(long)) == "gzip"
    assert compressed("/admin/", HttpResponse(long)) is None
    assert compressed("/publications/report.pdf", StreamingHttpResponse([long.encode()])) is None


def test_a_failure_leaves_its_traceback_in_the_log(capfd):
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)

    def broken(request):
        raise RuntimeError("The press stopped")

    request = RequestFactory().get("/events/")
    assert convert_exception_to_response(broken)(request).status_code == 500
    logged = capfd.readouterr().err
    assert "ERROR django.request Internal Server Error: /events/" in logged
    assert "RuntimeError: The press stopped" in logged


@pytest.mark.once
def test_an_encrypted_address_brings_everything_that_belongs_to_it(tmp_path):
    names = "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS"
    assert setting(tmp_path, names, **REAL) == "True True True 31536000"
    assert setting(tmp_path, names, **REAL | {"SITE_URL": "http://10.0.0.7:8000"}) == "False False False 0"


@pytest.mark.once
def test_the_readme_lists_exactly_the_variables_that_the_settings_read():
    read = set()
    for node in ast.walk(ast.parse((ROOT / "config/settings.py").read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"flag", "secret", "text", "words", "zone"}:
            read.add(node.args[0].value)
    documented = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), flags=re.MULTILINE)
    assert sorted(documented) == sorted(read)


@pytest.mark.once
def test_the_locked_requirements_are_hashed_and_name_no_host():
    for lock in (ROOT / "requirements").glob("*.txt"):
        lines = lock.read_text().splitlines()
        assert [line for line in lines if "://" in line or line.startswith("--")] == []
        packages = [number for number, line in enumerate(lines) if line[:1].isalnum()]
        assert all(lines[number + 1].startswith("    --hash=sha256:") for number in packages)
