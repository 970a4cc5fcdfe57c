"""How gunicorn serves Rapporteur: a few processes, each with a few threads."""

import os

_host = os.environ.get("HOST") or "127.0.0.1"
bind = f"{f'[{_host}]' if ':' in _host else _host}:{os.environ.get('PORT') or 8000}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 8
# The program is read once and shared by the processes: they start sooner and need less memory.
preload_app = True
# A filter with many values makes a long address.
limit_request_line = 8190
# It would lie in the home of the user, one for all sites they run.
control_socket_disable = True
errorlog = "-"
loglevel = "warning"
