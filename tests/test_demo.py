"""`make demo`, as a newcomer meets it: what it prints, what it keeps, and one sentence for each thing that stops it."""

import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import time
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.once


def told(folder, **environment):
    """An environment as bare as a newcomer's; what pip is told on this machine goes along."""
    kept = {name: value for name, value in os.environ.items() if name.startswith("PIP_") or name in {"PATH", "HOME"}}
    return kept | {"DATA_DIR": str(folder), "PYTHONUTF8": "1"} | environment


def say(script, *arguments, **environment):
    result = subprocess.run(
        [sys.executable, script, *arguments], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    return result.returncode, result.stdout, result.stderr


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@contextmanager
def demo(folder):
    """The demonstration, served; gives what it printed, and the address."""
    port = free_port()
    log = folder.with_suffix(".log")
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, ROOT / "deploy/demo.py"], env=told(folder, PORT=port), stdout=output, stderr=output
        )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address, process, log)
        yield log.read_text(), address
    finally:
        process.terminate()
        process.wait(20)


def wait_for(address, process, log):
    for _ in range(600):
        try:
            return build_opener().open(f"{address}/admin/login/").status
        except URLError:
            assert process.poll() is None, log.read_text()
            time.sleep(0.1)
    raise AssertionError(log.read_text())


def newsroom(address, password):
    """The address somebody lands on who signs in with this password."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    page = browser.open(f"{address}/admin/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    form = {"csrfmiddlewaretoken": token, "username": "editor", "password": password, "next": "/admin/"}
    return browser.open(f"{address}/admin/login/", urlencode(form).encode()).geturl()


def test_a_first_start_makes_an_account_and_a_second_one_keeps_everything(tmp_path):
    data = tmp_path / "data"
    with demo(data) as (printed, address):
        password = re.search(r"name editor, password (\S+)", printed)[1]
        assert f"The data            {data}\n" in printed
        assert newsroom(address, password) == f"{address}/admin/"
    key = data / "secret-key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    kept = key.read_text()
    with demo(data) as (printed, address):
        assert "name editor; forgotten: make password" in printed
        assert newsroom(address, password) == f"{address}/admin/"
        assert key.read_text() == kept
        code, printed, _ = say(ROOT / "deploy/demo.py", "password", **told(data))
        assert code == 0
        fresh = re.search(r"name editor, password (\S+)", printed)[1]
        assert newsroom(address, password) == f"{address}/admin/login/"
        assert newsroom(address, fresh) == f"{address}/admin/"


def test_a_taken_port_is_named(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        sentence = (
            f"Port {port} on 127.0.0.1 is taken: stop what uses it, or choose another: PORT={port + 1} make demo\n"
        )
        assert say(ROOT / "deploy/demo.py", **told(tmp_path, PORT=str(port))) == (1, "", sentence)


def test_a_port_that_is_no_number_is_named(tmp_path):
    answer = say(ROOT / "deploy/demo.py", **told(tmp_path, PORT="eight"))
    assert answer == (1, "", "PORT is “eight”: it must be a number from 1 to 65535.\n")


def test_a_folder_that_cannot_hold_the_data_is_named():
    code, printed, sentence = say(ROOT / "deploy/demo.py", **told("/dev/null/data"))
    assert (code, printed) == (1, "")
    assert sentence.startswith("The data cannot be kept in /dev/null/data (Not a directory): choose a folder")


def test_an_old_python_is_named(tmp_path):
    """The Makefile asks in words that every Python understands; this one claims to be 3.8."""
    old = tmp_path / "python3.8"
    old.write_text(
        f'#!/bin/sh\nexec {sys.executable} -c "import sys; sys.version_info = (3, 8, 18); exec(sys.argv[1])" "$2"\n'
    )
    old.chmod(0o755)
    make = ["make", "--no-print-directory", "-C", ROOT, "demo", f"PYTHON={old}"]
    result = subprocess.run(make, env=told(tmp_path), capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert result.stderr.startswith("Rapporteur needs Python 3.11 or newer; ")
    assert " is 3.8. Name another: make demo PYTHON=python3.12\n" in result.stderr


@pytest.fixture
def bare_tree(tmp_path):
    """A tree in which nothing has been installed yet."""
    for folder in ("deploy", "requirements"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path / "deploy/environment.py"


def test_a_python_without_any_pip_is_told_what_to_install(bare_tree, tmp_path):
    for module in ("ensurepip", "pip", "virtualenv"):
        (tmp_path / "debian" / module).mkdir(parents=True)
        (tmp_path / "debian" / module / "__init__.py").write_text("raise ImportError")
    code, _, sentence = say(
        bare_tree, "base", **told(tmp_path, PYTHONPATH=str(tmp_path / "debian"), PATH=str(tmp_path))
    )
    assert code == 1
    assert sentence == (
        "This Python can make no environment: it has neither ensurepip, nor pip, nor virtualenv. "
        "On Debian and Ubuntu: apt install python3-venv, then run make again.\n"
    )


def test_a_missing_network_is_named(bare_tree, tmp_path):
    nobody = {"PIP_INDEX_URL": f"http://127.0.0.1:{free_port()}/", "PIP_CONFIG_FILE": os.devnull, "PIP_RETRIES": "1"}
    code, _, sentence = say(bare_tree, "base", **told(tmp_path, **nobody))
    assert code == 1
    assert sentence.startswith("The packages cannot be fetched: the package index cannot be reached.")
    assert sentence.count("\n") == 1
