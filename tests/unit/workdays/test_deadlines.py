"""The clocks of the plan and of the procedure regulation run out when the law says."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.clock import SHANGHAI
from backend.workdays import rules
from backend.workdays.rules import Clock, DayKind, DayType
from backend.workdays.seed import seed_days

CALENDAR = {row.day: row.day_type for year in (2021, 2022, 2023) for row in seed_days(year)}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def due(received: str, clock: Clock) -> str:
    return rules.due_text(rules.deadline(at(received), clock, CALENDAR))


def test_a_survey_is_due_24_hours_after_receipt_also_on_a_weekend() -> None:
    assert due("2022-01-29T10:00", rules.SITE_SURVEY) == "2022-01-30 10:00"


def test_the_rectification_plan_is_due_at_the_end_of_the_second_natural_day() -> None:
    assert due("2022-01-29T10:00", rules.RECTIFICATION_PLAN) == "2022-01-31 24:00"


def test_counted_in_working_days_the_plan_waits_for_the_end_of_spring_festival() -> None:
    clock = rules.counted_in(rules.RECTIFICATION_PLAN, DayKind.WORKING_DAYS)
    assert due("2022-01-29T10:00", clock) == "2022-02-07 24:00"


def test_rolled_over_a_natural_day_in_spring_festival_ends_on_the_first_worked_day() -> None:
    clock = rules.counted_in(rules.RECTIFICATION_PLAN, DayKind.NATURAL_DAYS, roll_over=True)
    assert due("2022-01-29T10:00", clock) == "2022-02-07 24:00"


def test_roll_over_leaves_a_worked_saturday_alone() -> None:
    clock = rules.counted_in(rules.RECTIFICATION_PLAN, DayKind.NATURAL_DAYS, roll_over=True)
    assert due("2022-01-27T10:00", clock) == "2022-01-29 24:00"


def test_the_plan_is_reminded_of_48_hours_after_receipt() -> None:
    assert rules.warn_at(at("2022-01-29T10:00"), rules.RECTIFICATION_PLAN) == at("2022-01-31T10:00")
    assert rules.warn_at(at("2022-01-29T10:00"), rules.SITE_SURVEY) is None


def test_the_day_of_receipt_is_not_counted_even_one_minute_before_midnight() -> None:
    assert due("2022-03-07T00:00", rules.SIMPLE_DECISION_FILED) == "2022-03-09 24:00"
    assert due("2022-03-07T23:59", rules.SIMPLE_DECISION_FILED) == "2022-03-09 24:00"


def test_working_days_skip_the_weekend_and_count_a_worked_sunday() -> None:
    assert due("2022-03-11T09:00", rules.SIMPLE_DECISION_FILED) == "2022-03-15 24:00"
    assert due("2022-04-22T09:00", rules.SIMPLE_DECISION_FILED) == "2022-04-25 24:00"


def test_fifteen_working_days_run_past_the_spring_festival() -> None:
    assert due("2022-01-28T09:00", rules.PERSON_TO_COME) == "2022-02-23 24:00"


def test_a_penalty_expires_two_calendar_years_after_the_act() -> None:
    assert due("2022-05-06T12:00", rules.PENALTY_LIMITATION) == "2024-05-06 24:00"
    assert due("2024-02-29T12:00", rules.PENALTY_LIMITATION) == "2026-02-28 24:00"


def test_the_day_of_receipt_is_the_day_in_shanghai_not_in_utc() -> None:
    late_evening_utc = datetime(2022, 3, 6, 17, 0, tzinfo=UTC)  # 01:00 on Monday the 7th in Shanghai
    assert rules.due_text(rules.deadline(late_evening_utc, rules.SIMPLE_DECISION_FILED, CALENDAR)) == (
        "2022-03-09 24:00"
    )


def test_an_answer_carries_the_zone_of_shanghai() -> None:
    answer = rules.deadline(datetime(2022, 3, 6, 17, 0, tzinfo=UTC), rules.SITE_SURVEY, CALENDAR)
    assert answer.utcoffset() == timedelta(hours=8)
    assert answer == datetime(2022, 3, 7, 17, 0, tzinfo=UTC)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        rules.deadline(datetime(2022, 3, 6, 17, 0), rules.SITE_SURVEY, CALENDAR)  # noqa: DTZ001 - that is the case


def test_a_day_that_the_calendar_lacks_is_named_and_not_guessed() -> None:
    with pytest.raises(rules.UnknownDayError, match="2024-01-01"):
        rules.deadline(at("2023-12-29T09:00"), rules.PERSON_TO_COME, CALENDAR)


def test_a_calendar_may_be_a_function() -> None:
    def every_day_is_worked(_day: date) -> DayType:
        return DayType.WORKDAY

    end = rules.deadline(at("2022-01-29T10:00"), rules.PERSON_TO_COME, every_day_is_worked)
    assert rules.due_text(end) == "2022-02-13 24:00"


def test_a_function_calendar_with_a_hole_names_the_day_too() -> None:
    def empty(day: date) -> DayType:
        raise KeyError(day)

    with pytest.raises(rules.UnknownDayError, match="2022-01-30"):
        rules.deadline(at("2022-01-29T10:00"), rules.PERSON_TO_COME, empty)


@pytest.mark.parametrize(
    ("code", "length", "day_kind"),
    [
        ("site_survey", 24, "hours"),
        ("rectification_plan", 2, "natural_days"),
        ("simple_decision_filed", 2, "working_days"),
        ("handling_notice_filed", 24, "hours"),
        ("measure_approved", 24, "hours"),
        ("detained_handed_in", 24, "hours"),
        ("person_to_come", 15, "working_days"),
        ("camera_record_reviewed", 5, "working_days"),
        ("owner_notified", 5, "working_days"),
        ("objection_reviewed", 5, "working_days"),
        ("wrong_record_removed", 3, "working_days"),
        ("blood_sample_sent", 5, "working_days"),
        ("blood_result_told", 5, "working_days"),
        ("blood_retest_asked", 3, "working_days"),
        ("fine_decision", 24, "hours"),
        ("penalty_limitation", 2, "years"),
    ],
)
def test_each_clock_has_the_length_of_its_article(code: str, length: int, day_kind: str) -> None:
    clock = rules.CLOCKS[code]
    assert (clock.length, clock.day_kind.value) == (length, day_kind)
    assert clock.source
    assert clock.name_zh


def test_there_are_sixteen_clocks() -> None:
    assert len(rules.CLOCKS) == 16


@given(
    st.datetimes(datetime(2022, 1, 1), datetime(2023, 10, 1)),  # noqa: DTZ001 - the zone is put on below
    st.integers(1, 20),
)
def test_between_receipt_and_deadline_lie_exactly_n_worked_days(received: datetime, days: int) -> None:
    moment = received.replace(tzinfo=SHANGHAI)
    end = rules.after_working_days(moment, days, CALENDAR)
    first, last = moment.date() + timedelta(days=1), (end - timedelta(days=1)).date()
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert sum(CALENDAR[day].is_worked for day in span) == days
    assert CALENDAR[last].is_worked
