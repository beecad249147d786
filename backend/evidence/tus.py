"""The headers of tus 1.0, read strictly. Pure: text in, values or an error out."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend.evidence.errors import UploadMalformed, UploadTooLarge
from backend.evidence.rules import PHOTO_TYPES
from backend.kernel.errors import FieldProblem, InvalidInput
from backend.kernel.schemas import HASH_PATTERN

if TYPE_CHECKING:
    from hashlib import _Hash

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,expiration,termination"
CHUNK_TYPE = "application/offset+octet-stream"
CHECKSUMS: dict[str, Callable[[], _Hash]] = {
    "sha256": hashlib.sha256,
    # The protocol demands SHA-1, and tuspy knows no other. It guards against bad lines, not against people.
    "sha1": lambda: hashlib.sha1(usedforsecurity=False),
}
MAX_METADATA = 4096
_NUMBER = re.compile(r"[0-9]{1,15}")
_KEY = re.compile(r"[!-+\--~]{1,64}")  # visible ASCII without the comma
_HASH = re.compile(HASH_PATTERN)


@dataclass(frozen=True, slots=True)
class Checksum:
    """The checksum that a client sent with a chunk."""

    algorithm: str
    digest: bytes


def read_length(text: str | None, limit: int) -> int:
    """`Upload-Length` in bytes. Raises `UploadMalformed` (missing, negative, no number) and `UploadTooLarge`."""
    if text is None:
        raise UploadMalformed("缺少 Upload-Length", "Upload-Length is missing", code="upload_length_required")
    length = _number(text, "Upload-Length", "upload_length_invalid")
    if length > limit:
        raise UploadTooLarge()
    if length == 0:
        raise InvalidInput("照片文件是空的", "The photo file is empty", code="photo_empty")
    return length


def read_offset(text: str | None) -> int:
    """`Upload-Offset` in bytes. Raises `UploadMalformed`."""
    return _number(text or "", "Upload-Offset", "upload_offset_invalid")


def _number(text: str, name: str, code: str) -> int:
    # fullmatch on ASCII digits: int() would take signs, underscores, spaces and other scripts' digits
    if not _NUMBER.fullmatch(text):
        raise UploadMalformed(
            f"{name} 应为非负整数", f"{name} must be a whole number, not negative", code=code
        )
    return int(text)


def read_metadata(text: str | None) -> dict[str, str]:
    """`Upload-Metadata` decoded. Nothing in it ever becomes part of a path. Raises `UploadMalformed`."""
    values: dict[str, str] = {}
    if not text or len(text) > MAX_METADATA:
        raise _bad_metadata()
    for pair in text.split(","):
        key, _, encoded = pair.strip().partition(" ")
        if not _KEY.fullmatch(key) or key in values:
            raise _bad_metadata()
        try:
            values[key] = base64.b64decode(encoded.encode("ascii"), validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            raise _bad_metadata() from None
    return values


def read_claim(metadata: dict[str, str]) -> str:
    """The declared SHA-256. Raises `InvalidInput` naming `sha256` or `filetype`. Other keys are nobody's business."""
    problems = []
    declared = metadata.get("sha256")
    if declared is None:
        problems.append(FieldProblem("/metadata/sha256", "required", "此项必填", "This is required"))
    elif not _HASH.fullmatch(declared):
        problems.append(
            FieldProblem(
                "/metadata/sha256",
                "not_a_hash",
                "应为 64 位小写十六进制 SHA-256",
                "Not a SHA-256 in lower-case hex",
            )
        )
    if metadata.get("filetype", "image/jpeg") not in PHOTO_TYPES:
        problems.append(
            FieldProblem(
                "/metadata/filetype", "not_in_list", "仅接受 JPEG、PNG、WebP", "JPEG, PNG or WebP only"
            )
        )
    if problems or declared is None:
        raise InvalidInput(fields=problems)
    return declared


def is_hash(text: str) -> bool:
    """Whether `text` is a SHA-256 in lower-case hex."""
    return _HASH.fullmatch(text) is not None


def format_metadata(values: dict[str, str]) -> str:
    """`Upload-Metadata` for an answer."""
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items())


def read_checksum(text: str | None) -> Checksum | None:
    """`Upload-Checksum`, or None without one. Raises `UploadMalformed` for an unknown algorithm or a bad digest."""
    if text is None:
        return None
    algorithm, _, encoded = text.partition(" ")
    maker = CHECKSUMS.get(algorithm)
    try:
        digest = base64.b64decode(encoded.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        digest = b""
    if maker is None or len(digest) != maker().digest_size:
        raise UploadMalformed(
            "Upload-Checksum 应为 sha256 或 sha1 及其 Base64 摘要",
            "Upload-Checksum must be sha256 or sha1 and the digest in Base64",
            code="upload_checksum_invalid",
        )
    return Checksum(algorithm, digest)


def _bad_metadata() -> UploadMalformed:
    return UploadMalformed(
        "Upload-Metadata 应为“键 Base64值”，以逗号分隔",
        "Upload-Metadata must be keys with Base64 values, separated by commas",
        code="upload_metadata_invalid",
    )
