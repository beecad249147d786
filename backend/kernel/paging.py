"""Keyset cursors: opaque to the caller, a few sort values inside."""

from __future__ import annotations

import base64
from typing import Any

import orjson

from backend.kernel.errors import FieldProblem, InvalidInput


def make_cursor(*values: Any) -> str:
    """A cursor that holds the sort values of the last row shown."""
    return base64.urlsafe_b64encode(orjson.dumps(values)).rstrip(b"=").decode("ascii")


def read_cursor(cursor: str, *kinds: type) -> tuple[Any, ...]:
    """The values of a cursor, checked to be of these types. Raises `InvalidInput` for one that we did not make."""
    try:
        values = orjson.loads(
            base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        )
    except ValueError:
        values = None
    if not isinstance(values, list) or [type(value) for value in values] != list(kinds):
        problem = FieldProblem(
            "/query/cursor", "cursor_invalid", "翻页位置无效，请从头查询", "Not a cursor of this list"
        )
        raise InvalidInput(fields=[problem])
    return tuple(values)
