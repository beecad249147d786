"""The posts of the branch."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base


class Post(Base):
    """A post: a WGS-84 point with the radius in metres inside which a person counts as being there.

    `zone` is the subdistrict or town. `is_key` marks key junctions, whose centre seat needs an officer.
    A post is never deleted, only made inactive, for records point to it.
    """

    __tablename__ = "post"
    __table_args__ = (
        CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name="on_earth"),
        CheckConstraint("radius_m BETWEEN 10 AND 2000", name="radius"),
        CheckConstraint(
            "road_class IN ('highway', 'expressway', 'main', 'secondary', 'branch')", name="road_class"
        ),
        CheckConstraint("kind IN ('junction', 'section', 'hub', 'school', 'hospital')", name="kind"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    unit_id: Mapped[str] = mapped_column(String(36), ForeignKey("unit.id"), index=True)
    zone: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20), default="junction")
    lat: Mapped[float]
    lon: Mapped[float]
    radius_m: Mapped[int]
    road_class: Mapped[str] = mapped_column(String(20))
    is_key: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
