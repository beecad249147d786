"""What each figure means: name, unit, numerator, denominator, source and cautions, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Words = tuple[str, str]
"""Chinese, English."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One figure. A count has no denominator."""

    name: Words
    unit: Words
    numerator: Words
    denominator: Words | None
    source: Words
    cautions: tuple[Words, ...]

    def as_json(self, language: str, more_cautions: tuple[Words, ...] = ()) -> dict[str, Any]:
        """The definition in one language (`zh` or `en`)."""
        place = 0 if language == "zh" else 1
        return {
            "name": self.name[place],
            "unit": self.unit[place],
            "numerator": self.numerator[place],
            "denominator": None if self.denominator is None else self.denominator[place],
            "source": self.source[place],
            "cautions": [words[place] for words in (*self.cautions, *more_cautions)],
        }


VIOLATIONS = Definition(
    name=("违法记录数", "Recorded violations"),
    unit=("条", "records"),
    numerator=(
        "状态为“已接收”且照片全部到齐并核验的违法记录，按违法行为发生日（上海时间）计",
        "Violations in state accepted whose photos have all arrived and been verified, by the Shanghai day of the act",
    ),
    denominator=None,
    source=(
        "现场违法记录（台账全部已接收记录）",
        "Field records of violations (everything accepted in the ledger)",
    ),
    cautions=(
        (
            "照片未到齐的记录单列，不计入；补传后自动计入",
            "Records whose photos have not all arrived stand beside the count until they have",
        ),
        (
            "记录数随执勤力量增减，不等于违法发生数；不作个人或单位任务指标、排名（道交法86条）",
            "Counts rise with patrols and are not the number of acts; never a quota or a ranking (Road Traffic Safety Law 86)",
        ),
    ),
)

POST_HOURS = Definition(
    name=("岗位工时（按日类型）", "Post hours by day type"),
    unit=("人·小时", "person-hours"),
    numerator=(
        "到岗时数：到岗记录至离岗记录的时长，跨零点按日拆分",
        "Manned: from check-in to check-out, split at midnight",
    ),
    denominator=(
        "计划时数：未取消排班的时长，跨零点按日拆分",
        "Planned: length of the assignments that were not cancelled, split at midnight",
    ),
    source=("排班、到岗与离岗记录、工作日历", "Roster, check-in and check-out records, calendar"),
    cautions=(
        (
            "未离岗的班次计至当前时刻（不超过计划结束时间；计划外不超过16小时），并单列班次数",
            "Open shifts count until now (at most to their planned end, 16 hours if unplanned) and are listed beside",
        ),
        (
            "时数以打卡为准，不等于经定位核验的在岗时间",
            "Hours are by check-in, not by verified position",
        ),
    ),
)

DAY_TYPES: Mapping[str, Words] = {
    "workday": ("工作日", "Workdays"),
    "adjusted_workday": ("调休上班日", "Adjusted workdays"),
    "weekend": ("双休日", "Weekends"),
    "holiday": ("法定节假日", "Holidays"),
}
"""In the order of display."""


def still_to_come(entries: int) -> Words:
    """The caution of a figure that has not caught up with the ledger."""
    return (
        f"另有 {entries} 条新记录正在汇总，稍后刷新",
        f"{entries} new ledger entries are still being added up; refresh in a moment",
    )


PROVISIONAL: Words = (
    "所选时段含尚未公布节假日安排的日期，按星期推定",
    "Some days belong to a year whose holidays are not announced; their type follows the weekday",
)
