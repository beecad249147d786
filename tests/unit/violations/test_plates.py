"""Plates are taken when they fit the grammar, refused with the right hint when not, and never mended silently."""

import contextlib
import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.violations.plate_problems import HINTS
from backend.violations.plates import (
    KINDS,
    PROVINCES,
    Plate,
    PlateForm,
    PlateProblem,
    check_plate,
    guess_kind,
    normalise,
    parse_free_text,
    parse_plate,
)

DATA = Path(__file__).parents[2] / "data"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CASES = rows("plate_cases.csv")
VALID = [row for row in CASES if row["valid"] == "true"]
REFUSED = [row for row in CASES if row["valid"] == "false"]
REFUSALS = rows("plate_refusals.csv")


def problem_of(text: str, kind: str = "") -> PlateProblem:
    with pytest.raises(PlateProblem) as caught:
        check_plate(kind, text) if kind else parse_plate(text)
    return caught.value


def test_all_76_cases_are_here() -> None:
    assert (len(VALID), len(REFUSED)) == (39, 37)


@pytest.mark.parametrize("row", VALID, ids=lambda row: row["plate"])
def test_a_good_plate_is_taken_in_its_form(row: dict[str, str]) -> None:
    assert parse_plate(row["plate"]).form == row["kind"]


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row["plate"] or "empty")
def test_a_bad_plate_is_refused(row: dict[str, str]) -> None:
    assert problem_of(row["plate"]).code in HINTS


@pytest.mark.parametrize("row", REFUSALS, ids=lambda row: f"{row['kind']}:{row['plate']}")
def test_a_refusal_says_why_in_both_languages(row: dict[str, str]) -> None:
    problem = problem_of(row["plate"], row["kind"])
    said = (problem.code, problem.suggestion or "", problem.hint_zh, problem.hint_en)
    assert said == (row["code"], row["suggestion"], row["hint_zh"], row["hint_en"])


def test_every_hint_is_reached() -> None:
    assert {row["code"] for row in REFUSALS} == set(HINTS)


@pytest.mark.parametrize(
    "typed",
    [
        "沪A·12345",
        "沪A•12345",
        "沪A 12345",
        "沪-A12345",
        "沪a12345",
        "沪Ａ１２３４５",
        "沪A1234５",
        " 沪A12345 ",
    ],
)
def test_dots_blanks_case_and_width_do_not_matter(typed: str) -> None:
    assert parse_plate(typed).number == "沪A12345"


def test_invisible_characters_are_dropped() -> None:
    assert normalise("\ufeff沪\u200bA\u00ad1\u20602\t3\u202e4\u30005\ufe0f") == "沪A12345"


def test_leading_zeros_are_kept() -> None:
    assert parse_plate("浙A00001").number == "浙A00001"


def test_a_look_alike_is_suggested_and_never_taken() -> None:
    assert problem_of("泸A12345").suggestion == "沪A12345"
    assert problem_of("泸A1").suggestion is None


@pytest.mark.parametrize("text", ["沪AD1234", "VA12345", "WJ沪12345"])
def test_a_doubtful_number_asks_for_a_second_look(text: str) -> None:
    assert parse_plate(text).needs_confirmation


def test_an_ordinary_number_asks_for_nothing() -> None:
    assert not parse_plate("沪A12345").needs_confirmation
    assert not parse_plate("沪AD12345").needs_confirmation


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("沪A12345", "02"),
        ("沪AD12345", "52"),
        ("沪A12345D", "51"),
        ("沪A1234警", "23"),
        ("沪A1234学", "16"),
        ("沪A1234挂", "15"),
        ("沪A0023领", "04"),
        ("使014578", "03"),
        ("粤Z1234港", "26"),
        ("粤ZA123澳", "27"),
        ("WJ沪12345", "31"),
        ("VA12345", "32"),
        ("沪X1234应急", "99"),
        ("应急沪123X", "99"),
    ],
)
def test_the_guessed_kind_accepts_its_number(text: str, kind: str) -> None:
    plate = parse_plate(text)
    assert guess_kind(plate) == kind
    taken = check_plate(kind, text, confirmed=True)
    assert taken is not None
    assert taken.number == plate.number


def test_there_are_26_kinds_each_with_two_names() -> None:
    listed = {*range(1, 9), *range(13, 17), 20, *range(22, 25), 26, 27, 31, 32, *range(41, 44), 51, 52, 99}
    assert {int(code) for code in KINDS} == listed
    assert all(len(code) == 2 for code in KINDS)
    assert all(kind.name_zh and kind.name_en for kind in KINDS.values())


@pytest.mark.parametrize("kind", ["01", "02", "07", "08", "13", "05", "06"])
def test_blue_yellow_and_motorcycle_plates_share_the_civil_form(kind: str) -> None:
    assert check_plate(kind, "沪A12345") == Plate("沪A12345", PlateForm.CIVIL)


@pytest.mark.parametrize("text", [None, "", " ", "·"])
def test_no_plate_is_recorded_without_a_number(text: str | None) -> None:
    assert check_plate("41", text) is None


@pytest.mark.parametrize("kind", ["14", "20", "22", "31", "32", "42", "43", "99"])
def test_numbers_managed_elsewhere_are_kept_as_text_once_confirmed(kind: str) -> None:
    assert problem_of("沪临-0123456", kind).code == "plate_confirm_needed"
    assert check_plate(kind, "沪临-0123456", confirmed=True) == Plate("沪临0123456", PlateForm.TEXT)


def test_free_text_takes_sixteen_characters_and_not_seventeen() -> None:
    assert parse_free_text("8" * 16).number == "8" * 16
    with pytest.raises(PlateProblem, match="plate_text_too_long"):
        parse_free_text("8" * 17)


def test_a_suggestion_for_a_confirmed_number_needs_no_more() -> None:
    assert check_plate("02", "沪AD1234", confirmed=True) == Plate("沪AD1234", PlateForm.CIVIL, True)


@given(st.text(max_size=80))
def test_any_text_is_either_taken_normalised_or_refused(text: str) -> None:
    with contextlib.suppress(PlateProblem):
        plate = parse_plate(text)
        assert plate.number == normalise(plate.number)
        assert parse_plate(plate.number) == plate


@given(
    st.sampled_from(PROVINCES),
    st.sampled_from(LETTERS),
    st.text(LETTERS + "0123456789", min_size=5, max_size=5),
)
def test_every_ordinary_number_is_civil(province: str, office: str, serial: str) -> None:
    assert parse_plate(province + office + serial).form is PlateForm.CIVIL


@given(
    st.sampled_from(PROVINCES),
    st.sampled_from(LETTERS),
    st.text(LETTERS + "0123456789", min_size=5, max_size=5),
    st.integers(1, 6),
    st.sampled_from("IO"),
)
def test_no_number_with_i_or_o_is_ever_taken(
    province: str, office: str, serial: str, place: int, letter: str
) -> None:
    number = province + office + serial
    changed = number[:place] + letter + number[place + 1 :]
    assert problem_of(changed).code == "plate_letter_io"
