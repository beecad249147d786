"""Who may hold which seat, when somebody arrived, and how long they stood there.

Pure. The verdict of a position against a post is in `backend.posts.rules`. Moments are aware datetimes;
minutes are whole and rounded down, so that no sum of parts exceeds the whole.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from backend.kernel.clock import SHANGHAI

ARRIVAL_GRACE = timedelta(minutes=10)
"""How late a post may be manned and still count as manned in time."""

STAY_MAX = timedelta(hours=16)
"""A stay longer than this was not checked out of: it is believed no further."""

OVERSTAY_MAX = timedelta(hours=2)
"""How long beyond the planned end somebody who has not checked out is still shown as being there."""

ONE_MINUTE = timedelta(minutes=1)
ONE_HOUR = timedelta(hours=1)


class Seat(StrEnum):
    """Where on the post a person stands: directing in the road (路中指挥), or assisting beside it (路边协管)."""

    CENTRE = "centre"
    ROADSIDE = "roadside"


@dataclass(frozen=True, slots=True)
class SeatRefusal:
    """Why a person may not take a seat: a stable code and the sentence in both languages."""

    code: str
    zh: str
    en: str


CENTRE_NEEDS_OFFICER = SeatRefusal(
    "centre_needs_officer",
    "路中指挥岗位须由民警担任，辅警请选择路边协管",
    "The centre seat needs an officer; an auxiliary takes the roadside seat",
)
NOT_ON_STREET_DUTY = SeatRefusal(
    "not_on_street_duty",
    "只有民警和勤务辅警可以上岗",
    "Only officers and duty auxiliaries stand on a post",
)

_STREET_KINDS = frozenset({"officer", "duty_auxiliary"})


def refuse_seat(seat: Seat, person_kind: str) -> SeatRefusal | None:
    """None when this kind of person may take the seat.

    An auxiliary may not direct in the road, on any post (工作方案(三)3; it is no auxiliary's task in
    沪道交条例71 and 执法规范5). An officer may stand at the roadside. Clerical staff stand nowhere.
    """
    if person_kind not in _STREET_KINDS:
        return NOT_ON_STREET_DUTY
    if seat is Seat.CENTRE and person_kind != "officer":
        return CENTRE_NEEDS_OFFICER
    return None


def fills_seat(seat: Seat, person_kind: str, *, is_key: bool) -> bool:
    """Does this kind of person on this seat count as the seat being filled?

    The plan asks key posts for an officer in the centre *and* an auxiliary at the roadside, so there an
    officer at the roadside is welcome but leaves the roadside seat open; on other posts either will do.
    """
    if refuse_seat(seat, person_kind) is not None:
        return False
    return seat is Seat.CENTRE or not is_key or person_kind == "duty_auxiliary"


def late_minutes(starts_at: datetime, arrived_at: datetime) -> int:
    """Whole minutes after the planned start; 0 for who came early or on time."""
    return whole_minutes(starts_at, arrived_at)


def is_in_time(starts_at: datetime, arrived_at: datetime, grace: timedelta = ARRIVAL_GRACE) -> bool:
    """Arrived within the grace after the planned start; the last moment of it is included."""
    return arrived_at <= starts_at + grace


def whole_minutes(start: datetime, end: datetime) -> int:
    """Whole minutes from start to end; 0 when the end is not later, as after a corrected clock."""
    return max(0, (end - start) // ONE_MINUTE)


def minutes_on_post(checked_in_at: datetime, checked_out_at: datetime) -> int:
    """What the person is told at check-out. It says nothing about the position in between."""
    return whole_minutes(checked_in_at, checked_out_at)


def covered_minutes(stays: Iterable[tuple[datetime, datetime]], start: datetime, end: datetime) -> int:
    """Whole minutes of [start, end] in which at least one stay held the seat; overlaps count once."""
    covered, reached = timedelta(), start
    for since, until in sorted(stays):
        new, reached_now = max(since, reached), min(until, end)
        if reached_now > new:
            covered += reached_now - new
            reached = reached_now
    return covered // ONE_MINUTE


@dataclass(frozen=True, slots=True)
class HourSlice:
    """The part of a shift that lies in one hour of one Shanghai day."""

    day: date
    hour: int
    seconds: int


def split_by_hour(start: datetime, end: datetime) -> Iterator[HourSlice]:
    """Cut a shift at each full hour, so also at midnight, on the Shanghai clock. Empty when end <= start.

    The seconds add up to those of the whole; fractions of a second are dropped at both ends.
    """
    moment = start.astimezone(SHANGHAI).replace(microsecond=0)
    last = end.astimezone(SHANGHAI).replace(microsecond=0)
    while moment < last:
        next_hour = moment.replace(minute=0, second=0) + ONE_HOUR
        until = min(next_hour, last)
        yield HourSlice(moment.date(), moment.hour, int((until - moment).total_seconds()))
        moment = until


def split_by_day(start: datetime, end: datetime) -> dict[date, int]:
    """Seconds of a shift on each Shanghai day that it touches, in order."""
    days: dict[date, int] = {}
    for part in split_by_hour(start, end):
        days[part.day] = days.get(part.day, 0) + part.seconds
    return days
