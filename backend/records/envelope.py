"""From signed text to an `Envelope`: form, hash and signature, before anything else is believed."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from typing import Any, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key
from marshmallow import Schema, ValidationError

from backend.kernel.clock import parse_instant, to_ms
from backend.kernel.errors import FieldProblem, InvalidInput, Malformed
from backend.kernel.fastcheck import compile_check
from backend.kernel.jsonbody import parse_canonical, parse_strict_text
from backend.kernel.messages import field_problems
from backend.ledger.receipts import from_b64url
from backend.records.errors import SignatureInvalid
from backend.records.kinds import Envelope, Fix, Kind, PhotoClaim
from backend.records.schemas import EnvelopeIn

MAX_BODY_BYTES = 64 * 1024
SIGNATURE_BYTES = 64
_ENVELOPE = EnvelopeIn()


class EnvelopeReader:
    """Reads record texts of the kinds it is given; one schema instance per kind, compiled once."""

    def __init__(self, kinds: dict[str, Kind]) -> None:
        self._kinds = kinds
        self._envelope_check = compile_check(EnvelopeIn)
        self._data = {name: (compile_check(kind.schema), kind.schema()) for name, kind in kinds.items()}

    def read(self, body: str, signature: str) -> Envelope:
        """Check the form of one record. Raises `Malformed` or `InvalidInput` with every field to mend."""
        raw = body.encode("utf-8")
        if len(raw) > MAX_BODY_BYTES:
            raise InvalidInput("记录内容过长", "The record is too long", code="record_too_long")
        value = parse_canonical(raw)
        if value is None:
            value = parse_strict_text(body)
        if not isinstance(value, dict):
            raise Malformed("记录应为 JSON 对象", "The record must be a JSON object", code="body_not_object")
        self._check(value)
        return _envelope(body, sha256(raw).hexdigest(), _signature(signature), value)

    def _check(self, value: dict[str, Any]) -> None:
        if not (self._envelope_check(value) and _revision_fits(value)):
            _refuse_errors(_ENVELOPE, value, "")
        kind = value["kind"]
        if kind not in self._data:
            problem = FieldProblem("/kind", "unknown_kind", "服务器不认识这种记录", "Unknown kind of record")
            raise InvalidInput(fields=[problem])
        is_valid, schema = self._data[kind]
        if not is_valid(value["data"]):
            _refuse_errors(schema, value["data"], "/data")
        hashes = [photo["sha256"] for photo in value["photos"]]
        for place, digest in enumerate(hashes):
            if digest in hashes[:place]:
                raise InvalidInput(fields=field_problems({"photos": {place: {"sha256": ["photo_repeated"]}}}))
        if len(value["photos"]) < self._kinds[kind].photos_min:
            least = self._kinds[kind].photos_min
            problem = FieldProblem(
                "/photos", "too_few_photos", f"至少需要 {least} 张照片", f"At least {least} photos are needed"
            )
            raise InvalidInput(fields=[problem])


def read_identity(body: str) -> tuple[str | None, int | None]:
    """Id and revision of a text that may be broken elsewhere, for the answer about it."""
    try:
        value = parse_strict_text(body)
    except Malformed:
        return None, None
    if not isinstance(value, dict):
        return None, None
    record_id, revision = value.get("id"), value.get("revision")
    return (
        record_id if isinstance(record_id, str) and len(record_id) <= 36 else None,
        revision if isinstance(revision, int) and not isinstance(revision, bool) else None,
    )


def check_signature(envelope: Envelope, public_key: bytes) -> None:
    """The device key (SPKI DER, P-256) signed exactly this text. Raises `SignatureInvalid`."""
    signature = encode_dss_signature(
        int.from_bytes(envelope.signature[:32], "big"), int.from_bytes(envelope.signature[32:], "big")
    )
    try:
        _device_key(public_key).verify(signature, envelope.body.encode("utf-8"), ECDSA(SHA256()))
    except InvalidSignature:
        raise SignatureInvalid() from None


@lru_cache(maxsize=4096)
def _device_key(public_key: bytes) -> EllipticCurvePublicKey:
    key = load_der_public_key(public_key)
    if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
        raise SignatureInvalid()
    return key


def _revision_fits(value: dict[str, Any]) -> bool:
    revision = value["revision"]
    if revision == 1:
        return value["base_revision"] is None
    return bool(value["base_revision"] == revision - 1 and value["reason"] is not None)


def _refuse_errors(schema: Schema, value: Any, prefix: str) -> None:
    """Ask marshmallow what is wrong; if it finds nothing the value stands."""
    try:
        schema.load(value)
    except ValidationError as error:
        raise InvalidInput(fields=field_problems(error.messages, prefix)) from None


def _signature(text: str) -> bytes:
    try:
        raw = from_b64url(text)
    except ValueError:
        raw = b""
    if len(raw) != SIGNATURE_BYTES:
        raise SignatureInvalid()
    return raw


def _envelope(body: str, content_hash: str, signature: bytes, value: dict[str, Any]) -> Envelope:
    fix = value["fix"]
    return Envelope(
        body=body,
        content_hash=content_hash,
        signature=signature,
        id=value["id"],
        kind=value["kind"],
        revision=value["revision"],
        base_revision=value["base_revision"],
        reason=value["reason"],
        author=value["author"],
        unit=value["unit"],
        device=value["device"],
        device_seq=value["device_seq"],
        prev_hash=value["prev_hash"],
        shift=value["shift"],
        post=value["post"],
        operation=value["operation"],
        occurred_at=to_ms(parse_instant(value["occurred_at"])),
        device_time=to_ms(parse_instant(value["device_time"])),
        clock_offset_ms=value["clock_offset_ms"],
        fix=None
        if fix is None
        else Fix(
            float(fix["lat"]), float(fix["lon"]), float(fix["accuracy_m"]), float(fix["age_s"]), fix["source"]
        ),
        photos=tuple(_photo(photo) for photo in value["photos"]),
        data=cast(dict[str, Any], value["data"]),
    )


def _photo(value: dict[str, Any]) -> PhotoClaim:
    try:
        taken_at = to_ms(parse_instant(value["taken_at"]))
    except ValueError:
        raise InvalidInput(fields=field_problems({"photos": {"taken_at": ["not_an_instant"]}})) from None
    return PhotoClaim(
        value["sha256"], value["size"], value["type"], taken_at, value["width"], value["height"]
    )
