"""Shapes of the calendar's routes."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from backend.kernel.schemas import StrictSchema, choice, day, flag, text, whole
from backend.workdays.rules import DayType

MAX_DAYS = 800


class CalendarQuery(StrictSchema):
    """From one Shanghai day to another, both included, at most 800 days."""

    first = day(data_key="from")
    last = day(data_key="to")

    @validates_schema
    def check_span(self, data: dict[str, Any], **_options: Any) -> None:
        """The end is not before the start, and the span is one that a screen can show."""
        if not 0 <= (data["last"] - data["first"]).days < MAX_DAYS:
            raise ValidationError("out_of_range", "to")


class CalendarDayItem(StrictSchema):
    """One day; `provisional` days follow the weekday because the holiday plan of their year is not loaded."""

    day = day()
    day_type = choice([kind.value for kind in DayType])
    name = fields.String(metadata={"description": "Name of the holiday, or empty"})
    source = fields.String(metadata={"description": "The document that says so"})
    version = whole()
    provisional = flag()


class Calendar(StrictSchema):
    """Days in order, without a hole."""

    items = fields.List(fields.Nested(CalendarDayItem))


class CalendarDayChange(StrictSchema):
    """What a day is to be, and the document behind it."""

    day_type = choice([kind.value for kind in DayType])
    name = text(0, 60, load_default="")
    source = text(1, 200)
