"""Thumbnails: made in a limited child, upright, without metadata; broken pictures are told as such."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from backend.evidence.derived import ThumbnailMaker
from backend.evidence.errors import PhotoUnreadable
from tests.factories.evidence import hash_of, make_picture

MEGA = 1_000_000


@pytest.fixture
def maker(tmp_path: Path) -> ThumbnailMaker:
    return ThumbnailMaker(tmp_path / "derived", max_pixels=40 * MEGA)


def make(maker: ThumbnailMaker, data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(maker.make(hash_of(data), data)))


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def make_bomb(side: int) -> bytes:
    """A tiny PNG that unpacks to `side` × `side` pixels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = bytes(side + 1)
    rows = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    return (
        b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_the_long_side_becomes_512(maker: ThumbnailMaker, format: str) -> None:
    thumbnail = make(maker, make_picture(format=format, width=2048, height=1024))
    assert (thumbnail.format, thumbnail.size) == ("JPEG", (512, 256))


def test_a_small_picture_is_not_enlarged(maker: ThumbnailMaker) -> None:
    assert make(maker, make_picture(width=40, height=30)).size == (40, 30)


def test_a_turned_picture_stands_upright(maker: ThumbnailMaker) -> None:
    assert make(maker, make_picture(width=1200, height=600, orientation=6)).size == (256, 512)


def test_nothing_of_the_exif_is_left(maker: ThumbnailMaker) -> None:
    original = make_picture(width=800, height=600, orientation=3, exif_text="SECRET-MAKER")
    assert b"SECRET-MAKER" in original
    made = maker.make(hash_of(original), original)
    assert b"SECRET-MAKER" not in made
    assert b"Exif" not in made
    assert not Image.open(io.BytesIO(made)).getexif()


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "1"])
def test_every_colour_mode_of_png_gives_a_picture(maker: ThumbnailMaker, mode: str) -> None:
    assert make(maker, make_picture(format="PNG", mode=mode, width=600, height=600)).mode == "RGB"


def test_cmyk_jpeg_gives_a_picture(maker: ThumbnailMaker) -> None:
    assert make(maker, make_picture(mode="CMYK", width=600, height=300)).size == (512, 256)


def test_what_is_transparent_becomes_white(maker: ThumbnailMaker) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(out, "PNG")
    assert make(maker, out.getvalue()).getpixel((10, 10)) == (255, 255, 255)


def test_half_a_jpeg_is_unreadable(maker: ThumbnailMaker) -> None:
    whole = make_picture(width=800, height=600)
    with pytest.raises(PhotoUnreadable):
        maker.make(hash_of(whole), whole[: len(whole) // 2])


def test_a_bomb_is_unreadable_and_does_no_harm(tmp_path: Path) -> None:
    small = ThumbnailMaker(tmp_path, max_pixels=MEGA)
    bomb = make_bomb(1500)
    assert len(bomb) < 10_000
    with pytest.raises(PhotoUnreadable):
        small.make(hash_of(bomb), bomb)


def test_the_largest_allowed_picture_fits_into_the_limits(maker: ThumbnailMaker) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (8000, 5000), (10, 20, 30, 128)).save(out, "PNG", compress_level=1)
    assert make(maker, out.getvalue()).size == (512, 320)


def test_other_formats_are_not_opened(maker: ThumbnailMaker) -> None:
    out = io.BytesIO()
    Image.new("RGB", (20, 20)).save(out, "BMP")
    with pytest.raises(PhotoUnreadable):
        maker.make(hash_of(out.getvalue()), out.getvalue())


def test_a_thumbnail_is_made_once(maker: ThumbnailMaker) -> None:
    original = make_picture(width=800, height=600)
    assert maker.find(hash_of(original)) is None
    made = maker.make(hash_of(original), original)
    assert maker.find(hash_of(original)) == made


def test_a_broken_picture_is_tried_once(maker: ThumbnailMaker) -> None:
    broken = make_picture(width=800, height=600)[:2000]
    with pytest.raises(PhotoUnreadable):
        maker.make(hash_of(broken), broken)
    with pytest.raises(PhotoUnreadable):
        maker.find(hash_of(broken))
