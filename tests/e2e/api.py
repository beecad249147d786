"""The server's interface as an outsider uses it: to check what the phones say."""

from __future__ import annotations

import json
import urllib.request
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from backend.identity.tokens import login_message
from backend.kernel.ids import new_id
from backend.ledger import merkle
from backend.ledger.receipts import from_b64url, verify_head, verify_receipt
from tests.factories.identity import DeviceKey

PASSWORD = "Luqin-2026"


class Api:
    """Somebody logged in on a device of their own."""

    def __init__(self, port: int, badge_number: str) -> None:
        self._base = f"http://127.0.0.1:{port}/api/v1"
        self._token: str | None = None
        key, request_id = DeviceKey(), new_id()
        message = login_message(badge_number=badge_number, request_id=request_id, public_key=key.public_key)
        session = self._send(
            "/auth/login",
            {
                "badge_number": badge_number,
                "password": PASSWORD,
                "request_id": request_id,
                "device": {"public_key": key.public_key, "label": "核对", "platform": "test"},
                "proof": key.sign(message),
            },
        )
        self._token = session["access_token"]

    def get(self, path: str) -> Any:
        """The JSON at that path."""
        return json.loads(self.get_bytes(path))

    def get_bytes(self, path: str) -> bytes:
        """The body at that path."""
        with urllib.request.urlopen(self._request(path), timeout=60) as answer:
            body: bytes = answer.read()
            return body

    def records(self, **query: str) -> list[dict[str, Any]]:
        """The first hundred records that fit."""
        items: list[dict[str, Any]] = self.get(f"/records?{urlencode(query | {'limit': '100'})}")["items"]
        return items

    def _request(self, path: str) -> urllib.request.Request:
        request = urllib.request.Request(self._base + path)
        if self._token is not None:
            request.add_header("Authorization", f"Bearer {self._token}")
        return request

    def _send(self, path: str, body: dict[str, Any]) -> Any:
        request = self._request(path)
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, json.dumps(body).encode(), timeout=60) as answer:
            return json.load(answer)


def assert_receipt_proves(api: Api, receipt: dict[str, Any], body: str, signature: str) -> None:
    """The receipt is for this text, its signature holds, and the ledger's signed head contains the leaf."""
    keys = {key["key_id"]: from_b64url(key["public_key"]) for key in api.get("/ledger/keys")["items"]}
    text = body.encode()
    assert receipt["content_hash"] == sha256(text).hexdigest()
    assert verify_receipt(receipt, keys[receipt["key_id"]])
    found = api.get(f"/ledger/records/{receipt['record_id']}/{receipt['revision']}/proof")
    head = found["head"]
    assert verify_head(head, keys[head["key_id"]])
    assert found["leaf_index"] == receipt["leaf_index"]
    leaf = merkle.leaf_hash(from_b64url(found["salt"]), text, from_b64url(signature))
    assert merkle.verify_inclusion(
        leaf, found["leaf_index"], head["size"], [bytes.fromhex(node) for node in found["proof"]],
        bytes.fromhex(head["root"]),
    )  # fmt: skip
