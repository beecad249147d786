"""The calendar as it is stored: one row a day."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Instant


class CalendarDay(Base):
    """What one Shanghai day is. `version` counts the edits of the row, from 1; `source` names the document."""

    __tablename__ = "calendar_day"
    __table_args__ = (
        CheckConstraint("day_type IN ('workday', 'adjusted_workday', 'weekend', 'holiday')", name="day_type"),
    )

    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    day_type: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(60), default="")
    source: Mapped[str] = mapped_column(String(200))
    version: Mapped[int] = mapped_column(default=1)
    provisional: Mapped[bool] = mapped_column(default=False)
    edited_by: Mapped[str | None] = mapped_column(String(36))
    edited_at: Mapped[datetime | None] = mapped_column(Instant)
