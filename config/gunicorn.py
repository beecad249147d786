"""How gunicorn serves Luqin: ``gunicorn --config config/gunicorn.py backend.wsgi:app``.

Few processes with a handful of threads each: SQLite has one writer, so more of them would wait longer
instead of doing more, and PostgreSQL wants a bounded number of connections. A slow phone holds a thread while
its photo arrives; put a buffering proxy in front of a large installation.
"""

import os
from pathlib import Path

bind = f"{os.environ.get('HOST', '0.0.0.0')}:{os.environ.get('PORT', '8000')}"  # noqa: S104 - phones must reach it
worker_class = "gthread"
workers = int(os.environ.get("LUQIN_WORKERS", "2"))
threads = int(os.environ.get("LUQIN_THREADS", "8"))

# The application opens its own connections and threads; they must not be shared through a fork.
preload_app = False
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - heartbeats off the disk

timeout = 60
graceful_timeout = 30
keepalive = 30
limit_request_line = 8190  # Chinese search words are three times as long in a URL
limit_request_fields = 60

errorlog = "-"
accesslog = None  # the application writes one structured line per request
loglevel = os.environ.get("LUQIN_GUNICORN_LOG_LEVEL", "warning")

_tls = os.environ.get("LUQIN_TLS_DIR")
if _tls:
    certfile = str(Path(_tls) / "server.crt")
    keyfile = str(Path(_tls) / "server.key")
