"""The figures. They read daily sums, never raw records, so a year costs what a week costs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import BigInteger, Connection, Table, case, column, func, select, table

from backend.identity.queries import list_units
from backend.kernel.clock import day_start
from backend.statistics.models import Rollup
from backend.statistics.rules import Measure, open_seconds
from backend.statistics.sources import open_stays
from backend.violations.codelist import GROUP_NAMES, CodeGroup

_ROLLUP = cast(Table, Rollup.__table__)
_ASSIGNMENT = table(
    "assignment",
    column("day"),
    column("unit_id"),
    column("starts_at", BigInteger),
    column("ends_at", BigInteger),
    column("cancelled_at"),
)
_DAY_MS = 86_400_000
_SHANGHAI_MS = 8 * 3_600_000
_BY = {"day": _ROLLUP.c.day, "unit": _ROLLUP.c.unit_id, "code_group": _ROLLUP.c.dim_group}


@dataclass(frozen=True, slots=True)
class Span:
    """From one Shanghai day to another, both included; `unit_ids` None means the whole branch."""

    first: date
    last: date
    unit_ids: Collection[str] | None

    @property
    def days(self) -> list[str]:
        """Every day as ISO text."""
        return [
            (self.first + timedelta(days=step)).isoformat()
            for step in range((self.last - self.first).days + 1)
        ]


@dataclass(frozen=True, slots=True)
class Count:
    """Records counted, those with photos still missing, and those of the counted that came late."""

    count: int
    incomplete: int
    late: int


def count_violations(connection: Connection, span: Span, by: str) -> dict[str, Count]:
    """Counts by `day`, `unit` or `code_group`, by key; keys without records are left out."""
    key = _BY[by]
    query = (
        select(key, func.sum(_ROLLUP.c.total), func.sum(_ROLLUP.c.incomplete), func.sum(_ROLLUP.c.late))
        .where(
            _ROLLUP.c.measure == Measure.VIOLATIONS.value,
            _ROLLUP.c.day.between(span.first.isoformat(), span.last.isoformat()),
        )
        .group_by(key)
    )
    if span.unit_ids is not None:
        query = query.where(_ROLLUP.c.unit_id.in_(sorted(span.unit_ids)))
    return {row[0]: Count(int(row[1]), int(row[2]), int(row[3])) for row in connection.execute(query)}


def violation_rows(connection: Connection, span: Span, by: str, language: str) -> list[dict[str, Any]]:
    """The contract's rows: every day of the span; units in the order of the tree; groups in that of the list.

    Never in the order of the counts: a list of units by penalties would be a ranking.
    """
    counts = count_violations(connection, span, by)
    labels = _labels(connection, span, by, language)
    known = {key: label for key, label in labels.items() if by == "day" or key in counts}
    nothing = Count(0, 0, 0)
    return [_row(key, label, counts.get(key, nothing)) for key, label in known.items()]


def _labels(connection: Connection, span: Span, by: str, language: str) -> Mapping[str, str]:
    if by == "day":
        return {day: day for day in span.days}
    if by == "unit":
        return {unit.id: unit.name for unit in list_units(connection)}
    place = 0 if language == "zh" else 1
    return {group.value: GROUP_NAMES[group][place] for group in CodeGroup}


def _row(key: str, label: str, count: Count) -> dict[str, Any]:
    return {
        "key": key,
        "label": label,
        "count": count.count,
        "incomplete": count.incomplete,
        "late": count.late,
    }


def planned_seconds(connection: Connection, span: Span) -> dict[str, int]:
    """Seconds of the assignments that stand, by Shanghai day, split at midnight. One query.

    A shift has at most 16 hours, so it touches the day of its start and perhaps the next.
    """
    starts, ends = _ASSIGNMENT.c.starts_at, _ASSIGNMENT.c.ends_at
    midnight = starts - (starts + _SHANGHAI_MS) % _DAY_MS + _DAY_MS
    query = (
        select(
            _ASSIGNMENT.c.day,
            func.sum(case((ends > midnight, midnight), else_=ends) - starts),
            func.sum(case((ends > midnight, ends - midnight), else_=0)),
        )
        .where(
            _ASSIGNMENT.c.cancelled_at.is_(None),
            _ASSIGNMENT.c.day.between((span.first - timedelta(days=1)).isoformat(), span.last.isoformat()),
        )
        .group_by(_ASSIGNMENT.c.day)
    )
    if span.unit_ids is not None:
        query = query.where(_ASSIGNMENT.c.unit_id.in_(sorted(span.unit_ids)))
    seconds: dict[str, int] = {}
    for day, on_day, after_midnight in connection.execute(query):
        following = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
        seconds[day] = seconds.get(day, 0) + int(on_day) // 1000
        seconds[following] = seconds.get(following, 0) + int(after_midnight) // 1000
    return seconds


def manned_seconds(connection: Connection, span: Span) -> dict[str, int]:
    """Seconds of finished stays by Shanghai day."""
    query = (
        select(_ROLLUP.c.day, func.sum(_ROLLUP.c.total))
        .where(
            _ROLLUP.c.measure == Measure.MANNED.value,
            _ROLLUP.c.day.between(span.first.isoformat(), span.last.isoformat()),
        )
        .group_by(_ROLLUP.c.day)
    )
    if span.unit_ids is not None:
        query = query.where(_ROLLUP.c.unit_id.in_(sorted(span.unit_ids)))
    return {day: int(seconds) for day, seconds in connection.execute(query)}


def open_shifts(connection: Connection, span: Span, now: datetime) -> tuple[dict[str, int], dict[str, int]]:
    """Of the stays that nobody has ended: seconds so far, and how many began, by Shanghai day."""
    since, until = day_start(span.first - timedelta(days=1)), day_start(span.last + timedelta(days=1))
    seconds: dict[str, int] = {}
    begun: dict[str, int] = {}
    for start, planned_end in open_stays(connection, since, min(until, now), span.unit_ids):
        parts = open_seconds(start, planned_end, now)
        for day, part in parts.items():
            seconds[day.isoformat()] = seconds.get(day.isoformat(), 0) + part
        if parts:
            first = min(parts).isoformat()
            begun[first] = begun.get(first, 0) + 1
    return seconds, begun
