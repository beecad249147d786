"""Photos for tests: JPEG files as a phone's camera writes them, with EXIF, each of them different."""

from __future__ import annotations

import io
import itertools
from dataclasses import dataclass
from hashlib import sha256

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 2048, 1536
MAKE, MODEL, TAKEN_AT, GPS = 0x010F, 0x0110, 0x9003, 0x8825
_numbers = itertools.count(1)


@dataclass(frozen=True)
class PhotoFile:
    """A file to choose in a file input."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """Hex."""
        return sha256(self.data).hexdigest()

    def as_payload(self) -> dict[str, object]:
        """As a file input of the browser takes it."""
        return {"name": self.name, "mimeType": "image/jpeg", "buffer": self.data}


def take_photo() -> PhotoFile:
    """A street with a car, grain as of a small sensor, and the EXIF of a phone; no two are the same."""
    number = next(_numbers)
    picture = Image.effect_noise((WIDTH // 2, HEIGHT // 2), 40).resize((WIDTH, HEIGHT)).convert("RGB")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 900, WIDTH, HEIGHT), fill="#5b5e63")
    draw.rounded_rectangle((500 + 20 * number, 620, 1500, 1150), radius=80, fill="#33658a")
    draw.rectangle((820, 960, 1180, 1060), fill="#1046b5")
    draw.text((850, 975), f"A·{number:05}", fill="white", font=ImageFont.load_default(70))
    exif = picture.getexif()
    exif[MAKE], exif[MODEL] = "HUAWEI", "Police Phone"
    exif.get_ifd(0x8769)[TAKEN_AT] = f"2026:11:23 08:{number % 60:02}:00"
    exif.get_ifd(GPS)[1] = "N"
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82, exif=exif)
    return PhotoFile(f"IMG_{number:04}.jpg", out.getvalue())


def street_film(frames: int = 90) -> bytes:
    """A film of a street (concatenated JPEGs) that a fake camera plays: 1280 × 720."""
    font = ImageFont.load_default(64)
    film = bytearray()
    for number in range(frames):
        picture = Image.new("RGB", (1280, 720), "#9fb8cc")
        draw = ImageDraw.Draw(picture)
        for place, x in enumerate(range(-40, 1280, 170)):
            draw.rectangle(
                (x, 90 + 40 * (place % 4), x + 160, 430), fill=("#7d7468", "#8d8478", "#a09588")[place % 3]
            )
            for window in range(170, 410, 48):
                draw.rectangle((x + 22, window, x + 62, window + 24), fill="#d8d3b0")
                draw.rectangle((x + 96, window, x + 136, window + 24), fill="#b9c4cc")
        draw.rectangle((0, 420, 1280, 720), fill="#55585c")
        draw.rectangle((0, 420, 1280, 448), fill="#a8a8a0")
        for x in range(-60, 1280, 200):
            draw.polygon([(x, 640), (x + 110, 640), (x + 84, 660), (x - 26, 660)], fill="#e8e8e0")
        _parked_car(draw, 360, 300, font)
        # A lamp far away that blinks in a pattern of its own: no two frames are the same picture.
        for bit in range(7):
            draw.rectangle(
                (1180 + 12 * bit, 40, 1190 + 12 * bit, 50), fill="#c94c4c" if number >> bit & 1 else "#7a8c9a"
            )
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=80, subsampling="4:2:0")
        film += out.getvalue()
    return bytes(film)


def _parked_car(
    draw: ImageDraw.ImageDraw, x: int, y: int, font: ImageFont.FreeTypeFont | ImageFont.ImageFont
) -> None:
    draw.rounded_rectangle((x + 90, y, x + 510, y + 190), radius=60, fill="#2f4858")
    draw.rounded_rectangle((x + 130, y + 24, x + 470, y + 130), radius=36, fill="#16222b")
    draw.rounded_rectangle((x, y + 120, x + 600, y + 320), radius=44, fill="#2f4858")
    for wheel in (60, 430):
        draw.ellipse((x + wheel, y + 262, x + wheel + 110, y + 372), fill="#1a1a1a")
    for lamp in (20, 500):
        draw.rounded_rectangle((x + lamp, y + 160, x + lamp + 80, y + 204), radius=14, fill="#f2e3a0")
    draw.rounded_rectangle((x + 165, y + 226, x + 435, y + 302), radius=8, fill="#1a4fa3")
    draw.text((x + 185, y + 228), "A·12345", fill="#ffffff", font=font)
