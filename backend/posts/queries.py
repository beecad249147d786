"""Reading posts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Select, Table, bindparam, select

from backend.posts.models import Post

_POST = cast(Table, Post.__table__)


@dataclass(frozen=True, slots=True)
class PostFacts:
    """One post. WGS-84 degrees; `radius_m` in metres."""

    id: str
    code: str
    name: str
    unit_id: str
    zone: str
    kind: str
    lat: float
    lon: float
    radius_m: int
    road_class: str
    is_key: bool
    active: bool


_COLUMNS = [_POST.c[name] for name in PostFacts.__slots__]


def list_posts(
    connection: Connection,
    *,
    unit_ids: Iterable[str] | None = None,
    active_only: bool = False,
    after_code: str | None = None,
    limit: int | None = None,
) -> list[PostFacts]:
    """Posts by code, from the first after `after_code`; of these units only where some are given."""
    query = select(*_COLUMNS).order_by(_POST.c.code)
    if unit_ids is not None:
        query = query.where(_POST.c.unit_id.in_(list(unit_ids)))
    if active_only:
        query = query.where(_POST.c.active)
    if after_code is not None:
        query = query.where(_POST.c.code > after_code)
    return _read(connection, query.limit(limit))


_BY_ID = select(*_COLUMNS).where(_POST.c.id.in_(bindparam("ids", expanding=True)))


def load_posts(connection: Connection, ids: Iterable[str]) -> dict[str, PostFacts]:
    """These posts by id, in one query; unknown ids are left out."""
    wanted = list(set(ids))
    if not wanted:
        return {}
    return {row[0]: PostFacts(*row) for row in connection.execute(_BY_ID, {"ids": wanted})}


def _read(connection: Connection, query: Select[Any]) -> list[PostFacts]:
    return [PostFacts(*row) for row in connection.execute(query)]
