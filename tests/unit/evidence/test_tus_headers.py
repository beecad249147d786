"""The protocol's headers, read strictly."""

from __future__ import annotations

from base64 import b64encode

import pytest

from backend.evidence import tus
from backend.evidence.errors import UploadMalformed, UploadTooLarge
from backend.kernel.errors import InvalidInput, LuqinError
from tests.factories.evidence import checksum, hash_of, metadata

HASH = hash_of(b"photo")


def code_of(call: object, *arguments: object) -> str:
    with pytest.raises(LuqinError) as caught:
        call(*arguments)  # type: ignore[operator]
    return caught.value.code


def test_length_is_a_number_of_bytes() -> None:
    assert tus.read_length("301244", 20_000_000) == 301244


def test_a_missing_length_is_named() -> None:
    assert code_of(tus.read_length, None, 100) == "upload_length_required"


@pytest.mark.parametrize("text", ["-1", "+5", "1.5", "1e3", " 7", "7 ", "0x10", "", "١٢", "1_000", "9" * 16])
def test_a_length_that_is_no_plain_number_is_refused(text: str) -> None:
    assert code_of(tus.read_length, text, 10**20) == "upload_length_invalid"


def test_the_largest_photo_is_taken_and_one_byte_more_is_not() -> None:
    assert tus.read_length("100", 100) == 100
    with pytest.raises(UploadTooLarge):
        tus.read_length("101", 100)


def test_an_empty_photo_is_refused_before_it_is_made() -> None:
    assert code_of(tus.read_length, "0", 100) == "photo_empty"


@pytest.mark.parametrize("text", [None, "", "-1", "abc", "1,2"])
def test_an_offset_that_is_no_plain_number_is_refused(text: str | None) -> None:
    assert code_of(tus.read_offset, text) == "upload_offset_invalid"


def test_metadata_survive_a_round_trip() -> None:
    values = {"sha256": HASH, "filetype": "image/png", "filename": "违停 现场.jpg"}
    assert tus.read_metadata(tus.format_metadata(values)) == values


def test_a_key_without_value_is_allowed_by_the_protocol() -> None:
    assert tus.read_metadata("is_confidential,a YQ==") == {"is_confidential": "", "a": "a"}


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        ",",
        "sha256 ***",
        "sha256 YQ",
        "sha256 YQ== YQ==",
        "sha256 /w==",
        "sha256 YQ==,sha256 YQ==",
        "schlüssel YQ==",
        "sha256 YQ==," + "x" * 5000,
    ],
)
def test_metadata_that_cannot_be_read_are_refused(text: str | None) -> None:
    assert code_of(tus.read_metadata, text) == "upload_metadata_invalid"


def test_the_declared_hash_is_the_claim() -> None:
    assert tus.read_claim(tus.read_metadata(metadata(sha256=HASH, filetype="image/webp"))) == HASH


@pytest.mark.parametrize(
    ("values", "pointer", "code"),
    [
        ({}, "/metadata/sha256", "required"),
        ({"sha256": HASH.upper()}, "/metadata/sha256", "not_a_hash"),
        ({"sha256": HASH[:-1]}, "/metadata/sha256", "not_a_hash"),
        ({"sha256": HASH + "\n"}, "/metadata/sha256", "not_a_hash"),
        ({"sha256": "../../" + HASH[6:]}, "/metadata/sha256", "not_a_hash"),
        ({"sha256": HASH, "filetype": "text/html"}, "/metadata/filetype", "not_in_list"),
        ({"sha256": HASH, "filetype": "image/svg+xml"}, "/metadata/filetype", "not_in_list"),
    ],
)
def test_a_bad_claim_names_the_field(values: dict[str, str], pointer: str, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        tus.read_claim(values)
    assert [(field.pointer, field.code) for field in caught.value.fields] == [(pointer, code)]


@pytest.mark.parametrize("algorithm", ["sha256", "sha1"])
def test_a_checksum_is_its_algorithm_and_digest(algorithm: str) -> None:
    found = tus.read_checksum(checksum(b"chunk", algorithm))
    assert found is not None
    assert found.algorithm == algorithm
    check = tus.CHECKSUMS[algorithm]()
    check.update(b"chunk")
    assert found.digest == check.digest()


def test_no_checksum_is_no_checksum() -> None:
    assert tus.read_checksum(None) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sha256",
        "md5 " + b64encode(bytes(16)).decode(),
        "sha256 " + b64encode(bytes(20)).decode(),
        "sha1 ***",
    ],
)
def test_a_checksum_of_another_kind_or_length_is_refused(text: str) -> None:
    with pytest.raises(UploadMalformed) as caught:
        tus.read_checksum(text)
    assert caught.value.code == "upload_checksum_invalid"
