"""Figures over HTTP. What the ledger has gained is taken in before a figure is read."""

from __future__ import annotations

from typing import Any

from backend.identity.access import current_actor
from backend.kernel import clock
from backend.kernel.db import db
from backend.kernel.http import Blueprint, language, requires
from backend.statistics import figures, service
from backend.statistics.queries import Span
from backend.statistics.schemas import PostHoursFigures, SpanQuery, ViolationFigures, ViolationsQuery

blp = Blueprint("statistics", __name__, description="统计")


@blp.route("/statistics/violations")
@requires("statistics.read")
@blp.arguments(ViolationsQuery, location="query")
@blp.response(200, ViolationFigures)
def get_violations(args: dict[str, Any]) -> dict[str, Any]:
    """Violations by day, unit or code group. `count` opens with `state=accepted&complete=true` in the records."""
    behind = service.catch_up()
    return figures.violations(
        db.session.connection(), _span(args), by=args["by"], language=language(), behind=behind
    )


@blp.route("/statistics/post-hours")
@requires("statistics.read")
@blp.arguments(SpanQuery, location="query")
@blp.response(200, PostHoursFigures)
def get_post_hours(args: dict[str, Any]) -> dict[str, Any]:
    """Planned and manned person-hours by day type."""
    behind = service.catch_up()
    return figures.post_hours(
        db.session.connection(), _span(args), now=clock.now(), language=language(), behind=behind
    )


def _span(args: dict[str, Any]) -> Span:
    scope = current_actor().scope("statistics.read")
    return Span(
        args["first"], args["last"], figures.units_in_reach(db.session.connection(), scope, args["unit"])
    )
