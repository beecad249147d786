"""Reading code lists. A version never changes, so what was read once is kept by the hash of its content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Table, or_, select

from backend.kernel.errors import NotFound
from backend.violations.models import CodeList, ViolationCode
from backend.violations.procedure import Party, Procedure
from backend.violations.rules import CodeEntry, CodeListInForce

_LIST = cast(Table, CodeList.__table__)
_CODE = cast(Table, ViolationCode.__table__)
ITEM_FIELDS = (
    "code",
    "name_zh",
    "name_en",
    "party",
    "legal_basis",
    "fine_min",
    "fine_max",
    "points",
    "procedure",
    "group",
    "initials",
    "certainty",
    "local",
)


@dataclass(frozen=True, slots=True)
class CodeListFacts:
    """One version; ISO days, both included."""

    version: str
    name: str
    valid_from: str
    valid_to: str | None
    source: str
    sample: bool
    content_hash: str
    loaded_at: datetime

    @property
    def etag(self) -> str:
        """Changes with the content and with the last day."""
        return f"{self.content_hash[:32]}-{self.valid_to or 'open'}"


_FACTS = [_LIST.c[name] for name in CodeListFacts.__slots__]
_NEWEST_FIRST = select(*_FACTS).order_by(_LIST.c.valid_from.desc())
_entries: dict[str, Mapping[str, CodeEntry]] = {}
"""By hash of the content, so that it can never be out of date."""


def list_code_lists(connection: Connection) -> list[CodeListFacts]:
    """All versions, the newest first."""
    return [CodeListFacts(*row) for row in connection.execute(_NEWEST_FIRST)]


def code_lists_in_force(connection: Connection, first_day: str, last_day: str) -> list[CodeListFacts]:
    """The versions that hold on some day of this span, the oldest first."""
    query = select(*_FACTS).where(
        _LIST.c.valid_from <= last_day, or_(_LIST.c.valid_to.is_(None), _LIST.c.valid_to >= first_day)
    )
    return [CodeListFacts(*row) for row in connection.execute(query.order_by(_LIST.c.valid_from))]


def get_code_list(connection: Connection, version: str) -> CodeListFacts:
    """One version. Raises `NotFound`."""
    row = connection.execute(select(*_FACTS).where(_LIST.c.version == version)).first()
    if row is None:
        raise NotFound("没有这个版本的代码表", "There is no such version of the code list")
    return CodeListFacts(*row)


def list_codes(connection: Connection, version: str) -> list[dict[str, Any]]:
    """The acts of one version as `CodeItem`s, in the order of the list."""
    columns = [_CODE.c["code_group" if name == "group" else name] for name in ITEM_FIELDS]
    rows = connection.execute(select(*columns).where(_CODE.c.version == version).order_by(_CODE.c.position))
    return [dict(zip(ITEM_FIELDS, row, strict=True)) for row in rows]


def load_code_lists(connection: Connection) -> dict[str, CodeListInForce]:
    """Every version with what the rules need of its codes; one small query once the versions are known."""
    return {
        facts.version: CodeListInForce(
            facts.version, facts.valid_from, facts.valid_to, _codes_of(connection, facts)
        )
        for facts in list_code_lists(connection)
    }


def _codes_of(connection: Connection, facts: CodeListFacts) -> Mapping[str, CodeEntry]:
    if facts.content_hash not in _entries:
        _entries[facts.content_hash] = {
            item["code"]: CodeEntry(
                code=item["code"],
                name_zh=item["name_zh"],
                party=Party(item["party"]),
                legal_basis=item["legal_basis"],
                fine_max=item["fine_max"],
                procedure=Procedure(item["procedure"]),
                group=item["group"],
            )
            for item in list_codes(connection, facts.version)
        }
    return _entries[facts.content_hash]
