"""Heads and receipts as values, the texts that are signed, and the key that signs them (Ed25519)."""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from backend.kernel.clock import format_ms


def b64url(raw: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def from_b64url(text: str) -> bytes:
    """The reverse of `b64url`. Raises ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


@dataclass(frozen=True, slots=True)
class Head:
    """A signed head of the tree: `size` leaves, `root` 32 bytes, `at` milliseconds since 1970."""

    size: int
    root: bytes
    at: int
    key_id: str
    signature: bytes

    def as_json(self) -> dict[str, Any]:
        """The shape `Head` of the contract."""
        return {
            "size": self.size,
            "root": self.root.hex(),
            "time": format_ms(self.at),
            "key_id": self.key_id,
            "signature": b64url(self.signature),
        }


class Signer:
    """The key of this ledger. Signatures are deterministic: the same receipt signed twice is the same bytes."""

    def __init__(self, private_key: Ed25519PrivateKey) -> None:
        self._private_key = private_key
        self.public_key = private_key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.key_id = sha256(self.public_key).hexdigest()[:16]

    @classmethod
    def load(cls, path: Path, *, may_create: bool) -> Signer:
        """Read the PEM file; make it when it is missing and `may_create`. Raises FileNotFoundError otherwise."""
        if not path.exists():
            if not may_create:
                raise FileNotFoundError(f"LUQIN_LEDGER_KEY_FILE: there is no key at {path}.")
            _create_key(path)
        key = load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise ValueError(f"LUQIN_LEDGER_KEY_FILE: {path} holds no Ed25519 key.")
        return cls(key)

    def sign_head(self, size: int, root: bytes, at: int) -> Head:
        """A head over these values."""
        signature = self._private_key.sign(head_text(size, root, at))
        return Head(size, root, at, self.key_id, signature)

    def receipt(
        self, *, record_id: str, revision: int, content_hash: str, leaf_index: int, head: Head
    ) -> dict[str, Any]:
        """The shape `Receipt` of the contract."""
        root, time = head.root.hex(), format_ms(head.at)
        text = receipt_text(record_id, revision, content_hash, leaf_index, head.size, root, time)
        return {
            "v": 1,
            "record_id": record_id,
            "revision": revision,
            "content_hash": content_hash,
            "leaf_index": leaf_index,
            "tree_size": head.size,
            "root": root,
            "time": time,
            "key_id": self.key_id,
            "signature": b64url(self._private_key.sign(text)),
        }


def head_text(size: int, root: bytes, at: int) -> bytes:
    """What a head's signature covers."""
    return f"luqin-head-v1\n{size}\n{root.hex()}\n{format_ms(at)}\n".encode()


def receipt_text(
    record_id: str, revision: int, content_hash: str, leaf_index: int, tree_size: int, root: str, time: str
) -> bytes:
    """What a receipt's signature covers."""
    return (
        f"luqin-receipt-v1\n{record_id}\n{revision}\n{content_hash}\n{leaf_index}\n{tree_size}\n{root}\n{time}\n"
    ).encode()


def verify_receipt(receipt: dict[str, Any], public_key: bytes) -> bool:
    """Whether `public_key` (32 bytes) signed this receipt."""
    text = receipt_text(
        receipt["record_id"],
        receipt["revision"],
        receipt["content_hash"],
        receipt["leaf_index"],
        receipt["tree_size"],
        receipt["root"],
        receipt["time"],
    )
    return _verifies(public_key, receipt["signature"], text)


def verify_head(head: dict[str, Any], public_key: bytes) -> bool:
    """Whether `public_key` (32 bytes) signed this head."""
    text = f"luqin-head-v1\n{head['size']}\n{head['root']}\n{head['time']}\n".encode()
    return _verifies(public_key, head["signature"], text)


def _verifies(public_key: bytes, signature: str, text: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(from_b64url(signature), text)
    except (InvalidSignature, ValueError):
        return False
    return True


def _create_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(pem)
    part.chmod(0o600)
    try:
        # Two workers may start at once: the first key stays.
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()
