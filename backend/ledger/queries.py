"""Reading the ledger: entries since a place, heads, keys, proofs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from backend.kernel.clock import format_ms
from backend.kernel.db import fetch
from backend.kernel.errors import NotFound
from backend.ledger import merkle
from backend.ledger.receipts import Head, b64url
from backend.ledger.service import NODE_LEVEL

_HEADS = "SELECT size, root, at, key_id, signature FROM ledger_head"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One entry as its consumers see it. `subject`: record id or photo hash; `at`: milliseconds since 1970."""

    seq: int
    kind: str
    subject: str | None
    revision: int | None
    at: int
    payload: str | None


def entries_since(connection: Connection, since: int, limit: int) -> list[LedgerRow]:
    """Entries with `seq` ≥ `since`, in order, at most `limit`."""
    rows = connection.execute(
        text(
            "SELECT seq, kind, subject, revision, at, payload FROM ledger_entry"
            " WHERE seq >= :since ORDER BY seq LIMIT :limit"
        ),
        {"since": since, "limit": limit},
    )
    return [LedgerRow(*row) for row in rows]


def get_size(connection: Connection) -> int:
    """Number of entries."""
    return int(connection.execute(text("SELECT COALESCE(MAX(size), 0) FROM ledger_head")).scalar_one())


def find_head(connection: Connection, size: int | None = None) -> Head | None:
    """The head of that size, or the newest."""
    if size is None:
        rows = fetch(connection, _HEADS + " ORDER BY size DESC LIMIT 1")
    else:
        rows = fetch(connection, _HEADS + " WHERE size = ?", (size,))
    row = rows[0] if rows else None
    return None if row is None else Head(row[0], bytes(row[1]), row[2], row[3], bytes(row[4]))


def load_heads(connection: Connection, sizes: Sequence[int]) -> dict[int, Head]:
    """The heads of these sizes."""
    return {size: head for size in sorted(set(sizes)) if (head := find_head(connection, size)) is not None}


def list_keys(connection: Connection) -> list[dict[str, Any]]:
    """Public keys as they are published, newest first."""
    rows = connection.execute(
        text("SELECT key_id, public_key, valid_from, valid_to FROM ledger_key ORDER BY valid_from DESC")
    )
    return [
        {
            "key_id": row.key_id,
            "public_key": b64url(bytes(row.public_key)),
            "valid_from": format_ms(row.valid_from),
            "valid_to": None if row.valid_to is None else format_ms(row.valid_to),
        }
        for row in rows
    ]


def get_entry_salt(connection: Connection, seq: int) -> bytes:
    """The salt of a leaf. Raises `NotFound`."""
    salt = connection.execute(text("SELECT salt FROM ledger_entry WHERE seq = :seq"), {"seq": seq}).scalar()
    if salt is None:
        raise NotFound()
    return bytes(salt)


def inclusion_proof(connection: Connection, index: int, size: int) -> list[bytes]:
    """Audit path of leaf `index` in the tree of `size` leaves. Raises ValueError outside 0 ≤ index < size."""
    return merkle.inclusion_proof(index, size, subtree_reader(connection))


def consistency_proof(connection: Connection, old_size: int, new_size: int) -> list[bytes]:
    """Proof that the tree of `new_size` begins with that of `old_size`. Raises ValueError unless 0 < old ≤ new."""
    return merkle.consistency_proof(old_size, new_size, subtree_reader(connection))


def subtree_reader(connection: Connection) -> merkle.SubtreeRoot:
    """`subtree_root(start, end)` over the stored nodes and leaves."""

    def subtree_root(start: int, end: int) -> bytes:
        level = (end - start).bit_length() - 1
        if level >= NODE_LEVEL:
            node = connection.execute(
                text("SELECT hash FROM ledger_node WHERE level = :level AND position = :position"),
                {"level": level, "position": start >> level},
            ).scalar_one()
            return bytes(node)
        rows = connection.execute(
            text("SELECT leaf_hash FROM ledger_entry WHERE seq >= :start AND seq < :end ORDER BY seq"),
            {"start": start, "end": end},
        )
        return merkle.root_of(bytes(row[0]) for row in rows)

    return subtree_root
