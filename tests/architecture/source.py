"""The source of the backend as a list of modules with what each imports. Read once, shared by the rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Import:
    """One imported module: `target` is dotted, `line` where it stands, `inside` whether in a function."""

    target: str
    line: int
    inside: bool


@dataclass(frozen=True, eq=False)
class Module:
    """One Python file. `name` is dotted: `backend.records.queries`."""

    name: str
    path: Path
    tree: ast.Module
    lines: int

    @property
    def package(self) -> str:
        """`records` for `backend.records.queries`; the file's own name for files directly in `backend`."""
        return self.name.split(".")[1] if "." in self.name else self.name

    @property
    def part(self) -> str:
        """What follows the package: `queries`; empty for the package itself."""
        return ".".join(self.name.split(".")[2:])

    def imports(self) -> tuple[Import, ...]:
        """Every import, also those in functions."""
        return _imports(self)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method."""
        for node in ast.walk(self.tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield node

    def at(self, line: int) -> str:
        """Where something stands, for messages."""
        return f"{self.path.relative_to(ROOT)}:{line}"


@cache
def _imports(module: Module) -> tuple[Import, ...]:
    found: list[Import] = []
    waiting: list[tuple[ast.AST, bool]] = [(module.tree, False)]
    while waiting:
        node, inside = waiting.pop()
        if isinstance(node, ast.Import):
            found += [Import(alias.name, node.lineno, inside) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [Import(target, node.lineno, inside) for target in _from(node)]
        inside = inside or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        waiting += [(child, inside) for child in ast.iter_child_nodes(node)]
    return tuple(found)


def _from(node: ast.ImportFrom) -> Iterator[str]:
    """`from backend.x import y` imports the module `backend.x.y` if there is one, else `backend.x`."""
    base = node.module or ""
    for alias in node.names:
        dotted = f"{base}.{alias.name}"
        stem = ROOT / Path(*dotted.split("."))
        yield dotted if stem.with_suffix(".py").is_file() or (stem / "__init__.py").is_file() else base


def _read(path: Path) -> Module:
    text = path.read_text("utf-8")
    parts = path.relative_to(ROOT).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Module(name, path, ast.parse(text), text.count("\n"))


@cache
def modules(folder: str = "backend") -> tuple[Module, ...]:
    """Every module below a folder of the project."""
    return tuple(_read(path) for path in sorted((ROOT / folder).rglob("*.py")))
