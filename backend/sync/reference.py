"""What a phone carries with it: enough to work for days without network, in one document with an ETag."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from hashlib import sha256
from typing import Any, Protocol

import orjson
from sqlalchemy import Connection

from backend.identity import queries as identity
from backend.identity import service as identity_service
from backend.identity.access import Actor
from backend.kernel.clock import local_day, now
from backend.ledger import queries as ledger
from backend.posts import queries as posts
from backend.posts import service as posts_service
from backend.shifts import queries as shifts
from backend.sync.schemas import BATCH_MAX
from backend.sync.service import own_and_near
from backend.violations import queries as violations
from backend.violations.service import VIOLATION

DAYS_BACK = 2
DAYS_AHEAD = 7


class Policy(posts_service.MapChoice, Protocol):
    """What the operator decided and a phone must know; `Settings` has it."""

    photo_gap_s: int
    arrival_grace_min: int
    photo_max_bytes: int
    late_after_min: int


def build(connection: Connection, actor: Actor, policy: Policy) -> dict[str, Any]:
    """The contract's `Reference` without the server's time; `version` is the hash of all the rest."""
    units = identity.list_units(connection)
    names = {unit.id: unit.name for unit in units}
    today = local_day(now())
    first, last = today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD)
    document = {
        "me": identity_service.describe_me(actor),
        "policy": _policy(policy),
        "posts": [asdict(post) | {"unit_name": names[post.unit_id]} for post in posts.list_posts(connection)],
        "assignments": shifts.assignments_for(connection, actor.person_id, first, last),
        "colleagues": [
            {
                "id": person.id,
                "name": person.name,
                "badge_number": person.badge_number,
                "kind": person.kind,
                "unit_id": person.unit_id,
            }
            for person in identity.list_colleagues(connection, own_and_near(units, actor.unit_id))
        ],
        "code_lists": [
            {
                "version": facts.version,
                "valid_from": facts.valid_from,
                "valid_to": facts.valid_to,
                "url": f"/api/v1/violations/code-lists/{facts.version}",
            }
            for facts in violations.code_lists_in_force(connection, first.isoformat(), last.isoformat())
        ],
        "map": posts_service.operators_map(policy),
        "ledger_keys": ledger.list_keys(connection),
    }
    return {"version": sha256(orjson.dumps(document)).hexdigest()[:32], **document}


def _policy(policy: Policy) -> dict[str, Any]:
    return {
        "photos_min": VIOLATION.photos_min,
        "photo_gap_s": policy.photo_gap_s,
        "arrival_grace_min": policy.arrival_grace_min,
        "photo_max_bytes": policy.photo_max_bytes,
        "batch_max": BATCH_MAX,
        "late_after_min": policy.late_after_min,
    }
