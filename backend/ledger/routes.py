"""The public side of the ledger: anybody may fetch keys and heads and ask for consistency."""

from __future__ import annotations

from flask import Response

from backend.kernel.db import db
from backend.kernel.errors import FieldProblem, InvalidInput, NotFound
from backend.kernel.http import PUBLIC, Blueprint, json_response, requires
from backend.ledger import queries
from backend.ledger.schemas import ConsistencyOut, ConsistencyQuery, HeadOut, KeyList

blp = Blueprint("ledger", __name__, description="账本 · Ledger")


@blp.route("/ledger/keys")
@requires(PUBLIC)
@blp.response(200, KeyList)
def list_keys() -> Response:
    """Public keys that sign heads and receipts."""
    return json_response({"items": queries.list_keys(db.session.connection())})


@blp.route("/ledger/head")
@requires(PUBLIC)
@blp.response(200, HeadOut)
def get_head() -> Response:
    """The newest signed head; 404 while the ledger is empty."""
    head = queries.find_head(db.session.connection())
    if head is None:
        raise NotFound("账本还是空的", "The ledger is empty")
    return json_response(head.as_json())


@blp.route("/ledger/consistency")
@requires(PUBLIC)
@blp.arguments(ConsistencyQuery, location="query")
@blp.response(200, ConsistencyOut)
def get_consistency(args: dict[str, int]) -> Response:
    """Proof that the tree of size `to` begins with that of size `from`."""
    connection = db.session.connection()
    old, new = args["from_size"], args["to_size"]
    if not old <= new <= queries.get_size(connection):
        problem = FieldProblem("/query/to", "out_of_range", "账本没有这么大", "The ledger is not that large")
        raise InvalidInput(fields=[problem])
    proof = queries.consistency_proof(connection, old, new)
    return json_response({"from": old, "to": new, "proof": [node.hex() for node in proof]})
