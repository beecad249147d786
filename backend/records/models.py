"""Tables of the envelope. The order of the columns is the order in which the ingest writes them."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base


class Record(Base):
    """A field record as it stands now: one row per id. Instants in milliseconds since 1970, `day` in Shanghai."""

    __tablename__ = "record"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    revision: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(String(16))
    headline: Mapped[str] = mapped_column(String(200))
    author_id: Mapped[str] = mapped_column(String(36), ForeignKey("person.id"))
    unit_id: Mapped[str] = mapped_column(String(36), ForeignKey("unit.id"))
    device_id: Mapped[str] = mapped_column(String(36), ForeignKey("device.id"))
    shift_id: Mapped[str | None] = mapped_column(String(36))
    post_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("post.id"))
    operation_id: Mapped[str | None] = mapped_column(String(36))
    occurred_at: Mapped[int] = mapped_column(BigInteger)
    received_at: Mapped[int] = mapped_column(BigInteger)
    """When the first revision came."""
    late: Mapped[bool] = mapped_column(Boolean)
    day: Mapped[str] = mapped_column(String(10))
    fix_lat: Mapped[float | None] = mapped_column(Float)
    fix_lon: Mapped[float | None] = mapped_column(Float)
    fix_accuracy_m: Mapped[float | None] = mapped_column(Float)
    fix_age_s: Mapped[float | None] = mapped_column(Float)
    fix_source: Mapped[str | None] = mapped_column(String(16))
    fix_verdict: Mapped[str] = mapped_column(String(16))
    fix_distance_m: Mapped[float | None] = mapped_column(Float)
    photos_expected: Mapped[int] = mapped_column(SmallInteger)
    flags: Mapped[str] = mapped_column(String(400))
    """Warning codes, separated by blanks."""
    code: Mapped[str | None] = mapped_column(String(16))
    code_group: Mapped[str | None] = mapped_column(String(32))
    seq: Mapped[int] = mapped_column(BigInteger)
    """Ledger place of the newest revision."""

    __table_args__ = (
        Index("ix_record_newest", "occurred_at", "id"),
        Index("ix_record_author_newest", "author_id", "occurred_at"),
        Index("ix_record_unit_newest", "unit_id", "occurred_at"),
        Index("ix_record_kind_day", "kind", "day"),
        Index("ix_record_shift", "shift_id"),
    )


class RecordRevision(Base):
    """One revision exactly as it was signed. Never changed, never deleted."""

    __tablename__ = "record_revision"

    record_id: Mapped[str] = mapped_column(String(36), ForeignKey("record.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    head_size: Mapped[int] = mapped_column(BigInteger)
    """Size of the head that its receipt names."""
    body: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))
    author_id: Mapped[str] = mapped_column(String(36))
    device_id: Mapped[str] = mapped_column(String(36))
    device_seq: Mapped[int] = mapped_column(BigInteger)
    prev_hash: Mapped[str | None] = mapped_column(String(64))
    received_at: Mapped[int] = mapped_column(BigInteger)


class RecordPhoto(Base):
    """A photo that a revision declares. Whether its bytes are there is the evidence package's to know."""

    __tablename__ = "record_photo"

    record_id: Mapped[str] = mapped_column(String(36), ForeignKey("record.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column(Integer)
    type: Mapped[str] = mapped_column(String(16))
    taken_at: Mapped[int] = mapped_column(BigInteger)
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
