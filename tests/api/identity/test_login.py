"""Log-in over HTTP: who gets in, on which device, and what everybody else is told."""

from __future__ import annotations

from typing import Any

import jwt
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from backend.identity.models import Device, LoginSession, Person
from backend.kernel.clock import from_ms, now_ms
from backend.kernel.db import db, unit_of_work
from backend.kernel.ids import new_id
from tests.factories.identity import (
    COOKIE,
    LOGIN,
    PASSWORD,
    Branch,
    DeviceKey,
    MadePerson,
    log_in,
    login_body,
    make_branch,
    make_person,
)

SECRET = "test-secret-that-is-long-enough-for-everything"


@pytest.fixture
def branch(app: Flask) -> Branch:
    return make_branch()


@pytest.fixture
def officer(branch: Branch) -> MadePerson:
    return make_person(unit_id=branch.squad, grants=(("any", "any"),), badge_number="012345")


def fail(client: FlaskClient, officer: MadePerson, times: int) -> None:
    for _ in range(times):
        answer = client.post(
            LOGIN, json=login_body(officer.badge_number, DeviceKey(), password="Wrong-word-1")
        )
        assert answer.status_code == 401


def test_the_right_password_on_a_new_device_opens_a_session(app: Flask, officer: MadePerson) -> None:
    session = log_in(app, officer).session
    assert session["expires_in"] == 600
    assert session["device"]["label"] == "执勤手机"
    me = session["me"]
    assert me["person"]["badge_number"] == "012345"
    assert me["person"]["unit"]["name"] == "一中队"
    assert me["roles"] == ["officer"]
    assert me["scopes"]["record.write"] == "own"
    assert me["grants"] == [
        {"party": "any", "procedure": "any", "valid_from": "2020-01-01", "valid_to": None}
    ]


def test_the_refresh_cookie_is_out_of_reach_of_scripts_and_other_sites(
    app: Flask, client: FlaskClient, officer: MadePerson
) -> None:
    answer = client.post(LOGIN, json=login_body(officer.badge_number, DeviceKey()))
    header = answer.headers["Set-Cookie"]
    assert header.startswith(f"{COOKIE}=")
    for part in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"):
        assert part in header
    assert "Domain" not in header


def test_the_refresh_token_is_stored_only_as_a_hash(app: Flask, officer: MadePerson) -> None:
    logged_in = log_in(app, officer)
    session = db.session.get_one(LoginSession, logged_in.session["session_id"])
    assert logged_in.cookie() not in (session.token_hash, session.previous_hash)
    assert len(session.token_hash) == 64


def test_an_unknown_badge_number_is_answered_like_a_wrong_password(
    client: FlaskClient, officer: MadePerson
) -> None:
    wrong = client.post(LOGIN, json=login_body(officer.badge_number, DeviceKey(), password="Wrong-word-1"))
    unknown = client.post(LOGIN, json=login_body("999999", DeviceKey()))
    assert wrong.status_code == unknown.status_code == 401
    problems: list[dict[str, Any]] = [dict(wrong.json or {}), dict(unknown.json or {})]
    for problem in problems:
        problem.pop("request_id")
    assert problems[0] == problems[1]
    assert problems[0]["code"] == "credentials_wrong"
    assert "WWW-Authenticate" in unknown.headers


def test_five_wrong_passwords_lock_the_account_even_for_the_right_one(
    client: FlaskClient, officer: MadePerson
) -> None:
    fail(client, officer, 5)
    answer = client.post(LOGIN, json=login_body(officer.badge_number, DeviceKey()))
    assert answer.status_code == 429
    assert (answer.json or {})["code"] == "account_locked"
    assert 890 <= int(answer.headers["Retry-After"]) <= 900


def test_the_lock_opens_after_its_time(app: Flask, client: FlaskClient, officer: MadePerson) -> None:
    fail(client, officer, 5)
    with unit_of_work():
        db.session.execute(update(Person).values(locked_until=from_ms(now_ms() - 1)))
    fail(client, officer, 4)
    log_in(app, officer)


def test_a_success_forgets_earlier_failures(app: Flask, client: FlaskClient, officer: MadePerson) -> None:
    fail(client, officer, 4)
    log_in(app, officer)
    fail(client, officer, 4)
    log_in(app, officer)


def test_the_lock_of_one_account_leaves_others_alone(
    app: Flask, client: FlaskClient, branch: Branch, officer: MadePerson
) -> None:
    fail(client, officer, 5)
    log_in(app, make_person(unit_id=branch.squad))


def test_a_proof_by_another_key_is_refused_before_the_password_counts(
    client: FlaskClient, officer: MadePerson
) -> None:
    key, other = DeviceKey(), DeviceKey()
    body = login_body(officer.badge_number, key)
    body["proof"] = login_body(officer.badge_number, other, request_id=body["request_id"])["proof"]
    answer = client.post(LOGIN, json=body)
    assert answer.status_code == 401
    assert (answer.json or {})["code"] == "proof_invalid"
    assert db.session.scalar(select(func.count()).select_from(Device)) == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [("request_id", "another-request-id"), ("badge_number", "012346")],
)
def test_the_proof_covers_every_part_of_the_request(
    client: FlaskClient, officer: MadePerson, field: str, value: str
) -> None:
    body = login_body(officer.badge_number, DeviceKey())
    answer = client.post(LOGIN, json=body | {field: value})
    assert (answer.json or {})["code"] == "proof_invalid"


def test_a_key_that_is_no_p256_key_is_named_as_the_fault(client: FlaskClient, officer: MadePerson) -> None:
    body = login_body(officer.badge_number, DeviceKey())
    body["device"]["public_key"] = "A" * 120
    answer = client.post(LOGIN, json=body)
    assert answer.status_code == 422
    assert (answer.json or {})["fields"][0]["pointer"] == "/device/public_key"
    assert (answer.json or {})["fields"][0]["code"] == "not_a_p256_key"


def test_the_same_key_is_the_same_device(app: Flask, branch: Branch, officer: MadePerson) -> None:
    key = DeviceKey()
    first = log_in(app, officer, key)
    colleague = log_in(app, make_person(unit_id=branch.squad), key)
    assert first.device_id == colleague.device_id
    assert first.get("/auth/me").status_code == 200


def test_logging_in_again_on_a_device_ends_the_earlier_session_there(app: Flask, officer: MadePerson) -> None:
    key = DeviceKey()
    first = log_in(app, officer, key)
    elsewhere = log_in(app, officer)
    log_in(app, officer, key)
    assert (first.get("/auth/me").json or {})["code"] == "session_revoked"
    assert elsewhere.get("/auth/me").status_code == 200


def test_a_suspended_person_is_told_so_only_with_the_right_password(
    client: FlaskClient, officer: MadePerson
) -> None:
    with unit_of_work():
        db.session.execute(update(Person).values(status="suspended"))
    right = client.post(LOGIN, json=login_body(officer.badge_number, DeviceKey()))
    wrong = client.post(LOGIN, json=login_body(officer.badge_number, DeviceKey(), password="Wrong-word-1"))
    assert (right.json or {})["code"] == "person_suspended"
    assert (wrong.json or {})["code"] == "credentials_wrong"


def test_logging_out_ends_the_session_and_clears_the_cookie(app: Flask, officer: MadePerson) -> None:
    logged_in = log_in(app, officer)
    answer = logged_in.post("/auth/logout")
    assert answer.status_code == 204
    assert logged_in.client.get_cookie(COOKIE) is None
    assert (logged_in.get("/auth/me").json or {})["code"] == "session_revoked"


def forged(claims: dict[str, Any], **changes: Any) -> str:
    """A token signed with the server's secret whose claims were changed; `None` removes one."""
    merged = {name: value for name, value in (claims | changes).items() if value is not None}
    return jwt.encode(merged, changes.get("secret") or SECRET, "HS256")


@pytest.mark.parametrize("missing", ["exp", "jti", "typ", "sid", "did", "sub", "aud", "iss"])
def test_a_token_that_lacks_a_claim_is_refused_though_its_signature_is_right(
    app: Flask, officer: MadePerson, missing: str
) -> None:
    logged_in = log_in(app, officer)
    claims = jwt.decode(logged_in.session["access_token"], options={"verify_signature": False})
    assert claims[missing]
    logged_in.session["access_token"] = forged(claims, **{missing: None})
    answer = logged_in.get("/auth/me")
    assert answer.status_code == 401
    assert (answer.json or {})["code"] == "token_invalid"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"exp": 1_700_000_000}, "token_expired"),
        ({"typ": "refresh"}, "token_invalid"),
        ({"aud": "somebody-else"}, "token_invalid"),
        ({"iss": "somebody-else"}, "token_invalid"),
        ({"sub": new_id()}, "token_invalid"),
        ({"did": new_id()}, "token_invalid"),
        ({"sid": new_id()}, "token_invalid"),
    ],
)
def test_a_token_with_a_wrong_claim_is_refused(
    app: Flask, officer: MadePerson, change: dict[str, Any], code: str
) -> None:
    logged_in = log_in(app, officer)
    claims = jwt.decode(logged_in.session["access_token"], options={"verify_signature": False})
    logged_in.session["access_token"] = forged(claims, **change)
    answer = logged_in.get("/auth/me")
    assert answer.status_code == 401
    assert (answer.json or {})["code"] == code


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "token_missing"),
        ("Basic abc", "token_missing"),
        ("Bearer nonsense", "token_invalid"),
        ("Bearer a.b.c", "token_invalid"),
        (
            "Bearer " + jwt.encode({"sub": "x"}, "another-secret-of-a-sufficient-length", "HS256"),
            "token_invalid",
        ),
        ("Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.", "token_invalid"),
    ],
)
def test_without_a_token_of_ours_there_is_no_way_in(client: FlaskClient, header: str, code: str) -> None:
    answer = client.get("/api/v1/auth/me", headers={"Authorization": header})
    assert answer.status_code == 401
    assert (answer.json or {})["code"] == code
    assert answer.mimetype == "application/problem+json"


def test_changing_the_password_ends_the_other_sessions_and_keeps_this_one(
    app: Flask, client: FlaskClient, officer: MadePerson
) -> None:
    here, elsewhere = log_in(app, officer), log_in(app, officer)
    answer = here.post("/auth/password", json={"old_password": PASSWORD, "new_password": "Another-word-8"})
    assert answer.status_code == 204
    assert here.get("/auth/me").status_code == 200
    assert (elsewhere.get("/auth/me").json or {})["code"] == "session_revoked"
    old = client.post(LOGIN, json=login_body(officer.badge_number, DeviceKey()))
    assert (old.json or {})["code"] == "credentials_wrong"
    log_in(app, officer, password="Another-word-8")


@pytest.mark.parametrize(
    ("old", "new", "pointer", "code"),
    [
        ("Wrong-word-1", "Another-word-8", "/old_password", "old_password_wrong"),
        (PASSWORD, "short-1", "/new_password", "password_length"),
        (PASSWORD, "onlysmallletters", "/new_password", "password_classes"),
        (PASSWORD, "Aa-012345-x", "/new_password", "password_has_badge_number"),
        (PASSWORD, PASSWORD, "/new_password", "password_same"),
    ],
)
def test_a_bad_change_of_password_is_refused_at_its_field(
    app: Flask, officer: MadePerson, old: str, new: str, pointer: str, code: str
) -> None:
    answer = log_in(app, officer).post("/auth/password", json={"old_password": old, "new_password": new})
    assert answer.status_code == 422
    assert [(f["pointer"], f["code"]) for f in (answer.json or {})["fields"]] == [(pointer, code)]


def test_guessing_the_old_password_locks_the_account(app: Flask, officer: MadePerson) -> None:
    logged_in = log_in(app, officer)
    guess = {"old_password": "Wrong-word-1", "new_password": "Another-word-8"}
    codes = [(logged_in.post("/auth/password", json=guess).json or {})["code"] for _ in range(6)]
    assert codes[-1] == "account_locked"


def test_demo_accounts_are_not_told_outside_the_demo(app: Flask, client: FlaskClient) -> None:
    app.config["LUQIN"].data_dir.mkdir(exist_ok=True)
    (app.config["LUQIN"].data_dir / "demo-accounts.json").write_text("[]", "utf-8")
    assert client.get("/api/v1/auth/demo-accounts").status_code == 404
