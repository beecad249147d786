"""The record kinds `check_in` and `check_out`: what is loaded for a batch, and the judgement of one record.

A check-out and its check-in may arrive in any order, also in one batch, so a check-out is taken without its check-in;
which check-out closes which check-in is found when it is read. Position is evidence, never a gate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Connection, Table

from backend.identity.queries import PersonFacts, list_unqualified, load_persons
from backend.kernel.clock import from_ms, local_day_of_ms
from backend.kernel.errors import FieldProblem, InvalidInput
from backend.posts.queries import PostFacts, load_posts
from backend.posts.rules import judge_fix
from backend.records.kinds import Envelope, Judged, Kind
from backend.shifts.models import CheckIn, CheckOut
from backend.shifts.queries import AssignmentFacts, CheckInFacts, load_assignments, load_check_ins
from backend.shifts.rules import Seat, is_in_time, late_minutes, refuse_seat
from backend.shifts.schemas import CheckInData, CheckOutData

EARLY_MAX = timedelta(hours=2)
"""A check-in longer before the planned start than this belongs to another duty, or to a wrong clock."""
_SEAT_NAMES = {Seat.CENTRE: "路中指挥", Seat.ROADSIDE: "路边协管"}


@dataclass(frozen=True, slots=True)
class CheckInContext:
    """Everything that judging a batch of check-ins needs."""

    assignments: Mapping[str, AssignmentFacts]
    people: Mapping[str, PersonFacts]
    posts: Mapping[str, PostFacts]
    unqualified: frozenset[tuple[str, str]]


def check_shift(envelope: Envelope, assignments: Mapping[str, AssignmentFacts]) -> list[FieldProblem]:
    """The shift that a record names is an assignment of its author, or it names none."""
    if envelope.shift is None:
        return []
    slot = assignments.get(envelope.shift)
    if slot is None:
        return [FieldProblem("/shift", "shift_unknown", "没有这个班次", "There is no such shift")]
    if slot.person_id != envelope.author:
        return [FieldProblem("/shift", "shift_not_yours", "这不是您的班次", "It is not your shift")]
    return []


def load_for_check_in(connection: Connection, envelopes: Sequence[Envelope]) -> CheckInContext:
    """Assignments, authors, posts, and who has no valid qualification on the day."""
    authors_by_day: dict[str, set[str]] = {}
    for envelope in envelopes:
        authors_by_day.setdefault(local_day_of_ms(envelope.occurred_at), set()).add(envelope.author)
    return CheckInContext(
        assignments=load_assignments(
            connection, [e.data["assignment"] for e in envelopes if e.data["assignment"]]
        ),
        people=load_persons(connection, {envelope.author for envelope in envelopes}),
        posts=load_posts(connection, [envelope.post for envelope in envelopes if envelope.post]),
        unqualified=frozenset(
            (person_id, day)
            for day, authors in authors_by_day.items()
            for person_id in list_unqualified(connection, authors, day)
        ),
    )


def judge_check_in(envelope: Envelope, context: CheckInContext) -> Judged:
    """Seat and assignment. Raises `InvalidInput`; a changed post or no assignment is allowed, and flagged."""
    person, post = context.people.get(envelope.author), context.posts.get(envelope.post or "")
    seat = Seat(envelope.data["seat"])
    slot = context.assignments.get(envelope.data["assignment"] or "")
    problems = _check_in_problems(envelope, slot, post)
    refusal = refuse_seat(seat, person.kind) if person else None
    if refusal is not None:
        problems.append(FieldProblem("/data/seat", refusal.code, refusal.zh, refusal.en))
    if problems or post is None:
        raise InvalidInput(fields=problems)
    at = from_ms(envelope.occurred_at)
    planned = slot is not None and slot.cancelled_at is None and slot.post_id == post.id
    late_min = late_minutes(slot.starts_at, at) if slot is not None and planned else None
    flags = _check_in_flags(slot, post, seat, at)
    if (envelope.author, local_day_of_ms(envelope.occurred_at)) in context.unqualified:
        flags.append("not_qualified")
    return Judged(
        headline=_check_in_headline(post, seat, late_min, late="late_arrival" in flags, planned=planned),
        row=(
            envelope.id,
            None if slot is None else slot.id,
            envelope.author,
            post.id,
            seat.value,
            envelope.occurred_at,
            judge_fix(post, envelope.fix).verdict.value,
            planned,
            late_min,
            "" if slot is None else slot.force_kind,
        ),
        flags=tuple(flags),
    )


def _check_in_problems(
    envelope: Envelope, slot: AssignmentFacts | None, post: PostFacts | None
) -> list[FieldProblem]:
    problems = []
    named = envelope.data["assignment"]
    if post is None:
        problems.append(FieldProblem("/post", "post_required", "请选择岗位", "Choose a post"))
    if envelope.shift != named:
        problems.append(
            FieldProblem(
                "/shift", "shift_not_assignment", "班次与排班不一致", "The shift is not the assignment"
            )
        )
    if named is not None and slot is None:
        problems.append(
            FieldProblem(
                "/data/assignment", "assignment_unknown", "没有这条排班", "There is no such assignment"
            )
        )
    if slot is not None and slot.person_id != envelope.author:
        problems.append(
            FieldProblem(
                "/data/assignment", "assignment_not_yours", "这不是您的排班", "It is not your assignment"
            )
        )
    return problems


def _check_in_flags(slot: AssignmentFacts | None, post: PostFacts, seat: Seat, at: datetime) -> list[str]:
    flags = [] if post.active else ["post_inactive"]
    if slot is None:
        return [*flags, "unplanned"]
    checks = {
        "assignment_cancelled": slot.cancelled_at is not None,
        "other_post": slot.post_id != post.id,
        "other_seat": slot.seat != seat,
        "outside_shift_time": not slot.starts_at - EARLY_MAX <= at <= slot.ends_at,
        "late_arrival": not is_in_time(slot.starts_at, at) and at <= slot.ends_at,
    }
    return flags + [code for code, holds in checks.items() if holds]


def _check_in_headline(
    post: PostFacts, seat: Seat, late_min: int | None, *, late: bool, planned: bool
) -> str:
    parts = ["到岗", post.name, _SEAT_NAMES[seat]]
    if not planned:
        parts.append("计划外")
    elif late:
        parts.append(f"迟到 {late_min} 分钟")
    return " · ".join(parts)


@dataclass(frozen=True, slots=True)
class CheckOutContext:
    """The check-ins that are here already, and the posts that are named."""

    check_ins: Mapping[str, CheckInFacts]
    posts: Mapping[str, PostFacts]
    assignments: Mapping[str, AssignmentFacts]


def load_for_check_out(connection: Connection, envelopes: Sequence[Envelope]) -> CheckOutContext:
    """Check-ins and posts; a check-in of the same batch is not here yet."""
    return CheckOutContext(
        check_ins=load_check_ins(connection, [envelope.data["check_in"] for envelope in envelopes]),
        posts=load_posts(connection, [envelope.post for envelope in envelopes if envelope.post]),
        assignments=load_assignments(
            connection, {envelope.shift for envelope in envelopes if envelope.shift}
        ),
    )


def judge_check_out(envelope: Envelope, context: CheckOutContext) -> Judged:
    """Closes one's own check-in only. Raises `InvalidInput`.

    What is kept depends on this record alone, never on whether the check-in has arrived before it: the minutes on
    post are derived when they are read.
    """
    if problems := check_shift(envelope, context.assignments):
        raise InvalidInput(fields=problems)
    opened = context.check_ins.get(envelope.data["check_in"])
    if opened is not None and opened.person_id != envelope.author:
        raise InvalidInput(
            fields=[
                FieldProblem(
                    "/data/check_in", "check_in_not_yours", "这不是您的到岗记录", "It is not your check-in"
                )
            ]
        )
    post = context.posts.get(envelope.post or "")
    return Judged(
        headline=f"离岗 · {post.name}" if post else "离岗",
        row=(
            envelope.id,
            envelope.data["check_in"],
            envelope.author,
            envelope.post,
            envelope.occurred_at,
        ),
    )


CHECK_IN = Kind(
    name="check_in",
    schema=CheckInData,
    table=cast(Table, CheckIn.__table__),
    load=load_for_check_in,
    judge=judge_check_in,
)
CHECK_OUT = Kind(
    name="check_out",
    schema=CheckOutData,
    table=cast(Table, CheckOut.__table__),
    load=load_for_check_out,
    judge=judge_check_out,
    related=lambda data: (data["check_in"],),
)
