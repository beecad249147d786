"""The folder of originals: write-once, durable before it answers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from backend.evidence.storage import DiskStore
from backend.kernel.errors import TryAgain
from tests.factories.evidence import hash_of

DATA = b"original bytes"
HASH = hash_of(DATA)


@pytest.fixture
def store(tmp_path: Path) -> DiskStore:
    return DiskStore(tmp_path / "evidence")


def arrived(tmp_path: Path, data: bytes = DATA) -> Path:
    path = tmp_path / "upload.part"
    path.write_bytes(data)
    return path


def test_a_stored_file_is_read_back_and_the_upload_is_gone(store: DiskStore, tmp_path: Path) -> None:
    path = arrived(tmp_path)
    store.put_file(path, HASH)
    assert store.read(HASH) == DATA
    assert store.size(HASH) == len(DATA)
    assert store.exists(HASH)
    assert not path.exists()


def test_what_was_never_stored_is_not_there(store: DiskStore) -> None:
    assert store.read(HASH) is None
    assert store.size(HASH) is None
    assert not store.exists(HASH)


def test_the_first_copy_stays_when_the_same_photo_comes_again(store: DiskStore, tmp_path: Path) -> None:
    store.put_file(arrived(tmp_path), HASH)
    first = store.path_of(HASH).stat().st_ino
    store.put_file(arrived(tmp_path), HASH)
    assert store.path_of(HASH).stat().st_ino == first
    assert not (tmp_path / "upload.part").exists()


@pytest.mark.parametrize("stood_there_before", [False, True])
def test_file_then_name_then_folder_reach_the_disk_in_this_order(
    store: DiskStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stood_there_before: bool
) -> None:
    if stood_there_before:
        store.put_file(arrived(tmp_path), HASH)
    path = arrived(tmp_path)
    target = store.path_of(HASH)
    seen: list[tuple[str, bool]] = []
    sync = os.fsync

    def spy(descriptor: int) -> None:
        kind = "folder" if Path(f"/proc/self/fd/{descriptor}").resolve().is_dir() else "file"
        seen.append((kind, target.exists()))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", spy)
    store.put_file(path, HASH)
    # Whoever put it there before may have died just before the folder was synced.
    assert seen == ([("folder", True)] if stood_there_before else [("file", False), ("folder", True)])


def test_an_upload_on_another_file_system_is_copied_whole(
    store: DiskStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = arrived(tmp_path)
    rename = Path.rename

    def other_device(self: Path, target: Path) -> Path:
        if self == path:
            raise OSError(18, "Invalid cross-device link")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", other_device)
    store.put_file(path, HASH)
    assert store.read(HASH) == DATA
    assert not path.exists()
    assert [file.name for file in store.path_of(HASH).parent.iterdir()] == [HASH]


def test_a_full_disk_is_our_trouble(
    store: DiskStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(TryAgain):
        store.put_file(arrived(tmp_path), HASH)
    assert not store.exists(HASH)
