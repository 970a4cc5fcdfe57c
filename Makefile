# Two commands for everybody (demo, test), four more for those who work on Rapporteur.

PYTHON ?= python3
VENV = .venv/bin/python
TEMPLATES = find . -path ./.venv -prune -o -path '*/templates/*.html' -print0

.PHONY: demo password test thorough lint format lock python

demo: python
	@$(PYTHON) deploy/environment.py $(if $(DATABASE_URL),scale,base)
	@exec $(VENV) deploy/demo.py

password: python
	@$(PYTHON) deploy/environment.py $(if $(DATABASE_URL),scale,base)
	@$(VENV) deploy/demo.py password

# Everything, on PostgreSQL and on SQLite. What has to do with neither is run once, and last, so that the last line
# says whether a browser was missed. What takes long, such as every type of page in a browser in every way, where CI=true.
test: lint
	$(VENV) -m tests.postgresql pytest -n 2 -m "not browser and not once$(if $(CI),, and not long)"
	$(VENV) -m pytest -n 2 $(if $(CI),,-m "not long")

# What takes many minutes, or Node (npx) and Java besides: every page in every state, colour scheme and width before axe,
# before the Nu HTML checker, and every type of page before Lighthouse.
thorough: python
	@$(PYTHON) deploy/environment.py dev
	FORBID_SKIPS=1 $(VENV) -m pytest $(wildcard tests/thorough/[a-z]*.py)

lint: python
	@$(PYTHON) deploy/environment.py dev
	$(VENV) -m ruff check .
	$(VENV) -m ruff format --check .
	$(TEMPLATES) | xargs -0r .venv/bin/djade --target-version 5.2 --check
	DEBUG=1 DATABASE_URL=sqlite://:memory: $(VENV) manage.py makemigrations --check --dry-run

format:
	$(VENV) -m ruff check --fix .
	$(VENV) -m ruff format .
	$(TEMPLATES) | xargs -0r .venv/bin/djade --target-version 5.2

# The requirements in requirements/ are written from pyproject.toml by uv, with hashes and without naming any host.
UV ?= uv
LOCK = $(UV) pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links $(UPGRADE)
lock:
	$(LOCK) --output-file requirements/base.txt
	$(LOCK) --extra scale --constraint requirements/base.txt --output-file requirements/scale.txt
	$(LOCK) --extra scale --extra dev --constraint requirements/scale.txt --output-file requirements/dev.txt

python:
	@command -v $(PYTHON) >/dev/null || { echo "Rapporteur needs Python 3.11 or newer, and there is no $(PYTHON) here." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else "Rapporteur needs Python 3.11 or newer; %s is %d.%d. Name another: make demo PYTHON=python3.12" % (sys.executable, v[0], v[1]))'
