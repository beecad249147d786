"""Figures as the screens show them, each with its definition, put together from sums, roster and calendar."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from backend.identity.access import Scope
from backend.identity.queries import unit_and_below
from backend.kernel.errors import NotFound
from backend.statistics import definitions, queries
from backend.statistics.definitions import DAY_TYPES, POST_HOURS, PROVISIONAL, VIOLATIONS, Words
from backend.statistics.queries import Count, Span
from backend.workdays.queries import list_days


def units_in_reach(connection: Connection, scope: Scope, unit_id: str | None) -> frozenset[str] | None:
    """The units that a figure may add up: those asked for, within the caller's reach; None is the whole branch.

    Raises `NotFound` for a unit out of reach.
    """
    if unit_id is None:
        return None if scope.level == "branch" else scope.unit_ids
    below = unit_and_below(connection, [unit_id])
    if not scope.allows_unit(unit_id):
        raise NotFound()
    return below


def violations(
    connection: Connection, span: Span, *, by: str, language: str, behind: int = 0
) -> dict[str, Any]:
    """Violations by day, unit or group, with their total."""
    counts = queries.count_violations(connection, span, by).values()
    total = Count(
        sum(count.count for count in counts),
        sum(count.incomplete for count in counts),
        sum(count.late for count in counts),
    )
    return {
        "rows": queries.violation_rows(connection, span, by, language),
        "total": total,
        "definition": VIOLATIONS.as_json(language, _behind(behind)),
    }


def post_hours(
    connection: Connection, span: Span, *, now: datetime, language: str, behind: int = 0
) -> dict[str, Any]:
    """Planned and manned hours by day type; every type is shown, also one without a day."""
    days = list_days(connection, span.first, span.last)
    planned, manned = queries.planned_seconds(connection, span), queries.manned_seconds(connection, span)
    still, begun = queries.open_shifts(connection, span, now)
    rows = []
    for day_type, label in DAY_TYPES.items():
        of_type = [facts.day for facts in days if facts.day_type == day_type]
        rows.append(
            {
                "day_type": day_type,
                "label": label[0 if language == "zh" else 1],
                "days": len(of_type),
                "planned_hours": _hours(sum(planned.get(day, 0) for day in of_type)),
                "manned_hours": _hours(sum(manned.get(day, 0) + still.get(day, 0) for day in of_type)),
                "open_shifts": sum(begun.get(day, 0) for day in of_type),
            }
        )
    cautions = _behind(behind) + ((PROVISIONAL,) if any(facts.provisional for facts in days) else ())
    return {"rows": rows, "definition": POST_HOURS.as_json(language, cautions)}


def _hours(seconds: int) -> float:
    return round(seconds / 3600, 1)


def _behind(entries: int) -> tuple[Words, ...]:
    return (definitions.still_to_come(entries),) if entries else ()
