"""From tables to lines about units and people: finding the header row, and columns by what people call them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from backend.identity.errors import FileNotReadable
from backend.identity.spreadsheet import Sheet

Subject = Literal["unit", "person"]
BADGE_ORIGIN = "badge_number_origin"
"""Beside the cells of a person: `number` or `boolean` where the badge number was no text."""
HEADER_WITHIN = 10
"""Titles and remarks may stand above the header, within this many rows."""

UNIT_COLUMNS = ("unit", "parent", "unit_kind", "unit_code", "zone")
PERSON_COLUMNS = (
    "name",
    "badge_number",
    "person_kind",
    "unit",
    "roles",
    "grant_party",
    "grant_procedure",
    "grant_from",
    "grant_to",
    "grant_basis",
    "qualification",
    "qualification_from",
    "qualification_to",
    "qualification_result",
)
_SHARED = {
    "unit": ("单位", "单位名称", "所属单位", "所在单位", "部门", "所属部门", "unit"),
    "parent": ("上级单位", "上级", "隶属单位", "上级部门", "parent"),
    "unit_kind": ("单位类别", "单位类型", "单位性质", "unit_kind"),
    "unit_code": ("单位代码", "单位编码", "单位编号", "机构代码", "unit_code"),
    "zone": ("辖区", "辖区代码", "责任区", "zone", "zone_code"),
}
_OF_PEOPLE = {
    "name": ("姓名", "人员姓名", "name"),
    "badge_number": ("警号", "辅警号", "警号/辅警号", "工号", "编号", "警员编号", "badge_number", "badge"),
    "person_kind": ("人员类别", "人员类型", "身份", "人员身份", "类别", "kind", "person_kind"),
    "roles": ("角色", "系统角色", "岗位角色", "权限角色", "role", "roles"),
    "grant_party": ("授权对象", "执法对象", "执法授权对象", "grant_party"),
    "grant_procedure": ("授权程序", "执法程序", "适用程序", "grant_procedure"),
    "grant_from": ("授权起始", "授权起始日期", "授权开始日期", "授权生效日期", "grant_from"),
    "grant_to": ("授权截止", "授权截止日期", "授权结束日期", "授权失效日期", "grant_to"),
    "grant_basis": ("授权依据", "授权文号", "grant_basis"),
    "qualification": ("资格", "资质", "资格名称", "考核项目", "qualification"),
    "qualification_from": ("资格起始", "资格起始日期", "资格生效日期", "qualification_from"),
    "qualification_to": ("资格截止", "资格截止日期", "资格有效期至", "有效期至", "qualification_to"),
    "qualification_result": ("考核结果", "资格结果", "qualification_result"),
}
_OF_UNITS = {
    "unit": ("名称", "机构名称"),
    "unit_kind": ("类别", "类型"),
    "unit_code": ("代码", "编码", "编号"),
}


@dataclass(frozen=True)
class Line:
    """One row about one unit or one person: where it stands, and its cells by column."""

    sheet: str
    row: int
    subject: Subject
    cells: Mapping[str, str]

    def cell(self, column: str) -> str:
        """Text of a cell, empty when the column is missing."""
        return self.cells.get(column, "")

    def as_json(self) -> dict[str, Any]:
        """How a preview keeps the line."""
        return {"sheet": self.sheet, "row": self.row, "subject": self.subject, "cells": dict(self.cells)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Line:
        """The reverse of `as_json`."""
        return cls(value["sheet"], value["row"], value["subject"], value["cells"])


@dataclass(frozen=True)
class Lines:
    """What a file says, and the columns that nobody understood."""

    lines: tuple[Line, ...]
    ignored_columns: tuple[str, ...]


def read_lines(sheets: Sequence[Sheet]) -> Lines:
    """Lines of all sheets that have a header. Raises `FileNotReadable` when there is none."""
    lines: list[Line] = []
    ignored: list[str] = []
    found = False
    for sheet in sheets:
        header = _find_header(sheet)
        if header is None:
            continue
        found = True
        place, columns, unknown = header
        ignored += unknown
        for number, cells in sheet.rows[place + 1 :]:
            found_here = _lines_of_row(sheet.name, number, columns, cells)
            lines += [_with_badge_origin(line, sheet, columns) for line in found_here]
    if not found:
        raise FileNotReadable(
            "没有找到表头：需要“姓名、警号”或“单位、单位类别”等列", "No header row was found"
        )
    return Lines(tuple(_without_repeated_units(lines)), tuple(dict.fromkeys(ignored)))


def _find_header(sheet: Sheet) -> tuple[int, dict[int, str], list[str]] | None:
    for place, (_, cells) in enumerate(sheet.rows[:HEADER_WITHIN]):
        plain = [_plain(cell) for cell in cells]
        columns = _columns(plain)
        names = set(columns.values())
        if {"name", "badge_number"} <= names or {"unit", "unit_kind"} <= names or {"unit", "parent"} <= names:
            unknown = [cell for index, cell in enumerate(cells) if cell and index not in columns]
            return place, columns, unknown
    return None


def _plain(header: str) -> str:
    """A header without marks such as `*` or `（必填）`."""
    return header.split("(", maxsplit=1)[0].replace("*", "").replace(" ", "").strip().lower()


def _columns(header: Sequence[str]) -> dict[int, str]:
    """Place → column; the same word means another thing in a list of units than in one of people."""
    is_people = any(cell in (*_OF_PEOPLE["name"], *_OF_PEOPLE["badge_number"][:3]) for cell in header)
    spellings: dict[str, str] = {}
    for table in (_SHARED, _OF_PEOPLE if is_people else _OF_UNITS):
        for column, words in table.items():
            spellings.update(dict.fromkeys(words, column))
    columns: dict[int, str] = {}
    for place, cell in enumerate(header):
        meaning = spellings.get(cell)
        if meaning is not None and meaning not in columns.values():
            columns[place] = meaning
    return columns


def _lines_of_row(sheet: str, number: int, columns: Mapping[int, str], cells: Sequence[str]) -> list[Line]:
    filled = {
        column: cells[place] for place, column in columns.items() if place < len(cells) and cells[place]
    }
    lines: list[Line] = []
    is_person = any(filled.get(column) for column in ("name", "badge_number"))
    if filled.get("unit_kind") or filled.get("parent") or (filled and not is_person):
        unit = {column: filled[column] for column in UNIT_COLUMNS if column in filled}
        lines.append(Line(sheet, number, "unit", unit))
    if is_person:
        person = {column: filled[column] for column in PERSON_COLUMNS if column in filled}
        lines.append(Line(sheet, number, "person", person))
    return lines


def _with_badge_origin(line: Line, sheet: Sheet, columns: Mapping[int, str]) -> Line:
    """A badge number that stands in no cell of text is marked: a number has no leading zeros."""
    if line.subject != "person":
        return line
    for place, column in columns.items():
        origin = sheet.origins.get((line.row, place))
        if column == "badge_number" and origin is not None:
            return replace(line, cells={**line.cells, BADGE_ORIGIN: origin})
    return line


def _without_repeated_units(lines: Sequence[Line]) -> list[Line]:
    """In a list of people the same unit stands on many rows: once is enough when all say the same."""
    seen: set[tuple[tuple[str, str], ...]] = set()
    kept: list[Line] = []
    for line in lines:
        key = tuple(sorted(line.cells.items()))
        if line.subject == "unit" and key in seen and line.cells:
            continue
        if line.subject == "unit":
            seen.add(key)
        kept.append(line)
    return kept
