"""Which facts follow from a record, and how long somebody stood on a post. Pure.

A stay is counted in seconds, so that no sum of parts differs from the whole; hours are made where they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from backend.kernel.clock import SHANGHAI
from backend.shifts.rules import STAY_MAX, split_by_day


class Measure(StrEnum):
    """What is counted. `manned` is in seconds, `violations` in records."""

    VIOLATIONS = "violations"
    MANNED = "manned"


@dataclass(frozen=True, slots=True)
class RecordState:
    """A record as the facts need it: its newest revision. `day` is Shanghai; `seq` its ledger place."""

    id: str
    kind: str
    revision: int
    seq: int
    state: str
    author_id: str
    unit_id: str
    post_id: str
    occurred_at: datetime
    day: str
    late: bool
    code: str
    code_group: str
    complete: bool


@dataclass(frozen=True, slots=True)
class FactRow:
    """One row of the table `fact`, in the order of its columns."""

    record_id: str
    measure: str
    day: str
    hour: int
    revision: int
    seq: int
    unit_id: str
    post_id: str
    force_kind: str
    dim: str
    dim_group: str
    value: int
    complete: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Stay:
    """A check-in with what may end it: the check-outs that name it, the next check-in of the same person, and the end
    of the assignment it belongs to."""

    check_in_id: str
    force_kind: str
    start: datetime
    planned_end: datetime | None
    check_outs: tuple[datetime, ...]
    next_start: datetime | None


def violation_facts(record: RecordState) -> list[FactRow]:
    """An accepted violation counts once, on the day of the act; incomplete ones are kept apart by the sums."""
    if record.kind != "violation" or record.state != "accepted":
        return []
    hour = record.occurred_at.astimezone(SHANGHAI).hour
    return [
        _fact(record, Measure.VIOLATIONS, record.day, hour, 1, dim=record.code, dim_group=record.code_group)
    ]


def manned_facts(record: RecordState, stay: Stay) -> list[FactRow]:
    """The seconds of a finished stay on each Shanghai day that it touches; an open one has no fact yet."""
    end = end_of_stay(stay)
    if record.state != "accepted" or end is None:
        return []
    first_hour = stay.start.astimezone(SHANGHAI).hour
    return [
        _fact(
            record,
            Measure.MANNED,
            day.isoformat(),
            first_hour if place == 0 else 0,
            seconds,
            force_kind=stay.force_kind,
        )
        for place, (day, seconds) in enumerate(split_by_day(stay.start, end).items())
    ]


def end_of_stay(stay: Stay) -> datetime | None:
    """When a stay ended, or None while it is open.

    The earliest check-out ends it (one before the check-in ends it at once), at the latest the person's next check-in
    and 16 hours. Where the check-out was forgotten, the stay is believed to its planned end.
    """
    ends = [] if stay.next_start is None else [stay.next_start]
    if stay.check_outs:
        return min([max(min(stay.check_outs), stay.start), stay.start + STAY_MAX, *ends])
    return min(*ends, believed_until(stay.start, stay.planned_end)) if ends else None


def believed_until(start: datetime, planned_end: datetime | None) -> datetime:
    """How long somebody who has not checked out is taken to be there: to the planned end, unplanned 16 hours."""
    return planned_end if planned_end is not None and planned_end > start else start + STAY_MAX


def open_seconds(start: datetime, planned_end: datetime | None, now: datetime) -> dict[date, int]:
    """Seconds so far of a stay that nobody has ended, by Shanghai day."""
    return split_by_day(start, min(now, believed_until(start, planned_end)))


def _fact(
    record: RecordState,
    measure: Measure,
    day: str,
    hour: int,
    value: int,
    *,
    force_kind: str = "",
    dim: str = "",
    dim_group: str = "",
) -> FactRow:
    return FactRow(
        record_id=record.id,
        measure=measure.value,
        day=day,
        hour=hour,
        revision=record.revision,
        seq=record.seq,
        unit_id=record.unit_id,
        post_id=record.post_id,
        force_kind=force_kind,
        dim=dim,
        dim_group=dim_group,
        value=value,
        complete=record.complete,
        late=record.late,
    )


SumKey = tuple[str, str, str, str, str]
"""Measure, day, unit, force, group: the key of a daily sum."""


def sums_of(facts: Iterable[FactRow], sign: int, into: dict[SumKey, list[int]]) -> None:
    """Add facts to (sign 1) or take them from (−1) the sums [total, incomplete, late]."""
    for fact in facts:
        key = (fact.measure, fact.day, fact.unit_id, fact.force_kind, fact.dim_group)
        sums = into.setdefault(key, [0, 0, 0])
        if fact.complete:
            sums[0] += sign * fact.value
            sums[2] += sign * fact.value * fact.late
        else:
            sums[1] += sign * fact.value
