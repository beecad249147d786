"""Facts, their daily sums, and how far the ledger was followed. All of it can be rebuilt."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Instant


class Fact(Base):
    """What one record contributes to one measure on one Shanghai day; "" where a dimension does not apply.

    Day type and zone are not stored: they belong to the calendar and the post, and are read with the figure, so
    that a corrected calendar corrects the figure at once.
    """

    __tablename__ = "fact"
    __table_args__ = (Index(None, "measure", "day"),)

    record_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    measure: Mapped[str] = mapped_column(String(30), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    hour: Mapped[int]
    revision: Mapped[int]
    seq: Mapped[int] = mapped_column(BigInteger)
    unit_id: Mapped[str] = mapped_column(String(36))
    post_id: Mapped[str] = mapped_column(String(36))
    force_kind: Mapped[str] = mapped_column(String(30))
    dim: Mapped[str] = mapped_column(String(20))
    dim_group: Mapped[str] = mapped_column(String(40))
    value: Mapped[int]
    complete: Mapped[bool]
    late: Mapped[bool]


class Rollup(Base):
    """Facts added up by day, unit, force and group: coarse, so that a year is few rows; finer questions read facts.

    `total` and `late` hold complete facts only; `incomplete` stands beside them.
    """

    __tablename__ = "rollup"

    measure: Mapped[str] = mapped_column(String(30), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    force_kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    dim_group: Mapped[str] = mapped_column(String(40), primary_key=True)
    total: Mapped[int]
    incomplete: Mapped[int]
    late: Mapped[int]


class Watermark(Base):
    """How far a consumer has followed the ledger: `seq` is the next sequence it will read."""

    __tablename__ = "watermark"

    consumer: Mapped[str] = mapped_column(String(30), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    moved_at: Mapped[datetime] = mapped_column(Instant)
