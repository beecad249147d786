"""Whatever a client sends, it gets a 4xx with a stable code, and nothing is stored."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories.identity import LoggedIn

JSON = "application/json"
BODY_ROUTES = (
    ("POST", "/api/v1/auth/login"),
    ("POST", "/api/v1/auth/refresh"),
    ("POST", "/api/v1/auth/password"),
    ("POST", "/api/v1/sync/records"),
    ("POST", "/api/v1/records"),
    ("POST", "/api/v1/shifts/assignments"),
    ("PUT", "/api/v1/calendar/2026-10-01"),
)
LONG = 4 * 1024 * 1024


def _deep(levels: int) -> bytes:
    return b'{"a":' * levels + b"1" + b"}" * levels


UNREADABLE = {
    "no body": (b"", "body_not_json"),
    "blanks": (b" \n ", "body_not_json"),
    "null": (b"null", "body_not_object"),
    "true": (b"true", "body_not_object"),
    "a number": (b"42", "body_not_object"),
    "a text": (b'"text"', "body_not_object"),
    "a list": (b"[{}]", "body_not_object"),
    "half an object": (b'{"badge_number": "00', "body_not_json"),
    "two objects": (b"{} {}", "body_not_json"),
    "a comma too many": (b'{"a": 1,}', "body_not_json"),
    "a comment": (b'{"a": 1 /* one */}', "body_not_json"),
    "single quotes": (b"{'a': 1}", "body_not_json"),
    "a line feed inside a text": (b'{"a": "\n"}', "body_not_json"),
    "a NUL inside a text": (b'{"a": "\x00"}', "body_not_json"),
    "a byte order mark": (b"\xef\xbb\xbf{}", "body_not_json"),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), "body_not_utf8"),
    "Latin-1": ('{"a": "é"}'.encode("latin-1"), "body_not_utf8"),
    "GBK": ('{"a": "徐汇"}'.encode("gbk"), "body_not_utf8"),
    "a surrogate as UTF-8": (b'{"a": "\xed\xa0\x80"}', "body_not_utf8"),
    "gzip": (gzip.compress(b"{}"), "body_not_utf8"),
    "a lone surrogate": (rb'{"a": "\ud800"}', "text_not_allowed"),
    "a lone surrogate as key": (rb'{"\udfff": 1}', "text_not_allowed"),
    "surrogates the wrong way round": (rb'{"a": ["\udc00\ud800"]}', "text_not_allowed"),
    "an escaped NUL": (rb'{"a": {"b": "x\u0000"}}', "text_not_allowed"),
    "NaN": (b'{"a": NaN}', "number_not_finite"),
    "infinity": (b'{"a": -Infinity}', "number_not_finite"),
    "a number beyond floats": (b'{"a": 1e999}', "number_not_finite"),
    "2^63": (b'{"a": 9223372036854775808}', "number_too_large"),
    "2^53 + 1": (b'{"a": 9007199254740993}', "number_too_large"),
    "minus 2^64": (b'{"a": -18446744073709551616}', "number_too_large"),
    "a number of 5000 digits": (b'{"a": ' + b"9" * 5000 + b"}", "number_too_large"),
    "a key twice": (b'{"password": "a", "password": "b"}', "duplicate_key"),
    "a key twice, once escaped": (rb'{"a": 1, "\u0061": 2}', "duplicate_key"),
    "21 levels": (_deep(21), "too_deep"),
    "100 000 levels": (_deep(100_000), "too_deep"),
    "100 000 lists": (b"[" * 100_000 + b"]" * 100_000, "too_deep"),
    "2001 keys": (json.dumps({f"k{n}": n for n in range(2001)}).encode(), "too_many_keys"),
}


def _send(who: LoggedIn, method: str, path: str, body: bytes, mimetype: str | None = JSON) -> TestResponse:
    return who.client.open(path, method=method, data=body, content_type=mimetype, headers=who.headers)


@pytest.mark.parametrize(("body", "code"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_is_not_strict_json_is_refused(
    office: LoggedIn, body: bytes, code: str, nothing_stored: Callable[[], None]
) -> None:
    answer = _send(office, "POST", "/api/v1/shifts/assignments", body)
    assert (answer.status_code, answer.json["code"]) == (400, code)


@pytest.mark.parametrize(("method", "path"), BODY_ROUTES)
def test_every_route_with_a_body_reads_it_strictly(
    office: LoggedIn, officer: LoggedIn, method: str, path: str, nothing_stored: Callable[[], None]
) -> None:
    who = officer if "records" in path else office
    for body, code in (
        UNREADABLE[name] for name in ("null", "NaN", "a key twice", "UTF-16", "2^63", "21 levels")
    ):
        answer = _send(who, method, path, body)
        assert (answer.status_code, answer.json["code"]) == (400, code), path


@pytest.mark.parametrize(("method", "path"), BODY_ROUTES)
@pytest.mark.parametrize(
    "mimetype", [None, "", "text/plain", "application/x-www-form-urlencoded", "json", "\xff/x"]
)
def test_another_content_type_is_refused(
    office: LoggedIn, officer: LoggedIn, method: str, path: str, mimetype: str | None
) -> None:
    who = officer if "records" in path else office
    answer = _send(who, method, path, b"{}", mimetype)
    assert (answer.status_code, answer.json["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize(("method", "path"), BODY_ROUTES)
def test_missing_and_unknown_fields_are_named(
    office: LoggedIn, officer: LoggedIn, method: str, path: str, nothing_stored: Callable[[], None]
) -> None:
    who = officer if "records" in path else office
    answer = _send(who, method, path, b'{"unheard_of": 1}')
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_input")
    problems = {field["pointer"]: field["code"] for field in answer.json["fields"]}
    assert problems.pop("/unheard_of") == "unknown_field"
    assert set(problems.values()) == {"required"}


@pytest.mark.parametrize("wrong", [None, True, 7, 1.5, [], {}, "", "x" * 5000, "2026-13-45", "\ufeff"])
def test_a_field_of_the_wrong_kind_is_named(
    office: LoggedIn, wrong: Any, nothing_stored: Callable[[], None]
) -> None:
    body = {"post_id": wrong, "person_id": wrong, "seat": wrong, "starts_at": wrong, "ends_at": wrong}
    answer = office.post("/shifts/assignments", json=body)
    assert answer.status_code == 422
    assert all(field["message"] for field in answer.json["fields"])


def test_a_body_that_is_too_long_is_refused_before_it_is_read(office: LoggedIn) -> None:
    answer = _send(office, "POST", "/api/v1/shifts/assignments", b" " * (LONG + 1))
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")


def test_a_body_whose_length_is_no_number_is_refused(office: LoggedIn) -> None:
    for length in ("-1", "abc", "1e3", "９"):
        answer = office.client.post(
            "/api/v1/shifts/assignments",
            headers=office.headers
            | {"Content-Length": length.encode().decode("latin-1"), "Content-Type": JSON},
        )
        assert 400 <= answer.status_code < 500


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/api/v1/records", {"GET", "HEAD", "OPTIONS", "POST"}),
        ("GET", "/api/v1/auth/login", {"OPTIONS", "POST"}),
        ("PATCH", "/api/v1/calendar/2026-01-01", {"OPTIONS", "PUT"}),
        ("POST", "/api/v1/sync/time", {"GET", "HEAD", "OPTIONS"}),
        ("TRACE", "/api/v1/sync/time", {"GET", "HEAD", "OPTIONS"}),
        ("BREW", "/api/v1/sync/time", {"GET", "HEAD", "OPTIONS"}),
        ("POST", "/health/live", {"GET", "HEAD", "OPTIONS"}),
        ("DELETE", "/", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_another_method_is_refused_with_those_that_are_allowed(
    client: FlaskClient, method: str, path: str, allowed: set[str]
) -> None:
    answer = client.open(path, method=method)
    assert (answer.status_code, answer.json["code"]) == (405, "method_not_allowed")
    assert set(answer.headers["Allow"].split(", ")) == allowed


def test_head_answers_as_get_without_a_body(client: FlaskClient) -> None:
    answer = client.head("/api/v1/sync/time")
    assert (answer.status_code, answer.mimetype, answer.get_data()) == (200, JSON, b"")


def test_options_lists_the_methods(client: FlaskClient) -> None:
    answer = client.options("/api/v1/records")
    assert answer.status_code == 200
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


@pytest.mark.parametrize(
    "accept", ["application/xml", "text/plain", "audio/*;q=0.5", "application/json;q=0", "nonsense"]
)
def test_who_takes_nothing_that_we_have_is_told_so(client: FlaskClient, accept: str) -> None:
    answer = client.get("/api/v1/sync/time", headers={"Accept": accept})
    assert (answer.status_code, answer.json["code"]) == (406, "not_acceptable")


@pytest.mark.parametrize(
    "accept", ["", "*/*", "application/*", "text/html, */*;q=0.1", "application/json; v=1, */*"]
)
def test_who_takes_json_gets_it(client: FlaskClient, accept: str) -> None:
    assert client.get("/api/v1/sync/time", headers={"Accept": accept}).status_code == 200


@pytest.mark.parametrize(
    "token",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Bearer a.b.c",
        "Basic YTpi",
        "Bearer \xff",
        "x" * 8000,
        "Bearer null",
    ],
)
def test_an_absurd_token_is_no_login(client: FlaskClient, token: str) -> None:
    answer = client.get("/api/v1/auth/me", headers={"Authorization": token})
    assert answer.status_code == 401
    assert answer.json["code"] in {"token_missing", "token_invalid"}
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Accept-Language", "xx;q=nonsense,,;;=,zh;q=9999999999999999999"),
        ("Accept-Language", "中文".encode().decode("latin-1")),
        ("If-None-Match", '"' * 300),
        ("If-Modified-Since", "yesterday"),
        ("Range", "bytes=9999999999999999999-1"),
        ("Cookie", "=;;=\x01; " + "a=b; " * 200),
        ("X-Forwarded-For", "1" * 5000),
        ("X-Http-Method-Override", "DELETE"),
        ("Content-Length", "7"),
        ("Host", "a b\\c"),
        ("Upload-Offset", "-1"),
    ],
)
def test_absurd_headers_harm_nobody(client: FlaskClient, name: str, value: str) -> None:
    answer = client.get("/api/v1/sync/time", headers={name: value})
    assert answer.status_code == 200 or 400 <= answer.status_code < 500


@pytest.mark.parametrize(
    "given", ["x" * 65, "a b", "</script>", "编号".encode().decode("latin-1"), "a%0d%0aSet-Cookie: b"]
)
def test_an_absurd_request_id_is_replaced(client: FlaskClient, given: str) -> None:
    answer = client.get("/api/v1/sync/time", headers={"X-Request-Id": given})
    assert answer.headers["X-Request-Id"] != given


def test_messages_come_in_the_language_that_was_asked_for(client: FlaskClient) -> None:
    chinese = client.get("/api/v1/nowhere").json
    english = client.get("/api/v1/nowhere", headers={"Accept-Language": "en-GB,en;q=0.9"}).json
    assert (chinese["title"], english["title"]) == ("没有找到", "Not found")


def test_a_refusal_tells_nothing_about_the_server(office: LoggedIn, app: Flask) -> None:
    answers = [
        office.get("/records?cursor=abc"),
        office.get("/records/'"),
        office.post("/shifts/assignments", data=b"{", content_type=JSON),
    ]
    for answer in answers:
        told = answer.get_data(as_text=True) + str(answer.headers)
        for secret in ("Traceback", "sqlalchemy", "psycopg", "SELECT", "werkzeug", "Werkzeug", app.root_path):
            assert secret not in told
