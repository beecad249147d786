"""Reading the roster and who has checked in. Bulk reads with a constant number of queries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    bindparam,
    column,
    func,
    literal,
    select,
    table,
    tuple_,
)

from backend.identity.queries import PersonFacts, load_persons
from backend.kernel.clock import day_start, format_instant, from_ms, to_ms
from backend.kernel.paging import make_cursor, read_cursor
from backend.posts.queries import load_posts
from backend.shifts.models import Assignment, CheckIn, CheckOut
from backend.shifts.roster import overlap
from backend.shifts.rules import OVERSTAY_MAX, STAY_MAX

_ASSIGNMENT = cast(Table, Assignment.__table__)
_CHECK_IN = cast(Table, CheckIn.__table__)
_CHECK_OUT = cast(Table, CheckOut.__table__)


@dataclass(frozen=True, slots=True)
class AssignmentFacts:
    """One assignment as it is stored."""

    id: str
    person_id: str
    unit_id: str
    post_id: str
    seat: str
    day: str
    starts_at: datetime
    ends_at: datetime
    force_kind: str
    duty_kind: str
    supervising_officer_id: str | None
    cancelled_at: datetime | None


@dataclass(frozen=True, slots=True)
class CheckInFacts:
    """One check-in as it is stored."""

    record_id: str
    assignment_id: str | None
    person_id: str
    post_id: str
    seat: str
    at: datetime
    verdict: str
    planned: bool
    late_min: int | None
    force_kind: str


@dataclass(frozen=True, slots=True)
class LastFix:
    """The newest position of somebody: WGS-84 degrees, metres, seconds."""

    at: datetime
    lat: float
    lon: float
    accuracy_m: float
    age_s: float
    source: str


_ASSIGNMENT_COLUMNS = [_ASSIGNMENT.c[name] for name in AssignmentFacts.__slots__]
_CHECK_IN_COLUMNS = [_CHECK_IN.c[name] for name in CheckInFacts.__slots__]
_RECORD = table(
    "record",
    *(
        column(name)
        for name in (
            "id",
            "state",
            "author_id",
            "occurred_at",
            "fix_lat",
            "fix_lon",
            "fix_accuracy_m",
            "fix_age_s",
            "fix_source",
        )
    ),
)


_BY_ID = select(*_ASSIGNMENT_COLUMNS).where(_ASSIGNMENT.c.id.in_(bindparam("ids", expanding=True)))


def load_assignments(connection: Connection, ids: Collection[str]) -> dict[str, AssignmentFacts]:
    """These assignments by id, cancelled ones too; unknown ids are left out. One query."""
    if not ids:
        return {}
    return {row[0]: AssignmentFacts(*row) for row in connection.execute(_BY_ID, {"ids": sorted(set(ids))})}


def standing_assignments(
    connection: Connection,
    start: datetime,
    end: datetime,
    *,
    person_ids: Collection[str] | None = None,
    post_ids: Collection[str] | None = None,
) -> list[AssignmentFacts]:
    """Assignments that are not cancelled and share a moment with [start, end), by start."""
    query = select(*_ASSIGNMENT_COLUMNS).where(
        _ASSIGNMENT.c.cancelled_at.is_(None), _ASSIGNMENT.c.starts_at < end, _ASSIGNMENT.c.ends_at > start
    )
    if person_ids is not None:
        query = query.where(_ASSIGNMENT.c.person_id.in_(sorted(set(person_ids))))
    if post_ids is not None:
        query = query.where(_ASSIGNMENT.c.post_id.in_(sorted(set(post_ids))))
    return _assignments(connection, query.order_by(_ASSIGNMENT.c.starts_at, _ASSIGNMENT.c.id))


def list_assignments(
    connection: Connection,
    *,
    where: ColumnElement[bool],
    day: str | None,
    unit_ids: Collection[str] | None,
    post_id: str | None,
    person_id: str | None,
    limit: int,
    cursor: str | None,
) -> dict[str, Any]:
    """A page of the roster by start: `{"items", "next_cursor"}`. `where` is the caller's reach."""
    query = select(*_ASSIGNMENT_COLUMNS).where(where, _ASSIGNMENT.c.cancelled_at.is_(None))
    if day is not None:
        query = query.where(_ASSIGNMENT.c.day == day)
    if unit_ids is not None:
        query = query.where(_ASSIGNMENT.c.unit_id.in_(sorted(unit_ids)))
    if post_id is not None:
        query = query.where(_ASSIGNMENT.c.post_id == post_id)
    if person_id is not None:
        query = query.where(_ASSIGNMENT.c.person_id == person_id)
    if cursor is not None:
        starts_ms, assignment_id = read_cursor(cursor, int, str)
        place = tuple_(literal(from_ms(starts_ms), _ASSIGNMENT.c.starts_at.type), literal(assignment_id))
        query = query.where(tuple_(_ASSIGNMENT.c.starts_at, _ASSIGNMENT.c.id) > place)
    found = _assignments(
        connection, query.order_by(_ASSIGNMENT.c.starts_at, _ASSIGNMENT.c.id).limit(limit + 1)
    )
    shown = found[:limit]
    more = len(found) > limit
    return {
        "items": describe_assignments(connection, shown),
        "next_cursor": make_cursor(to_ms(shown[-1].starts_at), shown[-1].id) if more else None,
    }


def reach() -> tuple[ColumnElement[str], ColumnElement[str]]:
    """The unit and person columns of an assignment, for a scope's condition."""
    return _ASSIGNMENT.c.unit_id, _ASSIGNMENT.c.person_id


def assignments_for(connection: Connection, person_id: str, first: date, last: date) -> list[dict[str, Any]]:
    """What a phone needs to know of its owner's duty from one Shanghai day to another, both included."""
    start, end = day_start(first), day_start(last + timedelta(days=1))
    mine = standing_assignments(connection, start, end, person_ids=[person_id])
    return describe_assignments(connection, mine)


def describe_assignments(
    connection: Connection, assignments: Sequence[AssignmentFacts]
) -> list[dict[str, Any]]:
    """The contract's `Assignment` of each, ready for JSON, in order: three queries however many there are."""
    if not assignments:
        return []
    neighbours = standing_assignments(
        connection,
        min(facts.starts_at for facts in assignments),
        max(facts.ends_at for facts in assignments),
        post_ids=[facts.post_id for facts in assignments],
    )
    by_post: dict[str, list[AssignmentFacts]] = {}
    for facts in neighbours:
        by_post.setdefault(facts.post_id, []).append(facts)
    supervisors = {facts.supervising_officer_id for facts in assignments} - {None}
    ids = {facts.person_id for facts in (*assignments, *neighbours)} | supervisors
    people = load_persons(connection, cast(set[str], ids))
    posts = load_posts(connection, [facts.post_id for facts in assignments])
    return [
        _described(facts, posts[facts.post_id].name, by_post.get(facts.post_id, []), people)
        for facts in assignments
    ]


def _described(
    facts: AssignmentFacts, post_name: str, neighbours: list[AssignmentFacts], people: dict[str, PersonFacts]
) -> dict[str, Any]:
    officer = None if facts.supervising_officer_id is None else people[facts.supervising_officer_id]
    return {
        "id": facts.id,
        "day": facts.day,
        "starts_at": format_instant(facts.starts_at),
        "ends_at": format_instant(facts.ends_at),
        "post": {"id": facts.post_id, "name": post_name},
        "seat": facts.seat,
        "person": person_item(people[facts.person_id]),
        "partners": [
            person_item(people[other.person_id]) | {"seat": other.seat}
            for other in neighbours
            if other.person_id != facts.person_id and overlap(facts, other)
        ],
        "force_kind": facts.force_kind,
        "duty_kind": facts.duty_kind,
        "supervising_officer": None if officer is None else {"id": officer.id, "name": officer.name},
    }


def person_item(person: PersonFacts) -> dict[str, str]:
    """A person as lists name them."""
    return {
        "id": person.id,
        "name": person.name,
        "kind": person.kind,
        "badge_number": person.badge_number,
    }


def load_check_ins(connection: Connection, ids: Collection[str]) -> dict[str, CheckInFacts]:
    """These check-ins by record id; unknown ids are left out."""
    if not ids:
        return {}
    query = select(*_CHECK_IN_COLUMNS).where(_CHECK_IN.c.record_id.in_(sorted(set(ids))))
    return {row.record_id: CheckInFacts(*row) for row in connection.execute(query)}


def present_at(connection: Connection, at: datetime) -> list[CheckInFacts]:
    """Who has checked in and not yet out at an instant: one check-in a person, the newest.

    Who forgot to check out is shown for `OVERSTAY_MAX` beyond the planned end, unplanned for `STAY_MAX`. One query.
    """
    newest = (
        select(
            *_CHECK_IN_COLUMNS,
            _ASSIGNMENT.c.ends_at,
            func.row_number()
            .over(
                partition_by=_CHECK_IN.c.person_id,
                order_by=(_CHECK_IN.c.at.desc(), _CHECK_IN.c.record_id.desc()),
            )
            .label("place"),
        )
        .join(_RECORD, _RECORD.c.id == _CHECK_IN.c.record_id)
        .join(_ASSIGNMENT, _ASSIGNMENT.c.id == _CHECK_IN.c.assignment_id, isouter=True)
        .where(_CHECK_IN.c.at <= at, _CHECK_IN.c.at > at - STAY_MAX, _RECORD.c.state == "accepted")
        .subquery()
    )
    closed = (
        select(_CHECK_OUT.c.record_id)
        .where(
            _CHECK_OUT.c.check_in_id == newest.c.record_id,
            _CHECK_OUT.c.person_id == newest.c.person_id,
            _CHECK_OUT.c.at <= at,
        )
        .exists()
    )
    columns = [newest.c[name] for name in CheckInFacts.__slots__]
    overstayed = newest.c.ends_at.is_not(None) & (newest.c.ends_at <= at - OVERSTAY_MAX)
    query = (
        select(*columns)
        .where(newest.c.place == 1, ~closed, ~overstayed)
        .order_by(newest.c.at, newest.c.record_id)
    )
    return [CheckInFacts(*row) for row in connection.execute(query)]


def last_fixes(
    connection: Connection, person_ids: Collection[str], since: datetime, until: datetime
) -> dict[str, LastFix]:
    """The newest position of each of these people in a span, whatever kind of record carried it. One query."""
    if not person_ids:
        return {}
    newest = (
        select(
            _RECORD,
            func.row_number()
            .over(
                partition_by=_RECORD.c.author_id,
                order_by=(_RECORD.c.occurred_at.desc(), _RECORD.c.id.desc()),
            )
            .label("place"),
        )
        .where(
            _RECORD.c.author_id.in_(sorted(set(person_ids))),
            _RECORD.c.occurred_at.between(to_ms(since), to_ms(until)),
            _RECORD.c.fix_lat.is_not(None),
        )
        .subquery()
    )
    rows = connection.execute(select(newest).where(newest.c.place == 1))
    return {
        row.author_id: LastFix(
            from_ms(row.occurred_at),
            row.fix_lat,
            row.fix_lon,
            row.fix_accuracy_m,
            row.fix_age_s,
            row.fix_source,
        )
        for row in rows
    }


def _assignments(connection: Connection, query: Select[Any]) -> list[AssignmentFacts]:
    return [AssignmentFacts(*row) for row in connection.execute(query)]
