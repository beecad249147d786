"""The chain of refresh tokens: a lost answer can be repeated, a stolen token ends the session."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from backend.identity.models import Device, LoginSession, Person
from backend.identity.tokens import refresh_message
from backend.kernel.clock import now
from backend.kernel.db import db, unit_of_work
from backend.kernel.ids import new_id
from tests.factories.identity import COOKIE, REFRESH, DeviceKey, LoggedIn, log_in, make_branch, make_person


@pytest.fixture
def phone(app: Flask) -> LoggedIn:
    return log_in(app, make_person(unit_id=make_branch().squad))


def code(answer: TestResponse) -> str:
    return str((answer.json or {}).get("code"))


def is_alive(phone: LoggedIn) -> bool:
    return phone.get("/auth/me").status_code == 200


def test_refreshing_gives_a_new_cookie_and_a_new_access_token(phone: LoggedIn) -> None:
    before = phone.cookie()
    answer = phone.refresh()
    assert answer.status_code == 200
    assert phone.cookie() != before
    assert (answer.json or {})["session_id"] == phone.session["session_id"]
    phone.session = dict(answer.json or {})
    assert is_alive(phone)


def test_a_long_chain_holds(phone: LoggedIn) -> None:
    assert [phone.refresh().status_code for _ in range(10)] == [200] * 10


def test_a_lost_answer_can_be_asked_for_again_and_gives_the_same_successor(phone: LoggedIn) -> None:
    first, request_id = phone.cookie(), new_id()
    phone.refresh(request_id=request_id)
    successor = phone.cookie()
    for _ in range(3):
        assert phone.refresh(request_id=request_id, cookie=first).status_code == 200
        assert phone.cookie() == successor
    assert phone.refresh().status_code == 200


def test_once_the_successor_was_used_the_old_token_ends_the_session_for_both(phone: LoggedIn) -> None:
    first, request_id = phone.cookie(), new_id()
    phone.refresh(request_id=request_id)
    phone.refresh()
    newest = phone.cookie()
    assert code(phone.refresh(request_id=request_id, cookie=first)) == "session_revoked"
    assert code(phone.refresh(cookie=newest)) == "session_revoked"
    assert not is_alive(phone)


def test_the_same_token_with_another_request_id_ends_the_session(phone: LoggedIn) -> None:
    first = phone.cookie()
    phone.refresh()
    assert code(phone.refresh(cookie=first)) == "session_revoked"
    assert not is_alive(phone)


def test_a_distant_ancestor_ends_the_session(phone: LoggedIn) -> None:
    ancestor = phone.cookie()
    for _ in range(5):
        phone.refresh()
    assert code(phone.refresh(cookie=ancestor)) == "session_revoked"
    assert not is_alive(phone)


def test_a_stolen_cookie_is_worth_nothing_without_the_key_of_the_device(phone: LoggedIn) -> None:
    answer = phone.refresh(key=DeviceKey())
    assert answer.status_code == 401
    assert code(answer) == "proof_invalid"
    assert phone.refresh().status_code == 200


def test_the_proof_of_one_request_does_not_serve_another(phone: LoggedIn) -> None:
    session_id = phone.session["session_id"]
    proof = phone.key.sign(refresh_message(session_id=session_id, request_id=new_id()))
    body = {"request_id": new_id(), "session_id": session_id, "proof": proof}
    assert code(phone.client.post(REFRESH, json=body)) == "proof_invalid"


def test_without_a_cookie_there_is_no_refresh_and_no_harm(phone: LoggedIn) -> None:
    phone.client.delete_cookie(COOKIE, domain="localhost", path="/")
    assert code(phone.refresh()) == "token_invalid"
    assert is_alive(phone)


def test_the_cookie_of_another_session_is_refused_and_neither_session_is_harmed(
    app: Flask, phone: LoggedIn
) -> None:
    other = log_in(app, make_person(unit_id=db.session.get_one(Person, phone.person_id).unit_id))
    own = phone.cookie()
    assert code(phone.refresh(cookie=other.cookie())) == "token_invalid"
    assert phone.refresh(cookie=own).status_code == 200
    assert other.refresh().status_code == 200


def test_two_tabs_that_refresh_at_once_with_one_request_get_one_successor(
    app: Flask, phone: LoggedIn
) -> None:
    db.session.rollback()
    request_id, session_id, cookie = new_id(), phone.session["session_id"], phone.cookie()
    proof = phone.key.sign(refresh_message(session_id=session_id, request_id=request_id))

    def ask(_: int) -> tuple[int, str | None]:
        tab = app.test_client()
        tab.set_cookie(COOKIE, cookie, domain="localhost", path="/", secure=True)
        answer = tab.post(REFRESH, json={"request_id": request_id, "session_id": session_id, "proof": proof})
        given = tab.get_cookie(COOKIE)
        return answer.status_code, given.value if given else None

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(8)))
    assert {status for status, _ in answers} == {200}
    assert len({token for _, token in answers}) == 1


def test_two_uses_at_once_with_two_requests_leave_one_winner_and_a_dead_session(
    app: Flask, phone: LoggedIn
) -> None:
    db.session.rollback()
    session_id, cookie = phone.session["session_id"], phone.cookie()

    def ask(request_id: str) -> str:
        thief = app.test_client()
        thief.set_cookie(COOKIE, cookie, domain="localhost", path="/", secure=True)
        proof = phone.key.sign(refresh_message(session_id=session_id, request_id=request_id))
        return code(
            thief.post(REFRESH, json={"request_id": request_id, "session_id": session_id, "proof": proof})
        )

    with ThreadPoolExecutor(2) as pool:
        codes = list(pool.map(ask, [new_id(), new_id()]))
    assert sorted(codes) == ["None", "session_revoked"]
    assert not is_alive(phone)


@pytest.mark.parametrize(
    ("column", "days", "alive"),
    [
        ("last_used_at", 13, True),
        ("last_used_at", 15, False),
        ("created_at", 29, True),
        ("created_at", 31, False),
    ],
)
def test_a_session_ends_after_fourteen_idle_days_or_thirty_in_all(
    phone: LoggedIn, column: str, days: int, alive: bool
) -> None:
    with unit_of_work():
        db.session.execute(update(LoginSession).values({column: now() - timedelta(days=days)}))
    answer = phone.refresh()
    assert answer.status_code == (200 if alive else 401)
    assert alive or code(answer) == "session_expired"


def test_refresh_tells_a_suspended_person_and_a_revoked_device_apart(phone: LoggedIn) -> None:
    with unit_of_work():
        db.session.execute(update(Person).values(status="suspended"))
    assert code(phone.refresh()) == "person_suspended"
    with unit_of_work():
        db.session.execute(update(Person).values(status="active"))
        db.session.execute(update(Device).values(status="revoked"))
    assert code(phone.refresh()) == "device_revoked"


@pytest.mark.parametrize("field", ["request_id", "session_id", "proof"])
def test_every_field_of_a_refresh_is_needed(phone: LoggedIn, field: str) -> None:
    body = {"request_id": new_id(), "session_id": new_id(), "proof": "A" * 86}
    body.pop(field)
    answer = phone.client.post(REFRESH, json=body)
    assert answer.status_code == 422
    assert (answer.json or {})["fields"][0]["pointer"] == f"/{field}"
