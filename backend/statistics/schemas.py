"""Shapes of the figures."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from backend.kernel.schemas import StrictSchema, choice, day, identifier, real, text, whole
from backend.workdays.rules import DayType

MAX_DAYS = 800
BY = ("day", "unit", "code_group")


class SpanQuery(StrictSchema):
    """From one Shanghai day to another, both included, at most 800 days; one unit and what is below it, or all."""

    first = day(data_key="from")
    last = day(data_key="to")
    unit = identifier(load_default=None)

    @validates_schema
    def check_span(self, data: dict[str, Any], **_options: Any) -> None:
        """The end is not before the start, and the span is one that a screen can show."""
        if not 0 <= (data["last"] - data["first"]).days < MAX_DAYS:
            raise ValidationError("out_of_range", "to")


class ViolationsQuery(SpanQuery):
    """A span, and what the rows are."""

    by = choice(BY, load_default="day")


class DefinitionItem(StrictSchema):
    """What a figure means, in the caller's language."""

    name = text()
    unit = text()
    numerator = text()
    denominator = fields.String(allow_none=True)
    source = text()
    cautions = fields.List(fields.String())


class CountItem(StrictSchema):
    """Records counted; beside them those with photos missing, and how many of the counted came late."""

    count = whole(0)
    incomplete = whole(0)
    late = whole(0)


class CountRow(CountItem):
    """One row; `key` is the day, the unit's id or the code group."""

    key = text()
    label = text()


class ViolationFigures(StrictSchema):
    """Violations by day, unit or group."""

    rows = fields.List(fields.Nested(CountRow))
    total = fields.Nested(CountItem)
    definition = fields.Nested(DefinitionItem)


class PostHoursRow(StrictSchema):
    """Hours of the days of one type, in person-hours."""

    day_type = choice([kind.value for kind in DayType])
    label = text()
    days = whole(0)
    planned_hours = real(0)
    manned_hours = real(0)
    open_shifts = whole(0, metadata={"description": "Shifts nobody has checked out of; they count until now"})


class PostHoursFigures(StrictSchema):
    """Planned and manned hours by day type."""

    rows = fields.List(fields.Nested(PostHoursRow))
    definition = fields.Nested(DefinitionItem)
