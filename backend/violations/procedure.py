"""Procedure by law: which one a code asks for, which outcomes it allows, who may enforce it.

Pure. Luqin decides no penalty; these rules keep a record from claiming what the law does not allow.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

SIMPLE_FINE_MAX_YUAN = 200
"""200 yuan itself is still simple: 道交法107, 程序规定43 ("以下" includes the number, 程序规定81)."""

PARKING_CODES = frozenset({"1039"})

_GRAVE_PENALTIES = ("吊销", "暂扣", "拘留")  # revocation, suspension, detention


class Party(StrEnum):
    """Who broke the rule."""

    MOTOR = "motor"
    NONMOTOR = "nonmotor"
    PEDESTRIAN = "pedestrian"
    PASSENGER = "passenger"


class Procedure(StrEnum):
    """How the penalty is decided: by one officer on the spot, or by two or more."""

    SIMPLE = "simple"
    ORDINARY = "ordinary"


class Outcome(StrEnum):
    """What the officer did on the spot."""

    ORAL_WARNING = "oral_warning"
    SIMPLE = "simple"
    ORDINARY_NOTICE = "ordinary_notice"
    MEASURE_VOUCHER = "measure_voucher"
    TRANSFERRED = "transferred"


class Penalty(Protocol):
    """What these rules need of a row of the code list. Fines in yuan; None where the law gives a formula."""

    @property
    def fine_max(self) -> int | None: ...
    @property
    def legal_basis(self) -> str: ...
    @property
    def procedure(self) -> Procedure: ...


class Grant(Protocol):
    """Enforcement power of one person, as `backend.identity` hands it out: against which party ("any" for
    all), by which procedure ("any", "ordinary" and so also "simple", "simple", or "parking_notice" alone),
    from day to day as ISO text, both included; `valid_to` None is open."""

    @property
    def party(self) -> str: ...
    @property
    def procedure(self) -> str: ...
    @property
    def valid_from(self) -> str: ...
    @property
    def valid_to(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a person may not enforce: a stable code and the sentence in both languages."""

    code: str
    zh: str
    en: str


AUXILIARY_NEVER = Refusal(
    "auxiliary_never_enforces",
    "辅警不得作为执法人员，只能提交线索由民警核实",
    "An auxiliary never enforces; file a lead for an officer to verify",
)
NOT_AN_OFFICER = Refusal("not_an_officer", "只有民警可以执法", "Only a sworn officer may enforce")
NO_GRANT = Refusal(
    "no_enforcement_grant",
    "当日没有对该类当事人适用该程序的执法授权",
    "No enforcement grant for this party and procedure",
)
GRANT_NOT_VALID = Refusal(
    "enforcement_grant_not_valid",
    "执法授权在当日不在有效期内",
    "The enforcement grant is not valid on that day",
)


def procedure_for(row: Penalty) -> Procedure:
    """The procedure that the law asks for, never a lighter one than the list says.

    Simple: a warning or at most 200 yuan (道交法107, 程序规定43). Ordinary: more, a fine given by a formula,
    or suspension, revocation or detention (程序规定48, 道交法109–111).
    """
    if row.procedure is Procedure.ORDINARY or row.fine_max is None:
        return Procedure.ORDINARY
    if row.fine_max > SIMPLE_FINE_MAX_YUAN or any(word in row.legal_basis for word in _GRAVE_PENALTIES):
        return Procedure.ORDINARY
    return Procedure.SIMPLE


def allowed_outcomes(row: Penalty) -> tuple[Outcome, ...]:
    """What may be recorded for this code.

    Oral warning and simple decision stand open to light matters only (道交法87, 程序规定42–43). A notice is
    open to all: the person may be absent or object (程序规定12, 46).
    """
    if procedure_for(row) is Procedure.SIMPLE:
        return tuple(Outcome)
    return (Outcome.ORDINARY_NOTICE, Outcome.MEASURE_VOUCHER, Outcome.TRANSFERRED)


def needs_second_officer(row: Penalty, outcome: Outcome) -> bool:
    """Must a second officer be named?

    Yes in the ordinary procedure (程序规定48) and for every compulsory measure (办案程序52). A matter that is
    only handed over needs none. An auxiliary never counts as the second.
    """
    if outcome is Outcome.TRANSFERRED:
        return False
    return outcome is Outcome.MEASURE_VOUCHER or procedure_for(row) is Procedure.ORDINARY


def is_parking_notice(code: str, outcome: Outcome) -> bool:
    """Is this the notice for illegal parking, which station officers may be granted alone (程序规定12)?"""
    return outcome is Outcome.ORDINARY_NOTICE and code[:4] in PARKING_CODES


def may_enforce(
    person_kind: str,
    grants: Collection[Grant],
    on: date,
    party: Party,
    procedure: Procedure,
    *,
    parking_notice: bool = False,
) -> Refusal | None:
    """None when this person may enforce that day; otherwise why not.

    The power is a grant to the person and does not follow from the unit. `on` is the day of the act, in
    Shanghai. Auxiliaries never, whatever they were granted (沪道交条例71, 执法规范5). `parking_notice` says
    that no more than such a notice is issued, for which a grant for parking notices is enough.
    """
    if person_kind in ("duty_auxiliary", "clerical_auxiliary"):
        return AUXILIARY_NEVER
    if person_kind != "officer":
        return NOT_AN_OFFICER
    enough = {"any", Procedure.ORDINARY, procedure, *(("parking_notice",) if parking_notice else ())}
    fitting = [grant for grant in grants if grant.party in (party, "any") and grant.procedure in enough]
    if not fitting:
        return NO_GRANT
    return None if any(_holds_on(grant, on.isoformat()) for grant in fitting) else GRANT_NOT_VALID


def _holds_on(grant: Grant, day: str) -> bool:
    return grant.valid_from <= day and (grant.valid_to is None or day <= grant.valid_to)
