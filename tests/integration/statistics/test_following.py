"""Following the ledger: what figures are made of stays right whatever happens, and equals a rebuild from zero."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from backend.kernel.clock import SHANGHAI
from backend.kernel.db import db, unit_of_work
from backend.statistics import service
from backend.statistics.models import Fact, Rollup
from tests.factories.evidence import Uploader, hash_of, make_picture
from tests.factories.identity import Branch, log_in, make_branch, make_person
from tests.factories.posts import make_post
from tests.factories.street import Phone, photo_claim

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=SHANGHAI)
ANY = (("any", "any"),)


@pytest.fixture
def branch(app: Flask) -> Branch:
    return make_branch()


@pytest.fixture
def phone(app: Flask, branch: Branch) -> Phone:
    return Phone(log_in(app, make_person(unit_id=branch.squad, grants=ANY)))


def rows(model: Any) -> set[tuple[Any, ...]]:
    db.session.rollback()
    table = model.__table__
    return {tuple(row) for row in db.session.execute(select(*table.columns))}


def facts(measure: str) -> list[tuple[str, int, bool]]:
    """(day, value, complete) of a measure, by day."""
    db.session.rollback()
    query = select(Fact.day, Fact.value, Fact.complete).where(Fact.measure == measure).order_by(Fact.day)
    return [tuple(row) for row in db.session.execute(query)]


def assert_equals_a_rebuild() -> None:
    assert service.catch_up() == 0
    live = (rows(Fact), rows(Rollup))
    service.rebuild()
    assert (rows(Fact), rows(Rollup)) == live


def test_a_violation_is_one_fact_and_incomplete_until_its_photos_come(phone: Phone) -> None:
    pictures = [make_picture(), make_picture()]
    claims = [photo_claim(sha256_hex=hash_of(picture), size=len(picture)) for picture in pictures]
    phone.send(phone.violation(at=MONDAY, photos=claims))
    service.catch_up()
    assert facts("violations") == [("2026-03-02", 1, False)]
    for picture in pictures:
        assert Uploader.of(phone.owner).send(picture).status_code == 201
    service.catch_up()
    assert facts("violations") == [("2026-03-02", 1, True)]
    assert_equals_a_rebuild()


def test_the_photos_of_somebody_else_complete_no_record(app: Flask, phone: Phone, branch: Branch) -> None:
    pictures = [make_picture(), make_picture()]
    stranger = log_in(app, make_person(unit_id=branch.squad))
    for picture in pictures:
        assert Uploader.of(stranger).send(picture).status_code == 201
    claims = [photo_claim(sha256_hex=hash_of(picture), size=len(picture)) for picture in pictures]
    record_id = phone.send(phone.violation(at=MONDAY, photos=claims))
    service.catch_up()
    assert facts("violations") == [("2026-03-02", 1, False)]
    detail = phone.owner.get(f"/records/{record_id}").json
    assert (detail["complete"], detail["photos_verified"]) == (False, 0)
    assert phone.owner.get(f"/photos/{hash_of(pictures[0])}").status_code == 404


def test_a_correction_takes_the_old_fact_back(phone: Phone) -> None:
    first = phone.violation(at=MONDAY)
    phone.send(first)
    service.catch_up()
    phone.send(
        phone.violation(
            at=MONDAY + timedelta(days=1),
            data={"facts": "更正"},
            id=first["id"],
            revision=2,
            base_revision=1,
            reason="日期有误",
        )
    )
    service.catch_up()
    assert facts("violations") == [("2026-03-03", 1, False)]
    assert {row.dim for row in db.session.scalars(select(Fact))} == {"1039"}
    assert_equals_a_rebuild()


def test_a_voided_record_leaves_the_figure_on_a_rebuild(phone: Phone) -> None:
    record_id = phone.send(phone.violation(at=MONDAY))
    service.catch_up()
    with unit_of_work():
        db.session.execute(text("UPDATE record SET state = 'voided' WHERE id = :id"), {"id": record_id})
    service.rebuild()
    assert rows(Fact) == set()
    assert rows(Rollup) == set()


def test_a_shift_over_midnight_counts_on_both_days(phone: Phone, branch: Branch) -> None:
    post = make_post(unit_id=branch.squad)
    arrival = phone.send(phone.check_in(post, at=MONDAY.replace(hour=22)))
    service.catch_up()
    assert facts("manned") == []
    phone.send(phone.check_out(arrival, at=MONDAY.replace(hour=22) + timedelta(hours=8)))
    service.catch_up()
    assert facts("manned") == [("2026-03-02", 2 * 3600, True), ("2026-03-03", 6 * 3600, True)]
    assert_equals_a_rebuild()


def test_the_first_of_two_check_outs_counts(phone: Phone, branch: Branch) -> None:
    arrival = phone.send(phone.check_in(make_post(unit_id=branch.squad), at=MONDAY))
    phone.send(phone.check_out(arrival, at=MONDAY + timedelta(hours=5)))
    phone.send(phone.check_out(arrival, at=MONDAY + timedelta(hours=4)))
    service.catch_up()
    assert facts("manned") == [("2026-03-02", 4 * 3600, True)]


def test_a_forgotten_check_out_is_ended_by_the_next_check_in(phone: Phone, branch: Branch) -> None:
    post = make_post(unit_id=branch.squad)
    phone.send(phone.check_in(post, at=MONDAY))
    service.catch_up()
    phone.send(phone.check_in(post, at=MONDAY + timedelta(hours=3)))
    service.catch_up()
    assert facts("manned") == [("2026-03-02", 3 * 3600, True)]
    assert_equals_a_rebuild()


def test_a_correction_may_move_a_check_out_to_another_check_in(phone: Phone, branch: Branch) -> None:
    post = make_post(unit_id=branch.squad)
    morning = phone.send(phone.check_in(post, at=MONDAY))
    evening = phone.send(phone.check_in(post, at=MONDAY + timedelta(hours=10)))
    leaving = phone.check_out(morning, at=MONDAY + timedelta(hours=2))
    phone.send(leaving)
    service.catch_up()
    phone.send(
        phone.check_out(
            evening,
            at=MONDAY + timedelta(hours=13),
            id=leaving["id"],
            revision=2,
            base_revision=1,
            reason="选错班次",
        )
    )
    service.catch_up()
    # The morning is now ended by the check-in of the evening.
    assert sorted(value for _, value, _ in facts("manned")) == [3 * 3600, 10 * 3600]
    assert_equals_a_rebuild()


def test_a_check_out_that_came_before_its_check_in_counts_the_same(phone: Phone, branch: Branch) -> None:
    arrival = phone.check_in(make_post(unit_id=branch.squad), at=MONDAY)
    phone.send(phone.check_out(arrival["id"], at=MONDAY + timedelta(hours=8)))
    service.catch_up()
    phone.send(arrival)
    service.catch_up()
    assert facts("manned") == [("2026-03-02", 8 * 3600, True)]
    assert_equals_a_rebuild()


def test_somebody_elses_check_out_ends_nothing(app: Flask, phone: Phone, branch: Branch) -> None:
    arrival = phone.check_in(make_post(unit_id=branch.squad), at=MONDAY)
    stranger = Phone(log_in(app, make_person(unit_id=branch.squad)))
    stranger.send(stranger.check_out(arrival["id"], at=MONDAY + timedelta(hours=1)))
    phone.send(arrival)
    service.catch_up()
    assert facts("manned") == []


def test_small_portions_give_the_same_rows_as_one(
    phone: Phone, branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = make_post(unit_id=branch.squad)
    for day in range(4):
        start = MONDAY + timedelta(days=day)
        arrival = phone.send(phone.check_in(post, at=start))
        phone.push(*(phone.violation(at=start + timedelta(hours=hour)) for hour in range(1, 5)))
        phone.send(phone.check_out(arrival, at=start + timedelta(hours=8)))
    monkeypatch.setattr(service, "ENTRIES_AT_ONCE", 3)
    service.catch_up()
    in_portions = (rows(Fact), rows(Rollup))
    monkeypatch.setattr(service, "ENTRIES_AT_ONCE", 2000)
    service.rebuild()
    assert (rows(Fact), rows(Rollup)) == in_portions
    assert len(facts("violations")) == 16


def test_taking_in_is_bounded_and_says_what_is_left(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    phone.push(*(phone.violation(at=MONDAY) for _ in range(5)))
    monkeypatch.setattr(service, "ENTRIES_AT_ONCE", 2)
    behind = service.entries_behind(db.session.connection())
    assert service.catch_up(rounds=1) == behind - 2
