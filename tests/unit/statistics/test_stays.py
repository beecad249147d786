"""How long somebody stood on a post."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from backend.kernel.clock import SHANGHAI
from backend.statistics.rules import Stay, end_of_stay, open_seconds

START = datetime(2026, 3, 2, 8, 0, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)
STAY = Stay("check-in", "traffic", START, START + 8 * HOUR, (), None)


def test_a_stay_is_open_until_somebody_ends_it() -> None:
    assert end_of_stay(STAY) is None


def test_the_earliest_check_out_ends_it() -> None:
    assert end_of_stay(replace(STAY, check_outs=(START + 9 * HOUR, START + 7 * HOUR))) == START + 7 * HOUR


def test_staying_longer_than_planned_counts_when_checked_out() -> None:
    assert end_of_stay(replace(STAY, check_outs=(START + 10 * HOUR,))) == START + 10 * HOUR


def test_a_check_out_before_the_check_in_leaves_no_time() -> None:
    assert end_of_stay(replace(STAY, check_outs=(START - HOUR,))) == START


def test_the_next_check_in_ends_it_too() -> None:
    assert end_of_stay(replace(STAY, next_start=START + 2 * HOUR)) == START + 2 * HOUR
    both = replace(STAY, check_outs=(START + 5 * HOUR,), next_start=START + 2 * HOUR)
    assert end_of_stay(both) == START + 2 * HOUR


def test_a_forgotten_check_out_is_believed_to_the_planned_end() -> None:
    next_day = replace(STAY, next_start=START + 24 * HOUR)
    assert end_of_stay(next_day) == START + 8 * HOUR
    assert end_of_stay(replace(next_day, planned_end=None)) == START + 16 * HOUR


def test_no_stay_is_longer_than_sixteen_hours() -> None:
    assert end_of_stay(replace(STAY, check_outs=(START + 30 * HOUR,))) == START + 16 * HOUR


def test_an_open_shift_counts_until_now_and_no_further_than_planned() -> None:
    assert open_seconds(START, START + 8 * HOUR, START + 3 * HOUR) == {date(2026, 3, 2): 3 * 3600}
    assert open_seconds(START, START + 8 * HOUR, START + 90 * HOUR) == {date(2026, 3, 2): 8 * 3600}
    assert open_seconds(START, None, START + 90 * HOUR) == {date(2026, 3, 2): 16 * 3600}


def test_an_open_shift_that_has_not_begun_counts_nothing() -> None:
    assert open_seconds(START, None, START - HOUR) == {}
