"""Rules know no database, no HTTP and no clock of their own; the edge alone knows HTTP."""

from __future__ import annotations

import ast
import sys

import pytest

from tests.architecture import rules
from tests.architecture.source import Module, modules

PURE = [module for module in modules() if module.part.rsplit(".", 1)[-1] in rules.PURE]
READS_THE_CLOCK = {
    ("clock", "now"),
    ("clock", "now_ms"),
    ("datetime", "now"),
    ("time", "time"),
    ("date", "today"),
}
FLASK_MAY_BE_KNOWN_IN = frozenset({"setup", "access", "audit"})


def _allowed(module: Module, target: str) -> bool:
    if target.split(".", maxsplit=1)[0] in sys.stdlib_module_names:
        return True
    if rules.PURE_LIBRARIES.get(module.name) == target.split(".", maxsplit=1)[0]:
        return True
    if target in rules.PURE_MAY_IMPORT:
        return True
    return target.startswith("backend.") and target.rsplit(".", 1)[-1] in rules.PURE


@pytest.mark.parametrize("module", PURE, ids=lambda module: module.name)
def test_a_pure_module_imports_only_the_standard_library_and_pure_modules(module: Module) -> None:
    wrong = [module.at(found.line) for found in module.imports() if not _allowed(module, found.target)]
    assert wrong == []


@pytest.mark.parametrize(
    "module", [m for m in PURE if m.name != "backend.kernel.clock"], ids=lambda module: module.name
)
def test_a_pure_module_is_told_the_time(module: Module) -> None:
    wrong = [
        module.at(node.lineno)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and _name(node.func) in READS_THE_CLOCK
    ]
    wrong += [
        module.at(node.lineno)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom)
        and node.module == "backend.kernel.clock"
        and {alias.name for alias in node.names} & {"now", "now_ms"}
    ]
    assert wrong == []


def _name(node: ast.expr) -> tuple[str, str]:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return node.value.id, node.attr
    return "", ""


def test_domain_code_knows_nothing_of_http() -> None:
    wrong = []
    for module in modules():
        part = module.part.rsplit(".", 1)[-1]
        if module.package in rules.WIRING | {"kernel", "backend"} or part.endswith("routes"):
            continue
        if part in FLASK_MAY_BE_KNOWN_IN:
            continue
        wrong += [
            module.at(found.line)
            for found in module.imports()
            if found.target.split(".")[0] in {"flask", "flask_smorest", "werkzeug"}
            or found.target == "backend.kernel.http"
        ]
    assert wrong == []


def test_no_module_but_the_edge_names_a_status_number() -> None:
    wrong = [
        module.at(node.lineno)
        for module in modules()
        if not module.part.endswith("routes") and module.name != "backend.kernel.http"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "abort"
    ]
    assert wrong == []
