"""The code list of violations: a CSV read strictly, row by row, into frozen rows.

Pure apart from reading the sample file. The same parser takes an official list that an operator uploads.
Points are given by the list and never derived from a digit of the code: order 163 changed many of them.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from backend.violations.code_rows import (
    GROUP_NAMES,
    LOCAL_CODE,
    Certainty,
    CodeGroup,
    CodeRow,
    group_of,
)
from backend.violations.procedure import Party, Procedure, procedure_for

__all__ = [
    "GROUP_NAMES",
    "SAMPLE_FILE",
    "SAMPLE_VALID_FROM",
    "SAMPLE_VERSION",
    "Certainty",
    "CodeGroup",
    "CodeList",
    "CodeRow",
    "RowProblem",
    "group_of",
    "parse_code_list",
    "sample_rows",
    "search_key",
]

Choice = TypeVar("Choice", bound=StrEnum)

SAMPLE_FILE = Path(__file__).parent / "data" / "violation_codes.csv"
SAMPLE_VERSION = "2022-04-sample"
SAMPLE_VALID_FROM = date(2022, 4, 1)

BYTES_MAX = 5_000_000
ROWS_MAX = 20_000
FINE_MAX_YUAN = 1_000_000
POINTS = frozenset({0, 1, 2, 3, 6, 9, 12})  # 2 was dropped on 2022-04-01 and lives on in older lists

REQUIRED_COLUMNS = (
    "code",
    "name_zh",
    "party",
    "legal_basis",
    "fine_min",
    "fine_max",
    "points",
    "procedure",
)
OPTIONAL_COLUMNS = ("name_en", "source", "certainty", "local")

_NATIONAL = re.compile(r"[1-8]\d{3}[0-9A-Z]?", re.ASCII)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What to mend in the file: line number (the heading is 1), column, stable code, both languages."""

    row: int
    column: str
    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class CodeList:
    """What a file holds. It may be loaded only when `problems` is empty."""

    rows: tuple[CodeRow, ...]
    problems: tuple[RowProblem, ...]


def search_key(name: str) -> str:
    """Pinyin initials in lower case, to find 闯红灯 by "chd"; digits and Latin letters stay, signs go."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - its tables are needed only to load a list

    letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()
    return "".join(char for char in letters if char.isascii() and char.isalnum())


def sample_rows() -> tuple[CodeRow, ...]:
    """The list that ships with the software: sample data until the official list is loaded."""
    sample = parse_code_list(SAMPLE_FILE.read_bytes())
    if sample.problems:
        raise ValueError(f"the sample code list is broken: {sample.problems[0]}")
    return sample.rows


def parse_code_list(data: bytes) -> CodeList:
    """Read a CSV in UTF-8 or GB18030 (as spreadsheets save it) with the columns named above.

    Never raises for what the file holds; a broken file has no rows and says why.
    """
    if len(data) > BYTES_MAX:
        return _broken("file_too_large", "文件太大", "The file is too large")
    text = _decode(data)
    if text is None:
        return _broken(
            "file_not_text", "文件不是 UTF-8 或 GB18030 文本", "The file is not UTF-8 or GB18030 text"
        )
    try:
        lines = list(_lines(text))
    except csv.Error:
        return _broken("file_not_csv", "文件不是有效的 CSV", "The file is not valid CSV")
    if not lines:
        return _broken("file_empty", "文件是空的", "The file is empty")
    heading = [name.strip() for name in lines[0][1]]
    problems = list(_heading_problems(heading))
    if len(lines) - 1 > ROWS_MAX:
        problems.append(RowProblem(1, "", "too_many_rows", "行数太多", "There are too many rows"))
    return CodeList((), tuple(problems)) if problems else _read_rows(heading, lines[1:])


def _broken(code: str, zh: str, en: str) -> CodeList:
    return CodeList((), (RowProblem(1, "", code, zh, en),))


def _decode(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\x00" in text else text
    return None


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """(line number where the row ends, cells); blank lines are skipped."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells


def _heading_problems(heading: list[str]) -> Iterator[RowProblem]:
    for name in REQUIRED_COLUMNS:
        if name not in heading:
            yield RowProblem(1, name, "column_missing", f"缺少列“{name}”", f"The column {name} is missing")
    for name in heading:
        if name not in REQUIRED_COLUMNS and name not in OPTIONAL_COLUMNS:
            yield RowProblem(
                1, name, "column_unknown", f"不认识的列“{name}”", f"The column {name} is unknown"
            )
    for name in sorted({name for name in heading if heading.count(name) > 1}):
        yield RowProblem(1, name, "column_twice", f"列“{name}”重复", f"The column {name} stands twice")


def _read_rows(heading: list[str], lines: list[tuple[int, list[str]]]) -> CodeList:
    rows: list[CodeRow] = []
    problems: list[RowProblem] = []
    first_seen: dict[str, int] = {}
    for line, cells in lines:
        if len(cells) != len(heading):
            problems.append(
                RowProblem(line, "", "cells_wrong", f"应有{len(heading)}列", f"Expected {len(heading)} cells")
            )
            continue
        reader = _RowReader(line, dict(zip(heading, (cell.strip() for cell in cells), strict=True)))
        row = reader.read()
        if row.code in first_seen and not reader.problems:
            where = first_seen[row.code]
            reader.complain("code", "code_twice", f"代码与第{where}行重复", f"Same code as in line {where}")
        first_seen.setdefault(row.code, line)
        problems.extend(reader.problems)
        if not reader.problems:
            rows.append(row)
    if not lines:
        problems.append(RowProblem(1, "", "no_rows", "没有数据行", "There are no rows"))
    return CodeList(tuple(rows), tuple(problems))


class _RowReader:
    """Reads the cells of one row and collects everything that is wrong with it."""

    def __init__(self, line: int, cells: Mapping[str, str]) -> None:
        self.line = line
        self.cells = cells
        self.problems: list[RowProblem] = []

    def complain(self, column: str, code: str, zh: str, en: str) -> None:
        self.problems.append(RowProblem(self.line, column, code, zh, en))

    def read(self) -> CodeRow:
        code = self._text("code", 1, 8)
        if not _NATIONAL.fullmatch(code) and not LOCAL_CODE.fullmatch(code):
            self.complain(
                "code", "code_malformed", "代码应为4位数字，可加1位扩展", "A code has 4 digits and 1 more"
            )
        row = CodeRow(
            code=code,
            name_zh=self._text("name_zh", 1, 200),
            name_en=self._text("name_en", 0, 300),
            party=self._choice("party", Party, Party.MOTOR),
            legal_basis=self._text("legal_basis", 1, 500),
            fine_min=self._whole("fine_min", _is_fine),
            fine_max=self._whole("fine_max", _is_fine),
            points=self._whole("points", POINTS.__contains__, required=True) or 0,
            procedure=self._choice("procedure", Procedure, Procedure.ORDINARY),
            source=self._text("source", 0, 300),
            certainty=self._choice("certainty", Certainty, Certainty.HIGH, blank_allowed=True),
            local=LOCAL_CODE.fullmatch(code) is not None,
        )
        self._check_whole_row(row)
        return row

    def _check_whole_row(self, row: CodeRow) -> None:
        told_local = self.cells.get("local", "")
        if told_local and told_local != str(row.local).lower():
            self.complain("local", "local_wrong", "本地代码标记与代码不符", "local does not fit the code")
        if self.problems:
            return
        if (row.fine_min is None) != (row.fine_max is None):
            self.complain(
                "fine_max", "fine_half", "罚款上下限须同时填写或同时留空", "Give both ends of the fine"
            )
        elif row.fine_min is not None and row.fine_max is not None and row.fine_min > row.fine_max:
            self.complain("fine_max", "fine_reversed", "罚款下限高于上限", "The lower end exceeds the upper")
        elif procedure_for(row) is not row.procedure:
            self.complain(
                "procedure",
                "procedure_too_light",
                "罚款超过200元、无法确定金额或者涉及吊销、暂扣、拘留的，应为普通程序（ordinary）",
                "A fine above 200, one by formula, revocation, suspension or detention needs ordinary",
            )

    def _text(self, column: str, shortest: int, longest: int) -> str:
        value = self.cells.get(column, "")
        if not shortest <= len(value) <= longest or not value.isprintable():
            self.complain(
                column,
                "text_malformed",
                f"应为{shortest}至{longest}个字符",
                f"{shortest}–{longest} characters",
            )
        return value

    def _whole(self, column: str, allowed: Callable[[int], bool], *, required: bool = False) -> int | None:
        value = self.cells.get(column, "")
        if not value and not required:
            return None
        if re.fullmatch(r"\d{1,7}", value, re.ASCII) and allowed(int(value)):
            return int(value)
        self.complain(
            column, "number_malformed", f"“{value[:20]}”不是允许的数值", f"“{value[:20]}” is not allowed"
        )
        return None

    def _choice(
        self, column: str, choices: type[Choice], otherwise: Choice, *, blank_allowed: bool = False
    ) -> Choice:
        value = self.cells.get(column, "")
        if not value and blank_allowed:
            return otherwise
        if value in list(choices):
            return choices(value)
        listed = " / ".join(choices)
        self.complain(column, "choice_unknown", f"应为 {listed} 之一", f"One of {listed}")
        return otherwise


def _is_fine(yuan: int) -> bool:
    return yuan <= FINE_MAX_YUAN
