"""Settling: is a revision new, a repetition, a conflict, or ahead of what it corrects?

Order-free: whatever order, batching or repetition items come in, the same set of them ends in the same state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import BindParameter, Connection, bindparam, text

from backend.kernel.db import fetch, marks
from backend.kernel.errors import LuqinError
from backend.ledger.receipts import Head
from backend.records.errors import BaseMissing, ContentConflict, NotTheAuthor, StaleBase
from backend.records.kinds import Envelope
from backend.records.rows import Prepared

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_PLACED = (
    "SELECT record_id, revision, content_hash, seq, head_size FROM record_revision WHERE record_id IN ({})"
)
_BODIES = "SELECT record_id, revision, body FROM record_revision WHERE record_id IN ({})"
_OWNERS = text("SELECT id, author_id, kind FROM record WHERE id IN :ids").bindparams(_IDS)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a revision stands in the ledger, and the head that its receipt names."""

    content_hash: str
    seq: int
    head_size: int
    head: Head | None = None
    """The head itself, where it has just been made."""


@dataclass(slots=True)
class Settled:
    """What was decided about one item. `twin`: an equal item earlier in the same group, which has the place."""

    result: str
    placed: Placed | None = None
    problem: LuqinError | None = None
    twin: Settled | None = None

    @property
    def place(self) -> Placed | None:
        """Its own place or its twin's; None when it was not taken."""
        return self.twin.place if self.twin is not None else self.placed


class Book:
    """What stands in the database for the ids at hand, kept up to date while a group is settled in order."""

    def __init__(self, connection: Connection, jobs: list[list[Prepared]]) -> None:
        ids = {item.envelope.id for job in jobs for item in job}
        self._placed: dict[tuple[str, int], Placed | Settled] = dict(find_placed(connection, ids))
        self._newest: dict[str, int] = {}
        for record_id, revision in self._placed:
            self._newest[record_id] = max(revision, self._newest.get(record_id, 0))
        self._owners = _owners(connection, jobs)
        self.accepted: list[tuple[Prepared, Settled]] = []

    def settle(self, item: Prepared) -> Settled:
        """Decide about one item as if it came alone after those before it."""
        envelope = item.envelope
        key = (envelope.id, envelope.revision)
        standing = self._placed.get(key)
        if standing is not None:
            return self._settle_known(envelope, standing)
        newest = self._newest.get(envelope.id, 0)
        if envelope.revision != newest + 1:
            return _behind_or_ahead(envelope.revision, newest)
        if envelope.revision > 1 and self._owners.get(envelope.id) != (envelope.author, envelope.kind):
            return Settled("refused", problem=NotTheAuthor())
        result = Settled("accepted")
        self._placed[key] = result
        self._newest[envelope.id] = envelope.revision
        self._owners.setdefault(envelope.id, (envelope.author, envelope.kind))
        self.accepted.append((item, result))
        return result

    def _settle_known(self, envelope: Envelope, standing: Placed | Settled) -> Settled:
        if isinstance(standing, Placed):
            if standing.content_hash == envelope.content_hash:
                return Settled("duplicate", placed=standing)
            return Settled("conflict", problem=ContentConflict())
        # Twice in one group: the first of them is being accepted right now and shares its place.
        first = next(item for item, result in self.accepted if result is standing)
        if first.envelope.content_hash != envelope.content_hash:
            return Settled("conflict", problem=ContentConflict())
        return Settled("duplicate", twin=standing)


def _behind_or_ahead(revision: int, newest: int) -> Settled:
    if revision <= newest:
        return Settled("conflict", problem=StaleBase())
    if newest == 0 or revision > newest + 1:
        return Settled("refused", problem=BaseMissing())
    return Settled("conflict", problem=StaleBase())


def find_placed(connection: Connection, ids: Iterable[str]) -> dict[tuple[str, int], Placed]:
    """Every stored revision of these records."""
    wanted = list(ids)
    found: dict[tuple[str, int], Placed] = {}
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        rows = fetch(connection, _PLACED.format(marks(len(some))), some)
        found |= {(row[0], row[1]): Placed(row[2], row[3], row[4]) for row in rows}
    return found


def find_current(connection: Connection, record_id: str) -> dict[str, Any] | None:
    """The newest revision, for somebody whose own copy is behind."""
    row = connection.execute(
        text(
            "SELECT revision, content_hash, body FROM record_revision WHERE record_id = :id"
            " ORDER BY revision DESC LIMIT 1"
        ),
        {"id": record_id},
    ).first()
    return None if row is None else {"revision": row[0], "content_hash": row[1], "body": row[2]}


def _owners(connection: Connection, jobs: list[list[Prepared]]) -> dict[str, tuple[str, str]]:
    later = [item.envelope.id for job in jobs for item in job if item.envelope.revision > 1]
    if not later:
        return {}
    rows = connection.execute(_OWNERS, {"ids": later})
    return {row[0]: (row[1], row[2]) for row in rows}


def previous_data(
    connection: Connection, envelopes: Iterable[Envelope]
) -> dict[tuple[str, int], Mapping[str, Any]]:
    """`data` of the revisions that these corrections are made from: of the same batch, or stored."""
    batch = list(envelopes)
    wanted = {(item.id, item.revision - 1) for item in batch if item.revision > 1}
    if not wanted:
        return {}
    found: dict[tuple[str, int], Mapping[str, Any]] = {
        (item.id, item.revision): item.data for item in batch if (item.id, item.revision) in wanted
    }
    ids = sorted({record_id for record_id, _ in wanted})
    rows = fetch(connection, _BODIES.format(marks(len(ids))), ids)
    stored = {(row[0], row[1]): orjson.loads(row[2])["data"] for row in rows if (row[0], row[1]) in wanted}
    # What stands already counts, whatever the batch says it was.
    return found | stored
