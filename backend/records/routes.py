"""Reading records, and the proof that one stands in the ledger."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app
from marshmallow import fields

from backend.identity.access import current_actor
from backend.kernel import schemas as s
from backend.kernel.db import db
from backend.kernel.errors import NotFound
from backend.kernel.http import Blueprint, json_response, requires
from backend.ledger import queries as ledger
from backend.ledger.receipts import b64url
from backend.ledger.schemas import HeadOut
from backend.records import queries
from backend.records.detail import get_detail
from backend.records.schemas import RecordDetail, RecordPage, RecordQuery

blp = Blueprint("records", __name__, description="现场记录 · Field records")


class ProofOut(s.StrictSchema):
    """Where a revision stands in the tree, and the path that shows it (RFC 9162)."""

    leaf_index = fields.Integer(required=True)
    tree_size = fields.Integer(required=True)
    salt = fields.String(required=True, metadata={"description": "base64url, 16 bytes"})
    proof = fields.List(
        fields.String(), required=True, metadata={"description": "hex, from the leaf upwards"}
    )
    head = fields.Nested(HeadOut, required=True)


@blp.route("/records")
@requires("record.read")
@blp.arguments(RecordQuery, location="query")
@blp.response(200, RecordPage)
def list_records(args: dict[str, Any]) -> Response:
    """List records, newest first, within the caller's reach."""
    actor = current_actor()
    limit, cursor = args.pop("limit"), args.pop("cursor")
    if args["author"] == "me":
        args["author"] = actor.person_id
    for name in ("complete", "late"):
        args[name] = None if args[name] is None else args[name] == "true"
    page = queries.list_records(
        db.session.connection(),
        scope=actor.scope("record.read"),
        narrowed=queries.RecordFilter(**args),
        limit=limit,
        cursor=cursor,
    )
    return json_response(page)


@blp.route("/records/<record_id>")
@requires("record.read")
@blp.response(200, RecordDetail)
def get_record(record_id: str) -> Response:
    """One record: what was signed, its photos, every revision with its receipt."""
    detail = get_detail(
        db.session.connection(),
        record_id,
        scope=current_actor().scope("record.read"),
        kinds=current_app.extensions["luqin.intake"].kinds,
        signer=current_app.extensions["luqin.signer"],
    )
    return json_response(detail)


@blp.route("/ledger/records/<record_id>/<int:revision>/proof")
@requires("record.read")
@blp.response(200, ProofOut)
def get_proof(record_id: str, revision: int) -> Response:
    """The inclusion proof of a revision in the newest head."""
    connection = db.session.connection()
    queries.get_record(connection, record_id, current_actor().scope("record.read"))
    row = next((r for r in queries.list_revisions(connection, record_id) if r.revision == revision), None)
    head = ledger.find_head(connection)
    if row is None or head is None:
        raise NotFound()
    proof = ledger.inclusion_proof(connection, row.seq, head.size)
    return json_response(
        {
            "leaf_index": row.seq,
            "tree_size": head.size,
            "salt": b64url(ledger.get_entry_salt(connection, row.seq)),
            "proof": [node.hex() for node in proof],
            "head": head.as_json(),
        }
    )


def may_see_photo(sha256: str) -> bool:
    """Whether the caller may read a record that holds this photo: the evidence package asks through the wiring."""
    scope = current_actor().scope("record.read")
    return queries.may_see_photo(db.session.connection(), sha256, scope)
