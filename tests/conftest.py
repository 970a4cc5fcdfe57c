"""What every test gets: a database, a browser where there is one, and no skipping where that is forbidden."""

import gc
import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.template.base import Template
from django.test.utils import instrumented_test_render

from tests import places

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
NO_BROWSER = "No Chromium found: the browser tests did NOT run. Install one, or name it in CHROMIUM."


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if empties_the_tables(item):
            # This gives the rows of the migrations back before the test begins.
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)
        if "page" in item.fixturenames or "browser" in item.fixturenames:
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("browser") and not BROWSER:
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))
    outcome = yield
    # Whoever comes after such a test would miss those rows. pytest-django says so too, but is overruled by pytest, which
    # brings together the tests that share a browser.
    items.sort(key=empties_the_tables)
    return outcome


def pytest_collection_finish():
    """Let Python look for garbage among what the tests make only, and less often: the rest is there to stay."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def empties_the_tables(item):
    """Whether a test cannot be rolled back, because a second thread must see what it wrote."""
    marker = item.get_closest_marker("django_db")
    return "live_server" in item.fixturenames or bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """The database of the tests; the rows of its migrations are known to every connection to it.

    Within Playwright's event loop Django opens a connection of its own, which otherwise would not know them.
    """
    if kept := getattr(connection, "_test_serialized_contents", None):
        type(connection.copy())._test_serialized_contents = kept


@pytest.fixture(scope="session", autouse=True)
def _parts_of_a_widget_are_not_kept(django_test_environment):
    """What a page was made of is told to a test, but not of the thousands of options and attributes in its form."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", rendered)
        yield


def rendered(template, context):
    if str(template.name).startswith("django/forms/"):
        return template.nodelist.render(context)
    return instrumented_test_render(template, context)


def pytest_sessionfinish(session):
    shutil.rmtree(settings.DATA_DIR, ignore_errors=True)
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped") and os.environ.get("FORBID_SKIPS") == "1":
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.stats.get("skipped", [])
    if any(NO_BROWSER in str(report.longrepr) for report in skipped):
        terminalreporter.write_sep("!", NO_BROWSER, red=True, bold=True)
    if skipped and os.environ.get("FORBID_SKIPS") == "1":
        terminalreporter.write_sep("!", f"FORBID_SKIPS=1, yet {len(skipped)} skipped: failed", red=True, bold=True)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """Debian's Chromium; it starts as root and in a container, and talks to nobody on its own."""
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
    return {"executable_path": BROWSER, "args": flags}


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """No test sees what another one left in the cache."""
    cache.clear()


@pytest.fixture
def visited(request, live_server, page, transactional_db):
    """The addresses of the pages of a state of tests/places.py, one after the other, each as soon as `page` shows it."""
    page.add_init_script(path=Path(__file__).with_name("reach.js"))
    return places.visit(page, live_server.url, request.param())
