"""Shapes of posts and of the map's ground."""

from __future__ import annotations

from marshmallow import fields

from backend.kernel.schemas import StrictSchema, choice, flag, identifier, query_whole, real, text, whole
from backend.posts.rules import PostKind, RoadClass


class PostItem(StrictSchema):
    """A post: a WGS-84 point with the radius in metres inside which a person counts as being there."""

    id = identifier()
    code = text()
    name = text()
    unit_id = identifier()
    unit_name = text()
    zone = text(metadata={"description": "Subdistrict or town"})
    kind = choice([kind.value for kind in PostKind])
    lat = real(-90, 90)
    lon = real(-180, 180)
    radius_m = whole(1)
    road_class = choice([road.value for road in RoadClass])
    is_key = flag(metadata={"description": "A key junction: its centre seat needs an officer"})
    active = flag()


class PostQuery(StrictSchema):
    """Filters and place in the list."""

    unit = identifier(load_default=None, metadata={"description": "Only posts of this unit"})
    limit = query_whole(1, 1000, load_default=1000)
    cursor = text(1, 100, load_default=None)


class PostPage(StrictSchema):
    """Posts by code."""

    items = fields.List(fields.Nested(PostItem))
    next_cursor = fields.String(allow_none=True)


class Tiles(StrictSchema):
    """The operator's tile service."""

    url = text()
    datum = choice(["wgs84", "gcj02"], metadata={"description": "The datum that the pictures are drawn in"})
    attribution = fields.String()


class Centre(StrictSchema):
    """WGS-84 degrees."""

    lat = real(-90, 90)
    lon = real(-180, 180)


class MapConfig(StrictSchema):
    """The ground of the map: an outline of our own, and what the operator configured."""

    outline = fields.Dict(metadata={"description": "GeoJSON in WGS-84; a sketch, not a boundary"})
    tiles = fields.Nested(Tiles, allow_none=True)
    pmtiles_url = fields.String(allow_none=True)
    centre = fields.Nested(Centre)
    zoom = whole(1, 20)
