"""Make .venv and put into it exactly what a file in requirements/ locks.

    python3 deploy/environment.py base | scale | dev

Uses nothing but the standard library, since this is where everything else comes from. Debian delivers Python without
ensurepip, so there are several ways to an environment, tried in turn: venv with its own pip, venv filled by the pip of
the system, virtualenv, and venv with the pip that Debian packs for itself.
"""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
LOCKS = ("base", "scale", "dev")  # each holds everything the one before it holds
UNREACHABLE = re.compile(
    r"NewConnectionError|ConnectTimeout|ReadTimeout|name resolution|Connection (refused|reset|timed out)|ProxyError|"
    r"Network is unreachable|No route to host|RemoteDisconnected|Failed to establish|from versions: none"
)
NO_PIP = (
    "This Python can make no environment: it has neither ensurepip, nor pip, nor virtualenv. "
    "On Debian and Ubuntu: apt install python3-venv, then run make again."
)
NO_NETWORK = (
    "The packages cannot be fetched: the package index cannot be reached. The first start needs the network once; "
    "connect (or set PIP_INDEX_URL to a mirror within reach) and run make again."
)


def main(lock):
    if is_installed(lock):
        return
    if not installer():
        build()
    install(lock)


def fingerprint(lock):
    return hashlib.sha256((ROOT / f"requirements/{lock}.txt").read_bytes()).hexdigest()


def stamp(lock):
    return VENV / f"installed-{lock}"


def is_installed(lock):
    """Whether this lock, or one that holds it, was installed from the file as it stands."""
    enough = LOCKS[LOCKS.index(lock) :]
    return runs(PYTHON, "--version") and any(
        stamp(name).exists() and stamp(name).read_text() == fingerprint(name) for name in enough
    )


def runs(*command, **options):
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, **options)
    except OSError:
        return False
    return done.returncode == 0


def installer():
    """The command that installs into .venv, or None when there is no environment yet or nothing to fill it with."""
    inside = [PYTHON, "-m", "pip"]
    # An old pip does not know --python; then this fails as well, and the next way is tried.
    outside = [sys.executable, "-m", "pip", "--python", PYTHON]
    if not runs(PYTHON, "--version"):
        return None
    return next((pip for pip in (inside, outside) if runs(*pip, "--version")), None)


def build():
    print("Making an environment in .venv …", flush=True)
    for way in (["venv"], ["venv", "--without-pip"], ["virtualenv"]):
        if runs(sys.executable, "-m", way[0], "--clear", *way[1:], VENV) and installer():
            return
    if not (runs(sys.executable, "-m", "venv", "--clear", "--without-pip", VENV) and pip_from_debian()):
        sys.exit(NO_PIP)


def pip_from_debian():
    """Unpack into .venv the pip that Debian and Ubuntu keep for their own ensurepip.

    apt-get only fetches here, with lists and cache of its own: nothing is installed and nobody need be root.
    """
    folder = VENV / "apt"
    (folder / "lists/partial").mkdir(parents=True)
    places = {"Dir::State::lists": folder / "lists", "Dir::Cache": folder, "APT::Sandbox::User": "root"}
    apt = ["apt-get", "-qq", *(f"-o{name}={place}" for name, place in places.items())]
    fetched = runs(*apt, "update") and runs(*apt, "download", "python3-pip-whl", cwd=folder)
    if not (fetched and all(runs("dpkg-deb", "-x", package, folder) for package in folder.glob("*.deb"))):
        return False
    wheels = list(folder.rglob("pip-*.whl"))
    return bool(wheels) and runs(PYTHON, wheels[0] / "pip", "install", "--no-index", wheels[0])


def install(lock):
    file = ROOT / f"requirements/{lock}.txt"
    count = len(re.findall(r"^\w", file.read_text(), flags=re.MULTILINE))
    print(f"Installing {count} packages into .venv, once …", flush=True)
    options = ["--disable-pip-version-check", "--no-input", "--require-hashes", "--no-deps", "--requirement", file]
    command = [*installer(), "install", *options]
    result = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    (VENV / "install.log").write_text(result.stdout)
    if result.returncode:
        sys.exit(NO_NETWORK if UNREACHABLE.search(result.stdout) else failure(result.stdout))
    stamp(lock).write_text(fingerprint(lock))


def failure(output):
    """The first line in which pip says what went wrong; the rest is in the log."""
    errors = [line.strip() for line in output.splitlines() if line.startswith("ERROR:")]
    reason = errors[0] if errors else "pip gave no reason."
    return f"The packages could not be installed: {reason} All that pip said is in {VENV / 'install.log'}"


if __name__ == "__main__":
    main(*sys.argv[1:])
