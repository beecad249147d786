"""Photos in an S3-compatible store: a real one, which checks signatures."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from backend.evidence.storage import ObjectStore
from backend.kernel.errors import TryAgain
from tests.factories.evidence import Uploader, files_below, hash_of, make_large_jpeg, make_picture
from tests.factories.identity import log_in, make_person, make_unit
from tests.integration.evidence.conftest import S3, free_port


@pytest.fixture
def store(s3: S3, tmp_path: Path) -> ObjectStore:
    return ObjectStore(f"s3://{s3.bucket}/{tmp_path.name}", s3.options)


def arrived(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "upload.part"
    path.write_bytes(data)
    return path


def test_a_stored_photo_is_read_back_and_the_upload_is_gone(store: ObjectStore, tmp_path: Path) -> None:
    data = make_large_jpeg(6_000_000)
    store.put_file(arrived(tmp_path, data), hash_of(data))
    assert store.read(hash_of(data)) == data
    assert store.size(hash_of(data)) == len(data)
    assert store.exists(hash_of(data))
    assert not (tmp_path / "upload.part").exists()


def test_what_was_never_stored_is_not_there(store: ObjectStore) -> None:
    assert store.read(hash_of(b"nothing")) is None
    assert store.size(hash_of(b"nothing")) is None
    assert not store.exists(hash_of(b"nothing"))


def test_what_stands_under_a_name_is_never_written_over(store: ObjectStore, tmp_path: Path) -> None:
    first = make_picture()
    store.put_file(arrived(tmp_path, first), hash_of(first))
    store.put_file(arrived(tmp_path, b"something else"), hash_of(first))
    assert store.read(hash_of(first)) == first


def test_a_store_that_is_away_is_our_trouble_and_the_upload_stays(tmp_path: Path) -> None:
    options = {
        "endpoint": f"http://127.0.0.1:{free_port()}",
        "access_key_id": "x",
        "secret_access_key": "x",
    }
    store = ObjectStore("s3://photos/x", options)
    path = arrived(tmp_path, b"photo")
    with pytest.raises(TryAgain):
        store.put_file(path, hash_of(b"photo"))
    assert path.exists()
    with pytest.raises(TryAgain):
        store.read(hash_of(b"photo"))


def test_a_wrong_key_is_our_trouble_too(s3: S3, tmp_path: Path) -> None:
    store = ObjectStore(f"s3://{s3.bucket}", s3.options | {"secret_access_key": "wrong"})
    with pytest.raises(TryAgain):
        store.put_file(arrived(tmp_path, b"photo"), hash_of(b"photo"))


class TestApplication:
    """The whole way, with nothing of the photo on the machine's own disk."""

    @pytest.fixture
    def settings_overrides(self, s3: S3, tmp_path: Path) -> dict[str, str]:
        return {"LUQIN_EVIDENCE_URL": f"s3://{s3.bucket}/{tmp_path.name}"} | {
            f"LUQIN_EVIDENCE_S3_{name.upper()}": value for name, value in s3.options.items()
        }

    def test_a_photo_goes_in_and_comes_out_bit_by_bit(self, app: Flask) -> None:
        officer = log_in(app, make_person(unit_id=make_unit()))
        uploader = Uploader.of(officer)
        photo = make_picture(width=1200, height=900)
        assert uploader.send(photo).status_code == 201
        assert uploader.send(photo).status_code == 201
        other = make_picture()
        location = uploader.create(other, body=other[:10]).headers["Location"]
        assert uploader.append(location, other[10:], offset=10).status_code == 204
        for data in (photo, other):
            assert officer.get(f"/photos/{hash_of(data)}").data == data
        assert officer.get(f"/photos/{hash_of(photo)}/thumbnail").status_code == 200
        kept = [path.suffix for path in files_below(Path(app.config["LUQIN"].data_dir))]
        # The answer to a finished upload is kept for phones that lost it; the photo is not.
        assert sorted(kept) == [".jpg", ".json"]
