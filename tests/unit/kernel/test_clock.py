"""Instants and days."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel import clock

INSTANTS = st.datetimes(
    min_value=datetime(1970, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2999, 12, 31),  # noqa: DTZ001 - hypothesis adds the zone
    timezones=st.just(UTC),
).map(lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000))


@given(moment=INSTANTS)
def test_an_instant_survives_milliseconds_and_text(moment: datetime) -> None:
    assert clock.from_ms(clock.to_ms(moment)) == moment
    assert clock.parse_instant(clock.format_instant(moment)) == moment
    assert clock.format_ms(clock.to_ms(moment)) == clock.format_instant(moment)


@given(moment=INSTANTS)
def test_texts_of_instants_sort_as_the_instants_do(moment: datetime) -> None:
    later = moment + timedelta(milliseconds=1)
    assert clock.format_instant(moment) < clock.format_instant(later)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23T06:00:00",
        "2026-11-23T06:00:00+08:00",
        "2026-11-23T06:00:00+00:00",
        "2026-11-23T06:00:00.0000Z",
        "2026-11-23t06:00:00z",
        "2026-11-23 06:00:00Z",
        "2026-11-23",
        "2026-02-29T00:00:00Z",
        "2026-11-23T24:00:00Z",
        "2026-11-23T06:00:60Z",
        "2026-11-23T06:00:00Z\n",
        "２０２６-11-23T06:00:00Z",
        "0999-11-23T06:00:00Z",
        "",
    ],
)
def test_what_is_not_an_instant_in_utc_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        clock.parse_instant(text)


def test_the_day_is_that_of_shanghai() -> None:
    assert clock.local_day(datetime(2026, 11, 22, 15, 59, 59, 999000, tzinfo=UTC)) == date(2026, 11, 22)
    assert clock.local_day(datetime(2026, 11, 22, 16, tzinfo=UTC)) == date(2026, 11, 23)
    assert clock.local_day_of_ms(clock.to_ms(datetime(2026, 11, 22, 16, tzinfo=UTC))) == "2026-11-23"


def test_a_day_starts_at_midnight_in_shanghai() -> None:
    assert clock.day_start(date(2026, 11, 23)) == datetime(2026, 11, 22, 16, tzinfo=UTC)


def test_no_summer_time_makes_a_day_longer() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(366)]
    lengths = {clock.day_start(b) - clock.day_start(a) for a, b in itertools.pairwise(days)}
    assert lengths == {timedelta(hours=24)}
