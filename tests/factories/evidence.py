"""Pictures and tus requests for tests."""

from __future__ import annotations

import io
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha1, sha256
from itertools import count
from pathlib import Path
from random import Random

from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from tests.factories.identity import LoggedIn

UPLOADS = "/api/v1/photos/uploads"
CHUNK = "application/offset+octet-stream"
_seeds = count(1)


def make_picture(
    *,
    width: int = 64,
    height: int = 48,
    format: str = "JPEG",
    seed: int | None = None,
    orientation: int | None = None,
    exif_text: str | None = None,
    mode: str = "RGB",
    quality: int = 80,
) -> bytes:
    """A real picture; each one different unless a seed is given."""
    random = Random(next(_seeds) if seed is None else -seed)
    small = Image.frombytes("RGB", (8, 8), random.randbytes(192))
    picture = small.resize((width, height), Image.Resampling.BILINEAR).convert(mode)
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    if exif_text:
        exif[0x010F] = exif_text
    out = io.BytesIO()
    picture.save(out, format, exif=exif, quality=quality)
    return out.getvalue()


def make_large_jpeg(size: int, *, seed: int = 1) -> bytes:
    """A real JPEG of exactly `size` bytes, as a phone's camera makes them: mostly noise to a compressor."""
    base = make_picture(width=1280, height=720, seed=seed)
    assert len(base) < size
    # Decoders stop at the end marker; what follows still is part of the photo and of its hash.
    return base + Random(seed).randbytes(size - len(base))


def hash_of(data: bytes) -> str:
    """SHA-256 as hex."""
    return sha256(data).hexdigest()


def metadata(**values: str) -> str:
    """`Upload-Metadata`."""
    return ",".join(f"{key} {b64encode(value.encode()).decode()}" for key, value in values.items())


def checksum(data: bytes, algorithm: str = "sha256") -> str:
    """`Upload-Checksum`."""
    digest = {"sha256": sha256, "sha1": sha1}[algorithm](data).digest()
    return f"{algorithm} {b64encode(digest).decode()}"


@dataclass
class Uploader:
    """Somebody who uploads; each method is one request of the protocol."""

    client: FlaskClient
    headers: dict[str, str]

    @classmethod
    def of(cls, person: LoggedIn) -> Uploader:
        """The uploader of a log-in."""
        return cls(person.client, person.headers | {"Tus-Resumable": "1.0.0"})

    def create(
        self,
        data: bytes,
        *,
        body: bytes | None = None,
        declared: str | None = None,
        length: int | str | None = None,
        **headers: str,
    ) -> TestResponse:
        """Announce `data`, with `body` as its first bytes."""
        sent = self.headers | {
            "Upload-Length": str(len(data) if length is None else length),
            "Upload-Metadata": metadata(sha256=declared or hash_of(data), filetype="image/jpeg"),
        }
        if body is not None:
            sent["Content-Type"] = CHUNK
        return self.client.post(UPLOADS, headers=sent | _named(headers), data=body)

    def send(self, data: bytes) -> TestResponse:
        """A whole photo in one request."""
        return self.create(data, body=data)

    def append(self, location: str, body: bytes, *, offset: int | str, **headers: str) -> TestResponse:
        """PATCH."""
        sent = self.headers | {"Upload-Offset": str(offset), "Content-Type": CHUNK}
        return self.client.patch(location, headers=sent | _named(headers), data=body)

    def append_cut(self, location: str, body: bytes, *, offset: int, announced: int) -> TestResponse:
        """PATCH whose line drops after `body` though `announced` bytes were to come."""
        sent = self.headers | {"Upload-Offset": str(offset), "Content-Type": CHUNK}
        return self.client.patch(
            location, headers=sent, data=body, environ_overrides={"CONTENT_LENGTH": str(announced)}
        )

    def ask(self, location: str) -> TestResponse:
        """HEAD."""
        return self.client.head(location, headers=self.headers)

    def cancel(self, location: str) -> TestResponse:
        """DELETE."""
        return self.client.delete(location, headers=self.headers)


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def files_below(folder: Path) -> list[Path]:
    """Every file of uploads, evidence and derived copies."""
    roots = (folder / "uploads", folder / "evidence", folder / "derived")
    return sorted(path for root in roots for path in root.rglob("*") if path.is_file())
