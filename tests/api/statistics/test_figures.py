"""The figures over HTTP: what they count, who may ask, and that each opens its records."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from backend.kernel.clock import SHANGHAI, local_day, now
from tests.factories.evidence import Uploader, hash_of, make_picture
from tests.factories.identity import Branch, LoggedIn, log_in, make_branch, make_person
from tests.factories.posts import make_post
from tests.factories.shifts import make_assignment, qualify
from tests.factories.street import Phone, photo_claim

FRIDAY = datetime(2026, 2, 27, 10, 0, tzinfo=SHANGHAI)
ADJUSTED_SATURDAY = datetime(2026, 2, 28, 10, 0, tzinfo=SHANGHAI)
SPAN = "from=2026-02-27&to=2026-03-01"
ANY = (("any", "any"),)


@pytest.fixture
def branch(app: Flask) -> Branch:
    return make_branch()


@pytest.fixture
def phone(app: Flask, branch: Branch) -> Phone:
    person = make_person(unit_id=branch.squad, grants=ANY)
    qualify(person.id)
    return Phone(log_in(app, person))


@pytest.fixture
def desk(app: Flask, branch: Branch) -> LoggedIn:
    return log_in(app, make_person(unit_id=branch.root, roles=("command_office",)))


def send_complete(phone: Phone, **rest: Any) -> str:
    pictures = [make_picture(), make_picture()]
    record_id = phone.send(
        phone.violation(
            photos=[photo_claim(sha256_hex=hash_of(picture), size=len(picture)) for picture in pictures],
            **rest,
        )
    )
    for picture in pictures:
        assert Uploader.of(phone.owner).send(picture).status_code == 201
    return record_id


def figures(desk: LoggedIn, query: str) -> dict[str, Any]:
    answer = desk.get(f"/statistics/violations?{query}")
    assert answer.status_code == 200, answer.json
    return dict(answer.json or {})


def opened(desk: LoggedIn, query: str) -> list[str]:
    answer = desk.get(f"/records?kind=violation&state=accepted&{query}")
    assert answer.status_code == 200, answer.json
    return [item["id"] for item in (answer.json or {})["items"]]


def test_a_figure_rises_by_one_and_opens_the_record(phone: Phone, desk: LoggedIn) -> None:
    assert figures(desk, SPAN)["total"] == {"count": 0, "incomplete": 0, "late": 0}
    record_id = send_complete(phone, at=FRIDAY)
    assert figures(desk, SPAN)["total"] == {"count": 1, "incomplete": 0, "late": 1}
    assert opened(desk, "complete=true&day_from=2026-02-27&day_to=2026-03-01") == [record_id]


def test_incomplete_records_stand_beside_the_count(phone: Phone, desk: LoggedIn) -> None:
    record_id = phone.send(phone.violation(at=FRIDAY))
    assert figures(desk, SPAN)["total"] == {"count": 0, "incomplete": 1, "late": 0}
    assert opened(desk, "complete=false&day_from=2026-02-27&day_to=2026-03-01") == [record_id]


def test_every_day_has_a_row_also_without_records(phone: Phone, desk: LoggedIn) -> None:
    send_complete(phone, at=ADJUSTED_SATURDAY)
    rows = figures(desk, f"{SPAN}&by=day")["rows"]
    assert [(row["key"], row["count"]) for row in rows] == [
        ("2026-02-27", 0),
        ("2026-02-28", 1),
        ("2026-03-01", 0),
    ]


def test_each_row_agrees_with_the_records_that_it_opens(
    app: Flask, branch: Branch, phone: Phone, desk: LoggedIn
) -> None:
    other = Phone(log_in(app, make_person(unit_id=branch.other_squad, grants=ANY)))
    send_complete(phone, at=FRIDAY)
    send_complete(phone, at=FRIDAY, data={"code": "2014", "party": "nonmotor", "plate_kind": None})
    send_complete(other, at=ADJUSTED_SATURDAY)
    other.send(other.violation(at=FRIDAY))
    filters = {"unit": "unit", "code_group": "code_group"}
    for by, name in filters.items():
        for row in figures(desk, f"{SPAN}&by={by}")["rows"]:
            span = f"day_from=2026-02-27&day_to=2026-03-01&{name}={row['key']}"
            assert len(opened(desk, f"{span}&complete=true")) == row["count"]
            assert len(opened(desk, f"{span}&complete=false")) == row["incomplete"]
    assert [row["label"] for row in figures(desk, f"{SPAN}&by=unit")["rows"]] == ["一中队", "二中队"]
    assert [row["key"] for row in figures(desk, f"{SPAN}&by=code_group")["rows"]] == ["motor", "nonmotor"]


def test_a_unit_counts_with_everything_below_it(branch: Branch, phone: Phone, desk: LoggedIn) -> None:
    send_complete(phone, at=FRIDAY)
    assert figures(desk, f"{SPAN}&unit={branch.detachment}")["total"]["count"] == 1
    assert figures(desk, f"{SPAN}&unit={branch.station}")["total"]["count"] == 0


def test_a_squad_leader_sees_the_own_squad_only(app: Flask, branch: Branch, phone: Phone) -> None:
    send_complete(phone, at=FRIDAY)
    own = log_in(app, make_person(unit_id=branch.squad, roles=("shift_leader",)))
    other = log_in(app, make_person(unit_id=branch.other_squad, roles=("shift_leader",)))
    assert figures(own, SPAN)["total"]["count"] == 1
    assert figures(other, SPAN)["total"]["count"] == 0
    assert other.get(f"/statistics/violations?{SPAN}&unit={branch.squad}").status_code == 404


def test_an_officer_has_no_figures(phone: Phone) -> None:
    assert phone.owner.get(f"/statistics/violations?{SPAN}").status_code == 403


def test_a_figure_carries_its_definition_in_the_callers_language(desk: LoggedIn) -> None:
    chinese = figures(desk, SPAN)["definition"]
    assert chinese["name"] == "违法记录数"
    assert any("排名" in caution for caution in chinese["cautions"])
    english = desk.client.get(
        f"/api/v1/statistics/violations?{SPAN}", headers=desk.headers | {"Accept-Language": "en"}
    ).json["definition"]
    assert english["name"] == "Recorded violations"


@pytest.mark.parametrize(
    "query", ["", "from=2026-03-01&to=2026-02-27", "from=2020-01-01&to=2026-01-01", "from=x&to=y"]
)
def test_a_span_that_makes_no_sense_is_refused(desk: LoggedIn, query: str) -> None:
    assert desk.get(f"/statistics/violations?{query}").status_code == 422


def hours(desk: LoggedIn, query: str) -> dict[str, dict[str, Any]]:
    answer = desk.get(f"/statistics/post-hours?{query}")
    assert answer.status_code == 200, answer.json
    return {row["day_type"]: row for row in (answer.json or {})["rows"]}


def test_hours_are_split_by_day_type_at_midnight(phone: Phone, branch: Branch, desk: LoggedIn) -> None:
    post = make_post(unit_id=branch.squad)
    sunday = datetime(2026, 3, 1, 22, 0, tzinfo=SHANGHAI)
    slot = make_assignment(phone.owner.person_id, post, starts_at=sunday)
    arrival = phone.send(phone.check_in(post, assignment=slot.id, at=sunday))
    phone.send(phone.check_out(arrival, at=sunday + timedelta(hours=7)))
    rows = hours(desk, "from=2026-02-28&to=2026-03-02")
    assert {kind: row["days"] for kind, row in rows.items()} == {
        "workday": 1,
        "adjusted_workday": 1,
        "weekend": 1,
        "holiday": 0,
    }
    assert (rows["weekend"]["planned_hours"], rows["weekend"]["manned_hours"]) == (2.0, 2.0)
    assert (rows["workday"]["planned_hours"], rows["workday"]["manned_hours"]) == (6.0, 5.0)
    assert rows["adjusted_workday"]["planned_hours"] == 0


def test_a_span_that_begins_after_midnight_takes_its_part_of_the_night_shift(
    phone: Phone, branch: Branch, desk: LoggedIn
) -> None:
    sunday = datetime(2026, 3, 1, 22, 0, tzinfo=SHANGHAI)
    make_assignment(phone.owner.person_id, make_post(unit_id=branch.squad), starts_at=sunday)
    assert hours(desk, "from=2026-03-02&to=2026-03-02")["workday"]["planned_hours"] == 6.0


def test_an_open_shift_counts_until_now_and_is_shown_as_open(
    phone: Phone, branch: Branch, desk: LoggedIn
) -> None:
    start = now() - timedelta(hours=2)
    phone.send(phone.check_in(make_post(unit_id=branch.squad), at=start))
    span = f"from={local_day(start)}&to={local_day(now())}"
    rows = hours(desk, span).values()
    assert sum(row["manned_hours"] for row in rows) == pytest.approx(2.0, abs=0.11)
    assert sum(row["open_shifts"] for row in rows) == 1


def test_a_cancelled_assignment_is_not_planned(phone: Phone, branch: Branch, desk: LoggedIn) -> None:
    slot = make_assignment(phone.owner.person_id, make_post(unit_id=branch.squad), starts_at=FRIDAY)
    answer = desk.post(f"/shifts/assignments/{slot.id}/cancel", json={"reason": "警力调整"})
    assert answer.status_code == 200, answer.json
    assert hours(desk, SPAN)["workday"]["planned_hours"] == 0
