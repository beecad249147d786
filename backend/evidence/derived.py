"""Copies made from originals on first use, and kept where they may be deleted at any time."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from backend.evidence.errors import PhotoUnreadable
from backend.evidence.storage import our_trouble
from backend.kernel.errors import TryAgain
from backend.kernel.ids import new_id

THUMBNAIL_SIDE = 512
THUMBNAIL_TYPE = "image/jpeg"
TIME_OUT_S = 30
DECODER = Path(__file__).with_name("decoder.py")


class ThumbnailMaker:
    """Thumbnails under `root/ab/<sha256>-512.jpg`. An empty file there means: no picture comes out of the original."""

    def __init__(self, root: Path, *, max_pixels: int, at_once: int = 2) -> None:
        self._root = root
        self._max_pixels = max_pixels
        # Each child may take a whole core: more at a time would only starve the uploads.
        self._places = threading.BoundedSemaphore(at_once)

    def find(self, sha256: str) -> bytes | None:
        """The thumbnail made before, or None. Raises `PhotoUnreadable` when making it has failed before."""
        with our_trouble():
            try:
                made = self._path(sha256).read_bytes()
            except FileNotFoundError:
                return None
        if not made:
            raise PhotoUnreadable()
        return made

    def make(self, sha256: str, original: bytes) -> bytes:
        """Make and keep the thumbnail. Raises `PhotoUnreadable`, `TryAgain` (too much to do at the moment)."""
        if not self._places.acquire(timeout=TIME_OUT_S):
            raise TryAgain(retry_after_s=5)
        try:
            made = self._run_decoder(original)
        finally:
            self._places.release()
        self._keep(sha256, made)
        if not made:
            raise PhotoUnreadable()
        return made

    def _run_decoder(self, original: bytes) -> bytes:
        command = [sys.executable, "-I", str(DECODER), str(THUMBNAIL_SIDE), str(self._max_pixels)]
        try:
            done = subprocess.run(  # noqa: S603 - our own file, the photo comes on standard input
                command, input=original, capture_output=True, timeout=TIME_OUT_S, env={}, check=False
            )
        except subprocess.TimeoutExpired:
            raise TryAgain(retry_after_s=5) from None
        except OSError as error:
            raise TryAgain(retry_after_s=5) from error
        return done.stdout if done.returncode == 0 else b""

    def _keep(self, sha256: str, made: bytes) -> None:
        path = self._path(sha256)
        fresh = path.with_name(f".{new_id()}")
        with our_trouble():
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(made)
            fresh.replace(path)

    def _path(self, sha256: str) -> Path:
        return self._root / sha256[:2] / f"{sha256}-{THUMBNAIL_SIDE}.jpg"
