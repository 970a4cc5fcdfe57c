"""Every type of page before Lighthouse, on a slow telephone, as `make demo` serves it: a hundred of a hundred in each of
its four marks. Needs Node."""

import json
import os
import subprocess

import pytest

from tests import places
from tests.conftest import BROWSER
from tests.test_demo import demo

pytestmark = pytest.mark.once

LIGHTHOUSE = ["npx", "--yes", "--package", "lighthouse@12.8.2", "lighthouse", "--quiet", "--output", "json"]
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-dev-shm-usage"
CAST = {
    "event": "russia-pakistan-overview-forum",
    "publication": "pakistan-russia-relations-historical-and-strategic-analysis",
    "agreement": "issi-icca-ras-memorandum",
    "person": "mushahid-hussain-syed",
    "institution": "issi",
    "partner": "russian-embassy-islamabad",
    "topic": "diplomacy",
    "country": "ru",
    "year": "2025",
}
ASKED = ["/search/?q=russia", "/events/?topic=diplomacy"]
BEST = {"performance": 100, "accessibility": 100, "best-practices": 100, "seo": 100}
# Whatever else the machine is doing lowers the figure for speed and never raises it.
TRIES = 3


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with demo(tmp_path_factory.mktemp("demo")) as (_, address):
        yield address


def marks(address):
    told = subprocess.run(
        [*LIGHTHOUSE, f"--chrome-flags={FLAGS}", address],
        env=os.environ | {"CHROME_PATH": BROWSER},
        capture_output=True,
        check=True,
    )
    return {name: round(100 * mark["score"]) for name, mark in json.loads(told.stdout)["categories"].items()}


@pytest.mark.parametrize("address", [*places.STANDING, *ASKED, *places.around(CAST)])
def test_a_page_has_the_best_marks(site, address):
    found = {}
    for _ in range(TRIES):
        found = {name: max(mark, found.get(name, 0)) for name, mark in marks(site + address).items()}
        if found == BEST:
            break
    assert found == BEST
