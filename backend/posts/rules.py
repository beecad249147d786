"""Whether a position agrees with a post. The verdict is evidence, never a gate."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from backend.kernel.geo import Point, distance_m

ACCURACY_MAX_M = 100.0
"""A fix less exact than this proves no presence."""
AGE_MAX_S = 120.0
"""A fix older than this tells where the phone was, not where it is."""


class RoadClass(StrEnum):
    """Class of the road; it drives how many people must stand there (执法规范70、72)."""

    HIGHWAY = "highway"
    EXPRESSWAY = "expressway"
    MAIN = "main"
    SECONDARY = "secondary"
    BRANCH = "branch"


class PostKind(StrEnum):
    """What stands there."""

    JUNCTION = "junction"
    SECTION = "section"
    HUB = "hub"
    SCHOOL = "school"
    HOSPITAL = "hospital"


class FixVerdict(StrEnum):
    """What a position says about being at the post."""

    INSIDE = "inside"
    UNCERTAIN = "uncertain"
    OUTSIDE = "outside"
    NO_FIX = "no_fix"


class Place(Protocol):
    """What the verdict needs of a post: WGS-84 degrees and metres."""

    @property
    def lat(self) -> float: ...
    @property
    def lon(self) -> float: ...
    @property
    def radius_m(self) -> int: ...


class Position(Protocol):
    """What the verdict needs of a fix: WGS-84 degrees, metres, seconds."""

    @property
    def lat(self) -> float: ...
    @property
    def lon(self) -> float: ...
    @property
    def accuracy_m(self) -> float: ...
    @property
    def age_s(self) -> float: ...
    @property
    def source(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, and the distance from the post in metres where there is one."""

    verdict: FixVerdict
    distance_m: float | None


NOT_JUDGED = Judgement(FixVerdict.NO_FIX, None)


def judge_fix(post: Place | None, fix: Position | None) -> Judgement:
    """The verdict of a position against a post; without one of them there is none.

    Inside: distance − accuracy ≤ radius with an accuracy of at most 100 m. Outside: distance − accuracy > radius.
    Uncertain: an old fix, a coarse one that may be inside, and a point that somebody set by hand.
    """
    if post is None or fix is None:
        return NOT_JUDGED
    distance = distance_m(Point(post.lat, post.lon), Point(fix.lat, fix.lon))
    return Judgement(_verdict(distance, post.radius_m, fix), round(distance, 1))


def _verdict(distance: float, radius_m: float, fix: Position) -> FixVerdict:
    if fix.age_s > AGE_MAX_S or fix.source == "manual":
        return FixVerdict.UNCERTAIN
    if distance - fix.accuracy_m > radius_m:
        return FixVerdict.OUTSIDE
    return FixVerdict.INSIDE if fix.accuracy_m <= ACCURACY_MAX_M else FixVerdict.UNCERTAIN
