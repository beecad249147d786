"""Reading units, people and devices. Core selects; nothing here changes anything."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select

from backend.identity.models import (
    Device,
    Person,
    Qualification,
    RoleAssignment,
    Unit,
)
from backend.identity.rules import descendants, is_qualified_on, is_valid_on
from backend.kernel.db import fetch, marks
from backend.kernel.errors import NotFound

AnyRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Grant:
    """Power to enforce against a party by a procedure; days inclusive."""

    party: str
    procedure: str
    valid_from: str
    valid_to: str | None


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What rules of other packages ask about a person."""

    id: str
    name: str
    badge_number: str
    kind: str
    unit_id: str
    status: str
    grants: tuple[Grant, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit of the tree."""

    id: str
    name: str
    kind: str
    parent_id: str | None
    code: str
    zone_code: str | None


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """A device and its public key (SPKI DER, base64url)."""

    id: str
    public_key: str
    label: str
    status: str
    registered_by: str


_WITH_GRANTS = (
    "SELECT person.id, person.name, person.badge_number, person.kind, person.unit_id, person.status,"
    " enforcement_grant.party, enforcement_grant.procedure, enforcement_grant.valid_from, enforcement_grant.valid_to"
    " FROM person LEFT JOIN enforcement_grant ON enforcement_grant.person_id = person.id"
    " WHERE person.id IN ({}) ORDER BY enforcement_grant.valid_from"
)


def load_persons(connection: Connection, ids: Collection[str]) -> dict[str, PersonFacts]:
    """Facts of these people, with all their grants of any date; unknown ids are left out. One query."""
    if not ids:
        return {}
    wanted = sorted(set(ids))
    people: dict[str, PersonFacts] = {}
    grants: dict[str, list[Grant]] = {}
    for *person, party, procedure, valid_from, valid_to in fetch(
        connection, _WITH_GRANTS.format(marks(len(wanted))), wanted
    ):
        held = grants.setdefault(person[0], [])
        if party is not None:
            held.append(Grant(party, procedure, valid_from, valid_to))
        people[person[0]] = PersonFacts(*person)
    return {
        person_id: replace(person, grants=tuple(grants[person_id])) for person_id, person in people.items()
    }


def units_of(connection: Connection, person_id: str) -> set[str]:
    """The units somebody belongs to or has ever held a role for."""
    sql = "SELECT unit_id FROM person WHERE id = ? UNION SELECT unit_id FROM role_assignment WHERE person_id = ?"
    return {row[0] for row in fetch(connection, sql, (person_id, person_id))}


def load_devices(connection: Connection, ids: Collection[str]) -> dict[str, DeviceFacts]:
    """Facts of these devices; unknown ids are left out."""
    if not ids:
        return {}
    rows = connection.execute(
        select(Device.id, Device.public_key, Device.label, Device.status, Device.registered_by).where(
            Device.id.in_(sorted(set(ids)))
        )
    )
    return {row.id: DeviceFacts(*row) for row in rows}


def list_units(connection: Connection) -> list[UnitFacts]:
    """The whole tree as a flat list: parents first, then by code."""
    rows = connection.execute(
        select(Unit.id, Unit.name, Unit.kind, Unit.parent_id, Unit.code, Unit.zone_code).order_by(Unit.code)
    )
    units = [UnitFacts(*row) for row in rows]
    parents = {unit.id: unit.parent_id for unit in units}
    return sorted(units, key=lambda unit: _depth(parents, unit.id))


def _depth(parents: dict[str, str | None], unit_id: str) -> int:
    depth, above = 0, parents.get(unit_id)
    while above is not None:
        depth, above = depth + 1, parents.get(above)
    return depth


def unit_and_below(connection: Connection, roots: Collection[str]) -> frozenset[str]:
    """These units and everything below them."""
    rows = connection.execute(select(Unit.id, Unit.parent_id))
    return descendants({row.id: row.parent_id for row in rows}, roots)


def get_unit(connection: Connection, unit_id: str) -> UnitFacts:
    """One unit. Raises `NotFound`."""
    row = connection.execute(
        select(Unit.id, Unit.name, Unit.kind, Unit.parent_id, Unit.code, Unit.zone_code).where(
            Unit.id == unit_id
        )
    ).one_or_none()
    if row is None:
        raise NotFound()
    return UnitFacts(*row)


def list_colleagues(connection: Connection, unit_ids: Collection[str]) -> list[PersonFacts]:
    """People in service of these units, by badge number, without grants: what a phone needs to name a partner."""
    rows = connection.execute(
        select(Person.id, Person.name, Person.badge_number, Person.kind, Person.unit_id, Person.status)
        .where(Person.unit_id.in_(sorted(set(unit_ids))), Person.status == "active")
        .order_by(Person.badge_number)
    )
    return [PersonFacts(*row) for row in rows]


def list_people(
    connection: Connection,
    *,
    where: ColumnElement[bool],
    unit_ids: Collection[str] | None,
    q: str | None,
    after: str | None,
    limit: int,
) -> list[dict[str, Any]]:
    """A page of people by badge number: those in reach (`where`), of these units, whose name or number fits `q`."""
    conditions = [where]
    if unit_ids is not None:
        conditions.append(Person.unit_id.in_(sorted(unit_ids)))
    if q:
        conditions.append(
            or_(Person.name.contains(q, autoescape=True), Person.badge_number.contains(q, autoescape=True))
        )
    if after is not None:
        conditions.append(Person.badge_number > after)
    rows = connection.execute(
        select(
            Person.id,
            Person.name,
            Person.badge_number,
            Person.kind,
            Person.status,
            Person.locked_until,
            Unit.id.label("unit_id"),
            Unit.name.label("unit_name"),
            Unit.kind.label("unit_kind"),
        )
        .join(Unit, Unit.id == Person.unit_id)
        .where(and_(*conditions))
        .order_by(Person.badge_number)
        .limit(limit)
    ).all()
    roles = roles_of(connection, [row.id for row in rows])
    return [_person_item(row, roles.get(row.id, [])) for row in rows]


def _person_item(row: AnyRow, roles: Sequence[AnyRow]) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "badge_number": row.badge_number,
        "kind": row.kind,
        "unit": {"id": row.unit_id, "name": row.unit_name, "kind": row.unit_kind},
        "status": row.status,
        "locked_until": row.locked_until,
        "roles": [
            {
                "role": role.role,
                "unit_id": role.unit_id,
                "valid_from": role.valid_from,
                "valid_to": role.valid_to,
            }
            for role in roles
        ],
    }


def roles_of(connection: Connection, ids: Collection[str]) -> dict[str, list[AnyRow]]:
    """Role assignments of any date by person, oldest first."""
    if not ids:
        return {}
    rows = connection.execute(
        select(
            RoleAssignment.person_id,
            RoleAssignment.role,
            RoleAssignment.unit_id,
            RoleAssignment.valid_from,
            RoleAssignment.valid_to,
        )
        .where(RoleAssignment.person_id.in_(sorted(set(ids))))
        .order_by(RoleAssignment.valid_from, RoleAssignment.role)
    )
    found: dict[str, list[AnyRow]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found


def list_devices(
    connection: Connection, *, where: ColumnElement[bool], after: str | None, limit: int
) -> list[AnyRow]:
    """A page of devices with the person who registered each, oldest first; `where` may use `Person` and `Device`."""
    conditions = [where] if after is None else [where, Device.id > after]
    return list(
        connection.execute(
            select(
                Device.id,
                Device.label,
                Device.platform,
                Device.thumbprint,
                Device.status,
                Device.registered_at,
                Device.revoked_at,
                Device.last_seen_at,
                Person.id.label("person_id"),
                Person.name.label("person_name"),
                Person.badge_number,
                Person.unit_id,
            )
            .join(Person, Person.id == Device.registered_by)
            .where(and_(*conditions))
            .order_by(Device.id)
            .limit(limit)
        )
    )


def list_unqualified(connection: Connection, ids: Collection[str], day: str) -> list[str]:
    """Those of these people who may not be on duty that day (道交法78, 沪道交条例71), sorted by id."""
    if not ids:
        return []
    rows = connection.execute(
        select(
            Qualification.person_id, Qualification.valid_from, Qualification.valid_to, Qualification.result
        ).where(Qualification.person_id.in_(sorted(set(ids))))
    )
    held: dict[str, list[tuple[str, str | None, str]]] = {}
    for row in rows:
        held.setdefault(row.person_id, []).append((row.valid_from, row.valid_to, row.result))
    return sorted(person for person in set(ids) if not is_qualified_on(day, held.get(person, [])))


def grants_on(connection: Connection, person_id: str, day: str) -> list[Grant]:
    """The grants of one person that hold on a day or later."""
    facts = load_persons(connection, [person_id]).get(person_id)
    if facts is None:
        return []
    return [
        grant
        for grant in facts.grants
        if grant.valid_from > day or is_valid_on(day, grant.valid_from, grant.valid_to)
    ]
