"""Forms of push, changes, reference and time."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from backend.kernel import schemas as s
from backend.kernel.fastcheck import compile_check
from backend.ledger.schemas import HeadOut
from backend.records.schemas import ReceiptOut, RecordSummary

BATCH_MAX = 200


class SignedRecord(s.StrictSchema):
    """One record: its exact text, and the device's signature over the UTF-8 bytes of it."""

    body = s.text(0, 1_000_000, metadata={"description": "the JSON text of the record, docs/contracts.md §3"})
    signature = s.text(0, 1_000, metadata={"description": "ECDSA P-256, SHA-256, raw r‖s, base64url"})


class HeadRef(s.StrictSchema):
    """The last head that the phone has seen."""

    size = s.whole(0, 2**53)
    root = s.sha256_hex()


class PushIn(s.StrictSchema):
    """A batch of records, oldest first."""

    last_head = fields.Nested(HeadRef, required=True, allow_none=True)
    items = fields.List(
        fields.Nested(SignedRecord),
        required=True,
        validate=[validate.Length(min=1, max=BATCH_MAX, error="length")],
    )

    def load(self, data: Any, **options: Any) -> Any:
        """The quick check first; marshmallow is asked only what is wrong."""
        return data if _push_is_valid(data) else super().load(data, **options)


_push_is_valid = compile_check(PushIn)


class CurrentOut(s.StrictSchema):
    """What the server has in place of a conflicting item."""

    revision = fields.Integer(required=True)
    content_hash = fields.String(required=True)
    body = fields.String(required=True)


class OutcomeOut(s.StrictSchema):
    """What became of one item."""

    id = fields.String(required=True, allow_none=True)
    revision = fields.Integer(required=True, allow_none=True)
    outcome = s.choice(("accepted", "duplicate", "conflict", "refused"))
    receipt = fields.Nested(ReceiptOut, required=True, allow_none=True)
    photos_missing = fields.List(fields.String(), required=True)
    problem = fields.Nested(s.Problem, required=True, allow_none=True)
    current = fields.Nested(CurrentOut, required=True, allow_none=True)


class PushOut(s.StrictSchema):
    """One outcome per item, in order; the newest head; the proof that it continues the phone's last head."""

    server_time = s.instant()
    head = fields.Nested(HeadOut, required=True, allow_none=True)
    consistency = fields.List(fields.String(), required=True, allow_none=True)
    outcomes = fields.List(fields.Nested(OutcomeOut), required=True)


class ChangesQuery(s.StrictSchema):
    """From which ledger place on."""

    since = s.query_whole(0, 2**53, load_default=0)
    limit = s.query_whole(1, 500, load_default=200)


class ChangeOut(s.StrictSchema):
    """Something that happened to a record of the caller."""

    seq = fields.Integer(required=True)
    type = s.choice(("record", "photo", "tombstone"))
    record = fields.Nested(RecordSummary, required=True, allow_none=True)
    sha256 = fields.String(required=True, allow_none=True)


class ChangesOut(s.StrictSchema):
    """Changes by sequence; ask again from `next_since` while there is `more`."""

    items = fields.List(fields.Nested(ChangeOut), required=True)
    next_since = fields.Integer(required=True)
    more = s.flag()


class TimeOut(s.StrictSchema):
    """The server's clock."""

    now = s.instant()


class ReferenceOut(s.StrictSchema):
    """What a phone needs to work for days without network."""

    version = fields.String(required=True)
    server_time = s.instant()
    me = fields.Dict(required=True)
    policy = fields.Dict(required=True)
    posts = fields.List(fields.Dict(), required=True)
    assignments = fields.List(fields.Dict(), required=True)
    colleagues = fields.List(fields.Dict(), required=True)
    code_lists = fields.List(fields.Dict(), required=True)
    map = fields.Dict(required=True)
    ledger_keys = fields.List(fields.Dict(), required=True)
