"""Every kind of field record that this server takes, on one screen."""

from __future__ import annotations

from backend.records.kinds import Kind
from backend.shifts.record import CHECK_IN, CHECK_OUT
from backend.violations.record import VIOLATION

KINDS: tuple[Kind, ...] = (CHECK_IN, CHECK_OUT, VIOLATION)
