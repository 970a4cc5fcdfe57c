"""Serve the demonstration: a database with a record to look at, an account for the newsroom, the site under gunicorn.

    python deploy/demo.py             prepare what is missing, then serve
    python deploy/demo.py password    give the account a new password

Run inside .venv by `make demo` and `make password`. HOST, PORT and DATA_DIR choose the address and the place of the
data; whatever config/settings.py reads is obeyed too. A second start finds everything as it was left.
"""

import errno
import hashlib
import os
import secrets
import socket
import sys
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ACCOUNT = "editor"
EVERYWHERE = {"0.0.0.0", "::"}


def main(task="serve"):
    data = data_dir()
    host, port = os.environ.get("HOST") or "127.0.0.1", port_number()
    describe(data, host, port)
    if task == "password":
        return new_password()
    refuse_taken_port(host, port)
    password = prepare(data)
    greet(data, password)
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "deploy/gunicorn.conf.py"), "config.wsgi"]
    os.chdir(ROOT)
    return os.execv(sys.executable, gunicorn)


def data_dir():
    data = Path(os.environ.get("DATA_DIR") or ROOT / "data").expanduser().resolve()
    try:
        data.mkdir(parents=True, exist_ok=True)
        (data / ".try").touch()
        (data / ".try").unlink()
    except OSError as error:
        sys.exit(f"The data cannot be kept in {data} ({error.strerror}): choose a folder of your own with DATA_DIR.")
    return data


def port_number():
    port = os.environ.get("PORT") or "8000"
    if not (port.isdecimal() and 0 < int(port) < 65536):
        sys.exit(f"PORT is “{port}”: it must be a number from 1 to 65535.")
    return int(port)


def refuse_taken_port(host, port):
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            sys.exit(f"Port {port} on {host} is taken: stop what uses it, or choose another: PORT={port + 1} make demo")
        if error.errno == errno.EACCES:
            sys.exit(f"Port {port} is reserved for the system: choose one above 1023, such as PORT=8000 make demo")
        sys.exit(f"HOST is “{host}”, which is no address of this machine: use 127.0.0.1, or 0.0.0.0 to let others in.")


def describe(data, host, port):
    """Tell the settings what an administrator would tell them, where the environment does not say it already."""
    everywhere = host in EVERYWHERE
    shown = own_address() if everywhere else host
    told = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "HOST": host,
        "PORT": str(port),
        "DATA_DIR": str(data),
        "SECRET_KEY": secret_key(data),
        "SITE_URL": f"http://{f'[{shown}]' if ':' in shown else shown}:{port}",
        "TIME_ZONE": "Asia/Karachi",
        # Who asks for every interface may be reached under names that this machine does not know.
        "ALLOWED_HOSTS": "*" if everywhere else f"{shown} localhost 127.0.0.1 [::1]",
    }
    os.environ.update({name: value for name, value in told.items() if not os.environ.get(name)})
    os.environ["DATA_DIR"] = str(data)
    sys.path.insert(0, str(ROOT))


def own_address():
    """The address by which others reach this machine. Nothing is sent: the system only says which way it would go."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return probe.getsockname()[0]


def secret_key(data):
    """Made once and kept with the data, readable by its owner alone."""
    file = data / "secret-key"
    file.touch(mode=0o600)
    if not file.read_text():
        file.write_text(secrets.token_urlsafe(64))
    return file.read_text()


def prepare(data):
    """Bring database and static files up to date; return the password of the account if it was made just now."""
    import django
    from django.core.management import call_command, get_commands

    django.setup()
    from django.contrib.auth import get_user_model

    upgraded = migrate()
    collect_static(data)
    if get_user_model().objects.exists():
        if upgraded:
            print("Deriving anew what readers filter and search by …", flush=True)
            call_command("settle", stdout=StringIO())
        call_command("read_documents", stdout=StringIO())
        return None
    # The account is made last: while there is none, an interrupted first start is begun again.
    if "load_demo" in get_commands():
        print("Writing the demonstration record …", flush=True)
        call_command("load_demo")
    password = secrets.token_urlsafe(9)
    get_user_model().objects.create_superuser(ACCOUNT, password=password)
    return password


def migrate():
    """Bring the tables up to date; return whether they were not."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    call_command("migrate", verbosity=0, interactive=False)
    return bool(missing)


def collect_static(data):
    """Collecting and compressing takes seconds, so it is done again only when a file has changed."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    found = hashlib.sha256((ROOT / "requirements/base.txt").read_bytes())
    for finder in get_finders():
        for path, storage in finder.list([]):
            found.update(f"{path} {storage.get_modified_time(path).timestamp()}\n".encode())
    mark = data / "static" / ".collected"
    if not mark.exists() or mark.read_text() != found.hexdigest():
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        mark.write_text(found.hexdigest())


def greet(data, password):
    site = os.environ["SITE_URL"]
    account = f"name {ACCOUNT}, password {password}" if password else f"name {ACCOUNT}; forgotten: make password"
    print(
        f"\n  The public record   {site}/"
        f"\n  The newsroom        {site}/admin/   {account}"
        f"\n  The data            {data}"
        "\n\n  Stop with Ctrl-C; the next make demo finds everything as it is now.\n",
        flush=True,
    )


def new_password():
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.db import DatabaseError

    try:
        account = get_user_model().objects.filter(username=ACCOUNT).first()
    except DatabaseError:
        account = None
    if not account:
        sys.exit(f"There is no account {ACCOUNT} here yet: make demo makes one.")
    password = secrets.token_urlsafe(9)
    account.set_password(password)
    account.save()
    print(f"The newsroom has a new password: name {ACCOUNT}, password {password}")


if __name__ == "__main__":
    main(*sys.argv[1:])
