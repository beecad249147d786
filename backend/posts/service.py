"""Keeping posts, and what the map stands on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, Protocol

import orjson

from backend.kernel.db import db
from backend.kernel.ids import new_id
from backend.posts.models import Post
from backend.posts.rules import PostKind, RoadClass

_OUTLINE_FILE = Path(__file__).parent / "data" / "xuhui_outline.geojson"
CENTRE = {"lat": 31.163, "lon": 121.432}
ZOOM = 13


@dataclass(frozen=True, slots=True)
class TileSource:
    """The operator's own tile service; `datum` is the one that its pictures are drawn in."""

    url: str
    datum: str
    attribution: str


def add_post(
    *,
    code: str,
    name: str,
    unit_id: str,
    zone: str,
    lat: float,
    lon: float,
    radius_m: int,
    road_class: RoadClass,
    kind: PostKind = PostKind.JUNCTION,
    is_key: bool = False,
) -> Post:
    """Store a new post at a WGS-84 point."""
    post = Post(
        id=new_id(),
        code=code,
        name=name,
        unit_id=unit_id,
        zone=zone,
        kind=kind.value,
        lat=lat,
        lon=lon,
        radius_m=radius_m,
        road_class=road_class.value,
        is_key=is_key,
        active=True,
    )
    db.session.add(post)
    db.session.flush()
    return post


class MapChoice(Protocol):
    """What the operator chose as ground of the map; `Settings` has it."""

    map_tiles_url: str | None
    map_tiles_datum: Literal["wgs84", "gcj02"]
    map_attribution: str
    map_pmtiles_url: str | None


def operators_map(choice: MapChoice) -> dict[str, Any]:
    """The ground of the map as the operator configured it."""
    tiles = None
    if choice.map_tiles_url:
        tiles = TileSource(choice.map_tiles_url, choice.map_tiles_datum, choice.map_attribution)
    return map_config(tiles=tiles, pmtiles_url=choice.map_pmtiles_url)


def map_config(*, tiles: TileSource | None, pmtiles_url: str | None) -> dict[str, Any]:
    """What a screen needs to draw its map without asking anybody else."""
    return {
        "outline": _outline(),
        "tiles": None
        if tiles is None
        else {"url": tiles.url, "datum": tiles.datum, "attribution": tiles.attribution},
        "pmtiles_url": pmtiles_url,
        "centre": CENTRE,
        "zoom": ZOOM,
    }


@cache
def _outline() -> dict[str, Any]:
    outline: dict[str, Any] = orjson.loads(_OUTLINE_FILE.read_bytes())
    return outline
