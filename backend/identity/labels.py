"""Chinese names of roles, kinds of units and people, parties and procedures, and how lists spell them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from backend.identity.rules import Party, PersonKind, Procedure, Role, UnitKind

Word = TypeVar("Word", bound=StrEnum)

ROLE_NAMES: Mapping[Role, str] = {
    Role.OFFICER: "执勤交警",
    Role.AUXILIARY: "勤务辅警",
    Role.SHIFT_LEADER: "带班领导",
    Role.INSPECTOR: "督导",
    Role.SUPERVISOR: "督察",
    Role.COMMAND_OFFICE: "指挥处",
    Role.ANALYST: "研判员",
    Role.LEGAL_REVIEWER: "法制员",
    Role.PERSONNEL_OFFICE: "政治处",
    Role.LEADER: "领导",
    Role.STATION_OFFICER: "派出所民警",
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.SECURITY_ADMIN: "安全管理员",
    Role.AUDIT_ADMIN: "审计管理员",
}

UNIT_KIND_NAMES: Mapping[UnitKind, str] = {
    UnitKind.BRANCH: "分局",
    UnitKind.LEADERSHIP: "局领导",
    UnitKind.COMMAND_OFFICE: "指挥处",
    UnitKind.TRAFFIC_DETACHMENT: "交警支队",
    UnitKind.DUTY_DESK: "值班室",
    UnitKind.ANALYSIS_ROOM: "研判室",
    UnitKind.INSPECTION_GROUP: "督导组",
    UnitKind.BATTALION: "大队",
    UnitKind.SQUAD: "中队",
    UnitKind.BEAT_AREA: "责任区",
    UnitKind.POLICE_STATION: "派出所",
    UnitKind.SUPERVISION_DETACHMENT: "督察支队",
    UnitKind.SPECIAL_POLICE: "特警",
    UnitKind.PERSONNEL_OFFICE: "政治处",
    UnitKind.ROTATION_FORCE: "轮训轮值",
    UnitKind.OFFICE_REINFORCEMENT: "机关增援",
    UnitKind.LEGAL_OFFICE: "法制",
    UnitKind.TECHNOLOGY_OFFICE: "科信",
    UnitKind.OTHER: "其他",
}

PERSON_KIND_NAMES: Mapping[PersonKind, str] = {
    PersonKind.OFFICER: "民警",
    PersonKind.DUTY_AUXILIARY: "勤务辅警",
    PersonKind.CLERICAL_AUXILIARY: "文职辅警",
    PersonKind.CIVILIAN: "其他人员",
}

PARTY_NAMES: Mapping[Party, str] = {
    Party.ANY: "全部",
    Party.MOTOR: "机动车",
    Party.NONMOTOR: "非机动车",
    Party.PEDESTRIAN: "行人",
    Party.PASSENGER: "乘车人",
}

PROCEDURE_NAMES: Mapping[Procedure, str] = {
    Procedure.ANY: "全部",
    Procedure.SIMPLE: "简易程序",
    Procedure.ORDINARY: "普通程序",
    Procedure.PARKING_NOTICE: "违停告知",
}

_OTHER_SPELLINGS: Mapping[str, StrEnum] = {
    "交警": Role.OFFICER,
    "民警": Role.OFFICER,
    "执勤民警": Role.OFFICER,
    "路面民警": Role.OFFICER,
    "辅警": Role.AUXILIARY,
    "带班": Role.SHIFT_LEADER,
    "带班长": Role.SHIFT_LEADER,
    "督导员": Role.INSPECTOR,
    "督察员": Role.SUPERVISOR,
    "指挥员": Role.COMMAND_OFFICE,
    "指挥中心": Role.COMMAND_OFFICE,
    "研判": Role.ANALYST,
    "法制审核员": Role.LEGAL_REVIEWER,
    "政工": Role.PERSONNEL_OFFICE,
    "局领导": Role.LEADER,
    "支队领导": Role.LEADER,
    "社区民警": Role.STATION_OFFICER,
}
_OTHER_UNIT_SPELLINGS: Mapping[str, UnitKind] = {
    "公安分局": UnitKind.BRANCH,
    "指挥中心": UnitKind.COMMAND_OFFICE,
    "支队": UnitKind.TRAFFIC_DETACHMENT,
    "交通警察支队": UnitKind.TRAFFIC_DETACHMENT,
    "交警大队": UnitKind.BATTALION,
    "交警中队": UnitKind.SQUAD,
    "督察": UnitKind.SUPERVISION_DETACHMENT,
    "特警支队": UnitKind.SPECIAL_POLICE,
    "武装巡逻": UnitKind.SPECIAL_POLICE,
    "机关": UnitKind.OFFICE_REINFORCEMENT,
    "领导": UnitKind.LEADERSHIP,
}
_OTHER_PERSON_SPELLINGS: Mapping[str, PersonKind] = {
    "警察": PersonKind.OFFICER,
    "交警": PersonKind.OFFICER,
    "人民警察": PersonKind.OFFICER,
    "辅警": PersonKind.DUTY_AUXILIARY,
    "交通辅警": PersonKind.DUTY_AUXILIARY,
    "文员": PersonKind.CLERICAL_AUXILIARY,
    "文职": PersonKind.CLERICAL_AUXILIARY,
    "职工": PersonKind.CIVILIAN,
    "工勤": PersonKind.CIVILIAN,
}
_OTHER_POWER_SPELLINGS: Mapping[str, StrEnum] = {
    "所有": Party.ANY,
    "机动车驾驶人": Party.MOTOR,
    "非机动车驾驶人": Party.NONMOTOR,
}
_OTHER_PROCEDURE_SPELLINGS: Mapping[str, Procedure] = {
    "所有": Procedure.ANY,
    "简易": Procedure.SIMPLE,
    "普通": Procedure.ORDINARY,
    "一般": Procedure.ORDINARY,
    "一般程序": Procedure.ORDINARY,
    "违停": Procedure.PARKING_NOTICE,
    "违法停车告知": Procedure.PARKING_NOTICE,
}


def _spellings(names: Mapping[Word, str], others: Mapping[str, StrEnum]) -> dict[str, Word]:
    found: dict[str, Word] = {}
    for word, name in names.items():
        found[name] = word
        found[word.value] = word
    for spelling, other in others.items():
        for word in names:
            if word is other:
                found.setdefault(spelling, word)
    return found


ROLES = _spellings(ROLE_NAMES, _OTHER_SPELLINGS)
UNIT_KINDS = _spellings(UNIT_KIND_NAMES, _OTHER_UNIT_SPELLINGS)
PERSON_KINDS = _spellings(PERSON_KIND_NAMES, _OTHER_PERSON_SPELLINGS)
PARTIES = _spellings(PARTY_NAMES, _OTHER_POWER_SPELLINGS)
PROCEDURES = _spellings(PROCEDURE_NAMES, _OTHER_PROCEDURE_SPELLINGS)
RESULTS: Mapping[str, str] = {
    "合格": "passed",
    "通过": "passed",
    "passed": "passed",
    "不合格": "failed",
    "未通过": "failed",
    "failed": "failed",
}
_SEPARATORS = re.compile(r"[、,，;；/|\n]+")


def read_words(text: str, spellings: Mapping[str, Word]) -> tuple[list[Word], list[str]]:
    """Words of a cell such as `执勤交警、带班领导`: those known, in order and once, and those not known."""
    known: list[Word] = []
    unknown: list[str] = []
    for part in _SEPARATORS.split(text):
        plain = part.strip()
        if not plain:
            continue
        word = spellings.get(plain) or spellings.get(plain.lower())
        if word is None:
            unknown.append(plain)
        elif word not in known:
            known.append(word)
    return known, unknown
