"""A branch to measure on, and a real server of its own."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from flask import Flask

from backend.app import create_app
from backend.cli import migrate
from backend.demo.phone import DemoPhone
from backend.kernel.clock import format_ms, hold_clock, now_ms
from backend.kernel.db import db
from config.settings import load_settings
from tests.factories.identity import DeviceKey, log_in, make_branch, make_person
from tests.factories.posts import make_post

PHONES = 8
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Rider:
    """One phone with its token."""

    phone: DemoPhone
    token: str


@dataclass
class World:
    """A database with a branch, and phones that are logged in."""

    folder: Path
    environ: dict[str, str]
    app: Flask
    riders: list[Rider] = field(default_factory=list)
    post: str = ""
    seed: random.Random = field(default_factory=lambda: random.Random(7))
    made: int = 0

    def violation(self, rider: Rider, at_ms: int) -> tuple[str, tuple[str, str]]:
        """A signed violation with two photos declared."""
        self.made += 1
        photos = [
            {
                "sha256": sha256(f"{self.made}-{place}".encode()).hexdigest(),
                "size": 300_000,
                "type": "image/jpeg",
                "taken_at": format_ms(at_ms),
                "width": 1920,
                "height": 1080,
            }
            for place in range(2)
        ]
        data = {
            "code": "1039",
            "code_version": "2022-04-sample",
            "party": "motor",
            "plate_kind": "02",
            "plate": f"沪A{self.made % 100_000:05}",
            "plate_typed": None,
            "plate_confirmed": False,
            "place": "漕溪北路—肇嘉浜路路口",
            "direction": None,
            "facts": "车辆停放在禁止停车路段，驾驶人不在现场",
            "outcome": "simple",
            "second_officer": None,
            "channel": "street",
        }
        fix = {"lat": 31.1951, "lon": 121.4371, "accuracy_m": 8.0, "age_s": 2.0, "source": "gps"}
        return rider.phone.make("violation", at_ms=at_ms, data=data, post=self.post, fix=fix, photos=photos)


def make_world(folder: Path) -> World:
    """An empty branch with one post and eight officers, each with a phone and a session."""
    environ = {
        "LUQIN_ENV": "test",
        "LUQIN_DATA_DIR": str(folder),
        "LUQIN_LOG_LEVEL": "WARNING",
        "LUQIN_ACCESS_TOKEN_S": "3600",
    }
    app = create_app(load_settings(environ))
    migrate(app)
    world = World(folder, environ, app)
    with app.app_context():
        branch = make_branch()
        world.post = make_post(unit_id=branch.squad)
        for _ in range(PHONES):
            person = make_person(unit_id=branch.squad, roles=("supervisor",), grants=(("any", "any"),))
            phone = DemoPhone(world.seed, person.id, branch.squad)
            session = log_in(app, person, DeviceKey(phone.private_key)).session
            phone.device_id = session["device"]["id"]
            world.riders.append(Rider(phone, session["access_token"]))
        db.session.remove()
    return world


def fill(world: World, count: int) -> None:
    """Store `count` violations of the last ninety days through the intake."""
    intake = world.app.extensions["luqin.intake"]
    end = now_ms()
    with world.app.app_context():
        for start in range(0, count, 200):
            rider = world.riders[start // 200 % PHONES]
            at = end - 90 * 86_400_000 + start * 90 * 86_400_000 // count
            items = [world.violation(rider, at + n * 1000)[1] for n in range(200)]
            with hold_clock(at + 300_000):
                intake.take(rider.phone.sender, items)
        db.session.remove()


@contextmanager
def serving(world: World) -> Iterator[tuple[int, int, float]]:
    """A gunicorn as `make run` starts it: port, process id, and seconds until it was ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environ = {**os.environ, **world.environ, "HOST": "127.0.0.1", "PORT": str(port)}
    command = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py", "backend.wsgi:app"]
    began = time.perf_counter()
    with (world.folder / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=log)
    try:
        _wait_until_ready(port, server)
        yield port, server.pid, time.perf_counter() - began
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_until_ready(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise RuntimeError("The server stopped; see server.log.")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=20) as answer:
                if answer.status == 200:
                    return
        except OSError:  # not there yet, or too busy to answer
            time.sleep(0.02)
    raise RuntimeError("The server did not become ready.")


def memory_mib(pid: int) -> float:
    """Proportional set size of a process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    total = 0
    for process in (str(pid), *children):
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024
