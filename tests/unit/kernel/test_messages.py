"""Every code has a sentence in Chinese and in English, and means one thing."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
from marshmallow import fields

import backend.registry  # noqa: F401 - brings in every package, so that every schema and error is known
from backend.kernel import messages
from backend.kernel.errors import FieldProblem, LuqinError
from backend.kernel.http import STATUS
from backend.kernel.schemas import StrictSchema
from tests.architecture.source import modules

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _subclasses(kind: type) -> Iterator[type]:
    for child in kind.__subclasses__():
        yield child
        yield from _subclasses(child)


def _errors() -> list[type[LuqinError]]:
    return [
        LuqinError,
        *(found for found in _subclasses(LuqinError) if found.__module__.startswith("backend.")),
    ]


def _codes_of_schemas() -> set[str]:
    """Codes that fields and their checks give, and those raised as `ValidationError("code")`."""
    codes: set[str] = set()
    for schema in _subclasses(StrictSchema):
        if schema.__module__.startswith("backend."):
            for field in schema().fields.values():
                codes |= _codes_of_field(field)
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ValidationError":
                codes |= {arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)}
    return codes


def _codes_of_field(field: fields.Field[object]) -> set[str]:
    codes = {str(code) for code in field.error_messages.values()}
    codes |= {str(check.error) for check in field.validators if getattr(check, "error", None)}
    if isinstance(field, fields.List):
        codes |= _codes_of_field(field.inner)
    return codes


def test_every_code_that_a_field_can_give_has_its_sentences() -> None:
    codes = _codes_of_schemas()
    assert "length" in codes
    silent = [code for code in codes if messages.field_sentence(code)[1] == code]
    assert silent == []


@pytest.mark.parametrize("error", _errors(), ids=lambda error: error.__name__)
def test_every_error_speaks_chinese_and_english(error: type[LuqinError]) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", error.code)
    assert CHINESE.search(error.zh)
    assert error.en
    assert not CHINESE.search(error.en)
    assert error.kind in STATUS
    assert error.__doc__


def test_one_code_stands_for_one_status() -> None:
    statuses: dict[str, set[int]] = defaultdict(set)
    for error in _errors():
        statuses[error.code].add(STATUS[error.kind])
    assert {code: found for code, found in statuses.items() if len(found) > 1} == {}


def test_sentences_of_fields_are_chinese_and_english() -> None:
    for code in _codes_of_schemas():
        chinese, english = messages.field_sentence(code)
        assert CHINESE.search(chinese), code
        assert not CHINESE.search(english), code


@pytest.mark.parametrize("status", [400, 404, 405, 406, 408, 411, 413, 414, 415, 416, 429, 500, 503])
def test_every_status_that_the_edge_gives_has_its_sentences(status: int) -> None:
    code, chinese, english = messages.http_sentence(status)
    assert code != "http_error"
    assert CHINESE.search(chinese)
    assert english


def test_nested_problems_become_a_flat_list_with_pointers() -> None:
    errors = {
        "photos": {1: {"sha256": ["not_a_hash"], "_schema": ["invalid"]}},
        "data": {"plate": ["length", "null"]},
        "_schema": ["wrong_type"],
    }
    found = messages.field_problems(errors, "/items/3")
    assert {(problem.pointer, problem.code) for problem in found} == {
        ("/items/3/photos/1/sha256", "not_a_hash"),
        ("/items/3/photos/1", "invalid"),
        ("/items/3/data/plate", "length"),
        ("/items/3/data/plate", "null"),
        ("/items/3", "wrong_type"),
    }
    assert all(isinstance(problem, FieldProblem) and problem.zh and problem.en for problem in found)


def test_a_pointer_escapes_what_json_pointers_escape() -> None:
    (problem,) = messages.field_problems({"a/b~c": ["unknown_field"]})
    assert problem.pointer == "/a~1b~0c"
