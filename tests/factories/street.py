"""A phone that makes and sends signed records, as the PWA does."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from werkzeug.test import TestResponse

from backend.kernel.clock import format_instant, now
from backend.kernel.ids import new_id
from tests.factories.identity import LoggedIn

XUJIAHUI_FIX = {"lat": 31.1951, "lon": 121.4371, "accuracy_m": 8.0, "age_s": 2.0, "source": "gps"}
_photos = itertools.count(1)


def photo_claim(
    *, taken_at: datetime | None = None, sha256_hex: str | None = None, size: int = 300_000
) -> dict[str, Any]:
    """A photo that a record declares; its bytes need not exist."""
    return {
        "sha256": sha256_hex or sha256(f"photo {next(_photos)}".encode()).hexdigest(),
        "size": size,
        "type": "image/jpeg",
        "taken_at": format_instant(taken_at or now()),
        "width": 1920,
        "height": 1080,
    }


@dataclass
class Phone:
    """Somebody's phone with its chain of records."""

    owner: LoggedIn
    seq: int = 0
    last_hash: str | None = None
    sent: list[dict[str, Any]] = field(default_factory=list)

    def make(
        self, kind: str, data: dict[str, Any], *, at: datetime | None = None, **changes: Any
    ) -> dict[str, Any]:
        """An envelope made now, or at `at`; `changes` replace its fields."""
        self.seq += 1
        moment = format_instant(at or now())
        envelope = {
            "v": 1,
            "id": new_id(),
            "kind": kind,
            "revision": 1,
            "base_revision": None,
            "reason": None,
            "author": self.owner.person_id,
            "unit": self.owner.session["me"]["person"]["unit"]["id"],
            "device": self.owner.device_id,
            "device_seq": self.seq,
            "prev_hash": self.last_hash,
            "shift": None,
            "post": None,
            "operation": None,
            "occurred_at": moment,
            "device_time": moment,
            "clock_offset_ms": 0,
            "fix": dict(XUJIAHUI_FIX),
            "photos": [],
            "data": data,
        }
        envelope |= changes
        self.last_hash = sha256(_text(envelope).encode()).hexdigest()
        return envelope

    def check_in(
        self, post_id: str, *, assignment: str | None = None, seat: str = "centre", **rest: Any
    ) -> dict[str, Any]:
        """A check-in."""
        data = {"assignment": assignment, "seat": seat, "note": None}
        return self.make("check_in", data, post=post_id, shift=assignment, **rest)

    def check_out(self, check_in_id: str, **rest: Any) -> dict[str, Any]:
        """A check-out."""
        return self.make("check_out", {"check_in": check_in_id, "note": None}, **rest)

    def violation(self, *, data: dict[str, Any] | None = None, **rest: Any) -> dict[str, Any]:
        """A parking violation with two photos; `data` replaces fields."""
        values: dict[str, Any] = {
            "code": "1039",
            "code_version": "2022-04-sample",
            "party": "motor",
            "plate_kind": "02",
            "plate": "沪A12345",
            "plate_typed": "沪A·12345",
            "plate_confirmed": False,
            "place": "漕溪北路",
            "direction": None,
            "facts": "",
            "outcome": "simple",
            "second_officer": None,
            "channel": "street",
        }
        rest.setdefault("photos", [photo_claim(), photo_claim()])
        return self.make("violation", values | (data or {}), **rest)

    def push(self, *envelopes: dict[str, Any]) -> list[dict[str, Any]]:
        """Send a batch; its outcomes in order."""
        answer = self.post_batch(*envelopes)
        assert answer.status_code == 200, answer.json
        return list((answer.json or {})["outcomes"])

    def post_batch(self, *envelopes: dict[str, Any]) -> TestResponse:
        """Send a batch; the raw answer."""
        items = []
        for envelope in envelopes:
            body = _text(envelope)
            items.append({"body": body, "signature": self.owner.key.sign(body)})
        self.sent += envelopes
        return self.owner.post("/sync/records", json={"last_head": None, "items": items})

    def send(self, envelope: dict[str, Any]) -> str:
        """Send one record that must be accepted; its id."""
        [outcome] = self.push(envelope)
        assert outcome["outcome"] == "accepted", outcome
        return str(envelope["id"])

    def refusal(self, envelope: dict[str, Any]) -> dict[str, str]:
        """Send one record that must be refused: pointer → code."""
        [outcome] = self.push(envelope)
        assert outcome["outcome"] == "refused", outcome
        return {item["pointer"]: item["code"] for item in outcome["problem"]["fields"]}


def _text(envelope: dict[str, Any]) -> str:
    return json.dumps(envelope, ensure_ascii=False, separators=(",", ":"))
