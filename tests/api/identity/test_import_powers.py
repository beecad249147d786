"""Who may give which role by list: nobody makes himself or others mightier than the office that imports."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from backend.identity.import_lines import read_lines
from backend.identity.labels import ROLE_NAMES
from backend.identity.models import ImportPreview, Person, RoleAssignment
from backend.identity.rules import LISTED_ROLES, Role
from backend.identity.spreadsheet import read_csv
from backend.kernel.clock import now
from backend.kernel.db import db, unit_of_work
from tests.api.identity.test_import import apply, people_csv, preview, problems, the_row
from tests.factories.identity import Branch, LoggedIn, log_in, make_branch, make_person

HEADER = "姓名,警号,人员类别,单位,角色"
RESERVED = sorted(frozenset(Role) - LISTED_ROLES)


@pytest.fixture
def branch(app: Flask) -> Branch:
    return make_branch()


@pytest.fixture
def personnel(app: Flask, branch: Branch) -> LoggedIn:
    made = make_person(
        unit_id=branch.squad, roles=("personnel_office",), name="朱文博", badge_number="020179"
    )
    return log_in(app, made)


@pytest.fixture
def admin(app: Flask, branch: Branch) -> LoggedIn:
    return log_in(app, make_person(unit_id=branch.root, roles=("system_admin",), kind="civilian"))


def roles_of(badge_number: str) -> set[str]:
    return set(
        db.session.scalars(
            select(RoleAssignment.role)
            .join(Person, Person.id == RoleAssignment.person_id)
            .where(Person.badge_number == badge_number)
        )
    )


@pytest.mark.parametrize("roles", ["督察", "指挥处", "督察、指挥处", "执勤交警"])
def test_nobody_gives_himself_a_role_by_list(app: Flask, personnel: LoggedIn, roles: str) -> None:
    previewed = preview(
        personnel, people_csv(f"朱文博,020179,民警,一中队,{roles}", header=HEADER), "text/csv"
    )
    row = the_row(previewed)
    assert row["action"] == "refused"
    assert apply(personnel, previewed)["counts"]["refused"] == 1
    assert roles_of("020179") == {"personnel_office"}


def test_nobody_gives_himself_power_to_enforce(app: Flask, personnel: LoggedIn) -> None:
    raw = people_csv(
        "朱文博,020179,民警,一中队,机动车,文件1号", header="姓名,警号,人员类别,单位,授权对象,授权依据"
    )
    row = the_row(preview(personnel, raw, "text/csv"))
    assert problems(row) == {("badge_number", "own_row")}
    assert row["problems"][0]["message"] == "不得修改本人（020179）的资料、角色或授权，请由他人办理"


def test_a_list_that_repeats_what_is_known_of_its_author_is_no_offence(
    app: Flask, personnel: LoggedIn
) -> None:
    raw = people_csv("朱文博,020179,民警,一中队,政治处", header=HEADER)
    assert the_row(preview(personnel, raw, "text/csv"))["action"] == "unchanged"


@pytest.mark.parametrize("role", RESERVED)
def test_roles_that_reach_over_the_branch_are_for_the_system_administrator(
    app: Flask, personnel: LoggedIn, admin: LoggedIn, role: Role
) -> None:
    raw = people_csv(
        f"张三,100001,民警,一中队,{ROLE_NAMES[role]}", "李四,100002,民警,一中队,执勤交警", header=HEADER
    )
    previewed = preview(personnel, raw, "text/csv")
    assert problems(previewed["rows"][0]) == {("roles", "role_reserved")}
    assert previewed["rows"][0]["problems"][0]["message"] == f"“{ROLE_NAMES[role]}”只能由系统管理员授予"
    assert previewed["rows"][1]["action"] == "create"
    assert apply(admin, preview(admin, raw, "text/csv"))["counts"]["create"] == 2
    assert roles_of("100001") == {role.value}


@pytest.mark.parametrize("role", [Role.OFFICER, Role.STATION_OFFICER, Role.SHIFT_LEADER])
def test_the_personnel_office_gives_the_roles_of_street_and_station(
    app: Flask, personnel: LoggedIn, role: Role
) -> None:
    raw = people_csv(f"张三,100001,民警,一中队,{ROLE_NAMES[role]}", header=HEADER)
    assert apply(personnel, preview(personnel, raw, "text/csv"))["counts"]["create"] == 1
    assert roles_of("100001") == {role.value}


def test_a_preview_kept_from_before_is_judged_anew_when_it_is_applied(
    app: Flask, personnel: LoggedIn
) -> None:
    lines = read_lines(read_csv(people_csv("朱文博,020179,民警,一中队,督察", header=HEADER)))
    with unit_of_work():
        stored = ImportPreview(
            author_id=personnel.person_id,
            created_at=now(),
            file_hash="0" * 64,
            rows=[line.as_json() for line in lines.lines],
        )
        db.session.add(stored)
        db.session.flush()
        import_id = stored.id
    assert apply(personnel, {"import_id": import_id})["counts"]["refused"] == 1
    assert roles_of("020179") == {"personnel_office"}


def test_moving_somebody_does_not_widen_what_they_hold(
    app: Flask, branch: Branch, personnel: LoggedIn, admin: LoggedIn
) -> None:
    make_person(unit_id=branch.squad, roles=("leader",), badge_number="100001", name="张三")
    make_person(unit_id=branch.squad, roles=("shift_leader",), badge_number="100002", name="李四")
    raw = people_csv("张三,100001,民警,二中队", "李四,100002,民警,二中队")
    leader, shift_leader = preview(personnel, raw, "text/csv")["rows"]
    assert problems(leader) == {("unit", "role_goes_along")}
    assert shift_leader["action"] == "update"
    assert preview(admin, raw, "text/csv")["counts"]["update"] == 2


def test_a_shift_leader_of_the_whole_branch_is_for_the_system_administrator(
    app: Flask, personnel: LoggedIn, admin: LoggedIn
) -> None:
    raw = people_csv("张三,100001,民警,分局,带班领导", header=HEADER)
    assert problems(the_row(preview(personnel, raw, "text/csv"))) == {("roles", "role_reserved")}
    assert the_row(preview(admin, raw, "text/csv"))["action"] == "create"
