"""Reading the calendar. A day that is not stored is told by its weekday and marked provisional, never passed as known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from sqlalchemy import Connection, RowMapping, Table, select

from backend.kernel.db import fetch, marks
from backend.workdays.models import CalendarDay
from backend.workdays.rules import DayType
from backend.workdays.seed import PROVISIONAL_SOURCE

_DAY = cast(Table, CalendarDay.__table__)


@dataclass(frozen=True, slots=True)
class DayFacts:
    """One day of the calendar. `day` is ISO text; `version` is 0 for a day that is not stored."""

    day: str
    day_type: DayType
    name: str
    source: str
    version: int
    provisional: bool


_TYPES = "SELECT day, day_type FROM calendar_day WHERE day IN ({})"


def day_types(connection: Connection, days: Iterable[str]) -> dict[str, DayType]:
    """The type of each of these days (ISO text), in one query."""
    wanted = set(days)
    if not wanted:
        return {}
    rows = fetch(connection, _TYPES.format(marks(len(wanted))), list(wanted))
    stored = {day: DayType(day_type) for day, day_type in rows}
    return {day: stored.get(day) or _by_weekday(date.fromisoformat(day)) for day in wanted}


def list_days(connection: Connection, first: date, last: date) -> list[DayFacts]:
    """Every day from `first` to `last`, both included, in order."""
    query = select(_DAY).where(_DAY.c.day.between(first.isoformat(), last.isoformat()))
    stored = {row["day"]: row for row in connection.execute(query).mappings()}
    span = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return [_facts(day, stored.get(day.isoformat())) for day in span]


def _facts(day: date, row: RowMapping | None) -> DayFacts:
    if row is None:
        return DayFacts(day.isoformat(), _by_weekday(day), "", PROVISIONAL_SOURCE, 0, provisional=True)
    return DayFacts(
        row["day"], DayType(row["day_type"]), row["name"], row["source"], row["version"], row["provisional"]
    )


def _by_weekday(day: date) -> DayType:
    return DayType.WEEKEND if day.weekday() >= 5 else DayType.WORKDAY
