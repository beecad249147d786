"""Push and pull for one person's phone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from backend.identity import queries as identity
from backend.identity.access import Actor
from backend.ledger import queries as ledger
from backend.ledger.receipts import from_b64url
from backend.records import queries as records
from backend.records.ingest import Sender
from backend.sync import queries


def sender_of(actor: Actor) -> Sender:
    """The caller as somebody who hands records in."""
    return Sender(actor.person_id, actor.unit_id, actor.device_id, from_b64url(actor.device_key))


def consistency_since(
    connection: Connection, last_head: dict[str, Any] | None, size: int
) -> list[str] | None:
    """Proof that today's tree begins with the one the phone saw last; None when there is nothing to prove.

    None also when the phone has seen more than the server has: it will notice, and that is its duty.
    """
    if last_head is None or not 0 < last_head["size"] <= size:
        return None
    return [node.hex() for node in ledger.consistency_proof(connection, last_head["size"], size)]


def list_changes(connection: Connection, actor: Actor, since: int, limit: int) -> dict[str, Any]:
    """What happened to the caller's own records from ledger place `since` on, oldest first."""
    found = queries.own_changes(connection, actor.person_id, since, limit + 1)
    shown, more = found[:limit], len(found) > limit
    summaries = records.load_summaries(
        connection, [change.record_id for change in shown], actor.scope("record.read")
    )
    return {
        "items": [_change(change, summaries.get(change.record_id)) for change in shown],
        "next_since": shown[-1].seq + 1 if shown else ledger.get_size(connection),
        "more": more,
    }


def _change(change: queries.Change, summary: dict[str, Any] | None) -> dict[str, Any]:
    kind = "tombstone" if summary is None else "record" if change.sha256 is None else "photo"
    return {"seq": change.seq, "type": kind, "record": summary, "sha256": change.sha256}


def own_and_near(units: Sequence[identity.UnitFacts], unit_id: str) -> set[str]:
    """A unit with its siblings' and children's units: whose people a patrol works with."""
    parents = {unit.id: unit.parent_id for unit in units}
    parent = parents.get(unit_id)
    near = {unit.id for unit in units if unit.parent_id == unit_id}
    beside = {unit.id for unit in units if parent is not None and unit.parent_id == parent}
    return {unit_id} | near | beside
