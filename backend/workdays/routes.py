"""The calendar over HTTP."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import g

from backend.kernel import clock
from backend.kernel.db import db
from backend.kernel.errors import InvalidInput, NotFound
from backend.kernel.http import Blueprint, requires
from backend.workdays import queries, service
from backend.workdays.models import CalendarDay
from backend.workdays.queries import DayFacts
from backend.workdays.rules import DayType
from backend.workdays.schemas import Calendar, CalendarDayChange, CalendarDayItem, CalendarQuery

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)

blp = Blueprint("calendar", __name__, description="工作日历")


@blp.route("/calendar")
@requires("self")
@blp.arguments(CalendarQuery, location="query")
@blp.response(200, Calendar)
def list_days(args: dict[str, Any]) -> dict[str, list[DayFacts]]:
    """Day types from one day to another."""
    return {"items": queries.list_days(db.session.connection(), args["first"], args["last"])}


@blp.route("/calendar/<day>", methods=["PUT"])
@requires("calendar.manage", writes=True)
@blp.arguments(CalendarDayChange)
@blp.response(200, CalendarDayItem)
def set_day(body: dict[str, Any], day: str) -> CalendarDay:
    """Set what one day is; answers with the stored day."""
    wanted = _day_of_address(day)
    if not FIRST_DAY <= wanted <= LAST_DAY:
        raise InvalidInput(
            "工作日历只收 2000-01-01 至 2099-12-31 的日期",
            "The calendar takes days from 2000-01-01 to 2099-12-31",
            code="out_of_range",
        )
    return service.set_day(
        wanted,
        day_type=DayType(body["day_type"]),
        name=body["name"],
        source=body["source"],
        person_id=g.get("person_id"),
        at=clock.now(),
    )


def _day_of_address(text: str) -> date:
    try:
        return clock.parse_day(text)
    except ValueError:
        raise NotFound("没有这一天", "There is no such day") from None
