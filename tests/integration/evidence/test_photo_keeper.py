"""Rows, ledger and bytes agree, whoever stores at the same time; damage is found and named."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from flask import Flask

from backend.evidence import queries
from backend.evidence.room import EvidenceRoom
from backend.evidence.service import Damage, PhotoKeeper, verify_all, verify_photo
from backend.kernel.db import db
from backend.ledger import queries as ledger
from tests.factories.evidence import hash_of, make_picture
from tests.factories.identity import LoggedIn, log_in, make_person, make_unit


@pytest.fixture
def room(app: Flask) -> EvidenceRoom:
    room: EvidenceRoom = app.extensions["luqin.evidence"]
    return room


@pytest.fixture
def officer(app: Flask) -> LoggedIn:
    return log_in(app, make_person(unit_id=make_unit()))


def keep(keeper: PhotoKeeper, folder: Path, data: bytes, officer: LoggedIn) -> int:
    path = folder / f"{threading.get_ident()}-{hash_of(data)}"
    path.write_bytes(data)
    return keeper.keep_file(
        path,
        declared=hash_of(data),
        actual=hash_of(data),
        size=len(data),
        person_id=officer.person_id,
        device_id=officer.device_id,
    )


def path_of(app: Flask, data: bytes) -> Path:
    return Path(app.config["LUQIN"].data_dir) / "evidence" / hash_of(data)[:2] / hash_of(data)


def test_the_ledger_says_what_was_sealed_by_whom(
    app: Flask, room: EvidenceRoom, officer: LoggedIn, tmp_path: Path
) -> None:
    data = make_picture()
    seq = keep(room.keeper, tmp_path, data, officer)
    with db.engine.connect() as connection:
        entry = ledger.entries_since(connection, seq, 1)[0]
        photo = queries.get_photo(connection, hash_of(data))
    assert photo.seq == entry.seq == seq
    assert (entry.kind, entry.subject) == ("photo", hash_of(data))
    assert entry.payload == (
        f'{{"by":"{officer.person_id}","device":"{officer.device_id}","sha256":"{hash_of(data)}",'
        f'"size":{len(data)},"type":"image/jpeg"}}'
    )


def test_sizes_and_what_is_missing_are_told_for_many_at_once(
    room: EvidenceRoom, officer: LoggedIn, tmp_path: Path
) -> None:
    here = [make_picture(), make_picture()]
    for data in here:
        keep(room.keeper, tmp_path, data, officer)
    absent = {hash_of(b"%d" % number) for number in range(1200)}
    with db.engine.connect() as connection:
        asked = {hash_of(data) for data in here} | absent
        assert queries.verified_sizes(connection, asked) == {hash_of(data): len(data) for data in here}
        assert queries.missing(connection, asked) == absent
        assert queries.missing(connection, []) == set()


def test_threads_and_processes_that_store_at_once_agree(
    app: Flask, room: EvidenceRoom, officer: LoggedIn, tmp_path: Path
) -> None:
    # Two keepers have two lines of waiting requests, as two server processes have.
    other = PhotoKeeper(store=room.store, signer=app.extensions["luqin.signer"], max_pixels=40_000_000)
    photos = [make_picture() for _ in range(6)]
    seqs: list[tuple[str, int]] = []
    start = threading.Barrier(4)

    def store_all(keeper: PhotoKeeper) -> None:
        with app.app_context():
            start.wait()
            seqs.extend((hash_of(data), keep(keeper, tmp_path, data, officer)) for data in photos)

    threads = [threading.Thread(target=store_all, args=(keeper,)) for keeper in (room.keeper, other) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seqs) == 24
    assert len(set(seqs)) == 6
    with db.engine.connect() as connection:
        stored = {photo.sha256: photo.seq for photo in queries.list_photos(connection)}
        assert stored == dict(seqs)
        kinds = [entry.kind for entry in ledger.entries_since(connection, 0, 1000)]
    assert kinds.count("photo") == 6


def test_a_scan_names_every_damaged_photo_and_no_other(
    app: Flask, room: EvidenceRoom, officer: LoggedIn, tmp_path: Path
) -> None:
    sound, flipped, cut, gone, swapped = photos = [make_picture() for _ in range(5)]
    for data in photos:
        keep(room.keeper, tmp_path, data, officer)
    middle = len(flipped) // 2
    path_of(app, flipped).write_bytes(flipped[:middle] + bytes([flipped[middle] ^ 1]) + flipped[middle + 1 :])
    path_of(app, cut).write_bytes(cut[:-1])
    path_of(app, gone).unlink()
    path_of(app, swapped).write_bytes(sound)
    with db.engine.connect() as connection:
        found = list(verify_all(connection, room.store))
        assert [photo.sha256 for photo, _ in found] == [hash_of(data) for data in photos]
        assert [damage for _, damage in found] == [
            None,
            Damage(hash_of(flipped), "hash"),
            Damage(hash_of(cut), "size"),
            Damage(hash_of(gone), "missing"),
            Damage(hash_of(swapped), "size" if len(sound) != len(swapped) else "hash"),
        ]
        assert verify_photo(room.store, queries.get_photo(connection, hash_of(sound))) is None


def test_bytes_left_by_a_commit_that_never_came_are_no_photo_until_they_come_again(
    app: Flask, room: EvidenceRoom, officer: LoggedIn, tmp_path: Path
) -> None:
    data = make_picture()
    path_of(app, data).write_bytes(data)
    with db.engine.connect() as connection:
        assert queries.find_photo(connection, hash_of(data)) is None
    keep(room.keeper, tmp_path, data, officer)
    with db.engine.connect() as connection:
        assert verify_photo(room.store, queries.get_photo(connection, hash_of(data))) is None
