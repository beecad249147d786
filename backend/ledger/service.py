"""Appending to the ledger, inside the write transaction of what is being accepted."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import orjson
from sqlalchemy import Connection, Table, select, text

from backend.kernel.clock import now_ms
from backend.kernel.db import bulk_insert, change, fetch
from backend.ledger.merkle import SALT_SIZE, Frontier, hash_children, leaf_hash
from backend.ledger.models import LedgerEntry, LedgerHead, LedgerKey, LedgerNode, LedgerState
from backend.ledger.receipts import Head, Signer

_ENTRY = cast(Table, LedgerEntry.__table__)
_NODE = cast(Table, LedgerNode.__table__)
_HEAD = cast(Table, LedgerHead.__table__)
_STATE = cast(Table, LedgerState.__table__)
_KEY = cast(Table, LedgerKey.__table__)
_ADVISORY_LOCK = 0x4C5551494E  # "LUQIN"
NODE_LEVEL = 8
"""Perfect subtrees of 2^8 leaves and more are stored; smaller ones are hashed from leaves when a proof asks."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one leaf is made of. `text` is kept as payload unless it stands elsewhere (`keep_text=False`)."""

    kind: str
    subject: str | None
    revision: int | None
    text: bytes
    signature: bytes = b""
    keep_text: bool = True


@dataclass(frozen=True, slots=True)
class Appended:
    """Where entries stand: the first's `seq`, the others follow; `head` covers them all."""

    first_seq: int
    head: Head


def event(kind: str, subject: str | None, **values: object) -> Entry:
    """An entry for something that happened beside the records; `values` are kept as JSON."""
    return Entry(kind, subject, None, orjson.dumps(values, option=orjson.OPT_SORT_KEYS))


def append(connection: Connection, signer: Signer, entries: Sequence[Entry]) -> Appended:
    """Add `entries` in order. The caller holds the write transaction; on PostgreSQL this waits for the log's lock."""
    frontier, last_at = _read_state(connection)
    first = frontier.size
    at = max(now_ms(), last_at)
    salts = os.urandom(SALT_SIZE * len(entries))
    rows = []
    leaves = []
    for place, entry in enumerate(entries):
        salt = salts[place * SALT_SIZE : (place + 1) * SALT_SIZE]
        leaf = leaf_hash(salt, entry.text, entry.signature)
        leaves.append(leaf)
        payload = entry.text.decode("utf-8") if entry.keep_text else None
        rows.append((first + place, entry.kind, entry.subject, entry.revision, at, salt, leaf, payload))
    nodes = extend_with_nodes(frontier, leaves)
    head = signer.sign_head(frontier.size, frontier.root(), at)
    bulk_insert(connection, _ENTRY, rows)
    bulk_insert(connection, _NODE, nodes)
    bulk_insert(connection, _HEAD, [(head.size, head.root, head.at, head.key_id, head.signature)])
    change(connection, "UPDATE ledger_state SET frontier = ?, at = ? WHERE id = 1", (frontier.to_bytes(), at))
    return Appended(first, head)


def extend_with_nodes(frontier: Frontier, leaves: Sequence[bytes]) -> list[tuple[int, int, bytes]]:
    """Extend `frontier` in place; returns the finished subtrees (level, position, hash) that are to be stored."""
    width = 1 << NODE_LEVEL
    nodes: list[tuple[int, int, bytes]] = []
    rest = list(leaves)
    while rest:
        chunk, rest = rest[: width - frontier.size % width], rest[width - frontier.size % width :]
        high = (frontier.size >> NODE_LEVEL).bit_count()
        peaks = frontier.peaks
        block, position = Frontier(frontier.size % width, peaks[high:]), frontier.size >> NODE_LEVEL
        frontier.extend(chunk)
        if frontier.size % width == 0:
            block.extend(chunk)
            nodes += _finished(list(peaks[:high]), position, block.root())
    return nodes


def _finished(peaks: list[bytes], position: int, node: bytes) -> list[tuple[int, int, bytes]]:
    level = NODE_LEVEL
    done = [(level, position, node)]
    while position & 1:
        node = hash_children(peaks.pop(), node)
        level, position = level + 1, position >> 1
        done.append((level, position, node))
    return done


def _read_state(connection: Connection) -> tuple[Frontier, int]:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
    rows = fetch(connection, "SELECT frontier, at FROM ledger_state WHERE id = 1")
    if not rows:
        connection.execute(_STATE.insert().values(id=1, frontier=Frontier().to_bytes(), at=0))
        return Frontier(), 0
    return Frontier.from_bytes(bytes(rows[0][0])), int(rows[0][1])


def remember_key(connection: Connection, signer: Signer) -> None:
    """Publish the signer's public key if it is new; the key before it is closed. Inside a unit of work."""
    known = {row.key_id for row in connection.execute(select(_KEY.c.key_id))}
    if signer.key_id in known:
        return
    at = now_ms()
    connection.execute(_KEY.update().where(_KEY.c.valid_to.is_(None)).values(valid_to=at))
    connection.execute(
        _KEY.insert().values(key_id=signer.key_id, public_key=signer.public_key, valid_from=at, valid_to=None)
    )
