"""Number plates: what people type, made uniform, checked against the grammar, refused with a helpful hint.

Pure. Nothing is ever corrected silently (no O to 0, no 泸 to 沪): a doubtful text is refused, with a
suggestion where there is one, because a wrong plate punishes a stranger. The same grammar, codes and hints
stand in `pwa/src/domain/violations/plate.ts`; both are held to `tests/data/plate_cases.csv` and
`tests/data/plate_refusals.csv`.

Source: GA 36 forms as collected from practice; temporary, tractor, military and armed-police numbers are
managed elsewhere and kept as text that the officer confirms.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from backend.violations.plate_problems import PlateProblem

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
NEV_LETTERS = "DABCEFGHJK"  # D A B C E battery, F G H J K other
FREE_TEXT_MAX = 16
TYPED_MAX = 64

_LETTER = "A-HJ-NP-Z"
_SERIAL = f"{_LETTER}0-9"
_OFFICE = f"[{PROVINCES}][{_LETTER}]"


class PlateForm(StrEnum):
    """The shape of a number. Several plate kinds share one form: blue and yellow plates are both civil."""

    CIVIL = "civil"
    NEV_SMALL = "nev_small"
    NEV_LARGE = "nev_large"
    POLICE = "police"
    TRAINING = "training"
    TRAILER = "trailer"
    CONSULATE = "consulate"
    EMBASSY = "embassy"
    HK_MACAO = "hk_macao"
    EMERGENCY = "emergency"
    EMERGENCY_MOTO = "emergency_moto"
    ARMED_POLICE = "armed_police"
    MILITARY = "military"
    TEXT = "text"


_FORMS: tuple[tuple[PlateForm, re.Pattern[str]], ...] = (
    (PlateForm.CIVIL, re.compile(f"{_OFFICE}[{_SERIAL}]{{5}}")),
    (PlateForm.NEV_SMALL, re.compile(f"{_OFFICE}[{NEV_LETTERS}][{_SERIAL}][0-9]{{4}}")),
    (PlateForm.NEV_LARGE, re.compile(f"{_OFFICE}[0-9]{{5}}[{NEV_LETTERS}]")),
    (PlateForm.POLICE, re.compile(f"{_OFFICE}[{_SERIAL}]{{4}}警")),
    (PlateForm.TRAINING, re.compile(f"{_OFFICE}[{_SERIAL}]{{4}}学")),
    (PlateForm.TRAILER, re.compile(f"{_OFFICE}[{_SERIAL}]{{4}}挂")),
    (PlateForm.CONSULATE, re.compile(f"{_OFFICE}[{_SERIAL}]{{4}}领")),
    (PlateForm.EMBASSY, re.compile("使[0-9]{6}")),
    (PlateForm.HK_MACAO, re.compile(f"粤Z[{_SERIAL}]{{4}}[港澳]")),
    (PlateForm.EMERGENCY, re.compile(f"[{PROVINCES}][XS][0-9]{{4}}应急")),
    (PlateForm.EMERGENCY_MOTO, re.compile(f"应急[{PROVINCES}][0-9]{{3}}[XS]")),
    (PlateForm.ARMED_POLICE, re.compile(f"WJ[{PROVINCES}]?[0-9]{{4}}[{_SERIAL}]")),
    (PlateForm.MILITARY, re.compile(f"[{_LETTER}]{{2}}[0-9]{{5}}")),
)
# A seven-character number that a new-energy number with one digit forgotten would look like: 沪AD1234.
_CUT_OFF_NEV = re.compile(f"{_OFFICE}(?:[{NEV_LETTERS}][0-9]{{4}})")


@dataclass(frozen=True, slots=True)
class Plate:
    """A normalised number and its form; `needs_confirmation` asks the officer to look once more."""

    number: str
    form: PlateForm
    needs_confirmation: bool = False


_DROPPED = re.compile(r"[\s.·•・‧∙⋅●。\-‐‑‒–—―−_]")
_NO_PLATE_WORDS = frozenset({"无", "无牌", "无号牌", "无牌照", "无车牌", "没有", "NONE"})
_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_SEPARATOR = re.compile(r"[/\\,;、|&+]")
_WITHIN = re.compile(f"[{PROVINCES}][A-Z]")
_MISSING = re.compile(r"[*?×✕#]")
_OTHER_ALPHABET = re.compile("[\u0370-\u03ff\u0400-\u052f]")  # Greek and Cyrillic look like Latin
_NUMERALS = re.compile("[〇零一二三四五六七八九十壹贰叁肆伍陆柒捌玖]")
_LOOK_ALIKES: Mapping[str, str] = dict(
    zip(
        "泸户护卢滬申渐晥粵蘇遼魯贛閩貴雲陜陝寧瓊黔",
        "沪沪沪沪沪沪浙皖粤苏辽鲁赣闽贵云陕陕宁琼贵",
        strict=True,
    )
)
_SUFFIXES = "警学挂领"


def normalise(text: str) -> str:
    """One spelling for what was typed: NFKC, upper case, without blanks, dots, hyphens and invisibles.

    Letters and digits are never exchanged. Keep the typed text beside the result.
    """
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(char for char in folded if not _DROPPED.match(char) and not _is_invisible(char))


def _is_invisible(char: str) -> bool:
    category = unicodedata.category(char)
    return category in ("Cf", "Cc", "Zs", "Zl", "Zp") or "\ufe00" <= char <= "\ufe0f"


def parse_plate(text: str) -> Plate:
    """The plate that was typed, normalised. Raises PlateProblem with a code and a hint otherwise."""
    if len(text) > TYPED_MAX:
        raise PlateProblem("plate_too_long")
    number = normalise(text)
    for form, pattern in _FORMS:
        if pattern.fullmatch(number):
            return Plate(number, form, _wants_second_look(number, form))
    raise _diagnose(number)


def _wants_second_look(number: str, form: PlateForm) -> bool:
    if form is PlateForm.CIVIL:
        return _CUT_OFF_NEV.fullmatch(number) is not None
    return form in (PlateForm.ARMED_POLICE, PlateForm.MILITARY)


def parse_free_text(text: str) -> Plate:
    """A number without a known grammar (non-motor, temporary, tractor, military …): letters, digits and
    Chinese characters, at most 16. Raises PlateProblem when empty, partial, too long or of other signs."""
    if len(text) > TYPED_MAX:
        raise PlateProblem("plate_text_too_long")
    number = normalise(text)
    if not number:
        raise PlateProblem("plate_empty")
    if _MISSING.search(number):
        raise PlateProblem("plate_partial")
    if len(number) > FREE_TEXT_MAX:
        raise PlateProblem("plate_text_too_long")
    for char in number:
        if not re.fullmatch("[A-Z0-9\u4e00-\u9fff]", char):
            raise PlateProblem("plate_character", char)
    return Plate(number, PlateForm.TEXT)


# --- why a text is refused: from what it certainly is, to what is wrong inside a plate ---


def _diagnose(number: str) -> PlateProblem:
    for look in (_not_a_plate, _wrong_characters, _special_form, _ordinary_form):
        problem = look(number)
        if problem is not None:
            return problem
    return PlateProblem("plate_character", _first_odd(number))


def _not_a_plate(number: str) -> PlateProblem | None:
    if not number:
        return PlateProblem("plate_empty")
    if number in _NO_PLATE_WORDS:
        return PlateProblem("plate_none")
    if _VIN.fullmatch(number):
        return PlateProblem("plate_is_vin")
    if _SEPARATOR.search(number) or len(_WITHIN.findall(number)) > 1:
        return PlateProblem("plate_two_numbers")
    if _MISSING.search(number):
        return PlateProblem("plate_partial")
    return None


def _wrong_characters(number: str) -> PlateProblem | None:
    foreign = _OTHER_ALPHABET.search(number)
    if foreign:
        return PlateProblem("plate_foreign_letter", foreign.group())
    meant = _LOOK_ALIKES.get(number[0])
    if meant:
        return _look_alike(number, meant)
    if number[0] == "台":
        return PlateProblem("plate_not_issuing", number[0])
    numeral = _NUMERALS.search(number)
    if numeral:
        return PlateProblem("plate_chinese_numeral", numeral.group())
    return None


def _look_alike(number: str, meant: str) -> PlateProblem:
    corrected = meant + number[1:]
    known = any(pattern.fullmatch(corrected) for _, pattern in _FORMS)
    suggestion = corrected if known else None
    return PlateProblem("plate_look_alike", number[0], meant=meant, suggestion=suggestion)


def _special_form(number: str) -> PlateProblem | None:
    if "使" in number:
        return PlateProblem("plate_embassy_digits" if number[0] == "使" else "plate_embassy_prefix")
    if "应急" in number:
        return _emergency(number)
    if number[-1] in "港澳":
        code = "plate_special_length" if number.startswith("粤Z") else "plate_hk_macao_prefix"
        return PlateProblem(code, number[-1])
    for suffix in _SUFFIXES:
        if suffix in number:
            at_end = number.endswith(suffix) and number.count(suffix) == 1
            if at_end and re.search("[IO]", number):
                return PlateProblem("plate_letter_io")
            return PlateProblem("plate_special_length" if at_end else "plate_suffix_place", suffix)
    return None


def _emergency(number: str) -> PlateProblem:
    letter = re.fullmatch(f"[{PROVINCES}]([A-Z]).*应急|应急[{PROVINCES}][0-9]*([A-Z])", number)
    wrong = letter is not None and (letter[1] or letter[2]) not in ("X", "S")
    return PlateProblem("plate_emergency_letter" if wrong else "plate_emergency_digits")


def _ordinary_form(number: str) -> PlateProblem | None:
    if number[0] not in PROVINCES:
        return _without_province(number)
    if re.search("[IO]", number):
        return PlateProblem("plate_letter_io")
    if len(number) > 1 and not re.fullmatch(f"[{_LETTER}]", number[1]):
        return PlateProblem("plate_office_letter")
    if not re.fullmatch(f"[{_SERIAL}]*", number[1:]):
        return None
    return PlateProblem(_length_fault(number))


def _length_fault(number: str) -> str:
    if len(number) < 7:
        return "plate_too_short"
    if len(number) > 8:
        return "plate_too_long"
    return _new_energy_fault(number[2:])


def _without_province(number: str) -> PlateProblem:
    if re.match(f"[A-Z][{PROVINCES}]", number):
        return PlateProblem("plate_wrong_order")
    return PlateProblem("plate_no_province")


def _new_energy_fault(serial: str) -> str:
    if serial[0] in NEV_LETTERS or serial[5] in NEV_LETTERS:
        return "plate_nev_digits"
    if re.fullmatch(f"[0-9]+[{NEV_LETTERS}][0-9]+", serial):
        return "plate_nev_position"
    return "plate_nev_letter"


def _first_odd(number: str) -> str:
    odd = re.search(f"[^{PROVINCES}{_SERIAL}]", number)
    return odd.group() if odd else number
