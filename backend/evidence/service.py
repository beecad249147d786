"""Storing photos: bytes durable under their hash first, then one short transaction with row and ledger entry."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256 as new_sha256
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import IntegrityError

from backend.evidence import queries
from backend.evidence.errors import PhotoDamaged, PhotoHashMismatch, PhotoNotAnImage, PhotoTooManyPixels
from backend.evidence.models import Photo
from backend.evidence.queries import PhotoFacts
from backend.evidence.rules import Picture, sniff
from backend.evidence.storage import PhotoStore, our_trouble
from backend.kernel.clock import now_ms
from backend.kernel.db import bulk_insert
from backend.kernel.groupcommit import GroupCommit
from backend.ledger.receipts import Signer
from backend.ledger.service import append, event

_PHOTO = cast(Table, Photo.__table__)
OnStored = Callable[[Connection, Sequence[str]], None]
"""Told, inside the transaction, which photos have just become known."""


@dataclass(frozen=True, slots=True)
class NewPhoto:
    """A photo whose bytes stand in the store. `size` in bytes."""

    sha256: str
    size: int
    picture: Picture
    person_id: str
    device_id: str


@dataclass(frozen=True, slots=True)
class Damage:
    """A photo that is not what its row says: `missing`, `size` or `hash`."""

    sha256: str
    kind: str


class PhotoKeeper:
    """The one way in for original bytes: uploads and the demo branch store through it."""

    def __init__(
        self, *, store: PhotoStore, signer: Signer, max_pixels: int, on_stored: OnStored | None = None
    ) -> None:
        self.store = store
        self._signer = signer
        self._max_pixels = max_pixels
        self.on_stored = on_stored
        self._commits: GroupCommit[NewPhoto, int] = GroupCommit(self.add_rows)

    def keep_file(
        self, path: Path, *, declared: str, actual: str, size: int, person_id: str, device_id: str
    ) -> int:
        """Check the file at `path`, move it to the store, and commit; returns the ledger's `seq`.

        `actual` is the SHA-256 that the caller computed over all of the file. Raises `PhotoHashMismatch`,
        `PhotoNotAnImage`, `PhotoTooManyPixels` (the file stays for the caller to remove), `TryAgain`.
        """
        picture = self.check(path, declared=declared, actual=actual)
        self.store.put_file(path, declared)
        photo = NewPhoto(declared, size, picture, person_id, device_id)
        try:
            return self._commits.submit(photo)
        except IntegrityError:
            # Another process has just stored the same photo: the second look finds its row.
            return self._commits.submit(photo)

    def check(self, path: Path, *, declared: str, actual: str) -> Picture:
        """What the file is. Only the hash decides whether it is whole; the header says whether it is a photo."""
        if actual != declared:
            raise PhotoHashMismatch()
        with our_trouble(), path.open("rb") as file:
            picture = sniff(lambda offset, count: os.pread(file.fileno(), count, offset))
        if picture is None:
            raise PhotoNotAnImage()
        if picture.pixels > self._max_pixels:
            raise PhotoTooManyPixels()
        return picture

    def add_rows(self, connection: Connection, photos: Sequence[NewPhoto]) -> list[int]:
        """Rows and ledger entries of those that are new, inside the caller's write transaction; `seq` of each."""
        hashes = {photo.sha256 for photo in photos}
        rows = connection.execute(select(_PHOTO.c.sha256, _PHOTO.c.seq).where(_PHOTO.c.sha256.in_(hashes)))
        known: dict[str, int] = {row[0]: row[1] for row in rows}
        fresh = list({photo.sha256: photo for photo in photos if photo.sha256 not in known}.values())
        if fresh:
            known |= self._append(connection, fresh)
        return [known[photo.sha256] for photo in photos]

    def _append(self, connection: Connection, photos: Sequence[NewPhoto]) -> dict[str, int]:
        entries = [
            event(
                "photo",
                photo.sha256,
                sha256=photo.sha256,
                size=photo.size,
                type=photo.picture.type,
                by=photo.person_id,
                device=photo.device_id,
            )
            for photo in photos
        ]
        appended = append(connection, self._signer, entries)
        seqs = {photo.sha256: appended.first_seq + place for place, photo in enumerate(photos)}
        at = now_ms()
        bulk_insert(connection, _PHOTO, [_row(photo, at, seqs[photo.sha256]) for photo in photos])
        if self.on_stored:
            self.on_stored(connection, list(seqs))
        return seqs


def _row(photo: NewPhoto, at: int, seq: int) -> tuple[object, ...]:
    picture = photo.picture
    return (
        photo.sha256, photo.size, picture.type, picture.width, picture.height, at, photo.person_id, photo.device_id, seq,
    )  # fmt: skip


def read_original(store: PhotoStore, photo: PhotoFacts) -> bytes:
    """The original bytes, hashed again on the way out. Raises `PhotoDamaged` rather than show something else."""
    raw = store.read(photo.sha256)
    if raw is None or new_sha256(raw).hexdigest() != photo.sha256:
        raise PhotoDamaged()
    return raw


def verify_photo(store: PhotoStore, photo: PhotoFacts) -> Damage | None:
    """Re-read and re-hash one photo; None when it is byte for byte what was sealed."""
    raw = store.read(photo.sha256)
    if raw is None:
        return Damage(photo.sha256, "missing")
    if len(raw) != photo.size:
        return Damage(photo.sha256, "size")
    if new_sha256(raw).hexdigest() != photo.sha256:
        return Damage(photo.sha256, "hash")
    return None


def verify_all(connection: Connection, store: PhotoStore) -> Iterator[tuple[PhotoFacts, Damage | None]]:
    """Every photo in the order of the ledger, with what is wrong with it."""
    for photo in queries.list_photos(connection):
        yield photo, verify_photo(store, photo)
