"""The strict reader of JSON: everything that lenient parsers let through is refused with a code of its own.

Limits (measured against a plain Flask endpoint that answered 5xx to half of them): UTF-8, depth ≤ 20, ≤ 2,000 keys,
no NaN or infinity, no duplicate keys, integers within ±2^53, no lone surrogates, no U+0000.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

import orjson

from backend.kernel.errors import Malformed

MAX_DEPTH = 20
MAX_KEYS = 2_000
MAX_INTEGER = 2**53
_SURROGATE = re.compile("[\ud800-\udfff\x00]")


def parse_strict(raw: bytes) -> Any:
    """Parse `raw` as strict JSON. Raises `Malformed` with a stable code."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        _refuse("body_not_utf8", "内容不是 UTF-8 编码", "The body is not UTF-8")
    return _parse(text)


def parse_strict_text(text: str) -> Any:
    """Parse text that is already decoded. Raises `Malformed` with a stable code."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        _refuse("text_not_allowed", "文字中有不允许的字符", "Text contains characters that are not allowed")
    return _parse(text)


def _parse(text: str) -> Any:
    reader = _Reader()
    try:
        value = json.loads(
            text,
            object_pairs_hook=reader.take_object,
            parse_int=_integer,
            parse_float=_real,
            parse_constant=_constant,
        )
    except RecursionError:
        _refuse("too_deep", "内容嵌套过深", "The body is nested too deeply")
    except ValueError:
        _refuse("body_not_json", "内容不是有效的 JSON", "The body is not valid JSON")
    _check_depth(value)
    if "\\u" in text or "\x00" in text:
        _check_strings(value)
    return value


def parse_canonical(raw: bytes) -> Any | None:
    """`raw` if it is compact JSON that a writer gives back byte for byte, else None: then ask `parse_strict_text`.

    Equality rules out duplicate keys, NaN, lone surrogates, escaped U+0000 and odd numbers at a twentieth of the
    cost. Bounds on size, depth and integers are left to the schema that the value must fit.
    """
    try:
        value = orjson.loads(raw)
        return value if orjson.dumps(value) == raw else None
    except (orjson.JSONDecodeError, orjson.JSONEncodeError, RecursionError):
        return None


class _Reader:
    """Counts keys over the whole document while objects are built."""

    __slots__ = ("keys",)

    def __init__(self) -> None:
        self.keys = 0

    def take_object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        self.keys += len(pairs)
        if self.keys > MAX_KEYS:
            _refuse("too_many_keys", "内容项目过多", "The body has too many keys")
        value = dict(pairs)
        if len(value) != len(pairs):
            _refuse("duplicate_key", "内容中有重复的键", "The body has a duplicate key")
        return value


def _integer(text: str) -> int:
    if len(text) > 17 or abs(value := int(text)) > MAX_INTEGER:
        _refuse("number_too_large", "数字超出范围", "A number is out of range")
    return value


def _real(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        _refuse("number_not_finite", "数字超出范围", "A number is not finite")
    return value


def _constant(_: str) -> NoReturn:
    _refuse("number_not_finite", "数字无效", "A number is not finite")


def _check_depth(value: Any) -> None:
    """Walk containers level by level; a level beyond the limit is refused."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            child
            for node in level
            if isinstance(node, (dict, list))
            for child in (node.values() if isinstance(node, dict) else node)
            if isinstance(child, (dict, list))
        ]
        if not level:
            return
    _refuse("too_deep", "内容嵌套过深", "The body is nested too deeply")


def _check_strings(value: Any) -> None:
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            if _SURROGATE.search(node):
                _refuse(
                    "text_not_allowed",
                    "文字中有不允许的字符",
                    "Text contains characters that are not allowed",
                )
        elif isinstance(node, dict):
            stack.extend(node)
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)


def _refuse(code: str, zh: str, en: str) -> NoReturn:
    raise Malformed(zh, en, code=code)
