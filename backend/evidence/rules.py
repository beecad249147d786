"""What counts as a photo: told from the first bytes, without decoding a pixel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Reader = Callable[[int, int], bytes]
"""`read(offset, count)`: the bytes there, fewer at the end."""

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
PHOTO_TYPES = frozenset({JPEG, PNG, WEBP})
MAX_JPEG_SEGMENTS = 512
_PNG_START = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
# Start-of-frame markers carry the size; C4, C8 and CC look like them and are tables.
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})


@dataclass(frozen=True, slots=True)
class Picture:
    """Media type and extent in pixels, as the header states them."""

    type: str
    width: int
    height: int

    @property
    def pixels(self) -> int:
        """Width × height."""
        return self.width * self.height


def sniff(read: Reader) -> Picture | None:
    """The picture that the bytes claim to be, or None if they are no JPEG, PNG or WebP with a size."""
    start = read(0, 32)
    picture = None
    if start[:3] == b"\xff\xd8\xff":
        picture = _sniff_jpeg(read)
    elif start[:16] == _PNG_START:
        picture = Picture(PNG, _big(start[16:20]), _big(start[20:24]))
    elif start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        picture = _sniff_webp(start)
    return picture if picture and picture.width > 0 and picture.height > 0 else None


def _sniff_jpeg(read: Reader) -> Picture | None:
    """Walk the segments to the frame header; EXIF with its own thumbnail may stand before it."""
    place = 2
    for _ in range(MAX_JPEG_SEGMENTS):
        head = read(place, 9)
        if len(head) < 9 or head[0] != 0xFF:
            return None
        marker = head[1]
        if marker == 0xFF:  # padding between segments
            place += 1
        elif marker in _JPEG_FRAMES:
            return Picture(JPEG, _big(head[7:9]), _big(head[5:7]))
        elif marker in _JPEG_WITHOUT_LENGTH:
            place += 2
        else:
            place += 2 + _big(head[2:4])
    return None


def _sniff_webp(start: bytes) -> Picture | None:
    """The three kinds of first chunk: extended, lossless, lossy (RFC 9649)."""
    if len(start) < 30:
        return None
    kind = start[12:16]
    if kind == b"VP8X":
        return Picture(WEBP, 1 + _little(start[24:27]), 1 + _little(start[27:30]))
    if kind == b"VP8L" and start[20] == 0x2F:
        bits = _little(start[21:25])
        return Picture(WEBP, 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    if kind == b"VP8 " and start[23:26] == b"\x9d\x01\x2a":
        return Picture(WEBP, _little(start[26:28]) & 0x3FFF, _little(start[28:30]) & 0x3FFF)
    return None


def _big(raw: bytes) -> int:
    return int.from_bytes(raw, "big")


def _little(raw: bytes) -> int:
    return int.from_bytes(raw, "little")
