"""One row of the code list and the group it stands in. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from backend.violations.procedure import Party, Procedure

LOCAL_CODE = re.compile(r"[A-Z]{2}-[A-Z]\d{2}", re.ASCII)
"""A key of our own (SH-N01) for an offence with law text and no verified national code."""


class Certainty(StrEnum):
    """How far a row can be trusted; an official list is high throughout."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class CodeGroup(StrEnum):
    """The heading a code stands under in pickers and statistics."""

    MOTOR = "motor"
    NONMOTOR = "nonmotor"
    PEDESTRIAN = "pedestrian"
    PASSENGER = "passenger"
    HIGHWAY = "highway"
    OTHER = "other"
    LOCAL = "local"


GROUP_NAMES: Mapping[CodeGroup, tuple[str, str]] = {
    CodeGroup.MOTOR: ("机动车", "Motor vehicles"),
    CodeGroup.NONMOTOR: ("非机动车", "Non-motor vehicles"),
    CodeGroup.PEDESTRIAN: ("行人", "Pedestrians"),
    CodeGroup.PASSENGER: ("乘车人", "Passengers"),
    CodeGroup.HIGHWAY: ("高速公路", "Motorways"),
    CodeGroup.OTHER: ("其他", "Other"),
    CodeGroup.LOCAL: ("本市", "Shanghai"),
}
"""Group -> (Chinese, English), in the order of display."""


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One violation code. Fines in yuan; both None where the law gives a formula instead of a range."""

    code: str
    name_zh: str
    name_en: str
    party: Party
    legal_basis: str
    fine_min: int | None
    fine_max: int | None
    points: int
    procedure: Procedure
    source: str
    certainty: Certainty
    local: bool

    @property
    def group(self) -> CodeGroup:
        """See `group_of`."""
        return group_of(self.code, self.party)


def group_of(code: str, party: Party) -> CodeGroup:
    """Group by first digit (GA/T 16.31) and party: 1 motor, 2 non-motor, 3 pedestrian or passenger,
    4 motorway, 5–8 other; keys that are not national are local."""
    if LOCAL_CODE.fullmatch(code):
        return CodeGroup.LOCAL
    if code[0] == "3":
        return CodeGroup.PASSENGER if party is Party.PASSENGER else CodeGroup.PEDESTRIAN
    by_digit = {"1": CodeGroup.MOTOR, "2": CodeGroup.NONMOTOR, "4": CodeGroup.HIGHWAY}
    return by_digit.get(code[0], CodeGroup.OTHER)
