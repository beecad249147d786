"""What the facts are made of, read in bulk from the tables of the record kinds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, column, func, or_, select, table

from backend.kernel.clock import from_ms, to_ms
from backend.shifts.rules import STAY_MAX
from backend.statistics.rules import RecordState, Stay

_RECORD = table(
    "record",
    *(
        column(name)
        for name in (
            "id",
            "kind",
            "revision",
            "seq",
            "state",
            "author_id",
            "unit_id",
            "post_id",
            "occurred_at",
            "day",
            "late",
            "code",
            "code_group",
            "photos_expected",
        )
    ),
)
_RECORD_PHOTO = table(
    "record_photo", column("record_id"), column("revision"), column("sha256"), column("size")
)
_PHOTO = table("photo", column("sha256"), column("size"), column("uploaded_by"))
_CHECK_IN = table(
    "check_in",
    column("record_id"),
    column("assignment_id"),
    column("person_id"),
    column("at"),
    column("force_kind"),
)
_ASSIGNMENT = table("assignment", column("id"), column("ends_at"))
_CHECK_OUT = table("check_out", column("record_id"), column("check_in_id"), column("person_id"), column("at"))


def states_of(connection: Connection, ids: Collection[str]) -> dict[str, RecordState]:
    """These records as they stand, with whether every photo of the newest revision has arrived."""
    if not ids:
        return {}
    arrived = (
        select(_RECORD_PHOTO.c.record_id, func.count().label("arrived"))
        .join(
            _RECORD,
            and_(_RECORD.c.id == _RECORD_PHOTO.c.record_id, _RECORD.c.revision == _RECORD_PHOTO.c.revision),
        )
        # As the records package has it: the declared bytes, handed in by the author of the record.
        .join(
            _PHOTO,
            and_(
                _PHOTO.c.sha256 == _RECORD_PHOTO.c.sha256,
                _PHOTO.c.size == _RECORD_PHOTO.c.size,
                _PHOTO.c.uploaded_by == _RECORD.c.author_id,
            ),
        )
        .where(_RECORD_PHOTO.c.record_id.in_(list(ids)))
        .group_by(_RECORD_PHOTO.c.record_id)
        .subquery()
    )
    query = (
        select(*_RECORD.c, func.coalesce(arrived.c.arrived, 0).label("arrived"))
        .join(arrived, arrived.c.record_id == _RECORD.c.id, isouter=True)
        .where(_RECORD.c.id.in_(list(ids)))
    )
    return {
        row.id: RecordState(
            id=row.id,
            kind=row.kind,
            revision=row.revision,
            seq=row.seq,
            state=row.state,
            author_id=row.author_id,
            unit_id=row.unit_id,
            post_id=row.post_id or "",
            occurred_at=from_ms(row.occurred_at),
            day=row.day,
            late=bool(row.late),
            code=row.code or "",
            code_group=row.code_group or "",
            complete=row.arrived >= row.photos_expected,
        )
        for row in connection.execute(query)
    }


def records_of_photos(connection: Connection, hashes: Collection[str]) -> set[str]:
    """The records whose newest revision declares one of these photos."""
    if not hashes:
        return set()
    query = (
        select(_RECORD_PHOTO.c.record_id)
        .join(
            _RECORD,
            and_(_RECORD.c.id == _RECORD_PHOTO.c.record_id, _RECORD.c.revision == _RECORD_PHOTO.c.revision),
        )
        .where(_RECORD_PHOTO.c.sha256.in_(list(hashes)))
    )
    return set(connection.execute(query).scalars())


def check_ins_touched(connection: Connection, records: Iterable[RecordState]) -> set[str]:
    """The check-ins whose stay these check-ins and check-outs may have changed.

    A new check-in ends the stay before it; a check-out ends the one it names. A correction may have moved either away
    from anywhere, so all stays of its author are looked at again: corrections are rare.
    """
    moved = [record for record in records if record.kind in ("check_in", "check_out")]
    corrected = {record.author_id for record in moved if record.revision > 1}
    arrivals = [record for record in moved if record.kind == "check_in" and record.author_id not in corrected]
    leavings = [record.id for record in moved if record.kind == "check_out"]
    touched = {record.id for record in arrivals}
    touched |= _ids(connection, _named_by(leavings)) if leavings else set()
    touched |= _ids(connection, _by_person(corrected)) if corrected else set()
    return touched | _before(connection, arrivals)


def _ids(connection: Connection, query: Select[tuple[str]]) -> set[str]:
    return {str(row[0]) for row in connection.execute(query)}


def _named_by(check_outs: Sequence[str]) -> Select[tuple[str]]:
    return (
        select(_CHECK_IN.c.record_id)
        .join(_CHECK_OUT, _CHECK_OUT.c.check_in_id == _CHECK_IN.c.record_id)
        .where(_CHECK_OUT.c.record_id.in_(check_outs))
    )


def _by_person(people: Collection[str]) -> Select[tuple[str]]:
    return select(_CHECK_IN.c.record_id).where(_CHECK_IN.c.person_id.in_(list(people)))


def _before(connection: Connection, arrivals: Sequence[RecordState]) -> set[str]:
    """Earlier check-ins of the same people that may still have been open when these came."""
    if not arrivals:
        return set()
    first = to_ms(min(record.occurred_at for record in arrivals) - STAY_MAX)
    last = to_ms(max(record.occurred_at for record in arrivals))
    query = select(_CHECK_IN.c.record_id).where(
        _CHECK_IN.c.person_id.in_([record.author_id for record in arrivals]),
        _CHECK_IN.c.at.between(first, last),
    )
    return set(connection.execute(query).scalars())


def stays_of(connection: Connection, check_ins: Collection[str]) -> list[Stay]:
    """These check-ins with their check-outs and the next check-in of the same person. Two queries."""
    if not check_ins:
        return []
    next_start = _following(func.min).scalar_subquery()
    rows = connection.execute(
        select(
            _CHECK_IN.c.record_id, _CHECK_IN.c.force_kind, _CHECK_IN.c.at, _ASSIGNMENT.c.ends_at, next_start
        )
        .join(_ASSIGNMENT, _ASSIGNMENT.c.id == _CHECK_IN.c.assignment_id, isouter=True)
        .where(_CHECK_IN.c.record_id.in_(list(check_ins)))
    ).all()
    ends = _check_outs_of(connection, check_ins)
    return [
        Stay(
            check_in_id=row[0],
            force_kind=row[1],
            start=from_ms(row[2]),
            planned_end=_instant(row[3]),
            check_outs=tuple(ends.get(row[0], ())),
            next_start=_instant(row[4]),
        )
        for row in rows
    ]


def _following(of: Callable[[Any], Any]) -> Select[Any]:
    """`of` the times of the accepted check-ins by the same person after the one of the query around it."""
    later, accepted = _CHECK_IN.alias("later"), _RECORD.alias("accepted")
    return (
        select(of(later.c.at))
        .join(accepted, accepted.c.id == later.c.record_id)
        .where(
            accepted.c.state == "accepted",
            later.c.person_id == _CHECK_IN.c.person_id,
            or_(
                later.c.at > _CHECK_IN.c.at,
                and_(later.c.at == _CHECK_IN.c.at, later.c.record_id > _CHECK_IN.c.record_id),
            ),
        )
        .correlate(_CHECK_IN)
    )


def _check_outs_of(connection: Connection, check_ins: Collection[str]) -> dict[str, list[datetime]]:
    query = (
        select(_CHECK_OUT.c.check_in_id, _CHECK_OUT.c.at)
        .join(
            _CHECK_IN,
            and_(
                _CHECK_IN.c.record_id == _CHECK_OUT.c.check_in_id,
                _CHECK_IN.c.person_id == _CHECK_OUT.c.person_id,
            ),
        )
        .join(_RECORD, and_(_RECORD.c.id == _CHECK_OUT.c.record_id, _RECORD.c.state == "accepted"))
        .where(_CHECK_OUT.c.check_in_id.in_(list(check_ins)))
    )
    ends: dict[str, list[datetime]] = {}
    for check_in_id, at in connection.execute(query):
        ends.setdefault(check_in_id, []).append(from_ms(at))
    return ends


def _instant(value: int | None) -> datetime | None:
    return None if value is None else from_ms(value)


def open_stays(
    connection: Connection, since: datetime, until: datetime, unit_ids: Collection[str] | None
) -> list[tuple[datetime, datetime | None]]:
    """Start and planned end of the stays that nobody has ended, of these units, begun in [since, until)."""
    closing, kept = _CHECK_OUT.alias("closing"), _RECORD.alias("kept")
    closed = (
        select(closing.c.record_id)
        .join(kept, and_(kept.c.id == closing.c.record_id, kept.c.state == "accepted"))
        .where(closing.c.check_in_id == _CHECK_IN.c.record_id, closing.c.person_id == _CHECK_IN.c.person_id)
    )
    query = (
        select(_CHECK_IN.c.at, _ASSIGNMENT.c.ends_at)
        .join(_RECORD, _RECORD.c.id == _CHECK_IN.c.record_id)
        .join(_ASSIGNMENT, _ASSIGNMENT.c.id == _CHECK_IN.c.assignment_id, isouter=True)
        .where(
            _RECORD.c.state == "accepted",
            _CHECK_IN.c.at >= to_ms(since),
            _CHECK_IN.c.at < to_ms(until),
            ~_following(lambda at: at).exists(),
            ~closed.exists(),
        )
    )
    if unit_ids is not None:
        query = query.where(_RECORD.c.unit_id.in_(list(unit_ids)))
    return [(from_ms(at), _instant(ends_at)) for at, ends_at in connection.execute(query)]
