"""Who may do what, as plain functions and one visible table. No database, no clock of its own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from types import MappingProxyType


class PersonKind(StrEnum):
    """What somebody is in law, whatever they do in the software."""

    OFFICER = "officer"
    DUTY_AUXILIARY = "duty_auxiliary"
    CLERICAL_AUXILIARY = "clerical_auxiliary"
    CIVILIAN = "civilian"


AUXILIARY_KINDS = frozenset({PersonKind.DUTY_AUXILIARY, PersonKind.CLERICAL_AUXILIARY})


class UnitKind(StrEnum):
    """Parts of a district branch (domain words)."""

    BRANCH = "branch"
    LEADERSHIP = "leadership"
    COMMAND_OFFICE = "command_office"
    TRAFFIC_DETACHMENT = "traffic_detachment"
    DUTY_DESK = "duty_desk"
    ANALYSIS_ROOM = "analysis_room"
    INSPECTION_GROUP = "inspection_group"
    BATTALION = "battalion"
    SQUAD = "squad"
    BEAT_AREA = "beat_area"
    POLICE_STATION = "police_station"
    SUPERVISION_DETACHMENT = "supervision_detachment"
    SPECIAL_POLICE = "special_police"
    PERSONNEL_OFFICE = "personnel_office"
    ROTATION_FORCE = "rotation_force"
    OFFICE_REINFORCEMENT = "office_reinforcement"
    LEGAL_OFFICE = "legal_office"
    TECHNOLOGY_OFFICE = "technology_office"
    OTHER = "other"


FIRST_UNIT_CODE = "ROOT"
"""The branch that is made with the first administrator; the first list gives it its name."""


class Role(StrEnum):
    """What somebody does in the software; held for a unit and what is below it."""

    OFFICER = "officer"
    AUXILIARY = "auxiliary"
    SHIFT_LEADER = "shift_leader"
    INSPECTOR = "inspector"
    SUPERVISOR = "supervisor"
    COMMAND_OFFICE = "command_office"
    ANALYST = "analyst"
    LEGAL_REVIEWER = "legal_reviewer"
    PERSONNEL_OFFICE = "personnel_office"
    LEADER = "leader"
    STATION_OFFICER = "station_officer"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


ADMIN_ROLES = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


LISTED_ROLES = frozenset({Role.OFFICER, Role.AUXILIARY, Role.STATION_OFFICER, Role.SHIFT_LEADER})
"""Roles of street and station: whoever looks after the lists of people may give them."""


class Capability(StrEnum):
    """What a route asks for."""

    SELF = "self"
    RECORD_WRITE = "record.write"
    RECORD_READ = "record.read"
    COVERAGE_READ = "coverage.read"
    ROSTER_READ = "roster.read"
    ROSTER_WRITE = "roster.write"
    STATISTICS_READ = "statistics.read"
    PEOPLE_READ = "people.read"
    PEOPLE_MANAGE = "people.manage"
    DEVICE_MANAGE = "device.manage"
    CODES_MANAGE = "codes.manage"
    CALENDAR_MANAGE = "calendar.manage"
    LEDGER_READ = "ledger.read"
    AUDIT_READ = "audit.read"


class Level(IntEnum):
    """How far a capability reaches; the widest of several roles counts."""

    OWN = 1
    UNIT = 2
    BRANCH = 3


class Party(StrEnum):
    """Against whom a grant holds."""

    ANY = "any"
    MOTOR = "motor"
    NONMOTOR = "nonmotor"
    PEDESTRIAN = "pedestrian"
    PASSENGER = "passenger"


class Procedure(StrEnum):
    """By which procedure a grant holds: on the spot, with a later hearing, or parking notices only."""

    ANY = "any"
    SIMPLE = "simple"
    ORDINARY = "ordinary"
    PARKING_NOTICE = "parking_notice"


OWN, UNIT, BRANCH = Level.OWN, Level.UNIT, Level.BRANCH
C = Capability

# The whole of access on one screen. Whatever is not written here is refused.
POWERS: Mapping[Role, Mapping[Capability, Level]] = MappingProxyType(
    {
        Role.OFFICER: {C.RECORD_WRITE: OWN, C.RECORD_READ: OWN, C.ROSTER_READ: OWN},
        Role.AUXILIARY: {C.RECORD_WRITE: OWN, C.RECORD_READ: OWN, C.ROSTER_READ: OWN},
        Role.STATION_OFFICER: {C.RECORD_WRITE: OWN, C.RECORD_READ: OWN, C.ROSTER_READ: OWN},
        Role.SHIFT_LEADER: {
            C.RECORD_WRITE: OWN,
            C.RECORD_READ: UNIT,
            C.COVERAGE_READ: UNIT,
            C.ROSTER_READ: UNIT,
            C.ROSTER_WRITE: UNIT,
            C.STATISTICS_READ: UNIT,
            C.PEOPLE_READ: UNIT,
            C.DEVICE_MANAGE: UNIT,
        },
        Role.INSPECTOR: {
            C.RECORD_WRITE: OWN,
            C.RECORD_READ: BRANCH,
            C.COVERAGE_READ: BRANCH,
            C.ROSTER_READ: BRANCH,
            C.STATISTICS_READ: BRANCH,
        },
        Role.SUPERVISOR: {
            C.RECORD_WRITE: OWN,
            C.RECORD_READ: BRANCH,
            C.COVERAGE_READ: BRANCH,
            C.ROSTER_READ: BRANCH,
            C.STATISTICS_READ: BRANCH,
            C.PEOPLE_READ: BRANCH,
            C.LEDGER_READ: BRANCH,
        },
        Role.COMMAND_OFFICE: {
            C.RECORD_READ: BRANCH,
            C.COVERAGE_READ: BRANCH,
            C.ROSTER_READ: BRANCH,
            C.ROSTER_WRITE: BRANCH,
            C.STATISTICS_READ: BRANCH,
            C.PEOPLE_READ: BRANCH,
            C.CODES_MANAGE: BRANCH,
            C.CALENDAR_MANAGE: BRANCH,
            C.LEDGER_READ: BRANCH,
        },
        Role.ANALYST: {C.RECORD_READ: BRANCH, C.COVERAGE_READ: BRANCH, C.STATISTICS_READ: BRANCH},
        Role.LEGAL_REVIEWER: {
            C.RECORD_READ: BRANCH,
            C.STATISTICS_READ: BRANCH,
            C.CODES_MANAGE: BRANCH,
            C.LEDGER_READ: BRANCH,
        },
        Role.PERSONNEL_OFFICE: {C.ROSTER_READ: BRANCH, C.PEOPLE_READ: BRANCH, C.PEOPLE_MANAGE: BRANCH},
        Role.LEADER: {
            C.RECORD_READ: UNIT,
            C.COVERAGE_READ: UNIT,
            C.ROSTER_READ: UNIT,
            C.STATISTICS_READ: UNIT,
            C.PEOPLE_READ: UNIT,
            C.LEDGER_READ: UNIT,
        },
        # Three separate people, and none of them handles a case (GB/T 22239, level 3).
        Role.SYSTEM_ADMIN: {C.PEOPLE_READ: BRANCH, C.PEOPLE_MANAGE: BRANCH, C.DEVICE_MANAGE: BRANCH},
        Role.SECURITY_ADMIN: {C.PEOPLE_READ: BRANCH, C.DEVICE_MANAGE: BRANCH, C.LEDGER_READ: BRANCH},
        Role.AUDIT_ADMIN: {C.LEDGER_READ: BRANCH, C.AUDIT_READ: BRANCH},
    }
)

_SWORN = frozenset({PersonKind.OFFICER})
_OFFICE = frozenset({PersonKind.OFFICER, PersonKind.CIVILIAN})
HOLDERS: Mapping[Role, frozenset[PersonKind]] = MappingProxyType(
    {
        **dict.fromkeys(Role, _SWORN),
        Role.AUXILIARY: AUXILIARY_KINDS,
        Role.ANALYST: _OFFICE | {PersonKind.CLERICAL_AUXILIARY},
        **dict.fromkeys(ADMIN_ROLES, _OFFICE),
    }
)
"""Who may hold a role: an auxiliary never leads, inspects, reviews or enforces (沪道交条例71)."""


def capabilities_of(roles: Iterable[tuple[Role, str]]) -> dict[Capability, tuple[Level, frozenset[str]]]:
    """Capabilities from roles and their units: the level, and for `UNIT` the units from which it reaches down."""
    found: dict[Capability, tuple[Level, frozenset[str]]] = {Capability.SELF: (Level.OWN, frozenset())}
    for role, unit_id in roles:
        for capability, level in POWERS[role].items():
            roots = frozenset({unit_id}) if level is Level.UNIT else frozenset()
            held, held_roots = found.get(capability, (level, frozenset()))
            found[capability] = (max(held, level), held_roots | roots)
    return found


def may_hold_role(kind: PersonKind, role: Role) -> bool:
    """Whether a person of this kind may be given the role."""
    return kind in HOLDERS[role]


def roles_agree(roles: Iterable[Role]) -> bool:
    """Whether one person may hold these together: an administrator's role stands alone."""
    held = frozenset(roles)
    return len(held) <= 1 or not held & ADMIN_ROLES


def may_hold_grant(kind: PersonKind) -> bool:
    """Whether a person of this kind may be given enforcement power: officers only (沪道交条例71, 执法规范5)."""
    return kind is PersonKind.OFFICER


def may_administer(actor_roles: Iterable[Role], target_roles: Iterable[Role]) -> bool:
    """Whether somebody may change the account of somebody else: administrators answer to the system administrator."""
    return not frozenset(target_roles) & ADMIN_ROLES or Role.SYSTEM_ADMIN in frozenset(actor_roles)


def may_give_role(giver_roles: Iterable[Role], role: Role, unit_kind: str | None) -> bool:
    """Whether somebody may give a role for a unit of this kind: what reaches over the branch is not theirs to give.

    A shift leader of the branch itself would see all of it, so that too is for the system administrator.
    """
    if Role.SYSTEM_ADMIN in frozenset(giver_roles):
        return True
    return role in LISTED_ROLES and not (role is Role.SHIFT_LEADER and unit_kind == UnitKind.BRANCH)


def default_role(kind: PersonKind, unit_kind: str) -> Role | None:
    """The role of a new person for whom the list names none."""
    if kind is PersonKind.DUTY_AUXILIARY:
        return Role.AUXILIARY
    if kind is not PersonKind.OFFICER:
        return None
    return Role.STATION_OFFICER if unit_kind == UnitKind.POLICE_STATION else Role.OFFICER


def is_valid_on(day: str, valid_from: str, valid_to: str | None) -> bool:
    """Whether an ISO day lies in a period; both ends belong to it, no end means for good."""
    return valid_from <= day and (valid_to is None or day <= valid_to)


def is_qualified_on(day: str, qualifications: Iterable[tuple[str, str | None, str]]) -> bool:
    """Whether somebody may be on duty that day, by (valid_from, valid_to, result) of their assessments.

    Those who fail the assessment may not work (道交法78, 沪道交条例71): a failure that starts later than the pass
    stands until the next pass.
    """
    decisive = max(
        (item for item in qualifications if is_valid_on(day, item[0], item[1])),
        key=lambda item: (item[0], item[2] == "failed"),
        default=None,
    )
    return decisive is not None and decisive[2] == "passed"


def after_failure(
    *, failed: int, locked_until: datetime | None, now: datetime, limit: int, lock_s: int
) -> tuple[int, datetime | None]:
    """Failures and lock after one more wrong password. Per account, never per address."""
    if locked_until is not None and locked_until <= now:
        failed = 0
    failed += 1
    return failed, (now + timedelta(seconds=lock_s) if failed >= limit else None)


def lock_left_s(locked_until: datetime | None, now: datetime) -> int:
    """Seconds until the account opens again, rounded up; 0 when it is open."""
    if locked_until is None or locked_until <= now:
        return 0
    return -int((now - locked_until) // timedelta(seconds=1))


PASSWORD_MIN = 8
PASSWORD_MAX = 128
_CLASSES = (re.compile("[a-z]"), re.compile("[A-Z]"), re.compile("[0-9]"), re.compile("[^a-zA-Z0-9]"))


def password_problem(password: str, *, badge_number: str = "") -> str | None:
    """The code of what is wrong with a new password, or None. At least 8 characters, 3 of 4 classes."""
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        return "password_length"
    if sum(1 for pattern in _CLASSES if pattern.search(password)) < 3:
        return "password_classes"
    if badge_number and badge_number.lower() in password.lower():
        return "password_has_badge_number"
    return None


def descendants(parents: Mapping[str, str | None], roots: Iterable[str]) -> frozenset[str]:
    """The roots and every unit below them, from a map of unit to parent."""
    children: defaultdict[str | None, list[str]] = defaultdict(list)
    for unit, parent in parents.items():
        children[parent].append(unit)
    found: set[str] = set()
    waiting = [root for root in roots if root in parents]
    while waiting:
        unit = waiting.pop()
        if unit not in found:
            found.add(unit)
            waiting.extend(children[unit])
    return frozenset(found)


def makes_circle(parents: Mapping[str, str | None], unit: str, new_parent: str) -> bool:
    """Whether hanging `unit` below `new_parent` would make the tree bite its tail."""
    return new_parent in descendants({**parents, unit: parents.get(unit)}, [unit])


def is_idle_too_long(last_used: datetime, now: datetime, idle_days: int) -> bool:
    """Whether a session rested longer than allowed."""
    return now - last_used > timedelta(days=idle_days)


def is_too_old(created: datetime, now: datetime, absolute_days: int) -> bool:
    """Whether a session reached its end however busy it was."""
    return now - created > timedelta(days=absolute_days)
