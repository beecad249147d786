"""Keeping the calendar: the first load, and what the command office changes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, insert, select

from backend.kernel.db import db
from backend.workdays.models import CalendarDay
from backend.workdays.rules import DayType
from backend.workdays.seed import SOURCE, announced_years, seed_days

FIRST_YEAR = 2020


def seed_calendar() -> int:
    """Store the announced days that are not stored yet; returns how many. What somebody edited is left alone.

    Runs at each start, inside a unit of work: a new release of the data brings its new year.
    """
    years = [year for year in announced_years() if year >= FIRST_YEAR]
    days = [day for year in years for day in seed_days(year)]
    in_years = CalendarDay.day.between(days[0].day.isoformat(), days[-1].day.isoformat())
    if db.session.scalar(select(func.count()).where(in_years)) == len(days):
        return 0
    stored = set(db.session.scalars(select(CalendarDay.day).where(in_years)))
    rows = [
        {
            "day": seed.day.isoformat(),
            "day_type": seed.day_type.value,
            "name": seed.name,
            "source": SOURCE,
            "version": 1,
            "provisional": False,
        }
        for seed in days
        if seed.day.isoformat() not in stored
    ]
    db.session.execute(insert(CalendarDay), rows)
    return len(rows)


def set_day(
    day: date, *, day_type: DayType, name: str, source: str, person_id: str | None, at: datetime
) -> CalendarDay:
    """Say what a day is, on the strength of the document `source`. A set day is no longer provisional."""
    row = db.session.get(CalendarDay, day.isoformat())
    if row is None:
        row = CalendarDay(day=day.isoformat(), version=0)
        db.session.add(row)
    row.day_type, row.name, row.source = day_type.value, name, source
    row.version, row.provisional = row.version + 1, False
    row.edited_by, row.edited_at = person_id, at
    db.session.flush()
    return row
