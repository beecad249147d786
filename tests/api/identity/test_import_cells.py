"""Badge numbers in cells that hold no text, and lists that are too long: said in words that help."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.api.identity.test_import import PREVIEW, XLSX, preview, problems, the_row, workbook
from tests.factories.identity import Branch, LoggedIn, log_in, make_branch, make_person

HEADER = ["姓名", "警号", "人员类别", "单位"]


@pytest.fixture
def branch(app: Flask) -> Branch:
    return make_branch()


@pytest.fixture
def admin(app: Flask, branch: Branch) -> LoggedIn:
    return log_in(app, make_person(unit_id=branch.root, roles=("system_admin",), kind="civilian"))


@pytest.mark.parametrize(
    ("cell", "code"),
    [(20103, "badge_number_not_text"), (20103.0, "badge_number_not_text"), (True, "badge_number_boolean")],
)
def test_a_badge_number_that_is_no_text_is_refused_and_text_is_asked_for(
    app: Flask, admin: LoggedIn, cell: object, code: str
) -> None:
    row = the_row(preview(admin, workbook(人员=[HEADER, ["张三", cell, "民警", "一中队"]])))
    assert problems(row) == {("badge_number", code)}
    assert "请把该列设为文本" in row["problems"][0]["message"]


def test_a_number_that_is_a_known_badge_without_its_zeros_names_that_badge(
    app: Flask, branch: Branch, admin: LoggedIn
) -> None:
    make_person(unit_id=branch.squad, badge_number="020103")
    row = the_row(preview(admin, workbook(人员=[HEADER, ["张三", 20103, "民警", "一中队"]])))
    assert problems(row) == {("badge_number", "badge_number_known_with_zeros")}
    assert "020103" in row["problems"][0]["message"]


@pytest.mark.parametrize("cell", ["020103", 310456])
def test_text_and_whole_numbers_of_six_digits_come_in(app: Flask, admin: LoggedIn, cell: object) -> None:
    row = the_row(preview(admin, workbook(人员=[HEADER, ["张三", cell, "民警", "一中队"]])))
    assert (row["action"], row["badge_number"]) == ("create", str(cell))


def test_a_list_that_is_too_long_names_the_limit(app: Flask, admin: LoggedIn) -> None:
    long_csv = "姓名,警号\n" + "张三,100001\n" * 5_000
    long_book = workbook(人员=[["姓名", "警号"], *[["张三", "100001"]] * 5_000])
    for raw, kind in ((long_csv.encode(), "text/csv"), (long_book, XLSX)):
        answer = admin.post(PREVIEW, data=raw, content_type=kind)
        assert answer.status_code == 413
        assert "5,000 行" in (answer.json or {})["detail"]
