"""Lists of units and people as people make them: what the preview says, and what applying does."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from backend.identity import service
from backend.identity.models import EnforcementGrant, Person, Qualification, RoleAssignment, Unit
from backend.identity.passwords import cheap_passwords
from backend.kernel.db import db, unit_of_work
from tests.factories.identity import Branch, LoggedIn, log_in, make_branch, make_person

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PREVIEW = "/imports/people/preview"


@pytest.fixture
def branch(app: Flask) -> Branch:
    return make_branch()


@pytest.fixture
def admin(app: Flask, branch: Branch) -> LoggedIn:
    return log_in(app, make_person(unit_id=branch.root, roles=("system_admin",), kind="civilian"))


@pytest.fixture
def personnel(app: Flask, branch: Branch) -> LoggedIn:
    return log_in(app, make_person(unit_id=branch.root, roles=("personnel_office",)))


def workbook(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """An xlsx file with these sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def people_csv(*rows: str, header: str = "姓名,警号,人员类别,单位") -> bytes:
    return "\n".join([header, *rows]).encode()


def preview(viewer: LoggedIn, raw: bytes, kind: str = XLSX, language: str = "zh-CN") -> dict[str, Any]:
    answer = viewer.client.post(
        f"/api/v1{PREVIEW}",
        data=raw,
        content_type=kind,
        headers=viewer.headers | {"Accept-Language": language},
    )
    assert answer.status_code == 200, answer.json
    return dict(answer.json or {})


def apply(viewer: LoggedIn, previewed: dict[str, Any]) -> dict[str, Any]:
    answer = viewer.post(f"/imports/people/{previewed['import_id']}/apply")
    assert answer.status_code == 200, answer.json
    db.session.rollback()
    return dict(answer.json or {})


def problems(row: dict[str, Any]) -> set[tuple[str, str]]:
    return {(problem["column"], problem["code"]) for problem in row["problems"]}


def the_row(previewed: dict[str, Any]) -> dict[str, Any]:
    assert len(previewed["rows"]) == 1, previewed["rows"]
    return dict(previewed["rows"][0])


WHOLE_LIST = {
    "单位": [
        ["上级单位", "单位", "单位类别", "单位代码"],
        ["三大队", "五中队", "中队", None],
        ["交警支队", "三大队", "大队", "D3"],
    ],
    "人员": [
        ["徐汇分局人员名单"],
        [],
        ["警号", "姓名", "人员类别", "单位", "角色", "授权对象", "授权程序", "授权起始", "授权依据"],
        [
            "００１２３４",
            "张 三",
            "民警",
            "五中队",
            "交警、带班领导",
            "机动车、行人",
            "简易",
            date(2026, 1, 1),
            "授权〔2026〕1号",
        ],
        ["F00077", "李四", "勤务辅警", "三大队/五中队", None, None, None, None, None],
        [None, None, None, None, None, None, None, None, None],
    ],
}


def test_a_whole_list_of_units_and_people_comes_in_with_roles_and_powers(app: Flask, admin: LoggedIn) -> None:
    previewed = preview(admin, workbook(**WHOLE_LIST))
    assert previewed["counts"] == {"create": 4, "update": 0, "unchanged": 0, "refused": 0}, previewed["rows"]
    assert [row["row"] for row in previewed["rows"]] == [2, 3, 4, 5]
    applied = apply(admin, previewed)
    assert applied["counts"]["create"] == 4
    person = db.session.scalars(select(Person).where(Person.badge_number == "001234")).one()
    squad = db.session.get_one(Unit, person.unit_id)
    assert (person.name, person.kind, squad.name) == ("张三", "officer", "五中队")
    assert db.session.get_one(Unit, squad.parent_id or "").code == "D3"
    roles = db.session.scalars(select(RoleAssignment.role).where(RoleAssignment.person_id == person.id))
    assert set(roles) == {"officer", "shift_leader"}
    grants = db.session.execute(
        select(EnforcementGrant.party, EnforcementGrant.procedure, EnforcementGrant.valid_from).where(
            EnforcementGrant.person_id == person.id
        )
    )
    assert {tuple(row) for row in grants} == {
        ("motor", "simple", "2026-01-01"),
        ("pedestrian", "simple", "2026-01-01"),
    }


def test_new_people_get_a_password_that_is_told_once_and_must_be_changed(app: Flask, admin: LoggedIn) -> None:
    applied = apply(admin, preview(admin, workbook(**WHOLE_LIST)))
    told = {item["badge_number"]: item["password"] for item in applied["passwords"]}
    assert set(told) == {"001234", "F00077"}
    me = log_in(app, "F00077", password=told["F00077"]).session["me"]
    assert me["must_change_password"] is True
    assert me["roles"] == ["auxiliary"]


def test_the_same_list_again_changes_nothing(app: Flask, admin: LoggedIn) -> None:
    raw = workbook(**WHOLE_LIST)
    apply(admin, preview(admin, raw))
    again = preview(admin, raw)
    assert again["counts"] == {"create": 0, "update": 0, "unchanged": 4, "refused": 0}, again["rows"]
    applied = apply(admin, again)
    assert applied["passwords"] == []
    assert db.session.scalar(select(func.count()).select_from(EnforcementGrant)) == 2


def test_a_preview_stores_nothing_but_itself(app: Flask, admin: LoggedIn) -> None:
    before = db.session.scalar(select(func.count()).select_from(Person))
    db.session.rollback()
    preview(admin, workbook(**WHOLE_LIST))
    assert db.session.scalar(select(func.count()).select_from(Person)) == before


def test_a_preview_is_applied_once_and_only_by_its_author(
    app: Flask, admin: LoggedIn, personnel: LoggedIn
) -> None:
    previewed = preview(admin, workbook(**WHOLE_LIST))
    assert personnel.post(f"/imports/people/{previewed['import_id']}/apply").status_code == 404
    apply(admin, previewed)
    answer = admin.post(f"/imports/people/{previewed['import_id']}/apply")
    assert answer.status_code == 409
    assert (answer.json or {})["code"] == "import_already_applied"


def test_refused_rows_are_left_out_and_their_neighbours_come_in(app: Flask, admin: LoggedIn) -> None:
    previewed = preview(
        admin, people_csv("张三,100001,民警,一中队", "李四,100002,民警,没有的单位"), "text/csv"
    )
    assert [row["action"] for row in previewed["rows"]] == ["create", "refused"]
    applied = apply(admin, previewed)
    assert applied["counts"] == {"create": 1, "update": 0, "unchanged": 0, "refused": 1}
    assert [item["badge_number"] for item in applied["passwords"]] == ["100001"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("张三,100001,民警,没有的单位", ("unit", "unit_unknown")),
        ("张三,100001,外星人,一中队", ("person_kind", "not_known")),
        ("张三,100001,,一中队", ("person_kind", "required")),
        ("张三,,民警,一中队", ("badge_number", "required")),
        (",100001,民警,一中队", ("name", "required")),
        ("张三,100001,民警,", ("unit", "required")),
        ("张三,12,民警,一中队", ("badge_number", "badge_number_form")),
        ("张三,十万零一,民警,一中队", ("badge_number", "badge_number_form")),
        ('"=HYPERLINK(""x"")",100001,民警,一中队', ("name", "name_form")),
        ("12345,100001,民警,一中队", ("name", "name_form")),
    ],
)
def test_what_is_wrong_with_a_person_is_said_at_its_cell(
    app: Flask, admin: LoggedIn, row: str, expected: tuple[str, str]
) -> None:
    found = the_row(preview(admin, people_csv(row), "text/csv"))
    assert found["action"] == "refused"
    assert expected in problems(found)
    assert all(problem["message"][-1] >= "一" or problem["message"] for problem in found["problems"])


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("角色", "消防员", ("roles", "not_known")),
        ("角色", "勤务辅警", ("roles", "role_not_for_kind")),
        ("角色", "系统管理员、带班领导", ("roles", "admin_role_stands_alone")),
        ("授权对象", "机动车", ("grant_basis", "required")),
        ("授权对象", "飞机", ("grant_party", "not_known")),
        ("授权截止", "明年", ("grant_to", "not_a_day")),
        ("授权截止", "2020-01-01", ("grant_to", "days_reversed")),
        ("资格", "年度考核", ("qualification_from", "required")),
    ],
)
def test_what_is_wrong_with_roles_and_powers_is_said_at_its_cell(
    app: Flask, admin: LoggedIn, header: str, row: str, expected: tuple[str, str]
) -> None:
    raw = people_csv(f"张三,100001,民警,一中队,{row}", header=f"姓名,警号,人员类别,单位,{header}")
    assert expected in problems(the_row(preview(admin, raw, "text/csv")))


@pytest.mark.parametrize("kind", ["勤务辅警", "文职辅警", "其他人员"])
def test_nobody_but_an_officer_is_given_enforcement_power(app: Flask, admin: LoggedIn, kind: str) -> None:
    raw = people_csv(
        f"张三,100001,{kind},一中队,机动车,文件1号", header="姓名,警号,人员类别,单位,授权对象,授权依据"
    )
    assert ("grant_party", "auxiliary_grant") in problems(the_row(preview(admin, raw, "text/csv")))


def test_a_badge_number_that_stands_twice_is_refused_on_both_rows(app: Flask, admin: LoggedIn) -> None:
    raw = people_csv("张三,100001,民警,一中队", "李四,１００００１,民警,一中队")
    rows = preview(admin, raw, "text/csv")["rows"]
    assert [problems(row) for row in rows] == [{("badge_number", "badge_number_twice")}] * 2


def test_only_the_system_administrator_makes_or_changes_administrators(
    app: Flask, admin: LoggedIn, personnel: LoggedIn
) -> None:
    raw = people_csv("张三,100001,民警,一中队,审计管理员", header="姓名,警号,人员类别,单位,角色")
    assert problems(the_row(preview(personnel, raw, "text/csv"))) == {("roles", "role_reserved")}
    assert apply(admin, preview(admin, raw, "text/csv"))["counts"]["create"] == 1
    change = people_csv("王五,100001,民警,二中队")
    assert problems(the_row(preview(personnel, change, "text/csv"))) == {
        ("badge_number", "not_yours_to_change")
    }


def test_a_change_is_an_update_that_names_its_columns_and_blanks_leave_things_alone(
    app: Flask, branch: Branch, admin: LoggedIn
) -> None:
    old = make_person(unit_id=branch.squad, name="张三", badge_number="100001")
    raw = people_csv(",100001,,二中队")
    previewed = preview(admin, raw, "text/csv")
    row = the_row(previewed)
    assert (row["action"], row["changes"]) == ("update", ["unit"])
    apply(admin, previewed)
    person = db.session.get_one(Person, old.id)
    assert (person.unit_id, person.name, person.kind) == (branch.other_squad, "张三", "officer")


def test_who_moves_takes_roles_along_from_today(app: Flask, branch: Branch, admin: LoggedIn) -> None:
    old = make_person(unit_id=branch.squad, roles=("shift_leader",), badge_number="100001")
    apply(admin, preview(admin, people_csv("张三,100001,民警,二中队"), "text/csv"))
    leader = log_in(app, old)
    near = make_person(unit_id=branch.other_squad)
    far = make_person(unit_id=branch.squad)
    seen = {item["badge_number"] for item in (leader.get("/people").json or {})["items"]}
    assert near.badge_number in seen
    assert far.badge_number not in seen


def test_an_officer_with_power_cannot_become_an_auxiliary_by_list(
    app: Flask, branch: Branch, admin: LoggedIn
) -> None:
    make_person(unit_id=branch.squad, badge_number="100001", grants=(("any", "any"),))
    row = the_row(preview(admin, people_csv("张三,100001,勤务辅警,一中队"), "text/csv"))
    assert problems(row) == {("person_kind", "role_not_for_kind"), ("person_kind", "auxiliary_grant")}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["没有的上级", "新中队", "中队"], ("parent", "unit_unknown")),
        (["交警支队", "新中队", "花园"], ("unit_kind", "not_known")),
        (["交警支队", "新中队", None], ("unit_kind", "required")),
        ([None, "新中队", "中队"], ("parent", "required")),
        ([None, "浦东分局", "分局"], ("parent", "branch_twice")),
        (["交警支队", None, "中队"], ("unit", "required")),
        (["交警支队", "a/b", "中队"], ("unit", "name_form")),
    ],
)
def test_what_is_wrong_with_a_unit_is_said_at_its_cell(
    app: Flask, admin: LoggedIn, row: list[str | None], expected: tuple[str, str]
) -> None:
    found = the_row(preview(admin, workbook(单位=[["上级单位", "名称", "类别"], row])))
    assert found["subject"] == "unit"
    assert expected in problems(found)


def test_units_below_a_refused_one_are_refused_with_it(app: Flask, admin: LoggedIn) -> None:
    rows = [["上级单位", "单位", "单位类别"], ["没有", "甲大队", "大队"], ["甲大队", "乙中队", "中队"]]
    assert preview(admin, workbook(单位=rows))["counts"]["refused"] == 2


def test_units_may_not_hang_below_each_other_in_a_circle(app: Flask, admin: LoggedIn) -> None:
    rows = [["上级单位", "单位", "单位类别"], ["乙中队", "甲中队", "中队"], ["甲中队", "乙中队", "中队"]]
    found = preview(admin, workbook(单位=rows))["rows"]
    assert [problems(row) for row in found] == [{("parent", "circle")}] * 2


def test_two_units_of_one_name_are_told_apart_by_their_path(
    app: Flask, branch: Branch, admin: LoggedIn
) -> None:
    units = [["上级单位", "单位", "单位类别"], ["徐家汇派出所", "一中队", "中队"]]
    apply(admin, preview(admin, workbook(单位=units)))
    raw = people_csv("张三,100001,民警,一中队", "李四,100002,民警,徐家汇派出所/一中队")
    rows = preview(admin, raw, "text/csv")["rows"]
    assert problems(rows[0]) == {("unit", "unit_ambiguous")}
    assert rows[1]["action"] == "create"


def test_one_sheet_may_hold_units_and_people_together(app: Flask, admin: LoggedIn) -> None:
    rows = [
        ["姓名", "警号", "人员类别", "单位", "单位类别", "上级单位"],
        ["张三", "100001", "民警", "九中队", "中队", "交警支队"],
        ["李四", "100002", "民警", "九中队", "中队", "交警支队"],
    ]
    previewed = preview(admin, workbook(名单=rows))
    assert previewed["counts"]["create"] == 3
    assert apply(admin, previewed)["counts"]["create"] == 3


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 3, 5),
        datetime(2026, 3, 5, 8, 30),  # noqa: DTZ001 - a spreadsheet knows no zone
        "2026/3/5",
        "2026年3月5日",
        "2026.03.05",
        "20260305",
        46086,
    ],
)
def test_days_are_read_in_every_form_people_use(app: Flask, admin: LoggedIn, day: object) -> None:
    rows = [
        ["姓名", "警号", "人员类别", "单位", "资格", "资格起始"],
        ["张三", "100001", "民警", "一中队", "年度考核", day],
    ]
    apply(admin, preview(admin, workbook(人员=rows)))
    assert db.session.scalars(select(Qualification.valid_from)).all() == ["2026-03-05"]


def test_badge_numbers_that_the_spreadsheet_took_for_numbers_keep_their_zeros(
    app: Flask, admin: LoggedIn
) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["姓名", "警号", "人员类别", "单位"])
    sheet.append(["张三", 1234, "民警", "一中队"])
    sheet["B2"].number_format = "000000"
    sheet.append(["李四", 100002.0, "民警", "一中队"])
    stream = io.BytesIO()
    book.save(stream)
    rows = preview(admin, stream.getvalue())["rows"]
    assert [row["badge_number"] for row in rows] == ["001234", "100002"]


def test_a_formula_that_was_never_computed_is_named(app: Flask, admin: LoggedIn) -> None:
    rows = [["姓名", "警号", "人员类别", "单位"], ["张三", '=CONCAT("1","00001")', "民警", "一中队"]]
    found = the_row(preview(admin, workbook(人员=rows)))
    assert problems(found) == {("badge_number", "formula_without_value")}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_comes_in_any_usual_encoding_and_delimiter(
    app: Flask, admin: LoggedIn, encoding: str, delimiter: str
) -> None:
    text = "警号,姓名,人员类别,单位\r\n100001,张三,民警,一中队\r\n".replace(",", delimiter)
    found = the_row(preview(admin, text.encode(encoding), "text/csv; charset=whatever"))
    assert (found["action"], found["name"]) == ("create", "张三")


def test_columns_that_nobody_knows_are_ignored_and_named(app: Flask, admin: LoggedIn) -> None:
    raw = people_csv("张三,100001,民警,一中队,A型", header="姓名*,警号（必填）,人员类别,单位,血型")
    previewed = preview(admin, raw, "text/csv")
    assert previewed["counts"]["create"] == 1
    assert previewed["ignored_columns"] == ["血型"]


def test_messages_come_in_the_language_of_the_reader(app: Flask, admin: LoggedIn) -> None:
    raw = people_csv("张三,100001,民警,没有的单位")
    chinese = the_row(preview(admin, raw, "text/csv"))["problems"][0]["message"]
    english = the_row(preview(admin, raw, "text/csv", "en"))["problems"][0]["message"]
    assert (chinese, english) == ("没有名为“没有的单位”的单位", "There is no unit “没有的单位”")


@pytest.mark.parametrize(
    ("raw", "kind", "status", "code"),
    [
        (b"PK\x03\x04 broken", XLSX, 422, "file_not_readable"),
        (b"", XLSX, 422, "file_not_readable"),
        (b"", "text/csv", 422, "file_not_readable"),
        ("只有,一些,字".encode(), "text/csv", 422, "file_not_readable"),
        (b"\xff\xfe\x00\x00", "text/csv", 422, "file_not_readable"),
        (b"{}", "application/json", 415, "unsupported_media_type"),
        (b"x", "application/vnd.ms-excel", 415, "unsupported_media_type"),
        (b"\n" * 6_000, "text/csv", 413, "too_large"),
        (b"a" * 5_000_000, "text/csv", 413, "too_large"),
    ],
)
def test_what_is_no_list_is_refused_in_plain_words(
    app: Flask, admin: LoggedIn, raw: bytes, kind: str, status: int, code: str
) -> None:
    answer = admin.post(PREVIEW, data=raw, content_type=kind)
    assert answer.status_code == status
    assert (answer.json or {})["code"] == code


def test_a_workbook_with_damaged_sheets_is_refused(app: Flask, admin: LoggedIn) -> None:
    raw = bytearray(workbook(**WHOLE_LIST))
    for place in range(60, len(raw) - 200, 97):
        raw[place] ^= 0xFF
    assert admin.post(PREVIEW, data=bytes(raw), content_type=XLSX).status_code in (200, 422)


def test_the_template_is_understood_by_the_importer_when_it_is_filled_in(app: Flask, admin: LoggedIn) -> None:
    answer = admin.get("/imports/people/template")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.data))
    book["单位"].append(["八中队", "交警支队", "中队", "Z8", None])
    for column, text in enumerate(["张三", "000042", "民警", "Z8"], 1):
        book["人员"].cell(2, column).value = text
    stream = io.BytesIO()
    book.save(stream)
    assert preview(admin, stream.getvalue())["counts"] == {
        "create": 2,
        "update": 0,
        "unchanged": 0,
        "refused": 0,
    }


@pytest.mark.parametrize("role", ["officer", "shift_leader", "security_admin", "supervisor"])
def test_only_those_who_manage_people_may_import(app: Flask, branch: Branch, role: str) -> None:
    viewer = log_in(app, make_person(unit_id=branch.squad, roles=(role,)))
    assert (
        viewer.post(PREVIEW, data=people_csv("张三,1,民警,一中队"), content_type="text/csv").status_code
        == 403
    )
    assert viewer.get("/imports/people/template").status_code == 403


def test_the_first_list_names_the_branch_that_was_made_with_the_first_administrator(app: Flask) -> None:
    with unit_of_work():
        service.create_first_administrator(
            badge_number="admin01", name="管理员", password="First-day-2026", passwords=cheap_passwords()
        )
    first = log_in(app, "admin01", password="First-day-2026")
    rows = [
        ["单位", "上级单位", "单位类别"],
        ["徐汇分局", None, "分局"],
        ["交警支队", "徐汇分局", "交警支队"],
    ]
    previewed = preview(first, workbook(单位=rows))
    assert [row["action"] for row in previewed["rows"]] == ["update", "create"], previewed["rows"]
    apply(first, previewed)
    units = {unit.name: unit for unit in db.session.scalars(select(Unit))}
    assert units["交警支队"].parent_id == units["徐汇分局"].id
    assert preview(first, workbook(单位=rows))["counts"]["unchanged"] == 2
