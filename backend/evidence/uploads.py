"""Uploads in progress: the bytes so far, and a small JSON file beside them. No table, no commit per chunk.

They lie under `uploads/<person>/`, so that another person's upload cannot even be named. When several machines serve
one installation they share this folder, or the balancer sends one upload's requests to one machine (the path holds
the upload's id); otherwise a phone that meets another machine starts that photo again.

What counts as received stands in the JSON file, which is rewritten only after the bytes are on disk: more may lie in
the data file (a killed process), and is cut off before the next chunk.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import orjson

from backend.evidence.errors import TooManyUploads, UploadBusy
from backend.evidence.storage import our_trouble
from backend.kernel.clock import now_ms
from backend.kernel.errors import NotFound
from backend.kernel.ids import is_id, new_id

LIFETIME_S = 7 * 24 * 3600
"""An unfinished upload is kept for a week after its last byte: phones are offline for days."""
SWEEP_EVERY_S = 600
MAX_UNFINISHED = 400
"""Of one person: two days of the busiest officer's photos."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One photo on its way. `length`, `offset` in bytes; `expires_at` milliseconds since 1970."""

    id: str
    person_id: str
    device_id: str
    sha256: str
    length: int
    metadata: dict[str, str]
    offset: int
    expires_at: int
    done: bool = False
    """The photo is stored; the file stays a while so that a phone that lost the answer can ask."""


class UploadShelf:
    """The folder of unfinished uploads."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._next_sweep = 0.0
        root.mkdir(parents=True, exist_ok=True)

    def create(
        self, *, person_id: str, device_id: str, sha256: str, length: int, metadata: dict[str, str]
    ) -> Upload:
        """An empty upload. Raises `TooManyUploads`, `TryAgain`."""
        self.sweep()
        upload = Upload(
            new_id(), person_id, device_id, sha256, length, metadata, 0, now_ms() + LIFETIME_S * 1000
        )
        with our_trouble():
            folder = self._folder(person_id)
            if sum(1 for _ in folder.glob("*.json")) >= MAX_UNFINISHED:
                raise TooManyUploads(retry_after_s=SWEEP_EVERY_S)
            self.data_path(upload).touch(mode=0o600)
            self._save(upload)
        return upload

    def get(self, person_id: str, upload_id: str) -> Upload:
        """The person's upload. Raises `NotFound` when unknown, another person's, expired or incomplete on disk."""
        with our_trouble():
            upload = self._load(person_id, upload_id)
            if upload is None:
                raise NotFound()
            if upload.expires_at < now_ms() or not (upload.done or self.data_path(upload).exists()):
                self.remove(upload)
                raise NotFound()
        return upload

    @contextmanager
    def hold(self, upload: Upload) -> Iterator[tuple[Upload, int]]:
        """Be the only writer: the upload as it is now, and a descriptor of its data cut to what counts.

        Raises `UploadBusy` when someone else writes, `NotFound` when it ended meanwhile.
        """
        descriptor = self._lock(upload)
        try:
            current = self._load(upload.person_id, upload.id)
            if current is None:
                raise NotFound()
            if not current.done:
                os.ftruncate(descriptor, current.offset)
            yield current, descriptor
        finally:
            os.close(descriptor)

    def count(self, upload: Upload, offset: int) -> Upload:
        """From now on `offset` bytes count; the caller has synced them."""
        moved = replace(upload, offset=offset, expires_at=now_ms() + LIFETIME_S * 1000)
        self._save(moved)
        return moved

    def finish(self, upload: Upload) -> Upload:
        """The photo is stored and its data file has moved to the store."""
        done = replace(upload, offset=upload.length, done=True)
        self._save(done)
        return done

    def remove(self, upload: Upload) -> None:
        """Forget the upload and its bytes."""
        self._json_path(upload.person_id, upload.id).unlink(missing_ok=True)
        if not upload.done:
            self.data_path(upload).unlink(missing_ok=True)

    def data_path(self, upload: Upload) -> Path:
        """Where the bytes of an unfinished upload lie."""
        return self._root / upload.person_id / f"{upload.id}.part"

    def spare_path(self, person_id: str) -> Path:
        """A fresh name for bytes that arrive in one piece; left behind only by a killed process, then swept."""
        self.sweep()
        return self._folder(person_id) / f"{new_id()}.part"

    def sweep(self) -> None:
        """Remove what is over its time. Looks at most every ten minutes, and passes over uploads in use."""
        if time.monotonic() < self._next_sweep:
            return
        self._next_sweep = time.monotonic() + SWEEP_EVERY_S
        oldest = time.time() - LIFETIME_S
        for path in self._root.glob("*/*"):
            try:
                if path.stat().st_mtime < oldest:
                    path.unlink()
            except OSError:  # gone already, or not ours to remove: the next sweep sees it again
                continue

    def _folder(self, person_id: str) -> Path:
        folder = self._root / person_id
        if not folder.exists():
            folder.mkdir(exist_ok=True, mode=0o700)
        return folder

    def _json_path(self, person_id: str, upload_id: str) -> Path:
        return self._root / person_id / f"{upload_id}.json"

    def _lock(self, upload: Upload) -> int:
        try:
            descriptor = os.open(self.data_path(upload), os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            if self._load(upload.person_id, upload.id) is None:
                raise NotFound() from None
            # Just finished by another request: by the next try it says so.
            raise UploadBusy(retry_after_s=1) from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise UploadBusy(retry_after_s=1) from None
        return descriptor

    def _load(self, person_id: str, upload_id: str) -> Upload | None:
        if not is_id(upload_id):
            return None
        try:
            return Upload(**orjson.loads(self._json_path(person_id, upload_id).read_bytes()))
        except (FileNotFoundError, orjson.JSONDecodeError, TypeError):
            # Unreadable after a power cut: the photo is still on the phone, which starts again.
            return None

    def _save(self, upload: Upload) -> None:
        path = self._json_path(upload.person_id, upload.id)
        fresh = path.with_suffix(".new")
        fresh.write_bytes(orjson.dumps(asdict(upload)))
        fresh.replace(path)
