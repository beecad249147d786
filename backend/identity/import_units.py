"""Judging lines about units: a pure function of the lines and the tree as it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal

from backend.identity.import_lines import Line
from backend.identity.labels import UNIT_KINDS, read_words
from backend.identity.queries import UnitFacts
from backend.identity.rules import FIRST_UNIT_CODE, UnitKind, makes_circle
from backend.identity.spreadsheet import FORMULA_WITHOUT_VALUE

Action = Literal["create", "update", "unchanged", "refused"]


@dataclass(frozen=True)
class CellProblem:
    """What is wrong with one cell; `value` is what the sentence may quote."""

    column: str
    code: str
    value: str = ""


@dataclass
class UnitPlan:
    """What would become of one line about a unit. `key` names the unit within this import."""

    line: Line
    key: str
    name: str
    kind: str = ""
    code: str = ""
    zone_code: str | None = None
    parent_key: str | None = None
    existing: UnitFacts | None = None
    problems: list[CellProblem] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    @property
    def action(self) -> Action:
        """What applying would do."""
        if self.problems:
            return "refused"
        if self.existing is None:
            return "create"
        return "update" if self.changes else "unchanged"


@dataclass(frozen=True)
class KnownUnit:
    """A unit that a list may refer to: stored already, or made by the same list."""

    key: str
    name: str
    code: str
    kind: str
    parent_key: str | None


class UnitBook:
    """Units by what a list may call them: code, name, or path such as `交警支队/一中队`."""

    def __init__(self, units: Iterable[KnownUnit]) -> None:
        self._by_key = {unit.key: unit for unit in units}

    def find(self, text: str) -> list[KnownUnit]:
        """Units that the text may mean: none, one, or several."""
        parts = [part.strip() for part in text.split("/") if part.strip()]
        if not parts:
            return []
        by_code = [unit for unit in self._by_key.values() if unit.code == text]
        if by_code:
            return by_code
        return [unit for unit in self._by_key.values() if self._fits(unit, parts)]

    def get(self, key: str) -> KnownUnit:
        """The unit of a key."""
        return self._by_key[key]

    def has_other_branch(self, key: str) -> bool:
        """Whether a branch beside this one stands in the book: an installation has one."""
        return any(unit.kind == UnitKind.BRANCH and unit.key != key for unit in self._by_key.values())

    def _fits(self, unit: KnownUnit | None, parts: Sequence[str]) -> bool:
        for part in reversed(parts):
            if unit is None or unit.name != part:
                return False
            unit = self._by_key.get(unit.parent_key) if unit.parent_key else None
        return True


def known_of(unit: UnitFacts) -> KnownUnit:
    """A stored unit as a list may refer to it."""
    return KnownUnit(unit.id, unit.name, unit.code, unit.kind, unit.parent_id)


def judge_units(lines: Sequence[Line], units: Mapping[str, UnitFacts]) -> tuple[list[UnitPlan], UnitBook]:
    """Plans for all lines, and the book of units as it would be after applying them."""
    plans = [_read(line) for line in lines]
    _match(plans, units)
    _flag_repeats(plans)
    book = UnitBook(_all_units(plans, units))
    for plan in plans:
        _judge_parent(plan, book, has_root=bool(units) or _is_root_elsewhere(plan, plans))
    _refuse_children_of_refused(plans)
    _refuse_circles(plans, units)
    for plan in plans:
        _note_changes(plan)
    # What is refused is not there for people to belong to; a stored unit stays as it is.
    kept = [plan for plan in plans if plan.action != "refused"]
    return plans, UnitBook(_all_units(kept, units))


def _read(line: Line) -> UnitPlan:
    name, code = line.cell("unit"), line.cell("unit_code")
    plan = UnitPlan(
        line, key=f"{line.sheet}!{line.row}", name=name, code=code, zone_code=line.cell("zone") or None
    )
    plan.problems += formula_problems(line)
    if not name:
        plan.problems.append(CellProblem("unit", "required"))
    elif len(name) > 60 or name[0] in "=+-@" or "/" in name:
        plan.problems.append(CellProblem("unit", "name_form", name))
    if len(code) > 40:
        plan.problems.append(CellProblem("unit_code", "length", code))
    known, unknown = read_words(line.cell("unit_kind"), UNIT_KINDS)
    if unknown or len(known) > 1:
        plan.problems.append(CellProblem("unit_kind", "not_known", line.cell("unit_kind")))
    plan.kind = known[0].value if known else ""
    return plan


def formula_problems(line: Line) -> list[CellProblem]:
    """Cells whose formula was never computed."""
    return [
        CellProblem(column, "formula_without_value")
        for column, text in line.cells.items()
        if FORMULA_WITHOUT_VALUE in text
    ]


def _match(plans: Sequence[UnitPlan], units: Mapping[str, UnitFacts]) -> None:
    """Find the stored unit that each line is about: by code, else by name and, where it is given, parent."""
    by_code = {unit.code: unit for unit in units.values()}
    for plan in plans:
        if plan.code:
            plan.existing = by_code.get(plan.code)
        else:
            candidates = [unit for unit in units.values() if unit.name == plan.name]
            parent = plan.line.cell("parent")
            if parent:
                candidates = [unit for unit in candidates if _is_parent(units, unit, parent)]
            if len(candidates) > 1:
                plan.problems.append(CellProblem("unit", "unit_ambiguous", plan.name))
            plan.existing = candidates[0] if len(candidates) == 1 else None
            if not candidates and plan.kind == UnitKind.BRANCH and not parent:
                # The unnamed branch of an empty installation is given its name by the first list.
                plan.existing = by_code.get(FIRST_UNIT_CODE)
        if plan.existing is not None:
            plan.key = plan.existing.id
            plan.kind = plan.kind or plan.existing.kind
            plan.zone_code = plan.zone_code or plan.existing.zone_code
        elif not plan.kind and not any(problem.column == "unit_kind" for problem in plan.problems):
            plan.problems.append(CellProblem("unit_kind", "required"))


def _is_parent(units: Mapping[str, UnitFacts], unit: UnitFacts, text: str) -> bool:
    parent = units.get(unit.parent_id) if unit.parent_id else None
    return parent is not None and text.rsplit("/", maxsplit=1)[-1].strip() in (parent.name, parent.code)


def _flag_repeats(plans: Sequence[UnitPlan]) -> None:
    keys = Counter((plan.name, plan.line.cell("parent"), plan.code) for plan in plans)
    codes = Counter(plan.code for plan in plans if plan.code)
    stored = Counter(plan.existing.id for plan in plans if plan.existing is not None)
    for plan in plans:
        is_twice = plan.existing is not None and stored[plan.existing.id] > 1
        if is_twice or keys[plan.name, plan.line.cell("parent"), plan.code] > 1:
            plan.problems.append(CellProblem("unit", "unit_twice", plan.name))
        elif codes[plan.code] > 1:
            plan.problems.append(CellProblem("unit_code", "unit_code_twice", plan.code))


def _all_units(plans: Sequence[UnitPlan], units: Mapping[str, UnitFacts]) -> list[KnownUnit]:
    made = {
        plan.key: KnownUnit(plan.key, plan.name, plan.code, plan.kind, plan.parent_key)
        for plan in plans
        if plan.name
    }
    return [*(known_of(unit) for unit in units.values() if unit.id not in made), *made.values()]


def _is_root_elsewhere(plan: UnitPlan, plans: Sequence[UnitPlan]) -> bool:
    return any(other is not plan and not other.line.cell("parent") and not other.problems for other in plans)


def _judge_parent(plan: UnitPlan, book: UnitBook, *, has_root: bool) -> None:
    text = plan.line.cell("parent")
    if not text:
        if plan.existing is not None:
            plan.parent_key = plan.existing.parent_id
        elif has_root and plan.kind != UnitKind.BRANCH:
            plan.problems.append(CellProblem("parent", "required"))
        elif has_root and plan.kind == UnitKind.BRANCH and book.has_other_branch(plan.key):
            plan.problems.append(CellProblem("parent", "branch_twice", plan.name))
        return
    found = [unit for unit in book.find(text) if unit.key != plan.key]
    if len(found) == 1:
        plan.parent_key = found[0].key
    else:
        plan.problems.append(CellProblem("parent", "unit_ambiguous" if found else "unit_unknown", text))


def _refuse_children_of_refused(plans: Sequence[UnitPlan]) -> None:
    """A unit cannot be made below one that is refused; nor can what hangs below it."""
    by_key = {plan.key: plan for plan in plans}
    changed = True
    while changed:
        changed = False
        for plan in plans:
            above = by_key.get(plan.parent_key) if plan.parent_key else None
            if not plan.problems and above is not None and above.problems and above.existing is None:
                plan.problems.append(CellProblem("parent", "parent_refused", above.name))
                changed = True


def _refuse_circles(plans: Sequence[UnitPlan], units: Mapping[str, UnitFacts]) -> None:
    parents: dict[str, str | None] = {unit.id: unit.parent_id for unit in units.values()}
    for plan in plans:
        if not plan.problems:
            parents[plan.key] = plan.parent_key
    for plan in plans:
        if plan.problems or plan.parent_key is None:
            continue
        others = {key: (None if key == plan.key else parent) for key, parent in parents.items()}
        if makes_circle(others, plan.key, plan.parent_key):
            plan.problems.append(CellProblem("parent", "circle", plan.line.cell("parent")))


def _note_changes(plan: UnitPlan) -> None:
    old = plan.existing
    if old is None:
        plan.code = plan.code or made_code(plan)
        return
    new = {"unit": plan.name, "parent": plan.parent_key, "unit_kind": plan.kind, "zone": plan.zone_code}
    was = {"unit": old.name, "parent": old.parent_id, "unit_kind": old.kind, "zone": old.zone_code}
    plan.changes = [column for column in new if new[column] != was[column]]
    plan.code = old.code


def made_code(plan: UnitPlan) -> str:
    """A code for a unit that the list gives none: the same list gives the same code again."""
    return "U-" + sha256(f"{plan.line.cell('parent')}/{plan.name}".encode()).hexdigest()[:10]
