"""The versioned code list, and what a `violation` adds to the envelope of a record."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Instant


class CodeList(Base):
    """One version of the code list, in force from the day `valid_from` to the day `valid_to`, both included.

    `sample` marks a list that is not the official one. `content_hash` names the exact content (ETag).
    """

    __tablename__ = "code_list"
    __table_args__ = (CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="valid_to"),)

    version: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    valid_from: Mapped[str] = mapped_column(String(10))
    valid_to: Mapped[str | None] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(200))
    sample: Mapped[bool]
    content_hash: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[datetime] = mapped_column(Instant)
    loaded_by: Mapped[str | None] = mapped_column(String(36))


class ViolationCode(Base):
    """One act of one version of the list. Fines in yuan; null where the law gives a formula. Never changed."""

    __tablename__ = "violation_code"

    version: Mapped[str] = mapped_column(String(40), ForeignKey("code_list.version"), primary_key=True)
    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    name_zh: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(300))
    party: Mapped[str] = mapped_column(String(20))
    legal_basis: Mapped[str] = mapped_column(String(500))
    fine_min: Mapped[int | None]
    fine_max: Mapped[int | None]
    points: Mapped[int | None]
    procedure: Mapped[str] = mapped_column(String(20))
    code_group: Mapped[str] = mapped_column(String(40))
    initials: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(300))
    certainty: Mapped[str] = mapped_column(String(20))
    local: Mapped[bool]
    position: Mapped[int]


class Violation(Base):
    """What a `violation` record adds.

    The database itself refuses anyone but an officer as the enforcing or the second officer (道交法107,
    沪道交条例71): the kinds are stored beside the names and checked.
    """

    __tablename__ = "violation"
    __table_args__ = (
        ForeignKeyConstraint(["code_version", "code"], ["violation_code.version", "violation_code.code"]),
        CheckConstraint("enforcing_officer_kind = 'officer'", name="enforced_by_officer"),
        CheckConstraint(
            "(second_officer_id IS NULL) = (second_officer_kind IS NULL) "
            "AND (second_officer_kind IS NULL OR second_officer_kind = 'officer')",
            name="seconded_by_officer",
        ),
        CheckConstraint(
            "second_officer_id IS NULL OR second_officer_id <> enforcing_officer_id", name="two_people"
        ),
        CheckConstraint("party IN ('motor', 'nonmotor', 'pedestrian', 'passenger')", name="party"),
        CheckConstraint(
            "outcome IN ('oral_warning', 'simple', 'ordinary_notice', 'measure_voucher', 'transferred')",
            name="outcome",
        ),
        Index(None, "plate"),
    )

    record_id: Mapped[str] = mapped_column(String(36), ForeignKey("record.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(10))
    code_version: Mapped[str] = mapped_column(String(40))
    code_group: Mapped[str] = mapped_column(String(40))
    party: Mapped[str] = mapped_column(String(20))
    plate_kind: Mapped[str | None] = mapped_column(String(2))
    plate: Mapped[str | None] = mapped_column(String(20))
    place: Mapped[str] = mapped_column(String(200))
    direction: Mapped[str | None] = mapped_column(String(100))
    facts: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(20))
    procedure: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(20))
    enforcing_officer_id: Mapped[str] = mapped_column(String(36), ForeignKey("person.id"))
    enforcing_officer_kind: Mapped[str] = mapped_column(String(20))
    second_officer_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("person.id"))
    second_officer_kind: Mapped[str | None] = mapped_column(String(20))
