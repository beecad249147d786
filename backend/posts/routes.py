"""Posts and the ground of the map over HTTP."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import current_app

from backend.identity.queries import list_units
from backend.kernel.db import db
from backend.kernel.http import Blueprint, requires
from backend.posts import queries, service
from backend.posts.schemas import MapConfig, PostPage, PostQuery

blp = Blueprint("posts", __name__, description="岗位与地图")


@blp.route("/posts")
@requires("self")
@blp.arguments(PostQuery, location="query")
@blp.response(200, PostPage)
def list_posts(args: dict[str, Any]) -> dict[str, Any]:
    """Posts by code, inactive ones too: old records point to them."""
    connection, limit = db.session.connection(), args["limit"]
    posts = queries.list_posts(
        connection,
        unit_ids=None if args["unit"] is None else [args["unit"]],
        after_code=args["cursor"],
        limit=limit + 1,
    )
    names = {unit.id: unit.name for unit in list_units(connection)}
    items = [asdict(post) | {"unit_name": names[post.unit_id]} for post in posts[:limit]]
    return {"items": items, "next_cursor": posts[limit - 1].code if len(posts) > limit else None}


@blp.route("/map/config")
@requires("self")
@blp.response(200, MapConfig)
def map_config() -> dict[str, Any]:
    """The outline of the district, and the tiles that the operator configured."""
    return service.operators_map(current_app.config["LUQIN"])
