"""Every page in every state before the Nu HTML checker, which knows the whole of HTML, SVG and ARIA. Needs Node and Java."""

import json
import subprocess

import pytest
from django.db import transaction
from django.test import Client

from tests import places

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# Which language a page is in is not guessed at: names and titles in several stand on it, and each says which it is in.
CHECKER = ["npx", "--yes", "--ignore-scripts", "--package", "vnu-jar@26.9.27", "vnu"]
OPTIONS = ["--stdout", "--format", "json", "--exit-zero-always", "--no-langdetect"]


def write(folder, state):
    """Write every page of a state into `folder`; return {name of a file: address}."""
    written = {}
    for number, address in enumerate(state()):
        file = folder / f"{state.__name__}-{number:03}.html"
        page = places.bare(address) if address in places.BARE else Client().get(address, follow=True).content.decode()
        file.write_text(page)
        written[file.name] = address
    return written


def test_no_page_has_an_error_or_a_warning(tmp_path):
    written = {}
    for state in places.STATES:
        with transaction.atomic():
            written |= write(tmp_path, state)
            transaction.set_rollback(True)
    told = subprocess.run([*CHECKER, *OPTIONS, *tmp_path.iterdir()], capture_output=True, check=True).stdout
    faults = [
        message for message in json.loads(told)["messages"] if message["type"] != "info" or message.get("subType")
    ]
    found = {(written[fault["url"].rpartition("/")[2]], fault["message"]): fault.get("extract") for fault in faults}
    assert found == {}
