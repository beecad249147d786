"""People, units and devices, as those who look after them see them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_

from backend.identity import devices, queries, schemas, service
from backend.identity.access import Actor, current_actor
from backend.identity.audit import note_change
from backend.identity.models import Device, Person
from backend.identity.routes import passwords
from backend.identity.rules import Capability
from backend.kernel.db import db
from backend.kernel.http import Blueprint, requires

blp = Blueprint("people", __name__, description="单位、人员与设备 · Units, people and devices")


@blp.route("/units")
@requires("self")
@blp.response(200, schemas.UnitList)
def list_units() -> dict[str, Any]:
    """All units, parents first."""
    return {"items": queries.list_units(db.session.connection())}


@blp.route("/people")
@requires("people.read")
@blp.arguments(schemas.PeopleQuery, location="query")
@blp.response(200, schemas.PeoplePage)
def list_people(args: dict[str, Any]) -> dict[str, Any]:
    """People in the caller's reach, by badge number."""
    connection, limit = db.session.connection(), args["limit"]
    below = None if args["unit"] is None else queries.unit_and_below(connection, [args["unit"]])
    items = queries.list_people(
        connection,
        where=current_actor().scope("people.read").where(Person.unit_id, Person.id),
        unit_ids=below,
        q=args["q"],
        after=args["cursor"],
        limit=limit + 1,
    )
    page = items[:limit]
    return {"items": page, "next_cursor": page[-1]["badge_number"] if len(items) > limit else None}


@blp.route("/people/<string:person_id>/suspend", methods=["POST"])
@requires("people.manage", writes=True)
@blp.response(204)
def suspend(person_id: str) -> None:
    """Take somebody out of service; every session ends at once."""
    person = service.get_account_in_reach(current_actor(), person_id, Capability.PEOPLE_MANAGE)
    service.suspend_person(person.id)
    note_change(current_actor(), "person_suspended", person.id)


@blp.route("/people/<string:person_id>/reinstate", methods=["POST"])
@requires("people.manage", writes=True)
@blp.response(204)
def reinstate(person_id: str) -> None:
    """Put somebody back into service."""
    person = service.get_account_in_reach(current_actor(), person_id, Capability.PEOPLE_MANAGE)
    service.reinstate_person(person.id)
    note_change(current_actor(), "person_reinstated", person.id)


@blp.route("/people/<string:person_id>/unlock", methods=["POST"])
@requires("device.manage", writes=True)
@blp.response(204)
def unlock(person_id: str) -> None:
    """Open an account that wrong passwords locked, before its fifteen minutes are over."""
    person = service.get_account_in_reach(current_actor(), person_id, Capability.DEVICE_MANAGE)
    service.unlock(person.id)
    note_change(current_actor(), "person_unlocked", person.id)


@blp.route("/people/<string:person_id>/reset-password", methods=["POST"])
@requires("people.manage", writes=True)
@blp.response(200, schemas.IssuedPassword)
def reset_password(person_id: str) -> dict[str, Any]:
    """A new initial password, told once; every session ends."""
    person = service.get_account_in_reach(current_actor(), person_id, Capability.PEOPLE_MANAGE)
    password = service.reset_password(person.id, passwords())
    note_change(current_actor(), "password_reset", person.id)
    return {"password": password}


@blp.route("/people/<string:person_id>/enrolment-code", methods=["POST"])
@requires("device.manage", writes=True)
@blp.response(200, schemas.IssuedCode)
def issue_enrolment_code(person_id: str) -> devices.IssuedCode:
    """A one-time code with which this person registers one device within ten minutes."""
    person = service.get_account_in_reach(current_actor(), person_id, Capability.DEVICE_MANAGE)
    issued = devices.issue_code(person_id=person.id, author_id=current_actor().person_id)
    note_change(current_actor(), "enrolment_code_issued", person.id)
    return issued


@blp.route("/devices")
@requires("self")
@blp.arguments(schemas.PageQuery, location="query")
@blp.response(200, schemas.DevicePage)
def list_devices(args: dict[str, Any]) -> dict[str, Any]:
    """The caller's devices, and with `device.manage` those of their people."""
    limit = args["limit"]
    rows = queries.list_devices(
        db.session.connection(), where=_reach(current_actor()), after=args["cursor"], limit=limit + 1
    )
    page = rows[:limit]
    return {
        "items": [_device_item(row) for row in page],
        "next_cursor": page[-1].id if len(rows) > limit else None,
    }


@blp.route("/devices/<string:device_id>/revoke", methods=["POST"])
@requires("self", writes=True)
@blp.response(204)
def revoke_device(device_id: str) -> None:
    """Take a device out of service at once: one's own, or with `device.manage` that of one's people."""
    devices.revoke(current_actor(), device_id)
    note_change(current_actor(), "device_revoked", device_id)


def _reach(actor: Actor) -> Any:
    own = Device.registered_by == actor.person_id
    if Capability.DEVICE_MANAGE not in actor.scopes:
        return own
    return or_(own, actor.scope(Capability.DEVICE_MANAGE).where(Person.unit_id, Person.id))


def _device_item(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "label": row.label,
        "platform": row.platform,
        "thumbprint": row.thumbprint,
        "status": row.status,
        "registered_at": row.registered_at,
        "revoked_at": row.revoked_at,
        "last_seen_at": row.last_seen_at,
        "person": {
            "id": row.person_id,
            "name": row.person_name,
            "badge_number": row.badge_number,
            "unit_id": row.unit_id,
        },
    }
