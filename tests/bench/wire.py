"""A load generator that costs little: prepared requests over kept-open sockets, from processes of their own."""

from __future__ import annotations

import multiprocessing
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

PROCESSES = 2
CONNECTIONS = 4


@dataclass(frozen=True)
class Run:
    """What a load run found: seconds from first byte to last answer, and the time of each request in seconds."""

    seconds: float
    latencies: list[float]
    failures: int


def request(
    method: str, path: str, *, token: str, body: bytes = b"", headers: Sequence[tuple[str, str]] = ()
) -> bytes:
    """The bytes of one HTTP request."""
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: localhost",
        f"Authorization: Bearer {token}",
        f"Content-Length: {len(body)}",
        *(f"{name}: {value}" for name, value in headers),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii") + body


def drive(
    port: int, requests: Sequence[bytes], *, connections: int = CONNECTIONS, processes: int = PROCESSES
) -> Run:
    """Send all requests, shared out among processes × connections; each waits for its answer before the next."""
    context = multiprocessing.get_context("fork")
    start = context.Barrier(processes + 1)
    results: multiprocessing.Queue[tuple[list[float], int]] = context.Queue()
    shares = [list(requests[place::processes]) for place in range(processes)]
    workers = [
        context.Process(target=_work, args=(port, share, connections, start, results), daemon=True)
        for share in shares
    ]
    for worker in workers:
        worker.start()
    start.wait()
    began = time.perf_counter()
    found = [results.get() for _ in workers]
    seconds = time.perf_counter() - began
    for worker in workers:
        worker.join()
    return Run(seconds, [value for times, _ in found for value in times], sum(bad for _, bad in found))


def _work(port: int, share: list[bytes], connections: int, start: object, results: object) -> None:
    times: list[float] = []
    failures = [0]
    lock = threading.Lock()

    def talk(part: list[bytes]) -> None:
        connection = Connection(port)
        mine = []
        for message in part:
            before = time.perf_counter()
            status = connection.exchange(message)
            mine.append(time.perf_counter() - before)
            if not 200 <= status < 300:
                failures[0] += 1
        connection.close()
        with lock:
            times.extend(mine)

    threads = [
        threading.Thread(target=talk, args=(share[place::connections],)) for place in range(connections)
    ]
    start.wait()  # type: ignore[attr-defined]  # a Barrier; its class has no public name
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.put((times, failures[0]))  # type: ignore[attr-defined]  # a Queue; its class has no public name


class Connection:
    """One kept-open connection."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._port = port

    def exchange(self, message: bytes) -> int:
        """Send one request and read its whole answer; the status."""
        try:
            return self._exchange(message)
        except ConnectionError:
            # The server closed an idle connection: once more on a new one.
            self._socket = socket.create_connection(("127.0.0.1", self._port))
            return self._exchange(message)

    def _exchange(self, message: bytes) -> int:
        self._socket.sendall(message)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._receive()
        head, _, body = received.partition(b"\r\n\r\n")
        length = next(
            (
                int(line.split(b":")[1])
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length:")
            ),
            0,
        )
        rest = length - len(body)
        while rest > 0:
            rest -= len(self._receive())
        if b"connection: close" in head.lower():
            self._socket.close()
            self._socket = socket.create_connection(("127.0.0.1", self._port))
        return int(head.split(b" ", 2)[1])

    def _receive(self) -> bytes:
        data = self._socket.recv(262_144)
        if not data:
            raise ConnectionError
        return data

    def close(self) -> None:
        """Hang up."""
        self._socket.close()
