"""The procedure follows the fine and the gravity; only officers with a grant of that day enforce."""

from dataclasses import dataclass
from datetime import date

import pytest

from backend.violations import procedure as law
from backend.violations.procedure import Outcome, Party, Procedure

DAY = date(2022, 5, 6)


@dataclass(frozen=True)
class Code:
    fine_max: int | None
    legal_basis: str = "道交法90"
    procedure: Procedure = Procedure.SIMPLE


@dataclass(frozen=True)
class Granted:
    party: str = "motor"
    procedure: str = "simple"
    valid_from: str = "2022-01-01"
    valid_to: str | None = None


def may(
    kind: str,
    *grants: Granted,
    party: Party = Party.MOTOR,
    by: Procedure = Procedure.SIMPLE,
    parking_notice: bool = False,
) -> str:
    refusal = law.may_enforce(kind, grants, DAY, party, by, parking_notice=parking_notice)
    return "yes" if refusal is None else refusal.code


@pytest.mark.parametrize("fine_max", [0, 50, 199, 200])
def test_two_hundred_yuan_itself_is_simple(fine_max: int) -> None:
    assert law.procedure_for(Code(fine_max)) is Procedure.SIMPLE


@pytest.mark.parametrize("fine_max", [201, 2000])
def test_above_two_hundred_yuan_is_ordinary(fine_max: int) -> None:
    assert law.procedure_for(Code(fine_max)) is Procedure.ORDINARY


def test_a_fine_by_formula_is_ordinary() -> None:
    assert law.procedure_for(Code(None)) is Procedure.ORDINARY


@pytest.mark.parametrize("basis", ["并处吊销驾驶证", "暂扣6个月驾驶证", "可并处15日以下拘留"])
def test_revocation_suspension_and_detention_are_ordinary_whatever_the_fine(basis: str) -> None:
    assert law.procedure_for(Code(50, basis)) is Procedure.ORDINARY


def test_detaining_a_vehicle_does_not_make_a_small_fine_ordinary() -> None:
    assert law.procedure_for(Code(200, "可扣留车辆 (沪道交条例81)")) is Procedure.SIMPLE


def test_the_list_may_be_stricter_than_the_fine() -> None:
    assert law.procedure_for(Code(50, procedure=Procedure.ORDINARY)) is Procedure.ORDINARY


def test_a_light_matter_may_end_in_any_way() -> None:
    assert law.allowed_outcomes(Code(200)) == tuple(Outcome)


def test_a_grave_matter_is_neither_warned_away_nor_decided_on_the_spot() -> None:
    assert law.allowed_outcomes(Code(2000)) == (
        Outcome.ORDINARY_NOTICE,
        Outcome.MEASURE_VOUCHER,
        Outcome.TRANSFERRED,
    )


@pytest.mark.parametrize(
    ("fine_max", "outcome", "needed"),
    [
        (200, Outcome.ORAL_WARNING, False),
        (200, Outcome.SIMPLE, False),
        (200, Outcome.ORDINARY_NOTICE, False),
        (200, Outcome.MEASURE_VOUCHER, True),
        (200, Outcome.TRANSFERRED, False),
        (201, Outcome.ORDINARY_NOTICE, True),
        (201, Outcome.MEASURE_VOUCHER, True),
        (201, Outcome.TRANSFERRED, False),
    ],
)
def test_a_second_officer_stands_behind_ordinary_procedure_and_compulsory_measures(
    fine_max: int, outcome: Outcome, needed: bool
) -> None:
    assert law.needs_second_officer(Code(fine_max), outcome) is needed


@pytest.mark.parametrize("kind", ["duty_auxiliary", "clerical_auxiliary"])
def test_an_auxiliary_never_enforces_even_with_a_grant(kind: str) -> None:
    assert may(kind, Granted("any", "ordinary")) == "auxiliary_never_enforces"


def test_a_civilian_does_not_enforce() -> None:
    assert may("civilian", Granted("any", "ordinary")) == "not_an_officer"


def test_an_officer_without_a_grant_does_not_enforce() -> None:
    assert may("officer") == "no_enforcement_grant"


def test_an_officer_enforces_by_a_grant_for_party_and_procedure() -> None:
    assert may("officer", Granted()) == "yes"
    assert may("officer", Granted(), party=Party.NONMOTOR) == "no_enforcement_grant"
    assert may("officer", Granted(), by=Procedure.ORDINARY) == "no_enforcement_grant"
    assert may("officer", Granted("any"), party=Party.PASSENGER) == "yes"


def test_a_grant_for_the_ordinary_procedure_covers_the_simple_one() -> None:
    assert may("officer", Granted(procedure="ordinary"), by=Procedure.SIMPLE) == "yes"


def test_a_grant_for_any_procedure_covers_both() -> None:
    assert may("officer", Granted("any", "any"), by=Procedure.ORDINARY) == "yes"
    assert may("officer", Granted("any", "any"), by=Procedure.SIMPLE) == "yes"


def test_a_grant_for_parking_notices_allows_nothing_else() -> None:
    granted = Granted(procedure="parking_notice")
    assert may("officer", granted, parking_notice=True) == "yes"
    assert may("officer", granted) == "no_enforcement_grant"
    assert may("duty_auxiliary", granted, parking_notice=True) == "auxiliary_never_enforces"


@pytest.mark.parametrize(
    ("code", "outcome", "answer"),
    [
        ("1039", Outcome.ORDINARY_NOTICE, True),
        ("1039A", Outcome.ORDINARY_NOTICE, True),
        ("1039", Outcome.SIMPLE, False),
        ("1625", Outcome.ORDINARY_NOTICE, False),
    ],
)
def test_a_parking_notice_is_a_notice_for_parking(code: str, outcome: Outcome, answer: bool) -> None:
    assert law.is_parking_notice(code, outcome) is answer


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "answer"),
    [
        ("2022-05-06", "2022-05-06", "yes"),
        ("2022-05-07", None, "enforcement_grant_not_valid"),
        ("2022-01-01", "2022-05-05", "enforcement_grant_not_valid"),
        ("2022-01-01", None, "yes"),
    ],
)
def test_first_and_last_day_of_a_grant_are_included(
    valid_from: str, valid_to: str | None, answer: str
) -> None:
    assert may("officer", Granted(valid_from=valid_from, valid_to=valid_to)) == answer


def test_one_valid_grant_among_expired_ones_is_enough() -> None:
    expired = Granted(valid_to="2022-02-01")
    assert may("officer", expired, Granted()) == "yes"
