"""Shapes of check-in and check-out, of the roster and of coverage."""

from __future__ import annotations

from marshmallow import fields

from backend.kernel.schemas import (
    StrictSchema,
    choice,
    day,
    flag,
    identifier,
    instant,
    query_whole,
    text,
    whole,
)
from backend.posts.rules import FixVerdict
from backend.posts.schemas import PostItem
from backend.shifts.coverage import SeatProblem
from backend.shifts.roster import DutyKind, ForceKind
from backend.shifts.rules import Seat

SEATS = [seat.value for seat in Seat]


class CheckInData(StrictSchema):
    """`data` of a `check_in` record. `assignment` is the record's `shift`; null when nothing was planned."""

    assignment = identifier(allow_none=True)
    seat = choice(SEATS)
    note = text(0, 500, allow_none=True)


class CheckOutData(StrictSchema):
    """`data` of a `check_out` record."""

    check_in = identifier(metadata={"description": "Id of the check-in record that this closes"})
    note = text(0, 500, allow_none=True)


class DutyNameItem(StrictSchema):
    """Something with a name."""

    id = identifier()
    name = text()


class DutyPersonItem(DutyNameItem):
    """Somebody on the street."""

    kind = text()
    badge_number = text()


class PartnerItem(DutyPersonItem):
    """Somebody who stands on the same post at the same time."""

    seat = choice(SEATS)


class AssignmentItem(StrictSchema):
    """One person on one seat of one post, from–to. `day` is the Shanghai day of the start."""

    id = identifier()
    day = day()
    starts_at = instant()
    ends_at = instant()
    post = fields.Nested(DutyNameItem)
    seat = choice(SEATS)
    person = fields.Nested(DutyPersonItem)
    partners = fields.List(fields.Nested(PartnerItem))
    force_kind = choice([kind.value for kind in ForceKind])
    duty_kind = choice([kind.value for kind in DutyKind])
    supervising_officer = fields.Nested(DutyNameItem, allow_none=True)


class AssignmentQuery(StrictSchema):
    """Filters of the roster; all hold together."""

    day = day(load_default=None)
    unit = identifier(
        load_default=None, metadata={"description": "People of this unit and of those below it"}
    )
    post = identifier(load_default=None)
    person = identifier(load_default=None)
    limit = query_whole(1, 500, load_default=50)
    cursor = text(1, 200, load_default=None)


class AssignmentPage(StrictSchema):
    """Assignments by start; cancelled ones are left out."""

    items = fields.List(fields.Nested(AssignmentItem))
    next_cursor = fields.String(allow_none=True)


class AssignmentIn(StrictSchema):
    """Whom to put where. An auxiliary needs a supervising officer."""

    person = identifier()
    post = identifier()
    seat = choice(SEATS)
    starts_at = instant()
    ends_at = instant()
    force_kind = choice([kind.value for kind in ForceKind])
    duty_kind = choice([kind.value for kind in DutyKind], load_default=DutyKind.ROUTINE.value)
    supervising_officer = identifier(allow_none=True, load_default=None)


class WarningItem(StrictSchema):
    """Something to look at that does not stand in the way."""

    code = text()
    message = text()


class AssignmentMade(AssignmentItem):
    """The stored assignment, and what should be looked at."""

    warnings = fields.List(fields.Nested(WarningItem))


class CancelIn(StrictSchema):
    """Why an assignment is called off."""

    reason = text(1, 500)


class CoverageQuery(StrictSchema):
    """The instant to show; now when it is left out."""

    at = instant(load_default=None)


class PlannedItem(StrictSchema):
    """Who is rostered on the seat."""

    assignment_id = identifier()
    person = fields.Nested(DutyPersonItem)
    starts_at = instant()
    ends_at = instant()


class FixItem(StrictSchema):
    """A position as the phone reported it: WGS-84 degrees, metres, seconds."""

    lat = fields.Float()
    lon = fields.Float()
    accuracy_m = fields.Float()
    age_s = fields.Float()
    source = fields.String()


class PresentItem(StrictSchema):
    """Who has checked in on the seat, and the newest position of that person since."""

    person = fields.Nested(DutyPersonItem)
    since = instant()
    record_id = identifier()
    fix = fields.Nested(FixItem, allow_none=True)
    verdict = choice([verdict.value for verdict in FixVerdict])
    last_fix_at = instant(allow_none=True)


class CoverageSeatItem(StrictSchema):
    """One seat: who should be there, who is, and what is wrong."""

    seat = choice(SEATS)
    planned = fields.Nested(PlannedItem, allow_none=True)
    present = fields.Nested(PresentItem, allow_none=True)
    filled = flag(metadata={"description": "Held by the right kind of person"})
    problem = choice([problem.value for problem in SeatProblem], allow_none=True)


class CoveragePostItem(StrictSchema):
    """One post with its seats. `attention`: 0 nothing to do … 3 act now."""

    post = fields.Nested(PostItem)
    seats = fields.List(fields.Nested(CoverageSeatItem))
    attention = whole(0, 3)


class CoverageCounts(StrictSchema):
    """Seats planned at the instant, seats somebody holds, seats that the right kind of person holds."""

    planned = whole(0)
    present = whole(0)
    filled = whole(0)


class Coverage(StrictSchema):
    """Every post with duty at the instant, what needs attention first."""

    at = instant()
    posts = fields.List(fields.Nested(CoveragePostItem))
    counts = fields.Nested(CoverageCounts)
