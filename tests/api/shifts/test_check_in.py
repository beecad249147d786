"""Check-in and check-out sent by a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from backend.kernel.clock import now
from backend.kernel.db import db, unit_of_work
from backend.shifts import service
from backend.shifts.models import CheckIn
from backend.shifts.rules import Seat
from tests.factories.identity import Branch, MadePerson, log_in, make_branch, make_person
from tests.factories.posts import make_post
from tests.factories.shifts import make_assignment, qualify
from tests.factories.street import Phone


@pytest.fixture
def branch(app: Flask) -> Branch:
    return make_branch()


@pytest.fixture
def officer(branch: Branch) -> MadePerson:
    person = make_person(unit_id=branch.squad)
    qualify(person.id)
    return person


@pytest.fixture
def phone(app: Flask, officer: MadePerson) -> Phone:
    return Phone(log_in(app, officer))


@pytest.fixture
def post(branch: Branch) -> str:
    return make_post(unit_id=branch.squad, name="漕溪北路")


def stored(record_id: str) -> CheckIn:
    db.session.rollback()
    return db.session.scalars(select(CheckIn).where(CheckIn.record_id == record_id)).one()


def flags(phone: Phone, record_id: str) -> list[str]:
    return list(phone.owner.get(f"/records/{record_id}").json["flags"])


def test_checking_in_to_ones_assignment_in_time(phone: Phone, officer: MadePerson, post: str) -> None:
    slot = make_assignment(officer.id, post, starts_at=now() - timedelta(minutes=10))
    record_id = phone.send(
        phone.check_in(post, assignment=slot.id, at=slot.starts_at + timedelta(minutes=10))
    )
    row = stored(record_id)
    assert (row.planned, row.late_min, row.verdict, row.force_kind) == (True, 10, "inside", "traffic")
    detail = phone.owner.get(f"/records/{record_id}").json
    assert (detail["headline"], detail["flags"]) == ("到岗 · 漕溪北路 · 路中指挥", [])


def test_arriving_after_the_grace_is_flagged_late(phone: Phone, officer: MadePerson, post: str) -> None:
    slot = make_assignment(officer.id, post)
    record_id = phone.send(
        phone.check_in(post, assignment=slot.id, at=slot.starts_at + timedelta(minutes=11))
    )
    detail = phone.owner.get(f"/records/{record_id}").json
    assert (detail["headline"], detail["flags"]) == (
        "到岗 · 漕溪北路 · 路中指挥 · 迟到 11 分钟",
        ["late_arrival"],
    )


def test_a_position_far_away_does_not_keep_anybody_out(phone: Phone, post: str) -> None:
    fix = {"lat": 31.30, "lon": 121.50, "accuracy_m": 5.0, "age_s": 1.0, "source": "gps"}
    assert stored(phone.send(phone.check_in(post, fix=fix))).verdict == "outside"
    assert stored(phone.send(phone.check_in(post, fix=None))).verdict == "no_fix"


def test_checking_in_without_an_assignment_is_allowed_and_flagged(phone: Phone, post: str) -> None:
    record_id = phone.send(phone.check_in(post))
    assert flags(phone, record_id) == ["unplanned"]
    assert stored(record_id).planned is False


def test_another_post_than_the_planned_one_is_allowed_and_flagged(
    phone: Phone, officer: MadePerson, branch: Branch, post: str
) -> None:
    slot = make_assignment(officer.id, post, starts_at=now())
    elsewhere = make_post(unit_id=branch.squad)
    record_id = phone.send(phone.check_in(elsewhere, assignment=slot.id, seat="roadside"))
    assert flags(phone, record_id) == ["other_post", "other_seat"]


def test_a_cancelled_assignment_counts_as_unplanned(phone: Phone, officer: MadePerson, post: str) -> None:
    slot = make_assignment(officer.id, post, starts_at=now())
    with unit_of_work():
        service.cancel_assignment(slot.id, reason="调整", person_id=officer.id, at=now())
    record_id = phone.send(phone.check_in(post, assignment=slot.id))
    assert "assignment_cancelled" in flags(phone, record_id)
    assert stored(record_id).planned is False


def test_somebody_elses_assignment_is_refused(phone: Phone, branch: Branch, post: str) -> None:
    other = make_person(unit_id=branch.squad)
    qualify(other.id)
    slot = make_assignment(other.id, post)
    assert phone.refusal(phone.check_in(post, assignment=slot.id)) == {
        "/data/assignment": "assignment_not_yours"
    }


def test_the_shift_is_the_assignment(phone: Phone, officer: MadePerson, post: str) -> None:
    slot = make_assignment(officer.id, post)
    envelope = phone.check_in(post, assignment=slot.id) | {"shift": None}
    assert phone.refusal(envelope) == {"/shift": "shift_not_assignment"}


def test_a_check_in_names_its_post(phone: Phone) -> None:
    data = {"assignment": None, "seat": "centre", "note": None}
    assert phone.refusal(phone.make("check_in", data)) == {"/post": "post_required"}


def test_an_auxiliary_does_not_stand_in_the_road(app: Flask, branch: Branch, post: str) -> None:
    person = make_person(unit_id=branch.squad, kind="duty_auxiliary", roles=("auxiliary",))
    qualify(person.id)
    phone = Phone(log_in(app, person))
    [outcome] = phone.push(phone.check_in(post, seat="centre"))
    [problem] = outcome["problem"]["fields"]
    assert (problem["pointer"], problem["code"]) == ("/data/seat", "centre_needs_officer")
    assert "民警" in problem["message"]
    assert stored(phone.send(phone.check_in(post, seat="roadside"))).seat == Seat.ROADSIDE


def test_somebody_without_a_qualification_is_flagged(app: Flask, branch: Branch, post: str) -> None:
    phone = Phone(log_in(app, make_person(unit_id=branch.squad)))
    assert "not_qualified" in flags(phone, phone.send(phone.check_in(post)))


def test_check_in_and_check_out_may_come_in_one_batch(phone: Phone, post: str) -> None:
    start = now() - timedelta(hours=8)
    arrival = phone.check_in(post, at=start)
    leaving = phone.check_out(arrival["id"], post=post)
    assert [outcome["outcome"] for outcome in phone.push(arrival, leaving)] == ["accepted", "accepted"]


def test_a_check_out_may_come_before_its_check_in(phone: Phone, post: str) -> None:
    start = now() - timedelta(hours=8)
    arrival = phone.check_in(post, at=start)
    leaving = phone.check_out(arrival["id"], post=post)
    assert [outcome["outcome"] for outcome in phone.push(leaving, arrival)] == ["accepted", "accepted"]


def test_a_check_out_says_the_same_whether_its_check_in_came_before_or_after(phone: Phone, post: str) -> None:
    arrival = phone.check_in(post, at=now() - timedelta(hours=8, minutes=3))
    leaving = phone.send(phone.check_out(arrival["id"], post=post))
    phone.send(arrival)
    later = phone.send(phone.check_out(arrival["id"], post=post))
    headlines = [phone.owner.get(f"/records/{record_id}").json["headline"] for record_id in (leaving, later)]
    assert headlines == ["离岗 · 漕溪北路"] * 2


def test_nobody_checks_out_somebody_else(app: Flask, phone: Phone, branch: Branch, post: str) -> None:
    arrival = phone.send(phone.check_in(post))
    other = Phone(log_in(app, make_person(unit_id=branch.squad)))
    assert other.refusal(other.check_out(arrival)) == {"/data/check_in": "check_in_not_yours"}


def test_a_clock_that_jumped_back_does_not_lose_a_check_out(phone: Phone, post: str) -> None:
    arrival = phone.send(phone.check_in(post))
    phone.send(phone.check_out(arrival, post=post, at=now() - timedelta(hours=1)))
