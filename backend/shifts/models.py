"""The roster, and what check-in and check-out add to the envelope of a record."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Instant

SEATS = "seat IN ('centre', 'roadside')"


class Assignment(Base):
    """One person on one seat of one post, from–to. `day` is the Shanghai day of the start; `unit_id` the person's
    unit when it was made. Never deleted: a cancellation names who and why."""

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint(SEATS, name="seat"),
        CheckConstraint(
            "(cancelled_at IS NULL) = (cancelled_by IS NULL) AND (cancelled_at IS NULL) = (cancel_reason IS NULL)",
            name="cancelled_with_reason",
        ),
        Index(None, "person_id", "starts_at"),
        Index(None, "post_id", "starts_at"),
        Index(None, "day", "post_id"),
        Index(None, "ends_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(36), ForeignKey("person.id"))
    unit_id: Mapped[str] = mapped_column(String(36), ForeignKey("unit.id"))
    post_id: Mapped[str] = mapped_column(String(36), ForeignKey("post.id"))
    seat: Mapped[str] = mapped_column(String(10))
    day: Mapped[str] = mapped_column(String(10))
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    force_kind: Mapped[str] = mapped_column(String(30))
    duty_kind: Mapped[str] = mapped_column(String(20), default="routine")
    supervising_officer_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("person.id"))
    created_by: Mapped[str | None] = mapped_column(String(36))
    created_at: Mapped[datetime] = mapped_column(Instant)
    cancelled_at: Mapped[datetime | None] = mapped_column(Instant)
    cancelled_by: Mapped[str | None] = mapped_column(String(36))
    cancel_reason: Mapped[str | None] = mapped_column(String(500))


class CheckIn(Base):
    """What a `check_in` record adds: the seat taken, and how it agrees with the roster and the post.

    `late_min`: minutes after the planned start, null without an assignment; `planned` tells whether an assignment
    of this person for this post covers it.
    """

    __tablename__ = "check_in"
    __table_args__ = (
        CheckConstraint(SEATS, name="seat"),
        Index(None, "person_id", "at"),
        Index(None, "at"),
        Index(None, "assignment_id"),
    )

    record_id: Mapped[str] = mapped_column(String(36), ForeignKey("record.id"), primary_key=True)
    assignment_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("assignment.id"))
    person_id: Mapped[str] = mapped_column(String(36), ForeignKey("person.id"))
    post_id: Mapped[str] = mapped_column(String(36), ForeignKey("post.id"))
    seat: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(Instant)
    verdict: Mapped[str] = mapped_column(String(10))
    planned: Mapped[bool]
    late_min: Mapped[int | None]
    force_kind: Mapped[str] = mapped_column(String(30), default="")


class CheckOut(Base):
    """What a `check_out` record adds. It closes the check-in of the same person that it names; of several, the
    earliest counts. No foreign key to the check-in: the two may arrive in any order."""

    __tablename__ = "check_out"
    __table_args__ = (Index(None, "check_in_id"), Index(None, "person_id", "at"))

    record_id: Mapped[str] = mapped_column(String(36), ForeignKey("record.id"), primary_key=True)
    check_in_id: Mapped[str] = mapped_column(String(36))
    person_id: Mapped[str] = mapped_column(String(36), ForeignKey("person.id"))
    post_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("post.id"))
    at: Mapped[datetime] = mapped_column(Instant)
