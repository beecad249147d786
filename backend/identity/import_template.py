"""The spreadsheet that people fill in: two sheets with headers and choices, and a page of advice."""

from __future__ import annotations

import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from backend.identity.labels import PERSON_KIND_NAMES, UNIT_KIND_NAMES

_UNIT_HEADERS = ("单位*", "上级单位", "单位类别*", "单位代码", "辖区")
_PERSON_HEADERS = (
    "姓名*",
    "警号*",
    "人员类别*",
    "单位*",
    "角色",
    "授权对象",
    "授权程序",
    "授权起始",
    "授权截止",
    "授权依据",
    "资格",
    "资格起始",
    "资格截止",
    "考核结果",
)
_ADVICE = (
    "带 * 的列必填；列的顺序可以改变，不认识的列会被忽略。",
    "单位可写名称、单位代码，重名时写“上级单位/单位”。",
    "角色可写多个，用顿号分开，例如：执勤交警、带班领导。不填时按人员类别默认。",
    "警号按文本处理，保留前导零。",
    "授权对象：全部、机动车、非机动车、行人、乘车人。授权程序：全部、简易程序、普通程序、违停告知。仅民警可授权，并须写明授权依据。",
    "日期可写成 2026-11-23、2026/11/23、2026年11月23日。",
    "已有人员按警号对应：空白单元格表示不改。同一文件再次导入不会重复。",
)
_LAST_ROW = 2_000


def make_template() -> bytes:
    """The template as xlsx bytes. It holds no example rows, so that nobody imports them."""
    book = Workbook()
    units = book.active
    units.title = "单位"
    _prepare(units, _UNIT_HEADERS)
    _offer(units, "C", UNIT_KIND_NAMES.values())
    people = book.create_sheet("人员")
    _prepare(people, _PERSON_HEADERS)
    _offer(people, "C", PERSON_KIND_NAMES.values())
    for row in range(2, _LAST_ROW + 1):
        people.cell(row, 2).number_format = "@"
    advice = book.create_sheet("说明")
    for line in _ADVICE:
        advice.append([line])
    advice.column_dimensions["A"].width = 100
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _prepare(sheet: Worksheet, headers: Iterable[str]) -> None:
    sheet.append(list(headers))
    sheet.freeze_panes = "A2"
    for place, cell in enumerate(sheet[1], 1):
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", start_color="1F4E79")
        sheet.column_dimensions[get_column_letter(place)].width = 16


def _offer(sheet: Worksheet, column: str, names: Iterable[str]) -> None:
    choices = DataValidation(type="list", formula1='"' + ",".join(names) + '"', allow_blank=True)
    choices.add(f"{column}2:{column}{_LAST_ROW}")
    sheet.add_data_validation(choices)
