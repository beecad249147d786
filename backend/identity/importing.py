"""Bringing lists of units and people in: preview, then everything that was not refused in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, select

from backend.identity import queries, service
from backend.identity.access import Actor
from backend.identity.errors import ImportAlreadyApplied
from backend.identity.import_lines import Line, Lines
from backend.identity.import_people import (
    Judge,
    KnownPerson,
    PersonPlan,
    QualificationPlan,
    judge_people,
)
from backend.identity.import_units import UnitPlan, judge_units
from backend.identity.models import EnforcementGrant, ImportPreview, Person, Qualification, Unit
from backend.identity.passwords import Passwords, generate_password
from backend.identity.rules import Role
from backend.kernel.clock import local_day, now
from backend.kernel.db import db
from backend.kernel.errors import NotFound

Plan = UnitPlan | PersonPlan


@dataclass(frozen=True)
class Plans:
    """Everything a list would do."""

    units: list[UnitPlan]
    people: list[PersonPlan]

    def in_order(self) -> list[Plan]:
        """As the rows stand in the file."""
        order: dict[str, int] = {}
        plans: list[Plan] = [*self.units, *self.people]
        for plan in plans:
            order.setdefault(plan.line.sheet, len(order))
        return sorted(plans, key=lambda plan: (order[plan.line.sheet], plan.line.row))

    def counts(self) -> dict[str, int]:
        """How many rows of each action."""
        counted = Counter([*(plan.action for plan in self.units), *(plan.action for plan in self.people)])
        return {action: counted[action] for action in ("create", "update", "unchanged", "refused")}


@dataclass(frozen=True)
class InitialPassword:
    """Told once, to be handed over and changed."""

    badge_number: str
    name: str
    password: str


@dataclass(frozen=True)
class Applied:
    """What was done."""

    plans: Plans
    passwords: list[InitialPassword]


def keep_preview(actor: Actor, lines: Lines, raw: bytes) -> str:
    """Store the lines of a file so that they can be applied; returns the id of the preview."""
    preview = ImportPreview(
        author_id=actor.person_id,
        created_at=now(),
        file_hash=sha256(raw).hexdigest(),
        rows=[line.as_json() for line in lines.lines],
    )
    db.session.add(preview)
    db.session.flush()
    return preview.id


def judge(actor: Actor, lines: Sequence[Line]) -> Plans:
    """What these lines would do now."""
    connection = db.session.connection()
    people_lines = [line for line in lines if line.subject == "person"]
    units, book = judge_units(
        [line for line in lines if line.subject == "unit"],
        {unit.id: unit for unit in queries.list_units(connection)},
    )
    people = judge_people(
        people_lines,
        Judge(
            people=_known_people(connection),
            units=book,
            today=local_day(now()).isoformat(),
            author_id=actor.person_id,
            author_roles=frozenset(actor.roles),
        ),
    )
    return Plans(units, people)


def apply_preview(actor: Actor, import_id: str, passwords: Passwords) -> Applied:
    """Do what the preview says, judged anew against what is stored now. Refused rows are left out.

    Raises `NotFound` for a preview of somebody else, `ImportAlreadyApplied`.
    """
    preview = db.session.get(ImportPreview, import_id, with_for_update=True)
    if preview is None or preview.author_id != actor.person_id:
        raise NotFound()
    if preview.applied_at is not None:
        raise ImportAlreadyApplied()
    plans = judge(actor, [Line.from_json(row) for row in preview.rows])
    keys = _apply_units(plans.units)
    made = [password for plan in plans.people if (password := _apply_person(plan, keys, passwords))]
    preview.applied_at = now()
    db.session.flush()
    return Applied(plans, made)


def _known_people(connection: Connection) -> dict[str, KnownPerson]:
    """Everybody by badge number, with roles and grants of today and later. Four queries however long the list is."""
    today = local_day(now()).isoformat()
    rows = connection.execute(
        select(Person.id, Person.badge_number, Person.name, Person.kind, Person.unit_id)
    ).all()
    roles: dict[str, set[Role]] = {}
    for person_id, held in queries.roles_of(connection, [row.id for row in rows]).items():
        roles[person_id] = {Role(row.role) for row in held if row.valid_to is None or row.valid_to >= today}
    grants = _grants(connection, today)
    qualifications = _qualifications(connection)
    return {
        row.badge_number: KnownPerson(
            row.id,
            row.name,
            row.kind,
            row.unit_id,
            frozenset(roles.get(row.id, ())),
            frozenset(grants.get(row.id, ())),
            frozenset(qualifications.get(row.id, ())),
        )
        for row in rows
    }


def _grants(connection: Connection, today: str) -> dict[str, set[tuple[str, str, str, str | None]]]:
    found: dict[str, set[tuple[str, str, str, str | None]]] = {}
    for row in connection.execute(
        select(
            EnforcementGrant.person_id,
            EnforcementGrant.party,
            EnforcementGrant.procedure,
            EnforcementGrant.valid_from,
            EnforcementGrant.valid_to,
        ).where(EnforcementGrant.valid_to.is_(None) | (EnforcementGrant.valid_to >= today))
    ):
        found.setdefault(row.person_id, set()).add((row.party, row.procedure, row.valid_from, row.valid_to))
    return found


def _qualifications(connection: Connection) -> dict[str, set[QualificationPlan]]:
    found: dict[str, set[QualificationPlan]] = {}
    for row in connection.execute(
        select(
            Qualification.person_id,
            Qualification.kind,
            Qualification.valid_from,
            Qualification.valid_to,
            Qualification.result,
        )
    ):
        item = QualificationPlan(row.kind, row.valid_from, row.valid_to, row.result)
        found.setdefault(row.person_id, set()).add(item)
    return found


def _apply_units(plans: Sequence[UnitPlan]) -> Mapping[str, str]:
    """Make and change units, parents before children; key → id of all that were touched."""
    ids: dict[str, str] = {plan.key: plan.existing.id for plan in plans if plan.existing is not None}
    waiting = [plan for plan in plans if plan.action in ("create", "update")]
    new = {plan.key for plan in waiting if plan.action == "create"}
    while waiting:
        ready = [plan for plan in waiting if plan.parent_key not in new or plan.parent_key in ids]
        for plan in ready:
            parent_id = ids.get(plan.parent_key, plan.parent_key) if plan.parent_key else None
            ids[plan.key] = _apply_unit(plan, parent_id)
        waiting = [plan for plan in waiting if plan not in ready]
    return ids


def _apply_unit(plan: UnitPlan, parent_id: str | None) -> str:
    if plan.existing is None:
        return service.create_unit(
            name=plan.name, kind=plan.kind, parent_id=parent_id, code=plan.code, zone_code=plan.zone_code
        )
    unit = db.session.get_one(Unit, plan.existing.id)
    unit.name, unit.kind, unit.parent_id, unit.zone_code = plan.name, plan.kind, parent_id, plan.zone_code
    db.session.flush()
    return unit.id


def _apply_person(plan: PersonPlan, keys: Mapping[str, str], passwords: Passwords) -> InitialPassword | None:
    if plan.action not in ("create", "update") or plan.kind is None or plan.unit_key is None:
        return None
    unit_id = keys.get(plan.unit_key, plan.unit_key)
    password = None
    if plan.existing is None:
        password = InitialPassword(plan.badge_number, plan.name, generate_password())
        person_id = service.create_person(
            name=plan.name,
            badge_number=plan.badge_number,
            kind=plan.kind,
            unit_id=unit_id,
            password_hash=passwords.hash_generated(password.password),
        )
    else:
        person_id = plan.existing.id
        _change_person(plan, unit_id)
    _give_powers(plan, person_id, unit_id)
    return password


def _change_person(plan: PersonPlan, unit_id: str) -> None:
    old = plan.existing
    if old is None or plan.kind is None:
        return
    person = service.get_person(old.id)
    person.name, person.kind = plan.name, plan.kind.value
    if unit_id != old.unit_id:
        service.move_person(person_id=old.id, unit_id=unit_id, today=local_day(now()))
    db.session.flush()


def _give_powers(plan: PersonPlan, person_id: str, unit_id: str) -> None:
    for role in plan.roles:
        service.grant_role(person_id=person_id, role=role, unit_id=unit_id)
    for grant in plan.grants:
        service.grant_enforcement(
            person_id=person_id,
            party=grant.party,
            procedure=grant.procedure,
            basis=grant.basis,
            valid_from=date.fromisoformat(grant.valid_from),
            valid_to=None if grant.valid_to is None else date.fromisoformat(grant.valid_to),
        )
    for item in plan.qualifications:
        service.add_qualification(
            person_id=person_id,
            kind=item.kind,
            valid_from=date.fromisoformat(item.valid_from),
            valid_to=None if item.valid_to is None else date.fromisoformat(item.valid_to),
            result=item.result,
        )


def describe(plan: Plan) -> dict[str, Any]:
    """One row of the preview, without its sentences."""
    is_unit = isinstance(plan, UnitPlan)
    return {
        "sheet": plan.line.sheet,
        "row": plan.line.row,
        "subject": plan.line.subject,
        "unit": plan.name if isinstance(plan, UnitPlan) else plan.line.cell("unit"),
        "parent": plan.line.cell("parent"),
        "unit_kind": plan.line.cell("unit_kind"),
        "unit_code": plan.code if isinstance(plan, UnitPlan) else "",
        "name": "" if is_unit else plan.name,
        "badge_number": plan.badge_number if isinstance(plan, PersonPlan) else "",
        "person_kind": plan.line.cell("person_kind"),
        "roles": plan.line.cell("roles"),
        "grants": " ".join(
            text for column in ("grant_party", "grant_procedure") if (text := plan.line.cell(column))
        ),
        "action": plan.action,
        "changes": plan.changes,
    }
