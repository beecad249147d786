"""Coverage: which seats should be held at an instant, which are, and what is wrong with each.

Pure. Position never decides whether a seat is filled; it is shown beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from backend.posts.rules import FixVerdict
from backend.shifts.rules import Seat, fills_seat, is_in_time

AHEAD = timedelta(minutes=30)
"""How long before its start an assignment is shown."""


class SeatProblem(StrEnum):
    """What is wrong with a seat. `late`: nobody there yet, within the grace; `not_manned`: after it."""

    NOT_MANNED = "not_manned"
    LATE = "late"
    WRONG_KIND = "wrong_kind"
    UNPLANNED = "unplanned"
    OUTSIDE = "outside"


class Planned(Protocol):
    """What is needed of an assignment."""

    @property
    def id(self) -> str: ...
    @property
    def person_id(self) -> str: ...
    @property
    def seat(self) -> str: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


class Present(Protocol):
    """What is needed of an open check-in."""

    @property
    def record_id(self) -> str: ...
    @property
    def assignment_id(self) -> str | None: ...
    @property
    def person_id(self) -> str: ...
    @property
    def seat(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def planned(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class SeatPair:
    """One seat: who should be there and who is; one of the two may be missing."""

    seat: Seat
    planned: Planned | None
    present: Present | None


def pair_seats(planned: Sequence[Planned], present: Iterable[Present]) -> list[SeatPair]:
    """Match the people who are at one post with the seats planned there.

    First each person with their own assignment; then whoever is left stands in for an empty seat of the same kind;
    the others have a seat of their own. Centre first, then by start.
    """
    waiting = list(present)
    taken: dict[str, Present] = {}
    for fits in (_is_own, _is_same_seat):
        for slot in planned:
            match = next((item for item in waiting if slot.id not in taken and fits(slot, item)), None)
            if match is not None:
                taken[slot.id] = match
                waiting.remove(match)
    pairs = [
        SeatPair(Seat(taken[slot.id].seat if slot.id in taken else slot.seat), slot, taken.get(slot.id))
        for slot in planned
    ]
    pairs += [SeatPair(Seat(item.seat), None, item) for item in waiting]
    return sorted(pairs, key=lambda pair: pair.seat is not Seat.CENTRE)


def _is_own(slot: Planned, item: Present) -> bool:
    return item.assignment_id == slot.id or item.person_id == slot.person_id


def _is_same_seat(slot: Planned, item: Present) -> bool:
    # Who came for an earlier shift and forgot to check out does not man the next one.
    return item.seat == slot.seat and item.at >= slot.starts_at - AHEAD


def problem_of(
    pair: SeatPair,
    *,
    at: datetime,
    grace: timedelta,
    is_key: bool,
    person_kind: str | None,
    verdict: FixVerdict,
) -> SeatProblem | None:
    """The gravest thing that is wrong with a seat, or None. `person_kind` is that of who is there."""
    if pair.present is None or person_kind is None:
        if pair.planned is None or at < pair.planned.starts_at:
            return None
        return SeatProblem.LATE if is_in_time(pair.planned.starts_at, at, grace) else SeatProblem.NOT_MANNED
    if not fills_seat(pair.seat, person_kind, is_key=is_key):
        return SeatProblem.WRONG_KIND
    if verdict is FixVerdict.OUTSIDE:
        return SeatProblem.OUTSIDE
    return None if pair.planned is not None and pair.present.planned else SeatProblem.UNPLANNED


_ATTENTION = {
    SeatProblem.NOT_MANNED: 2,
    SeatProblem.WRONG_KIND: 2,
    SeatProblem.LATE: 1,
    SeatProblem.OUTSIDE: 1,
    SeatProblem.UNPLANNED: 1,
}


def attention_of(problems: Iterable[SeatProblem | None], *, is_key: bool) -> int:
    """0 nothing to do … 3 act now: the gravest seat counts, and an empty seat of a key post counts one more."""
    ranks = (
        _ATTENTION[problem] + (is_key and problem is SeatProblem.NOT_MANNED)
        for problem in problems
        if problem is not None
    )
    return max(ranks, default=0)
