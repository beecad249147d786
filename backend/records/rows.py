"""The rows that a record becomes, as tuples in the order of the tables' columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Table

from backend.kernel.clock import local_day_of_ms
from backend.posts.queries import PostFacts
from backend.posts.rules import judge_fix
from backend.records.kinds import Envelope, Judged
from backend.records.models import Record

_RECORD = cast(Table, Record.__table__)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record that the rules let pass, with the rows it becomes; places in the ledger are still to come."""

    envelope: Envelope
    judged: Judged
    record_row: tuple[Any, ...]


def record_row(
    envelope: Envelope,
    judged: Judged,
    post: PostFacts | None,
    *,
    received: int,
    late_after_ms: int,
    flags: str,
) -> tuple[Any, ...]:
    """The row of `record` but for its ledger place, which comes last."""
    fix = envelope.fix
    verdict = judge_fix(post, fix)
    where = (None,) * 5 if fix is None else (fix.lat, fix.lon, fix.accuracy_m, fix.age_s, fix.source)
    return (
        envelope.id,
        envelope.kind,
        envelope.revision,
        "accepted",
        judged.headline[:200],
        envelope.author,
        envelope.unit,
        envelope.device,
        envelope.shift,
        envelope.post,
        envelope.operation,
        envelope.occurred_at,
        received,
        received - envelope.occurred_at > late_after_ms,
        local_day_of_ms(envelope.occurred_at),
        *where,
        verdict.verdict.value,
        verdict.distance_m,
        len(envelope.photos),
        flags,
        judged.facets.get("code"),
        judged.facets.get("code_group"),
    )


_CURRENT_COLUMNS = [column.name for column in _RECORD.columns]
_KEPT = {"id", "received_at", "kind", "author_id"}


def replace_current(connection: Connection, item: Prepared, seq: int, table: Table) -> None:
    """A correction takes the place of what the record said; the old revision stays in `record_revision`."""
    values = dict(zip(_CURRENT_COLUMNS, (*item.record_row, seq), strict=True))
    changes = {name: value for name, value in values.items() if name not in _KEPT}
    connection.execute(_RECORD.update().where(_RECORD.c.id == item.envelope.id).values(**changes))
    connection.execute(table.delete().where(table.c.record_id == item.envelope.id))


def revision_row(envelope: Envelope, seq: int, head_size: int, received: int) -> tuple[Any, ...]:
    """The row of `record_revision`."""
    return (
        envelope.id,
        envelope.revision,
        seq,
        head_size,
        envelope.body,
        envelope.content_hash,
        envelope.signature,
        envelope.author,
        envelope.device,
        envelope.device_seq,
        envelope.prev_hash,
        received,
    )


def photo_rows(envelope: Envelope) -> list[tuple[Any, ...]]:
    """The rows of `record_photo`."""
    return [
        (
            envelope.id,
            envelope.revision,
            position,
            photo.sha256,
            photo.size,
            photo.type,
            photo.taken_at,
            photo.width,
            photo.height,
        )
        for position, photo in enumerate(envelope.photos)
    ]
