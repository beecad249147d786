"""What people do on their shifts in the demo: check in, record violations, check out; as pushes of signed records."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from backend.demo.phone import DemoPhone
from backend.demo.pictures import Camera, DemoPhoto
from backend.kernel.clock import format_ms, to_ms
from backend.posts.queries import PostFacts
from backend.shifts.queries import AssignmentFacts

MINUTE = 60_000
CODES = (
    # code, party, weight, facts
    ("1039", "motor", 22, "车辆停放在禁止停车路段，驾驶人不在现场"),
    ("1117", "motor", 8, "越过禁止标线变更车道"),
    ("1116", "motor", 7, "违反禁令标志驶入"),
    ("1625", "motor", 6, "不按交通信号灯指示通行"),
    ("1025", "motor", 6, "路口拥堵时在网状线内停车等候"),
    ("1357", "motor", 8, "遇行人正在通过人行横道未停车让行"),
    ("1362", "motor", 7, "驾驶时拨打手持电话"),
    ("1019", "motor", 4, "占用公交专用道"),
    ("1043", "motor", 4, "变更车道影响正常行驶的车辆"),
    ("1048", "motor", 3, "在外环线以内鸣喇叭"),
    ("1313", "motor", 3, "右转未让直行行人先行"),
    ("2007", "nonmotor", 9, "骑行人闯红灯通过路口"),
    ("2004", "nonmotor", 7, "在非机动车道内逆向行驶"),
    ("SH-N01", "nonmotor", 11, "骑电动自行车未戴安全头盔"),
    ("SH-N02", "nonmotor", 3, "骑行时手持使用电话"),
    ("3001", "pedestrian", 3, "行人违反信号灯横过道路"),
    ("1712", "motor", 1, "饮酒后驾驶机动车，现场酒精检测超标"),
)
# No letter that would make an ordinary number look like a new-energy one cut short: that asks for confirmation.
SERIAL = "LMNPQRSTUVWXYZ0123456789"


@dataclass(order=True)
class Push:
    """What one phone hands in at one moment; photos follow."""

    at_ms: int
    person_id: str = field(compare=False)
    items: list[tuple[str, str]] = field(compare=False, default_factory=list)
    photos: list[DemoPhoto] = field(compare=False, default_factory=list)


class Duty:
    """Plays assignments: the pushes that come of one."""

    def __init__(
        self,
        seed: random.Random,
        phones: Mapping[str, DemoPhone],
        posts: Mapping[str, PostFacts],
        code_version: str,
    ) -> None:
        self._random = seed
        self._phones = phones
        self._posts = posts
        self._version = code_version
        self._camera = Camera(seed)

    def play(self, slot: AssignmentFacts, kind: str, partners: list[str], until_ms: int) -> list[Push]:
        """One assignment from check-in to check-out, as far as it lies before `until_ms`."""
        chance = self._random.random()
        if chance < 0.04:
            return []  # Nobody came: the board shows an empty seat.
        phone, post = self._phones[slot.person_id], self._posts[slot.post_id]
        start, end = to_ms(slot.starts_at), to_ms(slot.ends_at)
        late_min = self._random.randrange(11, 35) if chance < 0.10 else self._random.randrange(-14, 9)
        arrived, left = start + late_min * MINUTE, end + self._random.randrange(-6, 12) * MINUTE
        if arrived > until_ms:
            return []
        check_in, item = phone.make(
            "check_in",
            at_ms=arrived,
            post=post.id,
            shift=slot.id,
            fix=self._fix(post),
            data={"assignment": slot.id, "seat": slot.seat, "note": None},
        )
        pushes = [Push(arrived + self._delay(), slot.person_id, [item])]
        if kind == "officer":
            pushes += self._violations(slot, phone, post, partners, arrived, min(left, until_ms))
        # Two in a hundred forget to check out.
        if left <= until_ms and self._random.random() > 0.02:
            _, item = phone.make(
                "check_out",
                at_ms=left,
                post=post.id,
                shift=slot.id,
                fix=self._fix(post),
                data={"check_in": check_in, "note": None},
            )
            pushes.append(Push(left + self._delay(), slot.person_id, [item]))
        return pushes

    def join(self, pushes: list[Push]) -> list[Push]:
        """The same shift on a phone without signal: everything comes at once when the last of it is sent."""
        if not pushes:
            return []
        items = [item for push in pushes for item in push.items]
        photos = [photo for push in pushes for photo in push.photos]
        return [Push(max(push.at_ms for push in pushes), pushes[0].person_id, items, photos)]

    def _violations(
        self,
        slot: AssignmentFacts,
        phone: DemoPhone,
        post: PostFacts,
        partners: list[str],
        start: int,
        end: int,
    ) -> list[Push]:
        hours = (end - start) / 3_600_000
        wanted = min(3, int(hours * self._random.choice((0.0, 0.0, 0.15, 0.2, 0.34))))
        moments = sorted(
            start + int((end - start) * (0.05 + 0.9 * self._random.random())) for _ in range(wanted)
        )
        return [self._violation(slot, phone, post, partners, at) for at in moments]

    def _violation(
        self, slot: AssignmentFacts, phone: DemoPhone, post: PostFacts, partners: list[str], at: int
    ) -> Push:
        photos = self._camera.take_pair(self._random)
        code, party, _, facts = self._random.choices(CODES, weights=[row[2] for row in CODES])[0]
        ordinary = code == "1712"
        outcome = (
            "ordinary_notice" if ordinary else "simple" if self._random.random() < 0.75 else "oral_warning"
        )
        plate, plate_kind = self._plate() if party == "motor" else (None, None)
        data: dict[str, Any] = {
            "code": code,
            "code_version": self._version,
            "party": party,
            "plate_kind": plate_kind,
            "plate": plate,
            "plate_typed": plate,
            "plate_confirmed": False,
            "place": post.name,
            "direction": self._random.choice(("东向西", "西向东", "南向北", "北向南", None)),
            "facts": facts,
            "outcome": outcome,
            "second_officer": self._random.choice(partners) if ordinary else None,
            "channel": "street",
        }
        claims = [
            {
                "sha256": photo.sha256,
                "size": len(photo.data),
                "type": "image/jpeg",
                "taken_at": format_ms(at - (30 - 14 * place) * 1000),
                "width": 1280,
                "height": 720,
            }
            for place, photo in enumerate(photos)
        ]
        _, item = phone.make(
            "violation", at_ms=at, post=post.id, shift=slot.id, fix=self._fix(post), photos=claims, data=data
        )
        return Push(at + self._delay(), slot.person_id, [item], photos)

    def _plate(self) -> tuple[str, str]:
        letter = self._random.choice("ABCDEFGHJKLMN")
        digits = "".join(self._random.choice("0123456789") for _ in range(4))
        if self._random.random() < 0.3:
            return f"沪{letter}{self._random.choice('DF')}{self._random.choice('0123456789')}{digits}", "52"
        return f"沪{letter}{self._random.choice(SERIAL)}{digits}", "02"

    def _fix(self, post: PostFacts) -> dict[str, Any] | None:
        chance = self._random.random()
        if chance < 0.03:
            return None
        # Most stand inside the post, some phones are off by a block.
        spread = post.radius_m * (4.0 if chance < 0.08 else 0.5)
        metres, angle = spread * self._random.random(), 2 * math.pi * self._random.random()
        return {
            "lat": round(post.lat + metres * math.cos(angle) / 111_200, 6),
            "lon": round(
                post.lon + metres * math.sin(angle) / (111_200 * math.cos(math.radians(post.lat))), 6
            ),
            "accuracy_m": round(self._random.uniform(4, 38), 1),
            "age_s": round(self._random.uniform(0.2, 9), 1),
            "source": "gps",
        }

    def _delay(self) -> int:
        """How long a record waits on the phone: mostly seconds, sometimes hours without signal, rarely days."""
        chance = self._random.random()
        if chance < 0.012:
            return int(timedelta(hours=self._random.uniform(25, 50)).total_seconds() * 1000)
        if chance < 0.10:
            return int(self._random.uniform(10, 180) * MINUTE)
        return int(self._random.uniform(2, 90) * 1000)
