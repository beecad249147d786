"""Arrival within the grace, minutes on the post, and shifts that run over midnight."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.clock import SHANGHAI
from backend.shifts import rules

START = datetime(2022, 5, 6, 7, 0, tzinfo=SHANGHAI)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("minutes", "late", "in_time"),
    [(-30, 0, True), (0, 0, True), (10, 10, True), (10.5, 10, False), (11, 11, False)],
)
def test_ten_minutes_after_the_start_is_still_in_time(minutes: float, late: int, in_time: bool) -> None:
    assert rules.late_minutes(START, at(minutes)) == late
    assert rules.is_in_time(START, at(minutes)) is in_time


def test_minutes_on_the_post_are_whole_and_never_negative() -> None:
    assert rules.minutes_on_post(START, at(119.9)) == 119
    assert rules.minutes_on_post(START, at(-5)) == 0


def test_overlapping_stays_cover_a_minute_once() -> None:
    stays = [(at(0), at(60)), (at(30), at(90)), (at(100), at(110)), (at(40), at(50))]
    assert rules.covered_minutes(stays, START, at(120)) == 100


def test_stays_are_cut_to_the_slot() -> None:
    assert rules.covered_minutes([(at(-60), at(10)), (at(110), at(500))], START, at(120)) == 20
    assert rules.covered_minutes([(at(-60), at(-10)), (at(130), at(140))], START, at(120)) == 0
    assert rules.covered_minutes([], START, at(120)) == 0


def test_a_night_shift_is_cut_at_midnight() -> None:
    start = datetime(2022, 5, 6, 22, 30, tzinfo=SHANGHAI)
    assert rules.split_by_day(start, start + timedelta(hours=3)) == {
        date(2022, 5, 6): 5400,
        date(2022, 5, 7): 5400,
    }


def test_hours_are_those_of_the_shanghai_clock() -> None:
    start = datetime(2022, 5, 6, 15, 30, tzinfo=UTC)
    assert list(rules.split_by_hour(start, start + timedelta(minutes=45))) == [
        rules.HourSlice(date(2022, 5, 6), 23, 1800),
        rules.HourSlice(date(2022, 5, 7), 0, 900),
    ]


def test_a_shift_that_ends_on_the_hour_has_no_empty_slice() -> None:
    assert [part.hour for part in rules.split_by_hour(START, at(120))] == [7, 8]


def test_nothing_comes_of_a_shift_that_ends_before_it_begins() -> None:
    assert list(rules.split_by_hour(START, at(-1))) == []


MOMENTS = st.datetimes(datetime(2022, 1, 1), datetime(2022, 12, 31), timezones=st.just(SHANGHAI))  # noqa: DTZ001


@given(MOMENTS, st.integers(0, 200_000))
def test_the_slices_add_up_to_the_whole(start: datetime, seconds: int) -> None:
    end = start + timedelta(seconds=seconds)
    parts = list(rules.split_by_hour(start, end))
    assert sum(part.seconds for part in parts) == seconds
    assert all(0 < part.seconds <= 3600 for part in parts)
    assert len({(part.day, part.hour) for part in parts}) == len(parts)


@given(st.lists(st.tuples(st.integers(-50, 200), st.integers(0, 100)), max_size=8))
def test_covered_minutes_agree_with_counting_them_one_by_one(stays: list[tuple[int, int]]) -> None:
    spans = [(at(begin), at(begin + length)) for begin, length in stays]
    counted = sum(any(since <= at(n) < until for since, until in spans) for n in range(120))
    assert rules.covered_minutes(spans, START, at(120)) == counted
