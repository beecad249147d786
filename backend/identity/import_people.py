"""Judging lines about people: a pure function of the lines, the people known, and the units as they would be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from backend.identity.import_lines import BADGE_ORIGIN, Line
from backend.identity.import_units import Action, CellProblem, UnitBook, formula_problems
from backend.identity.labels import (
    PARTIES,
    PERSON_KINDS,
    PROCEDURES,
    RESULTS,
    ROLE_NAMES,
    ROLES,
    Word,
    read_words,
)
from backend.identity.rules import (
    Party,
    PersonKind,
    Procedure,
    Role,
    default_role,
    may_administer,
    may_give_role,
    may_hold_grant,
    may_hold_role,
    roles_agree,
)
from backend.identity.spreadsheet import read_day

_BADGE_NUMBER = re.compile(r"^[A-Z0-9]{3,20}$")
USUAL_BADGE_LENGTH = 6
_PADDED = range(4, 21)
_NAME = re.compile(r"^[^\W\d_][\w ·.'-]{0,29}$")
_GRANT_COLUMNS = ("grant_party", "grant_procedure", "grant_from", "grant_to", "grant_basis")


@dataclass(frozen=True)
class GrantPlan:
    """Power to give; days as ISO text."""

    party: str
    procedure: str
    valid_from: str
    valid_to: str | None
    basis: str


@dataclass(frozen=True)
class QualificationPlan:
    """An assessment to record; days as ISO text."""

    kind: str
    valid_from: str
    valid_to: str | None
    result: str


@dataclass(frozen=True)
class KnownPerson:
    """A stored person with what holds today or later."""

    id: str
    name: str
    kind: str
    unit_id: str
    roles: frozenset[Role]
    grants: frozenset[tuple[str, str, str, str | None]]
    """Party, procedure, from, to."""
    qualifications: frozenset[QualificationPlan]


@dataclass
class PersonPlan:
    """What would become of one line about a person."""

    line: Line
    badge_number: str
    name: str
    kind: PersonKind | None = None
    unit_key: str | None = None
    roles: list[Role] = field(default_factory=list)
    grants: list[GrantPlan] = field(default_factory=list)
    qualifications: list[QualificationPlan] = field(default_factory=list)
    existing: KnownPerson | None = None
    problems: list[CellProblem] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    @property
    def action(self) -> Action:
        """What applying would do."""
        if self.problems:
            return "refused"
        if self.existing is None:
            return "create"
        return "update" if self.changes else "unchanged"

    def refuse(self, column: str, code: str, value: str = "") -> None:
        """Note what is wrong with a cell."""
        self.problems.append(CellProblem(column, code, value))


@dataclass(frozen=True)
class Judge:
    """What people are judged by: who is known, the units as they would be, today, and who asks."""

    people: Mapping[str, KnownPerson]
    """By badge number."""
    units: UnitBook
    today: str
    author_id: str
    author_roles: frozenset[Role]


def judge_people(lines: Sequence[Line], judge: Judge) -> list[PersonPlan]:
    """Plans for all lines."""
    plans = [_read(line, judge) for line in lines]
    times = Counter(plan.badge_number for plan in plans if plan.badge_number)
    for plan in plans:
        if times[plan.badge_number] > 1:
            plan.refuse("badge_number", "badge_number_twice", plan.badge_number)
        _judge_kind(plan)
        _judge_unit(plan, judge)
        _judge_roles(plan, judge)
        _judge_move(plan, judge)
        _judge_grants(plan, judge)
        _judge_qualification(plan)
        _judge_old_powers(plan)
        _note_changes(plan)
        if plan.existing is not None and plan.existing.id == judge.author_id and plan.changes:
            plan.refuse("badge_number", "own_row", plan.badge_number)
    return plans


def _read(line: Line, judge: Judge) -> PersonPlan:
    badge_number = line.cell("badge_number").replace(" ", "").replace("-", "").upper()
    plan = PersonPlan(line, badge_number, line.cell("name"), existing=judge.people.get(badge_number))
    plan.problems += formula_problems(line)
    if plan.problems:
        return plan
    if not badge_number:
        plan.refuse("badge_number", "required")
    elif not _BADGE_NUMBER.match(badge_number):
        plan.refuse("badge_number", "badge_number_form", line.cell("badge_number"))
    else:
        _judge_badge_cell(plan, judge)
    if plan.name and not _NAME.match(plan.name):
        plan.refuse("name", "name_form", plan.name)
    elif not plan.name and plan.existing is None:
        plan.refuse("name", "required")
    if plan.existing is not None:
        plan.name = plan.name or plan.existing.name
        if not may_administer(judge.author_roles, plan.existing.roles):
            plan.refuse("badge_number", "not_yours_to_change", badge_number)
    return plan


def _judge_badge_cell(plan: PersonPlan, judge: Judge) -> None:
    """A spreadsheet's number has lost its leading zeros: taken as it is, 020103 would come in again as 20103."""
    origin, number = plan.line.cell(BADGE_ORIGIN), plan.badge_number
    if origin == "boolean":
        plan.refuse("badge_number", "badge_number_boolean", number)
    if origin != "number" or plan.existing is not None:
        return
    padded = next((number.zfill(width) for width in _PADDED if number.zfill(width) in judge.people), None)
    if padded is not None:
        plan.refuse("badge_number", "badge_number_known_with_zeros", padded)
    elif len(number) < USUAL_BADGE_LENGTH:
        plan.refuse("badge_number", "badge_number_not_text", number)


def _judge_kind(plan: PersonPlan) -> None:
    kind = _one_word(plan, "person_kind", PERSON_KINDS)
    if kind is None and plan.existing is not None:
        kind = PersonKind(plan.existing.kind)
    elif kind is None and not plan.line.cell("person_kind"):
        plan.refuse("person_kind", "required")
    plan.kind = kind


def _one_word(plan: PersonPlan, column: str, spellings: Mapping[str, Word]) -> Word | None:
    known, unknown = read_words(plan.line.cell(column), spellings)
    if unknown or len(known) > 1:
        plan.refuse(column, "not_known", plan.line.cell(column))
        return None
    return known[0] if known else None


def _judge_unit(plan: PersonPlan, judge: Judge) -> None:
    text = plan.line.cell("unit")
    if not text:
        if plan.existing is None:
            plan.refuse("unit", "required")
        else:
            plan.unit_key = plan.existing.unit_id
        return
    found = judge.units.find(text)
    if len(found) == 1:
        plan.unit_key = found[0].key
    elif plan.existing is not None and plan.existing.unit_id in {unit.key for unit in found}:
        plan.unit_key = plan.existing.unit_id
    else:
        plan.refuse("unit", "unit_ambiguous" if found else "unit_unknown", text)


def _judge_roles(plan: PersonPlan, judge: Judge) -> None:
    known, unknown = read_words(plan.line.cell("roles"), ROLES)
    for text in unknown:
        plan.refuse("roles", "not_known", text)
    if plan.kind is None:
        return
    if not known and not unknown and plan.existing is None and plan.unit_key is not None:
        role = default_role(plan.kind, judge.units.get(plan.unit_key).kind)
        known = [role] if role else []
    held = plan.existing.roles if plan.existing else frozenset()
    for role in known:
        if not may_hold_role(plan.kind, role):
            plan.refuse("roles", "role_not_for_kind", ROLE_NAMES[role])
        elif role not in held and not may_give_role(judge.author_roles, role, _unit_kind(plan, judge)):
            plan.refuse("roles", "role_reserved", ROLE_NAMES[role])
    if not roles_agree([*held, *known]):
        plan.refuse("roles", "admin_role_stands_alone")
    plan.roles = known


def _unit_kind(plan: PersonPlan, judge: Judge) -> str | None:
    return None if plan.unit_key is None else judge.units.get(plan.unit_key).kind


def _judge_move(plan: PersonPlan, judge: Judge) -> None:
    """Roles go along to the new unit: moving somebody gives them there."""
    old = plan.existing
    if old is None or plan.unit_key in (None, old.unit_id):
        return
    if not may_administer(judge.author_roles, old.roles):
        return  # said already, and of the whole row
    for role in sorted(old.roles):
        if not may_give_role(judge.author_roles, role, _unit_kind(plan, judge)):
            plan.refuse("unit", "role_goes_along", ROLE_NAMES[role])


def _judge_grants(plan: PersonPlan, judge: Judge) -> None:
    if not any(plan.line.cell(column) for column in _GRANT_COLUMNS) or plan.kind is None:
        return
    if not may_hold_grant(plan.kind):
        plan.refuse("grant_party", "auxiliary_grant")
        return
    parties = _words(plan, "grant_party", PARTIES) or [Party.ANY]
    procedures = _words(plan, "grant_procedure", PROCEDURES) or [Procedure.ANY]
    first, last = _period(plan, "grant_from", "grant_to", default=judge.today)
    basis = plan.line.cell("grant_basis")
    if not basis:
        plan.refuse("grant_basis", "required")
    plan.grants = [
        GrantPlan(party.value, procedure.value, first, last, basis)
        for party in parties
        for procedure in procedures
    ]


def _words(plan: PersonPlan, column: str, spellings: Mapping[str, Word]) -> list[Word]:
    known, unknown = read_words(plan.line.cell(column), spellings)
    for text in unknown:
        plan.refuse(column, "not_known", text)
    return known


def _judge_qualification(plan: PersonPlan) -> None:
    kind = plan.line.cell("qualification")
    if not kind:
        return
    if len(kind) > 40:
        plan.refuse("qualification", "length", kind)
    if not plan.line.cell("qualification_from"):
        plan.refuse("qualification_from", "required")
    first, last = _period(plan, "qualification_from", "qualification_to", default="")
    result = RESULTS.get(plan.line.cell("qualification_result") or "合格")
    if result is None:
        plan.refuse("qualification_result", "not_known", plan.line.cell("qualification_result"))
    else:
        plan.qualifications = [QualificationPlan(kind, first, last, result)]


def _period(plan: PersonPlan, from_column: str, to_column: str, *, default: str) -> tuple[str, str | None]:
    first, last = _day(plan, from_column) or default, _day(plan, to_column)
    if first and last and last < first:
        plan.refuse(to_column, "days_reversed", last)
    return first, last


def _day(plan: PersonPlan, column: str) -> str | None:
    text = plan.line.cell(column)
    if not text or text in ("长期", "-", "无"):
        return None
    day = read_day(text)
    if day is None:
        plan.refuse(column, "not_a_day", text)
    return day


def _judge_old_powers(plan: PersonPlan) -> None:
    """A change of kind must not leave somebody with roles or power that the new kind cannot hold."""
    old = plan.existing
    if old is None or plan.kind is None or plan.kind == old.kind:
        return
    for role in sorted(old.roles):
        if not may_hold_role(plan.kind, role):
            plan.refuse("person_kind", "role_not_for_kind", ROLE_NAMES[role])
    if old.grants and not may_hold_grant(plan.kind):
        plan.refuse("person_kind", "auxiliary_grant")


def _note_changes(plan: PersonPlan) -> None:
    """Leave only what is new, so that the same list twice changes nothing."""
    old = plan.existing
    if old is None or plan.problems:
        return
    from_given = bool(plan.line.cell("grant_from"))
    plan.roles = [role for role in plan.roles if role not in old.roles]
    plan.grants = [grant for grant in plan.grants if not _is_held(grant, old, from_given)]
    plan.qualifications = [item for item in plan.qualifications if item not in old.qualifications]
    differs = {
        "name": plan.name != old.name,
        "person_kind": plan.kind != old.kind,
        "unit": plan.unit_key != old.unit_id,
        "roles": bool(plan.roles),
        "grant_party": bool(plan.grants),
        "qualification": bool(plan.qualifications),
    }
    plan.changes = [column for column, changed in differs.items() if changed]


def _is_held(grant: GrantPlan, old: KnownPerson, from_given: bool) -> bool:
    """Whether the power is there already; a list without a first day means whatever began before."""
    return any(
        (party, procedure, valid_to) == (grant.party, grant.procedure, grant.valid_to)
        and (valid_from == grant.valid_from or (not from_given and valid_from <= grant.valid_from))
        for party, procedure, valid_from, valid_to in old.grants
    )
