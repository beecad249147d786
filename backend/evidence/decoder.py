"""The limited child that decodes a photo: original on standard input, thumbnail (JPEG) on standard output.

Run as a file by itself, it imports nothing of Luqin. Exit 3: no picture comes out of these bytes. Whatever a hostile
file makes the decoder do happens here, with no files to write, little memory, and a short life.
"""

from __future__ import annotations

import io
import resource
import sys
import warnings

MEMORY = 1536 * 1024 * 1024  # 40 megapixels in RGBA, a copy turned upright, and the interpreter
CPU_S = 20
BROKEN = 3


def limit_myself() -> None:
    """Give up what a decoder does not need, before the first byte is read."""
    for kind, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(kind, (limit, limit))


def make_thumbnail(raw: bytes, side: int, max_pixels: int) -> bytes:
    """JPEG of at most `side` pixels a side: upright, RGB, without EXIF or any other metadata."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - only after the limits stand

    warnings.simplefilter("error")
    Image.MAX_IMAGE_PIXELS = max_pixels
    with Image.open(io.BytesIO(raw), formats=["JPEG", "PNG", "WEBP"]) as picture:
        picture.draft("RGB", (side, side))
        picture.load()
        plain = "RGBA" if picture.has_transparency_data else "RGB"
        small = picture if picture.mode in {plain, "L"} else picture.convert(plain)
        small.thumbnail((side, side), reducing_gap=2.0)
        upright = ImageOps.exif_transpose(small)
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright, mask=upright.getchannel("A") if upright.mode == "RGBA" else None)
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()


def main() -> int:
    """`decoder.py SIDE MAX_PIXELS < original > thumbnail`."""
    limit_myself()
    side, max_pixels = int(sys.argv[1]), int(sys.argv[2])
    try:
        thumbnail = make_thumbnail(sys.stdin.buffer.read(), side, max_pixels)
    except Exception:  # noqa: BLE001 - whatever a broken file does to the decoder means the same
        return BROKEN
    sys.stdout.buffer.write(thumbnail)
    return 0


if __name__ == "__main__":
    sys.exit(main())
