"""Reading the table of photos."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Connection, Table, select

from backend.evidence.models import Photo
from backend.kernel.db import fetch, marks
from backend.kernel.errors import NotFound

_PHOTO = cast(Table, Photo.__table__)
_FACTS = (
    _PHOTO.c.sha256, _PHOTO.c.size, _PHOTO.c.type, _PHOTO.c.width, _PHOTO.c.height, _PHOTO.c.uploaded_by,
    _PHOTO.c.device, _PHOTO.c.seq,
)  # fmt: skip
MAX_IN = 500


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """A stored photo: size in bytes, extent in pixels, media type by content, `seq` of its ledger entry."""

    sha256: str
    size: int
    type: str
    width: int
    height: int
    uploaded_by: str
    device: str
    seq: int


def find_photo(connection: Connection, sha256: str) -> PhotoFacts | None:
    """The photo of that hash, if its bytes have arrived."""
    row = connection.execute(select(*_FACTS).where(_PHOTO.c.sha256 == sha256)).first()
    return None if row is None else PhotoFacts(*row)


def get_photo(connection: Connection, sha256: str) -> PhotoFacts:
    """The photo of that hash. Raises `NotFound`."""
    photo = find_photo(connection, sha256)
    if photo is None:
        raise NotFound()
    return photo


_SIZES = "SELECT sha256, size FROM photo WHERE sha256 IN ({})"


def verified_sizes(connection: Connection, hashes: Iterable[str]) -> dict[str, int]:
    """Size in bytes of each of `hashes` whose photo has arrived and hashes to its name; the others are left out."""
    wanted = sorted(set(hashes))
    sizes: dict[str, int] = {}
    for start in range(0, len(wanted), MAX_IN):
        some = wanted[start : start + MAX_IN]
        rows = fetch(connection, _SIZES.format(marks(len(some))), some)
        sizes.update((row[0], row[1]) for row in rows)
    return sizes


def missing(connection: Connection, hashes: Iterable[str]) -> set[str]:
    """Those of `hashes` whose photo has not arrived."""
    wanted = set(hashes)
    return wanted - verified_sizes(connection, wanted).keys()


def list_photos(connection: Connection) -> Iterator[PhotoFacts]:
    """All photos in the order of the ledger, in pages, so that a long scan holds no long transaction in memory."""
    last = -1
    while True:
        rows = connection.execute(
            select(*_FACTS).where(_PHOTO.c.seq > last).order_by(_PHOTO.c.seq).limit(MAX_IN)
        ).all()
        if not rows:
            return
        for row in rows:
            yield PhotoFacts(*row)
        last = rows[-1].seq
