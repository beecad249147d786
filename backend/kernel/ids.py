"""Identifiers: UUIDv7 as canonical lower-case text, so that ids sort by the time they were made."""

from __future__ import annotations

import re

import uuid_utils

ID_PATTERN = r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
_ID = re.compile(ID_PATTERN)


def new_id() -> str:
    """A new UUIDv7, 36 characters."""
    return str(uuid_utils.uuid7())


def is_id(text: str) -> bool:
    """Whether `text` is a canonical UUIDv7."""
    return _ID.fullmatch(text) is not None
