"""The line between a browser and the server, with the faults that a street has.

A small HTTP proxy on a port of its own: it can be cut, answer like the log-in page of a Wi-Fi, or lose the answer to
a request that the server has carried out. It remembers which requests passed.
"""

from __future__ import annotations

import http.client
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOP_BY_HOP = {"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"}
PORTAL_PAGE = "<!doctype html><title>Wi-Fi</title><p>请先登录本网络</p>".encode()
ABORT = struct.pack("ii", 1, 0)
UPSTREAM_S = 120


@dataclass(frozen=True)
class Passed:
    """A request that reached the server with its body, and the answer with its content."""

    method: str
    path: str
    status: int
    body: bytes
    content: bytes


class Line:
    """`port` is where browsers connect. All methods take effect at once."""

    def __init__(self, upstream_port: int) -> None:
        self._upstream_port = upstream_port
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._is_cut = False
        self._is_portal = False
        self._losing: list[tuple[str, str]] = []
        self._passed: list[Passed] = []
        self.lost: list[Passed] = []
        self._server = _Server(self)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """The origin that browsers open: localhost, which they trust without a certificate."""
        return f"http://localhost:{self.port}"

    def cut(self) -> None:
        """No connection holds, no new one is taken."""
        with self._lock:
            self._is_cut = True
            connections = list(self._open)
        for connection in connections:
            _abort(connection)

    def become_portal(self) -> None:
        """Every request is answered 200 with a page of HTML, as a Wi-Fi does that wants to be paid."""
        with self._lock:
            self._is_portal = True

    def mend(self) -> None:
        """As if nothing had ever happened."""
        with self._lock:
            self._is_cut = self._is_portal = False
            self._losing.clear()

    def lose_answer(self, method: str, path: str) -> None:
        """The next such request is carried out by the server; its answer never arrives."""
        with self._lock:
            self._losing.append((method, path))

    def passed(self, method: str, path: str) -> list[Passed]:
        """Requests to that path (without query) that the server has answered, oldest first."""
        with self._lock:
            return [one for one in self._passed if one.method == method and one.path.split("?")[0] == path]

    def text_of_answers(self) -> str:
        """All that the interface has said through this line."""
        with self._lock:
            contents = [one.content for one in self._passed if one.path.startswith("/api/")]
        return "\n".join(content.decode("utf-8", "ignore") for content in contents)

    def close(self) -> None:
        """End the proxy and every connection."""
        self.cut()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    # Called by the handler threads.

    def takes(self, connection: socket.socket) -> bool:
        """Note a new connection; false when the line is cut."""
        with self._lock:
            if self._is_cut:
                return False
            self._open.add(connection)
            return True

    def forget(self, connection: socket.socket) -> None:
        """The connection has ended."""
        with self._lock:
            self._open.discard(connection)

    @property
    def is_portal(self) -> bool:
        """Whether the page of the Wi-Fi answers."""
        with self._lock:
            return self._is_portal

    def note(self, passed: Passed) -> bool:
        """Remember an answered request; true when its answer is to be lost."""
        wanted = (passed.method, passed.path.split("?")[0])
        with self._lock:
            self._passed.append(passed)
            if wanted not in self._losing:
                return False
            self._losing.remove(wanted)
            self.lost.append(passed)
            return True

    def connect(self) -> http.client.HTTPConnection:
        """A new connection to the server."""
        return http.client.HTTPConnection("127.0.0.1", self._upstream_port, timeout=UPSTREAM_S)


def _abort(connection: socket.socket) -> None:
    with suppress(OSError):  # Already gone.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)
        connection.shutdown(socket.SHUT_RDWR)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, line: Line) -> None:
        self.line = line
        super().__init__(("127.0.0.1", 0), _Handler)

    def verify_request(self, request: object, client_address: object) -> bool:
        return isinstance(request, socket.socket) and self.line.takes(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """Connections that break are what this is for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def finish(self) -> None:
        self.server.line.forget(self.connection)
        # The browser may have gone first, or the line was cut.
        with suppress(OSError):
            super().finish()

    def _pass(self) -> None:
        line = self.server.line
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if line.is_portal:
            self._answer(200, [("Content-Type", "text/html; charset=utf-8")], PORTAL_PAGE)
            return
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP}
        with closing(line.connect()) as upstream:
            upstream.request(self.command, self.path, body=body or None, headers=headers)
            answer = upstream.getresponse()
            content = answer.read()
        if line.note(Passed(self.command, self.path, answer.status, body, content)):
            self.close_connection = True
            _abort(self.connection)
            return
        self._answer(answer.status, answer.getheaders(), content)

    def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            # The length of what is not sent (HEAD, 304) is the server's to say.
            if name.lower() not in HOP_BY_HOP and not (name.lower() == "content-length" and content):
                self.send_header(name, value)
        if content:
            self.send_header("Content-Length", str(len(content)))
        elif status not in {204, 304} and not any(name.lower() == "content-length" for name, _ in headers):
            self.send_header("Content-Length", "0")
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_HEAD = do_POST = do_PATCH = do_DELETE = do_OPTIONS = do_PUT = _pass  # noqa: N815 - names of http.server

    def log_message(self, format: str, *args: object) -> None:
        """The server behind keeps the log."""


@contextmanager
def line_to(port: int) -> Iterator[Line]:
    """A line to the server on that port, until the block ends."""
    line = Line(port)
    try:
        yield line
    finally:
        line.close()
