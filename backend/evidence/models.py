"""The table of photos. A row exists only when the bytes are durable in the store and their hash is the key."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Instant


class Photo(Base):
    """One original, never changed and never deleted. Uploads in progress are files, not rows."""

    __tablename__ = "photo"
    __table_args__ = (
        CheckConstraint("size > 0", name="size_positive"),
        CheckConstraint("width > 0 AND height > 0", name="has_extent"),
    )

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the original bytes, lower-case hex; also the name in the store."""
    size: Mapped[int] = mapped_column(BigInteger)
    """Bytes."""
    type: Mapped[str] = mapped_column(String(32))
    """Media type by content: image/jpeg, image/png or image/webp. What the phone claims is not asked."""
    width: Mapped[int] = mapped_column(Integer)
    """Pixels as stored, before the EXIF orientation is applied."""
    height: Mapped[int] = mapped_column(Integer)
    stored_at: Mapped[datetime] = mapped_column(Instant)
    uploaded_by: Mapped[str] = mapped_column(String(36), ForeignKey("person.id"), index=True)
    device: Mapped[str] = mapped_column(String(36), ForeignKey("device.id"))
    seq: Mapped[int] = mapped_column(BigInteger, unique=True)
    """Leaf index of its entry in the ledger."""
