"""A violation sent by a phone: what the law lets through, and what it refuses in clear words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select, text
from sqlalchemy.exc import IntegrityError

from backend.kernel.clock import SHANGHAI, now
from backend.kernel.db import db, unit_of_work
from backend.kernel.ids import new_id
from backend.violations.models import Violation
from tests.factories.identity import Branch, log_in, make_branch, make_person
from tests.factories.street import Phone, photo_claim

ANY = (("any", "any"),)


@pytest.fixture
def branch(app: Flask) -> Branch:
    return make_branch()


@pytest.fixture
def phone(app: Flask, branch: Branch) -> Phone:
    return Phone(log_in(app, make_person(unit_id=branch.squad, grants=ANY)))


def stored(record_id: str) -> Violation:
    db.session.rollback()
    return db.session.scalars(select(Violation).where(Violation.record_id == record_id)).one()


def test_a_parking_violation_is_accepted_with_its_headline(phone: Phone) -> None:
    record_id = phone.send(phone.violation())
    detail = phone.owner.get(f"/records/{record_id}").json
    assert detail["headline"] == "沪A12345 · 1039 违反规定停放 · 漕溪北路"
    row = stored(record_id)
    assert (row.plate, row.procedure, row.enforcing_officer_kind) == ("沪A12345", "simple", "officer")


def test_a_typed_plate_is_stored_normalised(phone: Phone) -> None:
    record_id = phone.send(phone.violation(data={"plate": "沪a 12345"}))
    assert stored(record_id).plate == "沪A12345"


def test_a_correction_replaces_what_the_record_says(phone: Phone) -> None:
    first = phone.violation()
    phone.send(first)
    phone.send(
        phone.violation(
            data={"place": "天钥桥路"}, id=first["id"], revision=2, base_revision=1, reason="地点录入错误"
        )
    )
    assert stored(first["id"]).place == "天钥桥路"


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"code": "1018"}, "/data/code"),
        ({"outcome": "oral_warning"}, "/data/outcome"),
        ({"plate": "沪B67890"}, "/data/plate"),
        ({"party": "passenger"}, "/data/party"),
    ],
)
def test_the_author_alone_does_not_change_what_was_recorded_against_somebody(
    phone: Phone, changes: dict[str, str], pointer: str
) -> None:
    first = phone.violation()
    phone.send(first)
    again = phone.violation(data=changes, id=first["id"], revision=2, base_revision=1, reason="改")
    assert phone.refusal(again)[pointer] == "needs_amendment"


def test_nor_within_one_batch(phone: Phone) -> None:
    first = phone.violation()
    again = phone.violation(data={"code": "1018"}, id=first["id"], revision=2, base_revision=1, reason="改")
    assert [outcome["outcome"] for outcome in phone.push(first, again)] == ["accepted", "refused"]


def test_the_shift_of_a_violation_is_one_of_its_author(phone: Phone) -> None:
    assert phone.refusal(phone.violation(shift=new_id())) == {"/shift": "shift_unknown"}


def test_the_same_photo_does_not_count_twice(phone: Phone) -> None:
    photo = photo_claim()
    assert phone.refusal(phone.violation(photos=[photo, photo])) == {"/photos/1/sha256": "photo_repeated"}


def test_one_photo_is_not_enough(phone: Phone) -> None:
    assert phone.refusal(phone.violation(photos=[photo_claim()])) == {"/photos": "too_few_photos"}


REFUSED: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    ("an unknown code", {"code": "9999"}, {"/data/code": "code_unknown"}),
    ("an unknown list", {"code_version": "1999"}, {"/data/code_version": "code_list_unknown"}),
    ("a plate that looks alike", {"plate": "泸A12345"}, {"/data/plate": "plate_look_alike"}),
    (
        "a motor vehicle without plate and kind",
        {"plate": None, "plate_kind": None},
        {"/data/plate_kind": "plate_kind_missing"},
    ),
    ("a blue plate on a new-energy kind", {"plate_kind": "52"}, {"/data/plate": "plate_kind_mismatch"}),
    ("kind 41 with a number", {"plate_kind": "41"}, {"/data/plate": "plate_must_be_empty"}),
    ("a code of another party", {"code": "2014"}, {"/data/party": "party_mismatch"}),
    (
        "a decision on the spot where the law wants the ordinary procedure",
        {"code": "1002", "outcome": "simple"},
        {"/data/outcome": "outcome_not_allowed", "/data/second_officer": "second_officer_needed"},
    ),
    (
        "an ordinary notice by one officer",
        {"code": "1002", "outcome": "ordinary_notice"},
        {"/data/second_officer": "second_officer_needed"},
    ),
]


@pytest.mark.parametrize(("what", "data", "expected"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_the_law_does_not_allow_is_refused(
    phone: Phone, what: str, data: dict[str, Any], expected: dict[str, str]
) -> None:
    assert phone.refusal(phone.violation(data=data)) == expected


def test_kind_41_stands_without_a_number(phone: Phone) -> None:
    record_id = phone.send(phone.violation(data={"plate_kind": "41", "plate": None, "plate_typed": None}))
    assert phone.owner.get(f"/records/{record_id}").json["headline"].startswith("无号牌 · 1039")


def test_a_rider_needs_no_plate_kind_and_may_have_a_free_number(phone: Phone) -> None:
    rider = {"code": "2014", "party": "nonmotor", "plate_kind": None, "plate": "沪电 AB123"}
    record_id = phone.send(phone.violation(data=rider))
    assert stored(record_id).plate is not None
    too_long = rider | {"plate": "A" * 17}
    assert list(phone.refusal(phone.violation(data=too_long))) == ["/data/plate"]


def test_a_pedestrian_has_no_plate(phone: Phone) -> None:
    walker = {"code": "3015", "party": "pedestrian", "plate_kind": None, "plate": None}
    phone.send(phone.violation(data=walker))
    assert phone.refusal(phone.violation(data=walker | {"plate": "沪A12345"})) == {
        "/data/plate": "plate_not_for_party"
    }


def test_two_officers_may_use_the_ordinary_procedure(app: Flask, branch: Branch, phone: Phone) -> None:
    partner = make_person(unit_id=branch.squad, name="李娜")
    data = {"code": "1002", "outcome": "ordinary_notice", "second_officer": partner.id}
    assert stored(phone.send(phone.violation(data=data))).procedure == "ordinary"


def test_the_second_officer_is_neither_oneself_nor_an_auxiliary(branch: Branch, phone: Phone) -> None:
    auxiliary = make_person(unit_id=branch.squad, kind="duty_auxiliary", roles=("auxiliary",))
    cases = {
        phone.owner.person_id: "second_officer_is_author",
        auxiliary.id: "second_officer_not_an_officer",
        "01920000-0000-7000-8000-000000000000": "second_officer_unknown",
    }
    for second, code in cases.items():
        data = {"code": "1002", "outcome": "ordinary_notice", "second_officer": second}
        assert phone.refusal(phone.violation(data=data)) == {"/data/second_officer": code}


def test_an_auxiliary_never_enforces_and_is_told_so_in_chinese(app: Flask, branch: Branch) -> None:
    person = make_person(unit_id=branch.squad, kind="duty_auxiliary", roles=("auxiliary",))
    phone = Phone(log_in(app, person))
    [outcome] = phone.push(phone.violation())
    [problem] = outcome["problem"]["fields"]
    assert (problem["pointer"], problem["code"]) == ("/author", "auxiliary_never_enforces")
    assert "辅警" in problem["message"]
    assert db.session.scalars(select(Violation)).all() == []


def test_the_database_itself_refuses_an_auxiliary_as_enforcing_officer(branch: Branch, phone: Phone) -> None:
    record_id = phone.send(phone.violation())
    change = text("UPDATE violation SET enforcing_officer_kind = 'duty_auxiliary' WHERE record_id = :id")
    with pytest.raises(IntegrityError), unit_of_work():
        db.session.execute(change, {"id": record_id})


def test_an_officer_without_a_grant_does_not_enforce(app: Flask, branch: Branch) -> None:
    phone = Phone(log_in(app, make_person(unit_id=branch.station, roles=("station_officer",))))
    assert phone.refusal(phone.violation()) == {"/author": "no_enforcement_grant"}


def test_a_grant_for_parking_notices_covers_a_parking_notice_only(app: Flask, branch: Branch) -> None:
    grants = (("motor", "parking_notice"),)
    phone = Phone(log_in(app, make_person(unit_id=branch.station, roles=("station_officer",), grants=grants)))
    phone.send(phone.violation(data={"outcome": "ordinary_notice"}))
    assert phone.refusal(phone.violation()) == {"/author": "no_enforcement_grant"}
    reserved_lane = {"code": "1019", "outcome": "ordinary_notice"}
    assert phone.refusal(phone.violation(data=reserved_lane)) == {"/author": "no_enforcement_grant"}


def test_a_wrong_clock_is_flagged_and_loses_nothing(phone: Phone) -> None:
    ahead = phone.send(phone.violation(at=now() + timedelta(days=3650)))
    behind = phone.send(phone.violation(at=now() - timedelta(days=3650)))
    assert "clock_ahead" in phone.owner.get(f"/records/{ahead}").json["flags"]
    assert "limitation_passed" in phone.owner.get(f"/records/{behind}").json["flags"]


def test_two_pictures_of_a_parked_car_within_ten_seconds_are_flagged(phone: Phone) -> None:
    moment = now()
    close = phone.send(phone.violation(photos=[photo_claim(taken_at=moment), photo_claim(taken_at=moment)]))
    apart = phone.send(
        phone.violation(
            photos=[photo_claim(taken_at=moment - timedelta(seconds=10)), photo_claim(taken_at=moment)]
        )
    )
    assert phone.owner.get(f"/records/{close}").json["flags"] == ["photos_close"]
    assert phone.owner.get(f"/records/{apart}").json["flags"] == []


def test_a_batch_keeps_the_good_ones_when_one_is_refused(phone: Phone) -> None:
    outcomes = phone.push(phone.violation(), phone.violation(data={"code": "9999"}), phone.violation())
    assert [outcome["outcome"] for outcome in outcomes] == ["accepted", "refused", "accepted"]


def test_a_batch_is_judged_with_few_queries(phone: Phone) -> None:
    phone.push(phone.violation())
    counted: list[str] = []

    def count(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        counted.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        phone.push(phone.violation())
        one, _ = len(counted), counted.clear()
        phone.push(*(phone.violation() for _ in range(20)))
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    assert len(counted) <= one + 1


def test_a_reserved_lane_on_a_day_off_is_flagged_and_on_a_workday_not(phone: Phone) -> None:
    holiday = datetime(2026, 2, 17, 9, 0, tzinfo=SHANGHAI)
    workday = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
    for moment, expected in ((holiday, ["reserved_lane_open"]), (workday, [])):
        record_id = phone.send(phone.violation(at=moment, data={"code": "1019"}))
        assert phone.owner.get(f"/records/{record_id}").json["flags"] == expected
