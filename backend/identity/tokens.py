"""Proofs and tokens as pure functions: device signatures, refresh tokens, claims, enrolment codes."""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

AUDIENCE = "luqin"
ISSUER = "luqin"
ALGORITHM = "HS256"
CLAIMS = ("sub", "did", "aud", "iss", "typ", "jti", "sid", "exp", "iat")
_CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8


class KeyNotAccepted(ValueError):
    """The public key is not a P-256 key in canonical SPKI form."""


def encode_base64url(raw: bytes) -> str:
    """base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def decode_base64url(text: str) -> bytes:
    """Bytes of base64url without padding. Raises ValueError when the text is not its own canonical form."""
    raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encode_base64url(raw) != text:
        raise ValueError("not canonical base64url")
    return raw


def read_public_key(spki: str) -> ec.EllipticCurvePublicKey:
    """The P-256 key of an SPKI DER in base64url. Raises `KeyNotAccepted`; one key has one accepted spelling."""
    try:
        der = decode_base64url(spki)
        key = load_der_public_key(der)
    except ValueError as error:
        raise KeyNotAccepted(str(error)) from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise KeyNotAccepted("not P-256")
    if key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) != der:
        raise KeyNotAccepted("not canonical")
    return key


def thumbprint(spki: str) -> str:
    """SHA-256 of the SPKI DER, hex."""
    return sha256(decode_base64url(spki)).hexdigest()


def is_signed(key: ec.EllipticCurvePublicKey, message: str, proof: str) -> bool:
    """Whether `proof` (raw r‖s, 64 bytes, base64url) is the key's ECDSA SHA-256 signature of `message`."""
    try:
        raw = decode_base64url(proof)
    except ValueError:
        return False
    if len(raw) != 64:
        return False
    r, s = int.from_bytes(raw[:32]), int.from_bytes(raw[32:])
    try:
        key.verify(encode_dss_signature(r, s), message.encode("utf-8"), ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def login_message(*, badge_number: str, request_id: str, public_key: str) -> str:
    """What a device signs to log in."""
    return f"luqin-login-v1\n{badge_number}\n{request_id}\n{public_key}"


def refresh_message(*, session_id: str, request_id: str) -> str:
    """What a device signs to refresh."""
    return f"luqin-refresh-v1\n{session_id}\n{request_id}"


def derive_refresh_token(*, secret: str, session_id: str, generation: int, request_id: str) -> str:
    """The refresh token of one generation.

    It follows from the request that asked for it: the same request gives the same token again, so an answer lost in
    a tunnel two days ago can be repeated without keeping the token anywhere.
    """
    seed = f"luqin-refresh-token-v1\n{session_id}\n{generation}\n{request_id}"
    mac = hmac.new(secret.encode("utf-8"), seed.encode("utf-8"), sha256).digest()
    return f"{session_id}.{encode_base64url(mac)}"


def session_of_token(token: str) -> str:
    """The session id that a refresh token names; not yet believed."""
    return token.partition(".")[0]


def hash_token(token: str) -> str:
    """How a refresh token is stored."""
    return sha256(token.encode("utf-8")).hexdigest()


def is_access_token(claims: Mapping[str, Any]) -> bool:
    """Whether the claims of a signed token are those of an access token, none of them empty."""
    return claims.get("typ") == "access" and all(claims.get(name) not in (None, "") for name in CLAIMS)


def new_enrolment_code() -> str:
    """A one-time code of about 39 bits, easy to read over the radio: `K7MP-Q3RT`."""
    code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(CODE_LENGTH))
    return f"{code[:4]}-{code[4:]}"


def hash_enrolment_code(person_id: str, code: str) -> str:
    """How a code is stored: it opens a device for one person. Blanks, hyphens and case do not matter."""
    plain = "".join(char for char in code.upper() if char.isalnum())
    return sha256(f"{person_id}\n{plain}".encode()).hexdigest()
