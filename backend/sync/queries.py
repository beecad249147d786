"""The changes feed, by ledger place and never by clock."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class Change:
    """A ledger place that concerns a record; with a hash when it is the arrival of one of its photos."""

    seq: int
    record_id: str
    sha256: str | None


_RECORDS = text(
    "SELECT seq, id, NULL FROM record WHERE author_id = :person AND seq >= :since ORDER BY seq LIMIT :limit"
)
_PHOTOS = text(
    "SELECT photo.seq, record.id, photo.sha256 FROM photo"
    " JOIN record_photo ON record_photo.sha256 = photo.sha256"
    " JOIN record ON record.id = record_photo.record_id AND record.revision = record_photo.revision"
    " WHERE record.author_id = :person AND photo.seq >= :since ORDER BY photo.seq, record.id LIMIT :limit"
)


def own_changes(connection: Connection, person_id: str, since: int, limit: int) -> list[Change]:
    """Changes of this person's records with `seq` ≥ `since`, in order, at most `limit`.

    A record stands at the place of its newest revision: who asks late gets the state, not the history.
    """
    values = {"person": person_id, "since": since, "limit": limit}
    found = [Change(*row) for query in (_RECORDS, _PHOTOS) for row in connection.execute(query, values)]
    return sorted(found, key=lambda change: (change.seq, change.record_id))[:limit]
