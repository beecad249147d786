"""The roster over HTTP: who may be put where, who may do it, and calling it off."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from backend.identity import service as identity
from backend.kernel.clock import SHANGHAI, format_instant
from backend.kernel.db import db, unit_of_work
from backend.shifts.models import Assignment
from tests.factories.identity import Branch, LoggedIn, MadePerson, log_in, make_branch, make_person
from tests.factories.posts import make_post
from tests.factories.shifts import make_assignment, qualify

MORNING = datetime(2026, 3, 2, 7, 0, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)
NOBODY = "01920000-0000-7000-8000-000000000000"


@pytest.fixture
def branch(app: Flask) -> Branch:
    return make_branch()


@pytest.fixture
def leader(app: Flask, branch: Branch) -> LoggedIn:
    return log_in(app, make_person(unit_id=branch.squad, roles=("shift_leader",)))


@pytest.fixture
def officer(branch: Branch) -> MadePerson:
    person = make_person(unit_id=branch.squad, name="王强")
    qualify(person.id)
    return person


@pytest.fixture
def auxiliary(branch: Branch) -> MadePerson:
    person = make_person(unit_id=branch.squad, kind="duty_auxiliary", roles=("auxiliary",), name="张辅")
    qualify(person.id)
    return person


@pytest.fixture
def post(branch: Branch) -> str:
    return make_post(unit_id=branch.squad, name="漕溪北路")


def body(person: str, post: str, **changes: Any) -> dict[str, Any]:
    return {
        "person": person,
        "post": post,
        "seat": "centre",
        "starts_at": format_instant(MORNING),
        "ends_at": format_instant(MORNING + 8 * HOUR),
        "force_kind": "traffic",
    } | changes


def refusal(leader: LoggedIn, sent: dict[str, Any]) -> dict[str, str]:
    answer = leader.post("/shifts/assignments", json=sent)
    assert answer.status_code == 422, answer.json
    db.session.rollback()
    return {item["pointer"]: item["code"] for item in (answer.json or {})["fields"]}


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Assignment)) or 0


def test_an_officer_is_put_on_a_seat(leader: LoggedIn, officer: MadePerson, post: str) -> None:
    answer = leader.post("/shifts/assignments", json=body(officer.id, post))
    assert answer.status_code == 201, answer.json
    made = answer.json or {}
    assert (made["day"], made["seat"], made["post"]["name"]) == ("2026-03-02", "centre", "漕溪北路")
    assert (made["person"]["name"], made["partners"], made["warnings"]) == ("王强", [], [])
    listed = leader.get("/shifts/assignments?day=2026-03-02").json["items"]
    assert [item["id"] for item in listed] == [made["id"]]


def test_the_day_of_a_shift_is_the_shanghai_day_of_its_start(
    leader: LoggedIn, officer: MadePerson, post: str
) -> None:
    sent = body(officer.id, post, starts_at="2026-03-01T16:30:00.000Z", ends_at="2026-03-01T22:00:00.000Z")
    assert (leader.post("/shifts/assignments", json=sent).json or {})["day"] == "2026-03-02"


def test_two_people_on_one_post_are_partners(
    leader: LoggedIn, officer: MadePerson, auxiliary: MadePerson, post: str
) -> None:
    make_assignment(officer.id, post, starts_at=MORNING)
    sent = body(auxiliary.id, post, seat="roadside", force_kind="auxiliary", supervising_officer=officer.id)
    made = leader.post("/shifts/assignments", json=sent).json or {}
    assert [(item["name"], item["seat"]) for item in made["partners"]] == [("王强", "centre")]
    assert made["supervising_officer"] == {"id": officer.id, "name": "王强"}
    assert made["warnings"] == []


def test_a_supervising_officer_who_is_not_on_duty_there_is_a_warning(
    leader: LoggedIn, officer: MadePerson, auxiliary: MadePerson, branch: Branch, post: str
) -> None:
    make_assignment(officer.id, make_post(unit_id=branch.squad, zone="华泾镇"), starts_at=MORNING)
    sent = body(auxiliary.id, post, seat="roadside", force_kind="auxiliary", supervising_officer=officer.id)
    answer = leader.post("/shifts/assignments", json=sent)
    assert answer.status_code == 201
    assert [item["code"] for item in (answer.json or {})["warnings"]] == ["supervisor_not_on_duty"]


def test_an_auxiliary_needs_a_supervising_officer(leader: LoggedIn, auxiliary: MadePerson, post: str) -> None:
    sent = body(auxiliary.id, post, seat="roadside", force_kind="auxiliary")
    assert refusal(leader, sent) == {"/supervising_officer": "supervising_officer_needed"}
    sent["supervising_officer"] = auxiliary.id
    assert refusal(leader, sent) == {"/supervising_officer": "supervising_officer_not_an_officer"}


def test_an_auxiliary_is_not_put_in_the_centre(
    leader: LoggedIn, officer: MadePerson, auxiliary: MadePerson, post: str
) -> None:
    sent = body(auxiliary.id, post, supervising_officer=officer.id)
    assert refusal(leader, sent) == {"/seat": "centre_needs_officer"}


def test_nobody_is_on_two_shifts_at_once(leader: LoggedIn, officer: MadePerson, post: str) -> None:
    make_assignment(officer.id, post, starts_at=MORNING)
    later = {"starts_at": format_instant(MORNING + 7 * HOUR), "ends_at": format_instant(MORNING + 12 * HOUR)}
    assert refusal(leader, body(officer.id, post, **later)) == {"/starts_at": "overlaps_assignment"}
    after = {"starts_at": format_instant(MORNING + 8 * HOUR), "ends_at": format_instant(MORNING + 12 * HOUR)}
    assert leader.post("/shifts/assignments", json=body(officer.id, post, **after)).status_code == 201


def test_a_cancelled_shift_leaves_room_for_another(leader: LoggedIn, officer: MadePerson, post: str) -> None:
    slot = make_assignment(officer.id, post, starts_at=MORNING)
    assert leader.post(f"/shifts/assignments/{slot.id}/cancel", json={"reason": "调整"}).status_code == 200
    assert leader.post("/shifts/assignments", json=body(officer.id, post)).status_code == 201


def test_without_a_valid_qualification_nobody_is_put_on_duty(
    leader: LoggedIn, branch: Branch, post: str
) -> None:
    never = make_person(unit_id=branch.squad)
    lapsed = make_person(unit_id=branch.squad)
    qualify(lapsed.id, valid_to=date(2026, 3, 1))
    for person in (never, lapsed):
        assert refusal(leader, body(person.id, post)) == {"/person": "person_not_qualified"}


def test_a_suspended_person_is_not_put_on_duty(leader: LoggedIn, officer: MadePerson, post: str) -> None:
    with unit_of_work():
        identity.suspend_person(officer.id)
    assert refusal(leader, body(officer.id, post)) == {"/person": "person_not_active"}


def test_a_shift_ends_after_it_starts_and_has_at_most_sixteen_hours(
    leader: LoggedIn, officer: MadePerson, post: str
) -> None:
    assert refusal(leader, body(officer.id, post, ends_at=format_instant(MORNING))) == {
        "/ends_at": "ends_before_start"
    }
    assert refusal(leader, body(officer.id, post, ends_at=format_instant(MORNING + 17 * HOUR))) == {
        "/ends_at": "shift_too_long"
    }


def test_a_post_out_of_use_takes_nobody(leader: LoggedIn, officer: MadePerson, branch: Branch) -> None:
    inactive = make_post(unit_id=branch.squad, active=False)
    assert refusal(leader, body(officer.id, inactive)) == {"/post": "post_inactive"}
    assert refusal(leader, body(officer.id, NOBODY)) == {"/post": "post_unknown"}


def test_a_leader_rosters_the_own_people_only(
    app: Flask, branch: Branch, officer: MadePerson, post: str
) -> None:
    other = log_in(app, make_person(unit_id=branch.other_squad, roles=("shift_leader",)))
    assert other.post("/shifts/assignments", json=body(officer.id, post)).status_code == 404
    slot = make_assignment(officer.id, post, starts_at=MORNING)
    assert other.post(f"/shifts/assignments/{slot.id}/cancel", json={"reason": "调整"}).status_code == 404
    assert other.get("/shifts/assignments").json["items"] == []
    assert count() == 1


def test_an_officer_sees_the_own_shifts_and_rosters_nobody(
    app: Flask, branch: Branch, officer: MadePerson, post: str
) -> None:
    colleague = make_person(unit_id=branch.squad)
    qualify(colleague.id)
    mine = make_assignment(officer.id, post, starts_at=MORNING)
    make_assignment(colleague.id, post, starts_at=MORNING)
    phone = log_in(app, officer)
    assert [item["id"] for item in phone.get("/shifts/assignments").json["items"]] == [mine.id]
    assert phone.post("/shifts/assignments", json=body(officer.id, post)).status_code == 403


def test_an_assignment_is_cancelled_once_and_keeps_who_and_why(
    leader: LoggedIn, officer: MadePerson, post: str
) -> None:
    slot = make_assignment(officer.id, post, starts_at=MORNING)
    path = f"/shifts/assignments/{slot.id}/cancel"
    assert leader.post(path, json={"reason": ""}).status_code == 422
    assert leader.post(path, json={"reason": "警力调整"}).status_code == 200
    again = leader.post(path, json={"reason": "警力调整"})
    assert (again.status_code, again.json["code"]) == (409, "assignment_cancelled")
    db.session.rollback()
    stored = db.session.get_one(Assignment, slot.id)
    assert (stored.cancelled_by, stored.cancel_reason) == (leader.person_id, "警力调整")


def test_the_roster_is_read_page_by_page_without_a_gap(
    leader: LoggedIn, officer: MadePerson, post: str
) -> None:
    made = [make_assignment(officer.id, post, starts_at=MORNING + timedelta(days=day)).id for day in range(5)]
    seen, cursor = [], ""
    for _ in range(3):
        page = leader.get(f"/shifts/assignments?limit=2{cursor}").json
        seen += [item["id"] for item in page["items"]]
        cursor = f"&cursor={page['next_cursor']}"
    assert (seen, page["next_cursor"]) == (made, None)


@pytest.mark.parametrize("query", ["day=2026-13-01", "limit=0", "cursor=x", "nonsense=1", "unit=x"])
def test_filters_that_make_no_sense_are_refused(leader: LoggedIn, query: str) -> None:
    assert leader.get(f"/shifts/assignments?{query}").status_code == 422
