"""The evidence room of one process: store, unfinished uploads, derived copies, wired together once at start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.evidence.derived import ThumbnailMaker
from backend.evidence.receiving import Reception
from backend.evidence.service import OnStored, PhotoKeeper
from backend.evidence.storage import PhotoStore, open_store
from backend.evidence.uploads import UploadShelf
from backend.ledger.receipts import Signer


@dataclass(frozen=True, slots=True)
class EvidenceRoom:
    """Everything that keeps photos. `max_bytes`: the largest photo that is taken."""

    store: PhotoStore
    keeper: PhotoKeeper
    reception: Reception
    thumbnails: ThumbnailMaker
    max_bytes: int


def open_room(
    *,
    data_dir: Path,
    url: str | None,
    options: Mapping[str, str],
    signer: Signer,
    max_bytes: int,
    max_pixels: int,
    on_stored: OnStored | None = None,
) -> EvidenceRoom:
    """Open the room under `data_dir`, with originals in `data_dir/evidence` or in the S3 store at `url`.

    `on_stored(connection, hashes)` is called inside the transaction that makes photos known.
    """
    store = open_store(data_dir, url, options)
    keeper = PhotoKeeper(store=store, signer=signer, max_pixels=max_pixels, on_stored=on_stored)
    return EvidenceRoom(
        store=store,
        keeper=keeper,
        reception=Reception(UploadShelf(data_dir / "uploads"), keeper),
        thumbnails=ThumbnailMaker(data_dir / "derived", max_pixels=max_pixels),
        max_bytes=max_bytes,
    )
