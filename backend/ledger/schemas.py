"""Heads, keys and consistency proofs as they are published."""

from __future__ import annotations

from marshmallow import fields

from backend.kernel import schemas as s


class HeadOut(s.StrictSchema):
    """A signed head of the tree."""

    size = fields.Integer(required=True)
    root = fields.String(required=True, metadata={"description": "hex, 32 bytes"})
    time = s.instant()
    key_id = fields.String(required=True)
    signature = fields.String(required=True, metadata={"description": "Ed25519, base64url"})


class KeyOut(s.StrictSchema):
    """A public key of the ledger."""

    key_id = fields.String(required=True)
    public_key = fields.String(required=True, metadata={"description": "Ed25519, 32 raw bytes, base64url"})
    valid_from = s.instant()
    valid_to = s.instant(allow_none=True)


class KeyList(s.StrictSchema):
    """All keys, newest first."""

    items = fields.List(fields.Nested(KeyOut), required=True)


class ConsistencyQuery(s.StrictSchema):
    """Two sizes of the tree; the first may not be larger."""

    from_size = s.query_whole(1, 2**53, data_key="from")
    to_size = s.query_whole(1, 2**53, data_key="to")


class ConsistencyOut(s.StrictSchema):
    """The proof that the larger tree begins with the smaller one."""

    from_size = fields.Integer(required=True, data_key="from")
    to_size = fields.Integer(required=True, data_key="to")
    proof = fields.List(fields.String(), required=True, metadata={"description": "hex"})
