"""The house as it is really served: by a process of its own, whose every thread has a connection of its own.

A test's live server shares one connection among its threads, where nobody ever waits for anybody.
"""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.db import connection
from django.test import Client

ROOT = Path(__file__).parent.parent
TOKEN = "t" * 32


@contextmanager
def served(folder, user):
    """Serve what the test's database holds now, until the end; gives the House, in which `user` is logged in."""
    client = Client()
    client.force_login(user)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"DATABASE_URL": database(folder), "DATA_DIR": str(folder), "DEBUG": "1"}
    environment |= {"SECRET_KEY": settings.SECRET_KEY, "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}", "--noreload"]
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    house = House(f"http://127.0.0.1:{port}", client.cookies[settings.SESSION_COOKIE_NAME].value)
    try:
        house.wait(process, folder / "server.log")
        yield house
    finally:
        process.terminate()
        process.wait(20)


def database(folder):
    """Return the address of the test's database; of one in memory, that of a copy in a file."""
    if connection.vendor == "postgresql":
        return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    connection.ensure_connection()
    with sqlite3.connect(folder / "copy.sqlite3") as copy:
        connection.connection.backup(copy)
    copy.close()
    return f"sqlite:///{folder}/copy.sqlite3"


class Unfollowed(HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


class House:
    def __init__(self, address, session):
        self.address = address
        self.cookies = {settings.SESSION_COOKIE_NAME: session, "csrftoken": TOKEN}
        self.opener = build_opener(Unfollowed)

    def wait(self, process, log):
        for _ in range(300):
            try:
                return self.opener.open(f"{self.address}/health/", timeout=5)
            except HTTPError:
                return None
            except URLError:
                assert process.poll() is None, log.read_text()
                time.sleep(0.1)
        raise AssertionError(log.read_text())

    def ask(self, path, fields=None):
        """Return (status, Location, text) of the answer to what is asked, or sent, by whoever is logged in."""
        data = urlencode(fields | {"csrfmiddlewaretoken": TOKEN}, doseq=True).encode() if fields is not None else None
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        request = Request(self.address + path, data, {"Cookie": cookies})
        try:
            answer = self.opener.open(request, timeout=60)
        except HTTPError as refused:
            answer = refused
        return answer.status, answer.headers.get("Location"), answer.read().decode()
