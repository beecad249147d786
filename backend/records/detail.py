"""One record with everything that belongs to it, as the contract's `RecordDetail`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import Connection

from backend.identity import queries as identity
from backend.identity.access import Scope
from backend.kernel.clock import format_ms
from backend.ledger import queries as ledger
from backend.ledger.receipts import Signer, b64url
from backend.records import queries
from backend.records.kinds import Kind


def get_detail(
    connection: Connection, record_id: str, *, scope: Scope, kinds: Mapping[str, Kind], signer: Signer
) -> dict[str, Any]:
    """The record as it was signed, revision by revision. Raises `NotFound`."""
    row = queries.get_record(connection, record_id, scope)
    revisions = _revisions(connection, record_id, signer)
    data = orjson.loads(revisions[-1]["body"])["data"]
    summary = queries.summaries(connection, [row])[0]
    return {
        **summary,
        "data": data,
        "flags": row.flags.split(),
        "photos": queries.list_photos(connection, record_id, row.revision),
        "revisions": revisions,
        "related": queries.list_related(connection, row, kinds[row.kind].related(data), scope),
    }


def _revisions(connection: Connection, record_id: str, signer: Signer) -> list[dict[str, Any]]:
    rows = queries.list_revisions(connection, record_id)
    people = identity.load_persons(connection, {row.author_id for row in rows})
    devices = identity.load_devices(connection, {row.device_id for row in rows})
    heads = ledger.load_heads(connection, [row.head_size for row in rows])
    found = []
    for row in rows:
        envelope = orjson.loads(row.body)
        author, device = people[row.author_id], devices[row.device_id]
        found.append(
            {
                "revision": row.revision,
                "base_revision": envelope["base_revision"],
                "reason": envelope["reason"],
                "author": {
                    "id": author.id,
                    "name": author.name,
                    "kind": author.kind,
                    "badge_number": author.badge_number,
                },
                "received_at": format_ms(row.received_at),
                "content_hash": row.content_hash,
                "body": row.body,
                "signature": b64url(bytes(row.signature)),
                "device": {"id": device.id, "label": device.label, "public_key": device.public_key},
                "receipt": signer.receipt(
                    record_id=record_id,
                    revision=row.revision,
                    content_hash=row.content_hash,
                    leaf_index=row.seq,
                    head=heads[row.head_size],
                ),
            }
        )
    return found
