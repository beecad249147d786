"""The door for phones over HTTP."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, g, request

from backend.identity.access import current_actor
from backend.kernel.clock import format_ms, now_ms
from backend.kernel.db import db
from backend.kernel.http import PUBLIC, Blueprint, json_response, language, problem_document, requires
from backend.ledger import queries as ledger
from backend.records.ingest import Intake, Outcome
from backend.sync import reference, service
from backend.sync.schemas import (
    ChangesOut,
    ChangesQuery,
    OutcomeOut,
    PushIn,
    PushOut,
    ReferenceOut,
    SignedRecord,
    TimeOut,
)

blp = Blueprint("sync", __name__, description="同步 · Sync")


@blp.route("/sync/time")
@requires(PUBLIC)
@blp.response(200, TimeOut)
def get_time() -> dict[str, Any]:
    """The server's time, against which a phone measures its clock."""
    return {"now": format_ms(now_ms())}


@blp.route("/sync/records", methods=["POST"])
@requires("record.write")
@blp.arguments(PushIn)
@blp.response(200, PushOut)
def push_records(args: dict[str, Any]) -> Response:
    """Take a batch of signed records: one outcome for each, in order; a refused one blocks nobody."""
    sender = service.sender_of(current_actor())
    # The snapshot in which the caller was found ends here: the intake reads and writes on its own.
    db.session.rollback()
    outcomes = _intake().take(sender, [(item["body"], item["signature"]) for item in args["items"]])
    connection = db.session.connection()
    head = ledger.find_head(connection)
    answer = {
        "server_time": format_ms(now_ms()),
        "head": None if head is None else head.as_json(),
        "consistency": service.consistency_since(connection, args["last_head"], head.size if head else 0),
        "outcomes": [_outcome(outcome) for outcome in outcomes],
    }
    return json_response(answer)


@blp.route("/records", methods=["POST"])
@requires("record.write")
@blp.arguments(SignedRecord)
@blp.response(201, OutcomeOut)
@blp.alt_response(200, schema=OutcomeOut, description="the same record again: the same receipt")
def create_record(args: dict[str, str]) -> Response:
    """Take one signed record; a refusal is the answer's own status."""
    sender = service.sender_of(current_actor())
    db.session.rollback()
    outcome = _intake().take(sender, [(args["body"], args["signature"])])[0]
    if outcome.problem is not None:
        raise outcome.problem
    return json_response(_outcome(outcome), 201 if outcome.result == "accepted" else 200)


@blp.route("/sync/changes")
@requires("record.write")
@blp.arguments(ChangesQuery, location="query")
@blp.response(200, ChangesOut)
def list_changes(args: dict[str, int]) -> Response:
    """What the server has of the caller's own records, by sequence."""
    return json_response(
        service.list_changes(db.session.connection(), current_actor(), args["since"], args["limit"])
    )


@blp.route("/sync/reference")
@requires("self")
@blp.response(200, ReferenceOut)
@blp.alt_response(304, description="not changed since the ETag given")
def get_reference() -> Response:
    """Posts, assignments, colleagues, code lists and policy for days without network; with ETag."""
    document = reference.build(db.session.connection(), current_actor(), current_app.config["LUQIN"])
    tag = document["version"]
    if request.if_none_match.contains(tag):
        response = Response(status=304)
    else:
        response = json_response({**document, "server_time": format_ms(now_ms())})
    response.set_etag(tag)
    return response


def _intake() -> Intake:
    door: Intake = current_app.extensions["luqin.intake"]
    return door


def _outcome(outcome: Outcome) -> dict[str, Any]:
    problem = outcome.problem
    return {
        "id": outcome.id,
        "revision": outcome.revision,
        "outcome": outcome.result,
        "receipt": outcome.receipt,
        "photos_missing": outcome.photos_missing,
        "problem": None if problem is None else problem_document(problem, language(), g.request_id),
        "current": outcome.current,
    }
