"""The protocol as a phone uses it: tus 1.0 with creation, checksum, expiration and termination."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from backend.evidence.models import Photo
from backend.evidence.service import PhotoKeeper
from backend.kernel.db import db
from backend.kernel.errors import TryAgain
from backend.ledger.models import LedgerEntry
from tests.factories.evidence import (
    UPLOADS,
    Uploader,
    checksum,
    files_below,
    hash_of,
    make_picture,
)
from tests.factories.identity import LoggedIn


def stored(sha256: str) -> Photo | None:
    db.session.rollback()
    return db.session.get(Photo, sha256)


def test_options_tell_anybody_what_is_spoken(client: FlaskClient) -> None:
    answer = client.options(UPLOADS)
    assert answer.status_code == 204
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Extension"] == "creation,creation-with-upload,checksum,expiration,termination"
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha256,sha1"
    assert answer.headers["Tus-Max-Size"] == str(20 * 1024 * 1024)


def test_a_photo_in_one_request_is_sealed_and_in_the_ledger(
    uploader: Uploader, officer: LoggedIn, data_dir: Path
) -> None:
    photo = make_picture(width=1280, height=720)
    answer = uploader.send(photo)
    sha256 = hash_of(photo)
    assert answer.status_code == 201
    assert answer.headers["Upload-Offset"] == str(len(photo))
    row = stored(sha256)
    assert row is not None
    assert (row.size, row.type, row.width, row.height) == (len(photo), "image/jpeg", 1280, 720)
    assert (row.uploaded_by, row.device) == (officer.person_id, officer.device_id)
    entry = db.session.scalars(select(LedgerEntry).where(LedgerEntry.seq == row.seq)).one()
    assert (entry.kind, entry.subject) == ("photo", sha256)
    assert [path.name for path in files_below(data_dir)] == [sha256]
    assert (data_dir / "evidence" / sha256[:2] / sha256).read_bytes() == photo


def test_the_address_of_a_sealed_photo_says_that_it_is_complete(uploader: Uploader) -> None:
    photo = make_picture()
    answer = uploader.ask(uploader.send(photo).headers["Location"])
    assert answer.status_code == 200
    assert answer.headers["Upload-Offset"] == answer.headers["Upload-Length"] == str(len(photo))
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_photo_in_three_parts_is_sealed_with_the_last(uploader: Uploader, data_dir: Path) -> None:
    photo = make_picture(width=640, height=480)
    created = uploader.create(photo)
    assert created.status_code == 201
    location = created.headers["Location"]
    assert uploader.append(location, photo[:1000], offset=0).headers["Upload-Offset"] == "1000"
    assert uploader.append(location, photo[1000:1001], offset=1000).headers["Upload-Offset"] == "1001"
    assert stored(hash_of(photo)) is None
    last = uploader.append(location, photo[1001:], offset=1001)
    assert (last.status_code, last.headers["Upload-Offset"]) == (204, str(len(photo)))
    assert stored(hash_of(photo)) is not None
    assert (data_dir / "evidence" / hash_of(photo)[:2] / hash_of(photo)).read_bytes() == photo


def test_creation_may_bring_the_first_part_along(uploader: Uploader) -> None:
    photo = make_picture(width=640, height=480)
    created = uploader.create(photo, body=photo[:500])
    assert (created.status_code, created.headers["Upload-Offset"]) == (201, "500")
    assert uploader.append(created.headers["Location"], photo[500:], offset=500).status_code == 204
    assert stored(hash_of(photo)) is not None


def test_what_has_arrived_can_be_asked_for(uploader: Uploader) -> None:
    photo = make_picture()
    created = uploader.create(photo, body=photo[:100])
    answer = uploader.ask(created.headers["Location"])
    assert answer.headers["Upload-Offset"] == "100"
    assert answer.headers["Upload-Length"] == str(len(photo))
    assert answer.headers["Upload-Metadata"].startswith("sha256 ")
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_unfinished_upload_tells_when_it_ends(uploader: Uploader) -> None:
    created = uploader.create(make_picture())
    ends = parsedate_to_datetime(created.headers["Upload-Expires"])
    assert timedelta(days=6) < ends - datetime.now(UTC) <= timedelta(days=7)


@pytest.mark.parametrize("cut_at", [1, 499, 500, 501])
def test_a_dropped_line_keeps_what_arrived_and_no_more(uploader: Uploader, cut_at: int) -> None:
    photo = make_picture(width=640, height=480)
    location = uploader.create(photo).headers["Location"]
    answer = uploader.append_cut(location, photo[:cut_at], offset=0, announced=len(photo))
    assert (answer.status_code, answer.json["code"]) == (400, "body_truncated")  # type: ignore[index]
    assert uploader.ask(location).headers["Upload-Offset"] == str(cut_at)
    assert uploader.append(location, photo[cut_at:], offset=cut_at).status_code == 204
    assert stored(hash_of(photo)) is not None


def test_a_lost_answer_to_the_last_part_can_be_asked_for(uploader: Uploader) -> None:
    photo = make_picture()
    location = uploader.create(photo).headers["Location"]
    uploader.append(location, photo, offset=0)
    answer = uploader.ask(location)
    assert answer.headers["Upload-Offset"] == answer.headers["Upload-Length"]


def test_the_same_photo_twice_is_stored_once(uploader: Uploader, colleague: LoggedIn, data_dir: Path) -> None:
    photo = make_picture()
    uploader.send(photo)
    seq = stored(hash_of(photo)).seq  # type: ignore[union-attr]
    assert uploader.send(photo).status_code == 201
    assert Uploader.of(colleague).send(photo).status_code == 201
    row = stored(hash_of(photo))
    assert row is not None
    assert row.seq == seq
    assert row.uploaded_by != colleague.person_id
    assert (
        len(db.session.scalars(select(LedgerEntry).where(LedgerEntry.subject == hash_of(photo))).all()) == 1
    )
    assert [path.name for path in files_below(data_dir)] == [hash_of(photo)]


def test_announcing_a_photo_that_is_there_gives_a_complete_upload(uploader: Uploader, data_dir: Path) -> None:
    photo = make_picture()
    uploader.send(photo)
    created = uploader.create(photo)
    assert (created.status_code, created.headers["Upload-Offset"]) == (201, str(len(photo)))
    assert [path.name for path in files_below(data_dir)] == [hash_of(photo)]


def test_a_client_that_sends_a_complete_photo_again_succeeds(uploader: Uploader, data_dir: Path) -> None:
    photo = make_picture()
    uploader.send(photo)
    location = uploader.create(photo).headers["Location"]
    for part in (photo, photo[:100], b""):
        answer = uploader.append(location, part, offset=0)
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(len(photo)))
    assert [path.name for path in files_below(data_dir)] == [hash_of(photo)]


def test_other_bytes_for_a_complete_photo_are_a_conflict(uploader: Uploader) -> None:
    photo = make_picture()
    location = uploader.send(photo).headers["Location"]
    answer = uploader.append(location, b"x" * 100, offset=0)
    assert (answer.status_code, answer.json["code"]) == (409, "upload_offset_mismatch")  # type: ignore[index]


def test_a_checksum_that_fits_lets_the_part_in(uploader: Uploader) -> None:
    photo = make_picture()
    location = uploader.create(photo).headers["Location"]
    for algorithm, start, end in (("sha1", 0, 100), ("sha256", 100, len(photo))):
        part = photo[start:end]
        answer = uploader.append(location, part, offset=start, Upload_Checksum=checksum(part, algorithm))
        assert answer.status_code == 204
    assert stored(hash_of(photo)) is not None


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_part_damaged_on_the_way_is_not_counted(uploader: Uploader, algorithm: str) -> None:
    photo = make_picture()
    location = uploader.create(photo, body=photo[:50]).headers["Location"]
    flipped = bytes([photo[50] ^ 1]) + photo[51:]
    sent = {"Upload_Checksum": checksum(photo[50:], algorithm)}
    answer = uploader.append(location, flipped, offset=50, **sent)
    assert (answer.status_code, answer.json["code"]) == (460, "upload_checksum_mismatch")  # type: ignore[index]
    assert answer.json["status"] == 460  # type: ignore[index]
    assert uploader.ask(location).headers["Upload-Offset"] == "50"
    assert uploader.append(location, photo[50:], offset=50, **sent).status_code == 204


def test_a_cancelled_upload_is_gone(uploader: Uploader, data_dir: Path) -> None:
    photo = make_picture()
    location = uploader.create(photo, body=photo[:50]).headers["Location"]
    assert uploader.cancel(location).status_code == 204
    assert uploader.ask(location).status_code == 404
    assert files_below(data_dir) == []


def test_a_sealed_photo_cannot_be_deleted(uploader: Uploader, data_dir: Path) -> None:
    photo = make_picture()
    whole = uploader.send(photo).headers["Location"]
    other = make_picture()
    parts = uploader.create(other).headers["Location"]
    uploader.append(parts, other, offset=0)
    for location in (whole, parts):
        answer = uploader.cancel(location)
        assert (answer.status_code, answer.json["code"]) == (403, "photo_sealed")  # type: ignore[index]
    assert stored(hash_of(photo)) is not None
    assert stored(hash_of(other)) is not None


def test_networks_that_stop_patch_can_override_the_method(uploader: Uploader) -> None:
    photo = make_picture()
    location = uploader.create(photo).headers["Location"]
    headers = uploader.headers | {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    answer = uploader.client.post(location, headers=headers | {"X-HTTP-Method-Override": "PATCH"}, data=photo)
    assert answer.status_code == 204
    assert stored(hash_of(photo)) is not None


def test_nobody_goes_on_with_anothers_upload(uploader: Uploader, colleague: LoggedIn, data_dir: Path) -> None:
    photo = make_picture()
    location = uploader.create(photo, body=photo[:50]).headers["Location"]
    stranger = Uploader.of(colleague)
    for answer in (
        stranger.ask(location),
        stranger.append(location, photo[50:], offset=50),
        stranger.cancel(location),
    ):
        assert answer.status_code == 404
    assert uploader.append(location, photo[50:], offset=50).status_code == 204


def test_nothing_is_taken_from_somebody_who_is_not_logged_in(client: FlaskClient, data_dir: Path) -> None:
    answer = Uploader(client, {"Tus-Resumable": "1.0.0"}).send(make_picture())
    assert (answer.status_code, answer.json["code"]) == (401, "token_missing")  # type: ignore[index]
    assert files_below(data_dir) == []


def test_when_the_commit_fails_the_upload_is_never_taken_for_finished(
    uploader: Uploader, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = make_picture()
    location = uploader.create(photo, body=photo[:50]).headers["Location"]

    def busy(self: PhotoKeeper, *args: object, **values: object) -> int:
        raise TryAgain(retry_after_s=2)

    with monkeypatch.context() as patch:
        patch.setattr(PhotoKeeper, "keep_file", busy)
        answer = uploader.append(location, photo[50:], offset=50)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert uploader.ask(location).headers["Upload-Offset"] == "50"
    assert uploader.append(location, photo[50:], offset=50).status_code == 204
    assert stored(hash_of(photo)) is not None


def test_others_hear_of_a_photo_in_the_same_transaction(app: Flask, uploader: Uploader) -> None:
    heard: list[list[str]] = []
    keeper: PhotoKeeper = app.extensions["luqin.evidence"].keeper
    keeper.on_stored = lambda connection, hashes: heard.append(list(hashes))
    photo = make_picture()
    uploader.send(photo)
    uploader.send(photo)
    assert heard == [[hash_of(photo)]]
