"""Receiving bytes: in one request (the usual case) or piece by piece, hashed while they are written.

No image is decoded and nothing is derived here; a photo costs one file, one hash and a share of one commit.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256 as new_sha256

from backend.evidence.errors import (
    ChunkDamaged,
    PhotoHashMismatch,
    PhotoNotAnImage,
    PhotoTooManyPixels,
    UploadCut,
    UploadOffsetMismatch,
    UploadTooLarge,
)
from backend.evidence.queries import PhotoFacts
from backend.evidence.service import PhotoKeeper, read_original
from backend.evidence.storage import our_trouble
from backend.evidence.tus import CHECKSUMS, Checksum
from backend.evidence.uploads import Upload, UploadShelf
from backend.kernel.errors import LuqinError

STEP = 64 * 1024
"""Bytes read at a time. When a line falls silent or is reset, the server underneath forgets at most one step."""
HOPELESS = (PhotoHashMismatch, PhotoNotAnImage, PhotoTooManyPixels)
"""Sending more or again cannot mend these: the upload ends."""


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a request. `read(count)` gives fewer bytes only at its end, and raises OSError when the line drops.

    `length` is what the request announced, in bytes.
    """

    read: Callable[[int], bytes]
    length: int
    checksum: Checksum | None = None


@dataclass(frozen=True, slots=True)
class _Poured:
    """What came out of a body: count of bytes, their SHA-256, and what to raise about them."""

    count: int
    sha256: str
    problem: LuqinError | None


class Reception:
    """Uploads of the shelf, and the keeper who takes what is complete."""

    def __init__(self, shelf: UploadShelf, keeper: PhotoKeeper) -> None:
        self.shelf = shelf
        self._keeper = keeper

    def receive_whole(self, body: Body, *, sha256: str, person_id: str, device_id: str) -> None:
        """A photo that comes in one piece. Raises what `PhotoKeeper.keep_file` raises, `UploadCut`, `ChunkDamaged`.

        Whatever is raised, no byte is left behind.
        """
        path = self.shelf.spare_path(person_id)
        try:
            with _writable(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY) as descriptor:
                poured = _pour(body, descriptor)
            if poured.problem:
                raise poured.problem
            self._keeper.keep_file(
                path,
                declared=sha256,
                actual=poured.sha256,
                size=poured.count,
                person_id=person_id,
                device_id=device_id,
            )
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def receive_first_part(
        self,
        body: Body,
        *,
        sha256: str,
        length: int,
        metadata: dict[str, str],
        person_id: str,
        device_id: str,
    ) -> Upload:
        """Make an upload and put the first bytes into it; if that fails there is no upload."""
        upload = self.shelf.create(
            person_id=person_id, device_id=device_id, sha256=sha256, length=length, metadata=metadata
        )
        try:
            return self.receive_part(upload, body, offset=0)
        except BaseException:
            self.shelf.remove(upload)
            raise

    def receive_part(self, upload: Upload, body: Body, *, offset: int) -> Upload:
        """Append to an upload; with its last byte the photo is kept.

        Raises `UploadOffsetMismatch`, `UploadTooLarge`, `UploadBusy`, `ChunkDamaged` (nothing counts), `UploadCut`
        (what arrived counts), and what makes the upload end: see `HOPELESS`. With `TryAgain` the upload stays as it
        was before this part, so that a client never takes it for finished.
        """
        with our_trouble(), self.shelf.hold(upload) as (current, descriptor):
            if current.done or offset != current.offset:
                raise UploadOffsetMismatch()
            if offset + body.length > current.length:
                raise UploadTooLarge()
            os.lseek(descriptor, offset, os.SEEK_SET)
            poured = _pour(body, descriptor)
            if isinstance(poured.problem, ChunkDamaged):
                os.ftruncate(descriptor, offset)
                raise poured.problem
            end = offset + poured.count
            if end == current.length:
                actual = poured.sha256 if offset == 0 else _hash_of(descriptor)
                return self._keep(current, actual)
            os.fsync(descriptor)
            moved = self.shelf.count(current, end)
            if poured.problem:
                raise poured.problem
            return moved

    def _keep(self, upload: Upload, actual: str) -> Upload:
        try:
            self._keeper.keep_file(
                self.shelf.data_path(upload),
                declared=upload.sha256,
                actual=actual,
                size=upload.length,
                person_id=upload.person_id,
                device_id=upload.device_id,
            )
        except HOPELESS:
            self.shelf.remove(upload)
            raise
        return self.shelf.finish(upload)

    def repeat_part(self, photo: PhotoFacts, body: Body, *, offset: int) -> None:
        """Bytes for a photo that is complete: the same bytes again are well, anything else is a wrong offset.

        A client that made an upload for a photo we already have begins to send at 0 whatever we answered. The
        protocol would have it fail and ask; this spares clients that do not ask, and the phone one round trip.
        """
        if offset + body.length > photo.size:
            raise UploadTooLarge()
        sent = _read_all(body)
        if read_original(self._keeper.store, photo)[offset : offset + len(sent)] != sent:
            raise UploadOffsetMismatch()


@contextmanager
def _writable(path: os.PathLike[str], flags: int) -> Iterator[int]:
    with our_trouble():
        descriptor = os.open(path, flags | os.O_CLOEXEC, 0o600)
        try:
            yield descriptor
        finally:
            os.close(descriptor)


def _pour(body: Body, descriptor: int) -> _Poured:
    """Write the body at the descriptor's place, never more than announced, and hash it on the way."""
    content = new_sha256()
    wanted = body.checksum
    check = None if wanted is None or wanted.algorithm == "sha256" else CHECKSUMS[wanted.algorithm]()
    count = 0
    for piece in _pieces(body):
        content.update(piece)
        if check:
            check.update(piece)
        _write_all(descriptor, piece)
        count += len(piece)
    problem: LuqinError | None = UploadCut() if count < body.length else None
    if wanted and (check or content).digest() != wanted.digest:
        problem = ChunkDamaged()
    return _Poured(count, content.hexdigest(), problem)


def _pieces(body: Body) -> Iterator[bytes]:
    left = body.length
    while left > 0:
        try:
            piece = body.read(min(STEP, left))
        except OSError:  # the line dropped, or fell silent for too long
            return
        if not piece:
            return
        left -= len(piece)
        yield piece


def _read_all(body: Body) -> bytes:
    raw = b"".join(_pieces(body))
    if len(raw) != body.length:
        raise UploadCut()
    return raw


def _write_all(descriptor: int, piece: bytes) -> None:
    view = memoryview(piece)
    while view:
        view = view[os.write(descriptor, view) :]


def _hash_of(descriptor: int) -> str:
    content = new_sha256()
    offset = 0
    while piece := os.pread(descriptor, STEP, offset):
        content.update(piece)
        offset += len(piece)
    return content.hexdigest()
