"""What only a real socket can do wrong: bodies that break off, framing that lies, lines that are no HTTP.

Against gunicorn as it is configured for production, because a test client never sees any of this.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import create_engine, func, select

from backend.kernel.db import metadata
from tests.architecture.source import ROOT

LOGIN = "/api/v1/auth/login"


class Server(NamedTuple):
    """A running server and its database."""

    port: int
    database: Path


class Answer(NamedTuple):
    """Status, headers and body as they came over the line."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def code(self) -> str:
        """The code of a problem."""
        return str(json.loads(self.body)["code"])


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    database = folder / "luqin.db"
    shutil.copy(sqlite_template, database)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = os.environ | {
        "LUQIN_ENV": "test",
        "LUQIN_DATA_DIR": str(folder),
        "LUQIN_DATABASE_URL": f"sqlite:///{database}",
        "LUQIN_SECRET_KEY": "test-secret-that-is-long-enough-for-everything",
        "LUQIN_LOG_LEVEL": "CRITICAL",
        "LUQIN_WORKERS": "1",
        "LUQIN_THREADS": "4",
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py", "backend.wsgi:app"]
    process = subprocess.Popen(command, cwd=ROOT, env=environ)
    try:
        _wait_for(port, process)
        yield Server(port, database)
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the server has ended"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server did not start")


@pytest.fixture
def nothing_stored(server: Server) -> Iterator[None]:
    before = _row_counts(server.database)
    yield
    assert _row_counts(server.database) == before


def _row_counts(database: Path) -> dict[str, int]:
    engine = create_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        counts = {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }
    engine.dispose()
    return counts


def _talk(server: Server, *pieces: bytes, then_hang_up: bool = True) -> Answer:
    with socket.create_connection(("127.0.0.1", server.port), 10) as line:
        for piece in pieces:
            line.sendall(piece)
        if then_hang_up:
            line.shutdown(socket.SHUT_WR)
        received = b""
        while b"\r\n\r\n" not in received or len(received) < _announced(received):
            chunk = line.recv(65536)
            if not chunk:
                break
            received += chunk
    return _read(received)


def _announced(received: bytes) -> int:
    head, _, _ = received.partition(b"\r\n\r\n")
    lengths = [
        row.split(b":")[1] for row in head.lower().split(b"\r\n") if row.startswith(b"content-length:")
    ]
    return len(head) + 4 + int(lengths[0]) if lengths else sys.maxsize


def _read(received: bytes) -> Answer:
    assert received, "the server said nothing"
    head, _, body = received.partition(b"\r\n\r\n")
    first, *rows = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (row.partition(":") for row in rows)}
    return Answer(int(first.split()[1]), headers, body)


def _post(length: int | str, *more: str) -> bytes:
    rows = [
        f"POST {LOGIN} HTTP/1.1",
        "Host: localhost",
        "Content-Type: application/json",
        f"Content-Length: {length}",
        *more,
    ]
    return "\r\n".join([*rows, "", ""]).encode("latin-1")


@pytest.mark.parametrize("sent", [0, 1, 500, 999])
@pytest.mark.usefixtures("nothing_stored")
def test_a_body_that_breaks_off_is_never_taken_for_whole(server: Server, sent: int) -> None:
    body = json.dumps({"badge_number": "000001", "password": "x" * 2000}).encode()
    answer = _talk(server, _post(1000), body[:sent])
    assert answer.status == 400
    assert answer.code in {"body_truncated", "bad_request"}
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.usefixtures("nothing_stored")
def test_a_body_that_would_be_valid_though_cut_is_not_taken_either(server: Server) -> None:
    answer = _talk(server, _post(1000), b'{"badge_number": "000001"}')
    assert (answer.status, answer.code) == (400, "body_truncated")


def test_a_body_that_comes_in_pieces_is_put_together(server: Server) -> None:
    body = b'{"badge_number": "000001"}'
    pieces = [body[n : n + 5] for n in range(0, len(body), 5)]
    answer = _talk(server, _post(len(body)), *pieces)
    assert (answer.status, answer.code) == (422, "invalid_input")


def test_a_body_in_chunks_is_read(server: Server) -> None:
    head = _post(0).replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")
    answer = _talk(server, head, b'5\r\n{"a":\r\n2\r\n1}\r\n0\r\n\r\n', then_hang_up=False)
    assert (answer.status, answer.code) == (422, "invalid_input")


@pytest.mark.usefixtures("nothing_stored")
def test_chunks_that_break_off_are_refused(server: Server) -> None:
    head = _post(0).replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")
    answer = _talk(server, head, b'ff\r\n{"a":')
    assert 400 <= answer.status < 500


def test_chunks_that_never_end_are_cut_at_the_limit(server: Server) -> None:
    head = _post(0).replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")
    piece = b"80000\r\n" + b" " * 0x80000 + b"\r\n"
    answer = _talk(server, head, *[piece] * 9, b"0\r\n\r\n", then_hang_up=False)
    assert (answer.status, answer.code) == (413, "too_large")


def test_an_announced_length_beyond_the_limit_is_refused_at_once(server: Server) -> None:
    answer = _talk(server, _post(10**12), then_hang_up=False)
    assert (answer.status, answer.code) == (413, "too_large")


LIES: dict[str, Callable[[], bytes]] = {
    "length and chunks": lambda: _post(5, "Transfer-Encoding: chunked") + b"0\r\n\r\n",
    "two lengths": lambda: _post(5, "Content-Length: 6") + b"{}   ",
    "a negative length": lambda: _post(-1),
    "a length that is none": lambda: _post("five"),
    "no HTTP": lambda: b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "no target": lambda: b"GET\r\n\r\n",
    "another version": lambda: b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
    "a header without a name": lambda: _post(0, ": x"),
    "a header with a blank in its name": lambda: _post(0, "X Y: z"),
    "a NUL in a header": lambda: _post(0, "X-Y: a\x00b"),
    "a header beyond all measure": lambda: _post(0, "X-Y: " + "z" * 100_000),
    "a hundred headers": lambda: _post(0, *[f"X-{n}: {n}" for n in range(100)]),
    "an address beyond all measure": lambda: (
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"
    ),
    "an unknown coding": lambda: _post(0, "Transfer-Encoding: gzip, chunked") + b"zz",
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
@pytest.mark.usefixtures("nothing_stored")
def test_a_request_that_is_framed_wrongly_is_refused(server: Server, lie: Callable[[], bytes]) -> None:
    answer = _talk(server, lie())
    assert 400 <= answer.status < 500 or answer.status in {501, 505}
    assert b"Traceback" not in answer.body


def test_after_all_that_the_server_works(server: Server) -> None:
    answer = _talk(server, b"GET /api/v1/sync/time HTTP/1.1\r\nHost: localhost\r\n\r\n", then_hang_up=False)
    assert answer.status == 200
    assert answer.headers["x-request-id"]
