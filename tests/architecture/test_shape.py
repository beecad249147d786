"""Sizes, names, one place that commits, and tests that run."""

from __future__ import annotations

import ast
import re

from tests.architecture import rules
from tests.architecture.source import ROOT, Module, modules

NO_NAMES = frozenset({"utils", "util", "helpers", "misc", "manager", "common"})


def _ours() -> list[Module]:
    return [*modules("backend"), *modules("config"), *modules("scripts")]


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    assert [f"{m.at(m.lines)}" for m in _ours() if m.lines > rules.MAX_FILE_LINES] == []


def test_no_test_file_is_longer_than_five_hundred_lines() -> None:
    assert [f"{m.at(m.lines)}" for m in modules("tests") if m.lines > rules.MAX_TEST_LINES] == []


def test_no_function_is_longer_than_fifty_lines() -> None:
    long = [
        f"{module.at(function.lineno)} {function.name}"
        for module in _ours()
        for function in module.functions()
        if (function.end_lineno or 0) - function.lineno + 1 > rules.MAX_FUNCTION_LINES
    ]
    assert long == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [m.name for m in _ours() if m.path.stem in NO_NAMES] == []


def test_only_the_unit_of_work_commits() -> None:
    places = [
        f"{module.at(node.lineno)} {node.func.attr}"
        for module in modules()
        if module.name not in rules.COMMITTERS
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"commit", "begin", "begin_nested"}
    ]
    assert places == []


def test_every_module_of_the_backend_says_what_it_is_for() -> None:
    assert [m.name for m in modules() if not ast.get_docstring(m.tree)] == []


def test_every_public_function_is_annotated() -> None:
    naked = [
        f"{module.at(function.lineno)} {function.name}"
        for module in modules()
        for function in module.functions()
        if function.returns is None
    ]
    assert naked == []


def test_nothing_is_left_to_do() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    left = [
        f"{module.path.relative_to(ROOT)}:{number}"
        for module in [*_ours(), *modules("tests")]
        if module.path.name != "test_shape.py"
        for number, line in enumerate(module.path.read_text("utf-8").splitlines(), 1)
        if marks.search(line)
    ]
    assert left == []


def test_every_function_in_a_test_file_that_looks_like_a_test_is_one() -> None:
    """A test without `test_` in front never runs. Helpers are private, fixtures are decorated."""
    forgotten = [
        f"{module.at(function.lineno)} {function.name}"
        for module in modules("tests")
        if module.path.name.startswith("test_")
        for function in module.tree.body
        if isinstance(function, ast.FunctionDef)
        and not function.name.startswith(("test_", "_"))
        and not function.decorator_list
        and any(isinstance(node, ast.Assert) for node in ast.walk(function))
        and not _is_called(module, function.name)
    ]
    assert forgotten == []


def _is_called(module: Module, name: str) -> bool:
    return any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(module.tree))


def test_no_test_file_is_named_so_that_it_never_runs() -> None:
    lost = [
        str(module.path.relative_to(ROOT))
        for module in modules("tests")
        if not module.path.name.startswith("test_")
        and any(function.name.startswith("test_") for function in module.functions())
    ]
    assert lost == []


def test_no_test_is_skipped_or_expected_to_fail_without_a_reason() -> None:
    silent = [
        module.at(node.lineno)
        for module in modules("tests")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"skip", "skipif", "xfail"}
        if not _has_reason(module, node)
    ]
    assert silent == []


def _has_reason(module: Module, node: ast.Attribute) -> bool:
    for call in ast.walk(module.tree):
        if isinstance(call, ast.Call) and call.func is node:
            return bool(call.args) or any(word.arg == "reason" for word in call.keywords)
    return False


def test_test_names_are_sentences() -> None:
    short = [
        f"{module.at(function.lineno)} {function.name}"
        for module in modules("tests")
        for function in module.functions()
        if function.name.startswith("test_") and function.name.count("_") < 3
    ]
    assert short == []
