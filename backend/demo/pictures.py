"""Drawn street scenes as JPEG photos: a few dozen are drawn, each use is made unique by a comment segment.

They show a road, a vehicle and a plate, and say on their face that they are demonstrations.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from hashlib import sha256

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1280, 720
SCENES = 12
_PAINTS = ("#b23a48", "#2f4858", "#f2f2f2", "#33658a", "#86a873", "#3a3a3a", "#d9a441")


@dataclass(frozen=True, slots=True)
class DemoPhoto:
    """A photo's bytes and their hash."""

    data: bytes
    sha256: str


class Camera:
    """Takes pairs of photos: one wide, one close."""

    def __init__(self, seed: random.Random) -> None:
        self._wide = [_encode(_scene(seed, close=False)) for _ in range(SCENES)]
        self._close = [_encode(_scene(seed, close=True)) for _ in range(SCENES)]
        self._taken = 0

    def take_pair(self, seed: random.Random) -> list[DemoPhoto]:
        """A wide and a close photo, different from every other."""
        return [self._unique(seed.choice(self._wide)), self._unique(seed.choice(self._close))]

    def _unique(self, jpeg: bytes) -> DemoPhoto:
        self._taken += 1
        comment = f"Luqin demo photo {self._taken}".encode("ascii")
        # A COM segment right after the start marker: every decoder skips it, the hash does not.
        data = jpeg[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + jpeg[2:]
        return DemoPhoto(data, sha256(data).hexdigest())


def _scene(seed: random.Random, *, close: bool) -> Image.Image:
    sky = seed.choice(("#9fb8cc", "#c9d3d9", "#5f7285", "#273444"))
    image = Image.new("RGB", (WIDTH, HEIGHT), sky)
    draw = ImageDraw.Draw(image)
    for x in range(0, WIDTH, 160):
        top = seed.randrange(120, 300)
        draw.rectangle((x, top, x + 150, 420), fill=seed.choice(("#7d7468", "#8d8478", "#6b6f73", "#a09588")))
        for window in range(top + 20, 400, 44):
            draw.rectangle((x + 20, window, x + 60, window + 22), fill="#d8d3b0")
            draw.rectangle((x + 90, window, x + 130, window + 22), fill="#b9c4cc")
    draw.rectangle((0, 420, WIDTH, HEIGHT), fill="#55585c")
    draw.rectangle((0, 420, WIDTH, 450), fill="#9a9a94")
    for x in range(-60, WIDTH, 200):
        draw.polygon([(x, 600), (x + 110, 600), (x + 90, 616), (x - 20, 616)], fill="#e8e8e0")
    scale = 2.1 if close else 1.0
    _car(draw, seed, 330 if close else seed.randrange(120, 760), 300 if close else 470, scale)
    draw.text(
        (24, 20),
        "DEMO",
        fill="#ffffff",
        font=ImageFont.load_default(40),
        stroke_width=2,
        stroke_fill="#000000",
    )
    return image


def _car(draw: ImageDraw.ImageDraw, seed: random.Random, x: int, y: int, scale: float) -> None:
    def box(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        return (x + left * scale, y + top * scale, x + right * scale, y + bottom * scale)

    paint = seed.choice(_PAINTS)
    draw.rounded_rectangle(box(40, 0, 260, 90), radius=24 * scale, fill=paint)
    draw.rounded_rectangle(box(60, 10, 240, 60), radius=16 * scale, fill="#20303c")
    draw.rounded_rectangle(box(0, 60, 300, 150), radius=20 * scale, fill=paint)
    for wheel in (30, 220):
        draw.ellipse(box(wheel, 125, wheel + 54, 179), fill="#1a1a1a")
    for lamp in (10, 250):
        draw.rounded_rectangle(box(lamp, 80, lamp + 40, 100), radius=6 * scale, fill="#f6e7a1")
    draw.rounded_rectangle(box(95, 112, 205, 142), radius=4 * scale, fill="#1a4fa3")
    number = "".join(seed.choice("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789") for _ in range(5))
    draw.text(
        (x + 104 * scale, y + 114 * scale),
        f"A·{number}",
        fill="#ffffff",
        font=ImageFont.load_default(20 * scale),
    )


def _encode(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=62)
    return out.getvalue()
