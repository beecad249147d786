"""Looking at photos: who may, and what exactly comes."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from tests.factories.evidence import Uploader, hash_of, make_picture
from tests.factories.identity import LoggedIn


@pytest.fixture
def photo(uploader: Uploader) -> bytes:
    data = make_picture(width=1600, height=900, orientation=6, exif_text="PHONE-MAKER")
    assert uploader.send(data).status_code == 201
    return data


def path_of(data: bytes) -> str:
    return f"/photos/{hash_of(data)}"


def test_the_original_comes_back_bit_by_bit(officer: LoggedIn, photo: bytes) -> None:
    answer = officer.get(path_of(photo))
    assert answer.status_code == 200
    assert answer.data == photo


def test_a_photo_is_served_so_that_it_can_do_nothing(officer: LoggedIn, photo: bytes) -> None:
    for path in (path_of(photo), path_of(photo) + "/thumbnail"):
        headers = officer.get(path).headers
        assert headers["Content-Type"] == "image/jpeg"
        assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Disposition"].startswith("inline; filename=")
        assert headers["Cache-Control"] == "private, max-age=31536000, immutable"


def test_the_type_is_that_of_the_content_whatever_the_phone_said(
    officer: LoggedIn, uploader: Uploader
) -> None:
    data = make_picture(format="PNG")
    uploader.send(data)
    assert officer.get(path_of(data)).headers["Content-Type"] == "image/png"


def test_what_the_browser_has_is_not_sent_again(officer: LoggedIn, photo: bytes) -> None:
    for path in (path_of(photo), path_of(photo) + "/thumbnail"):
        tag = officer.get(path).headers["ETag"]
        again = officer.client.get(f"/api/v1{path}", headers=officer.headers | {"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tag


def test_a_part_of_a_photo_can_be_asked_for(officer: LoggedIn, photo: bytes) -> None:
    url = f"/api/v1{path_of(photo)}"
    part = officer.client.get(url, headers=officer.headers | {"Range": "bytes=100-199"})
    assert (part.status_code, part.data) == (206, photo[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(photo)}"
    beyond = officer.client.get(url, headers=officer.headers | {"Range": "bytes=99999999-"})
    assert (beyond.status_code, beyond.json["code"]) == (416, "range_not_satisfiable")  # type: ignore[index]


def test_the_thumbnail_is_small_upright_and_without_exif(officer: LoggedIn, photo: bytes) -> None:
    answer = officer.get(path_of(photo) + "/thumbnail")
    assert answer.status_code == 200
    picture = Image.open(io.BytesIO(answer.data))
    assert picture.size == (288, 512)
    assert b"PHONE-MAKER" not in answer.data
    assert not picture.getexif()


def test_the_thumbnail_is_kept(officer: LoggedIn, photo: bytes, data_dir: Path) -> None:
    first = officer.get(path_of(photo) + "/thumbnail").data
    assert [path.read_bytes() for path in (data_dir / "derived").rglob("*.jpg")] == [first]
    assert officer.get(path_of(photo) + "/thumbnail").data == first


def test_a_photo_without_a_picture_in_it_is_kept_and_told_as_unreadable(
    officer: LoggedIn, uploader: Uploader
) -> None:
    half = make_picture(width=1600, height=900)
    half = half[: len(half) // 2]
    uploader.send(half)
    for _ in range(2):
        answer = officer.get(path_of(half) + "/thumbnail")
        assert (answer.status_code, answer.json["code"]) == (422, "photo_unreadable")  # type: ignore[index]
    assert officer.get(path_of(half)).data == half


def test_a_photo_is_for_its_uploader_and_nobody_else(colleague: LoggedIn, photo: bytes) -> None:
    for path in (path_of(photo), path_of(photo) + "/thumbnail"):
        answer = colleague.get(path)
        assert (answer.status_code, answer.json["code"]) == (404, "not_found")  # type: ignore[index]


def test_who_may_read_a_record_with_the_photo_may_see_it(
    app: Flask, colleague: LoggedIn, photo: bytes
) -> None:
    app.extensions["luqin.photo_access"] = lambda sha256: sha256 == hash_of(photo)
    assert colleague.get(path_of(photo)).data == photo


def test_having_sent_the_same_photo_again_opens_nothing(colleague: LoggedIn, photo: bytes) -> None:
    assert Uploader.of(colleague).create(photo).status_code == 201
    assert colleague.get(path_of(photo)).status_code == 404


@pytest.mark.parametrize("name", ["0" * 64, "x" * 64, "G" * 64, "abc", "uploads"])
def test_a_photo_that_never_was_is_not_found(officer: LoggedIn, name: str) -> None:
    assert officer.get(f"/photos/{name}").status_code in {404, 405}
    assert officer.get(f"/photos/{name}/thumbnail").status_code in {404, 405}


@pytest.mark.parametrize("damage", ["flipped", "cut", "gone"])
def test_a_damaged_photo_is_never_shown_as_evidence(
    officer: LoggedIn, photo: bytes, data_dir: Path, damage: str
) -> None:
    path = data_dir / "evidence" / hash_of(photo)[:2] / hash_of(photo)
    if damage == "flipped":
        path.write_bytes(photo[:500] + bytes([photo[500] ^ 1]) + photo[501:])
    elif damage == "cut":
        path.write_bytes(photo[:-1])
    else:
        path.unlink()
    for address in (path_of(photo), path_of(photo) + "/thumbnail"):
        answer = officer.get(address)
        assert (answer.status_code, answer.json["code"]) == (503, "photo_damaged")  # type: ignore[index]
