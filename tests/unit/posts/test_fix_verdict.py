"""Inside, uncertain or outside: the verdict of a position against a post, by the cases shared with the phone."""

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from backend.posts.rules import FixVerdict, judge_fix

ROWS = list(
    csv.DictReader((Path(__file__).parents[2] / "data" / "fix_cases.csv").read_text("utf-8").splitlines())
)


@dataclass(frozen=True)
class At:
    lat: float
    lon: float
    radius_m: int = 0
    accuracy_m: float = 0.0
    age_s: float = 0.0
    source: str = "gps"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["note"])
def test_a_position_is_judged(row: dict[str, str]) -> None:
    post = At(float(row["post_lat"]), float(row["post_lon"]), radius_m=int(row["radius_m"]))
    fix = At(
        float(row["lat"]),
        float(row["lon"]),
        accuracy_m=float(row["accuracy_m"]),
        age_s=float(row["age_s"]),
        source=row["source"],
    )
    judged = judge_fix(post, fix)
    assert (judged.verdict.value, judged.distance_m) == (row["verdict"], float(row["distance_m"]))


def test_without_post_or_position_there_is_no_fix() -> None:
    somewhere = At(31.195, 121.437, radius_m=60)
    assert judge_fix(None, somewhere).verdict is FixVerdict.NO_FIX
    assert judge_fix(somewhere, None).verdict is FixVerdict.NO_FIX
    assert judge_fix(somewhere, None).distance_m is None
