"""The coverage board: everything about an instant, read with a constant number of queries and judged post by post."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection

from backend.identity.access import Scope
from backend.identity.queries import PersonFacts, list_units, load_persons
from backend.posts.queries import PostFacts, load_posts
from backend.posts.rules import FixVerdict, judge_fix
from backend.shifts.coverage import AHEAD, SeatPair, attention_of, pair_seats, problem_of
from backend.shifts.queries import (
    AssignmentFacts,
    CheckInFacts,
    LastFix,
    last_fixes,
    person_item,
    present_at,
    standing_assignments,
)
from backend.shifts.rules import fills_seat

Item = TypeVar("Item", AssignmentFacts, CheckInFacts)


@dataclass(frozen=True)
class Board:
    """What was read for an instant."""

    at: datetime
    grace: timedelta
    posts: Mapping[str, PostFacts]
    unit_names: Mapping[str, str]
    people: Mapping[str, PersonFacts]
    fixes: Mapping[str, LastFix]
    planned: Mapping[str, Sequence[AssignmentFacts]]
    present: Mapping[str, Sequence[CheckInFacts]]


def get_coverage(connection: Connection, *, at: datetime, scope: Scope, grace: timedelta) -> dict[str, Any]:
    """The contract's coverage of the posts within `scope`: those with duty now or soon, or with somebody there.

    A post is in reach through its own unit or through the unit of anybody on duty there.
    """
    board = _read(connection, at, grace)
    shown = [
        _post_item(board, post)
        for post in board.posts.values()
        if any(scope.allows_unit(unit_id) for unit_id in _units_of(board, post))
    ]
    shown.sort(key=lambda item: (-item["attention"], not item["post"]["is_key"], item["post"]["code"]))
    seats = [seat for item in shown for seat in item["seats"]]
    return {
        "at": at,
        "posts": shown,
        "counts": {
            "planned": sum(
                seat["planned"] is not None and seat["planned"]["starts_at"] <= at for seat in seats
            ),
            "present": sum(seat["present"] is not None for seat in seats),
            "filled": sum(seat["filled"] for seat in seats),
        },
    }


def _read(connection: Connection, at: datetime, grace: timedelta) -> Board:
    planned = standing_assignments(connection, at, at + AHEAD)
    present = present_at(connection, at)
    since = min((item.at for item in present), default=at)
    people = {item.person_id for item in planned} | {item.person_id for item in present}
    post_ids = {item.post_id for item in planned} | {item.post_id for item in present}
    return Board(
        at=at,
        grace=grace,
        posts=load_posts(connection, post_ids),
        unit_names={unit.id: unit.name for unit in list_units(connection)},
        people=load_persons(connection, people),
        fixes=last_fixes(connection, [item.person_id for item in present], since, at),
        planned=_by_post(planned),
        present=_by_post(present),
    )


def _by_post(items: Sequence[Item]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(item.post_id, []).append(item)
    return found


def _units_of(board: Board, post: PostFacts) -> set[str]:
    """The post's unit and those of everybody planned or present there."""
    there = [item.person_id for item in board.planned.get(post.id, ())]
    there += [item.person_id for item in board.present.get(post.id, ())]
    return {post.unit_id} | {board.people[person_id].unit_id for person_id in there}


def _post_item(board: Board, post: PostFacts) -> dict[str, Any]:
    pairs = pair_seats(board.planned.get(post.id, ()), board.present.get(post.id, ()))
    seats = [_seat_item(board, post, pair) for pair in pairs]
    return {
        "post": asdict(post) | {"unit_name": board.unit_names[post.unit_id]},
        "seats": seats,
        "attention": attention_of((seat["problem"] for seat in seats), is_key=post.is_key),
    }


def _seat_item(board: Board, post: PostFacts, pair: SeatPair) -> dict[str, Any]:
    kind = None if pair.present is None else board.people[pair.present.person_id].kind
    fix = None if pair.present is None else _fix_since(board, pair.present.person_id, pair.present.at)
    verdict = judge_fix(post, fix).verdict
    return {
        "seat": pair.seat.value,
        "planned": _planned_item(board, pair),
        "present": _present_item(board, pair, fix, verdict),
        "filled": kind is not None and fills_seat(pair.seat, kind, is_key=post.is_key),
        "problem": problem_of(
            pair,
            at=board.at,
            grace=board.grace,
            is_key=post.is_key,
            person_kind=kind,
            verdict=verdict,
        ),
    }


def _fix_since(board: Board, person_id: str, since: datetime) -> LastFix | None:
    fix = board.fixes.get(person_id)
    return fix if fix is not None and fix.at >= since else None


def _planned_item(board: Board, pair: SeatPair) -> dict[str, Any] | None:
    if pair.planned is None:
        return None
    return {
        "assignment_id": pair.planned.id,
        "person": person_item(board.people[pair.planned.person_id]),
        "starts_at": pair.planned.starts_at,
        "ends_at": pair.planned.ends_at,
    }


def _present_item(
    board: Board, pair: SeatPair, fix: LastFix | None, verdict: FixVerdict
) -> dict[str, Any] | None:
    if pair.present is None:
        return None
    return {
        "person": person_item(board.people[pair.present.person_id]),
        "since": pair.present.at,
        "record_id": pair.present.record_id,
        "fix": fix,
        "verdict": verdict,
        "last_fix_at": None if fix is None else fix.at,
    }
