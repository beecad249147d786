"""Who may be rostered: the refusals and warnings of a draft assignment, as plain functions.

Only people with a valid qualification go on duty (道交法78, 沪道交条例71); an auxiliary works under a named officer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from backend.kernel.clock import SHANGHAI, local_day
from backend.kernel.errors import FieldProblem
from backend.shifts.rules import Seat, refuse_seat

SHIFT_MAX = timedelta(hours=16)
AUXILIARIES = frozenset({"duty_auxiliary", "clerical_auxiliary"})


class ForceKind(StrEnum):
    """From which force somebody stands on the post (工作方案(三)4、(十))."""

    TRAFFIC = "traffic"
    POLICE_STATION = "police_station"
    SPECIAL_POLICE = "special_police"
    ROTATION_FORCE = "rotation_force"
    OFFICE_REINFORCEMENT = "office_reinforcement"
    AUXILIARY = "auxiliary"


class DutyKind(StrEnum):
    """Routine duty, duty raised to a level, or an operation."""

    ROUTINE = "routine"
    GRADED = "graded"
    OPERATION = "operation"


@dataclass(frozen=True, slots=True)
class Draft:
    """An assignment that somebody wants to make."""

    person_id: str
    post_id: str
    seat: Seat
    starts_at: datetime
    ends_at: datetime
    force_kind: ForceKind
    duty_kind: DutyKind = DutyKind.ROUTINE
    supervising_officer_id: str | None = None

    @property
    def day(self) -> str:
        """The Shanghai day of the start."""
        return local_day(self.starts_at).isoformat()


class Member(Protocol):
    """What the rules need of a person."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def unit_id(self) -> str: ...
    @property
    def status(self) -> str: ...


class Place(Protocol):
    """What the rules need of a post."""

    @property
    def name(self) -> str: ...
    @property
    def zone(self) -> str: ...
    @property
    def active(self) -> bool: ...


class Slot(Protocol):
    """What the rules need of an assignment that stands."""

    @property
    def person_id(self) -> str: ...
    @property
    def post_id(self) -> str: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


@dataclass(frozen=True)
class Ground:
    """What is known when drafts are judged; `unqualified` holds (person, day)."""

    people: Mapping[str, Member]
    posts: Mapping[str, Place]
    unqualified: frozenset[tuple[str, str]]
    standing: Mapping[str, Sequence[Slot]]
    """Assignments that stand, by person."""


def refusals(draft: Draft, ground: Ground) -> list[FieldProblem]:
    """Everything that stands in the way of this draft."""
    return [
        *_check_times(draft),
        *_check_post(ground.posts.get(draft.post_id)),
        *_check_person(draft, ground),
        *_check_supervisor(draft, ground),
    ]


def _check_times(draft: Draft) -> list[FieldProblem]:
    if draft.ends_at <= draft.starts_at:
        return [
            FieldProblem(
                "/ends_at", "ends_before_start", "结束时间须晚于开始时间", "It must end after it starts"
            )
        ]
    if draft.ends_at - draft.starts_at > SHIFT_MAX:
        return [
            FieldProblem("/ends_at", "shift_too_long", "单班不得超过 16 小时", "A shift has at most 16 hours")
        ]
    return []


def _check_post(post: Place | None) -> list[FieldProblem]:
    if post is None:
        return [FieldProblem("/post", "post_unknown", "没有这个岗位", "There is no such post")]
    if not post.active:
        return [
            FieldProblem(
                "/post", "post_inactive", f"岗位“{post.name}”已停用", f"Post {post.name} is inactive"
            )
        ]
    return []


def _check_person(draft: Draft, ground: Ground) -> list[FieldProblem]:
    person = ground.people.get(draft.person_id)
    if person is None:
        return [FieldProblem("/person", "person_unknown", "查无此人", "There is no such person")]
    problems = []
    if person.status != "active":
        problems.append(
            FieldProblem(
                "/person", "person_not_active", f"{person.name} 已停职或离岗，不能排班", "Not in service"
            )
        )
    if (person.id, draft.day) in ground.unqualified:
        problems.append(
            FieldProblem(
                "/person",
                "person_not_qualified",
                f"{person.name} 在 {draft.day} 没有有效的上岗资格，不能排班",
                f"{person.name} has no valid qualification on {draft.day}",
            )
        )
    seat_refusal = refuse_seat(draft.seat, person.kind)
    if seat_refusal is not None:
        problems.append(FieldProblem("/seat", seat_refusal.code, seat_refusal.zh, seat_refusal.en))
    return problems + _check_overlap(draft, person, ground)


def _check_overlap(draft: Draft, person: Member, ground: Ground) -> list[FieldProblem]:
    for other in ground.standing.get(person.id, ()):
        if overlap(draft, other):
            post = ground.posts.get(other.post_id)
            where = "" if post is None else f"“{post.name}”"
            when = f"{_clock(other.starts_at)}–{_clock(other.ends_at)}"
            return [
                FieldProblem(
                    "/starts_at",
                    "overlaps_assignment",
                    f"{person.name} 已排班：{where}{when}，时间重叠",
                    f"{person.name} is on the roster {when} already",
                )
            ]
    return []


def _check_supervisor(draft: Draft, ground: Ground) -> list[FieldProblem]:
    person = ground.people.get(draft.person_id)
    is_auxiliary = person is not None and person.kind in AUXILIARIES
    if draft.supervising_officer_id is None:
        return [_supervisor("supervising_officer_needed")] if is_auxiliary else []
    officer = ground.people.get(draft.supervising_officer_id)
    if officer is None or officer.kind != "officer" or officer.status != "active":
        return [_supervisor("supervising_officer_not_an_officer")]
    return []


_SUPERVISOR: Mapping[str, tuple[str, str]] = {
    "supervising_officer_needed": (
        "辅警上岗须指定一名带岗民警",
        "An auxiliary needs a supervising officer",
    ),
    "supervising_officer_not_an_officer": (
        "带岗人员须为在岗民警",
        "The supervising officer must be an officer in service",
    ),
}


def _supervisor(code: str) -> FieldProblem:
    return FieldProblem("/supervising_officer", code, *_SUPERVISOR[code])


def overlap(one: Draft | Slot, other: Draft | Slot) -> bool:
    """Do two spans share a moment? One that starts when the other ends does not."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def is_supervised(draft: Draft, posts: Mapping[str, Place], officer_slots: Iterable[Slot]) -> bool:
    """Is the supervising officer on duty all the time of the draft, in the same zone? (沪道交条例71)"""
    zone = posts[draft.post_id].zone
    reached = draft.starts_at
    near = [slot for slot in officer_slots if slot.post_id in posts and posts[slot.post_id].zone == zone]
    for slot in sorted(near, key=lambda slot: slot.starts_at):
        if slot.starts_at <= reached < slot.ends_at:
            reached = slot.ends_at
    return reached >= draft.ends_at


def _clock(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime("%m-%d %H:%M")
