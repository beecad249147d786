"""The log: JSON lines that help to find a fault and give nobody away."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
import structlog
from flask import Flask, g, request
from sqlalchemy import text

from backend.app import create_app
from backend.kernel.db import db
from backend.kernel.http import PUBLIC, requires
from tests.conftest import settings_for

SECRETS = ("沪A12345", "hunter2", "eyJhbGciOi", "310104199001011234", "0192aaaa")


@pytest.fixture
def app(tmp_path: Path, sqlite_template: Path, capsys: pytest.CaptureFixture[str]) -> Flask:
    """An application that logs, with a route that breaks."""
    app = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'luqin.db'}", LUQIN_LOG_LEVEL="INFO"))

    @requires(PUBLIC)
    def broken(name: str) -> str:
        g.person_id = "person-7"
        db.session.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": request.args["plate"]})
        return name

    app.add_url_rule("/api/v1/broken/<name>", "broken", broken)
    return app


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    told = capsys.readouterr()
    assert told.err == ""
    return [json.loads(line) for line in told.out.splitlines()]


def test_a_request_is_one_line_with_its_id(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    app.test_client().get("/api/v1/sync/time", headers={"X-Request-Id": "tour-1"})
    (line,) = _lines(capsys)
    assert line["request_id"] == "tour-1"
    assert (line["event"], line["level"]) == ("request", "info")
    assert (line["method"], line["route"], line["status"]) == ("GET", "/api/v1/sync/time", 200)
    assert line["ms"] >= 0
    assert line["timestamp"].endswith("Z")


def test_no_address_query_body_or_token_gets_into_the_log(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    client = app.test_client()
    headers = {"Authorization": f"Bearer {SECRETS[2]}", "Cookie": f"__Host-luqin_refresh={SECRETS[4]}"}
    client.get(f"/api/v1/records/{SECRETS[0]}?q={SECRETS[3]}", headers=headers)
    client.post(
        "/api/v1/auth/login", json={"badge_number": SECRETS[3], "password": SECRETS[1]}, headers=headers
    )
    client.get(f"/api/v1/nowhere/{SECRETS[0]}?plate={SECRETS[0]}", headers=headers)
    client.get(f"/api/v1/broken/{SECRETS[0]}?plate={SECRETS[0]}", headers=headers)
    told = capsys.readouterr()
    assert len(told.out.splitlines()) >= 4
    assert [secret for secret in SECRETS if secret in told.out + told.err] == []


def test_a_fault_is_logged_with_its_trace_and_told_without(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = app.test_client().get("/api/v1/broken/x?plate=y", headers={"X-Request-Id": "fault-1"})
    fault, request_line = _lines(capsys)
    assert (fault["event"], fault["level"], fault["request_id"]) == ("unexpected", "error", "fault-1")
    assert "no such table" in fault["exception"]
    assert (request_line["status"], request_line["person"]) == (500, "person-7")
    assert answer.status_code == 500
    assert answer.mimetype == "application/problem+json"
    assert (answer.json["code"], answer.json["request_id"]) == ("internal_error", "fault-1")
    assert "nowhere" not in answer.get_data(as_text=True)
    assert "本机内容不会丢失" in answer.json["detail"]


def test_warnings_of_libraries_are_json_too_and_their_chatter_is_left_out(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("some.library").warning("disk of %s is nearly full", "photos")
    logging.getLogger("werkzeug").info("GET /records?q=secret")
    (line,) = _lines(capsys)
    assert (line["event"], line["level"]) == ("disk of photos is nearly full", "warning")


def test_chinese_stays_readable_and_half_a_character_breaks_nothing(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    structlog.get_logger("test").info("徐汇 \ud800", thing=object)
    (line,) = _lines(capsys)
    assert line["event"].startswith("徐汇 ")
