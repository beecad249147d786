"""Coverage over HTTP: planned, present, filled; within reach; with a constant number of queries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from backend.kernel.clock import format_instant, now
from backend.kernel.db import db
from tests.factories.identity import Branch, LoggedIn, MadePerson, log_in, make_branch, make_person
from tests.factories.posts import make_post
from tests.factories.shifts import make_assignment, qualify
from tests.factories.street import Phone

AWAY = {"lat": 31.22, "lon": 121.44, "accuracy_m": 5.0, "age_s": 1.0, "source": "gps"}


@pytest.fixture
def branch(app: Flask) -> Branch:
    return make_branch()


@pytest.fixture
def desk(app: Flask, branch: Branch) -> LoggedIn:
    return log_in(app, make_person(unit_id=branch.root, roles=("command_office",)))


def qualified(branch: Branch, **rest: Any) -> MadePerson:
    person = make_person(unit_id=rest.pop("unit_id", branch.squad), **rest)
    qualify(person.id)
    return person


def coverage(desk: LoggedIn, query: str = "") -> dict[str, Any]:
    answer = desk.get(f"/coverage{query}")
    assert answer.status_code == 200, answer.json
    return dict(answer.json or {})


def test_a_post_with_its_officer_there_needs_nothing(app: Flask, branch: Branch, desk: LoggedIn) -> None:
    officer = qualified(branch)
    post = make_post(unit_id=branch.squad, name="漕溪北路")
    slot = make_assignment(officer.id, post)
    phone = Phone(log_in(app, officer))
    record_id = phone.send(phone.check_in(post, assignment=slot.id, at=slot.starts_at))
    board = coverage(desk)
    [row] = board["posts"]
    [seat] = row["seats"]
    assert (row["post"]["name"], row["attention"]) == ("漕溪北路", 0)
    assert (seat["filled"], seat["problem"], seat["planned"]["assignment_id"]) == (True, None, slot.id)
    assert (seat["present"]["record_id"], seat["present"]["verdict"]) == (record_id, "inside")
    assert board["counts"] == {"planned": 1, "present": 1, "filled": 1}


def test_an_empty_key_post_comes_first(branch: Branch, desk: LoggedIn) -> None:
    plain, key = make_post(unit_id=branch.squad), make_post(unit_id=branch.squad, is_key=True)
    make_assignment(qualified(branch).id, plain)
    make_assignment(qualified(branch).id, key)
    rows = coverage(desk)["posts"]
    assert [(row["post"]["id"], row["attention"]) for row in rows] == [(key, 3), (plain, 2)]
    assert rows[0]["seats"][0]["problem"] == "not_manned"


def test_who_has_checked_out_is_gone(app: Flask, branch: Branch, desk: LoggedIn) -> None:
    post = make_post(unit_id=branch.squad)
    phone = Phone(log_in(app, qualified(branch)))
    arrival = phone.send(phone.check_in(post, at=now() - timedelta(hours=1)))
    assert coverage(desk)["counts"]["present"] == 1
    phone.send(phone.check_out(arrival))
    assert coverage(desk)["posts"] == []


def test_a_forgotten_check_in_does_not_man_a_post_for_days(
    app: Flask, branch: Branch, desk: LoggedIn
) -> None:
    phone = Phone(log_in(app, qualified(branch)))
    phone.send(phone.check_in(make_post(unit_id=branch.squad), at=now() - timedelta(hours=17)))
    assert coverage(desk)["posts"] == []


def test_who_forgot_to_check_out_is_shown_for_two_hours_beyond_the_planned_end(
    app: Flask, branch: Branch, desk: LoggedIn
) -> None:
    officer = qualified(branch)
    post = make_post(unit_id=branch.squad)
    slot = make_assignment(officer.id, post)
    phone = Phone(log_in(app, officer))
    phone.send(phone.check_in(post, assignment=slot.id, at=slot.starts_at))
    counts = [
        coverage(desk, f"?at={format_instant(slot.ends_at + beyond)}")["counts"]["present"]
        for beyond in (timedelta(minutes=119), timedelta(minutes=121))
    ]
    assert counts == [1, 0]


def test_who_forgot_to_check_out_does_not_hold_the_seat_of_the_next_shift(
    app: Flask, branch: Branch, desk: LoggedIn
) -> None:
    early, late = qualified(branch), qualified(branch)
    post = make_post(unit_id=branch.squad)
    start = now() - timedelta(hours=9)
    first = make_assignment(early.id, post, starts_at=start, ends_at=start + timedelta(hours=8))
    make_assignment(late.id, post, starts_at=first.ends_at)
    phone = Phone(log_in(app, early))
    phone.send(phone.check_in(post, assignment=first.id, at=start))
    seats = coverage(desk)["posts"][0]["seats"]
    planned = next(seat for seat in seats if seat["planned"] is not None)
    assert (planned["present"], planned["filled"], planned["problem"]) == (None, False, "not_manned")


def test_the_newest_check_in_of_a_person_counts(app: Flask, branch: Branch, desk: LoggedIn) -> None:
    first, second = make_post(unit_id=branch.squad), make_post(unit_id=branch.squad)
    phone = Phone(log_in(app, qualified(branch)))
    phone.send(phone.check_in(first, at=now() - timedelta(hours=2)))
    phone.send(phone.check_in(second, at=now() - timedelta(hours=1)))
    [row] = coverage(desk)["posts"]
    assert (row["post"]["id"], row["seats"][0]["problem"]) == (second, "unplanned")


def test_the_last_position_comes_from_any_record_of_the_shift(
    app: Flask, branch: Branch, desk: LoggedIn
) -> None:
    officer = qualified(branch, grants=(("any", "any"),))
    post = make_post(unit_id=branch.squad)
    slot = make_assignment(officer.id, post)
    phone = Phone(log_in(app, officer))
    phone.send(phone.check_in(post, assignment=slot.id, at=slot.starts_at))
    later = now() - timedelta(minutes=5)
    phone.send(phone.violation(at=later, post=post, shift=slot.id, fix=AWAY))
    [seat] = coverage(desk)["posts"][0]["seats"]
    assert seat["present"]["last_fix_at"] == format_instant(later)
    assert (seat["present"]["verdict"], seat["problem"], seat["filled"]) == ("outside", "outside", True)


def test_an_earlier_moment_can_be_shown(branch: Branch, desk: LoggedIn) -> None:
    slot = make_assignment(qualified(branch).id, make_post(unit_id=branch.squad))
    before = coverage(desk, f"?at={format_instant(slot.starts_at - timedelta(minutes=20))}")
    assert before["posts"][0]["seats"][0]["problem"] is None
    assert before["counts"]["planned"] == 0
    assert coverage(desk, f"?at={format_instant(slot.starts_at - timedelta(hours=2))}")["posts"] == []
    assert coverage(desk, f"?at={format_instant(slot.ends_at)}")["posts"] == []


def test_a_leader_sees_the_posts_of_the_own_unit(app: Flask, branch: Branch) -> None:
    own, other = make_post(unit_id=branch.squad), make_post(unit_id=branch.other_squad)
    make_assignment(qualified(branch).id, own)
    make_assignment(qualified(branch, unit_id=branch.other_squad).id, other)
    leader = log_in(app, make_person(unit_id=branch.squad, roles=("shift_leader",)))
    assert [row["post"]["id"] for row in coverage(leader)["posts"]] == [own]


def test_an_officer_does_not_watch_the_others(app: Flask, branch: Branch) -> None:
    assert log_in(app, make_person(unit_id=branch.squad)).get("/coverage").status_code == 403


def test_more_posts_do_not_mean_more_queries(app: Flask, branch: Branch, desk: LoggedIn) -> None:
    def man_a_post() -> None:
        officer = qualified(branch)
        post = make_post(unit_id=branch.squad)
        slot = make_assignment(officer.id, post)
        phone = Phone(log_in(app, officer))
        phone.send(phone.check_in(post, assignment=slot.id))

    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    man_a_post()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        coverage(desk)
        for_one, _ = len(statements), statements.clear()
        event.remove(db.engine, "before_cursor_execute", note)
        for _ in range(4):
            man_a_post()
        event.listen(db.engine, "before_cursor_execute", note)
        assert len(coverage(desk)["posts"]) == 5
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len(statements) == for_one
