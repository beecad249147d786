"""Fields take exactly what they say."""

from __future__ import annotations

from typing import Any

import pytest
from marshmallow import ValidationError, fields

from backend.kernel import schemas as s
from backend.kernel.ids import new_id

ID = new_id()
TABLE: dict[str, tuple[fields.Field[Any], list[Any], dict[str, list[Any]]]] = {
    "text": (
        s.text(1, 3),
        ["a", "徐汇区", "🚓🚓🚓", " "],
        {"length": ["", "abcd"], "wrong_type": [1, True, [], {}], "null": [None]},
    ),
    "text or null": (s.text(1, 3, allow_none=True), [None, "a"], {"length": [""]}),
    "identifier": (
        s.identifier(),
        [ID],
        {"not_an_id": [ID.upper(), ID + "\n", f"{{{ID}}}", "", "9b2f6c1e-3f44-4a6e-9c0b-1f2e3d4c5b6a"]},
    ),
    "hash": (s.sha256_hex(), ["0" * 64], {"not_a_hash": ["0" * 63, "A" * 64, "0" * 64 + "\n", "g" * 64]}),
    "base64url": (
        s.base64url(2, 4),
        ["ab", "a-_9"],
        {"not_base64url": ["a+b", "ab=", "a\n", "é" * 3], "length": ["a", "abcde"]},
    ),
    "choice": (s.choice(("a", "b")), ["a"], {"not_in_list": ["", "A", "ab"], "wrong_type": [1]}),
    "whole": (
        s.whole(0, 10),
        [0, 10],
        {"out_of_range": [-1, 11], "wrong_type": [True, "1", 1.0, 1.5, [], {}], "null": [None]},
    ),
    "real": (
        s.real(-1, 1),
        [0, 1, -1.0, 0.5],
        {
            "out_of_range": [1.01, -2],
            "wrong_type": [True, "0.5", []],
            "number_not_finite": [float("nan"), float("inf")],
        },
    ),
    "flag": (s.flag(), [True, False], {"wrong_type": [0, 1, "true", "on", "", []], "null": [None]}),
    "instant": (
        s.instant(),
        ["2026-11-23T06:00:00Z", "2026-11-23T06:00:00.5Z"],
        {"not_an_instant": ["2026-11-23", "2026-02-30T00:00:00Z", "2026-11-23T06:00:00+08:00", "now"]},
    ),
    "day": (
        s.day(),
        ["2026-11-23", "2024-02-29"],
        {"not_a_day": ["2026-02-29", "20261123", "2026-W01-1", "2026-11-23 ", "２０２６-11-23", ""]},
    ),
}
GOOD = [(name, value) for name, (_, values, _) in TABLE.items() for value in values]
BAD = [
    (name, code, value)
    for name, (_, _, wrong) in TABLE.items()
    for code, values in wrong.items()
    for value in values
]


def _load(name: str, value: Any) -> Any:
    return s.StrictSchema.from_dict({"field": TABLE[name][0]})().load({"field": value})


@pytest.mark.parametrize(("name", "value"), GOOD)
def test_what_fits_is_taken(name: str, value: Any) -> None:
    assert "field" in _load(name, value)


@pytest.mark.parametrize(("name", "code", "value"), BAD)
def test_what_does_not_fit_is_refused_with_its_code(name: str, code: str, value: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        _load(name, value)
    assert code in refused.value.messages["field"]


def test_a_field_is_required_unless_it_has_a_default() -> None:
    schema = s.StrictSchema.from_dict({"needed": s.text(), "spared": s.text(load_default="x")})()
    with pytest.raises(ValidationError) as refused:
        schema.load({})
    assert refused.value.messages == {"needed": ["required"]}
    assert schema.load({"needed": "a"}) == {"needed": "a", "spared": "x"}


def test_an_unknown_field_is_refused_by_name_at_any_depth() -> None:
    inner = s.StrictSchema.from_dict({"a": s.text()})
    schema = s.StrictSchema.from_dict({"inner": fields.Nested(inner, required=True)})()
    with pytest.raises(ValidationError) as refused:
        schema.load({"inner": {"a": "x", "b": 1}, "c": 2})
    assert refused.value.messages == {"inner": {"b": ["unknown_field"]}, "c": ["unknown_field"]}


@pytest.mark.parametrize("value", [None, [], "text", 7, True])
def test_what_is_no_object_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        s.StrictSchema.from_dict({"a": s.text()})().load(value)
    assert refused.value.messages == {"_schema": ["wrong_type"]}
