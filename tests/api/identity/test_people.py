"""Who sees and changes whom: people, units and devices."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from backend.identity.models import EnrolmentCode, Person
from backend.kernel.clock import from_ms, now_ms
from backend.kernel.db import db, unit_of_work
from backend.kernel.ids import new_id
from backend.ledger.models import LedgerEntry
from tests.factories.identity import (
    LOGIN,
    PASSWORD,
    Branch,
    DeviceKey,
    LoggedIn,
    MadePerson,
    log_in,
    login_body,
    make_branch,
    make_person,
)


@pytest.fixture
def branch(app: Flask) -> Branch:
    return make_branch()


@pytest.fixture
def officer(branch: Branch) -> MadePerson:
    return make_person(unit_id=branch.squad, name="李明")


def actor(app: Flask, branch: Branch, role: str, unit_id: str | None = None) -> LoggedIn:
    kind = "duty_auxiliary" if role == "auxiliary" else "officer"
    return log_in(app, make_person(unit_id=unit_id or branch.squad, roles=(role,), kind=kind, name="张华"))


def badge_numbers(viewer: LoggedIn, query: str = "") -> list[str]:
    answer = viewer.get(f"/people{query}")
    assert answer.status_code == 200, answer.json
    return [item["badge_number"] for item in (answer.json or {})["items"]]


def test_a_shift_leader_sees_the_unit_and_what_is_below_and_nobody_else(app: Flask, branch: Branch) -> None:
    near = make_person(unit_id=branch.squad)
    far = make_person(unit_id=branch.other_squad)
    seen = badge_numbers(actor(app, branch, "shift_leader"))
    assert near.badge_number in seen
    assert far.badge_number not in seen
    above = badge_numbers(actor(app, branch, "shift_leader", branch.detachment))
    assert {near.badge_number, far.badge_number} <= set(above)


@pytest.mark.parametrize("role", ["officer", "auxiliary", "analyst", "audit_admin"])
def test_who_has_no_business_with_people_gets_nothing(app: Flask, branch: Branch, role: str) -> None:
    answer = actor(app, branch, role).get("/people")
    assert answer.status_code == 403
    assert (answer.json or {})["code"] == "not_allowed"


def test_people_come_in_pages_without_gaps_or_repeats(app: Flask, branch: Branch) -> None:
    made = [make_person(unit_id=branch.squad).badge_number for _ in range(7)]
    viewer = actor(app, branch, "shift_leader")
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        suffix = f"&cursor={cursor}" if cursor else ""
        page = viewer.get(f"/people?limit=3{suffix}").json or {}
        seen += [item["badge_number"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert seen == sorted([*made, viewer.session["me"]["person"]["badge_number"]])


def test_people_are_found_by_part_of_name_or_number_and_by_unit(
    app: Flask, branch: Branch, officer: MadePerson
) -> None:
    elsewhere = make_person(unit_id=branch.station, name="李雷")
    viewer = actor(app, branch, "supervisor", branch.root)
    assert set(badge_numbers(viewer, "?q=李")) == {officer.badge_number, elsewhere.badge_number}
    assert badge_numbers(viewer, f"?q={officer.badge_number}") == [officer.badge_number]
    assert badge_numbers(viewer, f"?unit={branch.station}") == [elsewhere.badge_number]
    assert badge_numbers(viewer, "?q=%25") == []


def test_an_unknown_question_is_refused(app: Flask, branch: Branch) -> None:
    answer = actor(app, branch, "shift_leader").get("/people?everything=1")
    assert answer.status_code == 422


def test_units_are_listed_parents_first(app: Flask, branch: Branch, officer: MadePerson) -> None:
    items = (log_in(app, officer).get("/units").json or {})["items"]
    place = {item["id"]: index for index, item in enumerate(items)}
    assert len(items) == 5
    assert all(item["parent_id"] is None or place[item["parent_id"]] < place[item["id"]] for item in items)


def test_suspending_somebody_ends_every_session_at_once_and_reinstating_asks_for_a_new_log_in(
    app: Flask, branch: Branch, officer: MadePerson
) -> None:
    phone = log_in(app, officer)
    admin = actor(app, branch, "system_admin")
    assert admin.post(f"/people/{officer.id}/suspend").status_code == 204
    assert (phone.get("/auth/me").json or {})["code"] == "person_suspended"
    assert (phone.refresh().json or {})["code"] == "person_suspended"
    assert admin.post(f"/people/{officer.id}/reinstate").status_code == 204
    assert (phone.get("/auth/me").json or {})["code"] == "session_revoked"
    log_in(app, officer)


@pytest.mark.parametrize("what", ["suspend", "reinstate", "reset-password"])
@pytest.mark.parametrize("role", ["officer", "shift_leader", "supervisor", "security_admin", "audit_admin"])
def test_only_those_who_manage_people_change_accounts(
    app: Flask, branch: Branch, officer: MadePerson, what: str, role: str
) -> None:
    assert actor(app, branch, role).post(f"/people/{officer.id}/{what}").status_code == 403


def test_nobody_suspends_themselves(app: Flask, branch: Branch) -> None:
    admin = actor(app, branch, "system_admin")
    assert admin.post(f"/people/{admin.person_id}/suspend").status_code == 403


@pytest.mark.parametrize("target", ["system_admin", "security_admin", "audit_admin"])
def test_the_personnel_office_cannot_touch_administrators(app: Flask, branch: Branch, target: str) -> None:
    administrator = make_person(unit_id=branch.root, roles=(target,))
    personnel = actor(app, branch, "personnel_office")
    for what in ("suspend", "reset-password"):
        assert personnel.post(f"/people/{administrator.id}/{what}").status_code == 403


def test_an_unknown_person_and_one_out_of_reach_look_the_same(app: Flask, branch: Branch) -> None:
    far = make_person(unit_id=branch.other_squad)
    leader = actor(app, branch, "shift_leader")
    answers = [leader.post(f"/people/{person}/enrolment-code") for person in (far.id, new_id())]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert [(answer.json or {})["code"] for answer in answers] == ["not_found", "not_found"]


def test_a_locked_account_is_opened_by_the_shift_leader(
    app: Flask, client: FlaskClient, branch: Branch, officer: MadePerson
) -> None:
    for _ in range(5):
        client.post(LOGIN, json=login_body(officer.badge_number, DeviceKey(), password="Wrong-word-1"))
    leader = actor(app, branch, "shift_leader")
    assert leader.post(f"/people/{officer.id}/unlock").status_code == 204
    log_in(app, officer)


def test_a_reset_password_is_told_once_works_and_must_be_changed(
    app: Flask, branch: Branch, officer: MadePerson
) -> None:
    phone = log_in(app, officer)
    answer = actor(app, branch, "personnel_office").post(f"/people/{officer.id}/reset-password")
    password = (answer.json or {})["password"]
    assert (phone.get("/auth/me").json or {})["code"] == "session_revoked"
    assert log_in(app, officer, password=password).session["me"]["must_change_password"] is True


def test_a_lost_device_is_revoked_with_all_its_sessions(
    app: Flask, client: FlaskClient, branch: Branch, officer: MadePerson
) -> None:
    phone = log_in(app, officer)
    leader = actor(app, branch, "shift_leader")
    assert leader.post(f"/devices/{phone.device_id}/revoke").status_code == 204
    assert (phone.get("/auth/me").json or {})["code"] == "device_revoked"
    assert (phone.refresh().json or {})["code"] == "device_revoked"
    again = client.post(LOGIN, json=login_body(officer.badge_number, phone.key))
    assert (again.json or {})["code"] == "device_revoked"
    assert leader.post(f"/devices/{phone.device_id}/revoke").status_code == 204


def test_one_may_give_up_ones_own_device_but_not_that_of_a_colleague(
    app: Flask, branch: Branch, officer: MadePerson
) -> None:
    desk, phone = log_in(app, officer), log_in(app, officer)
    colleague = log_in(app, make_person(unit_id=branch.squad))
    assert colleague.post(f"/devices/{phone.device_id}/revoke").status_code == 404
    assert desk.post(f"/devices/{phone.device_id}/revoke").status_code == 204
    assert (phone.get("/auth/me").json or {})["code"] == "device_revoked"


def test_devices_are_seen_by_their_owner_and_by_who_looks_after_them(
    app: Flask, branch: Branch, officer: MadePerson
) -> None:
    phone = log_in(app, officer)
    stranger = log_in(app, make_person(unit_id=branch.squad))
    leader = actor(app, branch, "shift_leader")
    outsider = actor(app, branch, "shift_leader", branch.station)

    def seen(viewer: LoggedIn) -> set[str]:
        return {item["id"] for item in (viewer.get("/devices").json or {})["items"]}

    assert seen(phone) == {phone.device_id}
    assert seen(stranger) == {stranger.device_id}
    assert {phone.device_id, stranger.device_id} <= seen(leader)
    assert phone.device_id not in seen(outsider)


def test_changes_to_accounts_are_entered_in_the_ledger(
    app: Flask, branch: Branch, officer: MadePerson
) -> None:
    admin = actor(app, branch, "system_admin")
    admin.post(f"/people/{officer.id}/suspend")
    db.session.rollback()
    kinds = db.session.scalars(select(LedgerEntry.kind).where(LedgerEntry.subject == officer.id)).all()
    assert kinds == ["person_suspended"]


class TestWithCodes:
    """Installations where a new device needs a one-time code."""

    @pytest.fixture
    def settings_overrides(self) -> dict[str, str]:
        return {"LUQIN_DEVICE_ENROLMENT": "code"}

    @pytest.fixture
    def leader(self, app: Flask, branch: Branch) -> LoggedIn:
        app.config["LUQIN"] = _with(app, device_enrolment="open")
        leader = actor(app, branch, "shift_leader")
        app.config["LUQIN"] = _with(app, device_enrolment="code")
        return leader

    def issue(self, leader: LoggedIn, person: MadePerson) -> str:
        answer = leader.post(f"/people/{person.id}/enrolment-code")
        assert answer.status_code == 200, answer.json
        return str((answer.json or {})["code"])

    def attempt(
        self, client: FlaskClient, person: MadePerson, code: str | None, key: DeviceKey | None = None
    ) -> str:
        body = login_body(person.badge_number, key or DeviceKey(), enrolment_code=code)
        return str((client.post(LOGIN, json=body).json or {}).get("code", "in"))

    def test_a_new_device_asks_for_a_code(self, client: FlaskClient, officer: MadePerson) -> None:
        assert self.attempt(client, officer, None) == "enrolment_code_required"

    def test_the_code_opens_one_device_once(
        self, client: FlaskClient, officer: MadePerson, leader: LoggedIn
    ) -> None:
        code, key = self.issue(leader, officer), DeviceKey()
        assert self.attempt(client, officer, code.lower().replace("-", " "), key) == "in"
        assert self.attempt(client, officer, code) == "enrolment_code_wrong"
        assert self.attempt(client, officer, None, key) == "in"

    def test_the_code_of_somebody_else_does_not_serve(
        self, client: FlaskClient, branch: Branch, officer: MadePerson, leader: LoggedIn
    ) -> None:
        other = make_person(unit_id=branch.squad)
        self.issue(leader, other)
        assert self.attempt(client, other, self.issue(leader, officer)) == "enrolment_code_wrong"

    def test_the_code_ends_after_ten_minutes(
        self, client: FlaskClient, officer: MadePerson, leader: LoggedIn
    ) -> None:
        code = self.issue(leader, officer)
        with unit_of_work():
            db.session.execute(update(EnrolmentCode).values(expires_at=from_ms(now_ms() - 1)))
        assert self.attempt(client, officer, code) == "enrolment_code_wrong"

    def test_a_new_code_ends_the_earlier_one(
        self, client: FlaskClient, officer: MadePerson, leader: LoggedIn
    ) -> None:
        first = self.issue(leader, officer)
        second = self.issue(leader, officer)
        assert self.attempt(client, officer, first) == "enrolment_code_wrong"
        assert self.attempt(client, officer, second) == "in"

    def test_five_guesses_end_the_code(
        self, client: FlaskClient, officer: MadePerson, leader: LoggedIn
    ) -> None:
        code = self.issue(leader, officer)
        assert {self.attempt(client, officer, "AAAA-AAAA") for _ in range(5)} == {"enrolment_code_wrong"}
        assert self.attempt(client, officer, code) == "enrolment_code_wrong"

    def test_an_initial_password_opens_nothing_but_its_own_change(
        self, app: Flask, officer: MadePerson, leader: LoggedIn
    ) -> None:
        with unit_of_work():
            db.session.execute(
                update(Person).where(Person.id == officer.id).values(must_change_password=True)
            )
        phone = log_in(app, officer, enrolment_code=self.issue(leader, officer))
        answer = phone.get("/units")
        assert answer.status_code == 403
        assert (answer.json or {})["code"] == "password_change_required"
        assert phone.get("/auth/me").status_code == 200
        change = {"old_password": PASSWORD, "new_password": "Another-word-8"}
        assert phone.post("/auth/password", json=change).status_code == 204
        assert phone.get("/units").status_code == 200


def _with(app: Flask, **changes: Any) -> Any:
    return replace(app.config["LUQIN"], **changes)
