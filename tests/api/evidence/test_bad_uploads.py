"""What bad uploads get: a clear 4xx with a stable code, and not one byte left behind."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from backend.evidence.models import Photo
from backend.kernel.db import db
from backend.ledger.models import LedgerEntry
from tests.factories.evidence import CHUNK, UPLOADS, Uploader, files_below, hash_of, make_picture, metadata

PHOTO = make_picture(width=320, height=240, seed=99)
HASH = hash_of(PHOTO)
BOMB = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0) + bytes(500)
FLIPPED = PHOTO[:200] + bytes([PHOTO[200] ^ 1]) + PHOTO[201:]
TEXT = b"I am no photo at all." * 20


@pytest.fixture(autouse=True)
def _nothing_is_left(app: Flask, data_dir: Path) -> Iterator[None]:
    entries = _count(LedgerEntry)
    yield
    assert files_below(data_dir) == []
    assert _count(Photo) == 0
    assert _count(LedgerEntry) == entries


def _count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Upload-Length": None}, 400, "upload_length_required"),
        ({"Upload-Length": None, "Upload-Defer-Length": "1"}, 400, "upload_length_required"),
        ({"Upload-Length": "-1"}, 400, "upload_length_invalid"),
        ({"Upload-Length": "many"}, 400, "upload_length_invalid"),
        ({"Upload-Length": "0"}, 422, "photo_empty"),
        ({"Upload-Length": str(20 * 1024 * 1024 + 1)}, 413, "too_large"),
        ({"Upload-Length": str(len(PHOTO) - 1)}, 413, "too_large"),
        ({"Upload-Metadata": None}, 400, "upload_metadata_invalid"),
        ({"Upload-Metadata": "sha256 ***"}, 400, "upload_metadata_invalid"),
        ({"Upload-Metadata": "sha256 /w=="}, 400, "upload_metadata_invalid"),
        ({"Upload-Metadata": metadata(filetype="image/jpeg")}, 422, "invalid_input"),
        ({"Upload-Metadata": metadata(sha256="../../../../etc/passwd")}, 422, "invalid_input"),
        ({"Upload-Metadata": metadata(sha256=HASH, filetype="text/html")}, 422, "invalid_input"),
        ({"Upload-Metadata": metadata(sha256=hash_of(b"other"))}, 422, "photo_hash_mismatch"),
        ({"Tus-Resumable": None}, 412, "tus_version_unsupported"),
        ({"Tus-Resumable": "0.2.2"}, 412, "tus_version_unsupported"),
        ({"Content-Type": "image/jpeg"}, 415, "unsupported_media_type"),
        ({"Content-Type": "multipart/form-data; boundary=x"}, 415, "unsupported_media_type"),
        ({"Upload-Checksum": "crc32 AAAA"}, 400, "upload_checksum_invalid"),
        ({"Upload-Checksum": "sha1 " + "A" * 27 + "="}, 460, "upload_checksum_mismatch"),
    ],
)
def test_a_bad_creation_says_what_is_wrong(
    uploader: Uploader, headers: dict[str, str | None], status: int, code: str
) -> None:
    good = uploader.headers | {
        "Upload-Length": str(len(PHOTO)),
        "Upload-Metadata": metadata(sha256=HASH, filetype="image/jpeg"),
        "Content-Type": CHUNK,
    }
    sent = {name: value for name, value in (good | headers).items() if value is not None}
    answer = uploader.client.post(UPLOADS, headers=sent, data=PHOTO)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Tus-Resumable"] == "1.0.0"


def test_a_wrong_version_learns_the_right_one(uploader: Uploader) -> None:
    answer = uploader.client.post(UPLOADS, headers=uploader.headers | {"Tus-Resumable": "2.0.0"})
    assert (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")


def test_a_body_without_announced_length_is_refused(uploader: Uploader) -> None:
    answer = uploader.client.post(
        UPLOADS,
        headers=uploader.headers
        | {
            "Upload-Length": str(len(PHOTO)),
            "Upload-Metadata": metadata(sha256=HASH),
            "Content-Type": CHUNK,
            "Transfer-Encoding": "chunked",
        },
        input_stream=io.BytesIO(PHOTO),
    )
    assert (answer.status_code, answer.json["code"]) == (411, "length_required")


@pytest.mark.parametrize(
    ("data", "code"),
    [(TEXT, "photo_not_an_image"), (BOMB, "photo_too_many_pixels"), (b"\xff\xd8\xff", "photo_not_an_image")],
)
def test_what_is_no_photo_is_refused_in_one_piece_and_in_parts(
    uploader: Uploader, data: bytes, code: str
) -> None:
    answer = uploader.send(data)
    assert (answer.status_code, answer.json["code"]) == (422, code)
    location = uploader.create(data, body=data[:2]).headers["Location"]
    answer = uploader.append(location, data[2:], offset=2)
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert uploader.ask(location).status_code == 404


def test_one_flipped_bit_is_refused_in_one_piece_and_in_parts(uploader: Uploader) -> None:
    answer = uploader.create(FLIPPED, body=FLIPPED, declared=HASH)
    assert (answer.status_code, answer.json["code"]) == (422, "photo_hash_mismatch")
    location = uploader.create(FLIPPED, body=FLIPPED[:100], declared=HASH).headers["Location"]
    answer = uploader.append(location, FLIPPED[100:], offset=100)
    assert (answer.status_code, answer.json["code"]) == (422, "photo_hash_mismatch")
    assert uploader.ask(location).status_code == 404


@pytest.mark.parametrize("arrived", [0, 1, len(PHOTO) - 1])
def test_a_creation_whose_line_drops_leaves_nothing(uploader: Uploader, arrived: int) -> None:
    for length in (len(PHOTO), len(PHOTO) + 1000):
        answer = uploader.client.post(
            UPLOADS,
            headers=uploader.headers
            | {
                "Upload-Length": str(length),
                "Upload-Metadata": metadata(sha256=HASH),
                "Content-Type": CHUNK,
            },
            data=PHOTO[:arrived],
            environ_overrides={"CONTENT_LENGTH": str(len(PHOTO))},
        )
        assert (answer.status_code, answer.json["code"]) == (400, "body_truncated")


def test_bad_parts_change_nothing(uploader: Uploader) -> None:
    location = uploader.create(PHOTO, body=PHOTO[:100]).headers["Location"]
    bad = [
        ({"offset": 99}, 409, "upload_offset_mismatch"),
        ({"offset": 101}, 409, "upload_offset_mismatch"),
        ({"offset": "-1"}, 400, "upload_offset_invalid"),
        ({"offset": ""}, 400, "upload_offset_invalid"),
        ({"offset": 100, "Content_Type": "image/jpeg"}, 415, "unsupported_media_type"),
        ({"offset": 100, "Tus_Resumable": "0.9"}, 412, "tus_version_unsupported"),
        ({"offset": 100, "Upload_Checksum": "sha256 x"}, 400, "upload_checksum_invalid"),
    ]
    for changes, status, code in bad:
        answer = uploader.append(location, PHOTO[100:], **changes)  # type: ignore[arg-type]
        assert (answer.status_code, answer.json["code"]) == (status, code)
    answer = uploader.append(location, PHOTO[100:] + b"x", offset=100)
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")
    assert uploader.ask(location).headers["Upload-Offset"] == "100"
    uploader.cancel(location)


@pytest.mark.parametrize("name", ["x", "..", "0" * 64, "a" * 5000, "..%5c..%5cx"])
def test_an_upload_that_never_was_is_not_found(uploader: Uploader, name: str) -> None:
    location = f"{UPLOADS}/{name}"
    assert uploader.ask(location).status_code == 404
    assert uploader.append(location, b"x", offset=0).status_code == 404
    assert uploader.cancel(location).status_code == 404


@pytest.mark.parametrize("name", ["..%2f..%2fluqin.db", "%2fetc%2fpasswd", "a/b", "%00"])
def test_an_address_with_a_path_in_it_leads_nowhere(uploader: Uploader, name: str) -> None:
    # Some end at the reader of addresses, some at the routes of the app itself, which takes GET only.
    for answer in (
        uploader.ask(f"{UPLOADS}/{name}"),
        uploader.append(f"{UPLOADS}/{name}", b"x", offset=0),
        uploader.cancel(f"{UPLOADS}/{name}"),
    ):
        assert answer.status_code in {400, 404, 405}


def test_names_in_metadata_never_reach_the_disk(uploader: Uploader, data_dir: Path) -> None:
    answer = uploader.create(
        PHOTO, Upload_Metadata=metadata(sha256=HASH, filename="../../../../tmp/x", name="/etc/passwd\0")
    )
    names = {part for path in files_below(data_dir) for part in path.parts}
    assert not names & {"passwd", "x", "etc"}
    assert uploader.cancel(answer.headers["Location"]).status_code == 204


def test_other_methods_learn_which_ones_are_taken(uploader: Uploader) -> None:
    answer = uploader.client.put(UPLOADS, headers=uploader.headers)
    assert answer.status_code == 405
    taken = set(answer.headers["Allow"].split(", "))
    assert {"OPTIONS", "POST"} <= taken
    assert not {"PUT", "PATCH", "DELETE"} & taken
