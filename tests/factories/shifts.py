"""Qualified people and assignments for tests."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from backend.identity import service as identity
from backend.kernel.clock import now
from backend.kernel.db import unit_of_work
from backend.shifts import service
from backend.shifts.queries import AssignmentFacts
from backend.shifts.roster import Draft, ForceKind
from backend.shifts.rules import Seat

LONG_AGO = date(2020, 1, 1)


def qualify(person_id: str, *, valid_from: date = LONG_AGO, valid_to: date | None = None) -> None:
    """Store a passed assessment."""
    with unit_of_work():
        identity.add_qualification(
            person_id=person_id, kind="street_duty", valid_from=valid_from, valid_to=valid_to, result="passed"
        )


def make_draft(person_id: str, post_id: str, **changes: object) -> Draft:
    """A draft of eight hours from an hour ago, in the centre, with changes."""
    starts_at = changes.pop("starts_at", now() - timedelta(hours=1))
    assert isinstance(starts_at, datetime)
    values: dict[str, object] = {
        "person_id": person_id,
        "post_id": post_id,
        "seat": Seat.CENTRE,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=8),
        "force_kind": ForceKind.TRAFFIC,
    }
    return Draft(**(values | changes))  # type: ignore[arg-type]  # the test names the fields


def make_assignment(person_id: str, post_id: str, **changes: object) -> AssignmentFacts:
    """A stored assignment, by default of eight hours from an hour ago in the centre."""
    with unit_of_work():
        return service.assign(make_draft(person_id, post_id, **changes), person_id=None, at=now()).assignment
