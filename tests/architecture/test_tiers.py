"""Imports point down, and packages are entered by their doors."""

from __future__ import annotations

import graphlib
from collections import defaultdict
from collections.abc import Iterator

from tests.architecture import rules
from tests.architecture.source import Import, Module, modules


def _between_packages() -> Iterator[tuple[Module, Import, str, str]]:
    """Imports of one package by another: module, import, package and part imported."""
    for module in modules():
        if not module.package or module.name == "backend":
            continue
        for found in module.imports():
            steps = found.target.split(".")
            if steps[0] == "backend" and len(steps) > 1 and steps[1] != module.package:
                yield module, found, steps[1], ".".join(steps[2:])


def test_every_package_stands_on_a_floor() -> None:
    known = {module.package for module in modules() if module.name != "backend"}
    assert known <= set(rules.TIERS), f"name their tier: {sorted(known - set(rules.TIERS))}"


def test_imports_point_down() -> None:
    wrong = [
        f"{module.at(found.line)}: {module.package} ({rules.TIERS[module.package]}) → {package} ({rules.TIERS[package]})"
        for module, found, package, _ in _between_packages()
        if rules.TIERS[package] >= rules.TIERS[module.package]
        and not {module.package, package} <= rules.WIRING
    ]
    assert wrong == []


def test_no_module_is_part_of_an_import_cycle() -> None:
    names = {module.name for module in modules()}
    graph: dict[str, set[str]] = defaultdict(set)
    for module in modules():
        graph[module.name] |= {found.target for found in module.imports()} & names - {module.name}
    graphlib.TopologicalSorter(graph).prepare()


def test_packages_are_entered_by_their_doors() -> None:
    wrong = [
        f"{module.at(found.line)}: {package}.{part}"
        for module, found, package, part in _between_packages()
        if package != "kernel" and package not in rules.WIRING and not _is_door(module, package, part)
    ]
    assert wrong == []


def _is_door(module: Module, package: str, part: str) -> bool:
    if part in rules.DOORS or f"{package}.{part}" in rules.EXTRA_DOORS:
        return True
    if module.package in {"demo", "cli"}:
        return f"{package}.{part}" in rules.OUTSIDE_DOORS
    return module.package in rules.WIRING and part in rules.WIRING_DOORS


def test_every_door_that_is_listed_is_used() -> None:
    used = {f"{package}.{part}" for _, _, package, part in _between_packages()}
    listed = {*rules.EXTRA_DOORS, *rules.OUTSIDE_DOORS} - {"ledger.merkle"}
    assert listed <= used, f"walls by now: {sorted(listed - used)}"


def test_the_demo_makes_its_data_through_services_and_never_touches_tables() -> None:
    wrong = [
        module.at(found.line)
        for module, found, _, part in _between_packages()
        if module.package == "demo" and part.split(".")[-1] == "models"
    ]
    assert wrong == []


def test_only_wiring_reads_the_settings() -> None:
    readers = {
        module.name
        for module in modules()
        for found in module.imports()
        if found.target.split(".")[0] == "config"
    }
    assert readers <= rules.CONFIG_READERS


def test_nothing_is_imported_inside_a_function_without_a_reason() -> None:
    inside = {
        f"{module.name}: {found.target.split('.')[0]}"
        for module in modules()
        for found in module.imports()
        if found.inside
    }
    assert inside == set(rules.IMPORTS_INSIDE)


def test_the_backend_knows_nothing_of_its_tests_and_scripts() -> None:
    wrong = [
        module.at(found.line)
        for module in modules()
        for found in module.imports()
        if found.target.split(".")[0] in {"tests", "scripts"}
    ]
    assert wrong == []
