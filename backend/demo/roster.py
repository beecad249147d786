"""The demo's rosters: who stands where on a day, by the roster service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from backend.demo.people import Branch
from backend.kernel.clock import SHANGHAI, day_start
from backend.posts.queries import PostFacts
from backend.shifts import service as shifts
from backend.shifts.queries import AssignmentFacts
from backend.shifts.roster import Draft, ForceKind
from backend.shifts.rules import Seat

T = TypeVar("T")
MORNING, AFTERNOON, NIGHT = (7, 13), (13, 20), (20, 31)
OFFICERS_BY_SLOT = {MORNING: 5, AFTERNOON: 5, NIGHT: 1}
AUXILIARIES_BY_SLOT = {MORNING: 3, AFTERNOON: 3}


@dataclass(frozen=True)
class Guests:
    """The two people whose shifts the visitor of the demo lives through, and the days that are theirs."""

    officer: str
    auxiliary: str
    first: date
    last: date

    def are_free_on(self, day: date) -> bool:
        """Whether they stand in the ordinary rotation on that day."""
        return not self.first <= day <= self.last


def roster_day(
    branch: Branch, posts: dict[int, list[PostFacts]], guests: Guests, day: date, now: datetime
) -> list[AssignmentFacts]:
    """Assign everybody for one day. Runs inside a unit of work."""
    drafts: list[Draft] = []
    weekend = day.weekday() >= 5
    for number, places in posts.items():
        drafts += _battalion(branch, number, places, guests, day, weekend=weekend)
    if not guests.are_free_on(day):
        drafts += _guests(guests, posts[1][0], day, now)
    made = shifts.assign_many(drafts, person_id=branch.leaders[1], at=now)
    return [item.assignment for item in made]


def _battalion(
    branch: Branch, number: int, places: list[PostFacts], guests: Guests, day: date, *, weekend: bool
) -> list[Draft]:
    officers = _rotated(branch.officers[number], day, 3)
    auxiliaries = _rotated(branch.auxiliaries[number], day, 2)
    if not guests.are_free_on(day):
        officers = [person for person in officers if person != guests.officer]
        auxiliaries = [person for person in auxiliaries if person != guests.auxiliary]
    key_first = sorted(places, key=lambda post: (not post.is_key, post.code))
    if number == 1 and not guests.are_free_on(day):
        key_first = key_first[1:]
    drafts: list[Draft] = []
    for slot, wanted in OFFICERS_BY_SLOT.items():
        count = wanted - 1 if weekend and wanted > 1 else wanted
        leads, officers = officers[:count], officers[count:]
        helpers = [auxiliaries.pop(0) for _ in range(min(AUXILIARIES_BY_SLOT.get(slot, 0), len(auxiliaries)))]
        # The plan follows demand: the first places are the key ones, the others take turns.
        standing = key_first[:3] + _rotated(key_first[3:], day, 1)
        for place, officer in zip(standing, leads, strict=False):
            drafts.append(_draft(officer, place, Seat.CENTRE, day, slot, ForceKind.TRAFFIC))
        for place, officer, helper in zip(standing, leads, helpers, strict=False):
            drafts.append(_draft(helper, place, Seat.ROADSIDE, day, slot, ForceKind.AUXILIARY, officer))
    return drafts


def _guests(guests: Guests, post: PostFacts, day: date, now: datetime) -> list[Draft]:
    starts, ends = day_start(day) + timedelta(hours=8), day_start(day) + timedelta(hours=20)
    local = now.astimezone(SHANGHAI)
    if day == local.date() and not starts <= now < ends - timedelta(hours=1):
        # Whoever starts the demo at night finds a shift that is running, too.
        starts = local.replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
        ends = starts + timedelta(hours=9)
    officer = Draft(guests.officer, post.id, Seat.CENTRE, starts, ends, ForceKind.TRAFFIC)
    helper = Draft(
        guests.auxiliary, post.id, Seat.ROADSIDE, starts, ends, ForceKind.AUXILIARY,
        supervising_officer_id=guests.officer,
    )  # fmt: skip
    return [officer, helper]


def _draft(
    person: str,
    post: PostFacts,
    seat: Seat,
    day: date,
    slot: tuple[int, int],
    force: ForceKind,
    lead: str | None = None,
) -> Draft:
    start = day_start(day)
    return Draft(
        person_id=person,
        post_id=post.id,
        seat=seat,
        starts_at=start + timedelta(hours=slot[0]),
        ends_at=start + timedelta(hours=slot[1]),
        force_kind=force,
        supervising_officer_id=lead,
    )


def _rotated(items: list[T], day: date, step: int) -> list[T]:
    turn = (day.toordinal() * step) % len(items) if items else 0
    return items[turn:] + items[:turn]
