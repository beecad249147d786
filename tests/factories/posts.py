"""Posts for tests."""

from __future__ import annotations

import itertools

from backend.kernel.db import unit_of_work
from backend.posts import service
from backend.posts.rules import RoadClass

XUJIAHUI = (31.1950, 121.4370)
_numbers = itertools.count(1)


def make_post(
    *,
    unit_id: str,
    name: str | None = None,
    at: tuple[float, float] = XUJIAHUI,
    radius_m: int = 60,
    zone: str = "徐家汇街道",
    is_key: bool = False,
    active: bool = True,
) -> str:
    """A stored post; its id."""
    number = next(_numbers)
    with unit_of_work():
        post = service.add_post(
            code=f"XH-{number:03}",
            name=name or f"岗位{number}",
            unit_id=unit_id,
            zone=zone,
            lat=at[0],
            lon=at[1],
            radius_m=radius_m,
            road_class=RoadClass.MAIN,
            is_key=is_key,
        )
        post.active = active
        return post.id
