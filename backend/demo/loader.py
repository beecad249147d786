"""Loading the demo branch into an empty installation, day by day, through the doors that phones use."""

from __future__ import annotations

import csv
import heapq
import json
import os
import random
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from flask import Flask

from backend.demo.people import Branch, Builder
from backend.demo.phone import DemoPhone
from backend.demo.roster import Guests, roster_day
from backend.demo.shifts import Duty, Push
from backend.evidence.rules import Picture, sniff
from backend.evidence.service import NewPhoto
from backend.identity import devices
from backend.identity import service as identity
from backend.kernel.clock import day_start, hold_clock, local_day, now, to_ms
from backend.kernel.db import db, unit_of_work, write_connection
from backend.kernel.errors import LuqinError
from backend.ledger.receipts import b64url
from backend.posts import queries as posts
from backend.posts import service as posts_service
from backend.posts.rules import PostKind, RoadClass
from backend.shifts.queries import AssignmentFacts
from backend.statistics import service as statistics

HISTORY_DAYS = 90
AHEAD_DAYS = 7
GUEST_DAYS_BACK = 2
LIVE_DAYS = 10
CODE_VERSION = "2022-04-sample"
_POSTS_FILE = Path(__file__).parent / "data" / "posts.csv"
Say = Callable[[str], None]


class DemoRefused(Exception):
    """The rules refused a record of the demo: one of the two is wrong."""

    def __init__(self, problem: LuqinError, items: Sequence[tuple[str, str]]) -> None:
        reasons = "; ".join(f"{field.pointer} {field.code}" for field in problem.fields)
        super().__init__(f"{problem.code}: {reasons}: {items[0][0]}")


class DemoLoader:
    """One load. `today` is the last day of the history; the same day gives the same branch."""

    def __init__(self, app: Flask, *, today: date | None, history_days: int, say: Say) -> None:
        self._app = app
        self._now = now() if today is None else day_start(today) + timedelta(hours=11)
        self._today = local_day(self._now)
        self._history_days = history_days
        self._say = say
        self._random = random.Random(20220119)  # noqa: S311 - a branch to look at, the same each time
        self._branch = Branch()
        self._phones: dict[str, DemoPhone] = {}
        self._waiting: list[Push] = []
        self._counts = {"records": 0, "photos": 0}

    def load(self) -> None:
        """Everything. Raises when a record of the demo is refused: then demo and rules disagree."""
        started = time.monotonic()
        first = self._today - timedelta(days=self._history_days)
        with hold_clock(to_ms(day_start(first)) - 12 * 3_600_000):
            self._make_branch(first)
        self._say(f"单位、{len(self._branch.unit_of)} 名人员、{len(self._posts)} 个岗位已建立")
        duty = Duty(self._random, self._phones, self._posts, CODE_VERSION)
        for number in range(self._history_days + AHEAD_DAYS + 1):
            day = first + timedelta(days=number)
            self._play_day(duty, day)
            if number % 15 == 14 and day <= self._today:
                self._say(
                    f"{day.isoformat()}：累计 {self._counts['records']} 条记录、{self._counts['photos']} 张照片"
                )
        self._hand_in(to_ms(self._now))
        self._write_accounts()
        # The first to look at a figure does not wait for ninety days to be added up.
        statistics.catch_up()
        self._say(f"演示数据完成，用时 {time.monotonic() - started:.0f} 秒")

    def _make_branch(self, first: date) -> None:
        with unit_of_work():
            builder = Builder(self._random, self._app.extensions["luqin.passwords"], first)
            self._branch = builder.build()
            self._make_posts()
            people = [*self._branch.officers.values(), *self._branch.auxiliaries.values()]
            for person_id in (person for group in people for person in group):
                self._phones[person_id] = self._make_phone(person_id)
        self._posts = {post.id: post for post in posts.list_posts(db.session.connection())}
        officer, auxiliary = self._branch.officers[1][0], self._branch.auxiliaries[1][0]
        self._guests = Guests(
            officer,
            auxiliary,
            self._today - timedelta(days=GUEST_DAYS_BACK),
            self._today + timedelta(days=AHEAD_DAYS),
        )

    def _make_posts(self) -> None:
        self._battalion_of: dict[str, int] = {}
        with _POSTS_FILE.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                number = int(row["battalion"])
                self._battalion_of[row["code"]] = number
                posts_service.add_post(
                    code=row["code"],
                    name=row["name"],
                    unit_id=self._branch.battalions[number],
                    zone=row["zone"],
                    lat=float(row["lat"]),
                    lon=float(row["lon"]),
                    radius_m=80 if row["road_class"] in ("main", "expressway") else 60,
                    road_class=RoadClass(row["road_class"]),
                    kind=PostKind(row["kind"]),
                    is_key=row["is_key"] == "1",
                )

    def _make_phone(self, person_id: str) -> DemoPhone:
        phone = DemoPhone(self._random, person_id, self._branch.unit_of[person_id])
        device = devices.find_or_register(
            person=identity.get_person(person_id),
            public_key=b64url(phone.public_key),
            label="警务手机（演示）",
            platform="demo",
            code=None,
            needs_code=False,
            at=now(),
        )
        if isinstance(device, Exception):
            raise device
        phone.device_id = device.id
        return phone

    def _play_day(self, duty: Duty, day: date) -> None:
        evening_before = min(to_ms(day_start(day)) - 4 * 3_600_000, to_ms(self._now))
        self._hand_in(evening_before)
        with hold_clock(evening_before), unit_of_work():
            slots = roster_day(self._branch, self._posts_by_battalion(), self._guests, day, self._now)
        if day > self._today:
            return
        for slot in slots:
            self._play(duty, slot, day)

    def _play(self, duty: Duty, slot: AssignmentFacts, day: date) -> None:
        guests = (self._guests.officer, self._guests.auxiliary)
        if day == self._today and slot.person_id in guests:
            return  # This shift is the visitor's own.
        is_officer = slot.supervising_officer_id is None
        number = next(n for n, unit in self._branch.battalions.items() if unit == slot.unit_id)
        partners = [person for person in self._branch.officers[number] if person != slot.person_id]
        kind = "officer" if is_officer else "duty_auxiliary"
        pushes = duty.play(slot, kind, partners, to_ms(self._now))
        if (self._today - day).days > LIVE_DAYS:
            # Long ago nobody looks at the minute of arrival: one push a shift loads three times faster.
            pushes = duty.join(pushes)
        for push in pushes:
            heapq.heappush(self._waiting, push)

    def _hand_in(self, until_ms: int) -> None:
        """Everything that phones have sent by `until_ms`, in the order in which it came."""
        intake = self._app.extensions["luqin.intake"]
        photos: list[tuple[Push, int]] = []
        while self._waiting and self._waiting[0].at_ms <= until_ms:
            push = heapq.heappop(self._waiting)
            with hold_clock(push.at_ms):
                for outcome in intake.take(self._phones[push.person_id].sender, push.items):
                    if outcome.problem is not None:
                        raise DemoRefused(outcome.problem, push.items)
            self._counts["records"] += len(push.items)
            # A few photos never made it: the board shows what an incomplete record looks like.
            if push.photos and self._random.random() > 0.015:
                photos.append((push, push.at_ms))
            if len(photos) >= 16:
                self._keep_photos(photos)
                photos = []
        if photos:
            self._keep_photos(photos)

    def _keep_photos(self, batch: Sequence[tuple[Push, int]]) -> None:
        room = self._app.extensions["luqin.evidence"]
        keeper = room.keeper
        new = []
        for push, _ in batch:
            phone = self._phones[push.person_id]
            for photo in push.photos:
                part = self._app.config["LUQIN"].data_dir / f"demo-{os.getpid()}.part"
                part.write_bytes(photo.data)
                keeper.store.put_file(part, photo.sha256)
                picture = _picture(photo.data)
                new.append(NewPhoto(photo.sha256, len(photo.data), picture, phone.person_id, phone.device_id))
        with hold_clock(batch[-1][1]), write_connection() as connection:
            keeper.add_rows(connection, new)
        self._counts["photos"] += len(new)

    def _posts_by_battalion(self) -> dict[int, list[posts.PostFacts]]:
        found: dict[int, list[posts.PostFacts]] = {}
        for post in self._posts.values():
            found.setdefault(self._battalion_of[post.code], []).append(post)
        return found

    def _write_accounts(self) -> None:
        path = self._app.config["LUQIN"].data_dir / "demo-accounts.json"
        path.write_text(json.dumps(self._branch.accounts, ensure_ascii=False, indent=1), "utf-8")


def _picture(data: bytes) -> Picture:
    picture = sniff(lambda offset, count: data[offset : offset + count])
    if picture is None:
        raise ValueError("The demo draws photos that are none.")
    return picture


def load_demo(
    app: Flask, *, today: date | None = None, history_days: int = HISTORY_DAYS, say: Say = lambda _: None
) -> bool:
    """Load the demo branch if there are no units yet; true when it was loaded."""
    with app.app_context():
        if not identity.is_empty():
            return False
        DemoLoader(app, today=today, history_days=history_days, say=say).load()
    return True
