"""Why a text cannot stand as a plate: stable codes, with hints in Chinese and English that say what to do.

Pure. The twin of this table is `HINTS` in `pwa/src/domain/violations/plate_problems.ts`.
"""

from collections.abc import Mapping


class PlateProblem(ValueError):
    """A text that cannot stand as a plate. `code` is stable; hints are for people; `suggestion` is a plate
    number that the officer may choose, never taken by itself."""

    def __init__(self, code: str, about: str = "", *, meant: str = "", suggestion: str | None = None) -> None:
        hint_zh, hint_en = HINTS[code]
        self.code = code
        self.hint_zh = hint_zh.format(about=about, meant=meant)
        self.hint_en = hint_en.format(about=about, meant=meant)
        self.suggestion = suggestion
        super().__init__(f"{code}: {self.hint_zh}")


HINTS: Mapping[str, tuple[str, str]] = {
    "plate_empty": (
        "请输入号牌号码；车辆没有号牌时，号牌种类选“41 无号牌”",
        "Enter the plate number; for a vehicle without a plate choose kind 41 (no plate)",
    ),
    "plate_none": (
        "这不是号牌号码：请将号牌种类选为“41 无号牌”，号码留空",
        "This is not a number: choose kind 41 (no plate) and leave the number empty",
    ),
    "plate_is_vin": (
        "这是17位车辆识别代号（VIN），不是号牌号码",
        "This is a 17-character VIN, not a plate number",
    ),
    "plate_two_numbers": (
        "一条记录只能填写一个号牌；主车和挂车请分别记录",
        "One record takes one plate; record tractor and trailer separately",
    ),
    "plate_partial": (
        "号码不完整：违法记录须填写完整号牌，残缺号牌只能用于线索",
        "The number is incomplete: a violation needs the whole plate, parts may only go into a lead",
    ),
    "plate_foreign_letter": (
        "“{about}”不是英文字母，请切换到英文键盘重新输入",
        "“{about}” is not a Latin letter; type it again on an English keyboard",
    ),
    "plate_look_alike": (
        "“{about}”应为“{meant}”吗？请核对号牌首字",
        "Should “{about}” be “{meant}”? Check the first character",
    ),
    "plate_not_issuing": (
        "“{about}”不是公安交管部门核发号牌的省份简称",
        "“{about}” is not the prefix of an issuing province",
    ),
    "plate_chinese_numeral": (
        "号牌中的数字请用阿拉伯数字，不要用“{about}”",
        "Use the digits 0-9, not “{about}”",
    ),
    "plate_wrong_order": (
        "顺序不对：省份简称在前，发牌机关字母在后",
        "Wrong order: the province character comes first, then the office letter",
    ),
    "plate_no_province": (
        "号牌应以省份简称开头，如“沪”",
        "A plate begins with a province character, such as 沪",
    ),
    "plate_office_letter": (
        "省份简称后面缺少发牌机关字母，如“沪A”",
        "The office letter after the province is missing, as in 沪A",
    ),
    "plate_letter_io": (
        "号牌不使用字母 I 和 O，请核对是否为数字 1 或 0",
        "Plates never use the letters I and O; check whether it is the digit 1 or 0",
    ),
    "plate_too_short": (
        "号码少了：普通号牌共7位，新能源号牌共8位",
        "Too short: an ordinary plate has 7 characters, a new-energy plate 8",
    ),
    "plate_too_long": (
        "号码多了：普通号牌共7位，新能源号牌共8位",
        "Too long: an ordinary plate has 7 characters, a new-energy plate 8",
    ),
    "plate_nev_letter": (
        "8位号牌应为新能源号牌：第3位（小型车）或末位（大型车）须为字母 D A B C E F G H J K 之一",
        "An 8-character plate is new-energy: its 3rd (small) or last (large) must be one of D A B C E F G H J K",
    ),
    "plate_nev_position": (
        "新能源字母位置不对：小型车在第3位，大型车在末位",
        "The new-energy letter is in the wrong place: 3rd for small vehicles, last for large ones",
    ),
    "plate_nev_digits": (
        "新能源号牌格式不对：小型车末4位为数字，大型车字母前5位为数字",
        "New-energy form: four digits at the end (small), or five digits before the letter (large)",
    ),
    "plate_special_length": (
        "“{about}”字前应为省份简称、字母和4位字母或数字",
        "Before “{about}” come the province, one letter and four letters or digits",
    ),
    "plate_suffix_place": (
        "“{about}”应放在号码最后",
        "“{about}” belongs at the end",
    ),
    "plate_embassy_prefix": (
        "“使”应放在号码最前面",
        "使 belongs at the beginning",
    ),
    "plate_embassy_digits": (
        "使馆号牌为“使”加6位数字",
        "An embassy plate is 使 and six digits",
    ),
    "plate_hk_macao_prefix": (
        "港澳入出境车辆号牌以“粤Z”开头",
        "Hong Kong and Macao cross-border plates begin with 粤Z",
    ),
    "plate_emergency_letter": (
        "应急救援号牌的字母为 X 或 S；其他情形请选“99 其他”并核对",
        "An emergency plate has the letter X or S; otherwise choose kind 99 and confirm",
    ),
    "plate_emergency_digits": (
        "应急救援号牌：汽车为4位数字加“应急”，摩托车为“应急”加省份简称、3位数字和字母",
        "Emergency plates: four digits then 应急; on motorcycles 应急, province, three digits, letter",
    ),
    "plate_character": (
        "号牌中不能有“{about}”",
        "“{about}” cannot be part of a plate",
    ),
    "plate_text_too_long": (
        "号码最多16个字符",
        "A number has at most 16 characters",
    ),
    "plate_kind_unknown": (
        "没有号牌种类“{about}”",
        "There is no plate kind “{about}”",
    ),
    "plate_kind_mismatch": (
        "号码与号牌种类“{about}”不符",
        "The number does not fit the plate kind “{about}”",
    ),
    "plate_must_be_empty": (
        "号牌种类为“41 无号牌”时，号码须留空",
        "With kind 41 (no plate) the number stays empty",
    ),
    "plate_confirm_needed": (
        "请对照车辆再核对一次号牌“{about}”并确认",
        "Please check the plate “{about}” against the vehicle once more and confirm",
    ),
}
