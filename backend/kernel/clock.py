"""Time: aware datetimes in code, milliseconds since 1970 in tables, RFC 3339 UTC in JSON.

Local days are those of Asia/Shanghai, a fixed +08:00: Shanghai has had no daylight saving since 1991.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
INSTANT_PATTERN = r"^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$"
_INSTANT = re.compile(INSTANT_PATTERN)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


_held: ContextVar[int | None] = ContextVar("luqin_clock_held", default=None)


def now_ms() -> int:
    """Server time in milliseconds since 1970."""
    held = _held.get()
    return time.time_ns() // 1_000_000 if held is None else held


@contextmanager
def hold_clock(at_ms: int) -> Iterator[None]:
    """Inside the block, and in this context only, the server's clock stands at `at_ms`.

    For the demo branch, whose past is made by the same services as the present, and for tests.
    """
    token = _held.set(at_ms)
    try:
        yield
    finally:
        _held.reset(token)


def now() -> datetime:
    """Server time, aware, UTC, whole milliseconds."""
    return from_ms(now_ms())


def from_ms(value: int) -> datetime:
    """Milliseconds since 1970 as an aware UTC datetime."""
    return _EPOCH + timedelta(milliseconds=value)


def to_ms(moment: datetime) -> int:
    """An aware datetime as milliseconds since 1970."""
    return round((moment - _EPOCH) / timedelta(milliseconds=1))


# A record's instants are read by its schema and again by who uses them.
@lru_cache(maxsize=4096)
def parse_instant(text: str) -> datetime:
    """Read RFC 3339 UTC text (`…Z`, at most milliseconds). Raises ValueError for anything else."""
    if not _INSTANT.fullmatch(text):
        raise ValueError("not an RFC 3339 UTC instant")
    return datetime.fromisoformat(text)


def parse_day(text: str) -> date:
    """Read a day like 2026-11-23. Raises ValueError for anything else, also for the other forms of ISO 8601."""
    if not _DAY.fullmatch(text):
        raise ValueError("not a day like 2026-11-23")
    return date.fromisoformat(text)


def format_ms(value: int) -> str:
    """Milliseconds since 1970 as `2026-11-23T06:00:00.000Z`."""
    return format_instant(from_ms(value))


def format_instant(moment: datetime) -> str:
    """An aware datetime as `2026-11-23T06:00:00.000Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def local_day(moment: datetime) -> date:
    """The Shanghai day on which `moment` lies."""
    return moment.astimezone(SHANGHAI).date()


def local_day_of_ms(value: int) -> str:
    """The Shanghai day of an instant in milliseconds, as ISO text."""
    return from_ms(value).astimezone(SHANGHAI).date().isoformat()


def day_start(day: date) -> datetime:
    """Midnight at the start of a Shanghai day, aware."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
