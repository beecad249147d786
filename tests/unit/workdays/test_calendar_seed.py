"""The first calendar has the announced days off and make-up days, and never invents a year."""

from collections import Counter
from datetime import date

import pytest

from backend.workdays.rules import DayType
from backend.workdays.seed import YearNotAnnouncedError, announced_years, provisional_days, seed_days

DAYS_2022 = {row.day.isoformat(): row for row in seed_days(2022)}


@pytest.mark.parametrize(
    "day", ["2022-01-29", "2022-01-30", "2022-04-02", "2022-04-24", "2022-05-07", "2022-10-08", "2022-10-09"]
)
def test_make_up_days_of_2022_are_adjusted_workdays(day: str) -> None:
    assert DAYS_2022[day].day_type is DayType.ADJUSTED_WORKDAY
    assert DAYS_2022[day].day_type.is_worked


@pytest.mark.parametrize(
    "day",
    ["2022-01-31", "2022-02-01", "2022-02-02", "2022-02-03", "2022-02-04", "2022-02-05", "2022-02-06"],
)
def test_spring_festival_2022_is_off_also_on_its_saturday_and_sunday(day: str) -> None:
    assert DAYS_2022[day].day_type is DayType.HOLIDAY
    assert DAYS_2022[day].name == "春节"
    assert not DAYS_2022[day].day_type.is_worked


def test_ordinary_days_follow_the_weekday_and_carry_no_name() -> None:
    assert DAYS_2022["2022-03-11"].day_type is DayType.WORKDAY
    assert DAYS_2022["2022-03-12"].day_type is DayType.WEEKEND
    assert DAYS_2022["2022-03-12"].name == ""


@pytest.mark.parametrize("year", announced_years())
def test_an_announced_year_is_whole_and_its_make_up_days_fall_on_weekends(year: int) -> None:
    rows = seed_days(year)
    assert [row.day.toordinal() for row in rows] == list(
        range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
    )
    made_up = [row for row in rows if row.day_type is DayType.ADJUSTED_WORKDAY]
    assert made_up
    assert all(row.day.weekday() >= 5 for row in made_up)


def test_a_year_that_is_not_announced_is_refused() -> None:
    with pytest.raises(YearNotAnnouncedError, match="2099"):
        seed_days(2099)


def test_a_provisional_year_claims_no_holiday() -> None:
    kinds = Counter(row.day_type for row in provisional_days(2099))
    assert kinds == {DayType.WORKDAY: 261, DayType.WEEKEND: 104}
