"""Day types and deadlines: hours, natural days, working days and years, told apart and never mixed.

Pure. Which day is a workday is a stored fact (the State Council moves days every year), so every function
that needs it takes a `Calendar`. Aware datetimes go in and come out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from backend.kernel.clock import SHANGHAI, day_start

ONE_DAY = timedelta(days=1)


class DayType(StrEnum):
    """What kind of day the State Council and the branch made of a date."""

    WORKDAY = "workday"
    ADJUSTED_WORKDAY = "adjusted_workday"  # 调休: a Saturday or Sunday that is worked
    WEEKEND = "weekend"
    HOLIDAY = "holiday"

    @property
    def is_worked(self) -> bool:
        """Does this day count as a working day for a deadline?"""
        return self in (DayType.WORKDAY, DayType.ADJUSTED_WORKDAY)


class DayKind(StrEnum):
    """The unit in which a clock counts."""

    HOURS = "hours"
    NATURAL_DAYS = "natural_days"
    WORKING_DAYS = "working_days"
    YEARS = "years"


class UnknownDayError(LookupError):
    """The calendar has no day type for this date: it must be loaded before a deadline can be told."""

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(f"工作日历没有 {day.isoformat()} 的数据，请先导入该年度的节假日安排")


Calendar = Callable[[date], DayType] | Mapping[date, DayType]


@dataclass(frozen=True)
class Clock:
    """A time limit set by law or by the plan.

    `roll_over` moves a last day that is not worked to the next worked day (办案程序35); it applies to
    natural days only, for a working day cannot end on a day off and hours run through.
    """

    code: str
    name_zh: str
    name_en: str
    source: str
    length: int
    day_kind: DayKind
    roll_over: bool = False
    warn_after_hours: int | None = None


def _hours(code: str, name_zh: str, name_en: str, source: str, length: int) -> Clock:
    return Clock(code, name_zh, name_en, source, length, DayKind.HOURS)


def _working_days(code: str, name_zh: str, name_en: str, source: str, length: int) -> Clock:
    return Clock(code, name_zh, name_en, source, length, DayKind.WORKING_DAYS)


SITE_SURVEY = _hours("site_survey", "现场踏勘并查明成因", "Site survey and causes", "工作方案(七)", 24)
RECTIFICATION_PLAN = Clock(
    code="rectification_plan",
    name_zh="制定整改方案",
    name_en="Rectification plan",
    source="工作方案(七)",
    length=2,
    day_kind=DayKind.NATURAL_DAYS,  # the plan says "2日" only; `counted_in` switches it
    warn_after_hours=48,
)
SIMPLE_DECISION_FILED = _working_days(
    "simple_decision_filed", "简易程序决定书报备", "Simple-procedure decision filed", "程序规定44", 2
)
HANDLING_NOTICE_FILED = _hours(
    "handling_notice_filed", "违法处理通知书报备", "Notice to handle a violation filed", "程序规定46", 24
)
MEASURE_APPROVED = _hours(
    "measure_approved", "当场强制措施补办批准", "On-the-spot measure reported and approved", "程序规定25", 24
)
DETAINED_HANDED_IN = _hours(
    "detained_handed_in", "扣留车辆证件物品移交", "Detained items handed in", "程序规定28、32、37", 24
)
PERSON_TO_COME = _working_days(
    "person_to_come", "当事人接受处理", "Person comes for handling", "程序规定25、46", 15
)
CAMERA_RECORD_REVIEWED = _working_days(
    "camera_record_reviewed", "监控记录审核录入", "Camera record reviewed before entry", "程序规定19", 5
)
OWNER_NOTIFIED = _working_days(
    "owner_notified", "告知机动车所有人", "Owner notified after entry", "程序规定20", 5
)
OBJECTION_REVIEWED = _working_days("objection_reviewed", "异议审查", "Objection reviewed", "程序规定5", 5)
WRONG_RECORD_REMOVED = _working_days(
    "wrong_record_removed", "核实后消除错误记录", "Wrong record removed", "程序规定22", 3
)
BLOOD_SAMPLE_SENT = _working_days("blood_sample_sent", "血样送检", "Blood sample sent", "程序规定36", 5)
BLOOD_RESULT_TOLD = _working_days(
    "blood_result_told", "检验结果告知", "Blood test result told", "程序规定36", 5
)
BLOOD_RETEST_ASKED = _working_days(
    "blood_retest_asked", "申请重新检验", "Blood re-test asked for", "程序规定36", 3
)
FINE_DECISION = _hours(
    "fine_decision", "普通程序罚款决定", "Fine decision in ordinary procedure", "程序规定51", 24
)
PENALTY_LIMITATION = Clock(
    "penalty_limitation", "处罚追究时效", "Penalty no longer possible", "处罚法36", 2, DayKind.YEARS
)

CLOCKS: Mapping[str, Clock] = {
    clock.code: clock
    for clock in (
        SITE_SURVEY,
        RECTIFICATION_PLAN,
        SIMPLE_DECISION_FILED,
        HANDLING_NOTICE_FILED,
        MEASURE_APPROVED,
        DETAINED_HANDED_IN,
        PERSON_TO_COME,
        CAMERA_RECORD_REVIEWED,
        OWNER_NOTIFIED,
        OBJECTION_REVIEWED,
        WRONG_RECORD_REMOVED,
        BLOOD_SAMPLE_SENT,
        BLOOD_RESULT_TOLD,
        BLOOD_RETEST_ASKED,
        FINE_DECISION,
        PENALTY_LIMITATION,
    )
}
"""Every clock by its code. A day of 程序规定 is a working day by its article 81."""


def counted_in(clock: Clock, day_kind: DayKind, *, roll_over: bool = False) -> Clock:
    """The same clock counted in another kind of day, for the sites that read "2日" otherwise."""
    return replace(clock, day_kind=day_kind, roll_over=roll_over)


def deadline(received_at: datetime, clock: Clock, calendar: Calendar) -> datetime:
    """The last moment in time, in Shanghai: on time means at or before it.

    Days end at 24:00, given as 00:00 of the next date; the day of receipt is not counted (办案程序35).
    Raises ValueError for a naive `received_at` and UnknownDayError where the calendar has a hole.
    """
    received = in_shanghai(received_at)
    if clock.day_kind is DayKind.HOURS:
        return after_hours(received, clock.length)
    if clock.day_kind is DayKind.YEARS:
        return after_years(received, clock.length)
    if clock.day_kind is DayKind.WORKING_DAYS:
        return after_working_days(received, clock.length, calendar)
    return after_natural_days(received, clock.length, calendar if clock.roll_over else None)


def warn_at(received_at: datetime, clock: Clock) -> datetime | None:
    """When to remind before the deadline, or None if the clock has no such moment."""
    if clock.warn_after_hours is None:
        return None
    return after_hours(received_at, clock.warn_after_hours)


def after_hours(received_at: datetime, hours: int) -> datetime:
    """Exactly so many hours later, nights and days off included.

    办案程序35 does not count the starting hour either; the exact moment is the stricter reading.
    """
    return in_shanghai(received_at) + timedelta(hours=hours)


def after_natural_days(received_at: datetime, days: int, roll_over: Calendar | None = None) -> datetime:
    """24:00 of the n-th day after receipt; with a calendar, rolled to the next worked day."""
    last = in_shanghai(received_at).date() + timedelta(days=days)
    if roll_over is not None:
        while not day_type(roll_over, last).is_worked:
            last += ONE_DAY
    return end_of(last)


def after_working_days(received_at: datetime, days: int, calendar: Calendar) -> datetime:
    """24:00 of the n-th worked day after the day of receipt."""
    last, left = in_shanghai(received_at).date(), days
    while left > 0:
        last += ONE_DAY
        left -= day_type(calendar, last).is_worked
    return end_of(last)


def after_years(received_at: datetime, years: int) -> datetime:
    """24:00 of the same date years later; 29 February becomes the 28th where there is none."""
    start = in_shanghai(received_at).date()
    try:
        last = start.replace(year=start.year + years)
    except ValueError:
        last = start.replace(year=start.year + years, day=28)
    return end_of(last)


def day_type(calendar: Calendar, day: date) -> DayType:
    """The type of a day. Raises UnknownDayError instead of guessing from the weekday."""
    try:
        return calendar(day) if callable(calendar) else calendar[day]
    except UnknownDayError:
        raise
    except LookupError as hole:
        raise UnknownDayError(day) from hole


def end_of(day: date) -> datetime:
    """24:00 of the day in Shanghai, which is 00:00 of the next date."""
    return day_start(day + ONE_DAY)


def in_shanghai(moment: datetime) -> datetime:
    """The same moment on a Shanghai clock. Raises ValueError when the zone is missing."""
    if moment.utcoffset() is None:
        raise ValueError("a deadline needs a moment with its zone")
    return moment.astimezone(SHANGHAI)


def due_text(due: datetime) -> str:
    """As the police write it: midnight is 24:00 of the day that ends, `2022-01-31 24:00`."""
    local = in_shanghai(due)
    if (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0):
        return f"{(local.date() - ONE_DAY).isoformat()} 24:00"
    return local.strftime("%Y-%m-%d %H:%M")
