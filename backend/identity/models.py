"""Tables of identity: units as a tree, people with their roles and powers, devices, sessions, imports."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Instant
from backend.kernel.ids import new_id

_PERSON_KINDS = "kind IN ('officer', 'duty_auxiliary', 'clerical_auxiliary', 'civilian')"


class Unit(Base):
    """A part of the branch; the branch itself has no parent."""

    __tablename__ = "unit"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(40))
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("unit.id"), index=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    zone_code: Mapped[str | None] = mapped_column(String(40))
    """The area it answers for, where it has one (a subdistrict, an area of responsibility)."""


class Person(Base):
    """Somebody who works for the branch. Nobody is deleted: people leave."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint(_PERSON_KINDS, name="kind"),
        CheckConstraint("status IN ('active', 'suspended', 'left')", name="status"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(60))
    badge_number: Mapped[str] = mapped_column(String(20), unique=True)
    """Text: leading zeros count, and auxiliaries have a series of their own."""
    kind: Mapped[str] = mapped_column(String(30))
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), index=True)
    status: Mapped[str] = mapped_column(String(20), default="active")
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    password_changed_at: Mapped[datetime | None] = mapped_column(Instant)
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(Instant)


class RoleAssignment(Base):
    """A role somebody holds for a unit and what is below it, from one day to another (both included)."""

    __tablename__ = "role_assignment"
    __table_args__ = (Index(None, "person_id", "role"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(30))
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    valid_from: Mapped[str] = mapped_column(String(10))
    valid_to: Mapped[str | None] = mapped_column(String(10))


class Qualification(Base):
    """An assessment with its result; only who holds a valid one may be put on duty (道交法78, 沪道交条例71)."""

    __tablename__ = "qualification"
    __table_args__ = (
        CheckConstraint("result IN ('passed', 'failed')", name="result"),
        Index(None, "person_id", "kind"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(40))
    valid_from: Mapped[str] = mapped_column(String(10))
    valid_to: Mapped[str | None] = mapped_column(String(10))
    result: Mapped[str] = mapped_column(String(10))


class EnforcementGrant(Base):
    """The power of one person to enforce: against which party, by which procedure, from when to when."""

    __tablename__ = "enforcement_grant"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    party: Mapped[str] = mapped_column(String(20))
    procedure: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[str] = mapped_column(String(10))
    valid_to: Mapped[str | None] = mapped_column(String(10))
    basis: Mapped[str] = mapped_column(String(200))


class Device(Base):
    """A phone or desk browser, known by the public half of the key it made itself."""

    __tablename__ = "device"
    __table_args__ = (CheckConstraint("status IN ('active', 'revoked')", name="status"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    public_key: Mapped[str] = mapped_column(String(200), unique=True)
    """SPKI DER, base64url without padding."""
    thumbprint: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the SPKI DER, hex: short enough to compare by eye."""
    label: Mapped[str] = mapped_column(String(100))
    platform: Mapped[str] = mapped_column(String(200))
    registered_by: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    status: Mapped[str] = mapped_column(String(20), default="active")
    registered_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    last_seen_at: Mapped[datetime | None] = mapped_column(Instant)


class EnrolmentCode(Base):
    """A one-time code with which a person may register one device."""

    __tablename__ = "enrolment_code"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    code_hash: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    created_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    failures: Mapped[int] = mapped_column(default=0)
    """Wrong guesses while this code stood; a few end it."""


class LoginSession(Base):
    """One log-in of a person on a device, and where its chain of refresh tokens stands."""

    __tablename__ = "session"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    device_id: Mapped[str] = mapped_column(ForeignKey("device.id"), index=True)
    generation: Mapped[int] = mapped_column(default=0)
    token_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the token that may be used next."""
    previous_hash: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 of the token that was used last; with the same `request_id` it gives the same successor again."""
    request_id: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Instant)
    last_used_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str | None] = mapped_column(String(40))


class ImportPreview(Base):
    """What an uploaded list of units and people would do, kept until somebody applies it."""

    __tablename__ = "import_preview"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    author_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    file_hash: Mapped[str] = mapped_column(String(64))
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    applied_at: Mapped[datetime | None] = mapped_column(Instant)
