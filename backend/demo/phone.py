"""A simulated phone: it signs records with a key of its own, in a chain, exactly as the app does."""

from __future__ import annotations

import random
from hashlib import sha256
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from backend.kernel.clock import format_ms
from backend.ledger.receipts import b64url
from backend.records.ingest import Sender

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def seeded_id(seed: random.Random, at_ms: int) -> str:
    """A UUIDv7 for that instant whose random part comes from `seed`."""
    value = (
        (at_ms & (2**48 - 1)) << 80 | 7 << 76 | seed.getrandbits(12) << 64 | 2 << 62 | seed.getrandbits(62)
    )
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


class DemoPhone:
    """One person's phone. `make` returns the record's id with its text and signature."""

    def __init__(self, seed: random.Random, person_id: str, unit_id: str) -> None:
        self._random = seed
        self.private_key = ec.derive_private_key(seed.randrange(1, P256_ORDER), ec.SECP256R1())
        self.public_key = self.private_key.public_key().public_bytes(
            Encoding.DER, PublicFormat.SubjectPublicKeyInfo
        )
        self.person_id, self.unit_id = person_id, unit_id
        self.device_id = ""
        self._seq = 0
        self._previous: str | None = None

    @property
    def sender(self) -> Sender:
        """This phone as the intake sees it."""
        return Sender(self.person_id, self.unit_id, self.device_id, self.public_key)

    def make(
        self,
        kind: str,
        *,
        at_ms: int,
        data: dict[str, Any],
        post: str | None,
        shift: str | None = None,
        fix: dict[str, Any] | None = None,
        photos: list[dict[str, Any]] | None = None,
    ) -> tuple[str, tuple[str, str]]:
        """One signed record of something that happened at `at_ms`."""
        self._seq += 1
        record_id = seeded_id(self._random, at_ms)
        offset = self._random.randrange(-900, 900)
        body = orjson.dumps(
            {
                "v": 1,
                "id": record_id,
                "kind": kind,
                "revision": 1,
                "base_revision": None,
                "reason": None,
                "author": self.person_id,
                "unit": self.unit_id,
                "device": self.device_id,
                "device_seq": self._seq,
                "prev_hash": self._previous,
                "shift": shift,
                "post": post,
                "operation": None,
                "occurred_at": format_ms(at_ms),
                "device_time": format_ms(at_ms - offset),
                "clock_offset_ms": offset,
                "fix": fix,
                "photos": photos or [],
                "data": data,
            }
        ).decode("utf-8")
        self._previous = _sha256_hex(body)
        return record_id, (body, b64url(self._sign(body)))

    def _sign(self, body: str) -> bytes:
        signature = self.private_key.sign(
            body.encode("utf-8"), ec.ECDSA(SHA256(), deterministic_signing=True)
        )
        r, s = decode_dss_signature(signature)
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def _sha256_hex(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest()
