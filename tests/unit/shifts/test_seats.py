"""The officer in the centre, the auxiliary at the roadside: article (三)3 of the plan."""

import csv
from pathlib import Path

import pytest

from backend.shifts.rules import Seat, fills_seat, refuse_seat

ROWS = list(
    csv.DictReader((Path(__file__).parents[2] / "data" / "seat_cases.csv").read_text("utf-8").splitlines())
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "-".join(list(row.values())[:3]))
def test_seats_are_taken_and_filled_by_the_right_kind_of_person(row: dict[str, str]) -> None:
    seat = Seat(row["seat"])
    refusal = refuse_seat(seat, row["person_kind"])
    assert (refusal.code if refusal else "") == row["refusal"]
    assert fills_seat(seat, row["person_kind"], is_key=row["is_key"] == "true") is (row["fills"] == "true")


def test_every_kind_on_every_seat_of_both_sorts_of_post_is_judged() -> None:
    assert len({(row["seat"], row["person_kind"], row["is_key"]) for row in ROWS}) == 16


def test_an_auxiliary_is_refused_in_the_centre_with_a_way_out() -> None:
    refusal = refuse_seat(Seat.CENTRE, "duty_auxiliary")
    assert refusal is not None
    assert "路边" in refusal.zh
    assert "roadside" in refusal.en
