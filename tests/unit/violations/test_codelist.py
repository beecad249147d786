"""The code list is read row by row; a list with any fault says where, and none of it is half loaded."""

import csv
from collections import Counter

import pytest

from backend.violations.codelist import (
    GROUP_NAMES,
    SAMPLE_FILE,
    CodeGroup,
    CodeList,
    CodeRow,
    group_of,
    parse_code_list,
    sample_rows,
    search_key,
)
from backend.violations.procedure import Party, Procedure

HEAD = "code,name_zh,party,legal_basis,fine_min,fine_max,points,procedure"
GOOD = "1625,驾驶机动车不按交通信号灯指示通行,motor,道交法26,20,200,6,simple"
SAMPLE = {row.code: row for row in sample_rows()}


def read(*lines: str, encoding: str = "utf-8") -> CodeList:
    return parse_code_list("\n".join((HEAD, *lines)).encode(encoding))


def faults(parsed: CodeList) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.code) for problem in parsed.problems]


def changed(**cells: str) -> str:
    names, values = HEAD.split(","), GOOD.split(",")
    return ",".join(cells.get(name, value) for name, value in zip(names, values, strict=True))


def test_the_sample_holds_146_national_codes_and_11_local_keys() -> None:
    local = [row for row in SAMPLE.values() if row.local]
    assert len(SAMPLE) == 157
    assert sorted(row.code for row in local) == ["SH-M01", *(f"SH-N{n:02}" for n in range(1, 11))]
    assert all(row.certainty and row.source for row in SAMPLE.values())


def test_the_national_rows_of_the_sample_keep_their_certainty() -> None:
    national = Counter(row.certainty.value for row in SAMPLE.values() if not row.local)
    assert national == {"high": 16, "medium": 113, "low": 17}


def test_a_row_is_read_whole() -> None:
    row = SAMPLE["1625"]
    assert (row.party, row.fine_min, row.fine_max, row.points) == (Party.MOTOR, 20, 200, 6)
    assert (row.procedure, row.group, row.local) == (Procedure.SIMPLE, CodeGroup.MOTOR, False)


def test_a_fine_by_formula_has_no_range() -> None:
    assert (SAMPLE["1017"].fine_min, SAMPLE["1017"].fine_max) == (None, None)
    assert SAMPLE["1017"].procedure is Procedure.ORDINARY


def test_a_row_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        SAMPLE["1625"].points = 3  # type: ignore[misc]  # the point of the test


def test_the_forged_non_motor_plate_needs_the_ordinary_procedure() -> None:
    assert SAMPLE["SH-N08"].procedure is Procedure.ORDINARY


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_saved_by_any_spreadsheet_is_read(encoding: str) -> None:
    parsed = read(GOOD, encoding=encoding)
    assert parsed.problems == ()
    assert parsed.rows[0].name_zh == "驾驶机动车不按交通信号灯指示通行"


def test_blank_lines_and_windows_line_ends_do_not_matter() -> None:
    data = f"{HEAD}\r\n{GOOD}\r\n,,,,,,,\r\n\r\n{changed(code='1626')}\r\n".encode()
    assert [row.code for row in parse_code_list(data).rows] == ["1625", "1626"]


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        (changed(code="162"), "code", "code_malformed"),
        (changed(code="0625"), "code", "code_malformed"),
        (changed(code="１６２５"), "code", "code_malformed"),
        (changed(code=""), "code", "text_malformed"),
        (changed(name_zh=""), "name_zh", "text_malformed"),
        (changed(name_zh="长" * 201), "name_zh", "text_malformed"),
        (changed(name_zh="\u202e倒"), "name_zh", "text_malformed"),
        (changed(party="truck"), "party", "choice_unknown"),
        (changed(party="Motor"), "party", "choice_unknown"),
        (changed(legal_basis=""), "legal_basis", "text_malformed"),
        (changed(fine_min="-5"), "fine_min", "number_malformed"),
        (changed(fine_min="2O"), "fine_min", "number_malformed"),
        (changed(fine_max="9999999"), "fine_max", "number_malformed"),
        (changed(fine_max="200.0"), "fine_max", "number_malformed"),
        (changed(points=""), "points", "number_malformed"),
        (changed(points="5"), "points", "number_malformed"),
        (changed(procedure=""), "procedure", "choice_unknown"),
        (changed(fine_min=""), "fine_max", "fine_half"),
        (changed(fine_min="200", fine_max="20"), "fine_max", "fine_reversed"),
        (changed(fine_max="201"), "procedure", "procedure_too_light"),
        (changed(fine_min="", fine_max=""), "procedure", "procedure_too_light"),
        (changed(legal_basis="暂扣驾驶证"), "procedure", "procedure_too_light"),
        (GOOD + ",extra", "", "cells_wrong"),
        ("1625,短", "", "cells_wrong"),
    ],
)
def test_a_bad_row_is_named_with_line_and_column(line: str, column: str, code: str) -> None:
    parsed = read(changed(code="1001"), line)
    assert (3, column, code) in faults(parsed)
    assert [row.code for row in parsed.rows] == ["1001"]
    assert all(problem.zh and problem.en for problem in parsed.problems)


def test_a_code_that_stands_twice_names_the_first_line() -> None:
    parsed = read(GOOD, changed(code="1001"), GOOD)
    assert faults(parsed) == [(4, "code", "code_twice")]
    assert "2" in parsed.problems[0].zh


def test_all_faults_of_a_row_are_told_at_once() -> None:
    parsed = read(changed(code="x", party="y", points="z"))
    assert {column for _, column, _ in faults(parsed)} == {"code", "party", "points"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"\n\n", "file_empty"),
        (b"\xff\xfe\xff\xff", "file_not_text"),
        (b"a\x00b", "file_not_text"),
        (f"{HEAD}\n".encode(), "no_rows"),
        (f'{HEAD}\n"1625'.encode(), "file_not_csv"),
        (b"x" * 5_000_001, "file_too_large"),
        (f"{HEAD},colour\n{GOOD},red".encode(), "column_unknown"),
        (f"{HEAD},points\n{GOOD},6".encode(), "column_twice"),
        (HEAD.removesuffix(",procedure").encode(), "column_missing"),
    ],
)
def test_a_file_that_is_no_list_says_why_and_has_no_rows(data: bytes, code: str) -> None:
    parsed = parse_code_list(data)
    assert parsed.rows == ()
    assert code in {problem.code for problem in parsed.problems}


def test_a_local_mark_must_fit_the_code() -> None:
    parsed = parse_code_list(f"{HEAD},local\n{GOOD},true".encode())
    assert faults(parsed) == [(2, "local", "local_wrong")]


@pytest.mark.parametrize(
    ("code", "party", "group"),
    [
        ("1625", Party.MOTOR, CodeGroup.MOTOR),
        ("2004", Party.NONMOTOR, CodeGroup.NONMOTOR),
        ("3001", Party.PEDESTRIAN, CodeGroup.PEDESTRIAN),
        ("3019", Party.PASSENGER, CodeGroup.PASSENGER),
        ("4001", Party.MOTOR, CodeGroup.HIGHWAY),
        ("5701", Party.MOTOR, CodeGroup.OTHER),
        ("6095", Party.MOTOR, CodeGroup.OTHER),
        ("SH-N01", Party.NONMOTOR, CodeGroup.LOCAL),
    ],
)
def test_a_code_stands_in_the_group_of_its_first_digit(code: str, party: Party, group: CodeGroup) -> None:
    assert group_of(code, party) is group


def test_every_group_has_a_chinese_and_an_english_name() -> None:
    assert set(GROUP_NAMES) == set(CodeGroup)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("闯红灯", "chd"),
        ("行人违反交通信号通行", "xrwfjtxhtx"),
        ("驾驶机动车载货长度超过规定", "jsjdczhcdcggd"),
        ("超过规定时速10%以下（中型）", "cggdss10yxzx"),
    ],
)
def test_a_name_is_found_by_its_pinyin_initials(name: str, key: str) -> None:
    assert search_key(name) == key


def test_the_sample_file_is_plain_csv_with_one_row_a_line() -> None:
    with SAMPLE_FILE.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(SAMPLE)


def test_rows_come_in_the_order_of_the_file() -> None:
    parsed = read(changed(code="2001"), changed(code="1001"))
    assert all(isinstance(row, CodeRow) for row in parsed.rows)
    assert [row.code for row in parsed.rows] == ["2001", "1001"]
