"""Shapes of the violation record and of the code lists."""

from __future__ import annotations

from marshmallow import fields

from backend.kernel.schemas import (
    StrictSchema,
    choice,
    day,
    flag,
    identifier,
    instant,
    matching,
    text,
    whole,
)
from backend.violations.code_rows import Certainty, CodeGroup
from backend.violations.plates import KINDS
from backend.violations.procedure import Outcome, Party, Procedure
from backend.violations.rules import Channel

VERSION_PATTERN = r"^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$"


class ViolationData(StrictSchema):
    """`data` of a `violation` record. Everything is present; null where it does not apply."""

    code = text(1, 10)
    code_version = text(
        1, 40, metadata={"description": "Version of the code list, in force on the day of the act"}
    )
    party = choice([party.value for party in Party])
    plate_kind = choice(
        list(KINDS), allow_none=True, metadata={"description": "号牌种类, GA/T 16.7; 41 no plate"}
    )
    plate = text(0, 32, allow_none=True, metadata={"description": "Normalised number"})
    plate_typed = text(0, 64, allow_none=True, metadata={"description": "The number as it was typed"})
    plate_confirmed = flag(metadata={"description": "The officer looked once more at an unusual number"})
    place = text(1, 200)
    direction = text(1, 100, allow_none=True)
    facts = text(0, 2000)
    outcome = choice([outcome.value for outcome in Outcome])
    second_officer = identifier(allow_none=True)
    channel = choice([channel.value for channel in Channel])


class CodeItem(StrictSchema):
    """One act. Fines in yuan; null where the law gives a formula."""

    code = text()
    name_zh = text()
    name_en = fields.String()
    party = choice([party.value for party in Party])
    legal_basis = text()
    fine_min = whole(0, allow_none=True)
    fine_max = whole(0, allow_none=True)
    points = whole(0, allow_none=True)
    procedure = choice([procedure.value for procedure in Procedure])
    group = choice([group.value for group in CodeGroup])
    initials = fields.String(metadata={"description": "Pinyin initials of the Chinese name"})
    certainty = choice([certainty.value for certainty in Certainty])
    local = flag(metadata={"description": "A key of our own, for want of a verified national code"})


class CodeListHead(StrictSchema):
    """One version of the list and the days on which it holds, both included."""

    version = matching(VERSION_PATTERN, "not_a_version")
    name = text()
    valid_from = day()
    valid_to = day(allow_none=True)
    source = fields.String()
    sample = flag(metadata={"description": "Not the official list"})
    loaded_at = instant()
    url = fields.String()


class CodeListHeads(StrictSchema):
    """All versions, newest first."""

    items = fields.List(fields.Nested(CodeListHead))


class CodeList(CodeListHead):
    """One version with all its acts, in the order of the list."""

    items = fields.List(fields.Nested(CodeItem))


class CodeListQuery(StrictSchema):
    """What an uploaded list is to be called, and the first day on which it holds."""

    version = matching(VERSION_PATTERN, "not_a_version")
    valid_from = day()
    name = text(1, 100, load_default=None)
    source = text(1, 200, load_default="")


class RowProblemItem(StrictSchema):
    """What to mend in the file; the heading is line 1."""

    row = whole(1)
    column = fields.String()
    code = text()
    message = text()


class CodeChange(StrictSchema):
    """How one code of the file differs from the version it follows."""

    code = text()
    name_zh = text()
    action = choice(["create", "update", "remove"])
    fields_changed = fields.List(fields.String())


class CodeListCounts(StrictSchema):
    """How many codes the file would add, change, leave and take away."""

    rows = whole(0)
    create = whole(0)
    update = whole(0)
    unchanged = whole(0)
    remove = whole(0)


class CodeListPreview(StrictSchema):
    """What loading the file would do. It can be applied when there are no problems."""

    version = text()
    valid_from = day()
    closes = fields.String(
        allow_none=True, metadata={"description": "The version that would end the day before"}
    )
    counts = fields.Nested(CodeListCounts)
    changes = fields.List(fields.Nested(CodeChange))
    problems = fields.List(fields.Nested(RowProblemItem))
