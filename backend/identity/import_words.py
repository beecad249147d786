"""What a preview says about a cell, in both languages."""

from __future__ import annotations

from backend.identity.import_units import CellProblem

_SENTENCES: dict[str, tuple[str, str]] = {
    "required": ("此项必填", "This is required"),
    "length": ("“{value}”太长", "“{value}” is too long"),
    "name_form": ("“{value}”不像一个名称", "“{value}” does not look like a name"),
    "badge_number_form": (
        "警号“{value}”应为 3 至 20 位数字或字母",
        "Badge number “{value}” must be 3 to 20 digits or letters",
    ),
    "badge_number_not_text": (
        "警号“{value}”是数字单元格，前面的 0 可能已丢失，请把该列设为文本后重新填写",
        "Badge number “{value}” is a number and may have lost its leading zeros: make the column text, fill it in again",
    ),
    "badge_number_known_with_zeros": (
        "已有警号“{value}”，单元格是数字，前面的 0 已丢失，请把该列设为文本后重新填写",
        "“{value}” exists; this cell is a number without its leading zeros: make the column text, fill it in again",
    ),
    "badge_number_boolean": (
        "警号“{value}”是逻辑值单元格，请把该列设为文本后重新填写",
        "Badge number “{value}” is a yes/no cell: make the column text, fill it in again",
    ),
    "badge_number_twice": (
        "警号“{value}”在名单中出现多次",
        "Badge number “{value}” stands in the list more than once",
    ),
    "unit_twice": ("单位“{value}”在名单中出现多次", "Unit “{value}” stands in the list more than once"),
    "unit_code_twice": (
        "单位代码“{value}”在名单中出现多次",
        "Unit code “{value}” stands in the list more than once",
    ),
    "unit_unknown": ("没有名为“{value}”的单位", "There is no unit “{value}”"),
    "unit_ambiguous": (
        "有多个单位叫“{value}”，请写单位代码或“上级/单位”",
        "Several units are called “{value}”: give the code, or “parent/unit”",
    ),
    "parent_refused": ("上级单位“{value}”未能导入", "The parent “{value}” was refused"),
    "branch_twice": ("系统中已有一个分局，请填写上级单位", "There is a branch already: name the parent"),
    "circle": ("上级单位“{value}”在本单位之下", "The parent “{value}” lies below this unit"),
    "not_known": ("不认识“{value}”", "“{value}” is not known"),
    "not_a_day": ("“{value}”不是日期，应如 2026-11-23", "“{value}” is not a day like 2026-11-23"),
    "days_reversed": ("截止日期 {value} 早于起始日期", "The last day {value} is before the first"),
    "formula_without_value": (
        "单元格中的公式没有计算结果，请粘贴为数值",
        "The formula in this cell has no result: paste it as a value",
    ),
    "role_not_for_kind": ("此类人员不能担任“{value}”", "This kind of person cannot be “{value}”"),
    "role_reserved": (
        "“{value}”只能由系统管理员授予",
        "Only the system administrator gives the role “{value}”",
    ),
    "role_goes_along": (
        "此人担任“{value}”，角色随人调动，只能由系统管理员调整单位",
        "This person is “{value}” and the role goes along: only the system administrator changes the unit",
    ),
    "own_row": (
        "不得修改本人（{value}）的资料、角色或授权，请由他人办理",
        "Nobody changes their own row ({value}): somebody else has to do it",
    ),
    "admin_role_stands_alone": ("管理员不得兼任其他角色", "An administrator holds no other role"),
    "auxiliary_grant": ("辅警及其他人员不得被授予执法权限", "Only officers can be given enforcement power"),
    "not_yours_to_change": (
        "管理员账号只能由系统管理员处理",
        "Only the system administrator changes administrators",
    ),
}


def sentence(problem: CellProblem, language: str) -> str:
    """The sentence for one problem, in `zh` or `en`."""
    zh, en = _SENTENCES[problem.code]
    return (zh if language == "zh" else en).format(value=problem.value)
