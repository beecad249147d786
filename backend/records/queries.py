"""Reading records: lists by keyset, one record with everything that belongs to it, completeness."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    column,
    exists,
    func,
    select,
    table,
    tuple_,
)

from backend.identity import queries as identity
from backend.identity.access import Scope
from backend.kernel.clock import format_ms
from backend.kernel.db import fetch, marks
from backend.kernel.errors import NotFound
from backend.kernel.paging import make_cursor, read_cursor
from backend.records.models import Record, RecordPhoto, RecordRevision

_PERSON = table("person", column("id"), column("name"), column("kind"), column("badge_number"))
_UNIT = table("unit", column("id"), column("name"))
_POST = table("post", column("id"), column("name"))
_DAY = table("calendar_day", column("day"), column("day_type"))
_PHOTO = table("photo", column("sha256"), column("size"), column("uploaded_by"))
AnyRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True, kw_only=True)
class RecordFilter:
    """What a list is narrowed to; None leaves it open. Days are Shanghai days, both included."""

    kind: str | None = None
    unit: str | None = None
    post: str | None = None
    author: str | None = None
    state: str | None = None
    complete: bool | None = None
    late: bool | None = None
    day_from: date | None = None
    day_to: date | None = None
    day_type: str | None = None
    code: str | None = None
    code_group: str | None = None
    q: str | None = None


_SUMMARY = (
    select(
        Record.id, Record.kind, Record.revision, Record.state, Record.headline,
        Record.author_id, _PERSON.c.name.label("author_name"), _PERSON.c.kind.label("author_kind"),
        _PERSON.c.badge_number, Record.unit_id, _UNIT.c.name.label("unit_name"),
        Record.post_id, _POST.c.name.label("post_name"), Record.occurred_at, Record.received_at, Record.late,
        Record.day, _DAY.c.day_type, Record.fix_lat, Record.fix_lon, Record.fix_accuracy_m, Record.fix_age_s,
        Record.fix_source, Record.fix_verdict, Record.fix_distance_m, Record.photos_expected, Record.flags, Record.seq,
    )
    .join(_PERSON, _PERSON.c.id == Record.author_id)
    .join(_UNIT, _UNIT.c.id == Record.unit_id)
    .join(_POST, _POST.c.id == Record.post_id, isouter=True)
    .join(_DAY, _DAY.c.day == Record.day, isouter=True)
)  # fmt: skip


def list_records(
    connection: Connection, *, scope: Scope, narrowed: RecordFilter, limit: int, cursor: str | None
) -> dict[str, Any]:
    """A page of summaries, newest first, within `scope`: `{"items", "next_cursor"}`."""
    query = _SUMMARY.where(scope.where(Record.unit_id, Record.author_id), *_conditions(connection, narrowed))
    if cursor is not None:
        at, record_id = read_cursor(cursor, int, str)
        query = query.where(tuple_(Record.occurred_at, Record.id) < tuple_(at, record_id))
    rows = connection.execute(
        query.order_by(Record.occurred_at.desc(), Record.id.desc()).limit(limit + 1)
    ).all()
    shown = rows[:limit]
    last = shown[-1] if len(rows) > limit else None
    return {
        "items": summaries(connection, shown),
        "next_cursor": None if last is None else make_cursor(last.occurred_at, last.id),
    }


def count_records(connection: Connection, *, scope: Scope, narrowed: RecordFilter) -> int:
    """How many records the list would show in all: the figure that a list must agree with."""
    query = (
        select(func.count())
        .select_from(Record)
        .join(_DAY, _DAY.c.day == Record.day, isouter=True)
        .where(scope.where(Record.unit_id, Record.author_id), *_conditions(connection, narrowed))
    )
    return int(connection.execute(query).scalar_one())


def load_summaries(connection: Connection, ids: Sequence[str], scope: Scope) -> dict[str, dict[str, Any]]:
    """Summaries of these records as far as `scope` reaches, by id."""
    if not ids:
        return {}
    query = _SUMMARY.where(Record.id.in_(list(ids)), scope.where(Record.unit_id, Record.author_id))
    return {item["id"]: item for item in summaries(connection, connection.execute(query).all())}


def get_record(connection: Connection, record_id: str, scope: Scope) -> AnyRow:
    """One row of the list's form. Raises `NotFound`, also when it is out of reach."""
    row = connection.execute(
        _SUMMARY.where(Record.id == record_id, scope.where(Record.unit_id, Record.author_id))
    ).first()
    if row is None:
        raise NotFound()
    return row


def list_revisions(connection: Connection, record_id: str) -> Sequence[AnyRow]:
    """All revisions as they were signed, oldest first."""
    query = (
        select(*RecordRevision.__table__.columns)
        .where(RecordRevision.record_id == record_id)
        .order_by(RecordRevision.revision)
    )
    return connection.execute(query).all()


def list_photos(connection: Connection, record_id: str, revision: int) -> list[dict[str, Any]]:
    """The photos of a revision in order, and whether their bytes are here."""
    query = (
        select(RecordPhoto, _PHOTO.c.sha256.label("arrived"))
        .join(Record, Record.id == RecordPhoto.record_id)
        .join(_PHOTO, _belongs(), isouter=True)
        .where(RecordPhoto.record_id == record_id, RecordPhoto.revision == revision)
        .order_by(RecordPhoto.position)
    )
    return [
        {
            "sha256": row.sha256,
            "size": row.size,
            "type": row.type,
            "taken_at": format_ms(row.taken_at),
            "width": row.width,
            "height": row.height,
            "verified": row.arrived is not None,
        }
        for row in connection.execute(query)
    ]


def list_related(
    connection: Connection, record: AnyRow, ids: Sequence[str], scope: Scope
) -> list[dict[str, Any]]:
    """Records that this one names, and the others of the same shift by the same author; oldest first."""
    same_shift = select(Record.shift_id).where(Record.id == record.id).scalar_subquery()
    query = (
        select(Record.id, Record.kind, Record.headline)
        .where(
            Record.id != record.id,
            Record.id.in_(list(ids))
            | and_(Record.shift_id == same_shift, Record.author_id == record.author_id),
            scope.where(Record.unit_id, Record.author_id),
        )
        .order_by(Record.occurred_at, Record.id)
        .limit(50)
    )
    return [dict(row._mapping) for row in connection.execute(query)]


def may_see_photo(connection: Connection, sha256: str, scope: Scope) -> bool:
    """Whether a record within `scope` holds this photo."""
    query = (
        select(Record.id)
        .join(RecordPhoto, RecordPhoto.record_id == Record.id)
        .join(_PHOTO, _belongs())
        .where(RecordPhoto.sha256 == sha256, scope.where(Record.unit_id, Record.author_id))
        .limit(1)
    )
    return connection.execute(query).first() is not None


def records_with_photo(connection: Connection, sha256: str) -> list[str]:
    """Ids of the records whose newest revision declares this photo."""
    query = (
        select(Record.id)
        .join(RecordPhoto, and_(RecordPhoto.record_id == Record.id, RecordPhoto.revision == Record.revision))
        .where(RecordPhoto.sha256 == sha256)
        .distinct()
    )
    return [row[0] for row in connection.execute(query)]


def _belongs() -> ColumnElement[bool]:
    """The bytes that arrived are those that the record declares, handed in by its own author.

    Who names the hash of somebody else's photo neither completes a record with it nor gets to see it.
    """
    return and_(
        _PHOTO.c.sha256 == RecordPhoto.sha256,
        _PHOTO.c.size == RecordPhoto.size,
        _PHOTO.c.uploaded_by == Record.author_id,
    )


def is_complete() -> ColumnElement[bool]:
    """Condition on `Record`: every photo that its newest revision declares has arrived."""
    arrived = exists().where(_belongs())
    lacking = exists().where(
        RecordPhoto.record_id == Record.id, RecordPhoto.revision == Record.revision, ~arrived
    )
    return ~lacking


def _conditions(connection: Connection, narrowed: RecordFilter) -> list[ColumnElement[bool]]:
    equals = {
        Record.kind: narrowed.kind,
        Record.state: narrowed.state,
        Record.late: narrowed.late,
        Record.code: narrowed.code,
        Record.code_group: narrowed.code_group,
        Record.post_id: narrowed.post,
        Record.author_id: narrowed.author,
        _DAY.c.day_type: narrowed.day_type,
    }
    conditions = [place == value for place, value in equals.items() if value is not None]
    if narrowed.unit is not None:
        conditions.append(Record.unit_id.in_(sorted(identity.unit_and_below(connection, [narrowed.unit]))))
    if narrowed.day_from is not None:
        conditions.append(Record.day >= narrowed.day_from.isoformat())
    if narrowed.day_to is not None:
        conditions.append(Record.day <= narrowed.day_to.isoformat())
    if narrowed.q is not None:
        conditions.append(Record.headline.contains(narrowed.q, autoescape=True))
    if narrowed.complete is not None:
        conditions.append(is_complete() if narrowed.complete else ~is_complete())
    return conditions


def summaries(connection: Connection, rows: Sequence[AnyRow]) -> list[dict[str, Any]]:
    """Rows of `_SUMMARY` as the contract's `RecordSummary`, with how many photos have arrived."""
    with_photos = [row.id for row in rows if row.photos_expected]
    arrived: dict[str, int] = {}
    if with_photos:
        query = (
            select(RecordPhoto.record_id, func.count())
            .join(Record, and_(Record.id == RecordPhoto.record_id, Record.revision == RecordPhoto.revision))
            .join(_PHOTO, _belongs())
            .where(RecordPhoto.record_id.in_(with_photos))
            .group_by(RecordPhoto.record_id)
        )
        arrived = {row[0]: row[1] for row in connection.execute(query)}
    return [_summary(row, arrived.get(row.id, 0)) for row in rows]


def _summary(row: AnyRow, arrived: int) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "revision": row.revision,
        "state": row.state,
        "headline": row.headline,
        "author": {
            "id": row.author_id,
            "name": row.author_name,
            "kind": row.author_kind,
            "badge_number": row.badge_number,
        },
        "unit": {"id": row.unit_id, "name": row.unit_name},
        "post": None if row.post_id is None else {"id": row.post_id, "name": row.post_name},
        "occurred_at": format_ms(row.occurred_at),
        "received_at": format_ms(row.received_at),
        "late": bool(row.late),
        "day": row.day,
        "day_type": row.day_type,
        "fix": _fix(row),
        "photos_expected": row.photos_expected,
        "photos_verified": arrived,
        "complete": arrived >= row.photos_expected,
        "seq": row.seq,
    }


def _fix(row: AnyRow) -> dict[str, Any] | None:
    if row.fix_lat is None:
        return None
    return {
        "lat": row.fix_lat,
        "lon": row.fix_lon,
        "accuracy_m": row.fix_accuracy_m,
        "age_s": row.fix_age_s,
        "source": row.fix_source,
        "verdict": row.fix_verdict,
        "distance_m": row.fix_distance_m,
    }


_SIGNED = "SELECT record_id, revision, body, signature FROM record_revision WHERE record_id IN ({})"


def signed_texts(
    connection: Connection, keys: Collection[tuple[str, int]]
) -> dict[tuple[str, int], tuple[str, bytes]]:
    """Body and signature of those revisions, by record id and revision, that are stored."""
    wanted, ids = set(keys), sorted({record_id for record_id, _ in keys})
    found: dict[tuple[str, int], tuple[str, bytes]] = {}
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        rows = fetch(
            connection,
            _SIGNED.format(marks(len(some))),
            some,
        )
        found |= {(row[0], row[1]): (row[2], bytes(row[3])) for row in rows if (row[0], row[1]) in wanted}
    return found
