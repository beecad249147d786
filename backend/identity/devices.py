"""Devices: first log-in, one-time codes, revocation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select, update

from backend.identity.access import Actor
from backend.identity.errors import DeviceRevoked, EnrolmentCodeRequired, EnrolmentCodeWrong
from backend.identity.models import Device, EnrolmentCode, LoginSession, Person
from backend.identity.rules import Capability
from backend.identity.tokens import hash_enrolment_code, new_enrolment_code, thumbprint
from backend.kernel.clock import now
from backend.kernel.db import db
from backend.kernel.errors import LuqinError, NotFound

CODE_LIFE = timedelta(minutes=10)
CODE_GUESSES = 5
_security = structlog.get_logger("luqin.security")


@dataclass(frozen=True)
class IssuedCode:
    """A one-time code as it is told once."""

    code: str
    expires_at: datetime


def issue_code(*, person_id: str, author_id: str) -> IssuedCode:
    """A code with which this person may register one device within ten minutes; earlier codes end."""
    at = now()
    db.session.execute(
        update(EnrolmentCode)
        .where(
            EnrolmentCode.person_id == person_id,
            EnrolmentCode.used_at.is_(None),
            EnrolmentCode.expires_at > at,
        )
        .values(expires_at=at)
    )
    issued = IssuedCode(new_enrolment_code(), at + CODE_LIFE)
    db.session.add(
        EnrolmentCode(
            code_hash=hash_enrolment_code(person_id, issued.code),
            person_id=person_id,
            created_by=author_id,
            expires_at=issued.expires_at,
            failures=0,
        )
    )
    db.session.flush()
    _security.info("enrolment_code_issued", person=person_id, author=author_id)
    return issued


def issue_code_at_the_machine(badge_number: str) -> IssuedCode:
    """A code for whoever runs the command line: the first administrator has nobody who could give one.

    Raises `NotFound` when nobody has this badge number.
    """
    person_id = db.session.scalar(select(Person.id).where(Person.badge_number == badge_number))
    if person_id is None:
        raise NotFound()
    return issue_code(person_id=person_id, author_id=person_id)


def find_or_register(
    *,
    person: Person,
    public_key: str,
    label: str,
    platform: str,
    code: str | None,
    needs_code: bool,
    at: datetime,
) -> Device | LuqinError:
    """The device of this key, registered now if it is new, or the error to answer."""
    device = db.session.scalar(select(Device).where(Device.public_key == public_key))
    if device is not None:
        return device if device.status == "active" else DeviceRevoked()
    if needs_code:
        refusal = _use_code(person.id, code, at)
        if refusal is not None:
            return refusal
    device = Device(
        public_key=public_key,
        thumbprint=thumbprint(public_key),
        label=label,
        platform=platform,
        registered_by=person.id,
        status="active",
        registered_at=at,
        last_seen_at=at,
    )
    db.session.add(device)
    db.session.flush()
    _security.info("device_registered", person=person.id, device=device.id)
    return device


def _use_code(person_id: str, code: str | None, at: datetime) -> LuqinError | None:
    if not code:
        return EnrolmentCodeRequired()
    standing = db.session.scalar(
        select(EnrolmentCode)
        .where(
            EnrolmentCode.person_id == person_id,
            EnrolmentCode.used_at.is_(None),
            EnrolmentCode.expires_at > at,
            EnrolmentCode.failures < CODE_GUESSES,
        )
        .order_by(EnrolmentCode.id.desc())
        .limit(1)
        .with_for_update()
    )
    if standing is None:
        return EnrolmentCodeWrong()
    if standing.code_hash != hash_enrolment_code(person_id, code):
        standing.failures += 1
        db.session.flush()
        return EnrolmentCodeWrong()
    standing.used_at = at
    db.session.flush()
    return None


def revoke(actor: Actor, device_id: str) -> None:
    """Take a device out of service at once, with every session on it.

    Anybody may give up a device of their own; others need `device.manage` over the person who registered it.
    Raises `NotFound` when there is no such device in reach.
    """
    device = db.session.get(Device, device_id, with_for_update=True)
    if device is None or not _is_in_reach(actor, device):
        raise NotFound()
    if device.status == "revoked":
        return
    at = now()
    device.status, device.revoked_at = "revoked", at
    db.session.execute(
        update(LoginSession)
        .where(LoginSession.device_id == device_id, LoginSession.revoked_at.is_(None))
        .values(revoked_at=at, reason="device_revoked")
    )
    db.session.flush()
    _security.warning("device_revoked", device=device_id, author=actor.person_id)


def _is_in_reach(actor: Actor, device: Device) -> bool:
    if device.registered_by == actor.person_id:
        return True
    if Capability.DEVICE_MANAGE not in actor.scopes:
        return False
    owner = db.session.get_one(Person, device.registered_by)
    return actor.scopes[Capability.DEVICE_MANAGE].allows(owner.unit_id, owner.id)
