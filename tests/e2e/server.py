"""A real server for browser tests: gunicorn with the project's own configuration on a folder of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pysqlite3

ROOT = Path(__file__).resolve().parents[2]
START_S = 120
STOP_S = 40
NO_APP = "The PWA is not built: {folder} holds no index.html. Run `make e2e`, or scripts/pwa.sh first."


@dataclass(frozen=True)
class Server:
    """A running server. `port` on 127.0.0.1; `data_dir` holds its database, photos and `server.log`."""

    port: int
    data_dir: Path
    process: subprocess.Popen[bytes]

    @property
    def log(self) -> Path:
        """What the server has written so far."""
        return self.data_dir / "server.log"

    def set_status(self, badge_number: str, status: str) -> None:
        """What becomes of a person behind everybody's back: `left` has no screen of its own."""
        with closing(pysqlite3.connect(self.data_dir / "luqin.db", timeout=30)) as database, database:
            database.execute("UPDATE person SET status = ? WHERE badge_number = ?", (status, badge_number))


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def pwa_dir() -> Path:
    """Where the built app is. Raises FileNotFoundError when it is not."""
    folder = Path(os.environ.get("LUQIN_PWA_DIR", ROOT / "pwa" / "dist")).resolve()
    if not (folder / "index.html").is_file():
        raise FileNotFoundError(NO_APP.format(folder=folder))
    return folder


@contextmanager
def serving(
    data_dir: Path, *, history_days: int, moment: datetime | None = None, **environ: str
) -> Iterator[Server]:
    """A demo branch with `history_days` of records, served until the block ends; at `moment` it is now."""
    env = _environment(data_dir, environ)
    clock = [] if moment is None else ["faketime", "-m", moment.astimezone().strftime("%Y-%m-%d %H:%M:%S")]
    data_dir.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [*clock, sys.executable, "-m", "tests.e2e.branch", str(history_days)],
        cwd=ROOT,
        env=env | {"LUQIN_LOG_LEVEL": "WARNING"},
        check=True,
    )
    port = free_port()
    with (data_dir / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [*clock, sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py", "backend.wsgi:app"],
            cwd=ROOT,
            env=env | {"HOST": "127.0.0.1", "PORT": str(port)},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    server = Server(port, data_dir, process)
    try:
        _wait_until_ready(server)
        yield server
    finally:
        _stop(process)


def _environment(data_dir: Path, environ: dict[str, str]) -> dict[str, str]:
    # Nothing that the caller's shell sets for another installation may reach this one.
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LUQIN_")}
    return clean | {
        "LUQIN_ENV": "demo",
        "LUQIN_DATA_DIR": str(data_dir),
        "LUQIN_PWA_DIR": str(pwa_dir()),
        "LUQIN_LOG_LEVEL": "INFO",
        "PYTHONUTF8": "1",
        **environ,
    }


def _wait_until_ready(server: Server) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            break
        try:
            answer = get_json(server.port, "/health/ready")
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
            continue
        if answer["status"] == "ok":
            return
    raise RuntimeError(f"The server did not get ready:\n{server.log.read_text('utf-8', 'replace')[-4000:]}")


def get_json(port: int, path: str) -> Any:
    """What the server answers to an open GET."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        return json.load(answer)


def _stop(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):  # It may have ended by itself.
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
