"""The roster and coverage over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import current_app

from backend.identity.access import current_actor
from backend.identity.queries import load_persons, unit_and_below
from backend.kernel import clock
from backend.kernel.db import db
from backend.kernel.errors import NotFound
from backend.kernel.http import Blueprint, language, requires
from backend.shifts import board, queries, service
from backend.shifts.roster import Draft, DutyKind, ForceKind
from backend.shifts.rules import Seat
from backend.shifts.schemas import (
    AssignmentIn,
    AssignmentItem,
    AssignmentMade,
    AssignmentPage,
    AssignmentQuery,
    CancelIn,
    Coverage,
    CoverageQuery,
)

blp = Blueprint("shifts", __name__, description="排班与到岗")

_WARNINGS: Mapping[str, tuple[str, str]] = {
    "supervisor_not_on_duty": (
        "带岗民警未在同一时段、同一辖区排班，请核对",
        "The supervising officer is not on the roster in the same time and area",
    )
}


@blp.route("/shifts/assignments")
@requires("roster.read")
@blp.arguments(AssignmentQuery, location="query")
@blp.response(200, AssignmentPage)
def list_assignments(args: dict[str, Any]) -> dict[str, Any]:
    """The roster as far as the caller's reach goes; one's own is always in it."""
    connection, scope = db.session.connection(), current_actor().scope("roster.read")
    return queries.list_assignments(
        connection,
        where=scope.where(*queries.reach()),
        day=None if args["day"] is None else args["day"].isoformat(),
        unit_ids=None if args["unit"] is None else unit_and_below(connection, [args["unit"]]),
        post_id=args["post"],
        person_id=args["person"],
        limit=args["limit"],
        cursor=args["cursor"],
    )


@blp.route("/shifts/assignments", methods=["POST"])
@requires("roster.write", writes=True)
@blp.arguments(AssignmentIn)
@blp.response(201, AssignmentMade)
def make_assignment(body: dict[str, Any]) -> dict[str, Any]:
    """Put somebody on a seat; refused with every reason against it."""
    actor = current_actor()
    _check_reach(body["person"])
    made = service.assign(_draft(body), person_id=actor.person_id, at=clock.now())
    [item] = queries.describe_assignments(db.session.connection(), [made.assignment])
    place = 0 if language() == "zh" else 1
    warnings = [{"code": code, "message": _WARNINGS[code][place]} for code in made.warnings]
    return item | {"warnings": warnings}


@blp.route("/shifts/assignments/<assignment_id>/cancel", methods=["POST"])
@requires("roster.write", writes=True)
@blp.arguments(CancelIn)
@blp.response(200, AssignmentItem)
def cancel_assignment(body: dict[str, Any], assignment_id: str) -> dict[str, Any]:
    """Call an assignment off; it stays with who, when and why."""
    actor, connection = current_actor(), db.session.connection()
    facts = queries.load_assignments(connection, [assignment_id]).get(assignment_id)
    if facts is None or not actor.scope("roster.write").allows_unit(facts.unit_id):
        raise NotFound()
    service.cancel_assignment(assignment_id, reason=body["reason"], person_id=actor.person_id, at=clock.now())
    [item] = queries.describe_assignments(connection, [facts])
    return item


@blp.route("/coverage")
@requires("coverage.read")
@blp.arguments(CoverageQuery, location="query")
@blp.response(200, Coverage)
def get_coverage(args: dict[str, Any]) -> dict[str, Any]:
    """Every post with duty at the instant: who should be there, who is, what needs attention first."""
    return board.get_coverage(
        db.session.connection(),
        at=args["at"] or clock.now(),
        scope=current_actor().scope("coverage.read"),
        grace=timedelta(minutes=current_app.config["LUQIN"].arrival_grace_min),
    )


def _check_reach(person_id: str) -> None:
    """Somebody outside the caller's reach is as unknown as somebody who does not exist."""
    person = load_persons(db.session.connection(), [person_id]).get(person_id)
    if person is None or not current_actor().scope("roster.write").allows_unit(person.unit_id):
        raise NotFound("查无此人", "There is no such person")


def _draft(body: dict[str, Any]) -> Draft:
    return Draft(
        person_id=body["person"],
        post_id=body["post"],
        seat=Seat(body["seat"]),
        starts_at=body["starts_at"],
        ends_at=body["ends_at"],
        force_kind=ForceKind(body["force_kind"]),
        duty_kind=DutyKind(body["duty_kind"]),
        supervising_officer_id=body["supervising_officer"],
    )
