"""Code lists over HTTP."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from backend.identity.access import current_actor
from backend.kernel import clock
from backend.kernel.db import db
from backend.kernel.http import Blueprint, json_response, language, read_bytes, requires
from backend.violations import queries, service
from backend.violations.queries import CodeListFacts
from backend.violations.schemas import CodeList, CodeListHeads, CodeListPreview, CodeListQuery
from backend.violations.service import Preview

blp = Blueprint("violations", __name__, description="违法行为代码表")
_CSV = {"requestBody": {"required": True, "content": {"text/csv": {"schema": {"type": "string"}}}}}


@blp.route("/violations/code-lists")
@requires("self")
@blp.response(200, CodeListHeads)
def list_code_lists() -> dict[str, list[dict[str, Any]]]:
    """All versions of the code list, newest first."""
    return {"items": [_head(facts) for facts in queries.list_code_lists(db.session.connection())]}


@blp.route("/violations/code-lists/<version>")
@requires("self")
@blp.response(200, CodeList)
@blp.alt_response(304, description="Not changed since the ETag given")
def get_code_list(version: str) -> Response:
    """One version with all its acts. Its ETag spares the second download."""
    connection = db.session.connection()
    facts = queries.get_code_list(connection, version)
    if request.if_none_match.contains(facts.etag):
        response = Response(status=304)
    else:
        response = json_response(
            CodeList().dump(_head(facts) | {"items": queries.list_codes(connection, version)})
        )
    response.set_etag(facts.etag)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@blp.route("/violations/code-lists/preview", methods=["POST"])
@requires("codes.manage")
@blp.arguments(CodeListQuery, location="query")
@blp.response(200, CodeListPreview)
@blp.doc(**_CSV)
def preview_code_list(args: dict[str, Any]) -> dict[str, Any]:
    """What loading a CSV would do, row by row; nothing is stored."""
    return _preview(args, service.preview_code_list(read_bytes()))


@blp.route("/violations/code-lists", methods=["POST"])
@requires("codes.manage", writes=True)
@blp.arguments(CodeListQuery, location="query")
@blp.response(201, CodeListPreview)
@blp.doc(**_CSV)
def apply_code_list(args: dict[str, Any]) -> dict[str, Any]:
    """Load an official list; the version before it ends the day before. Nothing is loaded when a row is wrong."""
    preview = service.apply_code_list(
        read_bytes(), **args, person_id=current_actor().person_id, at=clock.now()
    )
    return _preview(args, preview)


def _head(facts: CodeListFacts) -> dict[str, Any]:
    return {
        "version": facts.version,
        "name": facts.name,
        "valid_from": facts.valid_from,
        "valid_to": facts.valid_to,
        "source": facts.source,
        "sample": facts.sample,
        "loaded_at": facts.loaded_at,
        "url": f"/api/v1/violations/code-lists/{facts.version}",
    }


def _preview(args: dict[str, Any], preview: Preview) -> dict[str, Any]:
    chinese = language() == "zh"
    return {
        "version": args["version"],
        "valid_from": args["valid_from"],
        "closes": preview.closes,
        "counts": preview.counts,
        "changes": preview.changes,
        "problems": [
            {
                "row": problem.row,
                "column": problem.column,
                "code": problem.code,
                "message": problem.zh if chinese else problem.en,
            }
            for problem in preview.problems
        ],
    }
