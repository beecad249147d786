"""Uploads in progress: who may go on, what counts, when they end."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from backend.evidence import uploads
from backend.evidence.errors import TooManyUploads, UploadBusy
from backend.evidence.uploads import LIFETIME_S, Upload, UploadShelf
from backend.kernel.errors import NotFound
from backend.kernel.ids import new_id
from tests.factories.evidence import hash_of

ME, OTHER, DEVICE = new_id(), new_id(), new_id()


@pytest.fixture
def shelf(tmp_path: Path) -> UploadShelf:
    return UploadShelf(tmp_path / "uploads")


def begin(shelf: UploadShelf, person_id: str = ME) -> Upload:
    return shelf.create(person_id=person_id, device_id=DEVICE, sha256=hash_of(b"x"), length=100, metadata={})


def files(shelf_root: Path) -> list[str]:
    return sorted(path.name for path in shelf_root.rglob("*") if path.is_file())


def test_its_owner_finds_an_upload_again(shelf: UploadShelf) -> None:
    upload = begin(shelf)
    assert shelf.get(ME, upload.id) == upload


def test_another_person_does_not(shelf: UploadShelf) -> None:
    upload = begin(shelf)
    with pytest.raises(NotFound):
        shelf.get(OTHER, upload.id)


UPPER_CASE_ID = "01A2087A-7C64-70FF-B4D4-BBC96F8C705B"


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "x" * 300, "\0", UPPER_CASE_ID])
def test_a_name_that_is_no_id_is_never_looked_for(shelf: UploadShelf, name: str) -> None:
    with pytest.raises(NotFound):
        shelf.get(ME, name)


def test_bytes_that_were_not_counted_are_cut_off_before_the_next_part(shelf: UploadShelf) -> None:
    upload = begin(shelf)
    with shelf.hold(upload) as (current, descriptor):
        os.write(descriptor, b"1234567890")
        shelf.count(current, 4)
    with shelf.hold(upload) as (current, descriptor):
        assert current.offset == 4
        assert os.fstat(descriptor).st_size == 4


def test_only_one_writer_at_a_time(shelf: UploadShelf) -> None:
    upload = begin(shelf)
    with shelf.hold(upload), pytest.raises(UploadBusy), shelf.hold(upload):
        pass
    with shelf.hold(upload) as (current, _):
        assert current == upload


def test_a_removed_upload_leaves_no_file(shelf: UploadShelf, tmp_path: Path) -> None:
    shelf.remove(begin(shelf))
    assert files(tmp_path) == []


def test_an_upload_past_its_time_is_gone(
    shelf: UploadShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = begin(shelf)
    monkeypatch.setattr(uploads, "now_ms", lambda: upload.expires_at + 1)
    with pytest.raises(NotFound):
        shelf.get(ME, upload.id)
    assert files(tmp_path) == []


def test_each_part_puts_the_end_off(shelf: UploadShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = begin(shelf)
    later = upload.expires_at - 1000
    monkeypatch.setattr(uploads, "now_ms", lambda: later)
    assert shelf.count(upload, 10).expires_at == later + LIFETIME_S * 1000


def test_an_upload_whose_bytes_are_gone_is_gone(shelf: UploadShelf, tmp_path: Path) -> None:
    upload = begin(shelf)
    shelf.data_path(upload).unlink()
    with pytest.raises(NotFound):
        shelf.get(ME, upload.id)
    assert files(tmp_path) == []


def test_a_torn_note_is_an_unknown_upload(shelf: UploadShelf) -> None:
    upload = begin(shelf)
    shelf.data_path(upload).with_suffix(".json").write_bytes(b'{"id": "')
    with pytest.raises(NotFound):
        shelf.get(ME, upload.id)


def test_a_finished_upload_can_still_be_asked_for(shelf: UploadShelf) -> None:
    upload = begin(shelf)
    shelf.finish(upload)
    shelf.data_path(upload).unlink()
    found = shelf.get(ME, upload.id)
    assert found.done
    assert found.offset == found.length


def test_too_many_unfinished_uploads_of_one_person_are_refused(
    shelf: UploadShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_UNFINISHED", 2)
    begin(shelf)
    begin(shelf)
    with pytest.raises(TooManyUploads):
        begin(shelf)
    begin(shelf, OTHER)


def test_the_sweep_takes_what_is_old_and_leaves_what_is_not(tmp_path: Path) -> None:
    shelf = UploadShelf(tmp_path)
    old, young = begin(shelf), begin(shelf)
    orphan = shelf.spare_path(ME)
    orphan.write_bytes(b"left by a killed process")
    long_ago = time.time() - LIFETIME_S - 60
    for path in (shelf.data_path(old), shelf.data_path(old).with_suffix(".json"), orphan):
        os.utime(path, (long_ago, long_ago))
    UploadShelf(tmp_path).sweep()
    assert files(tmp_path) == sorted([f"{young.id}.json", f"{young.id}.part"])
