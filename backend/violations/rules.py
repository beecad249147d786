"""What the law asks of one violation record, as functions from plain values to what is to be mended.

Each check returns the `FieldProblem`s it finds, with pointers into the record; together they are `violations.record`.
Procedure, plates and code rows have their own modules.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from backend.kernel.clock import local_day_of_ms
from backend.kernel.errors import FieldProblem
from backend.violations.plates import PlateProblem as PlateRefused
from backend.violations.plates import check_plate, normalise, parse_free_text
from backend.violations.procedure import (
    Grant,
    Outcome,
    Party,
    Procedure,
    allowed_outcomes,
    may_enforce,
    needs_second_officer,
    procedure_for,
)

FUTURE_MAX_MS = 5 * 60 * 1000
"""How far the corrected time of an act may lie ahead of the server's clock."""


class Channel(StrEnum):
    """How the act was found."""

    STREET = "street"
    VIDEO = "video"
    CAMERA = "camera"
    CITIZEN = "citizen"
    LEAD = "lead"
    OPERATION = "operation"


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """What the rules need of one row of a code list. Fines in yuan; None where the law gives a formula."""

    code: str
    name_zh: str
    party: Party
    legal_basis: str
    fine_max: int | None
    procedure: Procedure
    group: str


@dataclass(frozen=True, slots=True)
class CodeListInForce:
    """One version of the list with its validity (ISO days, both included)."""

    version: str
    valid_from: str
    valid_to: str | None
    codes: Mapping[str, CodeEntry]

    def holds_on(self, day: str) -> bool:
        """Was this version in force on that Shanghai day?"""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Enforcer(Protocol):
    """What the rules need of a person."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def status(self) -> str: ...


def find_code(
    lists: Mapping[str, CodeListInForce], version: str, code: str, day: str
) -> CodeEntry | FieldProblem:
    """The row that was in force on the day of the act (处罚法37), or what is wrong with the one named."""
    named = lists.get(version)
    if named is None:
        return FieldProblem(
            "/data/code_version",
            "code_list_unknown",
            f"服务器没有代码表“{version}”，请同步后重选代码",
            f"There is no code list {version}; sync and choose again",
        )
    if not named.holds_on(day):
        return FieldProblem(
            "/data/code_version",
            "code_list_not_in_force",
            f"代码表“{version}”在 {day} 不生效，请选用当日生效的代码表",
            f"Code list {version} was not in force on {day}",
        )
    entry = named.codes.get(code)
    if entry is None:
        return FieldProblem(
            "/data/code",
            "code_unknown",
            f"代码表“{version}”中没有代码 {code}",
            f"Code list {version} has no code {code}",
        )
    return entry


def check_party(entry: CodeEntry, party: Party) -> list[FieldProblem]:
    """The party of the record is the one that the code is about."""
    if entry.party is party:
        return []
    return [
        FieldProblem(
            "/data/party",
            "party_mismatch",
            f"代码 {entry.code} 不适用于该类当事人",
            f"Code {entry.code} is not about this kind of party",
        )
    ]


def check_vehicle(data: Mapping[str, Any]) -> tuple[str | None, list[FieldProblem]]:
    """The number as it is stored, and what is wrong with plate or kind.

    Motor: kind and number that fit each other, kind 41 without a number. Passenger: the vehicle's, if one is named.
    Non-motor: free text of at most 16 characters or none. Pedestrian: none.
    """
    party, kind, number = Party(data["party"]), data["plate_kind"], data["plate"]
    if party is Party.MOTOR or (party is Party.PASSENGER and (kind or number)):
        return _motor_plate(kind, number, confirmed=data["plate_confirmed"])
    if kind is not None:
        return None, [_plate_problem("/data/plate_kind", "plate_kind_not_for_party", _KIND_NOT_FOR_PARTY)]
    if not number or not normalise(number):
        return None, []
    if party is not Party.NONMOTOR:
        return None, [_plate_problem("/data/plate", "plate_not_for_party", _PLATE_NOT_FOR_PARTY)]
    try:
        return parse_free_text(number).number, []
    except PlateRefused as refused:
        return None, [_refused("/data/plate", refused)]


_KIND_NOT_FOR_PARTY = ("只有机动车记录填写号牌种类", "Only motor vehicles have a plate kind")
_PLATE_NOT_FOR_PARTY = ("该类当事人不填写号牌", "This kind of party has no plate")
_KIND_MISSING = ("请选择号牌种类；无号牌选“41 无号牌”", "Choose a plate kind; 41 for no plate")


def _motor_plate(
    kind: str | None, number: str | None, *, confirmed: bool
) -> tuple[str | None, list[FieldProblem]]:
    if kind is None:
        return None, [_plate_problem("/data/plate_kind", "plate_kind_missing", _KIND_MISSING)]
    try:
        plate = check_plate(kind, number, confirmed=confirmed)
    except PlateRefused as refused:
        pointer = "/data/plate_kind" if refused.code == "plate_kind_unknown" else "/data/plate"
        return None, [_refused(pointer, refused)]
    return None if plate is None else plate.number, []


def _plate_problem(pointer: str, code: str, words: tuple[str, str]) -> FieldProblem:
    return FieldProblem(pointer, code, *words)


def _refused(pointer: str, refused: PlateRefused) -> FieldProblem:
    return FieldProblem(pointer, refused.code, refused.hint_zh, refused.hint_en)


def check_outcome(entry: CodeEntry, outcome: Outcome) -> list[FieldProblem]:
    """The outcome is one that the procedure of the code allows (道交法87、107, 程序规定42–48)."""
    if outcome in allowed_outcomes(entry):
        return []
    return [
        FieldProblem(
            "/data/outcome",
            "outcome_not_allowed",
            f"代码 {entry.code} 应适用普通程序，不能当场口头警告或者简易处罚",
            f"Code {entry.code} asks for the ordinary procedure: no oral warning, no decision on the spot",
        )
    ]


def check_enforcer(
    author: Enforcer, grants: Collection[Grant], entry: CodeEntry, outcome: Outcome, on: date
) -> list[FieldProblem]:
    """The author may enforce that day, for that party and procedure; an auxiliary never (沪道交条例71)."""
    refusal = may_enforce(
        author.kind,
        grants,
        on,
        entry.party,
        procedure_of_act(entry, outcome),
        parking_notice=outcome is Outcome.ORDINARY_NOTICE and is_parking(entry),
    )
    return [] if refusal is None else [FieldProblem("/author", refusal.code, refusal.zh, refusal.en)]


def procedure_of_act(entry: CodeEntry, outcome: Outcome) -> Procedure:
    """The procedure whose power the officer uses: handing a matter over needs no more than the simple one."""
    return Procedure.SIMPLE if outcome is Outcome.TRANSFERRED else procedure_for(entry)


def check_second_officer(
    entry: CodeEntry, outcome: Outcome, author: Enforcer, second_id: str | None, second: Enforcer | None
) -> list[FieldProblem]:
    """Two officers where the law asks for two (程序规定48, 办案程序52); an auxiliary never counts as the second."""
    if second_id is None:
        return [_second("second_officer_needed")] if needs_second_officer(entry, outcome) else []
    if second is None or second.status == "left":
        return [_second("second_officer_unknown")]
    if second.id == author.id:
        return [_second("second_officer_is_author")]
    return [] if second.kind == "officer" else [_second("second_officer_not_an_officer")]


_SECOND: Mapping[str, tuple[str, str]] = {
    "second_officer_needed": (
        "此项须由两名以上民警实施，请选择第二名民警",
        "Two officers are needed: name the second",
    ),
    "second_officer_unknown": ("查无此民警，请重新选择", "No such officer"),
    "second_officer_is_author": ("第二名民警不能是记录人本人", "The second officer cannot be the author"),
    "second_officer_not_an_officer": (
        "第二名执法人员须为民警，辅警不计入",
        "The second must be a sworn officer; an auxiliary does not count",
    ),
}


def _second(code: str) -> FieldProblem:
    return FieldProblem("/data/second_officer", code, *_SECOND[code])


def day_to_judge_by(occurred_ms: int, now_ms: int, *, limitation_passed: bool) -> str:
    """The Shanghai day whose law holds: that of the act, or today where its time cannot be true.

    A device whose clock is years off still records real acts: they are judged by today's law and flagged, not lost.
    """
    cannot_be = occurred_ms > now_ms + FUTURE_MAX_MS or limitation_passed
    return local_day_of_ms(now_ms if cannot_be else occurred_ms)


PHOTO_GAP_MS = 10_000
PHOTO_LONG_SIDE = 1280
PHOTO_SHORT_SIDE = 720


def photo_flags(
    sizes: Collection[tuple[int, int]], taken_ms: Collection[int], *, parked: bool
) -> tuple[str, ...]:
    """Warnings about the pictures (GA/T 832): at least 1280×720; 10 s from first to last of a vehicle that stands."""
    flags = []
    if any(max(size) < PHOTO_LONG_SIDE or min(size) < PHOTO_SHORT_SIDE for size in sizes):
        flags.append("photo_small")
    if parked and taken_ms and max(taken_ms) - min(taken_ms) < PHOTO_GAP_MS:
        flags.append("photos_close")
    return tuple(flags)


def is_parking(entry: CodeEntry) -> bool:
    """Is the code about a vehicle that stands?"""
    return "停放" in entry.name_zh


def is_reserved_lane(entry: CodeEntry) -> bool:
    """Is the code about a reserved lane, which others may use on days off (沪道交条例33)?"""
    return "专用车道" in entry.name_zh


_WITHOUT_PLATE: Mapping[Party, str] = {
    Party.MOTOR: "无号牌",
    Party.NONMOTOR: "非机动车",
    Party.PEDESTRIAN: "行人",
    Party.PASSENGER: "乘车人",
}


def headline(plate: str | None, entry: CodeEntry, party: Party, place: str) -> str:
    """The line in lists: `沪A12345 · 1039 违反规定停放 · 漕溪北路`, at most 200 characters."""
    name = entry.name_zh.split("，")[0].split("、")[0]
    shown = name if len(name) <= 24 else f"{name[:23]}…"
    return f"{plate or _WITHOUT_PLATE[party]} · {entry.code} {shown} · {place}"[:200]
