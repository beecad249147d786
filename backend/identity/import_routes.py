"""Lists of units and people over HTTP: template, preview, apply."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Response, request

from backend.identity import importing, schemas
from backend.identity.access import current_actor
from backend.identity.audit import note_change
from backend.identity.import_lines import read_lines
from backend.identity.import_template import make_template
from backend.identity.import_words import sentence
from backend.identity.routes import passwords
from backend.identity.spreadsheet import Sheet, read_csv, read_xlsx
from backend.kernel.db import unit_of_work
from backend.kernel.errors import UnsupportedMedia
from backend.kernel.http import Blueprint, language, read_bytes, requires

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BYTES = {"type": "string", "format": "binary"}
_READERS: dict[str, Callable[[bytes], Sequence[Sheet]]] = {XLSX: read_xlsx, "text/csv": read_csv}

blp = Blueprint("imports", __name__, description="导入单位与人员 · Import of units and people")


@blp.route("/imports/people/template")
@requires("people.manage")
@blp.response(200, _BYTES, content_type=XLSX, description="The spreadsheet to fill in")
def get_template() -> Response:
    """The spreadsheet to fill in."""
    response = Response(make_template(), mimetype=XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="luqin-people.xlsx"'
    return response


@blp.route("/imports/people/preview", methods=["POST"])
@requires("people.manage")
@blp.doc(requestBody={"required": True, "content": {kind: {"schema": _BYTES} for kind in _READERS}})
@blp.response(200, schemas.ImportPreviewed)
def preview() -> dict[str, Any]:
    """Read a list (xlsx or csv as the raw body) and say row by row what it would do and what is wrong."""
    read = _READERS.get(request.mimetype)
    if read is None:
        raise UnsupportedMedia("请上传 xlsx 或 csv 文件", "Upload an xlsx or csv file")
    raw = read_bytes()
    lines = read_lines(read(raw))
    plans = importing.judge(current_actor(), lines.lines)
    with unit_of_work():
        import_id = importing.keep_preview(current_actor(), lines, raw)
    return {
        "import_id": import_id,
        "rows": [_row(plan) for plan in plans.in_order()],
        "counts": plans.counts(),
        "ignored_columns": list(lines.ignored_columns),
    }


@blp.route("/imports/people/<string:import_id>/apply", methods=["POST"])
@requires("people.manage", writes=True)
@blp.response(200, schemas.ImportApplied)
def apply(import_id: str) -> dict[str, Any]:
    """Do what the preview says in one transaction, leaving out refused rows. Initial passwords are told this once."""
    applied = importing.apply_preview(current_actor(), import_id, passwords())
    counts = applied.plans.counts()
    note_change(current_actor(), "people_imported", import_id, **counts)
    return {"counts": counts, "passwords": applied.passwords}


def _row(plan: importing.Plan) -> dict[str, Any]:
    speech = language()
    problems = [
        {"column": problem.column, "code": problem.code, "message": sentence(problem, speech)}
        for problem in plan.problems
    ]
    return importing.describe(plan) | {"problems": problems}
