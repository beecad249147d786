"""Number plates: the door to grammar and hints, and the plate kinds (号牌种类, GA/T 16.7 codes).

Pure. Vehicle key = number + kind, because the same characters exist on a blue and on a yellow plate.
The twin of this table is in `pwa/src/domain/violations/plate.ts`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from backend.violations.plate_grammar import (
    PROVINCES,
    Plate,
    PlateForm,
    normalise,
    parse_free_text,
    parse_plate,
)
from backend.violations.plate_problems import PlateProblem

__all__ = [
    "KINDS",
    "NO_PLATE",
    "PROVINCES",
    "Plate",
    "PlateForm",
    "PlateKind",
    "PlateProblem",
    "check_plate",
    "guess_kind",
    "normalise",
    "parse_free_text",
    "parse_plate",
]

NO_PLATE = "41"


@dataclass(frozen=True, slots=True)
class PlateKind:
    """One kind. `forms` are the number forms it may carry; `free_text` numbers are stored as typed (at most
    16 characters) once the officer has confirmed them; `suffix` narrows a form to one last character."""

    code: str
    name_zh: str
    name_en: str
    forms: frozenset[PlateForm] = frozenset()
    free_text: bool = False
    suffix: str = ""


def _kind(code: str, name_zh: str, name_en: str, *forms: PlateForm, suffix: str = "") -> PlateKind:
    return PlateKind(code, name_zh, name_en, frozenset(forms), suffix=suffix)


def _text(code: str, name_zh: str, name_en: str) -> PlateKind:
    return PlateKind(code, name_zh, name_en, free_text=True)


_F = PlateForm
KINDS: Mapping[str, PlateKind] = {
    kind.code: kind
    for kind in (
        _kind("02", "小型汽车", "small vehicle", _F.CIVIL),
        _kind("52", "小型新能源汽车", "small new-energy vehicle", _F.NEV_SMALL),
        _kind("01", "大型汽车", "large vehicle", _F.CIVIL),
        _kind("51", "大型新能源汽车", "large new-energy vehicle", _F.NEV_LARGE),
        _kind("07", "两、三轮摩托车", "motorcycle", _F.CIVIL),
        _kind("08", "轻便摩托车", "moped", _F.CIVIL),
        _kind("15", "挂车", "trailer", _F.TRAILER),
        _kind("16", "教练汽车", "training car", _F.TRAINING),
        _kind("13", "低速车", "low-speed vehicle", _F.CIVIL),
        _text("14", "拖拉机", "tractor"),
        _kind("23", "警用汽车", "police car", _F.POLICE),
        _kind("24", "警用摩托", "police motorcycle", _F.POLICE),
        _kind("03", "使馆汽车", "embassy car", _F.EMBASSY),
        _kind("04", "领馆汽车", "consulate car", _F.CONSULATE),
        _kind("05", "境外汽车", "overseas car", _F.CIVIL, _F.HK_MACAO),
        _kind("06", "外籍汽车", "foreign car", _F.CIVIL),
        _kind("26", "香港入出境车", "Hong Kong cross-border car", _F.HK_MACAO, suffix="港"),
        _kind("27", "澳门入出境车", "Macao cross-border car", _F.HK_MACAO, suffix="澳"),
        _text("20", "临时入境汽车", "temporary-entry car"),
        _text("22", "临时行驶车", "temporary plate"),
        _text("31", "武警号牌", "armed-police plate"),
        _text("32", "军队号牌", "military plate"),
        _kind(NO_PLATE, "无号牌", "no plate"),
        _text("42", "假号牌", "fake plate"),
        _text("43", "挪用号牌", "misused plate"),
        _text("99", "其他号牌", "other plate"),
    )
}
"""By code, the common ones first, as a picker shows them."""

_GUESSES: Mapping[PlateForm, str] = {
    _F.CIVIL: "02",
    _F.NEV_SMALL: "52",
    _F.NEV_LARGE: "51",
    _F.POLICE: "23",
    _F.TRAINING: "16",
    _F.TRAILER: "15",
    _F.CONSULATE: "04",
    _F.EMBASSY: "03",
    _F.EMERGENCY: "99",
    _F.EMERGENCY_MOTO: "99",
    _F.ARMED_POLICE: "31",
    _F.MILITARY: "32",
    _F.TEXT: "99",
}


def guess_kind(plate: Plate) -> str:
    """The likeliest kind code for a number, to preselect it; the officer sees the plate's colour and decides."""
    if plate.form is PlateForm.HK_MACAO:
        return "26" if plate.number.endswith("港") else "27"
    return _GUESSES[plate.form]


def check_plate(kind_code: str, text: str | None, *, confirmed: bool = False) -> Plate | None:
    """The plate of a motor vehicle as it goes into a record, or None for kind 41 (no plate).

    `confirmed` says that the officer looked once more; numbers that need it are refused without.
    Raises PlateProblem: unknown kind, a number that does not fit its kind, or whatever `parse_plate` refuses.
    """
    kind = KINDS.get(kind_code)
    if kind is None:
        raise PlateProblem("plate_kind_unknown", kind_code[:8])
    if kind.code == NO_PLATE:
        if text is not None and normalise(text):
            raise PlateProblem("plate_must_be_empty")
        return None
    plate = parse_free_text(text or "") if kind.free_text else _fitting(kind, text or "")
    if (kind.free_text or plate.needs_confirmation) and not confirmed:
        raise PlateProblem("plate_confirm_needed", plate.number)
    return plate


def _fitting(kind: PlateKind, text: str) -> Plate:
    plate = parse_plate(text)
    if plate.form not in kind.forms or not plate.number.endswith(kind.suffix):
        raise PlateProblem("plate_kind_mismatch", f"{kind.code} {kind.name_zh}")
    return plate
