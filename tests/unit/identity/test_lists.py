"""Cells and words of uploaded lists, before anything is judged."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.identity.import_lines import read_lines
from backend.identity.import_units import CellProblem
from backend.identity.import_words import sentence
from backend.identity.labels import PERSON_KINDS, ROLE_NAMES, ROLES, UNIT_KIND_NAMES, UNIT_KINDS, read_words
from backend.identity.rules import PersonKind, Role, UnitKind
from backend.identity.spreadsheet import MAX_UNPACKED, Sheet, clean, read_csv, read_day, read_xlsx
from backend.kernel.errors import LuqinError, TooLarge


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("０１２３", "0123"),
        ("张　三", "张三"),
        ("张 三", "张三"),
        (" 王\u200b强\ufeff ", "王强"),
        ("John  Smith", "John Smith"),
        ("Ａ（必填）", "A(必填)"),
        ("\t\n", ""),
    ],
)
def test_what_nobody_sees_is_removed_from_a_cell(typed: str, read: str) -> None:
    assert clean(typed) == read


@given(st.text(max_size=60))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-23", "2026-11-23"),
        ("2026/1/5", "2026-01-05"),
        ("2026.01.05", "2026-01-05"),
        ("20260105", "2026-01-05"),
        ("2026年1月5日", "2026-01-05"),
        ("2026-01-05 00:00:00", "2026-01-05"),
        ("46086", "2026-03-05"),
        ("2026-02-30", None),
        ("20261340", None),
        ("05/01/2026", None),
        ("明天", None),
        ("", None),
    ],
)
def test_days_are_read_as_people_write_them(text: str, day: str | None) -> None:
    assert read_day(text) == day


def test_every_role_and_kind_is_understood_by_its_own_name_and_code() -> None:
    assert {ROLES[name] for name in ROLE_NAMES.values()} == set(Role) == {ROLES[role.value] for role in Role}
    assert {UNIT_KINDS[name] for name in UNIT_KIND_NAMES.values()} == set(UnitKind)
    assert {PERSON_KINDS[kind.value] for kind in PersonKind} == set(PersonKind)


def test_several_words_in_a_cell_are_told_apart() -> None:
    assert read_words("交警、带班，Officer", ROLES) == ([Role.OFFICER, Role.SHIFT_LEADER], [])
    assert read_words("交警；外星人", ROLES) == ([Role.OFFICER], ["外星人"])
    assert read_words("", ROLES) == ([], [])


def lines(*rows: list[str]) -> list[tuple[int, str, dict[str, str]]]:
    sheet = Sheet("表", list(enumerate(rows, 1)))
    return [(line.row, line.subject, dict(line.cells)) for line in read_lines([sheet]).lines]


def test_the_header_is_found_below_titles_and_in_any_order() -> None:
    found = lines(
        ["名单"], [], ["单位", "警号", "备注", "姓名"], ["一中队", "1001", "x", "张三"], ["", "", "", ""]
    )
    assert found == [(4, "person", {"unit": "一中队", "badge_number": "1001", "name": "张三"})]


def test_the_same_header_means_another_thing_in_a_list_of_units() -> None:
    assert lines(["名称", "类别", "上级单位"], ["一中队", "中队", "支队"]) == [
        (2, "unit", {"unit": "一中队", "unit_kind": "中队", "parent": "支队"})
    ]
    assert lines(["姓名", "警号", "类别"], ["张三", "1001", "民警"]) == [
        (2, "person", {"name": "张三", "badge_number": "1001", "person_kind": "民警"})
    ]


def test_a_list_without_a_header_is_refused() -> None:
    with pytest.raises(LuqinError) as refused:
        lines(["一", "二"], ["三", "四"])
    assert refused.value.code == "file_not_readable"


def test_a_short_row_is_read_as_far_as_it_goes() -> None:
    assert lines(["姓名", "警号", "单位"], ["张三"]) == [(2, "person", {"name": "张三"})]


@given(st.binary(max_size=300))
def test_no_bytes_make_the_csv_reader_fail_otherwise_than_in_plain_words(raw: bytes) -> None:
    try:
        read_lines(read_csv(raw))
    except LuqinError as error:
        assert error.code in {"file_not_readable", "too_large"}  # noqa: PT017 - any other error fails the test


def archive(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


def test_a_workbook_that_unpacks_to_a_flood_is_refused_unopened() -> None:
    bomb = archive(xl__workbook_xml=b"<workbook/>", xl__sheet_xml=b" " * (MAX_UNPACKED + 1))
    assert len(bomb) < 100_000
    with pytest.raises(TooLarge):
        read_xlsx(bomb)


def test_a_workbook_that_declares_entities_is_refused() -> None:
    evil = archive(xl__workbook_xml=b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><workbook/>')
    with pytest.raises(LuqinError) as refused:
        read_xlsx(evil)
    assert refused.value.code == "file_not_readable"


def test_sentences_quote_the_cell_in_both_languages() -> None:
    problem = CellProblem("unit", "unit_unknown", "甲")
    assert sentence(problem, "zh") == "没有名为“甲”的单位"
    assert sentence(problem, "en") == "There is no unit “甲”"
