"""Uploaded lists as plain tables of text: xlsx and csv as people really make them.

Full-width digits, stray blanks, dates as dates or text or serial numbers, badge numbers that Excel took for numbers,
formulas, title rows, several sheets, GB 18030. Nothing is judged here; see `import_rules`.
"""

from __future__ import annotations

import csv
import io
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.datetime import from_excel
from openpyxl.utils.exceptions import InvalidFileException

from backend.identity.errors import FileNotReadable
from backend.kernel.errors import TooLarge

MAX_ROWS = 5_000
MAX_COLUMNS = 60
MAX_UNPACKED = 64 * 1024 * 1024
MAX_CELL = 300
FORMULA_WITHOUT_VALUE = "\ufffc"
"""Stands in a cell whose formula was never computed."""

# The libraries meet a broken workbook with whatever error is nearest.
_BROKEN = (
    ArithmeticError,
    AttributeError,
    EOFError,
    InvalidFileException,
    LookupError,
    OSError,
    ParseError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]")
_BLANKS = re.compile(r"\s+")
_BETWEEN_CHINESE = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_ZEROS = re.compile("^0+$")


Origin = Literal["number", "boolean"]


@dataclass(frozen=True)
class Sheet:
    """One table: its name, and rows of text with the number that the spreadsheet shows beside them."""

    name: str
    rows: list[tuple[int, list[str]]]
    origins: Mapping[tuple[int, int], Origin] = field(default_factory=dict)
    """By row number and place: cells that hold no text but a bare number, which has lost its zeros, or yes/no."""


def read_xlsx(raw: bytes) -> list[Sheet]:
    """The sheets of a workbook. Raises `FileNotReadable`, `TooLarge`."""
    _check_archive(raw)
    try:
        values = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        formulas = load_workbook(io.BytesIO(raw), read_only=True, data_only=False)
        return [
            _sheet(name, values[name], formulas[name])
            for name in values.sheetnames
            if hasattr(values[name], "iter_rows")
        ]
    except _BROKEN as error:
        raise FileNotReadable() from error


def read_csv(raw: bytes) -> list[Sheet]:
    """The one table of a csv file, UTF-8 or GB 18030, comma, semicolon or tab. Raises `FileNotReadable`, `TooLarge`."""
    text = _decode(raw)
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    rows: list[tuple[int, list[str]]] = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            if number > MAX_ROWS:
                raise _too_many_rows()
            rows.append((number, [clean(cell) for cell in row[:MAX_COLUMNS]]))
    except csv.Error as error:
        raise FileNotReadable() from error
    return [Sheet("csv", rows)]


def clean(text: str) -> str:
    """Text without what people do not see: full-width forms, invisible characters, outer and doubled blanks."""
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return _BETWEEN_CHINESE.sub("", _BLANKS.sub(" ", plain).strip())[:MAX_CELL]


def read_day(text: str) -> str | None:
    """ISO day of `2026-11-23`, `2026/11/23`, `2026.11.23`, `20261123`, `2026年11月23日` or an Excel serial number."""
    found = re.match(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T].*)?$", text)
    found = found or re.match(r"^(\d{4})(\d\d)(\d\d)$", text)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
        if re.match(r"^[345]\d{4}(\.\d+)?$", text):
            moment = from_excel(float(text))
            return moment.date().isoformat() if isinstance(moment, datetime) else None
    except ValueError:
        return None
    return None


def _check_archive(raw: bytes) -> None:
    """Refuse what is no workbook, a bomb, or declares XML entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MAX_UNPACKED or len(entries) > 1_000:
                raise TooLarge()
            if "xl/workbook.xml" not in archive.namelist():
                raise FileNotReadable()
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    with archive.open(entry) as part:
                        if b"<!DOCTYPE" in part.read(1024):
                            raise FileNotReadable()
    except _BROKEN as error:
        raise FileNotReadable() from error


def _sheet(name: str, values: Any, formulas: Any) -> Sheet:
    origins: dict[tuple[int, int], Origin] = {}
    return Sheet(name, list(_sheet_rows(values, formulas, origins)), origins)


def _sheet_rows(
    values: Any, formulas: Any, origins: dict[tuple[int, int], Origin]
) -> Iterator[tuple[int, list[str]]]:
    limits = {"max_row": MAX_ROWS + 1, "max_col": MAX_COLUMNS}
    pairs = zip(values.iter_rows(**limits), formulas.iter_rows(**limits), strict=False)
    for number, (row, sources) in enumerate(pairs, 1):
        if number > MAX_ROWS:
            if any(cell.value is not None for cell in row):
                raise _too_many_rows()
            return
        for place, cell in enumerate(row):
            if (origin := _origin(cell)) is not None:
                origins[number, place] = origin
        yield number, [_cell_text(cell, source) for cell, source in zip(row, sources, strict=False)]


def _too_many_rows() -> TooLarge:
    return TooLarge(
        f"名单超过 {MAX_ROWS:,} 行，请分成几份，每份不超过 {MAX_ROWS:,} 行",
        f"The list has more than {MAX_ROWS:,} rows: split it into lists of at most {MAX_ROWS:,}",
    )


def _origin(cell: Any) -> Origin | None:
    if isinstance(cell.value, bool):
        return "boolean"
    if not isinstance(cell.value, (int, float)):
        return None
    # Shown as `000000` the zeros are kept; shown as `0` there are none.
    shown_as = getattr(cell, "number_format", "") or ""
    return None if len(shown_as) > 1 and _ZEROS.match(shown_as) else "number"


def _cell_text(cell: Any, source: Any) -> str:
    value = cell.value
    if value is None:
        return FORMULA_WITHOUT_VALUE if _is_formula(source.value) else ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number_text(value, getattr(cell, "number_format", "") or "")
    return clean(str(value))


def _is_formula(value: object) -> bool:
    return value is not None and (not isinstance(value, str) or value.startswith("="))


def _number_text(value: float, shown_as: str) -> str:
    """A number as a person reads it: `12345`, and `012345` where the cell is shown with leading zeros."""
    if value != int(value):
        return str(value)
    text = str(int(value))
    return text.zfill(len(shown_as)) if _ZEROS.match(shown_as) else text


def _decode(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise FileNotReadable()
