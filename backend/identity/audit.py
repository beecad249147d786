"""What somebody did to accounts and devices: one line in the security log and one entry in the ledger."""

from __future__ import annotations

import structlog
from flask import current_app

from backend.identity.access import Actor
from backend.kernel.db import db
from backend.ledger.service import append, event

_security = structlog.get_logger("luqin.security")


def note_change(actor: Actor, kind: str, subject: str, **values: object) -> None:
    """Record a change that stands in the current unit of work; the entry is stored or lost with it.

    `kind` is a stable word such as `person_suspended`; `subject` the id of the person, device or import.
    """
    _security.warning(kind, subject=subject, author=actor.person_id, device=actor.device_id, **values)
    signer = current_app.extensions["luqin.signer"]
    db.session.flush()
    entry = event(kind, subject, author=actor.person_id, device=actor.device_id, **values)
    append(db.session.connection(), signer, [entry])
