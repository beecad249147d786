"""Real servers for photos: gunicorn as in production, and an S3-compatible store. Started when first asked for."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from flask import Flask

from backend.app import create_app
from backend.kernel.db import db
from tests.conftest import settings_for
from tests.factories.identity import log_in, make_person, make_unit

PROJECT = Path(__file__).parents[3]
BIN = Path(sys.executable).parent
START_S = 60


def free_port(*, also: tuple[int, ...] = ()) -> int:
    """A port that is free now, and so are those at the distances `also` above it."""
    while True:
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if all(port + distance < 65536 and _is_free(port + distance) for distance in also):
            return port


def _is_free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until something answers at `url`."""
    end = time.monotonic() + START_S
    while time.monotonic() < end and process.poll() is None:
        try:
            requests.get(url, timeout=2)
        except (requests.ConnectionError, requests.Timeout):
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"{url} does not answer:\n{log.read_text(errors='replace')[-3000:]}")


@dataclass(frozen=True)
class S3:
    """A running S3-compatible store with an empty bucket."""

    endpoint: str
    bucket: str = "photos"
    access_key_id: str = "luqin-test"
    secret_access_key: str = "luqin-test-secret"

    @property
    def options(self) -> dict[str, str]:
        """As the settings hand them on."""
        return {
            "endpoint": self.endpoint,
            "access_key_id": self.access_key_id,
            "secret_access_key": self.secret_access_key,
        }


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3]:
    """A real S3 server that checks signatures."""
    folder = tmp_path_factory.mktemp("s3")
    names = ("master.port", "volume.port", "filer.port", "s3.port", "admin.port")
    ports = {name: free_port(also=(10_000,)) for name in names}  # its gRPC listens 10000 above
    store = S3(f"http://127.0.0.1:{ports['s3.port']}")
    log = folder / "log"
    command = [
        str(BIN / "weed"), "mini", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
        "-master.telemetry=false", "-webdav=false", "-admin.ui=false", "-s3.port.iceberg=0", "-s3.port.lance=0",
        f"-bucket={store.bucket}", *(f"-{name}={port}" for name, port in ports.items()),
    ]  # fmt: skip
    keys = {
        "AWS_ACCESS_KEY_ID": store.access_key_id,
        "AWS_SECRET_ACCESS_KEY": store.secret_access_key,
        "HOME": str(folder),
    }
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=os.environ | keys, stdout=out, stderr=out, cwd=folder)
    try:
        wait_for(store.endpoint, process, log)
        yield store
    finally:
        process.kill()  # nothing in it is worth a slow farewell
        process.wait(20)


@dataclass(frozen=True)
class Server:
    """A running server, and somebody logged in on it."""

    url: str
    data_dir: Path
    token: str
    app: Flask

    @property
    def uploads(self) -> str:
        """Where photos are announced."""
        return f"{self.url}/api/v1/photos/uploads"

    @property
    def headers(self) -> dict[str, str]:
        """Log-in."""
        return {"Authorization": f"Bearer {self.token}"}


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """gunicorn with two processes on a fresh SQLite database."""
    folder = tmp_path_factory.mktemp("server")
    shutil.copy(sqlite_template, folder / "luqin.db")
    app = create_app(settings_for(folder, f"sqlite:///{folder / 'luqin.db'}"))
    with app.app_context():
        token = log_in(app, make_person(unit_id=make_unit())).session["access_token"]
        db.session.remove()
        db.engine.dispose()
    port = free_port()
    settings = app.config["LUQIN"]
    environ = {
        "LUQIN_ENV": "test",
        "LUQIN_DATA_DIR": str(folder),
        "LUQIN_DATABASE_URL": settings.database_url,
        "LUQIN_SECRET_KEY": settings.secret_key,
        "LUQIN_LOG_LEVEL": "ERROR",
        "LUQIN_THREADS": "4",
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }
    log = folder / "gunicorn.log"
    command = [str(BIN / "gunicorn"), "--config", "config/gunicorn.py", "backend.wsgi:app"]
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=os.environ | environ, stdout=out, stderr=out, cwd=PROJECT)
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(f"{url}/health/live", process, log)
        yield Server(url, folder, token, app)
    finally:
        process.terminate()
        process.wait(40)
