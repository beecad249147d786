"""The code list: its first load, and its replacement by an official one. Also the door to the record kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from hashlib import sha256

import orjson
from sqlalchemy import insert, select

from backend.kernel.clock import now
from backend.kernel.db import db
from backend.kernel.errors import FieldProblem
from backend.violations.codelist import (
    SAMPLE_VALID_FROM,
    SAMPLE_VERSION,
    CodeRow,
    RowProblem,
    parse_code_list,
    sample_rows,
    search_key,
)
from backend.violations.errors import CodeListBroken, CodeListExists, CodeListTooEarly
from backend.violations.models import CodeList, ViolationCode
from backend.violations.record import VIOLATION

__all__ = ["VIOLATION", "Change", "Preview", "apply_code_list", "ensure_code_list", "preview_code_list"]

SAMPLE_NAME = "违法行为代码（样例）"
SAMPLE_SOURCE = "公开资料整理，须以正式代码表替换"
_PROBLEMS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Change:
    """How one code differs from the version before: `create`, `update` or `remove`."""

    code: str
    name_zh: str
    action: str
    fields_changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would do; `rows` are the readable ones, `closes` the version that would end the day before."""

    rows: tuple[CodeRow, ...]
    problems: tuple[RowProblem, ...]
    closes: str | None
    changes: tuple[Change, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many codes are added, changed, left and taken away."""
        by_action = Counter(change.action for change in self.changes)
        counts = {action: by_action[action] for action in ("create", "update", "remove")}
        return {
            **counts,
            "rows": len(self.rows),
            "unchanged": len(self.rows) - counts["create"] - counts["update"],
        }


def ensure_code_list() -> bool:
    """Load the list that ships with the software if there is none yet; true when it was loaded."""
    if db.session.scalar(select(CodeList.version).limit(1)) is not None:
        return False
    _store(
        sample_rows(),
        CodeList(
            version=SAMPLE_VERSION,
            name=SAMPLE_NAME,
            valid_from=SAMPLE_VALID_FROM.isoformat(),
            source=SAMPLE_SOURCE,
            sample=True,
            loaded_at=now(),
        ),
    )
    return True


def preview_code_list(data: bytes) -> Preview:
    """Read a file and compare it with the newest version; stores nothing."""
    parsed = parse_code_list(data)
    former = _newest()
    closes = None if former is None else former.version
    return Preview(parsed.rows, parsed.problems, closes, tuple(_changes(parsed.rows, _rows_of(former))))


def apply_code_list(
    data: bytes,
    *,
    version: str,
    valid_from: date,
    name: str | None,
    source: str,
    person_id: str,
    at: datetime,
) -> Preview:
    """Load an official list; the version before it ends the day before.

    Raises `CodeListBroken` naming the rows, `CodeListExists`, `CodeListTooEarly`.
    """
    preview = preview_code_list(data)
    if preview.problems:
        raise CodeListBroken(fields=[_field(problem) for problem in preview.problems[:_PROBLEMS_SHOWN]])
    if db.session.get(CodeList, version) is not None:
        raise CodeListExists()
    former = _newest()
    if former is not None:
        if valid_from.isoformat() <= former.valid_from:
            raise CodeListTooEarly()
        former.valid_to = (valid_from - timedelta(days=1)).isoformat()
    new = CodeList(
        version=version,
        name=name or f"违法行为代码 {version}",
        valid_from=valid_from.isoformat(),
        source=source,
        sample=False,
        loaded_at=at,
        loaded_by=person_id,
    )
    _store(preview.rows, new)
    return preview


def _field(problem: RowProblem) -> FieldProblem:
    return FieldProblem(
        f"/rows/{problem.row}/{problem.column}",
        problem.code,
        f"第{problem.row}行：{problem.zh}",
        f"Line {problem.row}: {problem.en}",
    )


def _newest() -> CodeList | None:
    return db.session.scalar(select(CodeList).order_by(CodeList.valid_from.desc()).limit(1))


def _rows_of(code_list: CodeList | None) -> Sequence[ViolationCode]:
    if code_list is None:
        return ()
    query = select(ViolationCode).where(ViolationCode.version == code_list.version)
    return db.session.scalars(query.order_by(ViolationCode.position)).all()


def _store(rows: Sequence[CodeRow], code_list: CodeList) -> None:
    stored = [_stored(row, code_list.version, position) for position, row in enumerate(rows)]
    code_list.content_hash = sha256(orjson.dumps(stored)).hexdigest()
    db.session.add(code_list)
    db.session.flush()
    db.session.execute(insert(ViolationCode), stored)


def _stored(row: CodeRow, version: str, position: int) -> dict[str, str | int | bool | None]:
    return {
        "version": version,
        "code": row.code,
        "name_zh": row.name_zh,
        "name_en": row.name_en,
        "party": row.party.value,
        "legal_basis": row.legal_basis,
        "fine_min": row.fine_min,
        "fine_max": row.fine_max,
        "points": row.points,
        "procedure": row.procedure.value,
        "code_group": row.group.value,
        "initials": search_key(row.name_zh)[:200],
        "source": row.source,
        "certainty": row.certainty.value,
        "local": row.local,
        "position": position,
    }


_COMPARED = [field.name for field in fields(CodeRow) if field.name not in ("code", "source")]


def _changes(rows: Sequence[CodeRow], known: Sequence[ViolationCode]) -> list[Change]:
    before, after = {code.code: code for code in known}, {row.code for row in rows}
    changes = []
    for row in rows:
        former = before.get(row.code)
        if former is None:
            changes.append(Change(row.code, row.name_zh, "create"))
        elif differing := tuple(name for name in _COMPARED if getattr(former, name) != getattr(row, name)):
            changes.append(Change(row.code, row.name_zh, "update", differing))
    gone = (code for code in known if code.code not in after)
    return changes + [Change(code.code, code.name_zh, "remove") for code in gone]
