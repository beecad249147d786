"""The roster: putting people on seats, and calling it off. Also the door to the record kinds of this package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import insert

from backend.identity.queries import list_unqualified, load_persons
from backend.kernel.db import db
from backend.kernel.errors import FieldProblem, InvalidInput, NotFound
from backend.kernel.ids import new_id
from backend.posts.queries import load_posts
from backend.shifts.errors import AlreadyCancelled
from backend.shifts.models import Assignment
from backend.shifts.queries import AssignmentFacts, standing_assignments
from backend.shifts.record import CHECK_IN, CHECK_OUT, check_shift
from backend.shifts.roster import Draft, Ground, Slot, is_supervised, refusals

__all__ = ["CHECK_IN", "CHECK_OUT", "Made", "assign", "assign_many", "cancel_assignment", "check_shift"]


@dataclass(frozen=True, slots=True)
class Made:
    """A stored assignment, and the codes of what should be looked at."""

    assignment: AssignmentFacts
    warnings: tuple[str, ...]


def assign(draft: Draft, *, person_id: str | None, at: datetime) -> Made:
    """Put one person on one seat. Raises `InvalidInput` with every reason against it."""
    return assign_many([draft], person_id=person_id, at=at)[0]


def assign_many(drafts: Sequence[Draft], *, person_id: str | None, at: datetime) -> list[Made]:
    """Put many people on seats, all or none, in a handful of queries. Earlier drafts count for later ones.

    Raises `InvalidInput`; with several drafts the pointers begin with the place of the draft, `/3/person`.
    """
    if not drafts:
        return []
    ground = _ground(drafts)
    standing: dict[str, list[Slot]] = {person: list(slots) for person, slots in ground.standing.items()}
    ground = replace(ground, standing=standing)
    made: list[AssignmentFacts] = []
    for place, draft in enumerate(drafts):
        problems = refusals(draft, ground)
        if problems:
            raise InvalidInput(fields=problems if len(drafts) == 1 else _placed(problems, place))
        facts = _facts(draft, unit_id=ground.people[draft.person_id].unit_id)
        standing.setdefault(draft.person_id, []).append(facts)
        made.append(facts)
    rows = [_row(facts, person_id, at) for facts in made]
    db.session.execute(insert(Assignment), rows)
    return [Made(facts, _warnings(draft, ground)) for facts, draft in zip(made, drafts, strict=True)]


def cancel_assignment(assignment_id: str, *, reason: str, person_id: str, at: datetime) -> Assignment:
    """Call an assignment off; it stays with who, when and why. Raises `NotFound`, `AlreadyCancelled`."""
    assignment = db.session.get(Assignment, assignment_id)
    if assignment is None:
        raise NotFound()
    if assignment.cancelled_at is not None:
        raise AlreadyCancelled()
    assignment.cancelled_at, assignment.cancelled_by, assignment.cancel_reason = at, person_id, reason
    db.session.flush()
    return assignment


def _ground(drafts: Sequence[Draft]) -> Ground:
    connection = db.session.connection()
    supervisors = {draft.supervising_officer_id for draft in drafts if draft.supervising_officer_id}
    ids = {draft.person_id for draft in drafts} | supervisors
    standing = standing_assignments(
        connection,
        min(draft.starts_at for draft in drafts),
        max(draft.ends_at for draft in drafts),
        person_ids=ids,
    )
    by_day: dict[str, set[str]] = {}
    for draft in drafts:
        by_day.setdefault(draft.day, set()).add(draft.person_id)
    by_person: dict[str, list[Slot]] = {}
    for slot in standing:
        by_person.setdefault(slot.person_id, []).append(slot)
    return Ground(
        people=load_persons(connection, ids),
        posts=load_posts(
            connection, {slot.post_id for slot in standing} | {draft.post_id for draft in drafts}
        ),
        unqualified=frozenset(
            (person, day)
            for day, people in by_day.items()
            for person in list_unqualified(connection, people, day)
        ),
        standing=by_person,
    )


def _placed(problems: Sequence[FieldProblem], place: int) -> list[FieldProblem]:
    return [replace(problem, pointer=f"/{place}{problem.pointer}") for problem in problems]


def _facts(draft: Draft, *, unit_id: str) -> AssignmentFacts:
    return AssignmentFacts(
        id=new_id(),
        person_id=draft.person_id,
        unit_id=unit_id,
        post_id=draft.post_id,
        seat=draft.seat.value,
        day=draft.day,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        force_kind=draft.force_kind.value,
        duty_kind=draft.duty_kind.value,
        supervising_officer_id=draft.supervising_officer_id,
        cancelled_at=None,
    )


def _row(facts: AssignmentFacts, person_id: str | None, at: datetime) -> dict[str, object]:
    return {**asdict(facts), "created_by": person_id, "created_at": at}


def _warnings(draft: Draft, ground: Ground) -> tuple[str, ...]:
    officer = draft.supervising_officer_id
    if officer is None or is_supervised(draft, ground.posts, ground.standing.get(officer, ())):
        return ()
    return ("supervisor_not_on_duty",)
