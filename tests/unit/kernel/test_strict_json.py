"""The strict reader agrees with the standard library on everything that it lets through, and refuses the rest."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.errors import Malformed
from backend.kernel.jsonbody import MAX_DEPTH, MAX_INTEGER, MAX_KEYS, parse_strict, parse_strict_text

# Every character but NUL and halves of surrogate pairs: emoji, rare Chinese characters, controls.
TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=20)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-MAX_INTEGER, MAX_INTEGER)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


def _code(raw: bytes) -> str:
    with pytest.raises(Malformed) as refused:
        parse_strict(raw)
    assert refused.value.detail_zh
    assert refused.value.detail_en
    return refused.value.code


@given(value=VALUES, ascii_only=st.booleans(), spaced=st.booleans())
def test_valid_json_is_read_as_the_standard_library_reads_it(
    value: Any, ascii_only: bool, spaced: bool
) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=1 if spaced else None)
    assert parse_strict(text.encode()) == json.loads(text) == value


@given(raw=st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_and_nothing_else(raw: bytes) -> None:
    try:
        value = parse_strict(raw)
    except Malformed:
        return
    assert value == json.loads(raw)


@given(text=st.text(alphabet='{}[]",:0123456789.eE+-\\u truefalsn\x00\ud800NaI', max_size=40))
def test_any_text_of_json_signs_is_read_or_refused_and_nothing_else(text: str) -> None:
    try:
        value = parse_strict_text(text)
    except Malformed:
        return
    assert value == json.loads(text)
    assert _is_clean(value)


def _is_clean(value: Any) -> bool:
    if isinstance(value, dict):
        return all(_is_clean(key) and _is_clean(child) for key, child in value.items())
    if isinstance(value, list):
        return all(map(_is_clean, value))
    if isinstance(value, str):
        return not any(char == "\x00" or "\ud800" <= char <= "\udfff" for char in value)
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or abs(value) <= MAX_INTEGER


def test_twenty_levels_are_read_and_twenty_one_refused() -> None:
    assert parse_strict(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)
    assert _code(b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1)) == "too_deep"
    assert _code(b'{"a":' * (MAX_DEPTH + 1) + b"1" + b"}" * (MAX_DEPTH + 1)) == "too_deep"


def test_a_tower_that_breaks_other_parsers_is_refused_cleanly() -> None:
    assert _code(b"[" * 1_000_000) in {"too_deep", "body_not_json"}


def test_the_limit_of_keys_is_that_of_the_whole_document() -> None:
    half = {f"k{n}": n for n in range(MAX_KEYS // 2)}
    assert parse_strict(json.dumps([half, half]).encode()) == [half, half]
    assert _code(json.dumps([half, half, {"one": 1}]).encode()) == "too_many_keys"


def test_the_largest_whole_number_is_that_of_javascript() -> None:
    assert parse_strict(b"9007199254740992") == MAX_INTEGER
    assert parse_strict(b"-9007199254740992") == -MAX_INTEGER
    assert _code(b"9007199254740993") == "number_too_large"
    assert _code(b"-9007199254740993") == "number_too_large"


def test_a_key_twice_is_refused_at_any_depth() -> None:
    assert _code(b'{"a": [{"b": 1, "b": 1}]}') == "duplicate_key"


def test_a_surrogate_pair_is_one_character_and_read() -> None:
    assert parse_strict(rb'"\ud83d\ude93"') == "🚓"


def test_half_a_surrogate_pair_is_refused_in_text_that_is_already_decoded() -> None:
    with pytest.raises(Malformed) as refused:
        parse_strict_text('{"a": "\ud800"}')
    assert refused.value.code == "text_not_allowed"


def test_text_comes_back_byte_for_byte() -> None:
    text = "沪A·D12345　\u200b\u202e　㐂𠮷 e\u0301\r\n\t\u007f\ufeff"
    assert parse_strict(json.dumps({"a": text}, ensure_ascii=False).encode())["a"].encode() == text.encode()
