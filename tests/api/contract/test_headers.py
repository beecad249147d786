"""Headers that protect: on every answer, whatever it is."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backend.app import create_app
from backend.kernel.http import content_policy
from tests.conftest import settings_for
from tests.factories.evidence import Uploader, hash_of, make_picture
from tests.factories.identity import LoggedIn

EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=()",
}
ADDRESSES = (
    "/",
    "/login",
    "/sw.js",
    "/nothing.js",
    "/health/live",
    "/health/ready",
    "/api/v1/sync/time",
    "/api/v1/auth/me",
    "/api/v1/nowhere",
    "/api/v1/docs",
    "/api/v1/docs.css",
    "/api/v1/openapi.json",
)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["GET", "DELETE", "OPTIONS"])
def test_every_answer_carries_them(client: FlaskClient, method: str, address: str) -> None:
    answer = client.open(address, method=method)
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
    assert answer.headers["X-Request-Id"]
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_photo_is_shown_in_a_box_of_its_own(officer: LoggedIn) -> None:
    photo = make_picture()
    assert Uploader.of(officer).send(photo).status_code == 201
    answer = officer.get(f"/photos/{hash_of(photo)}")
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["Cache-Control"].startswith("private")


def test_answers_of_the_interface_are_not_kept_by_caches(client: FlaskClient, office: LoggedIn) -> None:
    for answer in (client.get("/api/v1/auth/me"), office.get("/auth/me"), office.get("/records")):
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_request_id_comes_back_and_a_missing_one_is_made(client: FlaskClient) -> None:
    given = client.get("/api/v1/nowhere", headers={"X-Request-Id": "round-7.a_b"})
    assert given.headers["X-Request-Id"] == given.json["request_id"] == "round-7.a_b"
    made = {client.get("/api/v1/sync/time").headers["X-Request-Id"] for _ in range(3)}
    assert len(made) == 3


def test_the_server_does_not_say_what_it_is_made_of(client: FlaskClient) -> None:
    for address in ADDRESSES:
        answer = client.get(address)
        assert "X-Powered-By" not in answer.headers
        assert "Werkzeug" not in answer.headers.get("Server", "")


def test_hsts_is_sent_only_where_the_operator_asks_for_it(
    app: Flask, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert "Strict-Transport-Security" not in app.test_client().get("/health/live").headers
    folder = tmp_path_factory.mktemp("hsts")
    strict = create_app(settings_for(folder, f"sqlite:///{folder / 'luqin.db'}", LUQIN_HSTS="on"))
    sent = strict.test_client().get("/health/live").headers["Strict-Transport-Security"]
    assert sent.startswith("max-age=")


class _Map:
    def __init__(self, tiles: str | None, pmtiles: str | None) -> None:
        self.map_tiles_url = tiles
        self.map_pmtiles_url = pmtiles


@pytest.mark.parametrize(
    ("tiles", "pmtiles", "host"),
    [
        (None, None, ""),
        ("/tiles/{z}/{x}/{y}.png", "/map/xuhui.pmtiles", ""),
        ("https://tiles.example.cn/{z}/{x}/{y}.png", None, " https://tiles.example.cn"),
        ("https://{s}.tiles.example.cn/{z}/{x}/{y}.png", None, " https://*.tiles.example.cn"),
        (None, "https://maps.example.cn:8443/xuhui.pmtiles", " https://maps.example.cn:8443"),
    ],
)
def test_the_ground_of_the_map_is_the_only_thing_from_elsewhere(
    tiles: str | None, pmtiles: str | None, host: str
) -> None:
    directives = dict(part.strip().split(" ", 1) for part in content_policy(_Map(tiles, pmtiles)).split(";"))
    assert directives["connect-src"] == f"'self'{host}"
    assert directives["img-src"] == f"'self' blob: data:{host}"
    others = {name: value for name, value in directives.items() if name not in {"connect-src", "img-src"}}
    assert not any("http" in value for value in others.values())
