"""Changing units, people, roles, powers and qualifications. Never commits: the edge does."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from backend.identity import queries
from backend.identity.access import Actor
from backend.identity.errors import (
    BadgeNumberTaken,
    GrantNotForAuxiliary,
    RoleNotForKind,
    RolesDisagree,
    UnitCodeTaken,
    password_refused,
)
from backend.identity.models import (
    EnforcementGrant,
    LoginSession,
    Person,
    Qualification,
    RoleAssignment,
    Unit,
)
from backend.identity.passwords import Passwords, generate_password
from backend.identity.queries import DeviceFacts
from backend.identity.rules import (
    FIRST_UNIT_CODE,
    Capability,
    Party,
    PersonKind,
    Procedure,
    Role,
    UnitKind,
    may_administer,
    may_hold_grant,
    may_hold_role,
    password_problem,
    roles_agree,
)
from backend.kernel.clock import local_day, now
from backend.kernel.db import db
from backend.kernel.errors import NotAllowed, NotFound


def create_unit(
    *, name: str, kind: UnitKind | str, parent_id: str | None, code: str, zone_code: str | None = None
) -> str:
    """Add a unit below `parent_id` and return its id. Raises `UnitCodeTaken`, `NotFound` for the parent."""
    if db.session.scalar(select(Unit.id).where(Unit.code == code)) is not None:
        raise UnitCodeTaken()
    if parent_id is not None and db.session.get(Unit, parent_id) is None:
        raise NotFound()
    unit = Unit(name=name, kind=UnitKind(kind).value, parent_id=parent_id, code=code, zone_code=zone_code)
    db.session.add(unit)
    db.session.flush()
    return unit.id


def create_person(
    *,
    name: str,
    badge_number: str,
    kind: PersonKind | str,
    unit_id: str,
    password_hash: str,
    must_change_password: bool = True,
) -> str:
    """Add a person in service and return the id. Raises `BadgeNumberTaken`, `NotFound` for the unit.

    `password_hash` is an encoded argon2 hash; whoever creates many people may hash once for all of them.
    """
    if db.session.scalar(select(Person.id).where(Person.badge_number == badge_number)) is not None:
        raise BadgeNumberTaken()
    if db.session.get(Unit, unit_id) is None:
        raise NotFound()
    person = Person(
        name=name,
        badge_number=badge_number,
        kind=PersonKind(kind).value,
        unit_id=unit_id,
        status="active",
        password_hash=password_hash,
        must_change_password=must_change_password,
        failed_logins=0,
    )
    db.session.add(person)
    db.session.flush()
    return person.id


def grant_role(
    *,
    person_id: str,
    role: Role | str,
    unit_id: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> str:
    """Give a role for a unit and what is below it, from today if no day is given.

    Raises `RoleNotForKind` when this kind of person cannot hold it, `RolesDisagree` when an administrator's role
    would stand beside another.
    """
    person, role = get_person(person_id), Role(role)
    if not may_hold_role(PersonKind(person.kind), role):
        raise RoleNotForKind()
    if not roles_agree([*roles_held(person_id, on=valid_from), role]):
        raise RolesDisagree()
    assignment = RoleAssignment(
        person_id=person_id,
        role=role.value,
        unit_id=unit_id,
        valid_from=_day_or_today(valid_from),
        valid_to=None if valid_to is None else valid_to.isoformat(),
    )
    db.session.add(assignment)
    db.session.flush()
    return assignment.id


def grant_enforcement(
    *,
    person_id: str,
    party: Party | str,
    procedure: Procedure | str,
    basis: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> str:
    """Give the power to enforce, with the document it rests on. Raises `GrantNotForAuxiliary` for all but officers."""
    person = get_person(person_id)
    if not may_hold_grant(PersonKind(person.kind)):
        raise GrantNotForAuxiliary()
    grant = EnforcementGrant(
        person_id=person_id,
        party=Party(party).value,
        procedure=Procedure(procedure).value,
        valid_from=_day_or_today(valid_from),
        valid_to=None if valid_to is None else valid_to.isoformat(),
        basis=basis,
    )
    db.session.add(grant)
    db.session.flush()
    return grant.id


def add_qualification(
    *, person_id: str, kind: str, valid_from: date, valid_to: date | None, result: str = "passed"
) -> str:
    """Record an assessment and its result (`passed` or `failed`)."""
    get_person(person_id)
    qualification = Qualification(
        person_id=person_id,
        kind=kind,
        valid_from=valid_from.isoformat(),
        valid_to=None if valid_to is None else valid_to.isoformat(),
        result=result,
    )
    db.session.add(qualification)
    db.session.flush()
    return qualification.id


def move_person(*, person_id: str, unit_id: str, today: date) -> None:
    """Move somebody to another unit; the roles held for the old unit go along."""
    person = get_person(person_id)
    if db.session.get(Unit, unit_id) is None:
        raise NotFound()
    old, person.unit_id = person.unit_id, unit_id
    day = today.isoformat()
    held = db.session.scalars(
        select(RoleAssignment).where(
            RoleAssignment.person_id == person_id,
            RoleAssignment.unit_id == old,
            RoleAssignment.valid_to.is_(None) | (RoleAssignment.valid_to >= day),
        )
    )
    for assignment in held:
        if assignment.valid_from >= day:
            assignment.unit_id = unit_id
            continue
        db.session.add(
            RoleAssignment(
                person_id=person_id,
                role=assignment.role,
                unit_id=unit_id,
                valid_from=day,
                valid_to=assignment.valid_to,
            )
        )
        assignment.valid_to = date.fromordinal(today.toordinal() - 1).isoformat()
    db.session.flush()


def set_password(*, person_id: str, password_hash: str, must_change: bool = False) -> None:
    """Replace a password by its encoded hash, and open the account."""
    person = get_person(person_id)
    person.password_hash = password_hash
    person.must_change_password = must_change
    person.password_changed_at = now()
    unlock(person_id)


def suspend_person(person_id: str) -> None:
    """Take somebody out of service: every session ends at once."""
    get_person(person_id).status = "suspended"
    end_sessions(person_id=person_id, reason="person_suspended")


def reinstate_person(person_id: str) -> None:
    """Put somebody back into service; they log in afresh."""
    get_person(person_id).status = "active"
    unlock(person_id)


def unlock(person_id: str) -> None:
    """Open an account that too many wrong passwords locked."""
    person = get_person(person_id)
    person.failed_logins = 0
    person.locked_until = None
    db.session.flush()


def end_sessions(
    *, person_id: str, reason: str, except_session: str | None = None, at: datetime | None = None
) -> None:
    """End the open sessions of a person, all or all but one."""
    statement = (
        update(LoginSession)
        .where(LoginSession.person_id == person_id, LoginSession.revoked_at.is_(None))
        .values(revoked_at=at or now(), reason=reason)
    )
    if except_session is not None:
        statement = statement.where(LoginSession.id != except_session)
    db.session.flush()
    db.session.execute(statement)


def get_person(person_id: str) -> Person:
    """The row of a person. Raises `NotFound`."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotFound()
    return person


def roles_held(person_id: str, on: date | None = None) -> list[Role]:
    """The roles somebody holds on a day (today if none is given) or will hold later."""
    day = _day_or_today(on)
    return [
        Role(role)
        for role in db.session.scalars(
            select(RoleAssignment.role).where(
                RoleAssignment.person_id == person_id,
                RoleAssignment.valid_to.is_(None) | (RoleAssignment.valid_to >= day),
            )
        )
    ]


def create_first_administrator(*, badge_number: str, name: str, password: str, passwords: Passwords) -> str:
    """The person with whom an empty installation begins: a system administrator in a root unit made if none exists.

    Returns the person's id. Raises `InvalidInput` when the password is too weak, `BadgeNumberTaken`.
    """
    problem = password_problem(password, badge_number=badge_number)
    if problem is not None:
        raise password_refused("password", problem)
    root = db.session.scalar(select(Unit.id).where(Unit.parent_id.is_(None)).order_by(Unit.code))
    if root is None:
        root = create_unit(name="公安分局", kind=UnitKind.BRANCH, parent_id=None, code=FIRST_UNIT_CODE)
    person_id = create_person(
        name=name,
        badge_number=badge_number,
        kind=PersonKind.CIVILIAN,
        unit_id=root,
        password_hash=passwords.hash(password),
        must_change_password=False,
    )
    grant_role(person_id=person_id, role=Role.SYSTEM_ADMIN, unit_id=root)
    return person_id


def reset_password(person_id: str, passwords: Passwords) -> str:
    """Give a new initial password, returned once, and end every session."""
    password = generate_password()
    set_password(person_id=person_id, password_hash=passwords.hash_generated(password), must_change=True)
    end_sessions(person_id=person_id, reason="password_reset")
    return password


def get_device(device_id: str) -> DeviceFacts:
    """Facts of a device. Raises `NotFound`."""
    found = queries.load_devices(db.session.connection(), [device_id]).get(device_id)
    if found is None:
        raise NotFound()
    return found


def get_account_in_reach(actor: Actor, person_id: str, capability: Capability) -> Person:
    """The account of somebody else that the actor may change with this capability.

    Raises `NotFound` for people out of reach, `NotAllowed` for oneself and for administrators unless the actor is
    the system administrator.
    """
    person = get_person(person_id)
    if not actor.scope(capability).allows_unit(person.unit_id):
        raise NotFound()
    if person.id == actor.person_id:
        raise NotAllowed("不能对自己的账号执行此操作", "You cannot do this to your own account")
    if not may_administer(actor.roles, roles_held(person_id)):
        raise NotAllowed(
            "管理员账号只能由系统管理员处理", "Only the system administrator changes administrators"
        )
    return person


def describe_me(actor: Actor) -> dict[str, Any]:
    """`Me` of the contract: who the actor is, what they may do and how far, ready for JSON."""
    connection = db.session.connection()
    unit = queries.get_unit(connection, actor.unit_id)
    grants = queries.grants_on(connection, actor.person_id, _day_or_today(None))
    return {
        "person": {
            "id": actor.person_id,
            "name": actor.name,
            "badge_number": actor.badge_number,
            "kind": actor.kind,
            "unit": {"id": unit.id, "name": unit.name, "kind": unit.kind},
        },
        "roles": [role.value for role in actor.roles],
        "capabilities": sorted(actor.scopes),
        "scopes": actor.levels(),
        "grants": [asdict(grant) for grant in grants],
        "must_change_password": actor.must_change_password,
    }


def is_empty() -> bool:
    """Whether nobody is known yet: the installation asks for its first administrator."""
    return db.session.scalar(select(Person.id).limit(1)) is None


def _day_or_today(day: date | None) -> str:
    return (day or local_day(now())).isoformat()
