"""The record kind `violation`: what is loaded for a batch, and the judgement of one record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Connection, Table

from backend.identity.queries import PersonFacts, load_persons
from backend.kernel.clock import from_ms, local_day_of_ms, now_ms
from backend.kernel.errors import FieldProblem, InvalidInput
from backend.records.kinds import Envelope, Judged, Kind
from backend.shifts.queries import AssignmentFacts, load_assignments
from backend.shifts.service import check_shift
from backend.violations import rules
from backend.violations.models import Violation
from backend.violations.procedure import Outcome, Party, procedure_for
from backend.violations.queries import load_code_lists
from backend.violations.rules import CodeEntry, CodeListInForce
from backend.violations.schemas import ViolationData
from backend.workdays.queries import day_types
from backend.workdays.rules import PENALTY_LIMITATION, DayType, deadline

PHOTOS_MIN = 2
_DAY_MS = 86_400_000
_DAYS_OFF = (DayType.WEEKEND, DayType.HOLIDAY)


@dataclass(frozen=True, slots=True)
class ViolationContext:
    """Everything that judging a batch needs. `now_ms` is the server's clock."""

    lists: Mapping[str, CodeListInForce]
    people: Mapping[str, PersonFacts]
    assignments: Mapping[str, AssignmentFacts]
    day_types: Mapping[str, DayType]
    now_ms: int


def load(connection: Connection, envelopes: Sequence[Envelope]) -> ViolationContext:
    """Code lists (kept in memory by content), authors and second officers: two small queries.

    Day types are read for acts on reserved lanes only, the one kind of act for which a day off matters.
    """
    now, lists = now_ms(), load_code_lists(connection)
    shifts = {envelope.shift for envelope in envelopes if envelope.shift}
    people = {envelope.author for envelope in envelopes}
    people |= {second for envelope in envelopes if (second := envelope.data["second_officer"])}
    on_lanes = [envelope.occurred_at for envelope in envelopes if _is_on_reserved_lane(envelope, lists)]
    days = {local_day_of_ms(at) for at in (now, *on_lanes)} if on_lanes else set()
    return ViolationContext(
        lists=lists,
        people=load_persons(connection, people),
        assignments=load_assignments(connection, shifts),
        day_types=day_types(connection, days),
        now_ms=now,
    )


def _is_on_reserved_lane(envelope: Envelope, lists: Mapping[str, CodeListInForce]) -> bool:
    named = lists.get(envelope.data["code_version"])
    entry = None if named is None else named.codes.get(envelope.data["code"])
    return entry is not None and rules.is_reserved_lane(entry)


def judge(envelope: Envelope, context: ViolationContext) -> Judged:
    """The law of one violation. Raises `InvalidInput` naming every field to mend."""
    data = envelope.data
    passed = _limitation_passed(envelope.occurred_at, context.now_ms)
    day = rules.day_to_judge_by(envelope.occurred_at, context.now_ms, limitation_passed=passed)
    plate, problems = rules.check_vehicle(data)
    entry = rules.find_code(context.lists, data["code_version"], data["code"], day)
    if isinstance(entry, FieldProblem):
        raise InvalidInput(fields=[*problems, entry])
    author = context.people.get(envelope.author)
    problems += rules.check_party(entry, Party(data["party"]))
    problems += rules.check_outcome(entry, Outcome(data["outcome"]))
    problems += _check_people(envelope, entry, author, context, day)
    problems += check_shift(envelope, context.assignments)
    if problems or author is None:
        raise InvalidInput(fields=problems)
    return Judged(
        headline=rules.headline(plate, entry, Party(data["party"]), data["place"]),
        row=_row(envelope, entry, author, plate),
        flags=_flags(envelope, entry, context.day_types.get(day))
        + (("limitation_passed",) if passed else ()),
        facets={"code": entry.code, "code_group": entry.group},
    )


def _limitation_passed(occurred_ms: int, now_ms: int) -> bool:
    """Have two years gone by since the act (处罚法36)? The calendar arithmetic is spared for recent acts."""
    if now_ms - occurred_ms < 700 * _DAY_MS:
        return False
    return from_ms(now_ms) > deadline(from_ms(occurred_ms), PENALTY_LIMITATION, {})


def _check_people(
    envelope: Envelope, entry: CodeEntry, author: PersonFacts | None, context: ViolationContext, day: str
) -> list[FieldProblem]:
    if author is None:
        return [FieldProblem("/author", "author_unknown", "查无此人", "There is no such person")]
    outcome, second_id = Outcome(envelope.data["outcome"]), envelope.data["second_officer"]
    second = context.people.get(second_id) if second_id else None
    return [
        *rules.check_enforcer(author, author.grants, entry, outcome, date.fromisoformat(day)),
        *rules.check_second_officer(entry, outcome, author, second_id, second),
    ]


def _flags(envelope: Envelope, entry: CodeEntry, day_type: DayType | None) -> tuple[str, ...]:
    flags = rules.photo_flags(
        [(photo.width, photo.height) for photo in envelope.photos],
        [photo.taken_at for photo in envelope.photos],
        parked=rules.is_parking(entry),
    )
    if day_type in _DAYS_OFF and rules.is_reserved_lane(entry):
        flags += ("reserved_lane_open",)
    return flags


def _row(envelope: Envelope, entry: CodeEntry, author: PersonFacts, plate: str | None) -> tuple[Any, ...]:
    data = envelope.data
    second = data["second_officer"]
    return (
        envelope.id,
        entry.code,
        data["code_version"],
        entry.group,
        data["party"],
        data["plate_kind"],
        plate,
        data["place"],
        data["direction"],
        data["facts"],
        data["outcome"],
        procedure_for(entry).value,
        data["channel"],
        author.id,
        author.kind,
        second,
        "officer" if second else None,
    )


VIOLATION = Kind(
    name="violation",
    schema=ViolationData,
    table=cast(Table, Violation.__table__),
    load=load,
    judge=judge,
    photos_min=PHOTOS_MIN,
    # 记分办法33(6): changing what was recorded against somebody is a named offence risk, never the author's alone.
    frozen=("code", "party", "outcome", "plate", "plate_kind"),
)
