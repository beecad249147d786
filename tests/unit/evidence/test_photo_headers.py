"""What counts as a photo, told from the header alone."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from backend.evidence.rules import Picture, sniff
from tests.factories.evidence import make_picture


def look(data: bytes) -> Picture | None:
    return sniff(lambda offset, count: data[offset : offset + count])


@pytest.mark.parametrize(
    ("format", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
def test_each_format_tells_its_type_and_extent(format: str, media_type: str) -> None:
    assert look(make_picture(format=format, width=321, height=123)) == Picture(media_type, 321, 123)


def test_lossless_webp_tells_its_extent() -> None:
    out = io.BytesIO()
    Image.new("RGB", (1000, 7)).save(out, "WEBP", lossless=True)
    assert look(out.getvalue()) == Picture("image/webp", 1000, 7)


def test_lossy_webp_with_alpha_tells_its_extent() -> None:
    assert look(make_picture(format="WEBP", mode="RGBA", width=77, height=1200)) == Picture(
        "image/webp", 77, 1200
    )


def test_progressive_jpeg_tells_its_extent() -> None:
    out = io.BytesIO()
    Image.new("RGB", (640, 480)).save(out, "JPEG", progressive=True)
    assert look(out.getvalue()) == Picture("image/jpeg", 640, 480)


def test_exif_with_a_thumbnail_inside_does_not_hide_the_size() -> None:
    plain = make_picture(width=640, height=480)
    inner = make_picture(width=16, height=16)
    segment = b"\xff\xe1" + struct.pack(">H", len(inner) + 8) + b"Exif\0\0" + inner
    assert look(plain[:2] + segment + plain[2:]) == Picture("image/jpeg", 640, 480)


def test_padding_between_jpeg_segments_is_allowed() -> None:
    plain = make_picture(width=640, height=480)
    assert look(plain[:2] + b"\xff\xff\xff" + plain[2:]) == Picture("image/jpeg", 640, 480)


def test_extent_is_that_of_the_stored_pixels_whatever_the_orientation() -> None:
    assert look(make_picture(width=60, height=40, orientation=6)) == Picture("image/jpeg", 60, 40)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"\xff\xd8\xff",
        b"hello, world, I am a text" * 10,
        b"GIF89a" + bytes(100),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"RIFF\x00\x00\x00\x00WAVEfmt " + bytes(100),
        b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(10),
        b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(100),
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"\xff\xd8\xff\xe0\xff\xff" + bytes(100),
        b"\xff\xd8\xff\xe0\x00\x00" * 40_000,
    ],
)
def test_what_has_no_picture_header_is_no_photo(data: bytes) -> None:
    assert look(data) is None


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_header_cut_anywhere_is_refused_or_the_same_picture(format: str) -> None:
    data = make_picture(format=format)
    whole = look(data)
    assert {look(data[:length]) for length in range(min(len(data), 2000))} <= {None, whole}


def test_a_picture_without_extent_is_no_photo() -> None:
    header = struct.pack(">IIBBBBB", 0, 100, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    assert look(b"\x89PNG\r\n\x1a\n\0\0\0\r" + chunk + struct.pack(">I", zlib.crc32(chunk))) is None


def test_a_bomb_is_known_by_its_header() -> None:
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    picture = look(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + header)
    assert picture is not None
    assert picture.pixels == 2_500_000_000
