"""The calendar over HTTP: what a day is, who says so, and what is only provisional."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from backend.kernel.db import unit_of_work
from backend.workdays import service
from tests.factories.identity import Branch, LoggedIn, log_in, make_branch, make_person

CHANGE = {"day_type": "workday", "name": "", "source": "分局通知〔2026〕3号"}


@pytest.fixture
def branch(app: Flask) -> Branch:
    return make_branch()


@pytest.fixture
def office(app: Flask, branch: Branch) -> LoggedIn:
    return log_in(app, make_person(unit_id=branch.root, roles=("command_office",)))


@pytest.fixture
def officer(app: Flask, branch: Branch) -> LoggedIn:
    return log_in(app, make_person(unit_id=branch.squad))


def days(person: LoggedIn, first: str, last: str) -> dict[str, dict[str, Any]]:
    answer = person.get(f"/calendar?from={first}&to={last}")
    assert answer.status_code == 200, answer.json
    return {item["day"]: item for item in (answer.json or {})["items"]}


def test_the_announced_holidays_and_worked_weekends_are_known(officer: LoggedIn) -> None:
    seen = days(officer, "2022-01-28", "2022-02-07")
    assert {day: item["day_type"] for day, item in seen.items()} == {
        "2022-01-28": "workday",
        "2022-01-29": "adjusted_workday",
        "2022-01-30": "adjusted_workday",
        **{f"2022-{day}": "holiday" for day in ("01-31", *(f"02-0{n}" for n in range(1, 7)))},
        "2022-02-07": "workday",
    }
    assert seen["2022-02-01"]["name"] == "春节"
    assert not any(item["provisional"] for item in seen.values())


def test_a_year_nobody_has_announced_follows_the_weekday_and_says_so(officer: LoggedIn) -> None:
    seen = days(officer, "2040-05-04", "2040-05-05")
    assert [(item["day_type"], item["provisional"]) for item in seen.values()] == [
        ("workday", True),
        ("weekend", True),
    ]


def test_the_command_office_sets_a_day_on_the_strength_of_a_document(office: LoggedIn) -> None:
    answer = office.put("/calendar/2040-05-05", json=CHANGE)
    assert answer.status_code == 200, answer.json
    day = days(office, "2040-05-05", "2040-05-05")["2040-05-05"]
    assert (day["day_type"], day["provisional"], day["version"]) == ("workday", False, 1)
    assert day["source"] == "分局通知〔2026〕3号"
    assert (office.put("/calendar/2040-05-05", json=CHANGE).json or {})["version"] == 2


def test_loading_the_calendar_again_keeps_what_was_edited(office: LoggedIn) -> None:
    office.put("/calendar/2026-03-02", json=CHANGE | {"day_type": "holiday"})
    with unit_of_work():
        assert service.seed_calendar() == 0
    assert days(office, "2026-03-02", "2026-03-02")["2026-03-02"]["day_type"] == "holiday"


def test_an_officer_does_not_move_holidays(officer: LoggedIn) -> None:
    assert officer.put("/calendar/2026-03-02", json=CHANGE).status_code == 403


@pytest.mark.parametrize("day", ["2026-02-30", "tomorrow", "20260302"])
def test_there_is_no_such_day(office: LoggedIn, day: str) -> None:
    assert office.put(f"/calendar/{day}", json=CHANGE).status_code == 404


@pytest.mark.parametrize(
    "change", [{"day_type": "sunday"}, {"source": ""}, {"name": "x" * 61}, {"extra": 1}, {"source": None}]
)
def test_a_day_that_makes_no_sense_is_refused(office: LoggedIn, change: dict[str, Any]) -> None:
    assert office.put("/calendar/2026-03-02", json=CHANGE | change).status_code == 422


@pytest.mark.parametrize(
    "query", ["from=2026-03-02&to=2026-03-01", "from=2020-01-01&to=2026-01-01", "to=2026-03-01"]
)
def test_a_span_that_makes_no_sense_is_refused(officer: LoggedIn, query: str) -> None:
    assert officer.get(f"/calendar?{query}").status_code == 422


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("0001-01-01", 422),
        ("1999-12-31", 422),
        ("2000-01-01", 200),
        ("2099-12-31", 200),
        ("2100-01-01", 422),
    ],
)
def test_a_day_outside_this_century_is_refused(office: LoggedIn, day: str, status: int) -> None:
    assert office.put(f"/calendar/{day}", json=CHANGE).status_code == status
