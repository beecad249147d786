"""A first calendar, to be stored and then kept by the command office.

Announced years come from the `chinesecalendar` package; a year that the State Council has not announced
yet is never guessed by it, so `provisional_days` says plainly what it is.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from chinese_calendar import constants

from backend.workdays.rules import DayType

SOURCE = "国务院办公厅节假日安排（chinesecalendar）"
PROVISIONAL_SOURCE = "按周末推算，待国务院公布"


class SeedDay(NamedTuple):
    """One row of the calendar; `name` is the holiday's Chinese name, or empty."""

    day: date
    day_type: DayType
    name: str


class YearNotAnnouncedError(LookupError):
    """The package has no data for this year."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(f"{year} 年的节假日安排尚未收录")


def announced_years() -> range:
    """The years for which every day off and every make-up day is known."""
    years = {day.year for day in constants.holidays}
    return range(min(years), max(years) + 1)


def seed_days(year: int) -> list[SeedDay]:
    """All days of an announced year, in order. Raises YearNotAnnouncedError for any other."""
    if year not in announced_years():
        raise YearNotAnnouncedError(year)
    return [_announced(day) for day in _days_of(year)]


def provisional_days(year: int) -> list[SeedDay]:
    """All days of a year that is not announced: weekdays and weekends only, no holiday, no make-up day."""
    return [SeedDay(day, _by_weekday(day), "") for day in _days_of(year)]


def _announced(day: date) -> SeedDay:
    if day in constants.workdays:
        return SeedDay(day, DayType.ADJUSTED_WORKDAY, _name(constants.workdays[day]))
    if day in constants.holidays:
        return SeedDay(day, DayType.HOLIDAY, _name(constants.holidays[day]))
    return SeedDay(day, _by_weekday(day), "")


def _name(english: str) -> str:
    return str(constants.Holiday(english).chinese)


def _by_weekday(day: date) -> DayType:
    return DayType.WEEKEND if day.weekday() >= 5 else DayType.WORKDAY


def _days_of(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)
