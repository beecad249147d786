"""Where original bytes live: a port, and two stores behind it (a folder, any S3-compatible service).

Write-once: a name is the SHA-256 of its content, so whatever already stands under it is the same photo.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast
from uuid import uuid4

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError
from obstore.store import S3Store

from backend.kernel.errors import TryAgain

if TYPE_CHECKING:
    from obstore.store import S3Config

STORE_RETRY_S = 5


class PhotoStore(Protocol):
    """Keeps original photos. There is no way to change or delete one.

    Every method raises `TryAgain` when the store is full, away or slow: that is our trouble, never the phone's.
    """

    def put_file(self, path: Path, sha256: str) -> None:
        """Take over the file at `path`, whose content is known to hash to `sha256`; afterwards `path` is gone.

        Returns when the bytes survive a power cut. What already stands under the name is left as it is.
        """

    def read(self, sha256: str) -> bytes | None:
        """The bytes as they are now, unchecked; None when there are none."""

    def exists(self, sha256: str) -> bool:
        """Whether something stands under the name."""

    def size(self, sha256: str) -> int | None:
        """Its length in bytes; None when there is nothing."""


@contextmanager
def our_trouble() -> Iterator[None]:
    """Disk full, files exhausted, input/output error: the caller may try again, nothing was acknowledged."""
    try:
        yield
    except OSError as error:
        raise TryAgain(retry_after_s=STORE_RETRY_S) from error


class DiskStore:
    """Files under `root/ab/<sha256>`.

    One level of 256 folders, made durable once at start: a second level would mean a new folder, and two more waits
    for the disk, with almost every photo of the first years.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        for number in range(256):
            (root / f"{number:02x}").mkdir(parents=True, exist_ok=True)
        sync_folder(root)
        sync_folder(root.parent)

    def put_file(self, path: Path, sha256: str) -> None:
        """See `PhotoStore`. The order is the promise: file to disk, then its name, then the folder."""
        target = self.path_of(sha256)
        with our_trouble():
            if target.exists():
                path.unlink()
            else:
                sync_file(path)
                self._move(path, target)
            # Also when it stood there before: whoever moved it may have died before this line.
            sync_folder(target.parent)

    def read(self, sha256: str) -> bytes | None:
        """See `PhotoStore`."""
        with our_trouble():
            try:
                return self.path_of(sha256).read_bytes()
            except FileNotFoundError:
                return None

    def exists(self, sha256: str) -> bool:
        """See `PhotoStore`."""
        return self.path_of(sha256).exists()

    def size(self, sha256: str) -> int | None:
        """See `PhotoStore`."""
        with our_trouble():
            try:
                return self.path_of(sha256).stat().st_size
            except FileNotFoundError:
                return None

    def path_of(self, sha256: str) -> Path:
        """Where the photo of that hash stands, or would."""
        return self._root / sha256[:2] / sha256

    def _move(self, path: Path, target: Path) -> None:
        try:
            path.rename(target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            # The folder of uploads lies on another file system: copy beside the target, then as ever.
            copy = target.with_name(f".{uuid4().hex}")
            try:
                shutil.copyfile(path, copy)
                sync_file(copy)
                copy.rename(target)
            finally:
                copy.unlink(missing_ok=True)
            path.unlink()


class ObjectStore:
    """Objects `prefix/ab/<sha256>` in an S3-compatible store that honours `If-None-Match: *`."""

    def __init__(self, url: str, options: Mapping[str, str]) -> None:
        """`url`: `s3://bucket/prefix`; `options`: names of obstore's S3 configuration (endpoint, region, keys)."""
        config = {"region": "us-east-1", "checksum_algorithm": "SHA256"} | dict(options)
        config.pop("allow_http", None)
        plain_http = config.get("endpoint", "").startswith("http://")
        self._store = S3Store.from_url(
            url,
            config=cast("S3Config", config),
            client_options={"allow_http": plain_http, "connect_timeout": "5s", "timeout": "30s"},
            retry_config={"max_retries": 3},
        )

    def put_file(self, path: Path, sha256: str) -> None:
        """See `PhotoStore`. The service answers only when it has stored the object."""
        with _store_trouble(), suppress(AlreadyExistsError):
            obstore.put(self._store, self.key_of(sha256), path, mode="create", use_multipart=False)
        with our_trouble():
            path.unlink()

    def read(self, sha256: str) -> bytes | None:
        """See `PhotoStore`."""
        with _store_trouble():
            try:
                return bytes(obstore.get(self._store, self.key_of(sha256)).bytes())
            except (NotFoundError, FileNotFoundError):
                return None

    def exists(self, sha256: str) -> bool:
        """See `PhotoStore`."""
        return self.size(sha256) is not None

    def size(self, sha256: str) -> int | None:
        """See `PhotoStore`."""
        with _store_trouble():
            try:
                return int(obstore.head(self._store, self.key_of(sha256))["size"])
            except (NotFoundError, FileNotFoundError):
                return None

    def key_of(self, sha256: str) -> str:
        """The object's name under the prefix."""
        return f"{sha256[:2]}/{sha256}"


def open_store(data_dir: Path, url: str | None, options: Mapping[str, str]) -> PhotoStore:
    """The store that the operator chose: a folder beside the database, or `s3://bucket/prefix`."""
    return ObjectStore(url, options) if url else DiskStore(data_dir / "evidence")


@contextmanager
def _store_trouble() -> Iterator[None]:
    try:
        yield
    except (BaseError, OSError) as error:
        raise TryAgain(retry_after_s=STORE_RETRY_S) from error


def sync_file(path: Path) -> None:
    """Wait until the file's content is on disk."""
    _sync(path, os.O_RDONLY)


def sync_folder(path: Path) -> None:
    """Wait until the folder's names are on disk."""
    _sync(path, os.O_RDONLY | os.O_DIRECTORY)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
