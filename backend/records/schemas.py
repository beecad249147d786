"""The forms of the envelope and of what is read back."""

from __future__ import annotations

from marshmallow import ValidationError, fields, validate, validates_schema

from backend.kernel import schemas as s
from backend.kernel.clock import INSTANT_PATTERN

FIX_SOURCES = ("gps", "network", "manual")
PHOTO_TYPES = ("image/jpeg", "image/png", "image/webp")
STATES = ("accepted", "under_review", "returned", "voided")
VERDICTS = ("inside", "uncertain", "outside", "no_fix")
MAX_PHOTOS = 20


class FixIn(s.StrictSchema):
    """A position as the device reported it: WGS-84."""

    lat = s.real(-90, 90, metadata={"description": "degrees, WGS-84"})
    lon = s.real(-180, 180, metadata={"description": "degrees, WGS-84"})
    accuracy_m = s.real(0, 1_000_000, metadata={"description": "metres"})
    age_s = s.real(0, 10_000_000, metadata={"description": "seconds between fix and act"})
    source = s.choice(FIX_SOURCES)


class PhotoClaimIn(s.StrictSchema):
    """A photo that belongs to the record; its bytes come through the photo upload."""

    sha256 = s.sha256_hex()
    size = s.whole(1, 20 * 1024 * 1024)
    type = s.choice(PHOTO_TYPES)
    taken_at = s.matching(INSTANT_PATTERN, "not_an_instant")
    width = s.whole(1, 40_000)
    height = s.whole(1, 40_000)


class EnvelopeIn(s.StrictSchema):
    """The text of a record, as it was signed."""

    v = s.whole(1, 1)
    id = s.identifier()
    kind = s.text(1, 32)
    revision = s.whole(1, 1000)
    base_revision = s.whole(1, 999, allow_none=True)
    reason = s.text(1, 500, allow_none=True)
    author = s.identifier()
    unit = s.identifier()
    device = s.identifier()
    device_seq = s.whole(1, 2**53)
    prev_hash = s.sha256_hex(allow_none=True)
    shift = s.identifier(allow_none=True)
    post = s.identifier(allow_none=True)
    operation = s.identifier(allow_none=True)
    occurred_at = s.instant()
    device_time = s.instant()
    clock_offset_ms = s.whole(-(10**13), 10**13)
    fix = fields.Nested(FixIn, required=True, allow_none=True)
    photos = fields.List(
        fields.Nested(PhotoClaimIn),
        required=True,
        validate=[validate.Length(min=0, max=MAX_PHOTOS, error="length")],
    )
    data = fields.Dict(required=True, metadata={"description": "by kind: docs/contracts.md §3"})

    @validates_schema(skip_on_field_errors=True)
    def check_revision(self, value: dict[str, object], **_: object) -> None:
        """A first revision has no base; a later one names the one before it and a reason."""
        revision, base, reason = value["revision"], value["base_revision"], value["reason"]
        if base != (None if revision == 1 else int(str(revision)) - 1):
            raise ValidationError("base_revision_wrong", "base_revision")
        if revision != 1 and reason is None:
            raise ValidationError("required", "reason")


class PersonRef(s.StrictSchema):
    """Who."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    badge_number = fields.String(required=True)


class NameRef(s.StrictSchema):
    """A thing with a name."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class FixOut(s.StrictSchema):
    """Position and its verdict against the post. Evidence, never a gate."""

    lat = fields.Float(required=True)
    lon = fields.Float(required=True)
    accuracy_m = fields.Float(required=True)
    age_s = fields.Float(required=True)
    source = fields.String(required=True)
    verdict = s.choice(VERDICTS)
    distance_m = fields.Float(required=True, allow_none=True)


class RecordSummary(s.StrictSchema):
    """One record in a list."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    revision = fields.Integer(required=True)
    state = s.choice(STATES)
    headline = fields.String(required=True)
    author = fields.Nested(PersonRef, required=True)
    unit = fields.Nested(NameRef, required=True)
    post = fields.Nested(NameRef, required=True, allow_none=True)
    occurred_at = s.instant()
    received_at = s.instant()
    late = s.flag()
    day = s.day()
    day_type = fields.String(required=True, allow_none=True)
    fix = fields.Nested(FixOut, required=True, allow_none=True)
    photos_expected = fields.Integer(required=True)
    photos_verified = fields.Integer(required=True)
    complete = s.flag()
    seq = fields.Integer(required=True)


class RecordPage(s.StrictSchema):
    """A page of records, newest first."""

    items = fields.List(fields.Nested(RecordSummary), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class PhotoOut(s.StrictSchema):
    """A photo of a record, and whether its bytes have arrived and hash to what was declared."""

    sha256 = fields.String(required=True)
    size = fields.Integer(required=True)
    type = fields.String(required=True)
    taken_at = s.instant()
    width = fields.Integer(required=True)
    height = fields.Integer(required=True)
    verified = s.flag()


class ReceiptOut(s.StrictSchema):
    """The server's signed word that it has a record, and where it stands in the ledger."""

    v = fields.Integer(required=True)
    record_id = fields.String(required=True)
    revision = fields.Integer(required=True)
    content_hash = fields.String(required=True)
    leaf_index = fields.Integer(required=True)
    tree_size = fields.Integer(required=True)
    root = fields.String(required=True)
    time = s.instant()
    key_id = fields.String(required=True)
    signature = fields.String(required=True)


class DeviceRef(s.StrictSchema):
    """The device that signed a revision."""

    id = fields.String(required=True)
    label = fields.String(required=True)
    public_key = fields.String(required=True)


class RevisionOut(s.StrictSchema):
    """One revision as it was signed, with the receipt that was given for it."""

    revision = fields.Integer(required=True)
    base_revision = fields.Integer(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    author = fields.Nested(PersonRef, required=True)
    received_at = s.instant()
    content_hash = fields.String(required=True)
    body = fields.String(required=True)
    signature = fields.String(required=True)
    device = fields.Nested(DeviceRef, required=True)
    receipt = fields.Nested(ReceiptOut, required=True)


class RelatedOut(s.StrictSchema):
    """A record that points to this one, or that this one points to."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    headline = fields.String(required=True)


class RecordDetail(RecordSummary):
    """One record with everything that belongs to it."""

    data = fields.Dict(required=True)
    flags = fields.List(fields.String(), required=True)
    photos = fields.List(fields.Nested(PhotoOut), required=True)
    revisions = fields.List(fields.Nested(RevisionOut), required=True)
    related = fields.List(fields.Nested(RelatedOut), required=True)


class RecordQuery(s.StrictSchema):
    """Filters of the list of records; all are optional and hold together."""

    kind = s.text(1, 32, load_default=None)
    unit = s.identifier(load_default=None, metadata={"description": "this unit and all below"})
    post = s.identifier(load_default=None)
    author = s.text(1, 36, load_default=None, metadata={"description": "person id, or `me`"})
    state = s.choice(STATES, load_default=None)
    complete = s.choice(("true", "false"), load_default=None)
    late = s.choice(("true", "false"), load_default=None)
    day_from = s.day(load_default=None)
    day_to = s.day(load_default=None)
    day_type = s.choice(("workday", "adjusted_workday", "weekend", "holiday"), load_default=None)
    code = s.text(1, 16, load_default=None)
    code_group = s.text(1, 32, load_default=None)
    q = s.text(1, 100, load_default=None, metadata={"description": "words in the headline"})
    limit = s.query_whole(1, 200, load_default=50)
    cursor = s.text(1, 200, load_default=None)
