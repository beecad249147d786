"""Which seats are held, by whom, and what is wrong with each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from backend.kernel.clock import SHANGHAI
from backend.posts.rules import FixVerdict
from backend.shifts.coverage import SeatPair, SeatProblem, attention_of, pair_seats, problem_of
from backend.shifts.rules import Seat

SEVEN = datetime(2026, 3, 2, 7, 0, tzinfo=SHANGHAI)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Slot:
    id: str
    person_id: str
    seat: str = "centre"
    starts_at: datetime = SEVEN
    ends_at: datetime = SEVEN + timedelta(hours=8)


@dataclass(frozen=True)
class Arrival:
    record_id: str
    person_id: str
    seat: str = "centre"
    assignment_id: str | None = None
    at: datetime = SEVEN
    planned: bool = True


def pairs(slots: list[Slot], arrivals: list[Arrival]) -> list[tuple[str, str | None, str | None]]:
    return [
        (pair.seat.value, pair.planned and pair.planned.id, pair.present and pair.present.record_id)
        for pair in pair_seats(slots, arrivals)
    ]


def problem(
    pair: SeatPair,
    *,
    at: datetime = SEVEN,
    is_key: bool = False,
    kind: str | None = None,
    verdict: FixVerdict = FixVerdict.INSIDE,
) -> SeatProblem | None:
    return problem_of(pair, at=at, grace=10 * MINUTE, is_key=is_key, person_kind=kind, verdict=verdict)


def test_everybody_stands_on_their_own_seat() -> None:
    slots = [Slot("s1", "a"), Slot("s2", "b", "roadside")]
    arrivals = [Arrival("r2", "b", "roadside", "s2"), Arrival("r1", "a", "centre", "s1")]
    assert pairs(slots, arrivals) == [("centre", "s1", "r1"), ("roadside", "s2", "r2")]


def test_somebody_without_an_assignment_stands_in_for_an_empty_seat_of_the_kind() -> None:
    slots = [Slot("s1", "a"), Slot("s2", "b", "roadside")]
    stand_in = Arrival("r3", "c", "roadside", planned=False)
    assert pairs(slots, [stand_in]) == [("centre", "s1", None), ("roadside", "s2", "r3")]


def test_who_has_an_own_seat_is_not_pushed_out_by_a_stand_in() -> None:
    arrivals = [Arrival("r3", "c", planned=False), Arrival("r1", "a", assignment_id="s1")]
    assert pairs([Slot("s1", "a")], arrivals) == [("centre", "s1", "r1"), ("centre", None, "r3")]


def test_who_takes_another_seat_than_planned_is_shown_where_they_stand() -> None:
    assert pairs([Slot("s1", "a")], [Arrival("r1", "a", "roadside", "s1")]) == [("roadside", "s1", "r1")]


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(-1, None), (0, SeatProblem.LATE), (10, SeatProblem.LATE), (11, SeatProblem.NOT_MANNED)],
)
def test_an_empty_seat_is_late_within_the_grace_and_not_manned_after_it(
    minutes: int, expected: SeatProblem | None
) -> None:
    empty = SeatPair(Seat.CENTRE, Slot("s1", "a"), None)
    assert problem(empty, at=SEVEN + minutes * MINUTE) is expected


def test_an_auxiliary_in_the_centre_is_the_wrong_kind() -> None:
    pair = SeatPair(Seat.CENTRE, Slot("s1", "a"), Arrival("r1", "a"))
    assert problem(pair, kind="duty_auxiliary") is SeatProblem.WRONG_KIND
    assert problem(pair, kind="officer") is None


def test_the_roadside_of_a_key_post_wants_an_auxiliary() -> None:
    pair = SeatPair(Seat.ROADSIDE, Slot("s1", "a", "roadside"), Arrival("r1", "a", "roadside"))
    assert problem(pair, kind="officer", is_key=True) is SeatProblem.WRONG_KIND
    assert problem(pair, kind="officer", is_key=False) is None


def test_a_position_outside_is_told_and_so_is_an_unplanned_person() -> None:
    pair = SeatPair(Seat.CENTRE, None, Arrival("r1", "a", planned=False))
    assert problem(pair, kind="officer", verdict=FixVerdict.OUTSIDE) is SeatProblem.OUTSIDE
    assert problem(pair, kind="officer") is SeatProblem.UNPLANNED
    assert problem(pair, kind="officer", verdict=FixVerdict.UNCERTAIN) is SeatProblem.UNPLANNED


def test_an_empty_seat_of_a_key_post_asks_for_most_attention() -> None:
    assert attention_of([SeatProblem.NOT_MANNED, None], is_key=True) == 3
    assert attention_of([SeatProblem.NOT_MANNED], is_key=False) == 2
    assert attention_of([SeatProblem.OUTSIDE, SeatProblem.LATE], is_key=True) == 1
    assert attention_of([None, None], is_key=True) == 0
